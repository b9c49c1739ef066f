package platform

import (
	"context"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// deletion is the deletion of one object, from when it is asked for until it has ended.
type deletion struct {
	kind, id string
	ended    chan struct{}
	worked   bool // once it has ended
}

// BeginDeletion notes that the deletion of an object begins. The returned function notes how it ended.
func (r *Run) BeginDeletion(kind, id string) (end func(worked bool)) {
	begun := &deletion{kind: kind, id: id, ended: make(chan struct{})}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deletions = append(r.deletions, begun)
	return func(worked bool) {
		begun.worked = worked
		close(begun.ended)
	}
}

// WasDeleted reports whether this run has deleted the object, or any of the kind if the id is empty. It waits for a deletion
// that is under way, or that the engine begins side by side with the caller.
func (r *Run) WasDeleted(ctx context.Context, kind, id string) bool {
	for until := time.Now().Add(heldPause); ; {
		for _, one := range r.deletionsOf(kind, id) {
			select {
			case <-one.ended:
				if one.worked {
					return true
				}
			case <-ctx.Done():
				return false
			}
		}
		if time.Now().After(until) || httpapi.Sleep(ctx, heldPause/10) != nil {
			return false
		}
	}
}

func (r *Run) deletionsOf(kind, id string) (found []*deletion) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, one := range r.deletions {
		if one.kind == kind && (id == "" || one.id == id) {
			found = append(found, one)
		}
	}
	return found
}
