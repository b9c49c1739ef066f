package helloidtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

const (
	userGUID        = helloidtest.UserGUID
	applicationGUID = helloidtest.ApplicationGUID
	unknownGUID     = "00000000-0000-4000-8000-000000000000"

	tablePath = "/api/v1/enduser/" + userGUID + "/credential"
	curlPath  = "/api/v1/endusers/" + userGUID + "/credentials"
	setPath   = "/api/v1/credentialset/" + userGUID + "/" + applicationGUID
)

// sample is the request of the vendor's article.
var sample = body("Default", "UserName", "Mike", "Password", "g!sg*Z_x5")

// body is a write to the sample's application of functions and values in turn.
func body(setName string, pairs ...string) string {
	credentials := []map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		credentials = append(credentials, map[string]any{"Function": pairs[i], "Value": pairs[i+1], "UserEditAllowed": true})
	}
	data, err := json.Marshal(map[string]any{"ApplicationGUID": applicationGUID, "CredSetName": setName, "Credentials": credentials})
	if err != nil {
		panic(err)
	}
	return string(data)
}

type answer struct {
	status int
	header http.Header
	body   string
}

// decode reads the body into out, with the exact letter case left to the type.
func (a answer) decode(t *testing.T, out any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), out); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
}

func send(t *testing.T, f *helloidtest.Fake, method, path, body string, edit ...func(*http.Request)) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, f.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(helloidtest.Key, helloidtest.Secret)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, e := range edit {
		e(req)
	}
	resp, err := (&http.Client{}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(data)}
}

