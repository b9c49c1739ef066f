package oneaccesstest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

const (
	jsonUTF8 = "application/json;charset=utf8"
	accounts = "/api/v2/tenant/applications/" + oneaccesstest.ApplicationID + "/accounts"
	basic    = accounts + "/basic-account"
	orgs     = "/api/v2/tenant/applications/" + oneaccesstest.ApplicationID + "/organizations"
	users    = "/api/v2/tenant/users"
	user     = users + "/" + oneaccesstest.UserID
	forUser  = user + "/applications/" + oneaccesstest.ApplicationID + "/accounts"
	byName   = users + "/user-by-username"
)

// answer is what came back; its Body is empty if there was none.
type answer struct {
	Status int
	Body   map[string]any
}

// code is the error code of either shape.
func (a answer) code() string {
	for _, key := range []string{"error_code", "error"} {
		if code, ok := a.Body[key].(string); ok {
			return code
		}
	}
	return ""
}

// send makes a request as the pages want it, edited by the caller.
func send(t *testing.T, f *oneaccesstest.Fake, method, path, body string, edits ...func(*http.Request)) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, f.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+oneaccesstest.AccessToken)
	if body != "" {
		req.Header.Set("Content-Type", jsonUTF8)
	}
	for _, edit := range edits {
		edit(req)
	}
	client := http.Client{}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{Status: res.StatusCode}
	if len(data) > 0 {
		if err := json.Unmarshal(data, &a.Body); err != nil {
			t.Fatalf("%s %s answered %q: %v", method, path, data, err)
		}
	}
	return a
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// create makes an account by the API and returns its id.
func create(t *testing.T, f *oneaccesstest.Fake, body string) string {
	t.Helper()
	a := send(t, f, "POST", basic, body)
	id, ok := a.Body["account_id"].(string)
	if a.Status != 201 || !ok {
		t.Fatalf("creating with %s answered %v", body, a)
	}
	return id
}

// ofUser is the body of a create for the default user with more members.
func ofUser(members string) string {
	if members != "" {
		members = "," + members
	}
	return `{"user_id":"` + oneaccesstest.UserID + `"` + members + `}`
}

func seeded(t *testing.T, options oneaccesstest.Options) *oneaccesstest.Fake {
	t.Helper()
	f := oneaccesstest.NewServer(t, options)
	f.AddAccount(oneaccesstest.Account{
		ID: "A1", ApplicationID: oneaccesstest.ApplicationID, UserID: oneaccesstest.UserID,
		AccountName: "Test01", Name: "One", OrgCode: oneaccesstest.OrgCode, Password: "secret-1",
		Extension: map[string]any{"title": "eng"},
	})
	f.AddAccount(oneaccesstest.Account{
		ID: "O1", ApplicationID: oneaccesstest.ApplicationID,
		Type: oneaccesstest.OrphanAccount, AccountName: "orphan",
	})
	return f
}

