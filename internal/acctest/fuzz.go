package acctest

import (
	"bytes"
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// FuzzAnswers fuzzes what a client makes of its platform's answers: whatever they are, it must not panic, repeat its
// requests without end, or show the secret that is known to it. The calls make the client and return all errors. What the fake answers to them,
// without an error, and variants of it are the seed corpus.
func FuzzAnswers(f *testing.F, fake http.Handler, known string, calls func(t testing.TB, config httpapi.Config) []error) {
	f.Helper()
	p := &repeater{fake: fake}
	server := httptest.NewUnstartedServer(p)
	server.Config.IdleTimeout = time.Second // every run has a client of its own, whose connections nothing else ends
	server.Start()
	f.Cleanup(server.Close)
	config := httpapi.Config{
		Platform: "fuzzed", BaseURL: server.URL,
		Retry: httpapi.Retry{MaxAttempts: 2, MinWait: time.Microsecond, MaxWait: time.Microsecond, MaxElapsed: 100 * time.Millisecond},
	}
	for _, err := range calls(f, config) {
		if err != nil {
			f.Fatal(err)
		}
	}
	p.fake = nil
	bodies := slices.Concat(p.answers, []string{
		"", "null", "{}", "[null]", `"text"`, "[[" + strings.Repeat(",{}", 300)[1:] + "]]", "[" + strings.Repeat(",{}", 300)[1:] + "]",
		`{"items": [null], "accounts": [null], "entities": [null], "totalCount": 999, "total": 999, "nextUri": "/?a=b"}`,
		`{"items": [{"id": "1"}], "accounts": [{"id": "1"}], "entities": [{"id": "1"}], "totalCount": 999, "total": 999, "nextUri": "/?a=b"}`,
		"<html>" + known, `{"message": "` + known + ` in [7] seconds", "error": "` + known + `", "error_code": "` + known + `"}`,
	})
	statuses := []uint16{0, 4, 200, 204, 300}
	for _, body := range bodies {
		for _, status := range statuses {
			f.Add(status, body)
		}
	}
	AddVariants(f, bodies, func(r *rand.Rand, body string) { f.Add(statuses[r.IntN(2)*r.IntN(len(statuses))], body) })
	f.Fuzz(func(t *testing.T, status uint16, body string) {
		p.repeat(200+int(status%400), body)
		for _, err := range calls(t, config) {
			if err != nil && strings.Contains(err.Error(), known) {
				t.Errorf("a secret is shown: %v", err)
			}
		}
		if p.exhausted() {
			t.Error("the client repeats its requests without end")
		}
	})
}

// FuzzTokens is FuzzAnswers for the token endpoint of a platform. connect makes a client that fetches its tokens with the
// secret.
func FuzzTokens[C interface {
	AccessToken(ctx context.Context) (secret.String, time.Time, error)
}](f *testing.F, fake http.Handler, clientSecret string, connect func(config httpapi.Config) (C, error),
) {
	f.Helper()
	FuzzAnswers(f, fake, clientSecret, func(t testing.TB, config httpapi.Config) []error {
		client, err := connect(config)
		token, _, tokenErr := client.AccessToken(t.Context())
		if tokenErr == nil && token.IsZero() {
			t.Error("an empty token")
		}
		return []error{err, tokenErr}
	})
}

// repeater returns one answer to every request; as long as it has a fake, it passes requests on to that, and records the answers.
type repeater struct {
	fake    http.Handler // nil: none
	answers []string

	mu     sync.Mutex
	status int
	body   string
	count  int // of requests since repeat
}

func (r *repeater) repeat(status int, body string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status, r.body, r.count = status, body, 0
}

// exhausted reports whether there were far more requests than all calls take, with all repetitions.
func (r *repeater) exhausted() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.count > 200
}

func (r *repeater) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if r.fake != nil {
		answer := httptest.NewRecorder()
		answer.Body = new(bytes.Buffer)
		r.fake.ServeHTTP(answer, req)
		r.answers = append(r.answers, answer.Body.String())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
		return
	}
	if r.exhausted() {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count++
	w.WriteHeader(r.status)
	_, _ = w.Write([]byte(r.body))
}
