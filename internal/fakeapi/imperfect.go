package fakeapi

import (
	"bytes"
	"context"
	"math"
	"net/http"
	"regexp"
	"time"
)

// This file is what a platform does that is in working order, but not ideal:
// it lags, its clocks differ, a write takes effect late, a gateway answers in
// its place, an answer is about something else, a listing does not end.

// Now is the time by the clock of the options.
func (s *Server) Now() time.Time { return s.options.Now() }

// Readable is the time whose state reads show; see Options.VisibleAfter.
func (s *Server) Readable() time.Time { return s.Now().Add(-s.options.VisibleAfter) }

// ObjectDate is the date of an object that is made or changed now; see
// Options.ObjectDateSkew.
func (s *Server) ObjectDate() time.Time { return s.Now().Add(s.options.ObjectDateSkew) }

// headerDate is the time by the clock that stamps answers; see
// Options.DateHeaderSkew.
func (s *Server) headerDate() time.Time { return s.Now().Add(s.options.DateHeaderSkew) }

// applyLater lets a request take effect after a delay, although it has its
// answer by then, and its client may be gone.
func (s *Server) applyLater(r *http.Request, handle Handler, delay time.Duration) {
	late := r.Clone(context.WithoutCancel(r.Context()))
	time.AfterFunc(delay, func() { _, _ = handle(late) })
}

// Page returns a page of a listing: the rows from an index on, at most size of
// them. With Options.EndlessPages they begin again after the last.
func Page[T any](o Options, rows []T, from, size int) []T {
	if !o.EndlessPages || len(rows) == 0 {
		from = min(from, len(rows))
		return rows[from:min(from+size, len(rows))]
	}
	page := make([]T, size)
	for i := range page {
		page[i] = rows[(from+i)%len(rows)]
	}
	return page
}

// Total is the number of rows that a listing claims to have.
func (o Options) Total(rows int) int {
	if o.EndlessPages {
		return math.MaxInt32
	}
	return rows
}

// gatewayPage is what a gateway in front of a platform answers by itself.
func gatewayPage(status int) string {
	title := http.StatusText(status)
	return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title +
		"</h1></center>\r\n<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n"
}

var pathParameter = regexp.MustCompile(`\{(\w+)\}`)

// addressed is the name of the last parameter in a route's path, which holds
// the id of what a request is about; empty if the path has none.
func addressed(route string) string {
	all := pathParameter.FindAllStringSubmatch(route, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

// withOtherID is an answer with the id of another object in place of the one
// that the request is about. The other id has the same form.
func withOtherID(r *http.Request, route string, answer Answer) Answer {
	id := r.PathValue(addressed(route))
	data, err := encode(answer.Body)
	if err != nil || id == "" {
		return answer
	}
	other := id[:len(id)-1] + "0"
	if other == id {
		other = id[:len(id)-1] + "1"
	}
	answer.Body = bytes.ReplaceAll(data, []byte(id), []byte(other))
	return answer
}
