package httpapi_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

func TestWhatIsRepeated(t *testing.T) {
	t.Parallel()
	const get, put, patch, del, post = http.MethodGet, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodPost
	status := func(status int, header ...string) step { return reply(status, "{}", header...) }
	repeats := map[bool]int{true: quick.MaxAttempts, false: 1}
	for _, test := range []struct {
		name    string
		answer  step
		writes  bool // PUT, PATCH, DELETE and GET are repeated
		posts   bool // POST is repeated
		unknown bool // whether a write was applied
	}{
		{"200", status(200), false, false, false},
		{"301", status(301), false, false, false},
		{"303", status(303), false, false, true},
		{"400", status(400), false, false, false},
		{"401", status(401), false, false, false},
		{"403", status(403), false, false, false},
		{"404", status(404), false, false, false},
		{"408", status(408), false, false, true},
		{"409", status(409), false, false, false},
		{"422", status(422), false, false, false},
		{"429", status(429), true, true, false},
		{"429 with Retry-After", status(429, "Retry-After", "0"), true, true, false},
		{"500", status(500), false, false, true},
		{"501", status(501), false, false, true},
		{"502", status(502), true, false, true},
		{"503", status(503), true, false, true},
		{"503 with Retry-After", status(503, "Retry-After", "0"), true, true, false},
		{"504", status(504), true, false, true},
		{"504 with Retry-After", status(504, "Retry-After", "0"), true, false, true},
		{"reset", reset, true, false, true},
		{"truncated", truncate, true, false, true},
	} {
		for _, method := range []string{get, put, patch, del, post, "repeatable " + post} {
			t.Run(method+" "+test.name, func(t *testing.T) {
				t.Parallel()
				server := play(t, test.answer)
				bare, repeatable := strings.CutPrefix(method, "repeatable ")
				want := repeats[test.writes]
				if method == post {
					want = repeats[test.posts]
				}
				err := connect(t, server.URL).Do(t.Context(), httpapi.Request{
					Method: bare, Path: "/things", Body: map[string]string{"name": "x"}, Repeatable: repeatable,
				}, nil)
				if got := server.count(); got != want {
					t.Errorf("%d requests arrived, want %d", got, want)
				}
				if test.name == "200" {
					if err != nil {
						t.Error(err)
					}
					return
				}
				failed, ok := errors.AsType[*httpapi.Error](err)
				if !ok {
					t.Fatalf("got %v, want an *httpapi.Error", err)
				}
				if failed.Attempts != want {
					t.Errorf("the error says %d attempts, want %d", failed.Attempts, want)
				}
				if (failed.Applied != httpapi.NotApplied) != (test.unknown && method != get) {
					t.Errorf("applied: %d", failed.Applied)
				}
			})
		}
	}
}

func TestNothingSentIsAlwaysRepeated(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	client := connect(t, "http://"+listener.Addr().String())
	err = client.Do(t.Context(), httpapi.Request{Method: http.MethodPost, Path: "/things"}, nil)
	failed, _ := errors.AsType[*httpapi.Error](err)
	if failed == nil || failed.Attempts != quick.MaxAttempts || failed.Applied != httpapi.NotApplied {
		t.Errorf("got %v", err)
	}
}

func TestAnEarlierAttemptMayHaveBeenApplied(t *testing.T) {
	t.Parallel()
	server := play(t, reset, reply(404, "{}"))
	err := connect(t, server.URL).Do(t.Context(), httpapi.Request{Method: http.MethodDelete, Path: "/things"}, nil)
	if httpapi.StatusOf(err) != 404 || httpapi.AppliedOf(err) == httpapi.NotApplied {
		t.Errorf("got %v", err)
	}
}