func TestAccepted(t *testing.T) {
	cases := map[string]struct {
		method, path, body string
		status             int
	}{
		"create, no more than required":   {"POST", basic, ofUser(""), 201},
		"create with all":                 {"POST", basic, ofUser(`"account_name":"a","name":"n","org_code":"10000","password":"p","disabled":true,"extension":{"title":"t","level":2,"remote":true}`), 201},
		"create with the vendor's blanks": {"POST", basic, ofUser(`"account_name":"a","name":"n","org_code":"","password":"","disabled":false,"extension":{}`), 201},
		"create for a user":               {"POST", forUser, `{"account_name":"a"}`, 200},
		"create for a user, blank":        {"POST", forUser, `{}`, 200},
		"show":                            {"GET", accounts + "/A1", "", 200},
		"show an orphan":                  {"GET", accounts + "/O1", "", 200},
		"list":                            {"GET", accounts + "?offset=0&limit=10", "", 200},
		"list the largest page":           {"GET", accounts + "?offset=7&limit=100", "", 200},
		"list of a type":                  {"GET", accounts + "?offset=0&limit=10&account_type=PUBLIC_ACCOUNT", "", 200},
		"list of a user":                  {"GET", user + "/accounts", "", 200},
		"update with nothing":             {"PUT", accounts + "/A1", `{"account_name":"Test01"}`, 200},
		"update as the vendor does":       {"PUT", accounts + "/A1", `{"account_name":"Test02","name":"Example","org_code":"10000","disabled":false}`, 200},
		"update with a sister's blanks":   {"PUT", accounts + "/A1", `{"account_name":"Test01","org_code":"","password":"","extension":{}}`, 200},
		"update to its own name":          {"PUT", accounts + "/A1", `{"account_name":"Test01"}`, 200},
		"update password and extension":   {"PUT", accounts + "/A1", `{"account_name":"Test01","password":"p","extension":{"level":1}}`, 200},
		"enable":                          {"PUT", accounts + "/A1/enable", "", 200},
		"disable":                         {"PUT", accounts + "/A1/disable", "", 200},
		"delete":                          {"DELETE", accounts + "/A1", "", 204},
		"show a user":                     {"GET", user, "", 200},
		"user by name":                    {"POST", byName, `{"user_name":"zhangsan"}`, 200},
		"user by name in capitals":        {"POST", byName, `{"user_name":"ZhangSan"}`, 200},
		"list all users":                  {"GET", users + "?org_id=&offset=0&limit=10", "", 200},
		"show an organization":            {"GET", orgs + "/" + oneaccesstest.OrgID, "", 200},
		"list organizations":              {"GET", orgs + "?offset=0&limit=100", "", 200},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if a := send(t, seeded(t, oneaccesstest.Options{}), c.method, c.path, c.body); a.Status != c.status {
				t.Errorf("answered %v, want %d", a, c.status)
			}
		})
	}
}

// none is the code of what the vendor's list of error codes does not have.
const none = "OTHER.0000"

