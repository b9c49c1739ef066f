// Package create makes objects exactly once, although the answer to a POST may be lost. Dates decide nothing, since the
// clocks of a platform's nodes differ: a new object is one that a listing taken before the POST does not show.
package create

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// Creation is one object to be made in a [Collection].
type Creation[T any] struct {
	// Key is what two objects that could be mistaken for each other have in common. Creations with the same key take turns.
	Key string
	// Post makes the object.
	Post func(ctx context.Context) (T, error)
	// List returns all objects that could be mistaken for the new one, where that takes less than the whole collection.
	// Nil: it does not.
	List func(ctx context.Context) ([]T, error)
	// Matches reports whether what can be read of an object is what Post sends. It is asked for few objects, and may ask
	// the platform.
	Matches func(ctx context.Context, found T) (bool, error)
	// Excludes reports whether the platform would refuse the new object because of this one. Nil: it refuses none.
	Excludes func(T) bool
	// Adopt writes the whole body over an object that an earlier Post has made.
	Adopt func(ctx context.Context, found T) (T, error)
	// Discard deletes an object that an earlier Post has made, where that is of no use without the answer that got lost: the
	// POST is repeated. Nil: the object is adopted.
	Discard func(ctx context.Context, found T) error
}

// lastLook is how long an object is looked for, and adopted, after the operation was cancelled.
const lastLook = 5 * time.Second

// discarding is how long deleting an object may take that nothing can use, whatever is left for the operation.
const discarding = 30 * time.Second

// looks are when an object is looked for after its POST, as parts of the time within which the platform settles.
var looks = []float64{0.1, 0.4, 1}

// Create makes an object. If the answer is lost, it looks for the object, and adopts exactly one that is new, matches, and
// was not made or adopted by another creation. If it is provably absent, the POST is repeated. If the object exists, its T is
// returned beside the error of a failed Adopt. All requests share one budget. Errors are [*DuplicateError],
// [*AmbiguousError], [*LostError], [*UnknownError], and those of the requests.
func (c *Collection[T]) Create(ctx context.Context, creation Creation[T]) (made T, err error) {
	done, err := c.turns.Take(ctx, creation.Key)
	if err != nil {
		return made, err
	}
	defer done()
	o := creating[T]{Creation: creation, in: c}
	var failed error // of the last try: it says more than that the wait for another one was cancelled
	err = c.api.Repeat(ctx, func(ctx context.Context) (again bool, err error) {
		if o.posts == 0 {
			if o.since, o.blind, err = c.before(ctx, creation.Key, creation.List); err != nil {
				return false, err
			}
		}
		made, again, failed = o.try(ctx)
		return again, failed
	})
	if failed != nil {
		err = failed
	}
	return made, err
}

// creating is a creation under way.
type creating[T any] struct {
	Creation[T]
	in    *Collection[T]
	since mark
	blind error // why the collection cannot be listed; nil: it can

	posts    int
	attempts int   // of all POSTs
	failed   error // of the last POST
}

// try sends a POST, and looks for the object if the answer leaves open whether it was made. Once ctx is cancelled, it looks
// a last time.
func (o *creating[T]) try(ctx context.Context) (made T, again bool, err error) {
	if made, err = o.post(ctx); err == nil {
		return made, false, nil
	}
	// The refusal of a later POST may mean that an earlier one took effect late: the name is taken.
	if httpapi.AppliedOf(o.failed) == httpapi.NotApplied && o.posts == 1 {
		return made, false, o.failed
	}
	if o.blind != nil {
		return made, false, &UnknownError{Err: o.failed, Look: o.blind}
	}
	found, unsettled, err := o.find(ctx)
	if cancelled := ctx.Err(); cancelled != nil {
		late, cancel := context.WithTimeout(httpapi.Detach(ctx), lastLook)
		defer cancel()
		ctx = late // for the adoption, too
		if len(found) == 0 {
			found, err = o.look(ctx)
		}
		if len(found) == 0 && err == nil {
			err = &UnknownError{Err: o.failed, Look: cancelled}
		}
	}
	switch {
	case err != nil:
		return made, false, err
	case len(found) > 1:
		return made, false, o.ambiguous(found)
	case len(found) == 1 && o.Discard != nil:
		return o.discard(ctx, found[0])
	case len(found) == 1 && o.in.claim(o.in.id(found[0])):
		if made, err = o.Adopt(ctx, found[0]); err != nil { // the object exists
			made = found[0]
		}
		return made, false, err
	}
	if unsettled != nil {
		return made, false, httpapi.Advise(o.absent(), fmt.Sprintf("Looking for it ended early: %s", unsettled))
	}
	return made, mayPass(o.failed), o.absent()
}

