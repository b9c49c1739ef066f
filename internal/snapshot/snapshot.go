// Package snapshot answers many reads of one collection from a single listing.
package snapshot

import (
	"context"
	"slices"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/once"
)

// Snapshot holds what one listing of a collection said, by the objects' ids. The first reader lists, all others wait for
// that. A write to the collection must Drop it, so that no later read sees what was before the write. It is safe for
// concurrent use.
type Snapshot[T any] struct{ current *once.Value[listing[T]] }

type listing[T any] struct {
	all  []T
	byID map[string]T
}

// New makes a snapshot of the collection that list reads whole. A failure is not kept: the next reader lists again.
func New[T any](list func(context.Context) ([]T, error), id func(T) string) *Snapshot[T] {
	return &Snapshot[T]{once.New(func(ctx context.Context) (listing[T], error) {
		all, err := list(ctx)
		byID := make(map[string]T, len(all))
		for _, object := range all {
			byID[id(object)] = object
		}
		return listing[T]{all, byID}, err
	}, once.Success)}
}

// Get returns the object with the id; false if the listing does not hold it, which a reader confirms before it believes
// that the object is gone.
func (s *Snapshot[T]) Get(ctx context.Context, id string) (object T, ok bool, err error) {
	l, err := s.current.Get(ctx)
	if err != nil {
		return object, false, err
	}
	object, ok = l.byID[id]
	return object, ok, nil
}

// List returns all objects of the listing, in its order.
func (s *Snapshot[T]) List(ctx context.Context) ([]T, error) {
	l, err := s.current.Get(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(l.all), nil
}

// Drop forgets the listing. One that is under way still answers those who wait for it already, and no others.
func (s *Snapshot[T]) Drop() { s.current.Drop() }
