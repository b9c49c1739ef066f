package reliability_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Engine and provider are killed while all workers wait for the answer to a creation that has taken effect. Where names
// are unique, the next run finds those objects and reports how to import each. Elsewhere it cannot tell them from
// others of the same name, and they stay behind: at most one for each worker. The next run never adopts an object that it
// finds after a lost answer.
func TestAccKilledAndRunAgain(t *testing.T) {
	withWorkers(t, posting, 10, func(t *testing.T, s starter, workers int) {
		c, count := acctest.NewCLI(t), acctest.Sized(20, 200)
		var clock fakeapi.Clock
		f := s.start(t, fakeapi.Options{Now: clock.Now})
		f.configure(c, count)
		saved := (count - workers) / 2
		f.Inject(f.Create, fakeapi.Fault{After: saved, SlowBody: time.Hour})
		process := c.Start("apply", "-auto-approve", parallelism(workers))
		process.Until(func() bool { return len(f.Objects()) == saved+workers })
		process.Kill()
		process.Wait()
		if n := len(known(t, c)); n != saved {
			t.Errorf("the state knows %d objects, want %d", n, saved)
		}
		f.ClearFaults()
		clock.Advance(time.Minute) // dates count by the second, and a fast machine needs few until the next run
		f.Inject(f.Create, fakeapi.Fault{Reset: true, Applied: true, Probability: 0.3, Seed: 1})

		behind := 0 // objects that no state knows
		if f.Unique {
			again := c.Fail("apply", "-auto-approve", parallelism(workers))
			imports := importBlocks(again)
			if len(imports) != workers {
				t.Fatalf("%d import commands, want %d, in:\n%s", len(imports), workers, again)
			}
			left := count - len(f.Objects()) // where a plan refuses names that are taken, it makes none of the others either
			f.configure(c, count, imports...)
			acctest.Contains(t, c.Apply(parallelism(workers)), fmt.Sprintf("%d imported, %d added, %d changed, 0 destroyed", workers, left, workers))
			f.expectStored(t, c, count)
		} else {
			acctest.Contains(t, c.Apply(parallelism(workers)), fmt.Sprintf("%d added, 0 changed, 0 destroyed", count-saved))
			behind = workers
		}
		c.PlanNothing(parallelism(workers))
		if n := len(f.Objects()); n != count+behind || len(known(t, c)) != count {
			t.Errorf("%d objects are stored and %d known, want %d and %d", n, len(known(t, c)), count+behind, count)
		}
		t.Logf("%d of %d creations were in flight; of these, %d were to be imported, and %d stayed behind", workers, count, workers-behind, behind)
	})
}

// refusedImport is an error that names what to import, as the engine prints it.
var refusedImport = regexp.MustCompile(`with (credentials_[^\s,]+), .*?terraform import ADDRESS '([^']+)'`)

// importBlocks does what the errors of an output say.
func importBlocks(output string) (blocks []string) {
	for _, refused := range refusedImport.FindAllStringSubmatch(output, -1) {
		blocks = append(blocks, fmt.Sprintf("import {\n to = %s\n id = %q\n}", refused[1], refused[2]))
	}
	return blocks
}
