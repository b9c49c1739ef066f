package genesystest_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

func TestRedaction(t *testing.T) {
	for _, tt := range []struct {
		options           genesystest.Options
		basic, free, seed object
	}{
		{
			genesystest.Options{},
			object{"userName": "u"},
			object{},
			object{},
		},
		{
			genesystest.Options{Redaction: genesystest.Null},
			object{"userName": "u", "password": nil},
			object{"loginUrl": nil},
			object{"x": nil},
		},
		{
			genesystest.Options{Redaction: genesystest.Masked},
			object{"userName": "u", "password": genesystest.Mask},
			object{"loginUrl": genesystest.Mask},
			object{"x": genesystest.Mask},
		},
		{
			genesystest.Options{ShowFreeForm: true},
			object{"userName": "u"},
			object{"loginUrl": "l"},
			object{},
		},
	} {
		t.Run(fmt.Sprintf("%q %t", tt.options.Redaction, tt.options.ShowFreeForm), func(t *testing.T) {
			f := genesystest.NewServer(t, tt.options)
			free := send(t, f, "POST", credentials, `{"type":"userDefined","credentialFields":{"loginUrl":"l"}}`).want(t, 200)["id"].(string)
			seeded := f.SeedCredential(genesystest.Credential{Type: "new", Fields: map[string]string{"x": "y"}})
			for id, want := range map[string]object{create(t, f, "a"): tt.basic, free: tt.free, seeded: tt.seed} {
				if diff := cmp.Diff(want, send(t, f, "GET", credentials+"/"+id, "").want(t, 200)["credentialFields"]); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestMergeFields(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{MergeFields: true})
	id := create(t, f, "a")
	send(t, f, "PUT", credentials+"/"+id, `{"name":"b","type":"basicAuth"}`).want(t, 200)
	send(t, f, "PUT", credentials+"/"+id, `{"name":"b","type":"basicAuth","credentialFields":{"userName":"v"}}`).want(t, 200)
	stored, _ := f.Credential(id)
	if diff := cmp.Diff(map[string]string{"userName": "v", "password": "p"}, stored.Fields); diff != "" || stored.Name != "b" {
		t.Errorf("got %v", stored)
	}
	free := send(t, f, "POST", credentials, `{"type":"userDefined"}`).want(t, 200)["id"].(string)
	send(t, f, "PUT", credentials+"/"+free, `{"type":"userDefined","credentialFields":{"a":"b"}}`).want(t, 200)
}

func TestWriteOptions(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{
		AllowTypeChange: true, UniqueNames: true, CreateStatus: 201, DeleteStatus: 200, ListMilliseconds: true,
	})
	id := send(t, f, "POST", credentials, `{"name":"a","type":"userDefined"}`).want(t, 201)["id"].(string)
	send(t, f, "POST", credentials, `{"name":"a","type":"userDefined"}`).want(t, 409)
	send(t, f, "PUT", credentials+"/"+id, `{"name":"a","type":"basicAuth","credentialFields":{"userName":"u"}}`).want(t, 200)
	listed := send(t, f, "GET", credentials+"/listing", "").want(t, 200)["entities"].([]any)[0].(object)
	if !regexp.MustCompile(`:\d\d\.\d{3}Z$`).MatchString(listed["modifiedDate"].(string)) {
		t.Errorf("got %v", listed)
	}
	send(t, f, "DELETE", credentials+"/"+id, "").want(t, 200)
	send(t, f, "POST", integrations, `{"integrationType":{"id":"audiohook"}}`).want(t, 201)
}

func TestDeleteInUse(t *testing.T) {
	for _, tt := range []struct {
		options genesystest.Options
		status  int
	}{
		{genesystest.Options{}, 409},
		{genesystest.Options{InUseStatus: 400}, 400},
		{genesystest.Options{AllowDeleteInUse: true}, 204},
	} {
		t.Run(strconv.Itoa(tt.status), func(t *testing.T) {
			f := genesystest.NewServer(t, tt.options)
			id := create(t, f, "a")
			send(t, f, "PUT", webConfig, config(3, slot("basicAuth", id))).want(t, 200)
			send(t, f, "DELETE", credentials+"/"+id, "").want(t, tt.status)
			if tt.options.AllowDeleteInUse {
				dangling := send(t, f, "GET", webConfig, "").want(t, 200)["credentials"]
				if diff := cmp.Diff(object{"basicAuth": object{"id": id}}, dangling); diff != "" {
					t.Error(diff)
				}
				return
			}
			send(t, f, "PUT", webConfig, config(4, `{}`)).want(t, 200)
			send(t, f, "DELETE", credentials+"/"+id, "").want(t, 204)
		})
	}
}

func TestDetachDelay(t *testing.T) {
	var clock fakeapi.Clock
	f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{Now: clock.Now}, DetachDelay: time.Hour})
	byPut, byDelete, kept := create(t, f, "a"), create(t, f, "b"), create(t, f, "c")
	send(t, f, "PUT", webConfig, config(3, slot("basicAuth", byPut))).want(t, 200)
	send(t, f, "PUT", webConfig, config(4, slot("basicAuth", byDelete))).want(t, 200)
	send(t, f, "PUT", webConfig, config(5, slot("basicAuth", byDelete))).want(t, 200)
	send(t, f, "DELETE", webServices, "").want(t, 200)
	for _, id := range []string{byPut, byDelete} {
		send(t, f, "DELETE", credentials+"/"+id, "").want(t, 409)
	}
	send(t, f, "DELETE", credentials+"/"+kept, "").want(t, 204)
	clock.Advance(time.Hour)
	for _, id := range []string{byPut, byDelete} {
		send(t, f, "DELETE", credentials+"/"+id, "").want(t, 204)
	}
}

func TestOmitNextURI(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{OmitNextURI: true})
	first, second := create(t, f, "a"), create(t, f, "b")
	page := send(t, f, "GET", credentials+"/listing?pageSize=1", "").want(t, 200)
	if page["nextUri"] != nil || idsOf(page)[0] != first {
		t.Errorf("got %v", page)
	}
	if next := send(t, f, "GET", credentials+"/listing?pageSize=1&after="+first, "").want(t, 200); idsOf(next)[0] != second || next["previousUri"] != nil {
		t.Errorf("got %v", next)
	}
}

