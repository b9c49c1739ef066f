package genesys_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

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

// seed stores that many credentials, and gives their ids.
func seed(f *genesystest.Fake, n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = f.SeedCredential(genesystest.Credential{Name: fmt.Sprint("credential ", i), Type: "basicAuth", Fields: map[string]string{"userName": "u"}})
	}
	return ids
}

func TestListingLosesNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stored, pages int
		omit          bool
	}{
		"none":                   {0, 1, false},
		"one page":               {199, 1, false},
		"one full page":          {200, 2, false}, // whether it is the last, the next one tells
		"three pages":            {450, 3, false},
		"three pages by last id": {450, 3, true},
		"full pages by last id":  {400, 3, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := genesystest.NewServer(t, genesystest.Options{OmitNextURI: test.omit})
			ids := seed(f, test.stored)
			all, err := connect(t, f).ListCredentials(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := make([]string, len(all))
			for i, one := range all {
				got[i] = one.ID
			}
			if pages := f.Count(genesystest.ListCredentials); !slices.Equal(got, ids) || pages != test.pages {
				t.Errorf("%d credentials by %d requests, want %d by %d", len(got), pages, test.stored, test.pages)
			}
		})
	}
}

// A listing that goes in circles ends.
func TestListingEndsOnAPageWithoutNews(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	page := `{"entities": [{"id": "a", "name": null, "type": {"name": "basicAuth"}, "more": 1}], "nextUri": "https://elsewhere.example/circle?after=a"}`
	f.Inject(genesystest.ListCredentials, fakeapi.Fault{Status: http.StatusOK, Body: page})
	all, err := connect(t, f).ListCredentials(t.Context())
	if err != nil || len(all) != 1 || all[0].Type != "basicAuth" || f.Count(genesystest.ListCredentials) != 2 {
		t.Errorf("got %v and %v by %d requests", all, err, f.Count(genesystest.ListCredentials))
	}
}

// A page may be empty, or hold a null, and the listing still goes on.
func TestListingGoesOnAfterAPageWithHoles(t *testing.T) {
	t.Parallel()
	pages := []string{
		`{"entities": [], "nextUri": "/api/v2/integrations/credentials/listing?after=1"}`,
		`{"entities": [` + strings.Repeat(`{"id": "a"}, `, 199) + `null]}`,
		`{"entities": [{"id": "b"}]}`,
	}
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(pages[min(asked, 2)]))
		asked++
	}))
	t.Cleanup(server.Close)
	client, err := genesys.NewClient(httpapi.Config{Platform: "genesys", BaseURL: server.URL}, genesys.Credentials{AccessToken: secret.New("access-token")})
	if err != nil {
		t.Fatal(err)
	}
	all, err := client.ListCredentials(t.Context())
	if err != nil || len(all) != 2 || all[1].ID != "b" || asked != len(pages) {
		t.Errorf("got %v and %v by %d requests", all, err, asked)
	}
}

func TestFiftyReadersShareOneListing(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	ids, client := seed(f, 50), connect(t, f)
	read := func() {
		var readers sync.WaitGroup
		for _, id := range ids {
			readers.Go(func() {
				if found, err := client.FindCredential(t.Context(), id); err != nil || found.ModifiedDate == "" {
					t.Errorf("found %+v, %v", found, err)
				}
			})
		}
		readers.Wait()
	}
	read()
	expectCounts(t, f, map[string]int{genesystest.ListCredentials: 1})

	t.Log("Every write makes the next reader list again.")
	body := genesys.CredentialBody{Name: "n", Type: "basicAuth", Fields: map[string]secret.String{"userName": secret.New("u")}}
	created, err := client.CreateCredential(t.Context(), body)
	if err != nil {
		t.Fatal(err)
	}
	read()
	if _, err := client.UpdateCredential(t.Context(), created.ID, body); err != nil {
		t.Fatal(err)
	}
	read()
	if err := client.DeleteCredential(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	read()
	expectCounts(t, f, map[string]int{
		genesystest.ListCredentials: 3, genesystest.CreateCredential: 1, genesystest.PutCredential: 1, genesystest.DeleteCredential: 1,
	})

	t.Log("What the listing does not have is confirmed to be gone, and deleting it is a success.")
	if _, err := client.FindCredential(t.Context(), created.ID); !genesys.IsGone(err) {
		t.Errorf("got %v", err)
	}
	if err := client.DeleteCredential(t.Context(), created.ID); err != nil {
		t.Error(err)
	}
}

// A write may be readable only after a while: what was written just now is not believed to be gone at once.
func TestReadsMayLagBehindWrites(t *testing.T) {
	t.Parallel()
	var clock fakeapi.Clock
	f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{Now: clock.Now}, Lag: time.Minute})
	client := connect(t, f)
	written := time.Now()
	created, err := client.CreateCredential(t.Context(), genesys.CredentialBody{
		Name: "n", Type: "basicAuth", Fields: map[string]secret.String{"userName": secret.New("u")},
	})
	if err != nil {
		t.Fatal(err)
	}
	whole := func(*genesys.Credential) bool { return true }
	if _, err := client.ReadCredential(t.Context(), created.ID, written.Add(-time.Hour), whole); !genesys.IsGone(err) {
		t.Errorf("written an hour ago: %v", err)
	}
	expectCounts(t, f, map[string]int{genesystest.CreateCredential: 1, genesystest.ListCredentials: 1, genesystest.GetCredential: 1})

	go func() { // once it was looked for in vain
		for f.Count(genesystest.GetCredential) < 1 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		clock.Advance(time.Minute)
	}()
	if found, err := client.ReadCredential(t.Context(), created.ID, time.Now(), whole); err != nil || found.Fields["userName"] != "u" {
		t.Errorf("written just now: %+v, %v", found, err)
	}
	expectCounts(t, f, map[string]int{genesystest.GetCredential: 2})
}

