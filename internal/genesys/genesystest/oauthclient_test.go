package genesystest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

const (
	oauthClients = "/api/v2/oauth/clients"
	roleID       = "0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26"
	roles        = `"roleDivisions":[{"roleId":"` + roleID + `","divisionId":"` + genesystest.HomeDivisionID + `"}]`
)

// client is a body for client credentials with more members, which begin with a
// comma.
func client(more string) string {
	return `{"name":"ci","authorizedGrantType":"CLIENT-CREDENTIALS",` + roles + more + `}`
}

// login tries to get a token.
func login(t *testing.T, f *genesystest.Fake, id, secret any) answer {
	t.Helper()
	return send(t, f, "POST", "/oauth/token", "grant_type=client_credentials", func(r *http.Request) {
		r.SetBasicAuth(fmt.Sprint(id), fmt.Sprint(secret))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	})
}

func TestLifeOfAnOAuthClient(t *testing.T) {
	var clock fakeapi.Clock
	f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{Now: clock.Now}})
	made := send(t, f, "POST", oauthClients, client(`,"description":"d","accessTokenValiditySeconds":300`)).want(t, 200)
	id, secret := made["id"], made["secret"]
	path := oauthClients + "/" + fmt.Sprint(id)
	delete(made, "secret")
	for name, want := range (object{
		"name": "ci", "description": "d", "authorizedGrantType": "CLIENT-CREDENTIALS", "accessTokenValiditySeconds": 300.0,
		"registeredRedirectUri": []any{}, "scope": []any{}, "state": "active", "dateToDelete": nil,
		"roleDivisions": []any{object{"roleId": roleID, "divisionId": genesystest.HomeDivisionID}},
	}) {
		if !cmp.Equal(made[name], want) {
			t.Errorf("%s is %v, want %v", name, made[name], want)
		}
	}
	if diff := cmp.Diff(made, send(t, f, "GET", path, "").want(t, 200)); diff != "" {
		t.Errorf("read otherwise than made: %s", diff)
	}
	listed := send(t, f, "GET", oauthClients, "").want(t, 200)
	if got := idsOf(listed); len(got) != 3 || got[2] != id || listed["pageCount"] != 1.0 || listed["nextUri"] != nil || strings.Contains(fmt.Sprint(listed), "secret") {
		t.Errorf("listed %v", listed)
	}
	granted := login(t, f, id, secret).want(t, 200)
	if granted["expires_in"] != 300.0 {
		t.Errorf("granted %v", granted)
	}
	send(t, f, "GET", path, "", header("Authorization", fmt.Sprint("Bearer ", granted["access_token"]))).want(t, 200)

	changed := send(t, f, "PUT", path, `{"name":"app","authorizedGrantType":"CODE","scope":["users"],"registeredRedirectUri":["https://a.example/"]}`).want(t, 200)
	if changed["secret"] != nil || changed["description"] != "" || changed["accessTokenValiditySeconds"] != 86400.0 || !cmp.Equal(changed["roleDivisions"], []any{}) {
		t.Errorf("a PUT replaces: %v", changed)
	}
	login(t, f, id, secret).want2(t, 401) // another grant type
	send(t, f, "PUT", path, client("")).want(t, 200)
	login(t, f, id, secret).want2(t, 200)

	clock.Advance(time.Second) // dates have milliseconds
	reissued := send(t, f, "POST", path+"/secret", "").want(t, 200)
	if reissued["secret"] == secret || reissued["secret"] == nil || reissued["dateModified"] == made["dateModified"] {
		t.Errorf("got %v", reissued)
	}
	login(t, f, id, secret).want2(t, 401)
	login(t, f, id, reissued["secret"]).want2(t, 200)
	send(t, f, "POST", path+"/secret", "{}").want(t, 400)

	send(t, f, "DELETE", path, "").want(t, 400)
	send(t, f, "PUT", path, client(`,"state":"inactive"`)).want(t, 200)
	login(t, f, id, reissued["secret"]).want2(t, 401)
	if got := send(t, f, "DELETE", path, ""); got.status != 204 {
		t.Errorf("got %v", got)
	}
	send(t, f, "GET", path, "").want(t, 404)
	send(t, f, "DELETE", path, "").want(t, 404)
	if got := f.OAuthClients(); len(got) != 0 {
		t.Errorf("left are %v", got)
	}
}

// want2 is want for the token endpoint, whose errors have another shape.
func (a answer) want2(t *testing.T, status int) {
	t.Helper()
	if a.status != status {
		t.Errorf("got %d %v, want %d", a.status, a.body, status)
	}
}

