package httpapi

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
)

// Applied reports whether a failed write took effect, as far as its attempts show. Of a request that changes nothing it is
// NotApplied.
type Applied int

// The values of Applied, in the order in which one attempt outweighs another of the same request.
const (
	NotApplied    Applied = iota // surely not: nothing was sent, or it was refused
	MaybeApplied                 // unknown: the answer is lost, or does not say
	SurelyApplied                // the platform answered that it did, and the rest of the answer is of no use
)

// AppliedOf returns whether the write that failed with err took effect; NotApplied if err is of another kind.
func AppliedOf(err error) Applied {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Applied
	}
	return NotApplied
}

type lateKey struct{}

// WatchLate returns a context under which late reports whether a write may yet take effect, within the platform's settling time: the
// answer to one of its attempts was lost, or does not say. A repeat that succeeded does not change that.
func WatchLate(ctx context.Context) (watched context.Context, late func() bool) {
	var may atomic.Bool
	return context.WithValue(ctx, lateKey{}, &may), may.Load
}

func noteLate(ctx context.Context) {
	if may, ok := ctx.Value(lateKey{}).(*atomic.Bool); ok {
		may.Store(true)
	}
}

// statusApplied returns what the status of an answer says of a write. saysWhen: the answer has a Retry-After header.
func statusApplied(status int, saysWhen bool) Applied {
	switch {
	case status >= 200 && status <= 299:
		return SurelyApplied
	case status == http.StatusRequestTimeout:
		return MaybeApplied
	case status == http.StatusServiceUnavailable && saysWhen:
		return NotApplied
	case status == http.StatusMovedPermanently, status == http.StatusTemporaryRedirect, status == http.StatusPermanentRedirect:
		return NotApplied
	case status >= 400 && status <= 499:
		return NotApplied
	}
	return MaybeApplied
}
