package reliability_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// fleet is a platform's fake, and how to configure many objects there that tell by their names which they are.
type fleet struct {
	*fakeapi.Server
	settings  string          // the platform's block of the provider, in HCL
	resource  string          // type of the objects
	arguments string          // of each object, in HCL with count.index
	write     string          // the route that makes an object
	stored    func() []object // what the fake has
}

// object is what a fake has of an object.
type object struct{ name, id, secret string }

// What tells objects apart, in HCL. No two objects share a secret, so that one which was written to another's object shows.
const (
	name   = `"many-${count.index}"`
	secret = `"secret-${count.index}"`
)

// unlimited takes the considerate limits of a platform's block away, so that requests meet.
const unlimited = "requests_per_second = 100000\n max_concurrency = 100"

// retry repeats often enough to get through storms in which every other request fails, and waits little if nobody asks
// for more. The rest is as by default.
const retry = "retry {\n max_attempts = 25\n min_wait = \"1ms\"\n max_wait = \"50ms\"\n }"

// configure writes a configuration of so many objects. More blocks may follow.
func (f *fleet) configure(c *acctest.CLI, count int, blocks ...string) {
	f.configureBlocks(c, append(blocks, f.many("many", 0, count))...)
}

func (f *fleet) configureBlocks(c *acctest.CLI, blocks ...string) {
	c.Configure(append(blocks, fmt.Sprintf("provider \"credentials\" {\n %s\n %s\n}", f.settings, retry))...)
}

// many is a block of the objects with numbers from first up to, but without, end. More arguments may follow.
func (f *fleet) many(label string, first, end int, arguments ...string) string {
	own := strings.ReplaceAll(f.arguments, "count.index", fmt.Sprintf("count.index + %d", first))
	return fmt.Sprintf("resource %q %q {\n count = %d\n %s\n %s\n}", f.resource, label, end-first, own, strings.Join(arguments, "\n "))
}

// expectStored checks that the fake has so many objects, none twice, each with its own secret, and that the state knows all
// and only those.
func (f *fleet) expectStored(t *testing.T, c *acctest.CLI, count int) {
	t.Helper()
	ids := map[string]string{}
	stored := f.stored()
	for _, o := range stored {
		ids[o.name] = o.id
		if number, ok := strings.CutPrefix(o.name, "many-"); !ok || o.secret != "secret-"+number {
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

// known gives the ids in the state by address.
func known(t *testing.T, c *acctest.CLI) map[string]string {
	t.Helper()
	output, status := c.Run("show", "-json")
	var state struct {
		Values struct {
			Root struct {
				Resources []struct {
					Address string
					Values  struct{ ID string }
				}
			} `json:"root_module"`
		}
	}
	if err := json.Unmarshal([]byte(output), &state); err != nil {
		t.Fatalf("exit status %d, %v: %s", status, err, output)
	}
	ids := map[string]string{}
	for _, r := range state.Values.Root.Resources {
		ids[r.Address] = r.Values.ID
	}
	return ids
}

// each runs a test on the platforms of a kind: at full size with 10 workers and with 50, else with one of the two. All that
// runs so runs in parallel: most of the time goes into waits.
func each(t *testing.T, kind func(platform) bool, small int, test func(t *testing.T, p platform, workers int)) {
	t.Helper()
	t.Parallel()
	for _, p := range platforms {
		for _, workers := range []int{10, 50} {
			if kind(p) && workers == acctest.Sized(small, workers) {
				t.Run(fmt.Sprintf("%s/%d workers", p.name, workers), func(t *testing.T) { test(t, p, workers) })
			}
		}
	}
}

func parallelism(workers int) string { return fmt.Sprint("-parallelism=", workers) }

func all(platform) bool { return true }

func posting(p platform) bool { return p.posts }

// answered counts the requests of a route, or of all, that got this status; 0: no answer.
func (f *fleet) answered(route string, status int) (count int) {
	for _, r := range f.Requests() {
		if r.Status == status && (route == "" || r.Route == route) {
			count++
		}
	}
	return count
}
