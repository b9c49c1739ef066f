package httpapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/redact"
)

// exchange is one request with all its attempts. It sits on both sides of go-retryablehttp: above, it is the policy;
// below, it is the transport, so that every attempt passes the limiter and a body that breaks off is a failed attempt.
type exchange struct {
	client  *Client
	request Request
	auth    Auth
	tries   *tries
	secrets func() []string // those that the operation knows; see package redact

	attempts int           // all that were made, the one with new credentials included
	renewed  bool          // the credentials were replaced once
	applied  Applied       // what all attempts together show
	wait     time.Duration // before the next attempt

	// Of the last attempt:
	carried *http.Request
	sent    atomic.Bool    // the headers went out, so the platform may have acted
	answer  *answer        // nil: none
	asked   *time.Duration // the wait that the platform asks for; nil: it does not
	took    time.Duration
}

// maxBytes caps the size of an answer's body.
const maxBytes = 10 << 20

// answer is an HTTP response with its whole body.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func newExchange(ctx context.Context, c *Client, r Request) *exchange {
	x := &exchange{client: c, request: r, auth: c.config.Auth, tries: c.newTries(ctx), secrets: redact.From(ctx)}
	if x.auth == nil || r.NoAuth {
		x.auth = anonymous
	}
	return x
}

// followRedirect lets only reads be redirected, and only to where the credentials belong. Otherwise the redirect itself
// is the answer.
func followRedirect(next *http.Request, via []*http.Request) error {
	first := via[0]
	if !onlyReads(first.Method) || origin(next.URL) != origin(first.URL) || len(via) > 10 {
		return http.ErrUseLastResponse
	}
	return nil
}

// origin is as much of an address as decides who gets the credentials, and over which kind of connection.
func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// RoundTrip makes one attempt.
func (x *exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	x.sent.Store(false)
	x.answer, x.asked, x.took = nil, nil, 0
	release, err := x.prepare(req)
	if err != nil {
		return nil, err
	}
	defer release()
	if req.Response == nil { // else it goes on after a redirect
		x.attempts++
		x.tries.made++
	}

	timeout := x.client.config.Transport.RequestTimeout
	ctx, cancel := context.WithTimeout(x.untilAnswered(req.Context()), timeout)
	defer cancel()
	begun := time.Now()
	resp, body, err := x.send(x.carried.WithContext(x.trace(ctx)))
	x.took = time.Since(begun)
	if err != nil {
		if ctx.Err() != nil { // checkRetry knows a cancelled call from one that took too long
			err = fmt.Errorf("%w (request_timeout = %s)", errAttemptTimeout, timeout)
		}
		return nil, err
	}
	x.receive(resp, body)
	return resp, nil
}

// untilAnswered returns the context of an attempt. A write is not cut off when the operation is cancelled: what it makes
// would be in no state.
func (x *exchange) untilAnswered(ctx context.Context) context.Context {
	if x.request.changesNothing() {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// prepare authenticates a copy of the request and waits for the limiter. Fetching a token needs the same limiter, so it
// must not happen while a slot is held; but a token may expire in the queue, and then it is renewed before the request goes
// out. (Once: a token that never has much life left is used as it is.) None of this counts as time that the platform took.
func (x *exchange) prepare(req *http.Request) (release func(), err error) {
	defer x.tries.budget.stop()()
	for renewed := false; ; renewed = true {
		if err := x.authenticate(req); err != nil {
			return nil, permanentError{err}
		}
		release, err := x.client.limiter.acquire(req.Context(), x.tries.budget)
		if err != nil || renewed || x.auth.current(x.carried) {
			return release, err
		}
		release()
	}
}

// authenticate makes the copy of the request that goes out.
func (x *exchange) authenticate(req *http.Request) error {
	x.carried = req.Clone(req.Context())
	if err := x.auth.apply(req.Context(), x.carried); err != nil {
		return err
	}
	x.client.redactCredentials(x.carried)
	return checkHeader(x.carried.Header)
}

// trace watches whether the request goes out. net/http may take another connection when nothing has gone out on the
// first, so each connection starts anew.
func (x *exchange) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { x.sent.Store(false) },
		WroteHeaders: func() { x.sent.Store(true) },
	})
}

func (x *exchange) send(req *http.Request) (*http.Response, []byte, error) {
	resp, err := x.client.transport.RoundTrip(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBytes+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read the answer: %w", err)
	}
	if len(body) > maxBytes {
		return nil, nil, permanentError{fmt.Errorf("the answer is larger than %d bytes", maxBytes)}
	}
	return resp, body, nil
}

// receive runs while the attempt holds its slot, so that no other starts between a 429 and the pause.
func (x *exchange) receive(resp *http.Response, body []byte) {
	resp.Body = io.NopCloser(bytes.NewReader(body))
	x.answer = &answer{status: resp.StatusCode, header: resp.Header, body: body}
	if asked, ok := x.retryAfter(); ok {
		x.asked = &asked
	}
	if x.throttled() {
		x.wait = x.tries.wait(x.asked)
		x.client.limiter.pause(x.wait)
	}
}
