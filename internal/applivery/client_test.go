package applivery_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

func connect(t *testing.T, f *appliverytest.Fake, token string) *applivery.Client {
	t.Helper()
	client, err := applivery.NewClient(httpapi.Config{
		Platform: "applivery", BaseURL: f.URL,
		Retry: httpapi.Retry{MaxAttempts: 2, MinWait: time.Millisecond, MaxWait: time.Millisecond},
	}, secret.New(token))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

var settings = applivery.HarmonyMobile{Token: secret.New("t0ken"), PortalAccountID: "portal", GWAddress: "gw"}

// Every status that the pages document, and what else may come: each with what the error says.
func TestErrorsSayWhatFailed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options  appliverytest.Options
		fault    fakeapi.Fault
		token    string
		org      string
		want     string
		gone     bool
		attempts int
	}{
		"invalid token": {token: "x", want: "401 Unauthorized (4004): Invalid Token"},
		"no permission": {token: "powerless", want: "401 Unauthorized (4001): Unauthorized"},
		"no permission, with another status": {
			options: appliverytest.Options{PermissionStatus: 403}, token: "powerless", want: "403 Forbidden (4001): Unauthorized",
		},
		"unknown organization": {
			org: "unknown", gone: true,
			want: "404 Not Found (3001): Entity not found; 1 attempt. There is no such organization, or its Harmony Mobile integration was never set up",
		},
		"never set up":            {options: appliverytest.Options{MustBeOpened: true}, gone: true, want: "never set up"},
		"another server's 404":    {fault: fakeapi.Fault{Status: 404, Body: "<html>"}, want: "404 Not Found; 1 attempt"},
		"legacy errors":           {options: appliverytest.Options{LegacyErrors: true}, token: "x", want: "401 Unauthorized (4004): Invalid Token"},
		"redirected write":        {options: appliverytest.Options{Slash: appliverytest.SlashRemoved}, want: "a write was redirected"},
		"failure under a 200":     {fault: fakeapi.Fault{Status: 200, Body: `{"status": true, "error": {"code": 5000, "message": "no"}}`}, want: "200 OK (5000): no"},
		"failure without a text":  {fault: fakeapi.Fault{Status: 200, Body: `{"status": false}`}, want: "200 OK: the answer says that it failed, but not why"},
		"something else":          {fault: fakeapi.Fault{Status: 200, Body: `[]`}, want: "200 OK: the answer does not have the documented form"},
		"bad request":             {fault: fakeapi.Fault{Status: 400}, want: "400 Bad Request: injected fault"},
		"conflict":                {fault: fakeapi.Fault{Status: 409}, want: "409 Conflict"},
		"unprocessable":           {fault: fakeapi.Fault{Status: 422}, want: "422 Unprocessable Entity"},
		"too many requests":       {fault: fakeapi.Fault{Status: 429}, attempts: 2, want: "429 Too Many Requests"},
		"internal server error":   {fault: fakeapi.Fault{Status: 500}, want: "500 Internal Server Error"},
		"service unavailable":     {fault: fakeapi.Fault{Status: 503}, attempts: 2, want: "503 Service Unavailable"},
		"connection always reset": {fault: fakeapi.Fault{Reset: true}, attempts: 2, want: "2 attempts"},
	} {
		for method, call := range map[string]func(*applivery.Client, string) error{
			http.MethodPut: func(c *applivery.Client, org string) error {
				_, err := c.PutHarmonyMobile(t.Context(), org, settings)
				return err
			},
			http.MethodDelete: func(c *applivery.Client, org string) error { return c.ResetHarmonyMobile(t.Context(), org) },
		} {
			t.Run(name+", "+method, func(t *testing.T) {
				t.Parallel()
				f := appliverytest.NewServer(t, test.options)
				f.Tokens.Allow("powerless")
				if test.fault != (fakeapi.Fault{}) {
					f.Inject("", test.fault)
				}
				token, organization := appliverytest.Token, org
				if test.token != "" {
					token = test.token
				}
				if test.org != "" {
					organization = test.org
				}
				client := connect(t, f, token)
				err := call(client, organization)
				if err == nil || !strings.Contains(err.Error(), test.want) || applivery.IsGone(err) != test.gone {
					t.Errorf("gone: %v, %v; want %q", applivery.IsGone(err), err, test.want)
				}
				if got := len(f.Requests()); got != max(1, test.attempts) {
					t.Errorf("%d requests, want %d", got, max(1, test.attempts))
				}
			})
		}
	}
}

func TestLoginIsWhatTheAnswerShows(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][2]string{
		`{"status": true, "data": {"username": "u", "password": "p4ssword"}}`:                            {"u", "p4ssword"},
		`{"status": true, "data": {"username": "u"}}`:                                                    {"u", ""},
		`{"status": true, "data": {}}`:                                                                   {},
		`{"data": {"username": "u", "password": null}}`:                                                  {"u", ""},
		`{"status": true, "data": {"username": "u", "password": "********"}}`:                            {"u", ""},
		`{"status": true, "data": {"username": "u", "password": "••••••••"}}`:                            {"u", ""},
		`{"status": true, "data": {"username": "u", "password": "p4ss****", "more": [1]}, "error":null}`: {"u", "p4ss****"},
	} {
		f := appliverytest.NewServer(t, appliverytest.Options{})
		f.Inject(appliverytest.Update, fakeapi.Fault{Status: 200, Body: body})
		login, err := connect(t, f, appliverytest.Token).PutHarmonyMobile(t.Context(), org, settings)
		if err != nil || login.Username != want[0] || login.Password.Reveal() != want[1] {
			t.Errorf("%s: got %q, %q, %v", body, login.Username, login.Password.Reveal(), err)
		}
	}
}
