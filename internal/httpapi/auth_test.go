package httpapi_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/redact"
)

// issuer issues tokens with the numbers 1, 2, 3 …; only the latest is accepted.
type issuer struct {
	latest atomic.Int32
}

func (i *issuer) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/token":
		reply(200, fmt.Sprintf(`{"access_token": "token-%d"}`, i.latest.Add(1)))(w, r)
	case r.Header.Get("Authorization") == fmt.Sprintf("Bearer token-%d", i.latest.Load()):
		reply(200, "{}")(w, r)
	default:
		reply(401, `{"message": "refused `+r.Header.Get("Authorization")+`"}`)(w, r)
	}
}

// authenticated returns a client that gets its tokens from the server it talks to, through itself.
func authenticated(t *testing.T, base string, lifetime time.Duration, options ...func(*httpapi.Config)) *httpapi.Client {
	t.Helper()
	var client *httpapi.Client
	source := httpapi.OAuth(func(ctx context.Context) (httpapi.Token, error) {
		token, err := client.FetchToken(ctx, httpapi.Request{Path: "/token", NoAuth: true})
		token.ExpiresIn = lifetime
		return token, err
	})
	client = connect(t, base, append(options, func(c *httpapi.Config) { c.Auth = source })...)
	return client
}

func TestTenWorkersFetchOneToken(t *testing.T) {
	t.Parallel()
	for _, places := range []int{0, 1, 10} {
		var tokens issuer
		server := play(t, tokens.serve)
		client := authenticated(t, server.URL, time.Hour, func(c *httpapi.Config) { c.Limit.Concurrency = places })
		call := func() error {
			return client.Do(t.Context(), httpapi.Request{Method: http.MethodPost, Path: "/things"}, nil)
		}
		if failed := errors.Join(workers(10, call)...); failed != nil || tokens.latest.Load() != 1 {
			t.Fatalf("%d tokens were fetched, got %v", tokens.latest.Load(), failed)
		}
		// All ten are refused with the same token.
		tokens.latest.Add(1)
		if failed := errors.Join(workers(10, call)...); failed != nil || tokens.latest.Load() != 3 {
			t.Errorf("%d tokens were fetched after the refusal, got %v", tokens.latest.Load()-2, failed)
		}
	}
}

func TestOneRepeatWithANewToken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer step
		option func(*httpapi.Config)
	}{
		"401":     {reply(401, ""), func(*httpapi.Config) {}},
		"by body": {reply(400, "invalid_token"), func(c *httpapi.Config) { c.Unauthorized = invalidToken }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := reply(200, `{"access_token": "token-value"}`)
			server := play(t, token, test.answer, token, test.answer)
			client := authenticated(t, server.URL, time.Hour, test.option, func(c *httpapi.Config) { c.Retry.MaxAttempts = 1 })
			err := client.Do(t.Context(), httpapi.Request{Method: http.MethodPost, Path: "/things"}, nil)
			if httpapi.StatusOf(err) < 400 || server.count() != 4 {
				t.Errorf("%d requests arrived, want token, call, token, call; got %v", server.count(), err)
			}
		})
	}
}

func invalidToken(_ int, body []byte) bool { return strings.Contains(string(body), "invalid_token") }

func TestFixedCredentialsAreNotRepeated(t *testing.T) {
	t.Parallel()
	for want, auth := range map[string]httpapi.Auth{
		"Bearer fixed-token":         httpapi.Bearer(secret.New("fixed-token")),
		"Basic dXNlcjpwYXNzd29yZA==": httpapi.Basic("user", secret.New("password")),
	} {
		server := play(t, reply(401, `{"message": "neither password nor fixed-token is known"}`))
		err := connect(t, server.URL, func(c *httpapi.Config) { c.Auth = auth }).Do(t.Context(), read, nil)
		if httpapi.StatusOf(err) != 401 || server.count() != 1 || strings.Count(err.Error(), "(secret)") != 1 {
			t.Errorf("%d requests arrived, got %v", server.count(), err)
		}
		if got, _ := server.request(0); got.Header.Get("Authorization") != want {
			t.Errorf("got %q, want %q", got.Header.Get("Authorization"), want)
		}
	}
}