func TestVersionOptions(t *testing.T) {
	text := strings.Replace(config(3, `{}`), `"version":3`, `"version":"3"`, 1)
	for _, status := range []int{400, 408, 409} {
		f := genesystest.NewServer(t, genesystest.Options{VersionStatus: status, AcceptTextVersion: true})
		send(t, f, "PUT", webConfig, text).want(t, 200)
		conflict := send(t, f, "PUT", webConfig, text).want(t, status)
		if !strings.Contains(conflict["message"].(string), "does not match the current version") {
			t.Errorf("got %v", conflict)
		}
		send(t, f, "PUT", webConfig, config(4, `{}`)).want(t, 200)
		send(t, f, "PUT", webConfig, strings.Replace(text, `"3"`, `"x"`, 1)).want(t, 400)
	}
}

func TestEmptyConfig(t *testing.T) {
	for _, tt := range []struct {
		options     genesystest.Options
		text, notes any
		object      any
	}{
		{genesystest.Options{}, "", "", object{}},
		{genesystest.Options{NullWhenEmpty: true}, nil, nil, nil},
		{genesystest.Options{NotesPlaceholder: true}, "", "node_dynamodb_empty_string", object{}},
	} {
		f := genesystest.NewServer(t, tt.options)
		id := f.SeedIntegration(genesystest.Integration{Type: "custom-rest-actions"})
		path := integrations + "/" + id + "/config/current"
		want := object{
			"id": "current", "version": 1.0, "selfUri": path, "name": tt.text, "notes": tt.notes,
			"properties": tt.object, "advanced": tt.object, "credentials": tt.object,
		}
		if diff := cmp.Diff(want, send(t, f, "GET", path, "").want(t, 200)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestReadsLagBehindWrites(t *testing.T) {
	var clock fakeapi.Clock
	f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{Now: clock.Now, VisibleAfter: time.Hour}})
	id := create(t, f, "a")
	path := credentials + "/" + id
	shown := func(status int, name any) {
		t.Helper()
		if got := send(t, f, "GET", path, "").want(t, status); status == 200 && got["name"] != name {
			t.Errorf("got %v, want the name %v", got, name)
		}
		listed := len(idsOf(send(t, f, "GET", credentials+"/listing", "").want(t, 200)))
		if listed != map[int]int{200: 1, 404: 0}[status] {
			t.Errorf("%d are listed", listed)
		}
	}
	shown(404, nil)
	send(t, f, "PUT", path, `{"name":"b","type":"basicAuth","credentialFields":{"userName":"u"}}`).want(t, 200)
	send(t, f, "PUT", webConfig, config(3, slot("basicAuth", id))).want(t, 200)
	if stale := send(t, f, "GET", webConfig, "").want(t, 200); stale["version"] != 3.0 {
		t.Errorf("got %v", stale)
	}
	clock.Advance(time.Hour)
	shown(200, "b")
	if fresh := send(t, f, "GET", webConfig, "").want(t, 200); fresh["version"] != 4.0 {
		t.Errorf("got %v", fresh)
	}
	f.EditCredential(id, func(c *genesystest.Credential) { c.Name = "c" })
	shown(200, "c")
	send(t, f, "PUT", webConfig, config(4, `{}`)).want(t, 200)
	send(t, f, "DELETE", path, "").want(t, 204)
	shown(200, "c")
	clock.Advance(time.Hour)
	shown(404, nil)
}

func TestTokenOptions(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{
		Options: fakeapi.Options{TokenLifetime: 300 * time.Second}, ThrottleTokens: 2, ClientStatus: 400,
	})
	token := func(secret string) answer {
		return send(t, f, "POST", "/oauth/token", "grant_type=client_credentials", func(r *http.Request) {
			r.SetBasicAuth(genesystest.ClientID, secret)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		})
	}
	for range 2 {
		got := token(genesystest.ClientSecret)
		if description, _ := got.body["description"].(string); got.status != 400 || got.body["error"] != "invalid_request" ||
			!strings.HasPrefix(description, "rate limit exceeded;") {
			t.Errorf("got %d %v", got.status, got.body)
		}
	}
	if got := token("x"); got.status != 400 || got.body["error"] != "invalid_client" {
		t.Errorf("got %d %v", got.status, got.body)
	}
	if got := token(genesystest.ClientSecret); got.status != 200 || got.body["expires_in"] != 300.0 {
		t.Errorf("got %d %v", got.status, got.body)
	}
}

