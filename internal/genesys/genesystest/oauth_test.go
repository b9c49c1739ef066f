package genesystest_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

func TestTokensAreGrantedAsDocumented(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	form := url.Values{"grant_type": {"client_credentials"}}.Encode()
	basic := func(id, secret string) func(*http.Request) {
		return func(r *http.Request) {
			r.SetBasicAuth(id, secret)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
	}
	right := basic(genesystest.ClientID, genesystest.ClientSecret)
	for name, tt := range map[string]struct {
		body   string
		edit   []func(*http.Request)
		status int
		code   string
	}{
		"wrong secret":    {form, []func(*http.Request){basic(genesystest.ClientID, "x")}, 401, "invalid_client"},
		"unknown client":  {form, []func(*http.Request){basic("x", genesystest.ClientSecret)}, 401, "invalid_client"},
		"bearer":          {form, []func(*http.Request){right, header("Authorization", "Bearer "+genesystest.Token)}, 401, "invalid_client"},
		"another grant":   {"grant_type=password", []func(*http.Request){right}, 400, "unsupported_grant_type"},
		"no grant":        {"", []func(*http.Request){right}, 400, "unsupported_grant_type"},
		"another field":   {form + "&client_id=x", []func(*http.Request){right}, 400, "invalid_request"},
		"not a form":      {`{}`, []func(*http.Request){right, header("Content-Type", "application/json")}, 415, "invalid_request"},
		"the right thing": {form, []func(*http.Request){right}, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, f, "POST", "/oauth/token", tt.body, tt.edit...)
			if got.status != tt.status || tt.code != "" && got.body["error"] != tt.code {
				t.Errorf("got %d %v", got.status, got.body)
			}
			if tt.code != "" && (got.body["description"] == "" || got.body["description"] != got.body["error_description"]) {
				t.Errorf("got %v", got.body)
			}
		})
	}
	granted := send(t, f, "POST", "/oauth/token", form, right).want(t, 200)
	if granted["expires_in"] != 86400.0 || granted["token_type"] != "bearer" {
		t.Errorf("got %v", granted)
	}
	bearer := header("Authorization", "Bearer "+granted["access_token"].(string))
	send(t, f, "POST", credentials, seedCredential, bearer).want(t, 200)
	f.Tokens.ExpireAll()
	if expired := send(t, f, "GET", credentials, "", bearer).want(t, 401); expired["code"] != "bad.credentials" {
		t.Errorf("got %v", expired)
	}
	send(t, f, "GET", credentials, "", header("Authorization", "Bearer nonsense")).want(t, 401)
	send(t, f, "GET", credentials, "", header("Authorization", "")).want(t, 401)
}

func TestScopesBoundWhatATokenMayDo(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	f.Tokens.Allow("reader", genesystest.ScopeRead)
	f.Tokens.Allow("stranger", "routing")
	for token, want := range map[string][2]int{"reader": {200, 403}, "stranger": {403, 403}, genesystest.Token: {200, 200}} {
		bearer := header("Authorization", "Bearer "+token)
		send(t, f, "GET", integrations, "", bearer).want(t, want[0])
		send(t, f, "POST", credentials, seedCredential, bearer).want(t, want[1])
	}
}

func TestEveryRouteWantsAToken(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	routes := slices.DeleteFunc(f.Routes(), func(route string) bool { return route == genesystest.Authenticate })
	if len(routes) != 24 {
		t.Errorf("got the routes %v", routes)
	}
	for _, route := range routes {
		method, path, _ := strings.Cut(route, " ")
		send(t, f, method, strings.NewReplacer("{", "", "}", "").Replace(path), "", header("Authorization", "")).want(t, 401)
		if f.Count(route) != 1 {
			t.Errorf("%s was counted %d times", route, f.Count(route))
		}
	}
}

func TestAClientThatOnlyReads(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	granted := send(t, f, "POST", "/oauth/token", "grant_type=client_credentials", func(r *http.Request) {
		r.SetBasicAuth(genesystest.ReadOnlyClientID, genesystest.ReadOnlyClientSecret)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}).want(t, 200)
	for _, token := range []string{granted["access_token"].(string)} {
		reading := header("Authorization", "Bearer "+token)
		send(t, f, "GET", integrations, "", reading).want(t, 200)
		send(t, f, "GET", credentials+"/listing", "", reading).want(t, 200)
		send(t, f, "POST", credentials, seedCredential, reading).want(t, 403)
		send(t, f, "PUT", webConfig, "{}", reading).want(t, 403)
		send(t, f, "DELETE", credentials+"/"+unknownID, "", reading).want(t, 403)
	}
}
