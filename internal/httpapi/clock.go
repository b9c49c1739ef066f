package httpapi

import (
	"net/http"
	"sync"
	"time"
)

// serverClock knows the platform's time from the Date headers of its answers.
type serverClock struct {
	started time.Time // with Go's monotonic reading, so that steps of the local clock do no harm

	mu      sync.Mutex
	atStart time.Time // a lower bound of the platform's time at started; zero: no answer had a date yet
}

func newServerClock() *serverClock {
	return &serverClock{started: time.Now()}
}

// observe takes a lower bound from an answer: its date was cut to the second, and the answer took some time to get
// here. The best bound is the highest.
func (c *serverClock) observe(header http.Header) {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if bound := date.Add(-time.Since(c.started)); bound.After(c.atStart) {
		c.atStart = bound
	}
}

// at returns a lower bound of the platform's time at a local instant, cut to the second as many of its dates are; false:
// nothing is known of its clock.
func (c *serverClock) at(local time.Time) (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.atStart.Add(local.Sub(c.started)).Truncate(time.Second), !c.atStart.IsZero()
}
