package httpapi

import (
	"cmp"
	"errors"
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

// backoff is full jitter: anything between nothing and a bound that doubles. n counts the attempts made.
func (r Retry) backoff(n int) time.Duration {
	bound := time.Duration(min(float64(r.MaxWait), float64(r.MinWait)*math.Exp2(float64(n-1))))
	return rand.N(bound + 1) //nolint:gosec // waits need no secrecy
}

// pad lengthens a wait that the platform asked for by a little, so that not all workers return in the same instant.
func (r Retry) pad(asked time.Duration) time.Duration {
	return asked + rand.N(r.MinWait/4+1) //nolint:gosec // waits need no secrecy
}

// longestWait bounds what a platform can ask for; no budget reaches so far, and sums stay clear of overflow.
const longestWait = 1000 * time.Hour

// parseRetryAfter reads both forms of the header (RFC 9110, section 10.2.3). A date is measured against the server's
// own clock where the answer tells it.
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

// changesNothing reports whether a method only reads.
func changesNothing(method string) bool {
	return method == http.MethodGet || method == http.MethodHead
}

// repeatable reports whether a request may be sent again although an earlier attempt may have been carried out.
func (r Request) repeatable() bool {
	return r.Method != http.MethodPost || r.Repeatable
}

// surelyNotApplied reports whether an answer proves that nothing was done.
func surelyNotApplied(status int, saysWhen bool) bool {
	switch status {
	case http.StatusRequestTimeout:
		return false
	case http.StatusServiceUnavailable:
		return saysWhen
	case http.StatusMovedPermanently, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return status >= 400 && status <= 499
}
