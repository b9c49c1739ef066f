package main

import (
	"fmt"
	"io"
	"log"
	"net/url"
	"slices"
	"sync"
	"time"

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

	arrived time.Time
}

// timeFormat is RFC 3339 to the millisecond.
const timeFormat = "2006-01-02T15:04:05.000Z07:00"

// kept is how many requests the journal remembers.
const kept = 10_000

// journal has the last requests of all platforms.
type journal struct {
	out io.Writer // for a line a request; nil: none

	mu       sync.Mutex
	requests []request
}

// observe is told of the requests to one platform when they have ended.
func (j *journal) observe(platform string) func(fakeapi.Request) {
	return func(r fakeapi.Request) {
		entry := request{
			Time: r.Arrived.UTC().Format(timeFormat), Platform: platform, Method: r.Method, Path: r.Path, Query: r.Query.Encode(),
			Route: r.Route, Status: r.Status, Duration: r.Duration.Milliseconds(), arrived: r.Arrived,
		}
		j.mu.Lock()
		defer j.mu.Unlock()
		if j.out != nil {
			path := &url.URL{Path: "/" + platform + r.Path} // escaped, so that no path breaks the line
			fmt.Fprintf(j.out, "%s %s %s %d %dms\n", entry.Time, r.Method, path.EscapedPath(), r.Status, entry.Duration)
		}
		// Requests end in another order than they arrive in.
		at, _ := slices.BinarySearchFunc(j.requests, entry.arrived, func(r request, t time.Time) int {
			if r.arrived.After(t) {
				return 1
			}
			return -1
		})
		j.requests = slices.Insert(j.requests, at, entry)
		if len(j.requests) > kept {
			j.requests = slices.Delete(j.requests, 0, len(j.requests)-kept)
		}
	}
}

// of returns the requests to a platform, the oldest first; to all if it is empty.
func (j *journal) of(platform string) []request {
	j.mu.Lock()
	defer j.mu.Unlock()
	found := make([]request, 0, len(j.requests))
	for _, r := range j.requests {
		if platform == "" || r.Platform == platform {
			found = append(found, r)
		}
	}
	return found
}

func (j *journal) clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.requests = nil
}
