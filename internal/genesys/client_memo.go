package genesys

import (
	"context"
	"sync"
)

// memo keeps what does not change while Terraform runs, by key. It keeps a failure too, so that what cannot be had is
// waited for once and not by every resource.
type memo[V any] struct {
	fetch func(ctx context.Context, key string) (V, error)

	mu    sync.Mutex
	known map[string]fetched[V]
}

type fetched[V any] struct {
	value V
	err   error
}

func newMemo[V any](fetch func(ctx context.Context, key string) (V, error)) *memo[V] {
	return &memo[V]{fetch: fetch, known: map[string]fetched[V]{}}
}

// get waits while another worker fetches: it is the same that both want, or else there are few.
func (m *memo[V]) get(ctx context.Context, key string) (V, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.known[key]
	if !ok {
		f.value, f.err = m.fetch(ctx, key)
		m.known[key] = f
	}
	return f.value, f.err
}
