package httpapi

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// judge decides after each attempt whether there is another one, and when.
func (x *exchange) judge(ctx context.Context, _ *http.Response, err error) (bool, error) {
	again, refusal := x.verdict(ctx, withoutURL(err))
	x.log(ctx, again, cmp.Or(refusal, withoutURL(err)))
	return again, refusal
}

func (x *exchange) verdict(ctx context.Context, err error) (again bool, _ error) {
	hadNoEffect := x.hadNoEffect()
	x.maybeApplied = x.maybeApplied || !hadNoEffect
	switch {
	case err != nil && x.answer != nil: // a redirect to something that is no URL, which net/http would quote
		return false, x.redirectError()
	case err != nil && ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil && isPermanent(err):
		return false, err
	case err == nil && x.mayRenew():
		x.renewed, x.wait = true, 0
		return true, nil
	case err == nil && !x.transient():
		return false, nil
	case !hadNoEffect && !x.request.repeatable(), x.attempts >= x.maxAttempts():
		return false, err
	}
	if !x.throttled() { // else the wait is what the door was closed for
		x.wait = x.backoff()
	}
	if refusal := x.affordable(); refusal != nil && err != nil {
		return false, fmt.Errorf("%w; %w", err, refusal)
	} else if refusal != nil {
		return false, refusal
	}
	return true, nil
}

// hadNoEffect reports whether that is sure of the last attempt.
func (x *exchange) hadNoEffect() bool {
	if x.answer == nil {
		return !x.sent.Load()
	}
	_, saysWhen := parseRetryAfter(x.answer.header, time.Now())
	return x.throttled() || surelyNotApplied(x.answer.status, saysWhen)
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

// maxAttempts leaves the repeat with new credentials out of the count.
func (x *exchange) maxAttempts() int {
	if x.renewed {
		return x.client.config.Retry.MaxAttempts + 1
	}
	return x.client.config.Retry.MaxAttempts
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

func (x *exchange) backoff() time.Duration {
	retry := x.client.config.Retry
	own := retry.backoff(x.attempts)
	switch {
	case x.asked == nil:
		return own
	case *x.asked < retry.MinWait: // such as none at all, or until a date that is over
		return max(own, retry.pad(*x.asked))
	}
	return retry.pad(*x.asked)
}

// affordable returns an error if the next wait does not fit into the budget.
func (x *exchange) affordable() error {
	if x.asked != nil && *x.asked >= x.client.config.Retry.MinWait {
		return x.budget.allows(*x.asked)
	}
	if left := x.budget.left(); x.wait > left {
		return fmt.Errorf("no time for another attempt: %s left of max_elapsed (%s)", readable(left), x.budget.total)
	}
	return nil
}

// log tells what an attempt came to. It shows no header, no body and no path, only the path's template.
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
		if id := x.reported().RequestID; id != "" {
			fields["request_id"] = id
		}
	}
	if err != nil {
		fields["error"] = x.client.redactor.Message(err.Error())
	}
	if again {
		fields["wait_ms"] = x.wait.Milliseconds()
	}
	tflog.Debug(ctx, "API request", fields)
}