func TestRefused(t *testing.T) {
	cases := map[string]struct {
		method, path, body string
		code               string
	}{
		"unknown application":            {"GET", "/api/v2/tenant/applications/nope/accounts/A1", "", "APP.0001"},
		"blank application":              {"GET", "/api/v2/tenant/applications/%20/accounts/A1", "", "APP.0002"},
		"unknown account, show":          {"GET", accounts + "/nope", "", "APP_ACCOUNT.0001"},
		"unknown account, update":        {"PUT", accounts + "/nope", `{}`, "APP_ACCOUNT.0001"},
		"unknown account, enable":        {"PUT", accounts + "/nope/enable", "", "APP_ACCOUNT.0001"},
		"unknown account, disable":       {"PUT", accounts + "/nope/disable", "", "APP_ACCOUNT.0001"},
		"unknown account, delete":        {"DELETE", accounts + "/nope", "", "APP_ACCOUNT.0001"},
		"name taken, create":             {"POST", basic, ofUser(`"account_name":"Test01"`), "APP_ACCOUNT.0002"},
		"name taken, create for a user":  {"POST", forUser, `{"account_name":"Test01"}`, "APP_ACCOUNT.0002"},
		"name taken, update":             {"PUT", accounts + "/A1", `{"account_name":"orphan"}`, "APP_ACCOUNT.0002"},
		"orphan, update":                 {"PUT", accounts + "/O1", `{}`, "APP_ACCOUNT.0003"},
		"orphan, disable":                {"PUT", accounts + "/O1/disable", "", "APP_ACCOUNT.0003"},
		"orphan, delete":                 {"DELETE", accounts + "/O1", "", "APP_ACCOUNT.0003"},
		"unknown attribute":              {"POST", basic, ofUser(`"extension":{"nope":"x"}`), "APP_ACCOUNT.0007"},
		"attribute in other letter case": {"PUT", accounts + "/A1", `{"account_name":"Test01","extension":{"Title":"x"}}`, "APP_ACCOUNT.0007"},
		"empty name, update":             {"PUT", accounts + "/A1", `{"account_name":"Test01","name":""}`, "APP_ACCOUNT.0008"},
		"no account name, update":        {"PUT", accounts + "/A1", `{"name":"n"}`, "APP_ACCOUNT.0035"},
		"empty account name, update":     {"PUT", accounts + "/A1", `{"account_name":""}`, "APP_ACCOUNT.0035"},
		"account name against the rule":  {"PUT", accounts + "/A1", `{"account_name":"no blanks"}`, "APP_ACCOUNT.0036"},
		"unknown organization code":      {"POST", basic, ofUser(`"org_code":"10001"`), "APP_ORG.0001"},
		"id instead of a code":           {"PUT", accounts + "/A1", `{"account_name":"Test01","org_code":"` + oneaccesstest.OrgID + `"}`, "APP_ORG.0001"},
		"unknown organization":           {"GET", orgs + "/nope", "", "APP_ORG.0001"},
		"unknown user":                   {"GET", users + "/nope", "", "USER.0001"},
		"unknown user's accounts":        {"GET", users + "/nope/accounts", "", "USER.0001"},
		"unknown user name":              {"POST", byName, `{"user_name":"unknown"}`, "USER.0001"},
		"account of an unknown user":     {"POST", basic, `{"user_id":"nope"}`, "USER.0001"},
		"no user":                        {"POST", basic, `{"account_name":"a"}`, none},
		"empty user":                     {"POST", basic, `{"user_id":""}`, none},
		"null":                           {"PUT", accounts + "/A1", `{"account_name":"Test01","name":null}`, none},
		"null attribute":                 {"PUT", accounts + "/A1", `{"account_name":"Test01","extension":{"title":null}}`, none},
		"attribute of another type":      {"PUT", accounts + "/A1", `{"account_name":"Test01","extension":{"level":"1"}}`, none},
		"user in an update":              {"PUT", accounts + "/A1", `{"account_name":"Test01","user_id":"` + oneaccesstest.UserID + `"}`, none},
		"unknown member":                 {"POST", basic, ofUser(`"nope":1`), none},
		"more for a user than a name":    {"POST", forUser, `{"name":"n"}`, none},
		"member of another type":         {"PUT", accounts + "/A1", `{"account_name":"Test01","disabled":"false"}`, none},
		"member twice":                   {"PUT", accounts + "/A1", `{"account_name":"Test01","name":"a","name":"b"}`, none},
		"no JSON":                        {"PUT", accounts + "/A1", `{"name"`, none},
		"no body":                        {"PUT", accounts + "/A1", ``, none},
		"body to enable":                 {"PUT", accounts + "/A1/enable", `{}`, none},
		"body to show":                   {"GET", accounts + "/A1", `{"account_name":"Test01"}`, none},
		"query to show":                  {"GET", accounts + "/A1?x=1", "", none},
		"list without paging":            {"GET", accounts, "", none},
		"list without limit":             {"GET", accounts + "?offset=0", "", none},
		"list without offset":            {"GET", accounts + "?limit=10", "", none},
		"limit too small":                {"GET", accounts + "?offset=0&limit=9", "", none},
		"limit too large":                {"GET", accounts + "?offset=0&limit=101", "", none},
		"negative offset":                {"GET", accounts + "?offset=-1&limit=10", "", none},
		"unknown type":                   {"GET", accounts + "?offset=0&limit=10&account_type=basic", "", none},
		"unknown parameter":              {"GET", accounts + "?offset=0&limit=10&user_id=x", "", none},
		"paging of a user's accounts":    {"GET", user + "/accounts?offset=0&limit=10", "", none},
		"users without organization":     {"GET", users + "?offset=0&limit=10", "", none},
		"users without paging":           {"GET", users + "?org_id=", "", none},
		"organizations without paging":   {"GET", orgs, "", none},
		"user by empty name":             {"POST", byName, `{"user_name":""}`, none},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := seeded(t, oneaccesstest.Options{AccountNameRule: noBlanks})
			before := f.Accounts(oneaccesstest.ApplicationID)
			if a := send(t, f, c.method, c.path, c.body); a.Status != 400 || a.code() != c.code || a.Body["error_msg"] == "" {
				t.Errorf("answered %v, want 400 %s", a, c.code)
			}
			wantAccounts(t, f, before)
		})
	}
}

