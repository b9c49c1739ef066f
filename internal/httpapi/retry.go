package httpapi

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// run makes the attempts of a request. It returns nil once there is an answer that is not to be repeated, whatever its
// status. The loop and the rewinding of the body are go-retryablehttp's; which attempt is repeated, and when, is decided
// here, since its defaults repeat POSTs, wait as long as Retry-After says, and lose the platform's message in the end.
func (x *exchange) run(req *http.Request) error {
	wrapped, err := retryablehttp.FromRequest(req)
	if err != nil {
		return err
	}
	loop := &retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: x, CheckRedirect: followRedirect},
		RetryMax:     x.tries.retry.MaxAttempts, // one more than repeats: that with new credentials is not counted
		CheckRetry:   x.checkRetry,
		Backoff:      x.backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	answer, err := loop.Do(wrapped)
	if answer != nil {
		_ = answer.Body.Close()
	}
	return err
}

// backoff implements retryablehttp.Backoff: checkRetry has seen to it that the budget allows for the wait.
func (x *exchange) backoff(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return x.wait }

// checkRetry implements retryablehttp.CheckRetry: it decides after each attempt whether there is another one.
func (x *exchange) checkRetry(ctx context.Context, _ *http.Response, err error) (bool, error) {
	again, refusal := x.another(ctx, withoutURL(err))
	x.log(ctx, again, cmp.Or(refusal, withoutURL(err)))
	return again, refusal
}

func (x *exchange) another(ctx context.Context, err error) (again bool, _ error) {
	applied := x.attemptApplied()
	x.applied = max(x.applied, applied)
	if applied == MaybeApplied {
		noteLate(ctx)
	}
	switch {
	case err != nil && x.answer != nil: // a redirect to something that is no URL, which net/http would quote
		return false, x.redirectError()
	case err != nil && ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil && isPermanent(err):
		return false, err
	case err == nil && x.mayRenew():
		x.renewed, x.wait = true, 0
		x.tries.made--
		return true, nil
	case err == nil && !x.transient():
		return false, nil
	case applied != NotApplied && !x.request.repeatable(), x.tries.usedUp():
		return false, err
	}
	if !x.throttled() { // else the wait is that of the pause
		x.wait = x.tries.wait(x.asked)
	}
	if applied == MaybeApplied && x.request.LastCounts {
		x.wait = max(x.wait, x.client.Settling())
	}
	if refusal := x.tries.affords(x.wait, x.asked); refusal != nil && err != nil {
		return false, fmt.Errorf("%w; %w", err, refusal)
	} else if refusal != nil {
		return false, refusal
	}
	return true, nil
}

// attemptApplied returns what the last attempt shows of the write.
func (x *exchange) attemptApplied() Applied {
	switch {
	case x.request.changesNothing(), x.answer == nil && !x.sent.Load(), x.throttled():
		return NotApplied
	case x.answer == nil:
		return MaybeApplied
	}
	_, saysWhen := parseRetryAfter(x.answer.header, time.Now())
	return statusApplied(x.answer.status, saysWhen)
}

// throttled reports whether the platform wants to be left alone for a while.
func (x *exchange) throttled() bool {
	if x.answer == nil {
		return false
	}
	disguised := x.client.config.Throttled
	return x.answer.status == http.StatusTooManyRequests ||
		disguised != nil && disguised(x.answer.status, x.answer.body)
}

// transient reports whether the answer may be another one a moment later. A 500 is not so: it fails fast.
func (x *exchange) transient() bool {
	return transientStatus(x.answer.status) || x.throttled()
}

func transientStatus(status int) bool {
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// mayRenew replaces credentials that the platform does not accept, once for each request.
func (x *exchange) mayRenew() bool {
	return !x.renewed && x.unauthorized() && x.auth.renew(x.carried)
}

func (x *exchange) unauthorized() bool {
	if says := x.client.config.Unauthorized; says != nil {
		return x.answer.status >= 400 && says(x.answer.status, x.answer.body)
	}
	return x.answer.status == http.StatusUnauthorized
}

// retryAfter returns the wait that the answer asks for.
func (x *exchange) retryAfter() (time.Duration, bool) {
	if asked, ok := parseRetryAfter(x.answer.header, time.Now()); ok {
		return asked, true
	}
	if hint := x.client.config.RetryAfter; hint != nil {
		asked, ok := hint(x.answer.status, x.answer.body)
		return min(max(0, asked), longestWait), ok
	}
	return 0, false
}

// log says what an attempt came to. It shows no header, no body and no path, only the path's template.
func (x *exchange) log(ctx context.Context, again bool, err error) {
	fields := map[string]any{
		"platform":    x.client.config.Platform,
		"method":      x.request.Method,
		"path":        x.request.Path,
		"attempt":     x.attempts,
		"duration_ms": x.took.Milliseconds(),
	}
	if x.answer != nil {
		fields["status"] = x.answer.status
		if id := x.mask(x.reported().RequestID); id != "" {
			fields["request_id"] = id
		}
	}
	if err != nil {
		fields["error"] = x.maskError(err)
	}
	if again {
		fields["wait_ms"] = x.wait.Milliseconds()
	}
	tflog.Debug(ctx, "API request", fields)
}
