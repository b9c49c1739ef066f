// Package snapshot answers many reads of one collection from a single listing.
package snapshot

import (
	"context"
	"slices"
	"sync"
)

// Snapshot holds what one listing of a collection said, by the objects' ids. The first reader lists, all others wait for
// that. A write to the collection must Drop it, so that no later read sees what was before the write. It is safe for
// concurrent use.
type Snapshot[T any] struct {
	list func(context.Context) ([]T, error)
	id   func(T) string

	mu      sync.Mutex
	current *listing[T]
}

// listing is one listing, under way or done.
type listing[T any] struct {
	done chan struct{}
	all  []T
	byID map[string]T
	err  error
}

// New makes a snapshot of the collection that list reads whole.
func New[T any](list func(context.Context) ([]T, error), id func(T) string) *Snapshot[T] {
	return &Snapshot[T]{list: list, id: id}
}

// Get gives the object with the id; false if the listing does not hold it, which a reader confirms before it believes
// that the object is gone. An error is not kept: the next reader lists again.
func (s *Snapshot[T]) Get(ctx context.Context, id string) (object T, ok bool, err error) {
	l, err := s.wait(ctx)
	if err != nil {
		return object, false, err
	}
	object, ok = l.byID[id]
	return object, ok, nil
}

// List gives all objects of the listing, in its order.
func (s *Snapshot[T]) List(ctx context.Context) ([]T, error) {
	l, err := s.wait(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(l.all), nil
}

// wait gives the current listing once it is done.
func (s *Snapshot[T]) wait(ctx context.Context) (*listing[T], error) {
	l := s.join(ctx)
	select {
	case <-l.done:
		return l, l.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Drop forgets the listing. One that is under way still answers those who wait for it already, and nobody else.
func (s *Snapshot[T]) Drop() { s.forget(nil) }

// join gives the current listing, and starts one if there is none.
func (s *Snapshot[T]) join(ctx context.Context) *listing[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		s.current = &listing[T]{done: make(chan struct{})}
		// The reader that starts it must not end it for the others when it is cancelled itself.
		go s.fill(context.WithoutCancel(ctx), s.current)
	}
	return s.current
}

func (s *Snapshot[T]) fill(ctx context.Context, l *listing[T]) {
	defer close(l.done)
	objects, err := s.list(ctx)
	if err != nil {
		l.err = err
		s.forget(l)
		return
	}
	l.all, l.byID = objects, make(map[string]T, len(objects))
	for _, object := range objects {
		l.byID[s.id(object)] = object
	}
}

// forget drops the current listing if it is the given one; nil: whichever it is.
func (s *Snapshot[T]) forget(l *listing[T]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l == nil || s.current == l {
		s.current = nil
	}
}
