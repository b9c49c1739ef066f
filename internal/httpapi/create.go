package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Creation makes an object exactly once although the answer to the POST may be lost.
type Creation[T any] struct {
	// Key is what two objects that could be mistaken for each other have in common: the type, the name and whatever
	// they live in. Creations with the same key take turns.
	Key string
	// Post makes the object.
	Post func(ctx context.Context) (T, error)
	// Find returns objects of any age among which the new one must be, in a slice of its own. Where there are no dates, it
	// must return all that Resembles might come to accept: an older one may be renamed meanwhile.
	Find func(ctx context.Context) ([]T, error)
	// Resembles reports whether an object looks like the new one.
	Resembles func(T) bool
	// ID returns an object's id.
	ID func(T) string
	// Created returns when an object was made, by the platform's clock. Nil: the platform gives no dates. Then Find
	// runs once before Post too, and only what is absent from that list can be new.
	Created func(T) time.Time
	// Adopt writes the whole body over an object that an earlier Post has made.
	Adopt func(ctx context.Context, found T) (T, error)
}

// AmbiguousError is a creation whose answer was lost, and after which several objects could be the one that it made.
type AmbiguousError struct {
	IDs []string
	Err error // the failed POST
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("the answer was lost, and any of these objects may be the one that was made: %s: %s",
		strings.Join(e.IDs, ", "), e.Err)
}

// Unwrap returns the error of the POST.
func (e *AmbiguousError) Unwrap() error { return e.Err }

// DuplicateError is a creation that the platform refused because there is such an object already.
type DuplicateError struct {
	ID  string // of the object that exists
	Err error  // the refusal
}

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("there is one already, with the id %s: %s", e.ID, e.Err)
}

// Unwrap returns the refusal.
func (e *DuplicateError) Unwrap() error { return e.Err }

// CreateOnce makes an object, and takes up the one that was made if the answer got lost. An object that is older than
// this call, or that another creation of this client made or took up, is never taken up. If the object exists, its T is
// returned beside the error of a failed Adopt. All requests under ctx share one budget.
func CreateOnce[T any](ctx context.Context, c *Client, creation Creation[T]) (T, error) {
	var none T
	done, err := c.creations.turn(ctx, creation.Key)
	if err != nil {
		return none, err
	}
	defer done()
	b := newBudget(c.config.Retry.MaxElapsed)
	ctx = withBudget(ctx, b)
	newcomers, err := creation.begin(ctx, c)
	if err != nil {
		return none, err
	}
	sent := 0
	for attempt := 1; ; attempt++ {
		made, postErr := creation.Post(ctx)
		if postErr == nil {
			c.creations.claim(creation.Key, creation.ID(made))
			return made, nil
		}
		if failed, ok := errors.AsType[*Error](postErr); ok {
			sent += failed.Attempts
			failed.Attempts = sent
		}
		// A definite failure of a later attempt may mean that an earlier one was carried out late: the name is taken.
		if AppliedOf(postErr) == NotApplied && attempt == 1 {
			return none, postErr
		}
		found, err := creation.look(ctx, (&tries{retry: c.config.Retry, made: attempt}).backoff())
		if err != nil {
			return none, unknownOutcome(postErr, err)
		}
		candidates, err := newcomers(found)
		if err != nil {
			return none, unknownOutcome(postErr, err)
		}
		switch {
		case len(candidates) == 1:
			return creation.adopt(ctx, c, candidates[0])
		case len(candidates) > 1:
			return none, creation.ambiguous(candidates, postErr)
		case AppliedOf(postErr) == NotApplied, !mayPass(postErr), attempt >= c.config.Retry.MaxAttempts, b.left() == 0:
			return none, fmt.Errorf("%w (no new object was found afterwards)", postErr)
		}
	}
}

// mayPass reports whether another POST may fare better: the platform did not answer, or was overloaded. If it answered that
// it has made the object, that may only not be shown yet.
func mayPass(err error) bool {
	status := StatusOf(err)
	return status == 0 || status == http.StatusRequestTimeout || transientStatus(status)
}

// begin returns the filter that leaves the objects which can only stem from this creation.
func (cr Creation[T]) begin(ctx context.Context, c *Client) (newcomers func([]T) ([]T, error), err error) {
	other := func(t T) bool { return !cr.Resembles(t) || c.creations.claimed(cr.Key, cr.ID(t)) }
	if cr.Created != nil {
		begun := time.Now()
		return func(found []T) ([]T, error) {
			return cr.madeSince(slices.DeleteFunc(found, other), c.clock, begun)
		}, nil
	}
	older, err := cr.Find(ctx)
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{}
	for _, t := range older {
		ids[cr.ID(t)] = true
	}
	return func(found []T) ([]T, error) {
		return slices.DeleteFunc(found, func(t T) bool { return other(t) || ids[cr.ID(t)] }), nil
	}, nil
}

// madeSince leaves out what is provably older. Where nothing can be proven it fails, so that nothing older is taken up
// and nothing is made twice.
func (cr Creation[T]) madeSince(found []T, clock *serverClock, begun time.Time) ([]T, error) {
	since, known := clock.at(begun)
	var newer []T
	for _, t := range found {
		made := cr.Created(t)
		if !known || made.IsZero() {
			return nil, fmt.Errorf("nothing tells when object %s was made", cr.ID(t))
		}
		if !made.Truncate(time.Second).Before(since) {
			newer = append(newer, t)
		}
	}
	return newer, nil
}

// look waits a little before it looks, so that a write which is still under way can end.
func (cr Creation[T]) look(ctx context.Context, wait time.Duration) ([]T, error) {
	if err := sleep(ctx, wait); err != nil {
		return nil, err
	}
	return cr.Find(ctx)
}

func (cr Creation[T]) adopt(ctx context.Context, c *Client, found T) (T, error) {
	c.creations.claim(cr.Key, cr.ID(found))
	adopted, err := cr.Adopt(ctx, found)
	if err != nil {
		return found, err
	}
	return adopted, nil
}

func (cr Creation[T]) ambiguous(candidates []T, err error) error {
	ambiguous := &AmbiguousError{Err: err}
	for _, t := range candidates {
		ambiguous.IDs = append(ambiguous.IDs, cr.ID(t))
	}
	return ambiguous
}

func unknownOutcome(postErr, err error) error {
	return fmt.Errorf("whether the object was made is unknown: %w (looking for it: %w)", postErr, err)
}

// creations is what the creations of one client know of each other.
type creations struct {
	mu     sync.Mutex
	turns  map[string]chan struct{}
	owners map[[2]string]bool // key and id of every object that was made or taken up
}

func newCreations() *creations {
	return &creations{turns: map[string]chan struct{}{}, owners: map[[2]string]bool{}}
}

func (c *creations) turn(ctx context.Context, key string) (done func(), err error) {
	c.mu.Lock()
	turn, ok := c.turns[key]
	if !ok {
		turn = make(chan struct{}, 1)
		c.turns[key] = turn
	}
	c.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (c *creations) claim(key, id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.owners[[2]string{key, id}] = true
}

func (c *creations) claimed(key, id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.owners[[2]string{key, id}]
}
