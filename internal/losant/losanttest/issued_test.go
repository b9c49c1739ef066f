package losanttest_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

const (
	keys   = applications + losanttest.ApplicationID + "/keys"
	tokens = applications + losanttest.ApplicationID + "/tokens"
)

func as(token string) func(*http.Request) { return header("Authorization", "Bearer "+token) }

// times makes n equal values.
func times(n int, value any) []any { return slices.Repeat([]any{value}, n) }

func long(n int) string { return strings.Repeat("é", n) }

// member is a body with one member.
func member(name string, value any) config { return config{name: value} }

// The constraints of the schemas applicationKeyPost and applicationKeyPatch of
// API 1.30.0, on both sides of each limit.
func TestKeysAreAcceptedByTheSchemas(t *testing.T) {
	id := strings.Repeat("aF", 12)
	for _, tt := range []struct {
		body        config
		post, patch int
	}{
		{config{}, 201, 200},
		{member("name", long(255)), 201, 200},
		{member("name", long(256)), 400, 400},
		{member("name", ""), 400, 400},
		{member("name", nil), 400, 200},
		{member("description", ""), 201, 200},
		{member("description", long(32767)), 201, 200},
		{member("description", long(32768)), 400, 400},
		{member("description", nil), 400, 400},
		{member("status", "active"), 400, 200},
		{member("status", "inactive"), 400, 200},
		{member("status", "disabled"), 400, 400},
		{member("deviceIds", times(1000, id)), 201, 400},
		{member("deviceIds", times(1001, id)), 400, 400},
		{member("deviceIds", times(1, "x")), 400, 400},
		{member("deviceTags", times(100, config{"key": strings.Repeat("a", 255), "value": long(255)})), 201, 400},
		{member("deviceTags", times(101, config{"key": "a"})), 400, 400},
		{member("deviceTags", times(1, config{})), 201, 400},
		{member("deviceTags", times(1, config{"value": "v"})), 201, 400},
		{member("deviceTags", times(1, config{"key": strings.Repeat("a", 256)})), 400, 400},
		{member("deviceTags", times(1, config{"key": "a b"})), 400, 400},
		{member("deviceTags", times(1, config{"key": ""})), 400, 400},
		{member("deviceTags", times(1, config{"value": ""})), 400, 400},
		{member("deviceTags", times(1, config{"value": long(256)})), 400, 400},
		{member("deviceTags", times(1, config{"more": "x"})), 400, 400},
		{member("filterType", "none"), 201, 200},
		{member("filterType", "whitelist"), 201, 200},
		{member("filterType", "some"), 400, 400},
		{member("pubTopics", times(2000, long(1024))), 201, 200},
		{member("pubTopics", times(1, "")), 400, 400},
		{member("subTopics", times(1, long(1025))), 400, 400},
		{member("subTopics", times(1, "a/#")), 201, 200},
		{member("addressFilterType", "blacklist"), 201, 200},
		{member("addressFilterType", "none"), 400, 400},
		{member("addresses", times(100, strings.Repeat("1", 48))), 201, 200},
		{member("addresses", times(101, "1")), 400, 400},
		{member("addresses", times(1, strings.Repeat("1", 49))), 400, 400},
		{member("key", "chosen"), 400, 400},
		{member("secret", "chosen"), 400, 400},
		{member("pubTopics", nil), 400, 400},
	} {
		f := losanttest.NewServer(t, losanttest.Options{})
		if got := sendTo(t, f.URL+keys, "POST", tt.body); got.status != tt.post {
			t.Errorf("POST %.80v: got %d %v", tt.body, got.status, got.body)
		}
		seeded := f.SeedKey(losanttest.ApplicationID, config{"name": "before"})
		if got := sendTo(t, f.URL+keys+"/"+seeded.ID, "PATCH", tt.body); got.status != tt.patch {
			t.Errorf("PATCH %.80v: got %d %v", tt.body, got.status, got.body)
		}
	}
}

