package acctest

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
)

// meddling is what is done to an answer.
type meddling struct {
	status int    // instead of the answer's own, if it is one of 200 to 599
	place  int    // which value of its JSON is replaced; 0: the whole body
	text   string // by what; empty: the value is taken out
}

// meddler passes requests on to a fake, and meddles with one of its answers: what was asked for is done all the same.
type meddler struct {
	mu    sync.Mutex
	fake  http.Handler
	at    int // which answer; -1: none
	done  meddling
	said  []exchange      // what the fake was asked, and has answered itself
	heard strings.Builder // what was sent to the fake, up to that answer
	mute  bool            // a success was answered that tells nothing, since start
}

func (m *meddler) begin(fake http.Handler, at int, done meddling) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fake, m.at, m.done, m.said, m.mute = fake, at, done, nil, false
	m.heard.Reset()
}

// exchange is a request and the body of the answer to it.
type exchange struct{ request, answer string }

// exchanges gives those since begin.
func (m *meddler) exchanges() []exchange {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.said
}

// start and nothing tell whether an answer in between was a success without any content.
func (m *meddler) start() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.mute = false
}

func (m *meddler) nothing() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.mute
}

// knows tells whether the answer that was meddled with can have had a text: one of letters and digits that was sent before.
func (m *meddler) knows(text string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return strings.Contains(m.heard.String(), text)
}

// maxRequests are far more than a chapter takes, with all repetitions.
const maxRequests = 100

func (m *meddler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.said) > maxRequests {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client went away
	}
	if len(m.said) <= m.at {
		m.heard.Write(sent)
	}
	r.Body = io.NopCloser(bytes.NewReader(sent))
	answer := httptest.NewRecorder()
	m.fake.ServeHTTP(answer, r)
	status, body := answer.Code, answer.Body.String()
	m.said = append(m.said, exchange{r.Method + " " + r.URL.String(), body})
	if len(m.said)-1 == m.at {
		if m.done.status >= 200 && m.done.status <= 599 {
			status = m.done.status
		}
		own := body
		body = m.done.edit(own)
		m.mute = status < 300 && m.done.place == 0 && slices.Contains(odd, body) && (body != "[]" || !strings.HasPrefix(own, "["))
	}
	maps.Copy(w.Header(), answer.Header())
	w.Header().Del("Content-Length") // of the body as it was
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// edit gives the body with the text in the place of one of its values. What is no JSON is replaced whole.
func (m meddling) edit(body string) string {
	at := m.place % len(values(body))
	if at == 0 {
		return m.text
	}
	const mark = "the-place" // the text need not be JSON
	var document any
	_ = json.Unmarshal([]byte(body), &document) // it has several places
	edited, err := json.Marshal(walk(document, func(value any) any {
		at--
		switch {
		case at != -1:
			return value
		case m.text == "":
			return none{}
		}
		return mark
	}))
	if err != nil {
		panic(err) // it came from JSON
	}
	return strings.Replace(string(edited), `"`+mark+`"`, m.text, 1)
}

// values gives the values in a JSON document, in a fixed order. The first is the document itself; of what is no JSON it is nil.
func values(body string) []any {
	var document any
	_ = json.Unmarshal([]byte(body), &document)
	var all []any
	walk(document, func(value any) any {
		all = append(all, value)
		return value
	})
	return all
}

// walk gives a JSON document with each value replaced, outer ones first.
func walk(value any, replace func(any) any) any {
	switch value := replace(value).(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			value[name] = walk(value[name], replace)
		}
		maps.DeleteFunc(value, func(_ string, member any) bool { return member == any(none{}) })
		return value
	case []any:
		for i := range value {
			value[i] = walk(value[i], replace)
		}
		return slices.DeleteFunc(value, func(element any) bool { return element == any(none{}) })
	default:
		return value
	}
}

// none stands for a value that is taken out.
type none struct{}
