package appliverytest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

const (
	path = "/v1/organizations/" + appliverytest.OrganizationID + "/integrations/harmony-mobile/"
	good = `{"token":"t0ken","portalAccountId":"portal","gwAddress":"eu-gw.locsec.net"}`
)

// answer is what the fake said. Data and Error stay nil where it left them out.
type answer struct {
	Code   int `json:"-"`
	Header http.Header
	Status bool
	Data   map[string]string
	Error  *struct {
		Code    *int
		Message string
	}
}

func (a answer) errorCode() int {
	if a.Error == nil || a.Error.Code == nil {
		return 0
	}
	return *a.Error.Code
}

func send(t *testing.T, f *appliverytest.Fake, method, path, body string, edit ...func(http.Header)) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, f.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+appliverytest.Token)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, e := range edit {
		e(req.Header)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{Code: resp.StatusCode, Header: resp.Header}
	if len(data) > 0 {
		if err := json.Unmarshal(data, &a); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
	}
	return a
}

func put(t *testing.T, f *appliverytest.Fake) answer {
	t.Helper()
	return send(t, f, http.MethodPut, path, good)
}

func reset(t *testing.T, f *appliverytest.Fake) answer {
	t.Helper()
	return send(t, f, http.MethodDelete, path, "")
}

func body(token, portal, gateway int) string {
	x := func(n int) string { return strings.Repeat("é", n) }
	return fmt.Sprintf(`{"token":%q,"portalAccountId":%q,"gwAddress":%q}`, x(token), x(portal), x(gateway))
}

func TestRequestsAreAcceptedOrRefusedAsDocumented(t *testing.T) {
	at := func(organization string) string {
		return strings.Replace(path, appliverytest.OrganizationID, organization, 1)
	}
	for _, tt := range []struct {
		name, method, path, body string
		edit                     func(http.Header)
		status, code             int
	}{
		{name: "PUT", method: "PUT", body: good, status: 200},
		{name: "PUT by slug", method: "PUT", path: at("acme"), body: good, status: 200},
		{name: "PUT by id in capitals", method: "PUT", path: at(strings.ToUpper(appliverytest.OrganizationID)), body: good, status: 200},
		{name: "longest values", method: "PUT", body: body(128, 256, 128), status: 200},
		{name: "charset", method: "PUT", body: good, status: 200, edit: func(h http.Header) { h.Set("Content-Type", "application/json; charset=utf-8") }},
		{name: "DELETE", method: "DELETE", status: 200},

		{name: "token too long", method: "PUT", body: body(129, 1, 1), status: 400},
		{name: "portalAccountId too long", method: "PUT", body: body(1, 257, 1), status: 400},
		{name: "gwAddress too long", method: "PUT", body: body(1, 1, 129), status: 400},
		{name: "empty value", method: "PUT", body: body(0, 1, 1), status: 400},
		{name: "missing value", method: "PUT", body: `{"token":"t","portalAccountId":"p"}`, status: 400},
		{name: "null", method: "PUT", body: `{"token":"t","portalAccountId":"p","gwAddress":null}`, status: 400},
		{name: "wrong type", method: "PUT", body: `{"token":1,"portalAccountId":"p","gwAddress":"g"}`, status: 400},
		{name: "wrong letter case", method: "PUT", body: `{"token":"t","portalAccountID":"p","gwAddress":"g"}`, status: 400},
		{name: "computed value", method: "PUT", body: `{"token":"t","portalAccountId":"p","gwAddress":"g","password":"12345678"}`, status: 400},
		{name: "no body", method: "PUT", status: 415},
		{name: "not JSON", method: "PUT", body: good, status: 415, edit: func(h http.Header) { h.Set("Content-Type", "text/plain") }},
		{name: "PUT with query", method: "PUT", path: path + "?force=true", body: good, status: 400},
		{name: "DELETE with query", method: "DELETE", path: path + "?force=true", status: 400},
		{name: "DELETE with body", method: "DELETE", body: good, status: 400},
		{name: "malformed organization", method: "PUT", path: at("a_b"), body: good, status: 400},
		{name: "short organization", method: "DELETE", path: at("ab"), status: 400},

		{name: "no token", method: "PUT", body: good, status: 401, code: 4002, edit: func(h http.Header) { h.Del("Authorization") }},
		{name: "unknown token", method: "PUT", body: good, status: 401, code: 4004, edit: func(h http.Header) { h.Set("Authorization", "Bearer x") }},
		{name: "basic authentication", method: "PUT", body: good, status: 401, code: 4004, edit: func(h http.Header) { h.Set("Authorization", "Basic eDp5") }},
		{name: "unknown slug", method: "PUT", path: at("unknown"), body: good, status: 404, code: 3001},
		{name: "unknown id", method: "DELETE", path: at(strings.Repeat("0", 24)), status: 404, code: 3001},
		{name: "unknown path", method: "PUT", path: "/v1/organizations/acme/integrations/", body: good, status: 404},
		{name: "path without slash", method: "PUT", path: strings.TrimSuffix(path, "/"), body: good, status: 200},
		{name: "path without version", method: "PUT", path: strings.TrimPrefix(path, "/v1"), body: good, status: 404},
		{name: "read", method: "GET", status: 405},
		{name: "create", method: "POST", body: good, status: 405},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := appliverytest.NewServer(t, appliverytest.Options{})
			f.EditIntegration("acme", func(i *appliverytest.Integration) { i.Token = "typed by an administrator" })
			before, _ := f.Integration("acme")
			if tt.path == "" {
				tt.path = path
			}
			if tt.edit == nil {
				tt.edit = func(http.Header) {}
			}
			got := send(t, f, tt.method, tt.path, tt.body, tt.edit)
			if got.Code != tt.status || got.errorCode() != tt.code {
				t.Errorf("got %d with code %d, want %d with code %d", got.Code, got.errorCode(), tt.status, tt.code)
			}
			accepted := tt.status == http.StatusOK
			if got.Status != accepted || (got.Data != nil) != accepted || (got.Error == nil) != accepted {
				t.Errorf("the envelope is %+v", got)
			}
			if after, _ := f.Integration("acme"); (after != before) != accepted {
				t.Errorf("stored %+v before and %+v after", before, after)
			}
		})
	}
}

