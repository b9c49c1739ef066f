package platform

import (
	"sync"
)

// Run is what all resources of one platform share in one run of the provider: the engines start it anew for a plan and for
// an apply. Safe for concurrent use.
type Run struct {
	mu   sync.Mutex
	held map[string]bool
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
}

// Holds reports whether the object was noted.
func (r *Run) Holds(kind, id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.held[kind+" "+id]
}