func TestOAuthClientsAreAcceptedAsDocumented(t *testing.T) {
	with := func(more string) string { return client("," + more) }
	for body, want := range map[string]int{
		client(""):                                                                   200,
		with(`"accessTokenValiditySeconds":300`):                                     200,
		with(`"accessTokenValiditySeconds":38880000`):                                200,
		with(`"accessTokenValiditySeconds":299`):                                     400,
		with(`"accessTokenValiditySeconds":38880001`):                                400,
		with(`"state":"inactive"`):                                                   200,
		with(`"state":"deleted"`):                                                    400,
		with(`"roleIds":["` + roleID + `"]`):                                         200,
		with(`"dateToDelete":"2026-01-01T00:00:00Z"`):                                200,
		with(`"secret":"chosen"`):                                                    400,
		with(`"name":"twice"`):                                                       400,
		`{"name":"n","authorizedGrantType":"CLIENT-CREDENTIALS"}`:                    400,
		`{"name":"n","authorizedGrantType":"CLIENT-CREDENTIALS","roleDivisions":[]}`: 400,
		`{"name":"n","authorizedGrantType":"CLIENT-CREDENTIALS","roleDivisions":[{"roleId":"` + roleID + `","divisionId":"*"}]}`: 200,
		`{"name":"n","authorizedGrantType":"CLIENT-CREDENTIALS","roleDivisions":[{"roleId":"` + roleID + `"}]}`:                  400,
		`{"name":"n","authorizedGrantType":"CLIENT-CREDENTIALS","roleDivisions":[{"roleId":"x","divisionId":"*"}]}`:              400,
		`{"name":"n","authorizedGrantType":"CODE","scope":["users"]}`:                                                            200,
		`{"name":"n","authorizedGrantType":"SAML2-BEARER","scope":["users"]}`:                                                    200,
		`{"name":"n","authorizedGrantType":"PASSWORD","scope":["users"]}`:                                                        200,
		`{"name":"n","authorizedGrantType":"CODE"}`:                                                                              400,
		`{"name":"n","authorizedGrantType":"code","scope":["users"]}`:                                                            400,
		`{"name":"n"}`:                   400,
		`{"authorizedGrantType":"CODE"}`: 400,
		`{"name":"","authorizedGrantType":"CODE","scope":["users"]}`: 400,
	} {
		f := genesystest.NewServer(t, genesystest.Options{})
		if got := send(t, f, "POST", oauthClients, body); got.status != want {
			t.Errorf("%s: got %d %v", body, got.status, got.body)
		}
	}
	f := genesystest.NewServer(t, genesystest.Options{})
	implicit := send(t, f, "POST", oauthClients, `{"name":"n","authorizedGrantType":"TOKEN","scope":["users"]}`).want(t, 200)
	if implicit["secret"] != nil {
		t.Errorf("got %v", implicit)
	}
	send(t, f, "POST", oauthClients+"/"+fmt.Sprint(implicit["id"])+"/secret", "").want(t, 400)
	for _, query := range []string{"?pageSize=1", "?pageNumber=1", "?name=n"} {
		send(t, f, "GET", oauthClients+query, "").want(t, 400)
	}
	reading := header("Authorization", "Bearer "+fmt.Sprint(login(t, f, genesystest.ReadOnlyClientID, genesystest.ReadOnlyClientSecret).body["access_token"]))
	send(t, f, "GET", oauthClients, "", reading).want(t, 200)
	send(t, f, "POST", oauthClients, client(""), reading).want(t, 403)
	f.Tokens.Allow("integrations only", genesystest.ScopeAll)
	narrow := header("Authorization", "Bearer integrations only")
	send(t, f, "GET", oauthClients, "", narrow).want(t, 403)
	if home := send(t, f, "GET", "/api/v2/authorization/divisions/home", "", narrow).want(t, 200); home["id"] != genesystest.HomeDivisionID || home["homeDivision"] != true {
		t.Errorf("got %v", home)
	}
	if scopes := send(t, f, "GET", "/api/v2/oauth/scopes", "").want(t, 200); len(idsOf(scopes)) < 4 {
		t.Errorf("got %v", scopes)
	}
}

