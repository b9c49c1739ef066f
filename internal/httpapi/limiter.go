package httpapi

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limit is how fast and how widely a platform may be called. It holds for every attempt, not only for every call.
type Limit struct {
	PerSecond   float64 // attempts a second; may be fractional; 0: no limit
	Burst       int     // attempts at once after a rest; 0: PerSecond, at least 1
	Concurrency int     // attempts at a time; 0: no limit
}

// limiter lets attempts start: outside the pauses that the platform asked for, at its rate, and so many at a time.
type limiter struct {
	rate  *rate.Limiter
	slots chan struct{} // nil: no limit

	mu          sync.Mutex
	pausedUntil time.Time
}

func newLimiter(limit Limit) *limiter {
	l := &limiter{rate: rate.NewLimiter(rate.Inf, 1)}
	if limit.PerSecond > 0 {
		burst := limit.Burst
		if burst == 0 {
			burst = max(1, int(limit.PerSecond))
		}
		l.rate = rate.NewLimiter(rate.Limit(limit.PerSecond), burst)
	}
	if limit.Concurrency > 0 {
		l.slots = make(chan struct{}, limit.Concurrency)
	}
	return l
}

// pause lets no attempt start for a while.
func (l *limiter) pause(wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := time.Now().Add(wait); until.After(l.pausedUntil) {
		l.pausedUntil = until
	}
}

func (l *limiter) pausedFor() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Until(l.pausedUntil)
}

// acquire waits until an attempt may start, and returns the function that ends it. A pause longer than the budget has left
// is refused at once.
func (l *limiter) acquire(ctx context.Context, b *budget) (release func(), err error) {
	for {
		for wait := l.pausedFor(); wait > 0; wait = l.pausedFor() {
			if err := b.allows(wait); err != nil {
				return nil, err
			}
			if err := Sleep(ctx, wait); err != nil {
				return nil, err
			}
		}
		release, err := l.takeSlot(ctx)
		if err != nil {
			return nil, err
		}
		// The rate comes last: an attempt that it lets through and that then waits for a slot would add to a burst later.
		if err := l.keepRate(ctx); err != nil {
			release()
			return nil, err
		}
		if l.pausedFor() <= 0 {
			return release, nil
		}
		release() // the platform asked for a pause while this attempt queued
	}
}

func (l *limiter) takeSlot(ctx context.Context) (release func(), err error) {
	if l.slots == nil {
		return func() {}, ctx.Err()
	}
	select {
	case l.slots <- struct{}{}:
		return func() { <-l.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *limiter) keepRate(ctx context.Context) error {
	err := l.rate.Wait(ctx)
	if err != nil && ctx.Err() == nil {
		return permanentError{fmt.Errorf("wait for requests_per_second: %w", context.DeadlineExceeded)}
	}
	return err
}

// Sleep waits, unless the context ends before.
func Sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() // both may have ended
	case <-ctx.Done():
		return ctx.Err()
	}
}
