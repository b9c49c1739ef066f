package main

import (
	"fmt"
	"io"
	"log"
	"net/url"
	"sync"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// discard is for what the HTTP server says of broken connections, which faults make on purpose.
var discard = log.New(io.Discard, "", 0)

// request is what is kept of a request: no header and no body, where secrets are.
type request struct {
	Time     string `json:"time"`
	Platform string `json:"platform"`
	Method   string `json:"method"`
	Path     string `json:"path"`
	Query    string `json:"query"`
	Route    string `json:"route"`
	Status   int    `json:"status"` // 0: no answer
	Duration int64  `json:"duration_ms"`
}

// timeFormat is RFC 3339 to the millisecond.
const timeFormat = "2006-01-02T15:04:05.000Z07:00"

// kept is how many requests the journal remembers.
const kept = 10_000

// journal has the last requests of all platforms.
type journal struct {
	out io.Writer // for a line a request; nil: none

	mu       sync.Mutex
	requests []*request // in the order of their arrival
}

// observe returns what is reported of requests to one platform: of each one when it arrives, when its answer is known, and
// when it has ended, so that a client that has its answer finds its request here.
func (j *journal) observe(platform string) func(fakeapi.Request) {
	open := map[int]*request{}
	return func(r fakeapi.Request) {
		j.mu.Lock()
		defer j.mu.Unlock()
		entry, known := open[r.Number]
		if !known {
			entry = &request{
				Time: r.Arrived.UTC().Format(timeFormat), Platform: platform, Method: r.Method, Path: r.Path, Query: r.Query.Encode(), Route: r.Route,
			}
			open[r.Number] = entry
			j.requests = append(j.requests, entry)
			j.requests = j.requests[max(0, len(j.requests)-kept):]
		}
		entry.Status, entry.Duration = r.Status, r.Duration.Milliseconds()
		if r.Ended {
			delete(open, r.Number)
			j.print(entry)
		}
	}
}

func (j *journal) print(r *request) {
	if j.out == nil {
		return
	}
	path := &url.URL{Path: "/" + r.Platform + r.Path} // escaped, so that no path breaks the line
	fmt.Fprintf(j.out, "%s %s %s %d %dms\n", r.Time, r.Method, path.EscapedPath(), r.Status, r.Duration)
}

// of returns the requests to a platform, the oldest first; to all if it is empty.
func (j *journal) of(platform string) []request {
	j.mu.Lock()
	defer j.mu.Unlock()
	found := make([]request, 0, len(j.requests))
	for _, r := range j.requests {
		if platform == "" || r.Platform == platform {
			found = append(found, *r)
		}
	}
	return found
}

func (j *journal) clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.requests = nil
}
