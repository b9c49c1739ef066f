package reliability_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Ctrl-C while all workers wait because the platform asked for it, after some objects have been made.
func TestAccInterruptedDuringAWait(t *testing.T) {
	// A quiet machine takes less than two seconds. A busy one may take more, but nothing near the wait.
	const asked, limit = 4 * time.Minute, 30 * time.Second
	withWorkers(t, first, 10, func(t *testing.T, s starter, workers int) {
		c, count := acctest.NewCLI(t), acctest.Sized(20, 200)
		f := s.start(t, fakeapi.Options{})
		saved := (count - workers) / 2
		var made []string
		for n := range saved {
			made = append(made, f.address(n))
		}
		gate := fmt.Sprintf("resource \"terraform_data\" \"gate\" {\n depends_on = [%s]\n}", strings.Join(made, ", "))
		f.configureBlocks(c, slices.Concat(f.many(0, saved), []string{gate}, f.many(saved, count, "depends_on = [terraform_data.gate]"))...)
		f.Inject(f.Create, fakeapi.Fault{After: saved, Status: http.StatusTooManyRequests, RetryAfter: asked})
		process := c.Start("apply", "-auto-approve", parallelism(workers))
		// A creation that the provider begins after the signal does not receive it.
		process.Until(func() bool { return strings.Count(process.Printed(), "Still creating") >= workers })
		begun := time.Now()
		process.Interrupt()
		output, status := process.Wait()
		took := time.Since(begun)
		acctest.Contains(t, output, "context canceled")
		if status != 1 || took > limit {
			t.Errorf("exit status %d after %s", status, took)
		}
		f.expectStored(t, c, saved)
		f.ClearFaults()
		c.Apply(parallelism(workers))
		f.expectStored(t, c, count)
		c.PlanNothing(parallelism(workers))
		t.Logf("ended %s after the signal, with %d objects made and %d in the state", took.Round(10*time.Millisecond), saved, saved)
	})
}

// Ctrl-C while writes are under way that the platform answers within a second: what they make is saved.
func TestAccInterruptedDuringWrites(t *testing.T) {
	withWorkers(t, first, 10, func(t *testing.T, s starter, workers int) {
		c := acctest.NewCLI(t)
		f := s.start(t, fakeapi.Options{})
		f.configure(c, workers)
		f.Inject(f.Create, fakeapi.Fault{Latency: time.Second, Times: workers})
		process := c.Start("apply", "-auto-approve", parallelism(workers))
		process.Until(func() bool { return f.Count(f.Create) >= workers })
		process.Interrupt()
		process.Wait()
		f.expectStored(t, c, workers)
		made := f.Count(f.Create)
		acctest.Contains(t, c.Apply(parallelism(workers)), "Resources: 0 added")
		if again := f.Count(f.Create) - made; again != 0 {
			t.Errorf("the next apply made %d objects more", again)
		}
		f.expectStored(t, c, workers)
		c.PlanNothing(parallelism(workers))
	})
}