func TestLifeOfAKey(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	made := sendTo(t, f.URL+keys, "POST", config{"name": "gateway", "deviceIds": []any{losanttest.UserID}}).want(t, 201)
	secret, id := made["secret"].(string), made["id"].(string)
	if len(secret) < 20 || len(made["key"].(string)) < 10 || made["applicationKeyId"] != id {
		t.Errorf("made %v", made)
	}
	delete(made, "secret")
	want := config{"status": "active", "filterType": "none", "pubTopics": []any{}, "subTopics": []any{}, "name": "gateway", "createdByType": "apiToken"}
	for name, value := range want {
		if !cmp.Equal(made[name], value) {
			t.Errorf("%s is %v", name, made[name])
		}
	}
	url := f.URL + keys + "/" + id
	if diff := cmp.Diff(made, sendTo(t, url, "GET", nil, as(losanttest.ReadOnlyToken)).want(t, 200)); diff != "" {
		t.Error(diff)
	}
	listed := sendTo(t, f.URL+keys+"?filterField=name&filter=gate*&_links=false", "GET", nil, as(losanttest.ReadOnlyToken)).want(t, 200)
	if items, _ := listed["items"].([]any); len(items) != 1 || items[0].(config)["secret"] != nil ||
		listed["sortField"] != "creationDate" || listed["sortDirection"] != "desc" || listed["applicationId"] != losanttest.ApplicationID {
		t.Errorf("listed %v", listed)
	}
	changed := sendTo(t, url, "PATCH", config{"name": nil, "status": "inactive", "description": "d", "addresses": []any{"10.0.0.0/8"}}).want(t, 200)
	if _, named := changed["name"]; named || changed["status"] != "inactive" || changed["secret"] != nil || changed["lastUpdated"] == made["lastUpdated"] {
		t.Errorf("changed %v", changed)
	}
	sendTo(t, url, "PATCH", config{}, as(losanttest.ReadOnlyToken)).want(t, 403)
	sendTo(t, f.URL+keys, "POST", config{}, as(losanttest.ReadOnlyToken)).want(t, 403)
	sendTo(t, url, "DELETE", nil, as(losanttest.ReadOnlyToken)).want(t, 403)
	sendTo(t, url, "DELETE", config{}).want(t, 200) // the vendor's client sends {}
	sendTo(t, url, "DELETE", nil).want(t, 404)
	sendTo(t, url, "GET", nil).want(t, 404)
	if !f.EditKey(losanttest.ApplicationID, f.SeedKey(losanttest.ApplicationID, nil).ID, func(k *losanttest.Key) { k.Status = "inactive" }) ||
		f.RemoveKey(losanttest.ApplicationID, id) || len(f.Keys(losanttest.ApplicationID)) != 1 {
		t.Error("what a user does is not kept")
	}
}