func TestRateLimit(t *testing.T) {
	for _, withHeader := range []bool{true, false} {
		var clock fakeapi.Clock
		f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{
			Now: clock.Now, RatePerMinute: genesystest.RequestsPerMinute, NoRetryAfterHeader: !withHeader,
		}})
		for range genesystest.RequestsPerMinute {
			send(t, f, "GET", webServices, "").want(t, 200)
		}
		refused := send(t, f, "GET", webServices, "")
		body := refused.want(t, 429)
		seconds := regexp.MustCompile(`\[(\d+)\] seconds`).FindStringSubmatch(body["message"].(string))
		if body["code"] != "too.many.requests.retry.after" || seconds == nil || body["limit"].(object)["value"] != 300.0 {
			t.Fatalf("got %v", body)
		}
		if got := refused.header.Get("Retry-After"); withHeader && got != seconds[1] || !withHeader && got != "" {
			t.Errorf("got Retry-After %q and %v", got, body["message"])
		}
		if token := send(t, f, "POST", "/oauth/token", ""); token.status != 401 {
			t.Errorf("the token endpoint has a limit of its own, but answered %d", token.status)
		}
		clock.Advance(time.Minute)
		send(t, f, "GET", webServices, "").want(t, 200)
	}
}

func TestFaultsHaveThePlatformsShape(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{EchoRequests: true, Faults: []fakeapi.Fault{
		{Method: "GET", Status: 503, Times: 1}, {Method: "GET", Status: 429, RetryAfter: 7 * time.Second, Times: 1, After: 1},
	}}})
	if got := send(t, f, "GET", webServices, "").want(t, 503); got["code"] != "service.unavailable" {
		t.Errorf("got %v", got)
	}
	limited := send(t, f, "GET", webServices, "").want(t, 429)
	if message := limited["message"].(string); !strings.Contains(message, "[7] seconds") || !strings.Contains(message, genesystest.Token) {
		t.Errorf("got %v", limited)
	}
}

func TestTypesOfOnesOwn(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{
		CredentialTypes: []genesystest.CredentialType{{ID: "key", Name: "key", Properties: map[string]genesystest.CredentialField{"k": {Type: "string"}}}},
		IntegrationTypes: []genesystest.IntegrationType{{
			ID: "x", Name: "X", Credentials: map[string]genesystest.CredentialSpecification{"s": {CredentialTypes: []string{"key"}}},
		}},
	})
	id := send(t, f, "POST", credentials, `{"type":"key","credentialFields":{"k":"v"}}`).want(t, 200)["id"].(string)
	if got := send(t, f, "GET", credentials+"/"+id, "").want(t, 200); got["credentialFields"].(object)["k"] != "v" {
		t.Errorf("got %v", got)
	}
	made := f.SeedIntegration(genesystest.Integration{Type: "x"})
	send(t, f, "PUT", integrations+"/"+made+"/config/current", config(1, slot("s", id))).want(t, 200)
	send(t, f, "GET", webServices, "").want(t, 404)
	defer func() {
		if recover() == nil {
			t.Error("seeded an integration of an unknown type")
		}
	}()
	f.SeedIntegration(genesystest.Integration{Type: "audiohook"})
}
