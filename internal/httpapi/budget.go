package httpapi

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// budget is the time that one operation may take, all its requests and waits together.
type budget struct {
	total time.Duration

	mu      sync.Mutex
	spent   time.Duration // until it was started last
	started time.Time     // zero: it stands still
}

type budgetKey struct{}

// withBudget makes all requests under the returned context draw from one budget; nil: each has its own.
func withBudget(ctx context.Context, b *budget) context.Context {
	return context.WithValue(ctx, budgetKey{}, b)
}

// Detach returns a context for work that others may wait for too: it is not cancelled with ctx, and has a budget of its own.
func Detach(ctx context.Context) context.Context { return withBudget(context.WithoutCancel(ctx), nil) }

func newBudget(total time.Duration) *budget {
	return &budget{total: total, started: time.Now()}
}

// stop makes the budget stand still until it is started again, so that the client's own queues do not draw from it.
func (b *budget) stop() (start func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spent, b.started = b.elapsed(), time.Time{}
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.started = time.Now()
	}
}

func (b *budget) elapsed() time.Duration {
	if b.started.IsZero() {
		return b.spent
	}
	return b.spent + time.Since(b.started)
}

func (b *budget) left() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(0, b.total-b.elapsed())
}

// allows returns an error that names both numbers if a wait that the platform asked for does not fit.
func (b *budget) allows(wait time.Duration) error {
	left := b.left()
	if wait <= left {
		return nil
	}
	return permanentError{fmt.Errorf("the platform asks to wait %s, more than the %s left of max_elapsed (%s)",
		readable(wait), readable(left), b.total)}
}

func readable(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(time.Second)
}
