package helloid_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

const credentialPath = "/api/v1/enduser/{user_guid}/credential"

func connect(t *testing.T, f *helloidtest.Fake, apiSecret string) *helloid.Client {
	t.Helper()
	client, err := helloid.NewClient(httpapi.Config{
		Platform: "helloid", BaseURL: f.URL,
		Retry: httpapi.Retry{MaxAttempts: 2, MinWait: time.Millisecond, MaxWait: time.Millisecond},
	}, secret.New(helloidtest.Key), secret.New(apiSecret), credentialPath)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

var (
	set  = helloid.CredentialSet{UserGUID: user, ApplicationGUID: app, Name: "Default"}
	mike = map[string]secret.String{"UserName": secret.New("Mike"), "Password": secret.New("g!sg*Z_x5")}
)

// Every status that the pages document, and what else may come: each with what the error of a write says.
func TestErrorsOfWritesSayWhatFailed(t *testing.T) {
	t.Parallel()
	unknown := set
	unknown.ApplicationGUID = "00000000-0000-0000-0000-000000000000"
	inBand := func(items string) fakeapi.Fault { return fakeapi.Fault{Status: 200, Body: "[" + items + "]"} }
	for name, test := range map[string]struct {
		options  helloidtest.Options
		fault    fakeapi.Fault
		secret   string
		set      helloid.CredentialSet
		want     string // "": no error
		attempts int
	}{
		"invalid key":             {secret: "x", want: "401 Unauthorized: the API key and secret are missing, invalid or disabled; 1 attempt. Check the credentials in the provider's helloid block"},
		"unknown application":     {set: unknown, want: "400 Bad Request: the application does not exist"},
		"text in message":         {options: helloidtest.Options{ErrorBody: helloidtest.Message}, set: unknown, want: "400 Bad Request: the application does not exist"},
		"plain text":              {options: helloidtest.Options{ErrorBody: helloidtest.Text}, set: unknown, want: "400 Bad Request: the application does not exist"},
		"a page of HTML":          {fault: fakeapi.Fault{Status: 400, Body: "<html>g!sg*Z_x5</html>"}, want: "400 Bad Request; 1 attempt"},
		"set must exist":          {options: helloidtest.Options{UpdateOnly: true}, want: "400 Bad Request: the user has no such credential set"},
		"disabled user":           {options: helloidtest.Options{RefuseDisabled: true}, want: "400 Bad Request: the user does not exist"},
		"not found":               {options: helloidtest.Options{UnknownStatus: 404}, set: unknown, want: "set credential_path in the provider's helloid block to the other one"},
		"error in the answer":     {options: helloidtest.Options{InBandErrors: true}, set: unknown, want: "200 OK: the application does not exist"},
		"error that echoes":       {fault: inBand(`{"applicationGUID": "` + strings.ToUpper(app) + `", "error": "g!sg*Z_x5 is too weak"}`), want: "200 OK: (secret) is too weak"},
		"error of no application": {fault: inBand(`{"error": "busy"}`), want: "200 OK: busy"},
		"error of another":        {fault: inBand(`{"applicationGUID": "` + helloidtest.NeighborGUID + `", "error": "not ours"}, {"applicationGUID": "` + app + `", "error": ""}`)},
		"nothing in the answer":   {fault: inBand("")},
		"not a list":              {fault: fakeapi.Fault{Status: 200, Body: `{"resultMsg": "no"}`}, want: "200 OK: the answer does not have the documented form"},
		"conflict":                {fault: fakeapi.Fault{Status: 409}, want: "409 Conflict"},
		"internal server error":   {fault: fakeapi.Fault{Status: 500}, want: "500 Internal Server Error"},
		"too many requests":       {fault: fakeapi.Fault{Status: 429}, attempts: 2, want: "429 Too Many Requests"},
		"bad gateway":             {fault: fakeapi.Fault{Status: 502, Applied: true}, attempts: 2, want: "502 Bad Gateway"},
		"lost answer":             {fault: fakeapi.Fault{Reset: true, Applied: true, Times: 1}, attempts: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := helloidtest.NewServer(t, test.options)
			f.EditUser(user, func(u *helloidtest.User) { u.Disabled = true }) // by default, as good as another
			if test.fault != (fakeapi.Fault{}) {
				f.Inject(helloidtest.UpdateCredential, test.fault)
			}
			written := set
			if test.set != (helloid.CredentialSet{}) {
				written = test.set
			}
			_, err := connect(t, f, cmp.Or(test.secret, helloidtest.Secret)).PostCredentials(t.Context(), written, mike)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if got := len(f.Requests()); got != max(1, test.attempts) {
				t.Errorf("%d requests, want %d", got, max(1, test.attempts))
			}
		})
	}
}

