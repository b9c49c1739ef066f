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
	begun time.Time

	mu     sync.Mutex
	queued time.Duration
}

type budgetKey struct{}

// withBudget makes all requests under the returned context draw from one budget.
func withBudget(ctx context.Context, b *budget) context.Context {
	return context.WithValue(ctx, budgetKey{}, b)
}

func newBudget(total time.Duration) *budget {
	return &budget{total: total, begun: time.Now()}
}

// forgive takes time that went into the client's own queues off the account.
func (b *budget) forgive(queued time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.queued += queued
}

func (b *budget) left() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(0, b.total-time.Since(b.begun)+b.queued)
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
