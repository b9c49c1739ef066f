package fakeapi

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Fault is trouble injected on a route: which calls it hits, and what happens
// to them. Several faults may hit the same call; their effects add up, and of
// several statuses the first counts.
type Fault struct {
	// Method and Route select the calls by the route's pattern, such as "POST"
	// and "/users/{userId}". Empty: any. Paths without a route are never hit.
	Method, Route string

	// After is how many matching calls pass unharmed first.
	After int
	// Every hits only each n-th of the calls that follow; 0 and 1 hit all.
	Every int
	// Times is how often the fault strikes before it is spent; 0: without end.
	Times int
	// Probability, in (0, 1], strikes at random, repeatably by Seed; 0: always.
	Probability float64
	Seed        uint64

	// Status answers with this status, in the platform's own error shape, with
	// Body if that is set, or with the HTML page of a gateway.
	Status  int
	Body    string
	Gateway bool
	// RetryAfter goes into the header of that name, as an HTTP date with
	// RetryAfterDate.
	RetryAfter     time.Duration
	RetryAfterDate bool
	// Reset resets the connection instead of answering.
	Reset bool
	// Applied lets the request take effect before Status or Reset hide its
	// outcome; without it, it never reaches its handler.
	Applied bool
	// AppliedAfter is Applied that long after the outcome was hidden. 0: as
	// Options.AppliedAfter has it.
	AppliedAfter time.Duration
	// OtherID puts the id of another object into the answer, in place of the one
	// that the request is about.
	OtherID bool
	// Truncate cuts the connection in the middle of the answer's body.
	Truncate bool
	// Latency passes before anything else happens.
	Latency time.Duration
	// SlowBody is the time over which the answer's body is spread.
	SlowBody time.Duration
	// ExpireToken ends the bearer token of the request before it is checked.
	ExpireToken bool
}

// armedFault is a fault with its memory of the calls it has seen.
type armedFault struct {
	Fault
	id           int
	seen, struck int
	random       *rand.Rand
}

// AddFault injects one more fault. It is an error if the fault hits no route
// of the platform, or if it would do nothing.
func (s *Server) AddFault(f Fault) error {
	if err := s.CheckFault(f); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.arm(f)
	return nil
}

// arm injects a fault that was found in order.
func (s *Server) arm(f Fault) {
	s.lastFault++
	s.faults = append(s.faults, &armedFault{Fault: f, id: s.lastFault, random: rand.New(rand.NewPCG(f.Seed, 0))}) //nolint:gosec // repeatable, not secret
}

// Inject adds a fault to one of the routes, whatever Method and Route it has; to
// all if route is empty. It panics where AddFault has an error, so that a test
// cannot pass because its fault never strikes.
func (s *Server) Inject(route string, f Fault) {
	f.Method, f.Route, _ = strings.Cut(route, " ")
	if err := s.AddFault(f); err != nil {
		panic(err)
	}
}

// ClearFaults ends all faults.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// fire returns the sum of the faults that strike this call.
func (s *Server) fire(route string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var sum Fault
	for _, f := range s.faults {
		if f.matches(route) && f.strikes() {
			sum = sum.plus(f.Fault)
		}
	}
	return sum
}

// matches reports whether the fault selects a route such as "GET /users".
func (f Fault) matches(route string) bool {
	method, path, routed := strings.Cut(route, " ")
	return routed && (f.Method == "" || f.Method == method) && (f.Route == "" || f.Route == path)
}

// canHit reports whether calls of a route can be hit by the fault: an id can be
// exchanged only where there is one.
func (f Fault) canHit(route string) bool {
	return f.matches(route) && (!f.OtherID || addressed(route) != "")
}

// takesEffect reports whether a call whose outcome the fault hides reaches its
// handler.
func (f Fault) takesEffect() bool { return f.Applied || f.AppliedAfter > 0 }

// strikes counts one matching call and decides whether it is hit.
func (f *armedFault) strikes() bool {
	f.seen++
	nth := f.seen - f.After
	switch {
	case nth <= 0,
		f.Every > 1 && nth%f.Every != 0,
		f.Times > 0 && f.struck >= f.Times,
		f.Probability > 0 && f.random.Float64() >= f.Probability:
		return false
	}
	f.struck++
	return true
}

// plus adds the effects of g to those of f.
func (f Fault) plus(g Fault) Fault {
	if f.Status == 0 {
		f.Status, f.Body, f.Gateway = g.Status, g.Body, g.Gateway
		f.RetryAfter, f.RetryAfterDate = g.RetryAfter, g.RetryAfterDate
	}
	f.Reset = f.Reset || g.Reset
	f.Applied = f.Applied || g.Applied
	f.AppliedAfter = max(f.AppliedAfter, g.AppliedAfter)
	f.OtherID = f.OtherID || g.OtherID
	f.Truncate = f.Truncate || g.Truncate
	f.ExpireToken = f.ExpireToken || g.ExpireToken
	f.Latency += g.Latency
	f.SlowBody += g.SlowBody
	return f
}

// validate refuses a fault that can only be a mistake of its author.
func (f Fault) validate() error {
	var problem string
	switch {
	case f.Applied && f.Status == 0 && !f.Reset:
		problem = "has applied but neither status nor reset"
	case f.AppliedAfter > 0 && f.Status == 0 && !f.Reset:
		problem = "has applied-after but neither status nor reset"
	case f.Gateway && (f.Status == 0 || f.Body != ""):
		problem = "has gateway, which takes a status and no body"
	case f.Status == 0 && !f.Reset && !f.Truncate && !f.ExpireToken && !f.OtherID && f.Latency == 0 && f.SlowBody == 0:
		problem = "does nothing: give it status, reset, truncate, other-id, latency, slow-body or expire-token"
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		problem = "has a status outside 200 to 599"
	case f.Status == 0 && (f.Body != "" || f.RetryAfter != 0 || f.RetryAfterDate):
		problem = "has a body or retry-after but no status"
	case f.RetryAfterDate && f.RetryAfter == 0:
		problem = "has retry-after-date but no retry-after"
	case f.Probability < 0 || f.Probability > 1:
		problem = "has a probability outside 0 to 1"
	case min(f.After, f.Every, f.Times) < 0 || min(f.RetryAfter, f.AppliedAfter, f.Latency, f.SlowBody) < 0:
		problem = "has a negative number"
	default:
		return nil
	}
	return fmt.Errorf("fault %q %s", f, problem)
}
