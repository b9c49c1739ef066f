package losant_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// seedMany stores so many credentials in an application, and returns their ids.
func seedMany(f *losanttest.Fake, application string, count int) []string {
	ids := make([]string, count)
	for i := range ids {
		ids[i] = f.Seed(application, losanttest.Credential{Name: fmt.Sprint("credential ", i), Type: "azure"})
	}
	return ids
}

// readAll reads by ten workers, and expects each object to be there.
func readAll(t *testing.T, ids []string, read func(ctx context.Context, id string) error) {
	t.Helper()
	work := make(chan string)
	var workers sync.WaitGroup
	for range 10 {
		workers.Go(func() {
			for id := range work {
				if err := read(t.Context(), id); err != nil {
					t.Errorf("%s: %v", id, err)
				}
			}
		})
	}
	for _, id := range ids {
		work <- id
	}
	close(work)
	workers.Wait()
}

// A refresh costs pages. What is not listed, is not listed any more, or cannot be listed is asked for.
func TestRefreshCostsPages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stored, read int
		upper        bool
		trouble      fakeapi.Fault
		gets, pages  int
		problem      bool
	}{
		"one":                    {1, 1, false, fakeapi.Fault{}, 1, 0, false},
		"ten":                    {10, 10, false, fakeapi.Fault{}, 1, 1, false},
		"ids in capital letters": {10, 10, true, fakeapi.Fault{}, 1, 1, false},
		"a thousand":             {1000, 1000, false, fakeapi.Fault{}, 1, 10, false},
		"two of very many":       {2100, 2, false, fakeapi.Fault{}, 2, 1, false},
		"not permitted":          {10, 10, false, fakeapi.Fault{Status: http.StatusForbidden}, 10, 1, true},
		"out of order":           {10, 10, false, fakeapi.Fault{Status: http.StatusInternalServerError}, 10, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, client := newClient(t, losanttest.Options{})
			ids := seedMany(f, app, test.stored)
			ids = ids[len(ids)-test.read:]
			if test.upper {
				for i := range ids {
					ids[i] = strings.ToUpper(ids[i])
				}
			}
			if test.trouble.Status != 0 {
				f.Inject(losanttest.List, test.trouble)
			}
			read := func(ctx context.Context, id string) error {
				found, err := client.ReadServiceCredential(ctx, app, id)
				if err == nil && !strings.EqualFold(found.ID, id) {
					err = fmt.Errorf("read %s", found.ID)
				}
				return err
			}
			readAll(t, ids[:1], read)
			readAll(t, ids[1:], read)
			if gets, pages := f.Count(losanttest.Get), f.Count(losanttest.List); gets != test.gets || pages != test.pages {
				t.Errorf("%d gets and %d pages, want %d and %d", gets, pages, test.gets, test.pages)
			}
			if first, second := client.ListingProblem(), client.ListingProblem(); test.problem != (first != nil) || second != nil {
				t.Errorf("reported %v, then %v", first, second)
			}
		})
	}
}

// No write is read back from a listing that is older than it, and only a GET decides that an object is gone.
func TestWritesDropWhatWasListed(t *testing.T) {
	t.Parallel()
	f, client := newClient(t, losanttest.Options{})
	ids := seedMany(f, app, 3)
	name := func(id string) string {
		t.Helper()
		found, err := client.ReadServiceCredential(t.Context(), app, id)
		if err != nil {
			t.Fatal(err)
		}
		return found.Name
	}
	list := func() {
		t.Helper()
		for _, id := range ids {
			name(id)
		}
	}
	list()
	if _, err := client.UpdateServiceCredential(t.Context(), app, ids[1], azure("renamed", "key1")); err != nil {
		t.Fatal(err)
	}
	if got := name(ids[1]); got != "renamed" {
		t.Errorf("read %q after the update", got)
	}
	list()
	created, err := client.CreateServiceCredential(t.Context(), app, azure("new", "key1"))
	if err != nil || name(created.ID) != "new" {
		t.Errorf("created %v, %v", created, err)
	}
	list()
	if err := client.DeleteServiceCredential(t.Context(), app, ids[2]); err != nil {
		t.Fatal(err)
	}
	if _, err := client.ReadServiceCredential(t.Context(), app, ids[2]); !losant.IsGone(err) {
		t.Errorf("read %v after the deletion", err)
	}
}

// Many small collections cost two requests each.
func TestEachApplicationCostsTwoRequests(t *testing.T) {
	t.Parallel()
	f, client := newClient(t, losanttest.Options{})
	for n := range 20 {
		application := fmt.Sprintf("%024x", n+1)
		f.AddApplication(application)
		readAll(t, seedMany(f, application, 10), func(ctx context.Context, id string) error {
			_, err := client.ReadServiceCredential(ctx, application, id)
			return err
		})
	}
	if got := len(f.Requests()); got != 40 {
		t.Errorf("%d requests", got)
	}
}

func TestReadOneByOne(t *testing.T) {
	t.Parallel()
	f, client := newClient(t, losanttest.Options{})
	client.ReadOneByOne()
	readAll(t, seedMany(f, app, 10), func(ctx context.Context, id string) error {
		_, err := client.ReadServiceCredential(ctx, app, id)
		return err
	})
	if f.Count(losanttest.Get) != 10 || f.Count(losanttest.List) != 0 {
		t.Errorf("%d gets and %d pages", f.Count(losanttest.Get), f.Count(losanttest.List))
	}
}
