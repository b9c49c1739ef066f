// Package fakeapi is the kit that the strict fakes of all platforms are built on, in the manner of net/http/httptest. It
// imports nothing of the provider, so that a fake can never agree with a mistake of the client that it is there to catch.
package fakeapi

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxBody is the size in bytes above which a request is refused with 413.
const maxBody = 10 << 20

// Handler serves one route. The body of r has been received whole. An error
// that is a *Refusal is answered in the platform's own shape; any other error
// is a fault of the fake and answered as a 500.
type Handler func(r *http.Request) (Answer, error)

// Platform is what a fake states about its platform: its routes and the shape
// of its errors. The kit adds injected faults, a rate limit, bearer tokens,
// strict reading of requests, and a record of what arrived.
type Platform struct {
	// Routes maps patterns of http.ServeMux such as "GET /users/{userId}" to
	// their handlers.
	Routes map[string]Handler
	// Check, if set, sees every routed request before its handler does: the
	// place for what a platform asks of all requests, such as its headers.
	Check Check
	// Error puts a refusal into the platform's own shape. Refusals that the kit
	// makes have no Code, so that the platform derives it from the status.
	Error func(Refusal) Answer
	// Unlimited lists routes that Options.RatePerMinute does not count, such as
	// a token endpoint that has a limit of its own.
	Unlimited []string
}

// Check accepts a request or refuses it with a *Refusal.
type Check func(r *http.Request) error

// Server is the base that a platform's fake embeds. It is an http.Handler, to
// be mounted under any prefix with http.StripPrefix, and safe for concurrent
// use.
type Server struct {
	// Tokens are the bearer tokens that the fake knows.
	Tokens *Tokens

	platform Platform
	options  Options
	mux      *http.ServeMux

	mu          sync.Mutex
	faults      []*armedFault
	lastFault   int
	requests    []*Request
	lastRequest int
	observer    func(Request)
	inFlight    int
	peak        int
	recent      []time.Time // admissions within the last minute, for RatePerMinute
}

// New returns a fake of the platform. It panics if a fault of the options
// names a route that the platform does not have.
func New(platform Platform, options Options) *Server {
	if options.Now == nil {
		options.Now = time.Now
	}
	s := &Server{
		Tokens:   &Tokens{now: options.Now, known: map[string]Token{}},
		platform: platform,
		options:  options,
		mux:      http.NewServeMux(),
	}
	for route, handle := range platform.Routes {
		s.mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
			s.serve(w, r, route, s.checked(handle))
		})
	}
	for _, f := range options.Faults {
		if err := s.AddFault(f); err != nil {
			panic(err)
		}
	}
	return s
}

// TB is the part of testing.TB that Start needs.
type TB interface {
	Helper()
	Cleanup(func())
}

// Start serves h on a loopback address until the test ends, and returns its
// URL without a trailing slash. Requests that still wait then are cut off.
func Start(t TB, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return server.URL
}

// Options returns the options that the server was made with.
func (s *Server) Options() Options { return s.options }

// Routes lists the routes of the platform in alphabetical order.
func (s *Server) Routes() []string {
	return slices.Sorted(maps.Keys(s.platform.Routes))
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fallback, pattern := s.mux.Handler(r)
	if pattern != "" && isClean(r.URL.EscapedPath()) {
		s.mux.ServeHTTP(w, r)
		return
	}
	s.serve(w, r, "", unrouted(fallback))
}

// isClean is false for a path that the mux would answer with a redirect to a
// cleaned one. A strict fake has nothing at such a path.
func isClean(escaped string) bool {
	cleaned := path.Clean(escaped)
	return escaped == cleaned || escaped == cleaned+"/"
}

