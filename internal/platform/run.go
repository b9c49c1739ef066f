package platform

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/once"
)

// Run is what all resources of one platform share in one run of the provider: the engines start it anew for a plan and for
// an apply. Safe for concurrent use.
type Run struct {
	// Patience is the time for which deletions wait, all together.
	Patience Patience

	turns   once.Turns
	waiting atomic.Int32

	mu       sync.Mutex
	held     map[string]bool
	lastHeld time.Time
	lastKept time.Time
	asked    time.Time // first, for what is kept
	changes  []*change
	written  map[string]bool
	counts   map[string]int
}

// Hold notes that the object of the id, of a kind such as a type of resource, is one of the configuration's: it was read,
// planned or deleted in this run.
func (r *Run) Hold(kind, id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.held == nil {
		r.held = map[string]bool{}
	}
	r.held[kind+" "+id] = true
	r.lastHeld = time.Now()
}

// Holds reports whether the object was noted.
func (r *Run) Holds(kind, id string) bool {
	held, _ := r.holds(kind, id)
	return held
}

// holds reports whether the object was noted, and when the last of all objects was.
func (r *Run) holds(kind, id string) (held bool, last time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.held[kind+" "+id], r.lastHeld
}

// The engines read the state side by side: after a pause of heldPause it is taken for read, and after heldLimit in any case.
const (
	heldPause = 500 * time.Millisecond
	heldLimit = 10 * time.Second
)

// maxWaiting is how many calls wait at once for what the engine reads: it makes ten calls at a time, unless it is told otherwise, and
// has to get on with its reads.
const maxWaiting = 4

// WillHold reports whether the object was noted, or is going to be while the engine still reads its state. It is not certain if too
// many wait already.
func (r *Run) WillHold(ctx context.Context, kind, id string) (held, certain bool) {
	defer r.waiting.Add(-1)
	if r.waiting.Add(1) > maxWaiting {
		held, _ = r.holds(kind, id)
		return held, held
	}
	return await(ctx, time.Now(), func() (bool, time.Time) { return r.holds(kind, id) }), true
}

// await reports whether something was noted, or is until there was a pause since the beginning and since the last note.
func await(ctx context.Context, begun time.Time, noted func() (is bool, last time.Time)) bool {
	for limit := time.Now().Add(heldLimit); ; {
		is, last := noted()
		now := time.Now()
		if is || now.Sub(begun) > heldPause && now.Sub(last) > heldPause || now.After(limit) {
			return is
		}
		if httpapi.Sleep(ctx, heldPause/10) != nil {
			return false
		}
	}
}

// Keep notes that a resource of the state goes on managing what the key names.
func (r *Run) Keep(key string) {
	r.Count(keeper + key)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lastKept = time.Now()
}

const keeper = "keeper of "

// Keepers returns how many resources have been noted so.
func (r *Run) Keepers(key string) int { return r.Counted(keeper + key) }

// WillKeep reports whether more than so many resources have been noted so, or are going to be while the engine still plans. Only the
// first calls of a run wait.
func (r *Run) WillKeep(ctx context.Context, key string, more int) bool {
	r.mu.Lock()
	if r.asked.IsZero() {
		r.asked = time.Now()
	}
	begun := r.asked
	r.mu.Unlock()
	return await(ctx, begun, func() (bool, time.Time) {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.counts[keeper+key] > more, r.lastKept
	})
}

// Wrote notes that a resource of this run has written, or may have written, what the key names.
func (r *Run) Wrote(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.written == nil {
		r.written = map[string]bool{}
	}
	r.written[key] = true
}

// HasWritten reports whether a resource of this run has. The engines write and delete a resource in no common run, so what
// asks about a deletion asks about another resource.
func (r *Run) HasWritten(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.written[key]
}

// Count counts one more of what the key names, and returns how many there were.
func (r *Run) Count(key string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.counts == nil {
		r.counts = map[string]int{}
	}
	r.counts[key]++
	return r.counts[key]
}

// Counted returns how many of what the key names there were.
func (r *Run) Counted(key string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts[key]
}

// Turn waits until no other turn with the key is under way. The returned function ends this one.
func (r *Run) Turn(ctx context.Context, key string) (end func(), err error) {
	return r.turns.Take(ctx, key)
}