func TestPutStoresAndAnswersWithEverything(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	if _, opened := f.Integration("acme"); opened {
		t.Fatal("the integration is open before the test opened it")
	}
	first := put(t, f)
	stored, _ := f.Integration(appliverytest.OrganizationID)
	want := appliverytest.Integration{
		Username: stored.Username, Password: stored.Password,
		Token: "t0ken", PortalAccountID: "portal", GWAddress: "eu-gw.locsec.net",
	}
	if stored != want || stored.Username == "" || len(stored.Password) < 8 {
		t.Errorf("stored %+v", stored)
	}
	if !reflect.DeepEqual(first.Data, map[string]string{
		"username": want.Username, "password": want.Password,
		"token": "t0ken", "portalAccountId": "portal", "gwAddress": "eu-gw.locsec.net",
	}) {
		t.Errorf("answered %v", first.Data)
	}
	if second := put(t, f); !reflect.DeepEqual(second.Data, first.Data) {
		t.Errorf("a second PUT changed %v to %v", first.Data, second.Data)
	}
	if f.Count(appliverytest.Update) != 2 || !f.Saw("t0ken") {
		t.Error("the record misses a request")
	}
}

func TestDeleteMakesAPasswordAndBlanksTheRest(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	if got := reset(t, f); got.Code != 404 || got.errorCode() != 3001 {
		t.Errorf("never opened: got %d, %d", got.Code, got.errorCode())
	}
	first := put(t, f).Data
	got := reset(t, f)
	stored, _ := f.Integration("acme")
	if got.Code != 200 || stored.Password == first["password"] || stored != (appliverytest.Integration{Username: first["username"], Password: got.Data["password"]}) {
		t.Errorf("answered %+v, stored %+v", got, stored)
	}
	again := reset(t, f)
	if again.Code != 200 || again.Data["password"] == got.Data["password"] {
		t.Errorf("blank already: got %+v", again)
	}
	if want := []string{first["password"], got.Data["password"], again.Data["password"]}; !reflect.DeepEqual(f.Passwords(), want) {
		t.Errorf("Passwords() = %v, want %v", f.Passwords(), want)
	}
}

