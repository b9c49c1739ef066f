// Package snapshot answers many reads of one collection from a single listing.
package snapshot

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/once"
)

// MostPages is how many pages a collection may have to be listed for a second read. A larger one is listed only after as
// many objects as it has pages have been read one by one.
const MostPages = 20

// Source is how a collection is read.
type Source[T any] struct {
	// Get reads one object.
	Get func(ctx context.Context, id string) (T, error)
	// List reads the collection, and returns how many pages it has. If there are more than most, it may return the
	// first one only. 0: all are wanted.
	List func(ctx context.Context, most int) (all []T, pages int, err error)
	// ID returns the id of an object. The letter case of ids does not count.
	ID func(T) string
	// IsGone reports whether an error is the platform's own word that the object or its collection does not exist.
	IsGone func(error) bool
	// Eager lists for the first read already, where a listing shows more than a Get.
	Eager bool
}

// Collection answers reads of objects that live together, such as the credentials of one application. The first read is a
// Get. From the second on, all share one listing; what it does not hold is read by a Get, which alone proves that an object
// is gone. A write to the collection must Drop what was listed. Safe for concurrent use.
type Collection[T any] struct {
	source  Source[T]
	owner   *Collections[T]
	current *once.Value[listing[T]]

	mu      sync.Mutex
	read    bool // an object has been read
	singles int  // how many objects a listing of the first page alone did not show
	whole   bool // a listing reads all pages, however many
	failed  bool // the collection cannot be listed
}

type listing[T any] struct {
	all   []T
	byID  map[string]T
	whole bool
	pages int
	err   error // why the collection could not be listed; kept, so that those who come later do not ask again
}

func newCollection[T any](owner *Collections[T], source Source[T]) *Collection[T] {
	c := &Collection[T]{source: source, owner: owner}
	c.current = once.New(c.list, once.Success)
	return c
}

// list reads the collection, or its first page.
func (c *Collection[T]) list(ctx context.Context) (listing[T], error) { //nolint:unparam // as once.New has it
	c.mu.Lock()
	most := MostPages
	if c.whole {
		most = 0
	}
	c.mu.Unlock()
	all, pages, err := c.source.List(ctx, most)
	byID := make(map[string]T, len(all))
	for _, object := range all {
		byID[strings.ToLower(c.source.ID(object))] = object
	}
	return listing[T]{all: all, byID: byID, whole: most == 0 || pages <= most, pages: pages, err: err}, nil
}

type freshKey struct{}

// Fresh makes every read under the returned context a Get: what a listing shows may be older than a look for what was just
// written.
func Fresh(ctx context.Context) context.Context { return context.WithValue(ctx, freshKey{}, true) }

// Get returns the object with the id, and whether a listing shows it; else it comes from the source's Get.
func (c *Collection[T]) Get(ctx context.Context, id string) (object T, listed bool, err error) {
	if ctx.Value(freshKey{}) == nil && !c.single() {
		l, cancelled := c.current.Get(ctx)
		switch {
		case cancelled != nil:
			return object, false, cancelled
		case l.err != nil:
			c.fail(l.err)
		default:
			if object, listed = l.byID[strings.ToLower(id)]; listed {
				return object, true, nil
			}
			c.missed(l)
		}
	}
	object, err = c.source.Get(ctx, id)
	return object, false, err
}

// single reports whether an object is read by itself.
func (c *Collection[T]) single() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := !c.read && !c.source.Eager
	c.read = true
	return first || c.failed || c.owner.off
}

// missed notes that a listing does not show an object. Once a listing of all pages would have cost less than the single
// reads of a large collection, the next read lists it.
func (c *Collection[T]) missed(l listing[T]) {
	if l.whole {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.singles++
	if c.singles >= l.pages && !c.whole {
		c.whole = true
		c.current.Drop()
	}
}

// fail notes that the collection cannot be listed. That it does not exist is said of every object in it, too.
func (c *Collection[T]) fail(err error) {
	c.mu.Lock()
	first := !c.failed
	c.failed = true
	c.mu.Unlock()
	if first && !c.source.IsGone(err) {
		c.owner.fail(err)
	}
}

// List returns all objects of the collection in the order of the listing, which later reads use.
func (c *Collection[T]) List(ctx context.Context) ([]T, error) {
	c.current.DropIf(func(l listing[T]) bool { return l.err != nil })
	for {
		c.mu.Lock()
		c.whole = true
		c.mu.Unlock()
		l, cancelled := c.current.Get(ctx)
		if cancelled != nil || l.err != nil || l.whole {
			return slices.Clone(l.all), cmp.Or(cancelled, l.err)
		}
		c.current.DropIf(func(l listing[T]) bool { return !l.whole }) // it is the first page for reads, or a write has come in between
	}
}

// Drop forgets what was listed, since the collection has been written to. A listing that is under way still answers those
// who wait for it already, and no others.
func (c *Collection[T]) Drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read, c.singles, c.whole = false, 0, false
	c.current.Drop()
}

// Collections are the collections of one platform, by what they live in. Safe for concurrent use.
type Collections[T any] struct {
	source func(parent string) Source[T]
	off    bool
	all    sync.Map // of *Collection[T], by parent

	mu       sync.Mutex
	problem  error
	reported bool
}

// New makes collections whose sources are made by their parents' ids; the letter case of those does not count.
func New[T any](source func(parent string) Source[T]) *Collections[T] {
	return &Collections[T]{source: source}
}

// TurnOff makes every read a Get. It is called before the first one.
func (c *Collections[T]) TurnOff() { c.off = true }

// Of returns the collection in a parent.
func (c *Collections[T]) Of(parent string) *Collection[T] {
	key := strings.ToLower(parent)
	kept, ok := c.all.Load(key)
	if !ok {
		kept, _ = c.all.LoadOrStore(key, newCollection(c, c.source(parent)))
	}
	collection, _ := kept.(*Collection[T])
	return collection
}

func (c *Collections[T]) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.problem == nil {
		c.problem = err
	}
}

// Problem returns, once, why a collection could not be listed, so that its objects are read one by one; nil: there is
// nothing to report.
func (c *Collections[T]) Problem() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.problem == nil || c.reported {
		return nil
	}
	c.reported = true
	return c.problem
}
