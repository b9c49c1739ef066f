package engine

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
)

// tampering is what is done to an answer.
type tampering struct {
	status int    // instead of the answer's own, if it is one of 200 to 599
	place  int    // which value of its JSON is replaced; 0: the whole body
	text   string // by what; empty: the value is taken out
}

// Tamperer passes requests on to a fake, and tampers with one of its answers. The fake does what it was asked to do.
type Tamperer struct {
	mu    sync.Mutex
	fake  http.Handler
	at    int // which answer; -1: none
	done  tampering
	said  []exchange      // what the fake was asked, and has answered itself
	sent  strings.Builder // what was sent to the fake, up to that answer
	empty bool            // a success without content was answered, since watch
	later bool            // after it, another question was answered
}

func (t *Tamperer) begin(fake http.Handler, at int, done tampering) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.fake, t.at, t.done, t.said, t.empty, t.later = fake, at, done, nil, false, false
	t.sent.Reset()
}

// beginRun forgets what was sent in the run before, of which a new one knows no more than the texts.
func (t *Tamperer) beginRun(known string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sent.Reset()
	t.sent.WriteString(known)
}

// exchange is a request and the body of the answer to it.
type exchange struct{ request, answer string }

// exchanges returns those since begin.
func (t *Tamperer) exchanges() []exchange {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.said
}

// watch begins, and saidNothing reports, whether a success without any content was answered in between.
func (t *Tamperer) watch() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.empty, t.later = false, false
}

// knowsNothing is saidNothing where the provider did not ask in another way afterwards, such as for one object that a list
// does not show.
func (t *Tamperer) knowsNothing() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.empty && !t.later
}

func (t *Tamperer) saidNothing() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.empty
}

// received reports whether a text of letters and digits was sent before the answer that was tampered with, which can then hold
// it.
func (t *Tamperer) received(text string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Contains(t.sent.String(), text)
}

// maxRequests are far more than a step takes, with all repetitions.
const maxRequests = 100

func (t *Tamperer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.said) > maxRequests {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client went away
	}
	if len(t.said) <= t.at {
		t.sent.Write(body)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	t.fake.ServeHTTP(answer, r)
	status, own := answer.Code, answer.Body.String()
	t.said = append(t.said, exchange{r.Method + " " + r.URL.String(), own})
	said := own
	t.later = t.later || t.empty && status < 300
	if len(t.said)-1 == t.at {
		if t.done.status >= 200 && t.done.status <= 599 {
			status = t.done.status
		}
		said = t.done.edit(own)
		t.empty = status < 300 && t.done.place == 0 && slices.Contains(odd, said) && (said != "[]" || !strings.HasPrefix(own, "["))
	}
	maps.Copy(w.Header(), answer.Header())
	w.Header().Del("Content-Length") // of the body as it was
	w.WriteHeader(status)
	_, _ = w.Write([]byte(said))
}
