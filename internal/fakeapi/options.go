package fakeapi

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Options are common to the fakes of all platforms. The zero value is a fast,
// healthy and discreet platform.
type Options struct {
	// Faults are injected from the start; see also Server.AddFault.
	Faults []Fault
	// RatePerMinute is the number of requests admitted in any minute. The
	// others are answered 429. 0 admits all.
	RatePerMinute int
	// NoRetryAfterHeader leaves the Retry-After header out of every answer, so
	// that only what the platform's body says is left.
	NoRetryAfterHeader bool
	// RetryAfterDate sends Retry-After as an HTTP date, not in seconds, with
	// every answer.
	RetryAfterDate bool
	// TokenLifetime is how long an issued token is valid. 0 leaves it to the
	// platform's fake.
	TokenLifetime time.Duration
	// VisibleAfter is how long an object that was made, changed or deleted shows
	// as it was before, in listings and when it is read. 0: no time at all.
	VisibleAfter time.Duration
	// AppliedAfter is how long after its connection was cut, or an error was
	// answered in its place, a request takes effect that a fault with "applied"
	// hit. 0: before that. A fault's own applied-after goes first.
	AppliedAfter time.Duration
	// DateHeaderSkew is how far the clock behind the Date header is ahead of the
	// platform's; negative: behind it.
	DateHeaderSkew time.Duration
	// ObjectDateSkew is how far the clock that dates objects is ahead of the
	// platform's; negative: behind it.
	ObjectDateSkew time.Duration
	// EndlessPages makes listings that never end: after the last row the first
	// one follows, and every page says that there is another.
	EndlessPages bool
	// EchoRequests makes a hostile platform: every error repeats the request's
	// URL, credentials and body in its message and in the header
	// X-Request-Echo.
	EchoRequests bool
	// EchoHTML is EchoRequests with each error as a page of HTML, as a proxy in
	// front of the platform would send it.
	EchoHTML bool
	// Now is the platform's clock; time.Now if nil.
	Now func() time.Time
}

//go:embed options.go
var source string

// Source is this file: what the fields are documented to do is the help of the
// mock server.
func (Options) Source() string { return source }

// ParseName sets an enumeration that counts from 0 to the constant of the given
// name; names lists them in order. It is what UnmarshalText of an option is made
// of.
func ParseName[E ~int](e *E, text []byte, names ...string) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("%q is none of %s", text, strings.Join(names, ", "))
	}
	*e = E(i)
	return nil
}

// Clock is the real time plus what a test added. The zero value is ready.
type Clock struct{ ahead atomic.Int64 }

// Now is the time by this clock, for Options.Now.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// Advance moves the clock by d, which may be negative.
func (c *Clock) Advance(d time.Duration) { c.ahead.Add(int64(d)) }
