package reliability_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
)

// unlimited takes the considerate limits of a platform's block away, so that requests meet.
const unlimited = "requests_per_second = 100000\n max_concurrency = 100"

// retry repeats often enough to get through storms in which every other request fails, and waits little unless the
// platform asks for more. The rest is as by default.
const retry = "retry {\n max_attempts = 25\n min_wait = \"1ms\"\n max_wait = \"50ms\"\n }"

// configure writes a configuration of so many objects. More blocks may follow.
func (f *fleet) configure(c *acctest.CLI, count int, blocks ...string) {
	f.configureBlocks(c, append(blocks, f.many(0, count)...)...)
}

func (f *fleet) configureBlocks(c *acctest.CLI, blocks ...string) {
	platform := strings.Join(append(f.fixture.Arguments(f.URL), unlimited), "\n ")
	c.Configure(append(blocks, fmt.Sprintf("provider \"credentials\" {\n %s {\n %s\n }\n %s\n}", f.fixture.Name, platform, retry))...)
}

// many are the blocks of the objects with numbers from first up to, but without, end. More arguments may follow.
func (f *fleet) many(first, end int, arguments ...string) (blocks []string) {
	for n := first; n < end; n++ {
		blocks = append(blocks, f.block(n, arguments...))
	}
	return blocks
}

// expectStored checks that the fake has so many objects, none twice, each with its own secret, and that the state knows all
// and only those.
func (f *fleet) expectStored(t *testing.T, c *acctest.CLI, count int) {
	t.Helper()
	ids := map[string]string{}
	stored := f.Objects()
	for _, o := range stored {
		ids[o.Name] = o.ID
		if number, ok := strings.CutPrefix(o.Name, "many-"); !ok || o.Secret != "secret-"+number {
			t.Errorf("stored is %+v", o)
		}
	}
	if len(stored) != count || len(ids) != count {
		t.Errorf("%d objects of %d names are stored, want %d: %v", len(stored), len(ids), count, stored)
	}
	f.expectKnown(t, c, ids)
}

// expectKnown checks that the state knows all and only these ids.
func (f *fleet) expectKnown(t *testing.T, c *acctest.CLI, ids map[string]string) {
	t.Helper()
	want, got := slices.Sorted(maps.Values(ids)), slices.Sorted(maps.Values(known(t, c)))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the state knows other ids than wanted (-want +got):\n%s", diff)
	}
}

// known returns the ids of the platform's objects in the state, by address.
func known(t *testing.T, c *acctest.CLI) map[string]string {
	t.Helper()
	ids := map[string]string{}
	for address, id := range c.Known("id") {
		if strings.HasPrefix(address, "credentials_") {
			ids[address], _ = id.(string)
		}
	}
	return ids
}

func parallelism(workers int) string { return fmt.Sprint("-parallelism=", workers) }

// answered counts the requests of a route, or of all, that got this status; 0: no answer.
func (f *fleet) answered(route string, status int) (count int) {
	for _, r := range f.Requests() {
		if r.Status == status && (route == "" || r.Route == route) {
			count++
		}
	}
	return count
}

// tokens counts the bearer tokens that the requests carried.
func (f *fleet) tokens() int {
	seen := map[string]bool{}
	for _, r := range f.Requests() {
		if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			seen[token] = true
		}
	}
	return len(seen)
}