func TestOptionsOfTheAnswers(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options appliverytest.Options
		check   func(first, second, deleted map[string]string) bool
	}{
		{"new password on PUT", appliverytest.Options{NewPasswordOnPut: true}, func(first, second, _ map[string]string) bool {
			return first["password"] != second["password"] && first["username"] == second["username"]
		}},
		{"password once", appliverytest.Options{PasswordOnce: true}, func(first, second, deleted map[string]string) bool {
			_, shown := second["password"]
			return len(first["password"]) >= 8 && !shown && len(deleted["password"]) >= 8
		}},
		{"omitted", appliverytest.Options{Omitted: []string{"username", "password", "token", "portalAccountId", "gwAddress"}}, func(first, second, deleted map[string]string) bool {
			return first != nil && len(first)+len(second)+len(deleted) == 0
		}},
		{"masked", appliverytest.Options{Masked: []string{"password", "token"}}, func(first, _, deleted map[string]string) bool {
			return first["password"] == appliverytest.Mask && first["token"] == appliverytest.Mask &&
				deleted["password"] == appliverytest.Mask && first["portalAccountId"] == "portal"
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := appliverytest.NewServer(t, tt.options)
			first, second, deleted := put(t, f).Data, put(t, f).Data, reset(t, f).Data
			if !tt.check(first, second, deleted) {
				t.Errorf("answered %v, then %v, then %v", first, second, deleted)
			}
		})
	}
}

func TestOptionsOfTheRefusals(t *testing.T) {
	t.Run("must be opened", func(t *testing.T) {
		f := appliverytest.NewServer(t, appliverytest.Options{MustBeOpened: true})
		if got := put(t, f); got.Code != 404 || got.errorCode() != 3001 {
			t.Errorf("got %d, %d", got.Code, got.errorCode())
		}
		f.EditIntegration("acme", func(*appliverytest.Integration) {})
		if got := put(t, f); got.Code != 200 {
			t.Errorf("opened: got %d", got.Code)
		}
	})
	t.Run("allow empty", func(t *testing.T) {
		f := appliverytest.NewServer(t, appliverytest.Options{AllowEmpty: true})
		if got := send(t, f, http.MethodPut, path, body(0, 0, 0)); got.Code != 200 {
			t.Errorf("got %d", got.Code)
		}
	})
	t.Run("blank not found", func(t *testing.T) {
		f := appliverytest.NewServer(t, appliverytest.Options{BlankNotFound: true})
		put(t, f)
		if first, second := reset(t, f), reset(t, f); first.Code != 200 || second.Code != 404 || second.errorCode() != 3001 {
			t.Errorf("got %d, then %d", first.Code, second.Code)
		}
	})
	t.Run("legacy errors", func(t *testing.T) {
		f := appliverytest.NewServer(t, appliverytest.Options{LegacyErrors: true})
		if got := reset(t, f); got.Code != 404 || !got.Status || got.Error == nil {
			t.Errorf("got %+v", got)
		}
	})
}

func TestEachOperationNeedsItsPermission(t *testing.T) {
	for _, status := range []int{0, http.StatusForbidden} {
		f := appliverytest.NewServer(t, appliverytest.Options{PermissionStatus: status})
		f.Tokens.Allow("updater", appliverytest.PermissionUpdate)
		f.Tokens.Allow("resetter", appliverytest.PermissionReset)
		as := func(token string) func(http.Header) {
			return func(h http.Header) { h.Set("Authorization", "Bearer "+token) }
		}
		denied := max(status, http.StatusUnauthorized)
		for _, tt := range []struct {
			token, method, body string
			status, code        int
		}{
			{"resetter", "PUT", good, denied, 4001},
			{"updater", "PUT", good, 200, 0},
			{"updater", "DELETE", "", denied, 4001},
			{"resetter", "DELETE", "", 200, 0},
		} {
			if got := send(t, f, tt.method, path, tt.body, as(tt.token)); got.Code != tt.status || got.errorCode() != tt.code {
				t.Errorf("%s as %s: got %d, %d, want %d, %d", tt.method, tt.token, got.Code, got.errorCode(), tt.status, tt.code)
			}
		}
	}
}

