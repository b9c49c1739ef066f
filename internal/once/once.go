// Package once fetches a value once for all who ask for it, and lets one caller at a time have what a key names.
package once

import (
	"context"
	"sync"
)

// Value is fetched when it is first asked for, and kept for as long as its rule says. While it is fetched, all callers wait
// for the same fetch. It is safe for concurrent use.
type Value[T any] struct {
	fetch func(context.Context) (T, error)
	kept  func(T, error) bool

	mu      sync.Mutex
	current *fetched[T]
}

// fetched is the outcome of one fetch, which may still be under way.
type fetched[T any] struct {
	done  chan struct{}
	value T
	err   error
}

func (f *fetched[T]) isDone() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

// New makes a value that fetch returns. kept decides, whenever the value is asked for, whether an earlier outcome still
// answers, be it a failure: see [Always] and [Success]. Those who wait for a fetch get its outcome whatever kept says.
func New[T any](fetch func(context.Context) (T, error), kept func(T, error) bool) *Value[T] {
	return &Value[T]{fetch: fetch, kept: kept}
}

// Always keeps every outcome, so that what cannot be had is waited for once and not by every caller.
func Always[T any](T, error) bool { return true }

// Success keeps a value and drops a failure, so that the next caller tries again.
func Success[T any](_ T, err error) bool { return err == nil }

// Get returns the value. The fetch outlives the caller who started it: one that is cancelled only stops waiting.
func (v *Value[T]) Get(ctx context.Context) (T, error) {
	f := v.join(ctx)
	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// join returns the current outcome, and starts a fetch if there is none.
func (v *Value[T]) join(ctx context.Context) *fetched[T] {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.current != nil && (!v.current.isDone() || v.kept(v.current.value, v.current.err)) {
		return v.current
	}
	f := &fetched[T]{done: make(chan struct{})}
	v.current = f
	go func() {
		defer close(f.done)
		f.value, f.err = v.fetch(context.WithoutCancel(ctx))
	}()
	return f
}

// Peek returns the value if it is there; it neither fetches nor waits.
func (v *Value[T]) Peek() (value T, ok bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if f := v.current; f != nil && f.isDone() && f.err == nil && v.kept(f.value, nil) {
		return f.value, true
	}
	return value, false
}

// Drop forgets the value. A fetch that is under way still answers those who wait for it already, and no others.
func (v *Value[T]) Drop() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.current = nil
}

// DropIf forgets the value if it is there and stale says so of it. A fetch that is under way goes on for all.
func (v *Value[T]) DropIf(stale func(T) bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if f := v.current; f != nil && f.isDone() && f.err == nil && stale(f.value) {
		v.current = nil
	}
}
