package reliability_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// What was just created is planned at once, in another process, while the platform does not show it yet: it is neither gone
// nor changed, whatever the clock that dates it. A process that looks again sends more requests than one that need not.
func TestAccFreshObjectsOnPlatformsThatLag(t *testing.T) {
	for name, platform := range map[string]fakeapi.Options{
		"clock ahead":  {VisibleAfter: 6 * time.Second, ObjectDateSkew: time.Minute},
		"clock behind": {VisibleAfter: 6 * time.Second, ObjectDateSkew: -time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			withWorkers(t, posting, 10, func(t *testing.T, s starter, workers int) {
				c, count := acctest.NewCLI(t), acctest.Sized(5, 100)
				c.Hasty = true
				f := s.start(t, platform)
				f.configure(c, count)
				acctest.Contains(t, c.Apply(parallelism(workers)), fmt.Sprintf("%d added, 0 changed, 0 destroyed", count))
				settles := f.lastWrite().Add(platform.VisibleAfter)
				f.ResetCounts()
				begun := time.Now()
				c.PlanNothing(parallelism(workers))
				took, looks, inTime := time.Since(begun), len(f.Requests()), f.firstRead().Before(settles)
				f.expectStored(t, c, count)
				f.ResetCounts()
				c.PlanNothing(parallelism(workers))
				if settled := len(f.Requests()); !inTime {
					t.Log("The machine was too slow: the platform had settled before the first look.")
				} else if looks <= settled {
					t.Errorf("%d requests while the platform lags, and %d once it has settled", looks, settled)
				}
				t.Logf("%d objects planned at once in %s, by %d requests", count, took.Round(time.Second), looks)
			})
		})
	}
}

// lastWrite is when the last request that changes something has arrived.
func (f *fleet) lastWrite() (last time.Time) {
	for _, r := range f.Requests() {
		if r.Method != http.MethodGet {
			last = r.Arrived
		}
	}
	return last
}

// firstRead is when the first request that reads something has arrived.
func (f *fleet) firstRead() time.Time {
	for _, r := range f.Requests() {
		if r.Method == http.MethodGet {
			return r.Arrived
		}
	}
	return time.Time{}
}
