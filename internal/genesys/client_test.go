package genesys_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// connect makes a client of a fake, which waits little.
func connect(t *testing.T, f *genesystest.Fake, options ...func(*genesys.Credentials)) *genesys.Client {
	t.Helper()
	credentials := genesys.Credentials{LoginURL: f.URL, ClientID: genesystest.ClientID, ClientSecret: secret.New(genesystest.ClientSecret)}
	for _, option := range options {
		option(&credentials)
	}
	client, err := genesys.NewClient(httpapi.Config{
		Platform: "genesys", BaseURL: f.URL, UserAgent: "test",
		Retry: httpapi.Retry{MaxAttempts: 3, MinWait: time.Millisecond, MaxWait: 5 * time.Millisecond, MaxElapsed: time.Minute},
	}, credentials)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestErrorsSayWhatGenesysSays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		trouble fakeapi.Fault
		calls   int
		want    string
	}{
		"whole": {
			fakeapi.Fault{Status: http.StatusBadRequest, Body: `{"code": "bad.request", "message": "Malformed.", "contextId": "c0ffee", "details": []}`},
			1,
			" answered 400 Bad Request (bad.request): Malformed; request id c0ffee; 1 attempt",
		},
		"not in the documented form": {
			fakeapi.Fault{Status: http.StatusForbidden, Body: "<html>"},
			1,
			"answered 403 Forbidden; 1 attempt. The credentials are valid but not authorized for this request",
		},
		"500 fails fast":  {fakeapi.Fault{Status: http.StatusInternalServerError}, 1, "answered 500 Internal Server Error"},
		"503 is repeated": {fakeapi.Fault{Status: http.StatusServiceUnavailable}, 3, "; 3 attempts"},
	} {
		f := genesystest.NewServer(t, genesystest.Options{})
		f.Inject(genesystest.ListCredentials, test.trouble)
		_, err := connect(t, f).ListCredentials(t.Context())
		if err == nil || !strings.Contains(err.Error(), test.want) || f.Count(genesystest.ListCredentials) != test.calls {
			t.Errorf("%s: got %v after %d requests", name, err, f.Count(genesystest.ListCredentials))
		}
	}
}

// The context id stands in the header too.
func TestErrorTakesTheContextIDOfTheHeader(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	_, err := connect(t, f).GetCredential(t.Context(), "unknown")
	if err == nil || !strings.Contains(err.Error(), "; request id ") || !genesys.IsGone(err) {
		t.Errorf("got %v", err)
	}
}

func TestAnotherObjectInAnAnswerIsAnError(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	id := seed(f, 1)[0]
	client := connect(t, f)
	for _, route := range []string{genesystest.GetCredential, genesystest.PutCredential, genesystest.GetIntegration, genesystest.GetIntegrationType} {
		f.Inject(route, fakeapi.Fault{OtherID: true})
	}
	_, read := client.GetCredential(t.Context(), id)
	_, updated := client.UpdateCredential(t.Context(), id, genesys.CredentialBody{Name: "n", Type: "basicAuth", Fields: map[string]secret.String{"userName": secret.New("u")}})
	_, integration := client.GetIntegration(t.Context(), genesystest.ClientAppID)
	_, kind := client.IntegrationType(t.Context(), "custom-rest-actions")
	for _, err := range []error{read, updated, integration, kind} {
		if err == nil || !strings.Contains(err.Error(), "shows another object") {
			t.Errorf("got %v", err)
		}
	}
}

// What an integration is meant to become may be any of four states, and more.
func TestIntegrationsInAnyIntendedStateAreRead(t *testing.T) {
	t.Parallel()
	for _, state := range []string{"ENABLED", "DISABLED", "DELETED", "RESTORED", "FUTURE"} {
		f := genesystest.NewServer(t, genesystest.Options{})
		f.Inject(genesystest.GetIntegration, fakeapi.Fault{
			Status: http.StatusOK, Body: `{"id": "i", "name": "n", "integrationType": {"id": "audiohook"}, "intendedState": "` + state + `"}`,
		})
		if found, err := connect(t, f).GetIntegration(t.Context(), "i"); err != nil || found.Type != "audiohook" {
			t.Errorf("%s: %+v, %v", state, found, err)
		}
	}
}

// An object is gone if Genesys says so, and not whatever stands between.
func TestGoneIsBelievedFromGenesysOnly(t *testing.T) {
	t.Parallel()
	const own = `{"status": 404, "code": "%s", "message": "No such credential.", "contextId": "c0ffee"}`
	for body, gone := range map[string]bool{
		fmt.Sprintf(own, "not.found"):                                            true,
		fmt.Sprintf(own, "credential.not.found"):                                 true,
		fmt.Sprintf(own, "bad.request"):                                          false,
		`{"status": 404, "code": "not.found", "message": "no route"}`:            false,
		`{"status": 502, "code": "not.found", "message": "x", "contextId": "c"}`: false,
		`{"code": "404", "message": "no Route matched with those values"}`:       false,
		`<html>`: false,
	} {
		f := genesystest.NewServer(t, genesystest.Options{})
		f.Inject(genesystest.GetCredential, fakeapi.Fault{Status: http.StatusNotFound, Body: body})
		if _, err := connect(t, f).GetCredential(t.Context(), "a"); err == nil || genesys.IsGone(err) != gone {
			t.Errorf("%s: gone is %t, %v", body, genesys.IsGone(err), err)
		}
	}
}
