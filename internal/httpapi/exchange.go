package httpapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// exchange is one request with all its attempts. It sits on both sides of go-retryablehttp: above, it is the policy;
// below, it is the transport, so that every attempt passes the door and a body that breaks off is a failed attempt.
type exchange struct {
	client  *Client
	request Request
	auth    Auth
	budget  *budget

	attempts     int
	renewed      bool          // the credentials were replaced once
	maybeApplied bool          // some attempt may have been carried out
	wait         time.Duration // before the next attempt

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
	x := &exchange{client: c, request: r, auth: c.config.Auth}
	if x.auth == nil || r.NoAuth {
		x.auth = anonymous
	}
	if x.budget, _ = ctx.Value(budgetKey{}).(*budget); x.budget == nil {
		x.budget = newBudget(c.config.Retry.MaxElapsed)
	}
	return x
}

// run returns nil once there is an answer that is not to be repeated, whatever its status.
func (x *exchange) run(req *http.Request) error {
	wrapped, err := retryablehttp.FromRequest(req)
	if err != nil {
		return err
	}
	loop := &retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: x, CheckRedirect: followRedirect},
		RetryMax:     math.MaxInt, // judge counts: it knows about renewed credentials
		CheckRetry:   x.judge,
		Backoff:      func(time.Duration, time.Duration, int, *http.Response) time.Duration { return x.wait },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	answer, err := loop.Do(wrapped)
	if answer != nil {
		_ = answer.Body.Close()
	}
	return err
}

// followRedirect lets only reads be redirected, and only to where the credentials belong. Otherwise the redirect itself
// is the answer.
func followRedirect(next *http.Request, via []*http.Request) error {
	first := via[0]
	if !changesNothing(first.Method) || origin(next.URL) != origin(first.URL) || len(via) > 10 {
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
	leave, err := x.prepare(req)
	if err != nil {
		return nil, err
	}
	defer leave()
	if req.Response == nil { // else it goes on after a redirect
		x.attempts++
	}

	timeout := x.client.config.Transport.RequestTimeout
	ctx, cancel := context.WithTimeout(req.Context(), timeout)
	defer cancel()
	begun := time.Now()
	resp, body, err := x.send(x.carried.WithContext(x.trace(ctx)))
	x.took = time.Since(begun)
	if err != nil {
		if ctx.Err() != nil { // judge knows a cancelled call from one that took too long
			err = fmt.Errorf("%w (request_timeout is %s)", errAttemptTimeout, timeout)
		}
		return nil, err
	}
	x.receive(resp, body)
	return resp, nil
}

// prepare authenticates a copy of the request and waits for its turn. Fetching a token passes the same door, so it must
// not happen inside; but a token may wear out in the queue, and then it is renewed before the request goes out. (Once: a
// token that never has much life left is used as it is.) None of this counts as time that the platform took.
func (x *exchange) prepare(req *http.Request) (leave func(), err error) {
	defer x.budget.stop()()
	for renewed := false; ; renewed = true {
		if err := x.authenticate(req); err != nil {
			return nil, permanentError{err}
		}
		leave, err := x.client.door.enter(req.Context(), x.budget)
		if err != nil || renewed || x.auth.current(x.carried) {
			return leave, err
		}
		leave()
	}
}

// authenticate makes the copy of the request that goes out.
func (x *exchange) authenticate(req *http.Request) error {
	x.carried = req.Clone(req.Context())
	if err := x.auth.apply(req.Context(), x.carried); err != nil {
		return err
	}
	x.client.learnCredentials(x.carried)
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

// receive runs before the attempt leaves the door, so that nobody slips through between a 429 and the pause.
func (x *exchange) receive(resp *http.Response, body []byte) {
	resp.Body = io.NopCloser(bytes.NewReader(body))
	x.answer = &answer{status: resp.StatusCode, header: resp.Header, body: body}
	if resp.StatusCode <= 299 { // an error may come from a proxy, whose clock is another
		x.client.clock.observe(resp.Header)
	}
	if asked, ok := x.retryAfter(); ok {
		x.asked = &asked
	}
	if x.throttled() {
		x.wait = x.backoff()
		x.client.door.close(x.wait)
	}
}
