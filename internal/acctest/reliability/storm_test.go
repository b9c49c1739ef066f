package reliability_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// storm is everything that a platform and the way to it may do to a client, all at once and at every route.
// A limit per minute comes on top at full size, for it takes minutes.
func storm(expires bool, count int) []fakeapi.Fault {
	faults := []fakeapi.Fault{
		// A third of the calls: wait, in both forms.
		{Status: http.StatusTooManyRequests, RetryAfter: time.Second, Every: 6},
		{Status: http.StatusTooManyRequests, RetryAfter: time.Second, RetryAfterDate: true, Every: 6, After: 3},
		// Bursts, with a hint and without.
		{Status: http.StatusServiceUnavailable, After: count / 3, Times: 20},
		{Status: http.StatusServiceUnavailable, After: count, Times: 20, RetryAfter: time.Second},
		{Reset: true, Every: 17},
		{Reset: true, Applied: true, Every: 19},
		{Truncate: true, Every: 13},
		{SlowBody: 200 * time.Millisecond, Every: 11},
	}
	if expires { // once: that the platform refuses a new token, too, is final for a request
		faults = append(faults, fakeapi.Fault{ExpireToken: true, After: 2 * count, Times: 1})
	}
	return faults
}

func TestAccStormsLoseNothingAndDoubleNothing(t *testing.T) {
	withWorkers(t, all, 50, func(t *testing.T, s starter, workers int) {
		c, count := acctest.NewCLI(t), acctest.Sized(20, 300)
		c.ServeFromTest() // the race detector watches
		f := s.start(t, fakeapi.Options{RatePerMinute: acctest.Sized(0, 600)})
		expires := f.Login != ""
		for _, fault := range storm(expires, count) {
			if err := f.AddFault(fault); err != nil {
				t.Fatal(err)
			}
		}
		f.configure(c, count)
		begun := time.Now()
		acctest.Contains(t, c.Apply(parallelism(workers)), fmt.Sprintf("%d added, 0 changed, 0 destroyed", count))
		applied := time.Since(begun)
		f.expectStored(t, c, count)
		c.PlanNothing(parallelism(workers))
		refused := f.answered("", http.StatusTooManyRequests)
		if refused < len(f.Requests())/4 {
			t.Errorf("only %d of %d requests were answered 429", refused, len(f.Requests()))
		}
		tokens := f.tokens()
		if expires && tokens < 2 { // OneAccess refuses an expired one with 400
			t.Error("no token expired and was renewed")
		}
		t.Logf("%d objects applied in %s and planned again in %s, by %d requests: %d got 429, %d got 503, %d no answer; %d tokens",
			count, applied.Round(time.Second), (time.Since(begun) - applied).Round(time.Second), len(f.Requests()),
			refused, f.answered("", http.StatusServiceUnavailable), f.answered("", 0), tokens)
	})
}

// tooLong says how long the wait would be: an hour, or what is left of it for a worker that comes later.
var tooLong = regexp.MustCompile(`asks to wait (1h0m0s|5\dm\d+s), more than the \S+ left of max_elapsed \(5m0s\)`)

func TestAccRetryAfterBeyondTheBudget(t *testing.T) {
	for form, date := range map[string]bool{"seconds": false, "date": true} {
		t.Run(form, func(t *testing.T) {
			withWorkers(t, first, 10, func(t *testing.T, s starter, workers int) {
				c, count := acctest.NewCLI(t), acctest.Sized(10, 100)
				f := s.start(t, fakeapi.Options{})
				f.configure(c, count)
				f.Inject(f.Create, fakeapi.Fault{Status: http.StatusTooManyRequests, RetryAfter: time.Hour, RetryAfterDate: date})
				output := c.Fail("apply", "-auto-approve", parallelism(workers))
				if n := len(tooLong.FindAllString(output, -1)); n != count {
					t.Errorf("%d creations were refused for that, want %d:\n%s", n, count, output)
				}
				if n := f.Count(f.Create); n > workers || len(f.Objects()) != 0 {
					t.Errorf("%d requests for %d workers; stored %v", n, workers, f.Objects())
				}
			})
		})
	}
}
