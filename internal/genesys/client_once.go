package genesys

import (
	"context"
	"sync"
)

// once is a value that does not change while Terraform runs. It is fetched once, for all who ask for it. A failure is kept
// too, so that what cannot be had is waited for once and not by every resource.
type once[V any] struct {
	start sync.Once
	done  chan struct{}
	value V
	err   error
}

// get fetches the value if nobody has done so yet. The fetch is everybody's: a caller who is cancelled only stops waiting for it.
func (o *once[V]) get(ctx context.Context, fetch func(context.Context) (V, error)) (V, error) {
	o.start.Do(func() {
		o.done = make(chan struct{})
		go func() {
			defer close(o.done)
			o.value, o.err = fetch(context.WithoutCancel(ctx))
		}()
	})
	select {
	case <-o.done:
		return o.value, o.err
	case <-ctx.Done():
		return *new(V), ctx.Err()
	}
}