// Clients older than thirty days wait seven days for their removal.
func TestAnOldOAuthClientCanBeRestored(t *testing.T) {
	var clock fakeapi.Clock
	f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{Now: clock.Now}})
	id := f.SeedOAuthClient(genesystest.OAuthClient{Name: "old", State: "inactive", DateCreated: clock.Now().Add(-31 * 24 * time.Hour)})
	path := oauthClients + "/" + id
	remove := func() {
		t.Helper()
		if got := send(t, f, "DELETE", path, ""); got.status != 204 {
			t.Fatalf("got %v", got)
		}
		got := send(t, f, "GET", path, "").want(t, 200)
		at, err := time.Parse(time.RFC3339, fmt.Sprint(got["dateToDelete"]))
		if got["state"] != "inactive" || err != nil || at.Sub(clock.Now()).Round(time.Hour) != 7*24*time.Hour {
			t.Errorf("got %v, %v", got, err)
		}
	}
	remove()
	if got := send(t, f, "PUT", path, client("")).want(t, 200); got["state"] != "active" || got["dateToDelete"] != nil {
		t.Errorf("got %v", got)
	}
	send(t, f, "PUT", path, client(`,"state":"inactive"`)).want(t, 200)
	remove()
	clock.Advance(8 * 24 * time.Hour)
	send(t, f, "GET", path, "").want(t, 404)
	if _, ok := f.OAuthClient(id); ok || len(idsOf(send(t, f, "GET", oauthClients, "").want(t, 200))) != 2 {
		t.Error("it is still there")
	}
}

func TestAssumptionsOnOAuthClients(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{
		OAuthDeleteActiveStatus: 409, OAuthDeletedShown: true, OAuthPageSize: 2, SecretKeepsDate: true, RefuseImplicitGrant: true,
	})
	made := send(t, f, "POST", oauthClients, client("")).want(t, 200)
	path := oauthClients + "/" + fmt.Sprint(made["id"])
	if got := send(t, f, "POST", path+"/secret", "").want(t, 200); got["dateModified"] != made["dateModified"] {
		t.Errorf("got %v", got)
	}
	send(t, f, "DELETE", path, "").want(t, 409)
	first := send(t, f, "GET", oauthClients, "").want(t, 200)
	second := send(t, f, "GET", fmt.Sprint(first["nextUri"]), "").want(t, 200)
	if len(idsOf(first)) != 2 || !cmp.Equal(idsOf(second), []string{fmt.Sprint(made["id"])}) {
		t.Errorf("got %v, then %v", first, second)
	}
	send(t, f, "POST", oauthClients, `{"name":"n","authorizedGrantType":"TOKEN","scope":["users"]}`).want(t, 400)
	send(t, f, "PUT", path, client(`,"state":"inactive"`)).want(t, 200)
	send(t, f, "DELETE", path, "")
	if got := send(t, f, "GET", path, "").want(t, 200); got["state"] != "deleted" {
		t.Errorf("got %v", got)
	}
	send(t, f, "PUT", path, client("")).want(t, 404)

	lagging := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{VisibleAfter: time.Hour}})
	made = send(t, lagging, "POST", oauthClients, client("")).want(t, 200)
	send(t, lagging, "GET", oauthClients+"/"+fmt.Sprint(made["id"]), "").want(t, 404)
	id := lagging.SeedOAuthClient(genesystest.OAuthClient{Name: "seen"})
	lagging.EditOAuthClient(id, func(c *genesystest.OAuthClient) { c.State = "disabled" })
	if got := send(t, lagging, "GET", oauthClients+"/"+id, "").want(t, 200); got["state"] != "disabled" {
		t.Errorf("got %v", got)
	}
	if !lagging.RemoveOAuthClient(id) || lagging.RemoveOAuthClient(id) {
		t.Error("it has to be removed once")
	}
}

func TestOAuthClientsInAState(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	made := send(t, f, "POST", oauthClients, client("")).want(t, 200)
	if got := fmt.Sprint(f.State().Masked()["oauthClients"]); strings.Contains(got, fmt.Sprint(made["secret"])) || strings.Contains(got, genesystest.ClientID+" Terraform") {
		t.Errorf("got %s", got)
	}
	tree, err := fakeapi.ParseJSON([]byte(`{"oauthClients":[{"name":"loaded","secret":"s3cret","state":"inactive"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	commit, err := f.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	commit()
	if got := f.OAuthClients(); len(got) != 1 || got[0].Name != "loaded" || got[0].Secret != "s3cret" || got[0].State != "inactive" {
		t.Errorf("got %+v", got)
	}
	login(t, f, genesystest.ClientID, genesystest.ClientSecret).want2(t, 200)
}