func as(key, secret string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth(key, secret) }
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func TestRequestsAreAcceptedOrRefusedAsDocumented(t *testing.T) {
	replace := func(before, after string) string { return strings.Replace(sample, before, after, 1) }
	for _, tt := range []struct {
		name, method, path, body string
		edit                     func(*http.Request)
		status                   int
	}{
		{name: "write", method: "POST", path: tablePath, body: sample, status: 200},
		{name: "write, user in capitals", method: "POST", path: strings.Replace(tablePath, userGUID, strings.ToUpper(userGUID), 1), body: sample, status: 200},
		{name: "write, application in capitals", method: "POST", path: tablePath, body: replace(applicationGUID, strings.ToUpper(applicationGUID)), status: 200},
		{name: "write one function", method: "POST", path: tablePath, body: body("Other", "Pin", "1"), status: 200},
		{name: "write with charset", method: "POST", path: tablePath, body: sample, edit: header("Content-Type", "application/json; charset=utf-8"), status: 200},

		{name: "path of the curl sample", method: "POST", path: curlPath, body: sample, status: 404},
		{name: "trailing slash", method: "POST", path: tablePath + "/", body: sample, status: 404},
		{name: "write with query", method: "POST", path: tablePath + "?a=b", body: sample, status: 400},
		{name: "malformed user", method: "POST", path: strings.Replace(tablePath, userGUID, "Mike", 1), body: sample, status: 400},
		{name: "unknown user", method: "POST", path: strings.Replace(tablePath, userGUID, unknownGUID, 1), body: sample, status: 400},
		{name: "malformed application", method: "POST", path: tablePath, body: replace(applicationGUID, "Github"), status: 400},
		{name: "unknown application", method: "POST", path: tablePath, body: replace(applicationGUID, unknownGUID), status: 400},
		{name: "no content type", method: "POST", path: tablePath, body: sample, edit: func(r *http.Request) { r.Header.Del("Content-Type") }, status: 415},
		{name: "no body", method: "POST", path: tablePath, status: 415},
		{name: "camel case", method: "POST", path: tablePath, body: replace("CredSetName", "credSetName"), status: 400},
		{name: "set name missing", method: "POST", path: tablePath, body: replace(`"CredSetName":"Default",`, ""), status: 400},
		{name: "set name empty", method: "POST", path: tablePath, body: body("", "UserName", "Mike"), status: 400},
		{name: "no credentials", method: "POST", path: tablePath, body: body("Default"), status: 400},
		{name: "empty value", method: "POST", path: tablePath, body: body("Default", "UserName", ""), status: 400},
		{name: "empty function", method: "POST", path: tablePath, body: body("Default", "", "Mike"), status: 400},
		{name: "function twice", method: "POST", path: tablePath, body: body("Default", "UserName", "a", "username", "b"), status: 400},
		{name: "UserEditAllowed false", method: "POST", path: tablePath, body: replace(`"UserEditAllowed":true`, `"UserEditAllowed":false`), status: 400},
		{name: "UserEditAllowed a text", method: "POST", path: tablePath, body: replace(`"UserEditAllowed":true`, `"UserEditAllowed":"true"`), status: 400},
		{name: "UserEditAllowed missing", method: "POST", path: tablePath, body: replace(`"UserEditAllowed":true,`, ""), status: 400},
		{name: "unknown member", method: "POST", path: tablePath, body: replace(`"CredSetName"`, `"CredentialSetGUID":"x","CredSetName"`), status: 400},
		{name: "read of a set", method: "GET", path: tablePath, status: 405},

		{name: "no credentials at all", method: "POST", path: tablePath, body: sample, edit: func(r *http.Request) { r.Header.Del("Authorization") }, status: 401},
		{name: "unknown key", method: "POST", path: tablePath, body: sample, edit: as("other", helloidtest.Secret), status: 401},
		{name: "wrong secret", method: "GET", path: "/api/v1/users", edit: as(helloidtest.Key, "other"), status: 401},
		{name: "bearer token", method: "GET", path: "/api/v1/applications", edit: header("Authorization", "Bearer "+helloidtest.Pair(helloidtest.Key, helloidtest.Secret)), status: 401},

		{name: "delete by GUIDs", method: "DELETE", path: setPath, status: 200},
		{name: "delete by GUIDs in capitals", method: "DELETE", path: "/api/v1/credentialset/" + strings.ToUpper(userGUID) + "/" + strings.ToUpper(applicationGUID), status: 200},
		{name: "delete by names", method: "DELETE", path: "/api/v1/credentialset/Mike/Github", status: 200},
		{name: "delete, case of a name", method: "DELETE", path: "/api/v1/credentialset/mike/Github", status: 400},
		{name: "delete, unknown user", method: "DELETE", path: "/api/v1/credentialset/" + unknownGUID + "/Github", status: 400},
		{name: "delete, unknown application", method: "DELETE", path: "/api/v1/credentialset/Mike/Gitlab", status: 400},
		{name: "delete with body", method: "DELETE", path: setPath, body: "{}", status: 400},
		{name: "delete with query", method: "DELETE", path: setPath + "?set=Default", status: 400},

		{name: "user by name", method: "GET", path: "/api/v1/users/Mike", status: 200},
		{name: "user by GUID", method: "GET", path: "/api/v1/users/" + strings.ToUpper(userGUID), status: 200},
		{name: "unknown name", method: "GET", path: "/api/v1/users/mike", status: 404},
		{name: "user by numeric id", method: "GET", path: "/api/v1/users/1", status: 404},
		{name: "list users", method: "GET", path: "/api/v1/users?take=1000&skip=0&search=mi&enabled=true&isDeleted=false", status: 200},
		{name: "take too large", method: "GET", path: "/api/v1/users?take=1001", status: 400},
		{name: "take zero", method: "GET", path: "/api/v1/users?take=0", status: 400},
		{name: "skip negative", method: "GET", path: "/api/v1/applications?skip=-1", status: 400},
		{name: "enabled a number", method: "GET", path: "/api/v1/users?enabled=1", status: 400},
		{name: "isDeleted a number", method: "GET", path: "/api/v1/users?isDeleted=1", status: 400},
		{name: "unknown parameter", method: "GET", path: "/api/v1/users?page=1", status: 400},
		{name: "applications have no search", method: "GET", path: "/api/v1/applications?search=Git", status: 400},
		{name: "list applications", method: "GET", path: "/api/v1/applications?take=1&skip=5", status: 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := helloidtest.NewServer(t, helloidtest.Options{})
			f.Store(userGUID, applicationGUID, "Default", map[string]string{"UserName": "typed by the user"})
			before := f.CredentialSets(userGUID, applicationGUID)
			if tt.edit == nil {
				tt.edit = func(*http.Request) {}
			}
			got := send(t, f, tt.method, tt.path, tt.body, tt.edit)
			if got.status != tt.status {
				t.Errorf("got %d %s, want %d", got.status, got.body, tt.status)
			}
			changes := tt.status == http.StatusOK && tt.method != http.MethodGet
			if after := f.CredentialSets(userGUID, applicationGUID); reflect.DeepEqual(before, after) == changes {
				t.Errorf("stored %+v before and %+v after", before, after)
			}
			if tt.status != http.StatusOK {
				var refusal map[string]string
				got.decode(t, &refusal)
				if len(refusal) != 1 || refusal["resultMsg"] == "" {
					t.Errorf("the error is %s", got.body)
				}
			}
		})
	}
}

// TestKeysAreDisabled: a disabled key has the same answer as a wrong one.
func TestKeysAreDisabled(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	f.Tokens.Allow(helloidtest.Pair("second", "key"))
	f.Tokens.Expire(helloidtest.Pair(helloidtest.Key, helloidtest.Secret))
	if got := send(t, f, "GET", "/api/v1/users", ""); got.status != 401 {
		t.Errorf("disabled key: got %d", got.status)
	}
	if got := send(t, f, "GET", "/api/v1/users", "", as("second", "key")); got.status != 200 {
		t.Errorf("second key: got %d", got.status)
	}
	f.Tokens.ExpireAll()
	if got := send(t, f, "GET", "/api/v1/users", "", as("second", "key")); got.status != 401 {
		t.Errorf("after ExpireAll: got %d", got.status)
	}
}

