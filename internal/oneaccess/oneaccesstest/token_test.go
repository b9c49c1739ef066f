package oneaccesstest_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

const (
	tokenPath = "/api/v2/tenant/token"
	formType  = "application/x-www-form-urlencoded"
	goodForm  = "grant_type=client_credentials&client_id=" + oneaccesstest.ClientID + "&client_secret=" + oneaccesstest.ClientSecret
)

// asClient makes a request to the token endpoint as the page has it.
func asClient(r *http.Request) {
	r.Header.Set("Content-Type", formType)
	r.Header.Del("Authorization")
}

// issue gets a token and its expires_in.
func issue(t *testing.T, f *oneaccesstest.Fake) (token string, seconds float64) {
	t.Helper()
	a := send(t, f, "POST", tokenPath, goodForm, asClient)
	token, _ = a.Body["access_token"].(string)
	seconds, _ = a.Body["expires_in"].(float64)
	if a.Status != 200 || token == "" || a.Body["token_type"] != "Bearer" || a.Body["scope"] != "all" || a.Body["id_token"] == nil {
		t.Fatalf("the token endpoint answered %v", a)
	}
	return token, seconds
}

// statusWith reads the default user with a token.
func statusWith(t *testing.T, f *oneaccesstest.Fake, token string) int {
	t.Helper()
	return send(t, f, "GET", user, "", header("Authorization", "Bearer "+token)).Status
}

func TestTokenRequests(t *testing.T) {
	form := func(edit func(url.Values)) string {
		values, err := url.ParseQuery(goodForm)
		if err != nil {
			t.Fatal(err)
		}
		edit(values)
		return values.Encode()
	}
	withBasic := func(r *http.Request) { r.SetBasicAuth(oneaccesstest.ClientID, oneaccesstest.ClientSecret) }
	cases := map[string]struct {
		query, form string
		edit        func(*http.Request)
		status      int
		code        string
	}{
		"the form":               {form: goodForm, status: 200},
		"basic and query":        {query: "?grant_type=client_credentials", edit: withBasic, status: 400, code: none},
		"basic besides the form": {form: goodForm, edit: withBasic, status: 400, code: none},
		"form in the query":      {query: "?" + goodForm, status: 400, code: none},
		"query besides the form": {query: "?grant_type=client_credentials", form: goodForm, status: 400, code: none},
		"JSON":                   {form: goodForm, edit: header("Content-Type", "application/json"), status: 400, code: none},
		"another grant":          {form: form(func(v url.Values) { v.Set("grant_type", "password") }), status: 400, code: none},
		"no grant":               {form: form(func(v url.Values) { v.Del("grant_type") }), status: 400, code: none},
		"no id":                  {form: form(func(v url.Values) { v.Del("client_id") }), status: 400, code: none},
		"empty secret":           {form: form(func(v url.Values) { v.Set("client_secret", "") }), status: 400, code: none},
		"unknown field":          {form: form(func(v url.Values) { v.Set("scope", "all") }), status: 400, code: none},
		"field twice":            {form: form(func(v url.Values) { v.Add("client_id", oneaccesstest.ClientID) }), status: 400, code: none},
		"another id":             {form: form(func(v url.Values) { v.Set("client_id", "unknown") }), status: 400, code: "invalid_client"},
		"another secret":         {form: form(func(v url.Values) { v.Set("client_secret", "guess") }), status: 400, code: "invalid_client"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			edits := []func(*http.Request){asClient}
			if c.edit != nil {
				edits = append(edits, c.edit)
			}
			f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
			if a := send(t, f, "POST", tokenPath+c.query, c.form, edits...); a.Status != c.status || a.code() != c.code {
				t.Errorf("answered %v, want %d %s", a, c.status, c.code)
			}
		})
	}
}

func TestTokenTrouble(t *testing.T) {
	const badClient, badToken = "Bad client credentials", "Invalid access token."
	cases := map[string]struct {
		options             oneaccesstest.Options
		status              int
		key                 string
		client, token       string
		message, clientText string
	}{
		"OAuth's shape":             {oneaccesstest.Options{}, 400, "error", "invalid_client", "invalid_token", "error_description", badClient},
		"OAuth's shape with 401":    {oneaccesstest.Options{TokenStatus: 401}, 401, "error", "invalid_client", "invalid_token", "error_description", badClient},
		"business shape":            {oneaccesstest.Options{TokenErrorCodes: true}, 400, "error_code", none, none, "error_msg", badClient},
		"business shape with a 401": {oneaccesstest.Options{TokenErrorCodes: true, TokenStatus: 401}, 401, "error_code", none, none, "error_msg", badClient},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := oneaccesstest.NewServer(t, c.options)
			a := send(t, f, "POST", tokenPath, goodForm+"x", asClient)
			if a.Status != c.status || a.Body[c.key] != c.client || a.Body[c.message] != c.clientText {
				t.Errorf("bad client credentials were answered %v", a)
			}
			for _, authorization := range []string{"", "Bearer unknown", "Basic " + oneaccesstest.AccessToken} {
				a := send(t, f, "GET", user, "", header("Authorization", authorization))
				if a.Status != c.status || a.Body[c.key] != c.token || a.Body[c.message] != badToken {
					t.Errorf("Authorization %q was answered %v", authorization, a)
				}
			}
		})
	}
}

