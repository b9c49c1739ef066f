package losant_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

func newClient(t *testing.T, options losanttest.Options) (*losanttest.Fake, *losant.Client) {
	t.Helper()
	f := losanttest.NewServer(t, options)
	client, err := losant.NewClient(httpapi.Config{
		Platform: "losant", BaseURL: f.URL,
		Retry: httpapi.Retry{MaxAttempts: 3, MinWait: time.Millisecond, MaxWait: time.Millisecond, MaxElapsed: time.Minute},
	}, secret.New(losanttest.Token))
	if err != nil {
		t.Fatal(err)
	}
	return f, client
}

// azure is the body of a write, as simple as one with a secret can be.
func azure(name, key string) losant.ServiceCredentialBody {
	accountKey := secret.New(key)
	return losant.ServiceCredentialBody{Name: &name, Type: "azure", Secret: &accountKey}
}

// A lost answer must be found again whatever the name, which a filter may take for a pattern.
func TestCreationIsFoundAgainByAnyName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Dave", "*", "a?c", "[a-c]", `back\slash`, "Dave & <Söhne> 100%", " blanks ", strings.Repeat("n", 255)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, client := newClient(t, losanttest.Options{})
			f.Seed(app, losanttest.Credential{Name: "abc", Type: "azure"})
			f.Inject(losanttest.Create, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
			created, err := client.CreateServiceCredential(t.Context(), app, azure(name, "key1"))
			if err != nil || created.Name != name || f.Count(losanttest.Create) != 1 {
				t.Errorf("created %v with %d requests, %v", created, f.Count(losanttest.Create), err)
			}
		})
	}
}

// Whichever status refuses a taken name, the error says whose it is.
func TestTakenNameIsRecognized(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity} {
		f, client := newClient(t, losanttest.Options{DuplicateNameStatus: status})
		id := f.Seed(app, losanttest.Credential{Name: "Dave", Type: "aws"})
		_, err := client.CreateServiceCredential(t.Context(), app, azure("Dave", "key1"))
		if err == nil || !strings.Contains(err.Error(), id) || !strings.Contains(err.Error(), "AlreadyExists") {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// The pages name few statuses: what is refused is not gone, whichever status refuses it.
func TestRefusalsAreErrorsWhateverTheirStatus(t *testing.T) {
	t.Parallel()
	f, client := newClient(t, losanttest.Options{ValidationStatus: 422, ScopeStatus: 401, TokenStatus: 403, LinkedDeleteStatus: 409})
	id := f.Seed(app, losanttest.Credential{Name: "Dave", Type: "azure"})
	f.Link(app, "Dave", losanttest.Flows, "Night shift")
	as := func(token string) *losant.Client {
		other, err := losant.NewClient(httpapi.Config{Platform: "losant", BaseURL: f.URL}, secret.New(token))
		if err != nil {
			t.Fatal(err)
		}
		return other
	}
	_, invalid := client.CreateServiceCredential(t.Context(), app, azure(strings.Repeat("n", 256), "key1"))
	_, unknown := as("unknown").GetServiceCredential(t.Context(), app, id)
	for want, err := range map[string]error{
		"422 Unprocessable Entity (Validation)": invalid,
		"403 Forbidden":                         unknown,
		"401 Unauthorized":                      as(losanttest.ReadOnlyToken).DeleteServiceCredential(t.Context(), app, id),
		"409 Conflict":                          client.DeleteServiceCredential(t.Context(), app, id),
	} {
		if err == nil || !strings.Contains(err.Error(), want) || losant.IsGone(err) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestAnswersAreReadLenientlyButNotWrongly(t *testing.T) {
	t.Parallel()
	const common = `"id": "575ecf887ae143cd83dc4aa2", "name": "Dave", "enabled": true`
	const certificate = `, "type": "certificateKeyPair", "certificateKeyPairConfig": {"info": `
	for body, want := range map[string]string{
		`{` + common + `, "type": "sql", "_etag": "x", "sqlConfig": {"port": 5432, "new": {"a": 1}}}`: "",
		`{` + common + `, "type": "sql"}`:                                "",
		`{` + common + `, "type": "sql", "sqlConfig": {"port": null}}`:   "",
		`{` + common + `, "type": "future", "futureConfig": [1]}`:        "",
		`{` + common + `, "type": "sql", "sqlConfig": {"port": "5432"}}`: "not the JSON that was expected",
		`{` + common + `, "type": "sql", "sqlConfig": {"port": 5432.7}}`: "not the JSON that was expected",
		`{` + common + `, "type": "sql", "sqlConfig": {"port": 1e20}}`:   "not the JSON that was expected",
		`{` + common + `, "type": "sql", "sqlConfig": []}`:               "not have the documented form",
		`{` + common + certificate + `{"issuerName": null, "new": 1}}}`:  "",
		`{` + common + certificate + `{"issuerName": 1}}}`:               "not the JSON that was expected",
		`{` + common + certificate + `"text"}}`:                          "not the JSON that was expected",
		`<html>`:                                                         "not the JSON that was expected",
	} {
		f, client := newClient(t, losanttest.Options{})
		f.Inject(losanttest.Get, fakeapi.Fault{Status: http.StatusOK, Body: body})
		read, err := client.GetServiceCredential(t.Context(), app, "575ecf887ae143cd83dc4aa2")
		switch {
		case want == "" && (err != nil || read.Name != "Dave"):
			t.Errorf("%s: %v, %v", body, read, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want an error that has %q", body, err, want)
		}
	}
}

func TestAnotherObjectInAnAnswerIsAnError(t *testing.T) {
	t.Parallel()
	f, client := newClient(t, losanttest.Options{})
	id := f.Seed(app, losanttest.Credential{Name: "Dave", Type: "azure"})
	f.Inject(losanttest.Get, fakeapi.Fault{OtherID: true})
	f.Inject(losanttest.Patch, fakeapi.Fault{OtherID: true})
	_, read := client.GetServiceCredential(t.Context(), app, id)
	_, updated := client.UpdateServiceCredential(t.Context(), app, id, azure("Dave", "key1"))
	for _, err := range []error{read, updated} {
		if err == nil || !strings.Contains(err.Error(), "shows another object") {
			t.Errorf("got %v", err)
		}
	}
	f.ClearFaults()
	if _, err := client.GetServiceCredential(t.Context(), app, strings.ToUpper(id)); err != nil {
		t.Errorf("letter case: %v", err)
	}
}