func TestWriteSendsTheSamplesBody(t *testing.T) {
	t.Parallel()
	f := helloidtest.NewServer(t, helloidtest.Options{})
	guids, err := connect(t, f, helloidtest.Secret).PostCredentials(t.Context(), set, mike)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"ApplicationGUID":"` + app + `","CredSetName":"Default","Credentials":[` +
		`{"Function":"Password","Value":"g!sg*Z_x5","UserEditAllowed":true},{"Function":"UserName","Value":"Mike","UserEditAllowed":true}]}`
	if got := string(f.Requests()[0].Body); got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
	stored := f.CredentialSets(user, app)[0]
	for _, c := range stored.Credentials {
		if got, ok := guids.Of(strings.ToUpper(c.Function)); !ok || got != c.GUID {
			t.Errorf("%s has the GUID %q, want %q", c.Function, got, c.GUID)
		}
	}
	if _, ok := guids.Of("Pin"); ok || guids.Set != stored.GUID {
		t.Errorf("got %+v, want set %q and no Pin", guids, stored.GUID)
	}
}

// What comes back is found by application and name of the set, in any letter case and order.
func TestAnswerIsNotReadByIndex(t *testing.T) {
	t.Parallel()
	f := helloidtest.NewServer(t, helloidtest.Options{})
	f.Inject(helloidtest.UpdateCredential, fakeapi.Fault{Status: 200, Body: `[
		{"applicationGuid": "` + helloidtest.NeighborGUID + `", "credentialSets": [{"credentialSetGUID": "theirs", "name": "Default"}]},
		{"applicationGuid": "` + strings.ToUpper(app) + `", "credentialSets": [
			{"credentialSetGUID": "sibling", "name": "Work", "credentials": [{"credentialGUID": "0", "function": "UserName"}]},
			{"credentialSetGUID": "ours", "name": "DEFAULT", "credentials": [{"credentialGUID": "1", "function": "username"}]}]},
		{"applicationGuid": "` + app + `", "credentialSets": []}]`})
	guids, err := connect(t, f, helloidtest.Secret).PostCredentials(t.Context(), set, mike)
	if err != nil || guids.Set != "ours" || len(guids.Credentials) != 1 || guids.Credentials["username"] != "1" {
		t.Errorf("got %+v, %v", guids, err)
	}
}

func TestListsThatAreNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"resultMsg": "no"}`, `"text"`, `{"data": {}}`} {
		f := helloidtest.NewServer(t, helloidtest.Options{})
		f.Inject(helloidtest.ListUsers, fakeapi.Fault{Status: 200, Body: body})
		if found, err := connect(t, f, helloidtest.Secret).SearchEndUsers(t.Context(), "Mike"); err == nil {
			t.Errorf("%s was taken for %v", body, found)
		}
	}
	f := helloidtest.NewServer(t, helloidtest.Options{})
	f.Inject(helloidtest.ListVariables, fakeapi.Fault{Status: 200, Body: `[{}]`})
	if found, err := connect(t, f, helloidtest.Secret).ListVariables(t.Context()); err == nil {
		t.Errorf("an empty object was taken for %v", found)
	}
}