// The constraints of the schemas apiTokenPost and apiTokenPatch of API 1.30.0.
func TestTokensAreAcceptedByTheSchemas(t *testing.T) {
	soon := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	for _, tt := range []struct {
		body        config
		post, patch int
	}{
		{config{}, 400, 200},
		{member("name", long(255)), 201, 200},
		{member("name", long(256)), 400, 400},
		{member("name", ""), 400, 400},
		{member("name", nil), 400, 400},
		{config{"name": "n", "description": long(32767)}, 201, 200},
		{config{"name": "n", "description": long(32768)}, 400, 400},
		{config{"name": "n", "status": "inactive"}, 201, 200},
		{config{"name": "n", "status": "deleted"}, 400, 400},
		{config{"name": "n", "scope": []any{"all.Application", "devices.*"}}, 201, 400},
		{config{"name": "n", "scope": []any{}}, 201, 400},
		{config{"name": "n", "scope": []any{"devices.get", "devices.get"}}, 400, 400},
		{config{"name": "n", "scope": []any{"devices.detailedSummary"}}, 400, 400},
		{config{"name": "n", "scope": []any{"all.User"}}, 400, 400},
		{config{"name": "n", "scope": []any{"org.get"}}, 400, 400},
		{config{"name": "n", "expirationDate": soon}, 201, 400},
		{config{"name": "n", "expirationDate": "2016-06-13T04:00:00.000Z"}, 400, 400},
		{config{"name": "n", "expirationDate": "tomorrow"}, 400, 400},
		{config{"name": "n", "defaultRole": "view"}, 400, 400},
		{config{"name": "n", "orgRoles": []any{}}, 400, 400},
		{config{"name": "n", "token": "chosen"}, 400, 400},
	} {
		f := losanttest.NewServer(t, losanttest.Options{})
		if got := sendTo(t, f.URL+tokens, "POST", tt.body); got.status != tt.post {
			t.Errorf("POST %.80v: got %d %v", tt.body, got.status, got.body)
		}
		seeded := f.SeedAPIToken(losanttest.ApplicationID, losanttest.APIToken{Name: "before"})
		if got := sendTo(t, f.URL+tokens+"/"+seeded.ID, "PATCH", tt.body); got.status != tt.patch {
			t.Errorf("PATCH %.80v: got %d %v", tt.body, got.status, got.body)
		}
	}
}

func TestLifeOfAToken(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	made := sendTo(t, f.URL+tokens, "POST", config{"name": "ci"}).want(t, 201)
	id, value := made["id"].(string), made["token"].(string)
	delete(made, "token")
	if len(value) < 20 || made["apiTokenId"] != id || made["ownerId"] != losanttest.ApplicationID || made["ownerType"] != "application" ||
		!cmp.Equal(made["scope"], []any{"all.Application"}) || made["status"] != "active" || made["expirationDate"] != nil ||
		made["creatorId"] != losanttest.TokenID || made["createdById"] != nil || made["lastUpdatedById"] != nil {
		t.Errorf("made %v", made)
	}
	url := f.URL + tokens + "/" + id
	if diff := cmp.Diff(made, sendTo(t, url, "GET", nil, as(losanttest.ReadOnlyToken)).want(t, 200)); diff != "" {
		t.Error(diff)
	}
	f.SeedAPIToken(losanttest.ApplicationID, losanttest.APIToken{Name: "another", Scope: []string{"noun.newerThanTheFake"}})
	listed := sendTo(t, f.URL+tokens, "GET", nil).want(t, 200)
	items, _ := listed["items"].([]any)
	if len(items) != 2 || items[0].(config)["name"] != "another" || items[0].(config)["token"] != nil ||
		listed["ownerId"] != losanttest.ApplicationID || listed["applicationId"] != nil || listed["sortField"] != "name" {
		t.Errorf("listed %v", listed)
	}
	changed := sendTo(t, url, "PATCH", config{"name": "cd", "description": ""}).want(t, 200)
	if changed["name"] != "cd" || changed["description"] != "" || changed["token"] != nil || changed["lastUpdated"] == made["lastUpdated"] {
		t.Errorf("changed %v", changed)
	}
	sendTo(t, f.URL+tokens, "POST", config{"name": "x"}, as(losanttest.ReadOnlyToken)).want(t, 403)
	sendTo(t, url, "DELETE", nil).want(t, 200)
	sendTo(t, url, "DELETE", nil).want(t, 404)
	sendTo(t, f.URL+collection, "GET", nil, as(value)).want(t, 401)
}

