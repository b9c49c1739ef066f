package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// maxBody is the size in bytes above which a request is refused.
const maxBody = 10 << 20

// handler serves the platforms, the page, and the API that is about the mock server itself.
func handler(w *world, e environment) http.Handler {
	mux := http.NewServeMux()
	for _, p := range w.platforms {
		base := "/" + p.fixture.Name
		mux.Handle(base+"/", http.StripPrefix(base, p))
		mux.HandleFunc(base, func(rw http.ResponseWriter, r *http.Request) { // instead of ServeMux's redirect, which no platform answers
			r.URL.Path += "/"
			mux.ServeHTTP(rw, r)
		})
	}
	own := http.NewServeMux()
	own.Handle("/_mock/", &api{world: w})
	own.Handle("/{$}", &page{world: w, environment: e})
	nowhere := func(rw http.ResponseWriter, r *http.Request) {
		respondError(rw, &apiError{http.StatusNotFound, fmt.Sprintf("%s: there is no such path; the platforms are below /%s", r.URL.Path, strings.Join(w.names(), ", /"))})
	}
	own.HandleFunc("/", nowhere)
	own.HandleFunc("/_mock", nowhere) // instead of the redirect to /_mock/ that ServeMux would answer
	// A web page of another origin must not change what is here.
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		respondError(rw, &apiError{http.StatusForbidden, fmt.Sprintf("%s: %s is not allowed from a web page of another origin", r.URL.Path, r.Method)})
	}))
	mux.Handle("/", protection.Handler(own))
	return mux
}

// api serves what is below /_mock/. Its requests are neither recorded nor hit by faults.
type api struct {
	world *world
	mu    sync.Mutex // one request at a time sees all platforms as another one has left them
}

// operation returns what is answered as JSON; nil: nothing.
type operation func(query url.Values, body []byte) (any, error)

// apiError is an error with its status.
type apiError struct {
	status int
	text   string
}

func (e *apiError) Error() string { return e.text }

func (a *api) routes() map[string]map[string]operation {
	return map[string]map[string]operation{
		"health":   {http.MethodGet: a.health},
		"state":    {http.MethodGet: a.state, http.MethodPut: a.putState},
		"reset":    {http.MethodPost: a.reset},
		"requests": {http.MethodGet: a.requests, http.MethodDelete: a.deleteRequests},
		"faults":   {http.MethodGet: a.faults, http.MethodPut: a.putFaults},
	}
}

// parameters are the ones that a query may have.
var parameters = map[string][]string{"state": {"secrets"}, "reset": {"secrets"}, "requests": {"platform"}}

// ServeHTTP implements http.Handler.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/_mock/")
	methods, ok := a.routes()[name]
	if !ok {
		respondError(w, &apiError{http.StatusNotFound, fmt.Sprintf("%s: there is no such path", r.URL.Path)})
		return
	}
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	operation, ok := methods[method]
	if !ok {
		w.Header().Set("Allow", strings.Join(slices.Sorted(maps.Keys(methods)), ", "))
		respondError(w, &apiError{http.StatusMethodNotAllowed, fmt.Sprintf("%s: %s is not allowed", r.URL.Path, r.Method)})
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		respondError(w, unread(err))
		return
	}
	query, err := readQuery(r, parameters[name])
	if err != nil {
		respondError(w, err)
		return
	}
	a.mu.Lock()
	answer, err := operation(query, body)
	a.mu.Unlock()
	switch {
	case err != nil:
		respondError(w, err)
	case answer == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		respond(w, http.StatusOK, answer)
	}
}

func unread(err error) error {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return &apiError{http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is larger than %d bytes", maxBody)}
	}
	return fmt.Errorf("the body was not received: %w", err)
}

func readQuery(r *http.Request, known []string) (url.Values, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, errors.New("the query is malformed")
	}
	for name, values := range query {
		if !slices.Contains(known, name) || len(values) > 1 {
			return nil, fmt.Errorf("%s: the query has no such parameter, or has it twice", name)
		}
	}
	return query, nil
}

func (a *api) health(url.Values, []byte) (any, error) {
	return struct {
		Status    string   `json:"status"`
		Version   string   `json:"version"`
		Platforms []string `json:"platforms"`
	}{"ok", version, a.world.names()}, nil
}

func (a *api) state(query url.Values, _ []byte) (any, error) {
	state := a.world.state()
	switch query.Get("secrets") {
	case "", "false":
		for _, held := range state {
			held.Masked()
		}
	case "true":
	default:
		return nil, errors.New("secrets: has to be true or false")
	}
	return state, nil
}

func (a *api) putState(query url.Values, body []byte) (any, error) {
	if err := a.world.setState(body); err != nil {
		return nil, err
	}
	return a.state(query, nil)
}

func (a *api) reset(query url.Values, _ []byte) (any, error) {
	if err := a.world.reset(); err != nil {
		return nil, err
	}
	return a.state(query, nil)
}

func (a *api) requests(query url.Values, _ []byte) (any, error) {
	if query.Has("platform") {
		if _, err := a.world.find(query.Get("platform")); err != nil {
			return nil, err
		}
	}
	return map[string]any{"requests": a.world.journal.of(query.Get("platform"))}, nil
}

func (a *api) deleteRequests(url.Values, []byte) (any, error) {
	a.world.journal.clear()
	return nil, nil
}

func (a *api) faults(url.Values, []byte) (any, error) { return a.world.faults(), nil }

func (a *api) putFaults(_ url.Values, body []byte) (any, error) {
	if err := a.world.setFaults(body); err != nil {
		return nil, err
	}
	return a.world.faults(), nil
}

// respond answers with JSON that is readable on a terminal.
func respond(w http.ResponseWriter, status int, answer any) {
	text, err := encode(answer)
	if err != nil {
		panic(err) // all answers are made of maps, texts and numbers
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// respondError answers 400 unless the error says otherwise.
func respondError(w http.ResponseWriter, err error) {
	status := http.StatusBadRequest
	if e, ok := errors.AsType[*apiError](err); ok {
		status = e.status
	}
	respond(w, status, map[string]string{"error": err.Error()})
}

func encode(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	return text.Bytes(), err
}