// The vendor's scripts take a list as it is, from data, or from pageData.
func TestListsAreReadInAllForms(t *testing.T) {
	t.Parallel()
	const rows = `[{"userGUID": "` + user + `", "userName": "Mike"}]`
	for _, body := range []string{rows, `{"data": ` + rows + `}`, `{"pageData": ` + rows + `, "total": 1}`} {
		f := helloidtest.NewServer(t, helloidtest.Options{})
		f.Inject(helloidtest.ListUsers, fakeapi.Fault{Status: 200, Body: body})
		if found, err := connect(t, f, helloidtest.Secret).SearchEndUsers(t.Context(), "Mike"); err != nil || len(found) != 1 {
			t.Errorf("%s: %v, %v", body, found, err)
		}
	}
}

// A server that does not turn the page is left alone, and what it repeats is one.
func TestPagesThatRepeatEnd(t *testing.T) {
	t.Parallel()
	rows := make([]string, 150)
	for i := range rows {
		rows[i] = fmt.Sprintf(`{"applicationGUID": "guid-%d", "name": "app-%d"}`, i, i)
	}
	f := helloidtest.NewServer(t, helloidtest.Options{})
	f.Inject(helloidtest.ListApplications, fakeapi.Fault{Status: 200, Body: "[" + strings.Join(rows, ",") + "]"})
	found, err := connect(t, f, helloidtest.Secret).ListApplications(t.Context())
	if err != nil || len(found) != 150 || len(f.Requests()) != 2 {
		t.Errorf("found %v with %d requests: %v", found, len(f.Requests()), err)
	}
}

func TestAnotherUserIsNotTaken(t *testing.T) {
	t.Parallel()
	f := helloidtest.NewServer(t, helloidtest.Options{})
	f.Inject(helloidtest.GetUser, fakeapi.Fault{Status: 200, Body: `{"userGUID": "` + app + `", "userName": "Ann"}`})
	if found, err := connect(t, f, helloidtest.Secret).GetEndUser(t.Context(), user); err == nil {
		t.Errorf("took %+v", found)
	}
}

// A 404 to a DELETE is believed from HelloID only: in its form, and if a read that must work does.
func TestGoneIsBelievedFromHelloIDOnly(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options        helloidtest.Options
		deletion, read fakeapi.Fault
		gone           bool
		want           string
		reads          int
	}{
		"another status":     {options: helloidtest.Options{NoSetStatus: 400}, want: "400 Bad Request: the user has no credential set"},
		"its own":            {gone: true, reads: 1},
		"a gateway's":        {deletion: fakeapi.Fault{Status: 404, Gateway: true}, want: "The answer does not come from HelloID"},
		"plain text":         {deletion: fakeapi.Fault{Status: 404, Body: "not found"}, want: "The answer does not come from HelloID"},
		"other JSON":         {deletion: fakeapi.Fault{Status: 404, Body: `{"error": "no route"}`}, want: "The answer does not come from HelloID"},
		"nothing else works": {read: fakeapi.Fault{Status: 404, Gateway: true}, want: "could not be confirmed", reads: 1},
		"refused":            {read: fakeapi.Fault{Status: 401}, want: "could not be confirmed", reads: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := helloidtest.NewServer(t, test.options)
			if test.deletion.Status != 0 {
				f.Inject(helloidtest.DeleteCredentialSet, test.deletion)
			}
			if test.read.Status != 0 {
				f.Inject(helloidtest.ListUsers, test.read)
			}
			err := connect(t, f, helloidtest.Secret).DeleteCredentialSet(t.Context(), user, app)
			if err == nil || helloid.IsGone(err) != test.gone || !strings.Contains(err.Error(), test.want) || f.Count(helloidtest.ListUsers) != test.reads {
				t.Errorf("gone: %t after %d reads, %v", helloid.IsGone(err), f.Count(helloidtest.ListUsers), err)
			}
		})
	}
}
