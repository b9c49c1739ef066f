package reliability_test

import (
	"fmt"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// kind chooses resource types; row is the place among the samples of a platform.
type kind func(row int, r fakeapi.Resource) bool

func all(int, fakeapi.Resource) bool { return true }

func posting(_ int, r fakeapi.Resource) bool { return r.Posts }

// first is the first type of each platform, which shows what a client does alike for all of them; at full size it is all types.
func first(row int, _ fakeapi.Resource) bool { return row == 0 || acctest.Full() }

// withWorkers runs a test on every resource type of a kind: at full size with 10 workers and with 50, else with one of the two.
func withWorkers(t *testing.T, of kind, small int, test func(t *testing.T, start starter, workers int)) {
	t.Helper()
	each(t, of, func(t *testing.T, s starter) {
		t.Helper()
		t.Parallel()
		for _, workers := range []int{10, 50} {
			if workers == acctest.Sized(small, workers) {
				t.Run(fmt.Sprintf("%d workers", workers), func(t *testing.T) { test(t, s, workers) })
			}
		}
	})
}

// each runs a test on every resource type of a kind. Tests of a CLI run in parallel: most of the time goes into waits.
func each(t *testing.T, of kind, test func(t *testing.T, start starter)) {
	t.Helper()
	t.Parallel()
	found := false
	for _, fixture := range fakes.Fixtures {
		_, build := fixture.Configure()
		tenant := build()
		for row, r := range tenant.Resources {
			if row > 0 && tenant.Resources[row-1].Type == r.Type || !of(row, r) {
				continue
			}
			found = true
			t.Run(r.Type, func(t *testing.T) { test(t, starter{fixture, row}) })
		}
	}
	if !found {
		t.Fatal("no resource type is of this kind")
	}
}

// starter starts the fake of a platform, for the objects of one of its samples.
type starter struct {
	fakeapi.Fixture
	row int
}

func (s starter) start(t *testing.T, options fakeapi.Options) *fleet {
	t.Helper()
	tenant := s.Start(t, options)
	return &fleet{Tenant: tenant, Resource: tenant.Resources[s.row], fixture: s.Fixture}
}

// fleet is many objects of a resource type, with the platform's fake.
type fleet struct {
	*fakeapi.Tenant
	fakeapi.Resource
	fixture fakeapi.Fixture
}

func number(n int) string { return fmt.Sprint("many-", n) }

// block is the object of that number. No two objects share a secret, so that one which was written to another's object
// shows. What has no secret has its note instead.
func (f *fleet) block(n int, arguments ...string) string {
	secret := fmt.Sprint("secret-", n)
	note := "note"
	if f.Secret == "" {
		note = secret
	}
	given := acctest.Give(f.Resource, acctest.WriteOnly, fmt.Sprintf("%q", secret), "", `"other"`)
	return acctest.SampleBlock(f.Resource, number(n), number(n), note, given, arguments...)
}

func (f *fleet) address(n int) string { return "credentials_" + f.Type + "." + number(n) }