func TestTheErrorTellsOfTheLastAttempt(t *testing.T) {
	t.Parallel()
	var server *script
	server = play(t, func(w http.ResponseWriter, r *http.Request) {
		_ = server.Listener.Close() // the second attempt finds no server
		reply(429, `{"code": "slow.down"}`, "Retry-After", "0", "Connection", "close")(w, r)
	})
	err := connect(t, server.URL).Do(t.Context(), httpapi.Request{Method: http.MethodPost, Path: "/things"}, nil)
	if httpapi.StatusOf(err) != 0 || httpapi.CodeOf(err) != "" || httpapi.AppliedOf(err) != httpapi.NotApplied || server.count() != 1 {
		t.Errorf("got %v", err)
	}
}

func TestRepeatCarriesTheBody(t *testing.T) {
	t.Parallel()
	server := play(t, reply(503, ""), reply(200, `{"id":"7"}`))
	var out struct{ ID string }
	err := connect(t, server.URL).Do(t.Context(),
		httpapi.Request{Method: http.MethodPut, Path: "/things", Body: map[string]string{"a": "<&>"}}, &out)
	if err != nil || server.count() != 2 || out.ID != "7" {
		t.Fatalf("got %+v and %v after %d requests", out, err, server.count())
	}
	for i := range 2 {
		if _, body := server.request(i); body != `{"a":"<&>"}` {
			t.Errorf("attempt %d carried %q", i+1, body)
		}
	}
}

func TestRetryAfterIsKept(t *testing.T) {
	t.Parallel()
	now := time.Now().Truncate(time.Second)
	// By the server's clock the date is a second away, whatever the local clock says.
	far := now.Add(-24 * time.Hour)
	for name, test := range map[string]struct {
		answer step
		option func(*httpapi.Config)
	}{
		"seconds": {answer: reply(429, "", "Retry-After", "1")},
		"date": {answer: reply(429, "", "Date", far.UTC().Format(http.TimeFormat),
			"Retry-After", far.Add(time.Second).UTC().Format(http.TimeFormat))},
		"hint": {answer: reply(429, "wait [1] second"), option: func(c *httpapi.Config) { c.RetryAfter = bracketed }},
		"disguised": {answer: reply(400, "rate limit exceeded; [1]"), option: func(c *httpapi.Config) {
			c.RetryAfter = bracketed
			c.Throttled = func(_ int, body []byte) bool { return strings.HasPrefix(string(body), "rate limit exceeded;") }
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := connect(t, nowhere, func(c *httpapi.Config) {
					if test.option != nil {
						test.option(c)
					}
				})
				rehearse(client, test.answer, reply(200, ""))
				begun := time.Now()
				if err := client.Do(t.Context(), httpapi.Request{Method: http.MethodPost, Path: "/things"}, nil); err != nil {
					t.Fatal(err)
				}
				if waited := time.Since(begun); waited < time.Second || waited > time.Second+quick.MinWait {
					t.Errorf("waited %s, asked for 1s", waited)
				}
			})
		})
	}
}

func bracketed(_ int, body []byte) (time.Duration, bool) {
	_, rest, _ := strings.Cut(string(body), "[")
	digits, _, found := strings.Cut(rest, "]")
	seconds, err := strconv.Atoi(digits)
	return time.Duration(seconds) * time.Second, found && err == nil
}

func TestHeaderGoesBeforeHint(t *testing.T) {
	t.Parallel()
	server := play(t, reply(429, "[3600]", "Retry-After", "0"), reply(200, ""))
	client := connect(t, server.URL, func(c *httpapi.Config) { c.RetryAfter = bracketed })
	if err := client.Do(t.Context(), httpapi.Request{Method: http.MethodGet, Path: "/things"}, nil); err != nil {
		t.Error(err)
	}
}