func TestCurlPath(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{CurlPath: true})
	table, curl := send(t, f, "POST", tablePath, sample), send(t, f, "POST", curlPath, sample)
	if table.status != 404 || curl.status != 200 {
		t.Errorf("got %d for the table's path and %d for the curl sample's", table.status, curl.status)
	}
	if f.Count(helloidtest.UpdateCredential) != 1 || f.Count(helloidtest.UpdateCredentialByCurl) != 1 {
		t.Error("the paths are not counted apart")
	}
}

func TestErrorBodies(t *testing.T) {
	for shape, want := range map[helloidtest.ErrorBody]string{
		helloidtest.ResultMsg: `{"resultMsg":"User not found"}`,
		helloidtest.Message:   `{"message":"User not found"}`,
		helloidtest.Text:      `User not found`,
	} {
		f := helloidtest.NewServer(t, helloidtest.Options{ErrorBody: shape})
		got := send(t, f, "GET", "/api/v1/users/unknown", "")
		if got.status != 404 || strings.TrimSpace(got.body) != want {
			t.Errorf("got %d %s, want %s", got.status, got.body, want)
		}
		if isText := strings.HasPrefix(got.header.Get("Content-Type"), "text/plain"); isText != (shape == helloidtest.Text) {
			t.Errorf("%s has the type %s", got.body, got.header.Get("Content-Type"))
		}
	}
}

func TestFaultsComeInThePlatformsShape(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{Options: fakeapi.Options{EchoRequests: true}})
	f.Inject(helloidtest.UpdateCredential, fakeapi.Fault{Status: 503, Applied: true, Times: 1})
	got := send(t, f, "POST", tablePath, sample)
	var refusal struct{ ResultMsg string }
	got.decode(t, &refusal)
	if got.status != 503 || !strings.Contains(refusal.ResultMsg, "g!sg*Z_x5") {
		t.Errorf("got %+v", got)
	}
	if want := map[string]string{"UserName": "Mike", "Password": "g!sg*Z_x5"}; !reflect.DeepEqual(f.Values(userGUID, applicationGUID, "Default"), want) {
		t.Error("the write took no effect")
	}
}

func TestMisspelledNamesPanic(t *testing.T) {
	f := helloidtest.New(helloidtest.Options{})
	for name, misspelled := range map[string]func(){
		"user":           func() { f.Values(unknownGUID, applicationGUID, "Default") },
		"application":    func() { f.Clear(userGUID, unknownGUID, "Default") },
		"taken GUID":     func() { f.AddUser(helloidtest.User{GUID: strings.ToUpper(userGUID)}) },
		"malformed GUID": func() { f.AddApplication(helloidtest.Application{GUID: "Github"}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			misspelled()
		})
	}
}

// names prints the members of the rows of a list, whatever its envelope.
func names(t *testing.T, a answer, member, envelope string) string {
	t.Helper()
	var rows []map[string]any
	if envelope != "" {
		var in map[string][]map[string]any
		a.decode(t, &in)
		rows = in[envelope]
	} else {
		a.decode(t, &rows)
	}
	all := []string{}
	for _, row := range rows {
		all = append(all, fmt.Sprint(row[member]))
	}
	return strings.Join(all, " ")
}

func TestAKeyThatOnlyReads(t *testing.T) {
	reading := func(r *http.Request) { r.SetBasicAuth(helloidtest.ReadOnlyKey, helloidtest.ReadOnlySecret) }
	for option, want := range map[int]int{0: 403, 401: 401} {
		f := helloidtest.NewServer(t, helloidtest.Options{PermissionStatus: option})
		for _, path := range []string{"/api/v1/users", "/api/v1/users/" + userGUID, "/api/v1/applications"} {
			if a := send(t, f, "GET", path, "", reading); a.status != 200 {
				t.Errorf("%s: got %v", path, a)
			}
		}
		if a := send(t, f, "POST", tablePath, sample, reading); a.status != want {
			t.Errorf("got %v", a)
		}
		if a := send(t, f, "DELETE", setPath, "", reading); a.status != want {
			t.Errorf("got %v", a)
		}
		if sets := f.CredentialSets(userGUID, applicationGUID); len(sets) != 0 {
			t.Errorf("got %v", sets)
		}
	}
}

func TestEndlessPages(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{Options: fakeapi.Options{EndlessPages: true}})
	var rows []map[string]any
	if send(t, f, "GET", "/api/v1/applications?skip=50&take=7", "").decode(t, &rows); len(rows) != 7 {
		t.Errorf("got %v", rows)
	}
}