func (o *creating[T]) post(ctx context.Context) (made T, err error) {
	o.posts++
	if made, o.failed = o.Post(ctx); o.failed == nil {
		o.in.claim(o.in.id(made))
		return made, nil
	}
	if e, ok := errors.AsType[*httpapi.Error](o.failed); ok {
		o.attempts += e.Attempts
		e.Attempts = o.attempts
	}
	var none T
	return none, o.failed
}

// absent is the error of a POST after which no new object was found.
func (o *creating[T]) absent() error {
	return httpapi.Advise(o.failed, "No new object was found afterwards")
}

// mayPass reports whether another POST may fare better: the platform did not answer, or was overloaded. If it answered that
// it has made the object, that may only not be shown yet.
func mayPass(err error) bool {
	switch httpapi.StatusOf(err) {
	case 0, http.StatusRequestTimeout, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return httpapi.AppliedOf(err) == httpapi.MaybeApplied
	}
	return false
}

// find looks for the object until it is there or the platform has settled, since the platform may show it late, or carry
// out a write after its connection was cut. The last look decides: an earlier one may fail. unsettled is why there was no
// time to wait that long.
func (o *creating[T]) find(ctx context.Context) (found []T, unsettled, err error) {
	ended := time.Now()
	for _, part := range looks {
		due := ended.Add(time.Duration(part * float64(o.in.api.Settling())))
		unsettled = o.in.api.Wait(ctx, time.Until(due))
		found, err = o.look(ctx)
		if _, excluded := errors.AsType[*DuplicateError](err); excluded || len(found) > 0 || unsettled != nil {
			break
		}
	}
	return found, unsettled, err
}

// look returns the objects that may be the new one.
func (o *creating[T]) look(ctx context.Context) (found []T, err error) {
	all, err := o.in.after(ctx, o.List)
	if err != nil {
		return nil, &UnknownError{Err: o.failed, Look: err}
	}
	for _, one := range all {
		if !o.in.isNew(one, o.since) {
			continue
		}
		matches, err := o.Matches(ctx, one)
		if err != nil {
			return nil, &UnknownError{Err: o.failed, Look: err}
		}
		switch {
		case matches:
			found = append(found, one)
		case o.Excludes != nil && o.Excludes(one):
			return nil, &DuplicateError{ID: o.in.id(one), Err: o.failed}
		}
	}
	return found, nil
}

// discard deletes the object, and asks for another POST unless the platform has refused the last one.
func (o *creating[T]) discard(ctx context.Context, found T) (none T, again bool, err error) {
	if !o.in.claim(o.in.id(found)) {
		return none, false, o.absent()
	}
	cut, cancel := context.WithTimeout(httpapi.Detach(ctx), discarding)
	defer cancel()
	lost := &LostError{ID: o.in.id(found), Err: o.failed, Left: o.Discard(cut, found)}
	return none, lost.Left == nil && httpapi.AppliedOf(o.failed) != httpapi.NotApplied, lost
}

func (o *creating[T]) ambiguous(found []T) error {
	ambiguous := &AmbiguousError{Err: o.failed}
	for _, one := range found {
		ambiguous.IDs = append(ambiguous.IDs, o.in.id(one))
	}
	return ambiguous
}