func TestFetchedToken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers []step
		want    time.Duration
		fault   string
	}{
		"with a lifetime":    {answers: []step{reply(200, `{"access_token": "canary", "token_type": "bearer", "expires_in": 60}`)}, want: time.Minute},
		"as text":            {answers: []step{reply(200, `{"access_token": "canary", "expires_in": "3600.0"}`)}, want: time.Hour},
		"for ever":           {answers: []step{reply(200, `{"access_token": "canary", "expires_in": 1e300}`)}, want: 1000 * time.Hour},
		"of no lifetime":     {answers: []step{reply(200, `{"access_token": "canary", "expires_in": ""}`)}},
		"of an odd lifetime": {answers: []step{reply(200, `{"access_token": "canary", "expires_in": {"seconds": null}}`)}},
		"without a lifetime": {answers: []step{reply(200, `{"access_token": "canary"}`)}},
		"at a second try":    {answers: []step{reset, reply(200, `{"access_token": "canary"}`)}},
		"empty":              {answers: []step{reply(200, `{"access_token": ""}`)}, fault: "holds no access_token"},
		"broken":             {answers: []step{reply(500, "{}")}, fault: "answered 500"},
		"refused":            {answers: []step{reply(400, `{"code": "invalid_client"}`)}, fault: "answered 400 Bad Request (invalid_client); 1 attempt. Check the credentials"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := play(t, test.answers...)
			token, err := connect(t, server.URL).FetchToken(t.Context(), httpapi.Request{Path: "/token"})
			if server.count() != len(test.answers) {
				t.Errorf("%d requests arrived, want %d", server.count(), len(test.answers))
			}
			if test.fault != "" {
				if err == nil || !strings.Contains(err.Error(), test.fault) || !token.AccessToken.IsZero() || httpapi.AppliedOf(err) != httpapi.NotApplied {
					t.Errorf("got %v, want %q", err, test.fault)
				}
			} else if err != nil || token.AccessToken.Reveal() != "canary" || token.ExpiresIn != test.want {
				t.Errorf("got a token for %s, %v", token.ExpiresIn, err)
			}
		})
	}
}

// All workers wait for a token: it may take longer than what the operation that needed it first has left.
func TestATokenHasABudgetOfItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := authenticated(t, nowhere, time.Hour, budget(time.Minute))
		server := rehearse(client, reply(429, "", "Retry-After", "1"), reply(200, `{"access_token": "token-value"}`), reply(200, "{}"))
		err := client.Repeat(t.Context(), func(ctx context.Context) (bool, error) {
			time.Sleep(time.Minute) // in the bubble
			return false, client.Do(ctx, read, nil)
		})
		if err != nil || server.count() != 3 {
			t.Errorf("got %v after %d requests", err, server.count())
		}
	})
}

func TestFailedTokenRequest(t *testing.T) {
	t.Parallel()
	for _, status := range []int{401, 500} {
		server := play(t, reply(status, "{}"))
		err := authenticated(t, server.URL, time.Hour).Do(t.Context(),
			httpapi.Request{Method: http.MethodPost, Path: "/things"}, nil)
		if httpapi.AppliedOf(err) != httpapi.NotApplied || httpapi.StatusOf(err) != 0 {
			t.Errorf("the token request was taken for the write itself: %v", err)
		}
		host := server.Listener.Addr().String()
		want := fmt.Sprintf("POST /things on %s: no access token: example: POST /token on %s answered %d", host, host, status)
		if err == nil || !strings.Contains(err.Error(), want) || server.count() != 1 {
			t.Errorf("got %v after %d requests, want %q", err, server.count(), want)
		}
	}
}