func TestTokensExpire(t *testing.T) {
	clock := &fakeapi.Clock{}
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{Options: fakeapi.Options{Now: clock.Now}})
	first, seconds := issue(t, f)
	if seconds != 1800 {
		t.Errorf("expires_in is %v, documented are 1800", seconds)
	}
	clock.Advance(10 * time.Minute)
	second, _ := issue(t, f)
	if first == second || statusWith(t, f, first) != 200 || statusWith(t, f, second) != 200 {
		t.Error("a new token has to leave the older one valid")
	}
	clock.Advance(20 * time.Minute)
	if statusWith(t, f, first) != 400 || statusWith(t, f, second) != 200 {
		t.Error("a token has to expire after its own 30 minutes")
	}
	f.Tokens.ExpireAll()
	if statusWith(t, f, second) != 400 || statusWith(t, f, oneaccesstest.AccessToken) != 400 {
		t.Error("all tokens have to be expired")
	}
}

func TestRunningTokens(t *testing.T) {
	clock := &fakeapi.Clock{}
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{
		Options:       fakeapi.Options{Now: clock.Now, TokenLifetime: time.Hour},
		RunningTokens: true,
	})
	first, seconds := issue(t, f)
	if seconds != 3600 {
		t.Errorf("expires_in is %v, want the lifetime of the options", seconds)
	}
	clock.Advance(50 * time.Minute)
	if again, seconds := issue(t, f); again != first || seconds <= 0 || seconds > 600 {
		t.Errorf("got token %q with %v s, want the running one with what is left", again, seconds)
	}
	f.Tokens.Expire(first)
	if next, _ := issue(t, f); next == first || statusWith(t, f, next) != 200 {
		t.Error("an expired token has to be followed by a new one")
	}
}

func TestPermissions(t *testing.T) {
	requests := map[string]func(t *testing.T, f *oneaccesstest.Fake, token string) int{}
	for name, r := range map[string]struct{ method, path, body string }{
		"read users":            {"GET", user, ""},
		"list users":            {"GET", users + "?org_id=&offset=0&limit=10", ""},
		"read a user by name":   {"POST", byName, `{"user_name":"zhangsan"}`},
		"read user's accounts":  {"GET", user + "/accounts", ""},
		"create for user":       {"POST", forUser, `{"account_name":"u"}`},
		"read account":          {"GET", accounts + "/A1", ""},
		"list accounts":         {"GET", accounts + "?offset=0&limit=10", ""},
		"create account":        {"POST", basic, ofUser("")},
		"update account":        {"PUT", accounts + "/A1", `{"account_name":"Test01"}`},
		"disable account":       {"PUT", accounts + "/A1/disable", ""},
		"enable account":        {"PUT", accounts + "/A1/enable", ""},
		"delete account":        {"DELETE", accounts + "/A1", ""},
		"read organizations":    {"GET", orgs + "?offset=0&limit=10", ""},
		"read one organization": {"GET", orgs + "/" + oneaccesstest.OrgID, ""},
	} {
		requests[name] = func(t *testing.T, f *oneaccesstest.Fake, token string) int {
			t.Helper()
			return send(t, f, r.method, r.path, r.body, header("Authorization", "Bearer "+token)).Status
		}
	}
	free := []string{"read organizations", "read one organization"}
	readUsers := []string{"read users", "list users", "read user's accounts"}
	readAccounts := []string{"read account", "list accounts"}
	for permission, allowed := range map[string][][]string{
		"user_read":    {free, readUsers},
		"user_all":     {free, readUsers, {"read a user by name", "create for user"}},
		"account_read": {free, readAccounts},
		"account_all":  {free, readAccounts, {"create account", "update account", "disable account", "enable account", "delete account"}},
		"org_all":      {free},
	} {
		t.Run(permission, func(t *testing.T) {
			want := map[string]bool{}
			for _, names := range allowed {
				for _, name := range names {
					want[name] = true
				}
			}
			for name, request := range requests {
				f := seeded(t, oneaccesstest.Options{Permissions: []string{permission}})
				token, _ := issue(t, f)
				if status := request(t, f, token); (status < 300) != want[name] || status >= 300 && status != 403 {
					t.Errorf("%s answered %d", name, status)
				}
			}
		})
	}
}

func TestAClientThatOnlyReads(t *testing.T) {
	f := seeded(t, oneaccesstest.Options{})
	form := "grant_type=client_credentials&client_id=" + oneaccesstest.ReadOnlyClientID + "&client_secret=" + oneaccesstest.ReadOnlyClientSecret
	granted := send(t, f, "POST", tokenPath, form, asClient)
	token, _ := granted.Body["access_token"].(string)
	for _, value := range []string{token} {
		reading := header("Authorization", "Bearer "+value)
		for _, path := range []string{user, user + "/accounts", accounts + "/A1", accounts + "?offset=0&limit=10"} {
			if a := send(t, f, "GET", path, "", reading); a.Status != 200 {
				t.Errorf("%s: got %v", path, a)
			}
		}
		for _, write := range [][3]string{
			{"POST", basic, ofUser("")}, {"PUT", accounts + "/A1", `{"account_name":"Test01"}`}, {"PUT", accounts + "/A1/disable", ""}, {"DELETE", accounts + "/A1", ""},
		} {
			if a := send(t, f, write[0], write[1], write[2], reading); a.Status != 403 || a.code() != none {
				t.Errorf("%v: got %v", write, a)
			}
		}
	}
	if all := f.Accounts(oneaccesstest.ApplicationID); len(all) != 2 || all[0].Disabled {
		t.Errorf("got %v", all)
	}
}
