package platform

import (
	"sync"
	"time"
)

// Patience is a time that the waits of a run share: it passes once for all of them, from the first one that was in vain. The
// zero value is ready for use. Safe for concurrent use.
type Patience struct {
	mu      sync.Mutex
	waiting int
	ends    time.Time // zero: no wait is under way, and none was in vain
}

// Begin begins a wait, and returns when it has to end. total is the time that all waits have together.
func (p *Patience) Begin(total time.Duration) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting++
	if p.ends.IsZero() {
		p.ends = time.Now().Add(total)
	}
	return p.ends
}

// End ends a wait. If it was not in vain and is the last one, the next one has the whole time again.
func (p *Patience) End(inVain bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting--
	if !inVain && p.waiting == 0 && time.Now().Before(p.ends) {
		p.ends = time.Time{}
	}
}
