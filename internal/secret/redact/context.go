package redact

import (
	"context"
	"sync"
)

type contextKey struct{}

// With returns a context for an operation that knows more secrets, such as those of a state. They are collected when the
// first message is masked; most operations have none to show.
func With(ctx context.Context, collect func() []string) context.Context {
	outer := From(ctx)
	return context.WithValue(ctx, contextKey{}, sync.OnceValue(func() []string {
		return append(collect(), outer()...)
	}))
}

// From returns what collects the secrets of an operation.
func From(ctx context.Context) func() []string {
	if collect, ok := ctx.Value(contextKey{}).(func() []string); ok {
		return collect
	}
	return func() []string { return nil }
}