// The words of a failed token request are our own, and the path is not what a secret is in, whatever the secrets are.
func TestFailedTokenRequestIsReadable(t *testing.T) {
	t.Parallel()
	const path = "/oneaccess/api/v2/tenant/token"
	server := play(t, reply(401, "{}"))
	var client *httpapi.Client
	client = connect(t, server.URL, func(c *httpapi.Config) {
		c.CredentialsFrom = "EXAMPLE_CLIENT_SECRET in the environment"
		c.Auth = httpapi.OAuth(func(ctx context.Context) (httpapi.Token, error) {
			return client.FetchToken(ctx, httpapi.Request{Path: path, NoAuth: true})
		})
	})
	ctx := redact.With(t.Context(), func() []string { return []string{"tenant-unauth", "EXAMPLE_CLIENT_9", "credentials"} })
	err := client.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: "/credentials/{id}", Params: map[string]string{"id": "tenant-unauth"}}, nil)
	for _, want := range []string{
		"GET /credentials/(secret) on", "POST " + path + " on", "answered 401 Unauthorized", "The credentials come from EXAMPLE_CLIENT_SECRET in the environment",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestSecretsInOtherErrorsAreMasked(t *testing.T) {
	t.Parallel()
	client := connect(t, "https://api.example.com", func(c *httpapi.Config) {
		c.Auth = httpapi.OAuth(func(context.Context) (httpapi.Token, error) {
			return httpapi.Token{}, errors.New("no token for canary")
		})
	})
	client.Redact(secret.New("canary"))
	var logged bytes.Buffer
	err := client.Do(tflogtest.RootLogger(t.Context(), &logged), read, nil)
	for _, text := range []string{fmt.Sprint(err), logged.String()} {
		if !strings.Contains(text, "no token for (secret)") || strings.Contains(text, "canary") {
			t.Errorf("got %s", text)
		}
	}
}

func TestTokensAreRenewedBeforeTheyExpire(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ lifetime, still, renewed time.Duration }{
		"a minute before":         {time.Hour, 59*time.Minute - time.Second, 59 * time.Minute},
		"a tenth of a short life": {100 * time.Second, 89 * time.Second, 90 * time.Second},
		"little life left":        {2 * time.Second, time.Second, 2 * time.Second},
		"an unknown life":         {0, 1000 * time.Hour, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fetched := 0
				source := httpapi.OAuth(func(context.Context) (httpapi.Token, error) {
					fetched++
					return httpapi.Token{AccessToken: secret.New(fmt.Sprint("token-", fetched)), ExpiresIn: test.lifetime}, nil
				})
				expect := func(want string) {
					t.Helper()
					got, expires, err := source.AccessToken(t.Context())
					if err != nil || got.Reveal() != want || expires.IsZero() != (test.lifetime == 0) {
						t.Errorf("got %s until %s, %v; want %s", got.Reveal(), expires, err, want)
					}
				}
				expect("token-1")
				time.Sleep(test.still)
				expect("token-1")
				if test.renewed > 0 {
					time.Sleep(test.renewed - test.still)
					expect("token-2")
				}
			})
		})
	}
}

// Workers that queue while their token wears out go on with a new one: a refusal would cost each of them its only repeat.
func TestATokenThatWearsOutInTheQueueIsRenewedFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := authenticated(t, nowhere, 900*time.Millisecond, func(c *httpapi.Config) { c.Limit.Concurrency = 1 })
		var issued, refused, answers atomic.Int32
		rehearse(client, func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/token":
				reply(200, fmt.Sprintf(`{"access_token": "token-%d"}`, issued.Add(1)))(w, r)
			case answers.Add(1) == 1:
				reply(429, "{}", "Retry-After", "1")(w, r)
			case r.Header.Get("Authorization") == "Bearer token-1":
				refused.Add(1)
				reply(401, "{}")(w, r)
			default:
				reply(200, "{}")(w, r)
			}
		})
		if err := errors.Join(workers(5, func() error {
			return client.Do(t.Context(), httpapi.Request{Method: http.MethodGet, Path: "/things"}, nil)
		})...); err != nil {
			t.Error(err)
		}
		if refused.Load() != 0 {
			t.Errorf("%d requests went out with the token that had worn out", refused.Load())
		}
	})
}

func TestACancelledWorkerLeavesTheFetchToTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		source := httpapi.OAuth(func(ctx context.Context) (httpapi.Token, error) {
			select {
			case <-ctx.Done():
				return httpapi.Token{}, ctx.Err()
			case <-time.After(time.Minute):
				return httpapi.Token{AccessToken: secret.New("token")}, nil
			}
		})
		first, cancel := context.WithCancel(t.Context())
		failed := make(chan error)
		go func() {
			_, _, err := source.AccessToken(first)
			failed <- err
		}()
		synctest.Wait()
		others := make(chan error)
		go func() {
			_, _, err := source.AccessToken(t.Context())
			others <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("the cancelled worker got %v", err)
		}
		if err := <-others; err != nil {
			t.Errorf("the other worker got %v", err)
		}
	})
}
