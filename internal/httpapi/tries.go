package httpapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// Retry is how long and how often a request is repeated. A zero field takes its value from [DefaultRetry].
type Retry struct {
	MaxAttempts int           // the first one included
	MinWait     time.Duration // upper bound of the first wait; it doubles with every attempt
	MaxWait     time.Duration // upper bound of every wait that the platform did not ask for
	MaxElapsed  time.Duration // of one operation; queueing in the client's own limits does not count
}

// DefaultRetry returns 5 attempts with waits of up to 1 s, 2 s, 4 s, 8 s, within 5 minutes.
func DefaultRetry() Retry {
	return Retry{MaxAttempts: 5, MinWait: time.Second, MaxWait: 30 * time.Second, MaxElapsed: 5 * time.Minute}
}

func (r Retry) withDefaults() Retry {
	d := DefaultRetry()
	return Retry{
		MaxAttempts: cmp.Or(r.MaxAttempts, d.MaxAttempts),
		MinWait:     cmp.Or(r.MinWait, d.MinWait),
		MaxWait:     cmp.Or(r.MaxWait, d.MaxWait),
		MaxElapsed:  cmp.Or(r.MaxElapsed, d.MaxElapsed),
	}
}

// tries are those of one request, or of one cycle of requests: how many there may be, how long to wait between them, and
// for how long all of them may take.
type tries struct {
	retry  Retry
	budget *budget
	made   int
}

// newTries draws on the budget of ctx if there is one: that of the operation which the request is a part of.
func (c *Client) newTries(ctx context.Context) *tries {
	b, _ := ctx.Value(budgetKey{}).(*budget)
	if b == nil {
		b = newBudget(c.config.Retry.MaxElapsed)
	}
	return &tries{retry: c.config.Retry, budget: b}
}

func (t *tries) usedUp() bool { return t.made >= t.retry.MaxAttempts }

// wait returns how long to wait before the next try. asked is what the platform asks for; nil: nothing.
func (t *tries) wait(asked *time.Duration) time.Duration {
	switch {
	case asked == nil:
		return t.backoff()
	case *asked < t.retry.MinWait: // such as none at all, or until a date that is over
		return max(t.backoff(), t.pad(*asked))
	}
	return t.pad(*asked)
}

// backoff is full jitter: anything between nothing and a bound that doubles.
func (t *tries) backoff() time.Duration {
	bound := time.Duration(min(float64(t.retry.MaxWait), float64(t.retry.MinWait)*math.Exp2(float64(t.made-1))))
	return rand.N(bound + 1) //nolint:gosec // waits need no secrecy
}

// pad lengthens a wait that the platform asked for by a little, so that not all workers return in the same instant.
func (t *tries) pad(asked time.Duration) time.Duration {
	return asked + rand.N(t.retry.MinWait/4+1) //nolint:gosec // waits need no secrecy
}

// affords returns an error if the wait before the next try does not fit into the budget.
func (t *tries) affords(wait time.Duration, asked *time.Duration) error {
	if asked != nil && *asked >= t.retry.MinWait {
		return t.budget.allows(*asked)
	}
	if left := t.budget.left(); wait > left {
		return fmt.Errorf("no time for another attempt: %s left of max_elapsed (%s)", readable(left), t.budget.total)
	}
	return nil
}

// Repeat runs try again as long as it asks for that, like the attempts of one request: at most as often, with the same
// waits, and all requests under the context that try gets share one budget. It serves a cycle of several requests, such as
// read, change and write under an optimistic lock. The error is that of the last try.
func (c *Client) Repeat(ctx context.Context, try func(ctx context.Context) (again bool, err error)) error {
	t := c.newTries(ctx)
	ctx = withBudget(ctx, t.budget)
	for {
		t.made++
		again, err := try(ctx)
		wait := t.wait(nil)
		if !again || t.usedUp() || t.affords(wait, nil) != nil {
			return err
		}
		if err := Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// longestWait bounds what a platform can ask for; no budget reaches so far, and sums stay clear of overflow.
const longestWait = 1000 * time.Hour

// parseRetryAfter reads both forms of the header (RFC 9110, section 10.2.3). A date is measured against the server's
// own clock where the answer shows it.
func parseRetryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	value := header.Get("Retry-After")
	// Of more seconds than fit, ParseUint returns as many as fit.
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil || errors.Is(err, strconv.ErrRange) {
		return min(time.Duration(seconds)*time.Second, longestWait), true
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	return min(max(0, until.Sub(now)), longestWait), true
}

// Settling is for how long after a write the platform may not show it yet, or carry it out only then.
func (c *Client) Settling() time.Duration { return c.config.Settling }

// Wait waits within the budget of the operation that ctx is of. It fails at once if the budget does not allow for the wait.
func (c *Client) Wait(ctx context.Context, wait time.Duration) error {
	if wait <= 0 {
		return ctx.Err()
	}
	if err := c.newTries(ctx).affords(wait, nil); err != nil {
		return err
	}
	return Sleep(ctx, wait)
}
