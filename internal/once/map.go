package once

import (
	"context"
	"sync"
)

// Map fetches a value for each key, as [Value] does, and keeps every outcome. It is safe for concurrent use.
type Map[T any] struct {
	fetch  func(ctx context.Context, key string) (T, error)
	values sync.Map // of *Value[T]
}

// NewMap makes a map whose values fetch returns.
func NewMap[T any](fetch func(ctx context.Context, key string) (T, error)) *Map[T] {
	return &Map[T]{fetch: fetch}
}

// Get returns the value of a key.
func (m *Map[T]) Get(ctx context.Context, key string) (T, error) {
	kept, _ := m.values.LoadOrStore(key, New(func(ctx context.Context) (T, error) { return m.fetch(ctx, key) }, Always[T]))
	value, _ := kept.(*Value[T])
	return value.Get(ctx)
}
