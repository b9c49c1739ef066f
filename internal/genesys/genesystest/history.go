package genesystest

import (
	"slices"
	"time"
)

// history keeps objects with their past, so that reads can lag behind writes.
// The zero value is empty.
type history[T any] struct {
	ids  []string // in the order of creation; deleted ones keep their place
	past map[string][]moment[T]
}

// moment is the state of an object since a time.
type moment[T any] struct {
	since  time.Time
	object *T // never changed in place; nil if deleted
}

// set records that an object is as given since a time; nil deletes it.
func (h *history[T]) set(id string, since time.Time, object *T) {
	if h.past == nil {
		h.past = map[string][]moment[T]{}
	}
	if _, known := h.past[id]; !known {
		h.ids = append(h.ids, id)
	}
	h.past[id] = append(h.past[id], moment[T]{since, object})
}

// at returns the state of an object at a time; nil if it did not exist.
func (h *history[T]) at(id string, t time.Time) *T {
	for _, m := range slices.Backward(h.past[id]) {
		if !m.since.After(t) {
			return m.object
		}
	}
	return nil
}

// all returns the objects that existed at a time.
func (h *history[T]) all(t time.Time) []*T { return h.of(h.ids, t) }

// of returns those of the given objects that existed at a time.
func (h *history[T]) of(ids []string, t time.Time) []*T {
	var found []*T
	for _, id := range ids {
		if object := h.at(id, t); object != nil {
			found = append(found, object)
		}
	}
	return found
}
