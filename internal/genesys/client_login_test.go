package genesys_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

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
		for status, want := range map[int]string{0: "401 Unauthorized", http.StatusBadRequest: "400 Bad Request"} {
			f := genesystest.NewServer(t, genesystest.Options{ClientStatus: status})
			client := connect(t, f, func(c *genesys.Credentials) { c.ClientSecret = secret.New("wrong-secret") })
			_, err := client.ListCredentials(t.Context())
			if err == nil || !strings.Contains(err.Error(), " answered "+want+" (invalid_client)") || f.Count(genesystest.Authenticate) != 1 {
				t.Errorf("got %v after %d token requests", err, f.Count(genesystest.Authenticate))
			}
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
