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

// door is what every attempt passes: the pause that a platform asked for, its rate, and its places.
type door struct {
	rate   *rate.Limiter
	places chan struct{} // nil: no limit

	mu    sync.Mutex
	opens time.Time
}

func newDoor(limit Limit) *door {
	d := &door{rate: rate.NewLimiter(rate.Inf, 1)}
	if limit.PerSecond > 0 {
		burst := limit.Burst
		if burst == 0 {
			burst = max(1, int(limit.PerSecond))
		}
		d.rate = rate.NewLimiter(rate.Limit(limit.PerSecond), burst)
	}
	if limit.Concurrency > 0 {
		d.places = make(chan struct{}, limit.Concurrency)
	}
	return d
}

// close keeps everybody out for a while.
func (d *door) close(wait time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if opens := time.Now().Add(wait); opens.After(d.opens) {
		d.opens = opens
	}
}

func (d *door) closedFor() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return time.Until(d.opens)
}

// enter waits until an attempt may start, and returns the function that gives its place back. A pause longer than the
// budget has left is refused at once.
func (d *door) enter(ctx context.Context, b *budget) (leave func(), err error) {
	for {
		for wait := d.closedFor(); wait > 0; wait = d.closedFor() {
			if err := b.allows(wait); err != nil {
				return nil, err
			}
			if err := sleep(ctx, wait); err != nil {
				return nil, err
			}
		}
		leave, err := d.take(ctx)
		if err != nil {
			return nil, err
		}
		// The rate comes last: whoever it lets through and then waits for a place would add to a burst later.
		if err := d.keepRate(ctx); err != nil {
			leave()
			return nil, err
		}
		if d.closedFor() <= 0 {
			return leave, nil
		}
		leave() // somebody was told to pause while this attempt queued
	}
}

func (d *door) take(ctx context.Context) (leave func(), err error) {
	if d.places == nil {
		return func() {}, ctx.Err()
	}
	select {
	case d.places <- struct{}{}:
		return func() { <-d.places }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (d *door) keepRate(ctx context.Context) error {
	err := d.rate.Wait(ctx)
	if err != nil && ctx.Err() == nil {
		return permanentError{fmt.Errorf("wait for requests_per_second: %w", context.DeadlineExceeded)}
	}
	return err
}

func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