func TestTokensAuthenticateAsFarAsTheyMay(t *testing.T) {
	var clock fakeapi.Clock
	f := losanttest.NewServer(t, losanttest.Options{Options: fakeapi.Options{Now: clock.Now}})
	other := "575ec8687ae143cd83dc4a98"
	f.AddApplication(other)
	issue := func(body config) (id, value string) {
		body["name"] = "n"
		made := sendTo(t, f.URL+tokens, "POST", body).want(t, 201)
		return made["id"].(string), made["token"].(string)
	}
	status := func(value, method, url string, body any) int {
		t.Helper()
		return sendTo(t, f.URL+url, method, body, as(value)).status
	}
	expect := func(what string, got, want int) {
		t.Helper()
		if got != want {
			t.Errorf("%s: got %d, want %d", what, got, want)
		}
	}
	id, all := issue(config{"expirationDate": clock.Now().Add(time.Hour).Format(time.RFC3339)})
	expect("everything", status(all, "GET", collection, nil), 200)
	expect("another application", status(all, "GET", applications+other+"/credentials", nil), 403)
	_, narrow := issue(config{"scope": []any{"credentials.get", "applicationKeys.*"}})
	expect("within its scope", status(narrow, "GET", collection, nil), 200)
	expect("of all verbs", status(narrow, "POST", keys, config{}), 201)
	expect("outside its scope", status(narrow, "GET", tokens, nil), 403)
	_, bounded := issue(config{"scope": []any{"all.Application.bounded"}})
	expect("a bounded token makes keys", status(bounded, "POST", keys, config{}), 201)
	expect("a bounded token lists tokens", status(bounded, "GET", tokens, nil), 200)
	expect("a bounded token makes no tokens", status(bounded, "POST", tokens, config{"name": "x"}), 403)
	sendTo(t, f.URL+tokens+"/"+id, "PATCH", config{"status": "inactive"}).want(t, 200)
	expect("inactive", status(all, "GET", collection, nil), 401)
	sendTo(t, f.URL+tokens+"/"+id, "PATCH", config{"status": "active"}).want(t, 200)
	expect("active again", status(all, "GET", collection, nil), 200)
	clock.Advance(2 * time.Hour)
	expect("expired", status(all, "GET", collection, nil), 401)
	expect("without an end", status(narrow, "GET", collection, nil), 200)
}

func TestAssumptionsOnKeysAndTokens(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{KeyFilterType: "all", TokenShown: true, Options: fakeapi.Options{VisibleAfter: time.Hour}})
	if made := sendTo(t, f.URL+keys, "POST", config{}).want(t, 201); made["filterType"] != "all" {
		t.Errorf("made %v", made)
	}
	made := sendTo(t, f.URL+tokens, "POST", config{"name": "late"}).want(t, 201)
	for _, url := range []string{keys, tokens} {
		if listed := sendTo(t, f.URL+url, "GET", nil).want(t, 200); listed["totalCount"] != 0.0 {
			t.Errorf("listed too early: %v", listed)
		}
	}
	sendTo(t, f.URL+tokens+"/"+made["id"].(string), "GET", nil).want(t, 404)
	seeded := f.SeedAPIToken(losanttest.ApplicationID, losanttest.APIToken{Name: "seen"})
	if got := sendTo(t, f.URL+tokens+"/"+seeded.ID, "GET", nil).want(t, 200); got["token"] != seeded.Token {
		t.Errorf("got %v", got)
	}
	if !f.RemoveAPIToken(losanttest.ApplicationID, seeded.ID) || len(f.APITokens(losanttest.ApplicationID)) != 1 {
		t.Error("what a user does is not kept")
	}
}

// The enumeration of API 1.30.0 has 322 scopes for applications.
func TestScopesOfApplications(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	refusal := fmt.Sprint(sendTo(t, f.URL+tokens, "POST", config{"name": "n", "scope": []any{"no.scope"}}).want(t, 400)["message"])
	_, list, _ := strings.Cut(refusal, "one of")
	scopes := regexp.MustCompile(`[a-zA-Z]+(\.[a-zA-Z]+)?\.(\*|[a-zA-Z]+)`).FindAllString(list, -1)
	slices.Sort(scopes)
	if n := len(slices.Compact(scopes)); n != 322 {
		t.Errorf("got %d scopes", n)
	}
}