// What is hidden is never read as a value, in whichever form it is hidden.
func TestRedactedFieldsAreNotRead(t *testing.T) {
	t.Parallel()
	for _, form := range []genesystest.Redaction{genesystest.Absent, genesystest.Null, genesystest.Masked} {
		f := genesystest.NewServer(t, genesystest.Options{Redaction: form})
		id := f.SeedCredential(genesystest.Credential{Name: "n", Type: "basicAuth", Fields: map[string]string{"userName": "u", "password": "p"}})
		found, err := connect(t, f).GetCredential(t.Context(), id)
		if err != nil || !maps.Equal(found.Fields, map[string]string{"userName": "u"}) {
			t.Errorf("redacted %q: found %+v, %v", form, found, err)
		}
	}
}

func TestTokensAreFetchedOnceAndRenewedWhenRefused(t *testing.T) {
	t.Parallel()
	t.Run("throttled", func(t *testing.T) {
		t.Parallel()
		f := genesystest.NewServer(t, genesystest.Options{ThrottleTokens: 2})
		if _, err := connect(t, f).CredentialTypes(t.Context()); err != nil || f.Count(genesystest.Authenticate) != 3 {
			t.Errorf("got %v after %d token requests", err, f.Count(genesystest.Authenticate))
		}
	})
	t.Run("one for all, and renewed when refused", func(t *testing.T) {
		t.Parallel()
		f := genesystest.NewServer(t, genesystest.Options{})
		client := connect(t, f)
		for want := range 2 {
			var workers sync.WaitGroup
			for range 10 {
				workers.Go(func() {
					if _, err := client.ListCredentials(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			workers.Wait()
			if got := f.Count(genesystest.Authenticate); got != want+1 {
				t.Errorf("%d token requests, want %d", got, want+1)
			}
			f.Tokens.ExpireAll()
		}
		token, expires, err := client.AccessToken(t.Context())
		if err != nil || token.IsZero() || expires.Before(time.Now()) {
			t.Errorf("got a token until %s, %v", expires, err)
		}
	})
	t.Run("given", func(t *testing.T) {
		t.Parallel()
		f := genesystest.NewServer(t, genesystest.Options{})
		client := connect(t, f, func(c *genesys.Credentials) { *c = genesys.Credentials{AccessToken: secret.New(genesystest.Token)} })
		_, err := client.ListCredentials(t.Context())
		token, expires, _ := client.AccessToken(t.Context())
		if err != nil || f.Count(genesystest.Authenticate) != 0 || token.Reveal() != genesystest.Token || !expires.IsZero() {
			t.Errorf("got %v, a token until %s, and %d token requests", err, expires, f.Count(genesystest.Authenticate))
		}
	})
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		f := genesystest.NewServer(t, genesystest.Options{})
		client := connect(t, f, func(c *genesys.Credentials) { c.ClientSecret = secret.New("wrong-secret") })
		_, err := client.ListCredentials(t.Context())
		if err == nil || !strings.Contains(err.Error(), "POST /oauth/token answered 401 Unauthorized (invalid_client)") || f.Count(genesystest.Authenticate) != 1 {
			t.Errorf("got %v after %d token requests", err, f.Count(genesystest.Authenticate))
		}
	})
	t.Run("answer without a token", func(t *testing.T) {
		t.Parallel()
		f := genesystest.NewServer(t, genesystest.Options{})
		f.Inject(genesystest.Authenticate, fakeapi.Fault{Status: http.StatusOK, Body: `{"expires_in": 1}`})
		if _, err := connect(t, f).ListCredentials(t.Context()); err == nil || !strings.Contains(err.Error(), "holds no access_token") {
			t.Errorf("got %v", err)
		}
	})
}

// The wait stands in the header, or only in brackets in the message.
func TestThrottledRequestsWaitAsAsked(t *testing.T) {
	t.Parallel()
	message := `{"status": 429, "code": "too.many.requests.retry.after", "message": "Retry the request in [%s] seconds"}`
	for name, trouble := range map[string]fakeapi.Fault{
		"header":   {Status: http.StatusTooManyRequests, RetryAfter: time.Hour},
		"brackets": {Status: http.StatusTooManyRequests, Body: fmt.Sprintf(message, "3600")},
	} {
		f := genesystest.NewServer(t, genesystest.Options{})
		f.Inject(genesystest.ListCredentials, trouble)
		// An hour is more than the budget: that it is asked for shows without waiting.
		_, err := connect(t, f).ListCredentials(t.Context())
		if err == nil || !strings.Contains(err.Error(), "asks to wait 1h0m0s") || f.Count(genesystest.ListCredentials) != 1 {
			t.Errorf("%s: got %v after %d requests", name, err, f.Count(genesystest.ListCredentials))
		}
	}
	f := genesystest.NewServer(t, genesystest.Options{})
	f.Inject(genesystest.ListCredentials, fakeapi.Fault{Status: http.StatusTooManyRequests, Body: fmt.Sprintf(message, "0"), Times: 1})
	if _, err := connect(t, f).ListCredentials(t.Context()); err != nil || f.Count(genesystest.ListCredentials) != 2 {
		t.Errorf("got %v after %d requests", err, f.Count(genesystest.ListCredentials))
	}
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
			"genesys: GET /api/v2/integrations/credentials/listing answered 400 Bad Request (bad.request): Malformed; request id c0ffee; 1 attempt",
		},
		"not in the documented form": {
			fakeapi.Fault{Status: http.StatusForbidden, Body: "<html>"},
			1,
			"answered 403 Forbidden; 1 attempt. The credentials are known, but do not permit this call",
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
	_, err := connect(t, f).GetCredential(t.Context(), "nobody")
	failed, ok := errors.AsType[*httpapi.Error](err)
	if !ok || failed.RequestID == "" || !genesys.IsGone(err) {
		t.Errorf("got %v", err)
	}
}

func TestConfigIsWrittenUnderItsVersion(t *testing.T) {
	t.Parallel()
	rename := func(c genesys.Config) genesys.Config { c.Name = "ours"; return c }
	for name, test := range map[string]struct {
		options  genesystest.Options
		trouble  fakeapi.Fault // of the PUT
		byHand   int           // how many others write between our GET and our PUT
		puts     int
		conflict bool
	}{
		"nobody else":           {puts: 1},
		"another writer, 409":   {byHand: 1, puts: 2},
		"another writer, 408":   {options: genesystest.Options{VersionStatus: http.StatusRequestTimeout}, byHand: 1, puts: 2},
		"another writer, 400":   {options: genesystest.Options{VersionStatus: http.StatusBadRequest}, byHand: 1, puts: 2},
		"always another writer": {byHand: 10, puts: 3, conflict: true},
		"lost answer":           {trouble: fakeapi.Fault{Reset: true, Applied: true, Times: 1}, puts: 2},
		"lost answer, then 400": {options: genesystest.Options{VersionStatus: http.StatusBadRequest}, trouble: fakeapi.Fault{Reset: true, Applied: true, Times: 1}, puts: 2},
		"other refusals are final": {
			trouble: fakeapi.Fault{Status: http.StatusBadRequest, Body: `{"code": "bad.request", "message": "No."}`}, puts: 1, conflict: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := genesystest.NewServer(t, test.options)
			if test.trouble != (fakeapi.Fault{}) {
				f.Inject(genesystest.PutConfig, test.trouble)
			}
			others := 0
			written, err := connect(t, f).ChangeConfig(t.Context(), genesystest.WebServicesID, func(c genesys.Config) genesys.Config {
				if others < test.byHand {
					others++
					f.EditIntegration(genesystest.WebServicesID, func(i *genesystest.Integration) { i.Notes = fmt.Sprint("by hand ", others) })
				}
				return rename(c)
			})
			if (err != nil) != test.conflict || f.Count(genesystest.PutConfig) != test.puts {
				t.Fatalf("got %v after %d writes", err, f.Count(genesystest.PutConfig))
			}
			stored := webServices(t, f)
			if err == nil && (stored.Name != "ours" || written.Version != int64(stored.Version) || test.byHand == 1 && stored.Notes != "by hand 1") {
				t.Errorf("stored %+v, answered %+v", stored, written)
			}
		})
	}
}

// A configuration that comes back as it was is not written, and one that is gets back what it had, to the last digit.
func TestConfigKeepsWhatIsNotChanged(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	client := connect(t, f)
	same := func(c genesys.Config) genesys.Config { return c }
	if _, err := client.ChangeConfig(t.Context(), genesystest.ClientAppID, same); err != nil || f.Count(genesystest.PutConfig) != 0 {
		t.Errorf("got %v after %d writes", err, f.Count(genesystest.PutConfig))
	}
	long := `{"id": "current", "name": null, "version": 3, "notes": null, "credentials": null, "advanced": null, "properties": {"n": 12345678901234567890.10}}`
	f.Inject(genesystest.GetConfig, fakeapi.Fault{Status: http.StatusOK, Body: long, Times: 1})
	if _, err := client.ChangeConfig(t.Context(), genesystest.ClientAppID, func(c genesys.Config) genesys.Config { c.Notes = "ours"; return c }); err != nil {
		t.Fatal(err)
	}
	sent := f.Requests()[len(f.Requests())-1]
	if want := `{"advanced":{},"credentials":{},"name":"","notes":"ours","properties":{"n":12345678901234567890.10},"version":3}`; string(sent.Body) != want {
		t.Errorf("sent %s, want %s", sent.Body, want)
	}
}

// Who uses a credential may be more than a page.
func TestAllUsersOfACredentialAreFound(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	id := seed(f, 1)[0]
	var want []string
	for i := range 201 {
		want = append(want, f.SeedIntegration(genesystest.Integration{
			Name: strconv.Itoa(i), Type: "custom-rest-actions", Credentials: map[string]string{"basicAuth": id},
		}))
	}
	found, err := connect(t, f).ListIntegrationsUsing(t.Context(), id)
	got := make([]string, len(found))
	for i, one := range found {
		got[i] = one.ID
	}
	if diff := gocmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	expectCounts(t, f, map[string]int{genesystest.ListIntegrations: 2})
}

// What does not change is asked for once, even if it cannot be had.
func TestTypesAreFetchedOnce(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, http.StatusInternalServerError} {
		f := genesystest.NewServer(t, genesystest.Options{})
		if status != 0 {
			f.Inject(genesystest.ListCredentialTypes, fakeapi.Fault{Status: http.StatusInternalServerError})
			f.Inject(genesystest.GetIntegrationType, fakeapi.Fault{Status: http.StatusInternalServerError})
		}
		client := connect(t, f)
		for range 3 {
			_, first := client.CredentialTypes(t.Context())
			_, second := client.IntegrationType(t.Context(), "custom-rest-actions")
			if err := cmp.Or(first, second); (err != nil) != (status != 0) {
				t.Errorf("got %v", err)
			}
		}
		expectCounts(t, f, map[string]int{genesystest.ListCredentialTypes: 1, genesystest.GetIntegrationType: 1})
	}
}

