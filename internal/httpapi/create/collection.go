package create

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
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
	whole   bool            // a listing of the whole collection was seen
	begun   bool            // a creation has begun
	claimed map[string]bool // ids of what was made or adopted here
	turns   map[string]chan struct{}
	queued  *listing[T] // not begun: who asks for one joins it
	busy    bool        // a listing is under way
}

// mark counts the listings that were seen.
type mark int

// NewCollection returns the collection that list reads whole. It makes no request.
func NewCollection[T any](api *httpapi.Client, id func(T) string, list func(ctx context.Context) ([]T, error)) *Collection[T] {
	return &Collection[T]{
		api: api, id: id, list: list,
		seen: map[string]mark{}, claimed: map[string]bool{}, turns: map[string]chan struct{}{},
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
		if id := c.id(one); c.seen[id] == 0 {
			c.seen[id] = c.now
		}
	}
}

// before makes sure that what there is before a creation is known, and returns that moment. The first creation reads as
// little as it can, from the second on all share a listing of the whole collection. blind is the platform's refusal to
// list, without which a creation can do as long as its answer arrives.
func (c *Collection[T]) before(ctx context.Context, narrow func(context.Context) ([]T, error)) (since mark, blind, err error) {
	c.mu.Lock()
	known, first := c.whole, !c.begun
	c.begun = true
	c.mu.Unlock()
	var found []T
	narrowly := first && narrow != nil
	switch {
	case known:
	case narrowly:
		found, err = narrow(ctx)
	default:
		found, err = c.join(ctx, 0)
	}
	if status := httpapi.StatusOf(err); status >= 400 && status <= 499 && status != http.StatusTooManyRequests {
		return 0, err, nil
	}
	if err != nil {
		return 0, nil, err
	}
	if !known {
		c.note(found, !narrowly)
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

func (c *Collection[T]) takeTurn(ctx context.Context, key string) (done func(), err error) {
	c.mu.Lock()
	turn, ok := c.turns[key]
	if !ok {
		turn = make(chan struct{}, 1)
		c.turns[key] = turn
	}
	c.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
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
		go c.work(httpapi.Detach(ctx), wait)
	}
	c.mu.Unlock()
	select {
	case <-joined.done:
		return joined.all, joined.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// work reads the collection as long as a listing is asked for.
func (c *Collection[T]) work(ctx context.Context, wait time.Duration) {
	for {
		time.Sleep(wait)
		c.mu.Lock()
		next := c.queued
		c.queued, c.busy = nil, next != nil
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
	api  *httpapi.Client
	id   func(T) string
	list func(ctx context.Context, parent string) ([]T, error)

	mu       sync.Mutex
	byParent map[string]*Collection[T]
}

// NewCollections returns the collections that list reads whole. It makes no request.
func NewCollections[T any](
	api *httpapi.Client, id func(T) string, list func(ctx context.Context, parent string) ([]T, error),
) *Collections[T] {
	return &Collections[T]{api: api, id: id, list: list, byParent: map[string]*Collection[T]{}}
}

// Of returns the collection of a parent.
func (c *Collections[T]) Of(parent string) *Collection[T] {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.byParent[parent]
	if !ok {
		found = NewCollection(c.api, c.id, func(ctx context.Context) ([]T, error) { return c.list(ctx, parent) })
		c.byParent[parent] = found
	}
	return found
}
