package fakeapi

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Answer is what a handler sends back.
type Answer struct {
	// Status is the HTTP status; 0 stands for 200.
	Status int
	Header http.Header
	// Body is sent as it is if it is a []byte, not at all if it is nil, and as
	// JSON otherwise.
	Body any
}

// OK answers 200 with a JSON body.
func OK(body any) (Answer, error) { return Answer{Status: http.StatusOK, Body: body}, nil }

// Created answers 201 with a JSON body.
func Created(body any) (Answer, error) { return Answer{Status: http.StatusCreated, Body: body}, nil }

// NoContent answers 204.
func NoContent() (Answer, error) { return Answer{Status: http.StatusNoContent}, nil }

// Refusal is a refused request in terms that all platforms share.
type Refusal struct {
	Status int
	// Code is the platform's own; empty for refusals that the kit makes.
	Code    string
	Message string
	// Field is the path in the request's body of what was refused, if any, such
	// as "awsConfig.region".
	Field string
	// RetryAfter becomes the header of that name, and whatever the platform
	// says of it in the body; as an HTTP date with RetryAfterDate. 0: none.
	RetryAfter     time.Duration
	RetryAfterDate bool
	Header         http.Header
}

// Error implements error.
func (r *Refusal) Error() string { return r.Message }

// Refuse makes a refusal. An empty code leaves the choice to Platform.Error.
func Refuse(status int, code, format string, args ...any) *Refusal {
	return &Refusal{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// refuse renders a refusal, with the echo that the options ask for.
func (s *Server) refuse(r *http.Request, body []byte, refusal *Refusal) Answer {
	shown := *refusal
	echo := ""
	if s.options.EchoRequests || s.options.EchoHTML {
		echo = fmt.Sprintf("%s %s, Authorization: %s, body: %s", r.Method, r.URL, r.Header.Get("Authorization"), body)
		shown.Message += "; the request was " + echo
	}
	answer := s.platform.Error(shown)
	answer.Header = merged(answer.Header, shown.Header)
	s.setRetryAfter(answer.Header, shown.RetryAfter, shown.RetryAfterDate)
	if echo != "" {
		answer.Header.Set("X-Request-Echo", strings.Join(strings.Fields(echo), " "))
	}
	if s.options.EchoHTML {
		answer.Header.Set("Content-Type", "text/html; charset=utf-8")
		answer.Body = []byte("<html><body><h1>" + http.StatusText(shown.Status) + "</h1><pre>" +
			html.EscapeString(shown.Message) + "</pre></body></html>")
	}
	return answer
}

// faulty renders the answer of a fault that has a status.
func (s *Server) faulty(r *http.Request, body []byte, fault Fault) Answer {
	if fault.Gateway {
		fault.Body = gatewayPage(fault.Status)
	}
	if fault.Body != "" {
		header := http.Header{"Content-Type": {http.DetectContentType([]byte(fault.Body))}}
		if !strings.HasPrefix(header.Get("Content-Type"), "text/html") {
			header.Set("Content-Type", "application/json")
		}
		s.setRetryAfter(header, fault.RetryAfter, fault.RetryAfterDate)
		return Answer{Status: fault.Status, Header: header, Body: []byte(fault.Body)}
	}
	refusal := Refuse(fault.Status, "", "injected fault: %s", strings.ToLower(http.StatusText(fault.Status)))
	refusal.RetryAfter, refusal.RetryAfterDate = fault.RetryAfter, fault.RetryAfterDate
	return s.refuse(r, body, refusal)
}

// setRetryAfter rounds up to whole seconds, the unit of both forms.
func (s *Server) setRetryAfter(header http.Header, wait time.Duration, date bool) {
	if wait <= 0 || s.options.NoRetryAfterHeader {
		return
	}
	seconds := int(math.Ceil(wait.Seconds()))
	if date || s.options.RetryAfterDate {
		at := s.headerDate().Add(time.Duration(seconds) * time.Second)
		header.Set("Retry-After", at.UTC().Format(http.TimeFormat))
		return
	}
	header.Set("Retry-After", strconv.Itoa(seconds))
}

func merged(a, b http.Header) http.Header {
	all := http.Header{}
	maps.Copy(all, a)
	maps.Copy(all, b)
	return all
}

// write sends an answer, in the way that the fault asks for.
func (s *Server) write(w http.ResponseWriter, r *http.Request, answer Answer, fault Fault) {
	data, err := encode(answer.Body)
	if err != nil {
		panic(fmt.Errorf("fakeapi: encoding an answer: %w", err))
	}
	header := w.Header()
	header.Set("Date", s.headerDate().UTC().Format(http.TimeFormat))
	if len(data) > 0 {
		header.Set("Content-Type", "application/json; charset=utf-8")
		header.Set("Content-Length", strconv.Itoa(len(data)))
	}
	maps.Copy(header, answer.Header)
	w.WriteHeader(answer.Status)
	if fault.Truncate {
		_, _ = w.Write(data[:len(data)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	writeOver(r.Context(), w, data, fault.SlowBody)
}

// writeOver sends data in pieces spread evenly over the given time.
func writeOver(ctx context.Context, w http.ResponseWriter, data []byte, total time.Duration) {
	const pieces = 8
	for i := range pieces {
		piece := data[i*len(data)/pieces : (i+1)*len(data)/pieces]
		if !sleep(ctx, total/pieces) {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write(piece)
		if total > 0 {
			_ = http.NewResponseController(w).Flush()
		}
	}
}

func encode(body any) ([]byte, error) {
	switch body := body.(type) {
	case nil:
		return nil, nil
	case []byte:
		return body, nil
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(body)
	return buffer.Bytes(), err
}

// reset closes the connection so that the client sees a TCP reset, which a
// plain close would not give.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	raw := conn
	if encrypted, ok := conn.(*tls.Conn); ok {
		raw = encrypted.NetConn()
	}
	if tcp, ok := raw.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = raw.Close()
}

// sleep waits for d and reports whether the client is still there.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