// unrouted refuses a request as the mux would, but in the platform's shape.
func unrouted(fallback http.Handler) Handler {
	return func(r *http.Request) (Answer, error) {
		recorder := httptest.NewRecorder()
		fallback.ServeHTTP(recorder, r)
		if recorder.Code == http.StatusMethodNotAllowed {
			refusal := Refuse(recorder.Code, "", "%s is not allowed on %s", r.Method, r.URL.Path)
			refusal.Header = http.Header{"Allow": recorder.Header()["Allow"]}
			return Answer{}, refusal
		}
		return Answer{}, Refuse(http.StatusNotFound, "", "there is no %s", r.URL.Path)
	}
}

func (s *Server) checked(handle Handler) Handler {
	if s.platform.Check == nil {
		return handle
	}
	return func(r *http.Request) (Answer, error) {
		if err := s.platform.Check(r); err != nil {
			return Answer{}, err
		}
		return handle(r)
	}
}

// serve takes one request from its arrival to its answer.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, route string, handle Handler) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		handle = refusing(Refuse(http.StatusRequestEntityTooLarge, "", "the body is larger than %d bytes", maxBody))
	} else if err != nil {
		panic(http.ErrAbortHandler) // the client went away in the middle of its request
	}
	r.Body = io.NopCloser(bytes.NewReader(body))

	record := s.arrive(r, route, body)
	defer s.leave(record)

	fault := s.fire(route)
	if !sleep(r.Context(), fault.Latency) {
		return
	}
	if fault.Reset && !fault.takesEffect() {
		reset(w)
		return
	}
	answer := s.answer(r, route, body, handle, fault)
	if fault.Reset {
		reset(w)
		return
	}
	answer.Status = cmp.Or(answer.Status, http.StatusOK)
	s.setStatus(record, answer.Status)
	s.write(w, r, answer, fault)
}

func refusing(refusal *Refusal) Handler {
	return func(*http.Request) (Answer, error) { return Answer{}, refusal }
}

// answer decides what is sent back, and lets the handler act where the limit
// and the fault allow it.
func (s *Server) answer(r *http.Request, route string, body []byte, handle Handler, fault Fault) Answer {
	if refusal := s.admit(route); refusal != nil {
		return s.refuse(r, body, refusal)
	}
	if fault.ExpireToken {
		s.Tokens.Expire(bearer(r))
	}
	if fault.Status != 0 && !fault.takesEffect() {
		return s.faulty(r, body, fault)
	}
	if delay := cmp.Or(fault.AppliedAfter, s.options.AppliedAfter); delay > 0 && fault.takesEffect() {
		s.applyLater(r, handle, delay)
		return s.faulty(r, body, fault) // a reset shows nothing of it
	}
	answer, err := handle(r)
	if fault.Status != 0 {
		return s.faulty(r, body, fault)
	}
	if err == nil && fault.OtherID {
		return withOtherID(r, route, answer)
	}
	if err == nil {
		return answer
	}
	refusal := (*Refusal)(nil)
	if !errors.As(err, &refusal) {
		refusal = Refuse(http.StatusInternalServerError, "", "the fake is at fault: %v", err)
	}
	return s.refuse(r, body, refusal)
}

// admit applies Options.RatePerMinute over a sliding minute.
func (s *Server) admit(route string) *Refusal {
	if s.options.RatePerMinute == 0 || slices.Contains(s.platform.Unlimited, route) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Now()
	s.recent = slices.DeleteFunc(s.recent, func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	if len(s.recent) < s.options.RatePerMinute {
		s.recent = append(s.recent, now)
		return nil
	}
	refusal := Refuse(http.StatusTooManyRequests, "", "more than %d requests in a minute", s.options.RatePerMinute)
	refusal.RetryAfter = time.Minute - now.Sub(s.recent[0])
	return refusal
}

// mustHave panics on a route that the platform does not have, so that a test
// cannot pass because of a misspelled one.
func (s *Server) mustHave(route string) {
	if _, ok := s.platform.Routes[route]; !ok {
		panic(fmt.Sprintf("fakeapi: no route %q; the routes are: %s", route, strings.Join(s.Routes(), ", ")))
	}
}