func TestTheLastSlashMattersAsTheOptionSays(t *testing.T) {
	for _, tt := range []struct {
		name          string
		slash         appliverytest.Slash
		printed, bare int
		location      string
	}{
		{"required", appliverytest.SlashRequired, 200, 404, ""},
		{"optional", appliverytest.SlashOptional, 200, 200, ""},
		{"added", appliverytest.SlashAdded, 200, 301, path},
		{"removed", appliverytest.SlashRemoved, 301, 200, strings.TrimSuffix(path, "/")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := appliverytest.NewServer(t, appliverytest.Options{Slash: tt.slash})
			f.EditIntegration("acme", func(*appliverytest.Integration) {})
			for at, want := range map[string]int{path: tt.printed, strings.TrimSuffix(path, "/"): tt.bare} {
				for method, body := range map[string]string{"PUT": good, "DELETE": ""} {
					got := send(t, f, method, at, body)
					if got.Code != want {
						t.Errorf("%s %s: got %d, want %d", method, at, got.Code, want)
					}
					if want == 301 {
						checkLocation(t, f.URL+at, got.Header.Get("Location"), f.URL+tt.location)
					}
				}
			}
			if f.Count(appliverytest.Update) != 1 || f.Count(appliverytest.UpdateWithoutSlash) != 1 ||
				f.Count(appliverytest.Reset) != 1 || f.Count(appliverytest.ResetWithoutSlash) != 1 {
				t.Error("the routes are not counted apart")
			}
		})
	}
}

func checkLocation(t *testing.T, from, location, want string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, from, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := req.URL.Parse(location); err != nil || got.String() != want {
		t.Errorf("%s leads to %v, want %s (%v)", from, got, want, err)
	}
}

func TestTokensExpire(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	f.Tokens.ExpireAll()
	if got := put(t, f); got.Code != 401 || got.errorCode() != 4004 {
		t.Errorf("got %d, %d", got.Code, got.errorCode())
	}
}

func TestFaultsComeInTheEnvelope(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{Options: fakeapi.Options{EchoRequests: true}})
	for _, status := range []int{401, 429, 503} {
		f.Inject(appliverytest.Update, fakeapi.Fault{Status: status, Times: 1})
		got := put(t, f)
		if got.Code != status || got.Status || got.Error == nil || !strings.Contains(got.Error.Message, "t0ken") {
			t.Errorf("%d: got %+v", status, got)
		}
	}
}

func TestEditsOutOfBand(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	f.AddOrganization("aaaaaaaaaaaaaaaaaaaaaaaa", "other")
	first := put(t, f).Data
	f.EditIntegration("acme", func(i *appliverytest.Integration) { i.GWAddress = "gw.locsec.net" })
	if stored, _ := f.Integration("acme"); stored.GWAddress != "gw.locsec.net" || stored.Password != first["password"] {
		t.Errorf("stored %+v", stored)
	}
	if _, opened := f.Integration("other"); opened {
		t.Error("the organizations share an integration")
	}
	f.RemoveIntegration("acme")
	if second := put(t, f).Data; second["username"] == first["username"] {
		t.Error("the integration was not removed")
	}
	f.RemoveOrganization("acme")
	if got := put(t, f); got.Code != 404 || got.errorCode() != 3001 {
		t.Errorf("organization removed: got %d, %d", got.Code, got.errorCode())
	}
}

func TestMisspelledNamesPanic(t *testing.T) {
	f := appliverytest.New(appliverytest.Options{})
	for name, misspelled := range map[string]func(){
		"organization":       func() { f.Integration("unknown") },
		"taken organization": func() { f.AddOrganization("bbbbbbbbbbbbbbbbbbbbbbbb", "acme") },
		"member":             func() { appliverytest.New(appliverytest.Options{Omitted: []string{"passwort"}}) },
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

func TestOrganizationsAreRead(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	for _, name := range []string{appliverytest.OrganizationID, appliverytest.OrganizationSlug} {
		a := send(t, f, "GET", "/v1/organizations/"+name, "")
		if a.Code != 200 || !a.Status || a.Data["id"] != appliverytest.OrganizationID || a.Data["slug"] != appliverytest.OrganizationSlug {
			t.Errorf("got %+v", a)
		}
	}
	if a := send(t, f, "GET", "/v1/organizations/unknown", ""); a.Code != 404 || a.errorCode() != 3001 {
		t.Errorf("got %+v", a)
	}
}

func TestATokenThatOnlyReads(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	reading := func(h http.Header) { h.Set("Authorization", "Bearer "+appliverytest.ReadOnlyToken) }
	if a := send(t, f, "GET", "/v1/organizations/acme", "", reading); a.Code != 200 {
		t.Errorf("got %+v", a)
	}
	for method, sent := range map[string]string{"PUT": good, "DELETE": ""} {
		if a := send(t, f, method, path, sent, reading); a.Code != 401 || a.errorCode() != 4001 {
			t.Errorf("%s: got %+v", method, a)
		}
	}
	if _, opened := f.Integration("acme"); opened {
		t.Error("it was written")
	}
}
