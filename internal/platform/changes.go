package platform

import (
	"context"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// change is an update or the deletion of one object, from when it is asked for until it has ended. Either may free its name.
type change struct {
	kind, id string
	ended    chan struct{}
	worked   bool // once it has ended
}

// BeginChange notes that an update or the deletion of an object begins. The returned function notes how it ended.
func (r *Run) BeginChange(kind, id string) (end func(worked bool)) {
	begun := &change{kind: kind, id: id, ended: make(chan struct{})}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.changes = append(r.changes, begun)
	return func(worked bool) {
		begun.worked = worked
		close(begun.ended)
	}
}

// WasChanged reports whether this run has updated or deleted the object, or any of the kind if the id is empty. It waits for what is
// under way, or what the engine begins side by side with the caller.
func (r *Run) WasChanged(ctx context.Context, kind, id string) bool {
	for until := time.Now().Add(heldPause); ; {
		for _, one := range r.changesOf(kind, id) {
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

func (r *Run) changesOf(kind, id string) (found []*change) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, one := range r.changes {
		if one.kind == kind && (id == "" || one.id == id) {
			found = append(found, one)
		}
	}
	return found
}
