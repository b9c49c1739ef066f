package create

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/once"
)

// Collection is where objects are made, such as the credentials of one application. It knows which objects are older than
// a creation, and which the creations of this client have made. It is safe for concurrent use.
type Collection[T any] struct {
	api  *httpapi.Client
	id   func(T) string
	list func(ctx context.Context) ([]T, error)

	mu      sync.Mutex
	now     mark
	seen    map[string]mark // when an object was first seen, by its id
	shown   map[string]T    // as it was last seen, by its id
	whole   bool            // a listing of the whole collection was seen
	begun   bool            // it was asked what there is before a creation
	looked  map[string]bool // keys of creations that a narrow listing was made for
	failed  error           // why it is not known what there is
	first   *once.Value[[]T]
	claimed map[string]bool // ids of what was made or adopted here
	turns   once.Turns      // of creations with the same key
	queued  *listing[T]     // not begun: who asks for one joins it
	busy    bool            // a listing is under way
}

// mark counts the listings that were seen.
type mark int

// NewCollection returns the collection that list reads whole. first is the listing that says what there is before the first
// creations, such as the one that a refresh reads, too; nil: list. It makes no request.
func NewCollection[T any](api *httpapi.Client, id func(T) string, list, first func(ctx context.Context) ([]T, error)) *Collection[T] {
	if first == nil {
		first = list
	}
	return &Collection[T]{
		api: api, id: id, list: list, first: once.New(first, isLasting[T]),
		seen: map[string]mark{}, shown: map[string]T{}, looked: map[string]bool{}, claimed: map[string]bool{},
	}
}

// Seen notes what a complete listing of the collection has shown, such as one that a plan or a refresh has read. Creations
// that begin later need not list.
func (c *Collection[T]) Seen(all []T) { c.note(all, true) }

func (c *Collection[T]) note(found []T, whole bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now++
	c.whole = c.whole || whole
	for _, one := range found {
		id := c.id(one)
		c.shown[id] = one
		if c.seen[id] == 0 {
			c.seen[id] = c.now
		}
	}
}

// Look returns what there is, so that a creation with the key need not list again: the first one in a collection asks
// for as little as it can, by narrow unless that is nil, and from the second on all share a listing of the whole collection.
// It is made once; a failure of the listing that another look would not change is returned to all.
func (c *Collection[T]) Look(ctx context.Context, key string, narrow func(context.Context) ([]T, error)) ([]T, error) {
	c.mu.Lock()
	known, failed := c.whole || c.looked[key], c.failed
	list, whole := c.first.Get, true
	if narrow != nil && !c.begun && !c.whole {
		list, whole = narrow, false
	}
	c.begun = true
	c.mu.Unlock()
	if !known && failed != nil {
		return nil, failed
	}
	var err error
	if !known {
		var found []T
		if found, err = list(ctx); err == nil {
			c.note(found, whole)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		if whole && ctx.Err() == nil && isLasting([]T(nil), err) { // what is narrow may fail by its key
			c.failed = err
		}
		return nil, err
	}
	c.looked[key] = true
	return slices.Collect(maps.Values(c.shown)), nil
}

// isLasting reports whether a look need not be repeated: it worked, was refused, or nothing answered after all retries.
func isLasting[T any](_ []T, err error) bool { return httpapi.StatusOf(err) < 500 }

// before makes sure that what there is before a creation is known, and returns that moment. blind is the platform's refusal
// to list: the creation may go on, since it needs the listing only if its answer is lost.
func (c *Collection[T]) before(ctx context.Context, key string, narrow func(context.Context) ([]T, error)) (since mark, blind, err error) {
	_, err = c.Look(ctx, key, narrow)
	if status := httpapi.StatusOf(err); status >= 400 && status <= 499 && status != http.StatusTooManyRequests {
		return 0, err, nil
	}
	if err != nil {
		return 0, nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now, nil, nil
}

// gather is how long a listing that follows lost answers waits for more creations to join it, at most.
const gather = 500 * time.Millisecond

// after lists what could be the object of a POST that has ended.
func (c *Collection[T]) after(ctx context.Context, narrow func(context.Context) ([]T, error)) ([]T, error) {
	if narrow != nil {
		return narrow(ctx)
	}
	return c.join(ctx, min(gather, c.api.Settling()/20))
}

// isNew reports whether an object was not seen before a creation, and no other creation made or adopted it.
func (c *Collection[T]) isNew(one T, since mark) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	first, id := c.seen[c.id(one)], c.id(one)
	return !c.claimed[id] && (first == 0 || first > since)
}

// claim makes an object the caller's; false: it is another creation's.
func (c *Collection[T]) claim(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	free := !c.claimed[id]
	c.claimed[id] = true
	return free
}

// listing is one reading of the whole collection, for all who asked before it began.
type listing[T any] struct {
	done chan struct{}
	all  []T
	err  error
}

// join returns what a listing shows that begins from now on, but not before the given wait, so that more can join it. One
// listing is under way at a time. It outlives the caller who happened to start it.
func (c *Collection[T]) join(ctx context.Context, wait time.Duration) ([]T, error) {
	c.mu.Lock()
	if c.queued == nil {
		c.queued = &listing[T]{done: make(chan struct{})}
	}
	joined := c.queued
	if !c.busy {
		c.busy = true
		go c.readWhileAsked(httpapi.Detach(ctx), wait)
	}
	c.mu.Unlock()
	select {
	case <-joined.done:
		return joined.all, joined.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// readWhileAsked reads the collection as long as a listing is asked for, and ends one wait after the last.
func (c *Collection[T]) readWhileAsked(ctx context.Context, wait time.Duration) {
	for {
		time.Sleep(wait)
		c.mu.Lock()
		next := c.queued
		c.queued = nil
		if next == nil {
			c.busy = false
		}
		c.mu.Unlock()
		if next == nil {
			return
		}
		next.all, next.err = c.list(ctx)
		close(next.done)
	}
}

// Collections are collections of one kind, by what contains them, such as an application. They are safe for concurrent use.
type Collections[T any] struct {
	build    func(parent string) *Collection[T]
	byParent sync.Map // of *Collection[T]
}

// NewCollections returns the collections that build makes. It makes no request.
func NewCollections[T any](build func(parent string) *Collection[T]) *Collections[T] {
	return &Collections[T]{build: build}
}

// Of returns the collection of a parent; the letter case of its id does not count.
func (c *Collections[T]) Of(parent string) *Collection[T] {
	key := strings.ToLower(parent)
	kept, ok := c.byParent.Load(key)
	if !ok {
		kept, _ = c.byParent.LoadOrStore(key, c.build(parent))
	}
	found, _ := kept.(*Collection[T])
	return found
}
