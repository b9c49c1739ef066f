package reliability_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Labels and for_each keys change without a moved block, and the names stay: the engine destroys and creates side by side, and
// a name is free only once its old object is deleted.
func TestAccRenamedLabelsKeepTheirNames(t *testing.T) {
	isUnique := func(_ int, r fakeapi.Resource) bool { return r.Unique }
	withWorkers(t, isUnique, 10, func(t *testing.T, s starter, workers int) {
		c, count := acctest.NewCLI(t), acctest.Sized(5, 50)
		f := s.start(t, fakeapi.Options{})
		f.configure(c, count)
		c.Apply(parallelism(workers))
		renamed := f.many(0, count)
		for n := range renamed {
			renamed[n] = strings.Replace(renamed[n], number(n), "renamed-"+number(n), 1)
		}
		f.configureBlocks(c, renamed...)
		acctest.Contains(t, c.Apply(parallelism(2*workers)), fmt.Sprintf("%d added, 0 changed, %d destroyed", count, count))
		f.expectStored(t, c, count)
		c.PlanNothing(parallelism(workers))
	})
}