func TestWaitBeyondTheBudgetFailsAtOnce(t *testing.T) {
	t.Parallel()
	for _, after := range []string{"3600", "2147483647", "99999999999", "Fri, 31 Dec 9999 23:59:59 GMT"} {
		server := play(t, reply(429, `{"code":"slow.down"}`, "Retry-After", after), reply(200, ""))
		client := connect(t, server.URL)
		for _, want := range []string{
			"answered 429 Too Many Requests (slow.down): the platform asks to wait ",
			"GET /things on " + server.Listener.Addr().String() + ": the platform asks to wait ", // the second call is not even sent: the platform is paused
		} {
			err := client.Do(t.Context(), httpapi.Request{Method: http.MethodGet, Path: "/things"}, nil)
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "left of max_elapsed (1m0s)") {
				t.Errorf("got %v, want %q", err, want)
			}
		}
		if server.count() != 1 {
			t.Errorf("%d requests arrived, want 1", server.count())
		}
	}
}

func TestBudgetEndsRepeats(t *testing.T) {
	t.Parallel()
	for want, answer := range map[string]step{"answered 503": reply(503, ""), "EOF": reset} {
		synctest.Test(t, func(t *testing.T) {
			client := connect(t, nowhere, impatient)
			rehearse(client, answer)
			err := client.Do(t.Context(), read, nil)
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "left of max_elapsed (1m0s)") {
				t.Errorf("got %v, want %q", err, want)
			}
		})
	}
}

// impatient has attempts enough, but little time. It is for a synctest bubble.
func impatient(c *httpapi.Config) {
	c.Retry = httpapi.Retry{MaxAttempts: 1_000_000, MinWait: time.Second, MaxWait: time.Second, MaxElapsed: time.Minute}
}

func TestUnsetLimitsOfRepeatsAreTheDefaults(t *testing.T) {
	t.Parallel()
	client := connect(t, "https://api.example.com", func(c *httpapi.Config) { c.Retry = httpapi.Retry{MaxAttempts: 2} })
	if got := client.MaxElapsed(); got != httpapi.DefaultRetry().MaxElapsed {
		t.Errorf("max_elapsed is %s", got)
	}
}

func TestCancelEndsTheWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(20*time.Second, cancel)
		client := connect(t, nowhere)
		rehearse(client, reply(503, "", "Retry-After", "50"))
		begun := time.Now()
		err := client.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: "/things"}, nil)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled underneath", err)
		}
		if waited := time.Since(begun); waited != 20*time.Second {
			t.Errorf("the wait went on for %s", waited)
		}
	})
}

// A read is cut off at once.
func TestCancelCutsAReadOff(t *testing.T) {
	t.Parallel()
	for _, request := range []httpapi.Request{
		{Method: http.MethodGet, Path: "/things"}, {Method: http.MethodPost, Path: "/things", ReadOnly: true},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		server := play(t, func(_ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done()
		})
		err := connect(t, server.URL).Do(ctx, request, nil)
		if !errors.Is(err, context.Canceled) || httpapi.AppliedOf(err) != httpapi.NotApplied || server.count() != 1 {
			t.Errorf("got %v after %d requests", err, server.count())
		}
	}
}

// What a write makes would be in no state if it were cut off. It is not repeated, though, and its time is limited.
func TestCancelLetsAWriteEnd(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer  step
		applied httpapi.Applied
		made    string
	}{
		"answered":     {answer: reply(200, `{"id": "7"}`), made: "7"},
		"overloaded":   {answer: reply(429, ""), applied: httpapi.NotApplied},
		"lost":         {answer: reset, applied: httpapi.MaybeApplied},
		"not answered": {answer: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, applied: httpapi.MaybeApplied},
	} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			t.Run(name+" "+method, func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithCancel(t.Context())
				server := play(t, func(w http.ResponseWriter, r *http.Request) {
					cancel()
					time.Sleep(50 * time.Millisecond) // long enough for a client to give up
					test.answer(w, r)
				})
				var out struct{ ID string }
				err := connect(t, server.URL, timeout(time.Second)).Do(ctx, httpapi.Request{Method: method, Path: "/things"}, &out)
				if out.ID != test.made || (err == nil) != (test.made != "") || httpapi.AppliedOf(err) != test.applied || server.count() != 1 ||
					err != nil && !errors.Is(err, context.Canceled) {
					t.Errorf("got %q, %v after %d requests", out.ID, err, server.count())
				}
			})
		}
	}
}