func TestRefusedByTheApplication(t *testing.T) {
	f := seeded(t, oneaccesstest.Options{})
	f.EditApplication(oneaccesstest.ApplicationID, func(a *oneaccesstest.Application) { a.Organizations = false })
	for _, path := range []string{orgs + "?offset=0&limit=10", orgs + "/" + oneaccesstest.OrgID} {
		if a := send(t, f, "GET", path, ""); a.Status != 400 || a.code() != "APP_ORG.0002" {
			t.Errorf("with organizations off, %s answered %v", path, a)
		}
	}
	if a := send(t, f, "PUT", accounts+"/A1", `{"account_name":"Test01","org_code":"10000"}`); a.Status != 400 || a.code() != "APP_ORG.0002" {
		t.Errorf("with organizations off, an update answered %v", a)
	}
	if a := send(t, f, "PUT", accounts+"/A1", `{"account_name":"Test01","name":"n"}`); a.Status != 200 {
		t.Errorf("with organizations off, an update of the name answered %v", a)
	}

	f.EditApplication(oneaccesstest.ApplicationID, func(a *oneaccesstest.Application) { a.Disabled = true })
	if a := send(t, f, "GET", accounts+"/A1", ""); a.Status != 400 || a.code() != "APP.0003" {
		t.Errorf("a disabled application answered %v", a)
	}
	f.RemoveApplication(oneaccesstest.ApplicationID)
	if a := send(t, f, "GET", accounts+"/A1", ""); a.Status != 400 || a.code() != "APP.0001" {
		t.Errorf("a removed application answered %v", a)
	}
}

func TestContentType(t *testing.T) {
	f := seeded(t, oneaccesstest.Options{})
	for value, status := range map[string]int{
		jsonUTF8:                            200,
		"application/json; charset=utf8":    200,
		"application/json":                  400,
		"application/json;charset=utf-8":    400,
		"application/x-www-form-urlencoded": 400,
		"":                                  400,
	} {
		if a := send(t, f, "PUT", accounts+"/A1", `{"account_name":"Test01"}`, header("Content-Type", value)); a.Status != status {
			t.Errorf("Content-Type %q was answered %v, want %d", value, a, status)
		}
	}
}

func TestUnroutedHasTheErrorShape(t *testing.T) {
	f := seeded(t, oneaccesstest.Options{})
	for request, status := range map[string]int{
		"GET /api/v2/tenant/applications": 404,
		"PATCH " + accounts + "/A1":       405,
		"GET " + accounts + "//A1":        404,
	} {
		method, path, _ := strings.Cut(request, " ")
		if a := send(t, f, method, path, ""); a.Status != status || a.code() != none {
			t.Errorf("%s answered %v, want %d", request, a, status)
		}
	}
}

// TestEveryCodeIsReachable goes through Refusing, as a test of a client would.
func TestEveryCodeIsReachable(t *testing.T) {
	f := seeded(t, oneaccesstest.Options{})
	if len(oneaccesstest.Codes()) < 16 {
		t.Errorf("only %v are documented", oneaccesstest.Codes())
	}
	for _, code := range oneaccesstest.Codes() {
		f.Inject(oneaccesstest.ShowAppAccountByID, oneaccesstest.Refusing(code))
		a := send(t, f, "GET", accounts+"/A1", "")
		if a.Status != 400 || a.code() != code || a.Body["error_msg"] == "" {
			t.Errorf("answered %v, want 400 %s", a, code)
		}
		f.ClearFaults()
	}
}
