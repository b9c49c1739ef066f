package fakeapi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Request is the record of one request that arrived.
type Request struct {
	Method string
	// Route is the pattern that matched, such as "GET /users/{userId}"; empty
	// if none did.
	Route  string
	Path   string
	Query  url.Values
	Header http.Header
	Body   []byte
	// Status is what was answered; 0 if nothing was.
	Status int
	// Number counts the requests of a fake from 1.
	Number int
	// Arrived is when it did, by the clock of the machine, and Duration how long
	// the answer took, once it has ended.
	Arrived  time.Time
	Duration time.Duration
	Ended    bool
}

// Observe hands every request to the observer three times: when it has arrived,
// before its answer is sent, and when it has ended. From then on none is kept,
// so that a fake may run for long; Requests and Saw know of none.
func (s *Server) Observe(observer func(Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.observer = observer
}

// Count is the number of requests that arrived on a route, whatever became of
// them. It panics on a route that the platform does not have.
func (s *Server) Count(route string) int { return len(s.RequestsOn(route)) }

// RequestsOn returns the requests that arrived on a route, in the order of
// their arrival. Like Count, it panics on a route that the platform does not have.
func (s *Server) RequestsOn(route string) []Request {
	s.mustHave(route)
	return slices.DeleteFunc(s.Requests(), func(r Request) bool { return r.Route != route })
}

// Requests returns all requests in the order of their arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Request, len(s.requests))
	for i, r := range s.requests {
		all[i] = *r
	}
	return all
}

// ResetCounts forgets all requests, and with them what Saw knows.
func (s *Server) ResetCounts() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
	s.peak = s.inFlight
}

// Peak is the largest number of requests that were in flight at one time.
func (s *Server) Peak() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.peak
}

// Saw reports whether text arrived in any request: in its path, query or
// headers (credentials of basic authentication in the clear), or in its body,
// where it is also looked for among the decoded strings of JSON and of forms.
func (s *Server) Saw(text string) bool {
	return slices.ContainsFunc(s.Requests(), func(r Request) bool { return r.Carried(text) })
}

// Carried reports whether text was in the request; see Server.Saw.
func (r Request) Carried(text string) bool {
	return slices.ContainsFunc(r.texts(), func(t string) bool { return strings.Contains(t, text) })
}

func (r Request) texts() []string {
	all := []string{r.Path, string(r.Body)}
	for _, values := range r.Query {
		all = append(all, values...)
	}
	for _, values := range r.Header {
		all = append(all, values...)
	}
	user, password, _ := (&http.Request{Header: r.Header}).BasicAuth()
	all = append(all, user, password)
	var tree any
	if json.Unmarshal(r.Body, &tree) == nil {
		return appendStrings(all, tree)
	}
	form, _ := url.ParseQuery(string(r.Body))
	for _, values := range form {
		all = append(all, values...)
	}
	return all
}

// appendStrings adds the keys and strings of a decoded JSON value.
func appendStrings(all []string, tree any) []string {
	switch tree := tree.(type) {
	case string:
		all = append(all, tree)
	case []any:
		for _, v := range tree {
			all = appendStrings(all, v)
		}
	case map[string]any:
		for k, v := range tree {
			all = appendStrings(append(all, k), v)
		}
	}
	return all
}

func (s *Server) arrive(r *http.Request, route string, body []byte) *Request {
	record := &Request{
		Method: r.Method,
		Route:  route,
		Path:   r.URL.Path,
		Query:  r.URL.Query(),
		Header: r.Header.Clone(),
		Body:   bytes.Clone(body),

		Arrived: time.Now(),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastRequest++
	record.Number = s.lastRequest
	if s.observer == nil {
		s.requests = append(s.requests, record)
	} else {
		s.observer(*record)
	}
	s.inFlight++
	s.peak = max(s.peak, s.inFlight)
	return record
}

func (s *Server) leave(record *Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight--
	record.Duration, record.Ended = time.Since(record.Arrived), true
	if s.observer != nil {
		s.observer(*record)
	}
}

func (s *Server) setStatus(record *Request, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	record.Status = status
	if s.observer != nil {
		s.observer(*record)
	}
}
