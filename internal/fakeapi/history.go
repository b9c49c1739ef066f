package fakeapi

import (
	"slices"
	"time"
)

// History keeps the objects of one kind with their past, so that reads can lag
// behind writes; see Options.VisibleAfter. The zero value is empty.
type History[T any] struct {
	ids  []string // in the order of creation; deleted ones keep their place
	past map[string][]moment[T]
}

// moment is the state of an object since a time.
type moment[T any] struct {
	since  time.Time
	object *T // never changed in place; nil if deleted
}

// Set records that an object is as given since a time; nil deletes it. The
// object must not be changed afterwards.
func (h *History[T]) Set(id string, since time.Time, object *T) {
	if h.past == nil {
		h.past = map[string][]moment[T]{}
	}
	if !h.Knows(id) {
		h.ids = append(h.ids, id)
	}
	h.past[id] = append(h.past[id], moment[T]{since, object})
}

// Knows reports whether there is or was an object of that id.
func (h *History[T]) Knows(id string) bool {
	_, known := h.past[id]
	return known
}

// At returns the state of an object at a time; nil if it did not exist.
func (h *History[T]) At(id string, t time.Time) *T {
	for _, m := range slices.Backward(h.past[id]) {
		if !m.since.After(t) {
			return m.object
		}
	}
	return nil
}

// Remove deletes an object that exists now, as from another time on, and
// reports whether it was there.
func (h *History[T]) Remove(id string, now, since time.Time) bool {
	if h.At(id, now) == nil {
		return false
	}
	h.Set(id, since, nil)
	return true
}

// IDs lists the ids of all objects in the order of their creation, also of
// those that were deleted.
func (h *History[T]) IDs() []string { return h.ids }

// All returns the objects that existed at a time, in the order of their
// creation.
func (h *History[T]) All(t time.Time) []*T { return h.Of(h.ids, t) }

// Of returns those of the given objects that existed at a time.
func (h *History[T]) Of(ids []string, t time.Time) []*T {
	var found []*T
	for _, id := range ids {
		if object := h.At(id, t); object != nil {
			found = append(found, object)
		}
	}
	return found
}