// Whoever is cancelled ends no wait but its own, and nobody waits for what another has asked.
func TestCancelledCallersLeaveTypesToTheOthers(t *testing.T) {
	t.Parallel()
	const slow, other = "custom-rest-actions", "audiohook"
	for route, test := range map[string]struct {
		get   func(context.Context, *genesys.Client) error
		calls int
	}{
		genesystest.ListCredentialTypes: {func(ctx context.Context, client *genesys.Client) error {
			_, err := client.CredentialTypes(ctx)
			return err
		}, 1},
		genesystest.GetIntegrationType: {func(ctx context.Context, client *genesys.Client) error {
			_, err := client.IntegrationType(ctx, slow)
			return err
		}, 2}, // the other one included
	} {
		t.Run(route, func(t *testing.T) {
			t.Parallel()
			f := genesystest.New(genesystest.Options{})
			asked, release := make(chan struct{}, 1), make(chan struct{})
			f.URL = fakeapi.Start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if last := path.Base(r.URL.Path); last == "types" || last == slow {
					asked <- struct{}{}
					<-release
				}
				f.ServeHTTP(w, r)
			}))
			client := connect(t, f)
			first, cancel := context.WithCancel(t.Context())
			failed := make(chan error)
			go func() { failed <- test.get(first, client) }()
			<-asked
			if _, err := client.IntegrationType(t.Context(), other); err != nil {
				t.Errorf("another type: %v", err)
			}
			cancel()
			if err := <-failed; !errors.Is(err, context.Canceled) {
				t.Errorf("the first caller got %v", err)
			}
			if err := test.get(first, client); !errors.Is(err, context.Canceled) {
				t.Errorf("a later caller that is cancelled got %v", err)
			}
			close(release)
			if err := test.get(t.Context(), client); err != nil || f.Count(route) != test.calls {
				t.Errorf("a later caller got %v after %d requests", err, f.Count(route))
			}
		})
	}
}
