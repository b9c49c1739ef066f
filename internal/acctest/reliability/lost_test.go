package reliability_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Of the answers to creations 30 % are lost: before the object was made, or after.
func TestAccLostAnswers(t *testing.T) {
	for name, trouble := range map[string]struct {
		applied bool
		small   int
	}{"before": {false, 10}, "after": {true, 50}} {
		t.Run(name, func(t *testing.T) {
			withWorkers(t, posting, trouble.small, func(t *testing.T, s starter, workers int) {
				c, count := acctest.NewCLI(t), acctest.Sized(20, 200)
				if trouble.applied {
					c.ServeFromTest() // the race detector watches
				}
				f := s.start(t, fakeapi.Options{})
				f.configure(c, count)
				f.Inject(f.Create, fakeapi.Fault{Reset: true, Applied: trouble.applied, Probability: 0.3, Seed: 1})
				acctest.Contains(t, c.Apply(parallelism(workers)), fmt.Sprintf("%d added, 0 changed, 0 destroyed", count))
				f.expectStored(t, c, count)
				c.PlanNothing(parallelism(workers))
				lost := f.answered(f.Create, 0)
				if lost == 0 {
					t.Error("no answer was lost")
				}
				t.Logf("%d objects after %d creations, of which %d got no answer", len(f.Objects()), f.Count(f.Create), lost)
			})
		})
	}
}

// The answers to creations are lost on platforms that show what was made late, carry it out late, or have clocks of their own.
func TestAccLostAnswersOnImperfectPlatforms(t *testing.T) {
	lost := fakeapi.Fault{Reset: true, Applied: true, Probability: 0.3, Seed: 1}
	for name, trouble := range map[string]struct {
		platform fakeapi.Options
		fault    fakeapi.Fault
	}{
		"lag, clock ahead":          {fakeapi.Options{VisibleAfter: 3 * time.Second, DateHeaderSkew: 2 * time.Second}, lost},
		"late effect, clock behind": {fakeapi.Options{AppliedAfter: 4 * time.Second, DateHeaderSkew: -time.Minute}, lost},
		"gateway, objects' clock":   {fakeapi.Options{AppliedAfter: 3 * time.Second, ObjectDateSkew: -time.Minute}, fakeapi.Fault{Status: http.StatusGatewayTimeout, Gateway: true, Applied: true, Probability: 0.3, Seed: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			withWorkers(t, posting, 10, func(t *testing.T, s starter, workers int) {
				c, count := acctest.NewCLI(t), acctest.Sized(10, 200)
				f := s.start(t, trouble.platform)
				f.configure(c, count)
				f.Inject(f.Create, trouble.fault)
				acctest.Contains(t, c.Apply(parallelism(workers)), fmt.Sprintf("%d added, 0 changed, 0 destroyed", count))
				time.Sleep(trouble.platform.VisibleAfter)
				f.expectStored(t, c, count)
				c.PlanNothing(parallelism(workers))
				t.Logf("%d objects after %d creations", len(f.Objects()), f.Count(f.Create))
			})
		})
	}
}
