package httpapi_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"sync"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// step answers one request.
type step = http.HandlerFunc

// script is a server that answers each request with the next step, and the last step for ever.
type script struct {
	*httptest.Server // nil: rehearsed

	mu    sync.Mutex
	steps []step
	seen  []*http.Request
	read  []string // their bodies
}

func play(t *testing.T, steps ...step) *script {
	t.Helper()
	s := &script{steps: steps}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// nowhere is the base of a client that has no network.
const nowhere = "http://api.invalid"

// rehearse has a script answer the client without a network, on which the clock of a synctest bubble would not move.
func rehearse(c *httpapi.Client, steps ...step) *script {
	s := &script{steps: steps}
	c.Reach(s)
	return s
}

// RoundTrip implements http.RoundTripper.
func (s *script) RoundTrip(r *http.Request) (_ *http.Response, err error) {
	defer func() {
		if broken := recover(); broken == http.ErrAbortHandler { //nolint:errorlint // it is a panic's value, not a wrapped error
			err = io.EOF
		} else if broken != nil {
			panic(broken)
		}
	}()
	httptrace.ContextClientTrace(r.Context()).WroteHeaders()
	arrived := r.Clone(r.Context())
	arrived.Body = cmp.Or(r.Body, io.ReadCloser(http.NoBody))
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, arrived)
	return answer.Result(), nil
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	s.mu.Lock()
	s.seen, s.read = append(s.seen, r), append(s.read, string(body))
	next := s.steps[min(len(s.seen), len(s.steps))-1]
	s.mu.Unlock()
	next(w, r)
}

// count returns how many requests arrived.
func (s *script) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.seen)
}

// request returns the i-th request that arrived, and its body.
func (s *script) request(i int) (*http.Request, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen[i], s.read[i]
}

func reply(status int, body string, header ...string) step {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// reset breaks the connection without an answer.
func reset(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// truncate breaks the connection in the middle of the answer.
func truncate(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	_, _ = w.Write([]byte(`{"id":`))
	panic(http.ErrAbortHandler)
}

// quick is a policy that tests need not wait for.
var quick = httpapi.Retry{MaxAttempts: 3, MinWait: time.Millisecond, MaxWait: 2 * time.Millisecond, MaxElapsed: time.Minute}

func connect(t *testing.T, base string, options ...func(*httpapi.Config)) *httpapi.Client {
	t.Helper()
	config := httpapi.Config{
		Platform: "example", BaseURL: base, UserAgent: "test/1", Retry: quick, ParseError: parseError,
		Transport: httpapi.Transport{RequestTimeout: time.Minute},
	}
	for _, option := range options {
		option(&config)
	}
	client, err := httpapi.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func parseError(_ int, header http.Header, body []byte) httpapi.Reported {
	var said struct{ Code, Message string }
	_ = json.Unmarshal(body, &said)
	return httpapi.Reported{Code: said.Code, Message: said.Message, RequestID: header.Get("X-Request-Id")}
}

func timeout(d time.Duration) func(*httpapi.Config) {
	return func(c *httpapi.Config) { c.Transport.RequestTimeout = d }
}

func budget(d time.Duration) func(*httpapi.Config) {
	return func(c *httpapi.Config) { c.Retry.MaxElapsed = d }
}
