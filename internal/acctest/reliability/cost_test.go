package reliability_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// costs are how many requests each step of a life takes, for one object and for a hundred, as a row of README's table has it.
type costs [4][2]int // create, read, update, destroy

func (c costs) row(resourceType string) string {
	row := fmt.Sprintf("| `credentials_%s` |", resourceType)
	for _, step := range c {
		row += fmt.Sprintf(" %d / %d |", step[0], step[1])
	}
	return row
}

// README says what each resource costs. One worker makes the figures the same in every run; with more, a few requests for
// lists may come twice. The requests for tokens do not count. A hundred objects are counted at full size only.
func TestAccCostIsAsDocumented(t *testing.T) {
	readme, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	each(t, all, func(t *testing.T, s starter) {
		var counted costs
		c := acctest.NewCLI(t)
		sizes := []int{1, 100}[:acctest.Sized(1, 2)]
		for column, count := range sizes {
			for step, requests := range s.count(t, c, count) {
				counted[step][column] = requests
			}
		}
		documented := ""
		for line := range strings.Lines(string(readme)) {
			if strings.HasPrefix(line, fmt.Sprintf("| `credentials_%s` | ", s.resourceType())) && strings.Count(line, " / ") == 4 {
				documented = strings.TrimSpace(line)
			}
		}
		if len(sizes) == 1 { // take what was not counted as it is documented
			for step, cell := range strings.Split(documented, "|")[min(2, strings.Count(documented, "|")):] {
				if step < len(counted) {
					_, _ = fmt.Sscanf(cell[strings.Index(cell, "/")+1:], "%d", &counted[step][1])
				}
			}
		}
		if want := counted.row(s.resourceType()); documented != want {
			t.Errorf("README has\n%s\nbut it is\n%s", documented, want)
		}
	})
}

func (s starter) resourceType() string {
	_, build := s.Configure()
	return build().Resources[s.row].Type
}

// count returns the requests of each step of the lives of so many objects.
func (s starter) count(t *testing.T, c *acctest.CLI, count int) (steps [4]int) {
	t.Helper()
	f := s.start(t, fakeapi.Options{})
	configure := func(note, version string) { // both change in an update: some have no secret, one has no note
		blocks := make([]string, count)
		for n := range blocks {
			given := acctest.Give(f.Resource, acctest.Versioned, fmt.Sprintf(`"secret-%d"`, n), version, `"other"`)
			blocks[n] = acctest.SampleBlock(f.Resource, number(n), number(n), note, given)
		}
		f.configureBlocks(c, blocks...)
	}
	taken := func() int {
		requests := len(f.Requests())
		if f.Login != "" {
			requests -= f.Count(f.Login)
		}
		f.ResetCounts()
		return requests
	}
	configure("note", `"1"`)
	taken() // what it took to make parents
	c.Apply(parallelism(1))
	steps[0] = taken()
	c.PlanNothing(parallelism(1))
	steps[1] = taken()
	configure("another note", `"2"`)
	acctest.Contains(t, c.Apply(parallelism(1), "-refresh=false"), fmt.Sprintf("%d changed", count))
	steps[2] = taken()
	c.Apply("-destroy", parallelism(1), "-refresh=false")
	steps[3] = taken()
	return steps
}
