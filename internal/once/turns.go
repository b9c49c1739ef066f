package once

import (
	"context"
	"sync"
)

// Turns lets one caller at a time have a key. The zero value is ready for use; it is safe for concurrent use.
type Turns struct{ turns sync.Map } // of chan struct{}

// Take waits until no other caller has the key. The returned function gives it back.
func (t *Turns) Take(ctx context.Context, key string) (end func(), err error) {
	kept, _ := t.turns.LoadOrStore(key, make(chan struct{}, 1))
	turn, _ := kept.(chan struct{})
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
