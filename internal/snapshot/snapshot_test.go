package snapshot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/snapshot"
)

var errGone = errors.New("gone")

// shelf is a platform's collection of numbered objects, a hundred to a page, which counts what it is asked for.
type shelf struct {
	mu           sync.Mutex
	objects      int
	values       string // what all objects hold
	gets, pages  int
	fails        error
	eager, unfit bool // unfit: batch reads are off
}

func (s *shelf) get(_ context.Context, id string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gets++
	if n, err := strconv.Atoi(id); err != nil || n >= s.objects {
		return "", errGone
	}
	return id + s.values, nil
}

func (s *shelf) list(_ context.Context, most int) (all []string, pages int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages++
	if s.fails != nil {
		return nil, 0, s.fails
	}
	pages = max(1, (s.objects+99)/100)
	shown := s.objects
	if most > 0 && pages > most {
		shown = 100
	} else {
		s.pages += pages - 1
	}
	for n := range shown {
		all = append(all, strconv.Itoa(n)+s.values)
	}
	return all, pages, nil
}

func (s *shelf) collections() *snapshot.Collections[string] {
	all := snapshot.New(func(string) snapshot.Source[string] {
		return snapshot.Source[string]{
			Get: s.get, List: s.list, Eager: s.eager,
			ID:     func(object string) string { return object[:len(object)-len(s.values)] },
			IsGone: func(err error) bool { return errors.Is(err, errGone) },
		}
	})
	if s.unfit {
		all.TurnOff()
	}
	return all
}

// readAll reads objects from ten workers, and expects each to be there.
func readAll(t *testing.T, c *snapshot.Collection[string], ids ...int) {
	t.Helper()
	var group sync.WaitGroup
	for part := range slices.Chunk(ids, max(1, len(ids)/10)) {
		group.Go(func() {
			for _, id := range part {
				if got, _, err := c.Get(t.Context(), strconv.Itoa(id)); err != nil || got != strconv.Itoa(id) {
					t.Errorf("Get(%d) = %q, %v", id, got, err)
				}
			}
		})
	}
	group.Wait()
}

func numbers(from, to int) []int {
	var all []int
	for n := from; n < to; n++ {
		all = append(all, n)
	}
	return all
}

// What the reads of a collection cost, by how many objects it has and how many of them are read.
func TestReadsCostPages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name        string
		shelf       *shelf
		reads       []int
		gets, pages int
	}{
		{"one", &shelf{objects: 20_000}, numbers(0, 1), 1, 0},
		{"two of few", &shelf{objects: 2}, numbers(0, 2), 1, 1},
		{"ten", &shelf{objects: 10}, numbers(0, 10), 1, 1},
		{"a thousand", &shelf{objects: 1000}, numbers(0, 1000), 1, 10},
		{"as many as are listed at once", &shelf{objects: 2000}, numbers(0, 2000), 1, 20},
		{"two of very many", &shelf{objects: 20_000}, []int{15_000, 15_001}, 2, 1},
		{"a hundred and ninety of very many", &shelf{objects: 20_000}, numbers(15_000, 15_190), 190, 1},
		{"a thousand of very many", &shelf{objects: 20_000}, numbers(15_000, 16_000), 201, 201},
		{"the first of very many", &shelf{objects: 20_000}, numbers(0, 100), 1, 1},
		{"one of an eager collection", &shelf{objects: 10, eager: true}, numbers(0, 1), 0, 1},
		{"turned off", &shelf{objects: 10, unfit: true}, numbers(0, 10), 10, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := test.shelf
			c := s.collections().Of("parent")
			readAll(t, c, test.reads[0])
			readAll(t, c, test.reads[1:]...)
			// Workers that read at the same time may each still read one by itself.
			if s.gets < test.gets || s.gets > test.gets+10 || test.gets < 10 && s.gets != test.gets || s.pages != test.pages {
				t.Errorf("%d gets and %d pages, want %d and %d", s.gets, s.pages, test.gets, test.pages)
			}
		})
	}
}

func TestAHundredCollectionsCostTwoRequestsEach(t *testing.T) {
	t.Parallel()
	s := &shelf{objects: 10}
	all := s.collections()
	for parent := range 100 {
		readAll(t, all.Of(fmt.Sprint("parent-", parent)), numbers(0, 10)...)
	}
	if s.gets != 100 || s.pages != 100 {
		t.Errorf("%d gets and %d pages", s.gets, s.pages)
	}
	if all.Of("A") != all.Of("a") {
		t.Error("the letter case of a parent's id makes another collection")
	}
}

// Only a Get decides that an object is gone.
func TestWhatIsNotListedIsConfirmed(t *testing.T) {
	t.Parallel()
	s := &shelf{objects: 3}
	c := s.collections().Of("parent")
	readAll(t, c, 0, 1)
	s.objects++ // made since by others
	readAll(t, c, 3)
	if _, listed, err := c.Get(t.Context(), "4"); listed || !errors.Is(err, errGone) {
		t.Errorf("listed: %t, %v", listed, err)
	}
	if s.gets != 3 || s.pages != 1 {
		t.Errorf("%d gets and %d pages", s.gets, s.pages)
	}
}

func TestNothingIsReadFromBeforeADrop(t *testing.T) {
	t.Parallel()
	s := &shelf{objects: 3}
	c := s.collections().Of("parent")
	readAll(t, c, 0, 1, 2)
	s.values = " new"
	c.Drop()
	for range 2 {
		if got, _, err := c.Get(t.Context(), "1"); got != "1 new" || err != nil {
			t.Errorf("Get = %q, %v", got, err)
		}
	}
	if s.gets != 2 || s.pages != 2 {
		t.Errorf("%d gets and %d pages", s.gets, s.pages)
	}
}

// A collection that cannot be listed is read one by one, which is reported once for all collections.
func TestListingThatFailsIsReportedOnce(t *testing.T) {
	t.Parallel()
	s := &shelf{objects: 10, fails: errors.New("not permitted")}
	all := s.collections()
	for parent := range 3 {
		readAll(t, all.Of(strconv.Itoa(parent)), numbers(0, 10)...)
	}
	if s.gets != 30 || s.pages != 3 {
		t.Errorf("%d gets and %d pages", s.gets, s.pages)
	}
	if first, second := all.Problem(), all.Problem(); !errors.Is(first, s.fails) || second != nil {
		t.Errorf("reported %v, then %v", first, second)
	}

	t.Log("What is to be listed as a whole is asked for again.")
	if _, err := all.Of("0").List(t.Context()); !errors.Is(err, s.fails) || s.pages != 4 {
		t.Errorf("%d pages, %v", s.pages, err)
	}

	s.fails = errGone // the parent was deleted, as each object says itself
	gone := s.collections()
	readAll(t, gone.Of("parent"), 0, 1)
	if err := gone.Problem(); err != nil {
		t.Errorf("reported %v", err)
	}
}

func TestListOfALargeCollectionIsWhole(t *testing.T) {
	t.Parallel()
	s := &shelf{objects: 3000}
	c := s.collections().Of("parent")
	readAll(t, c, 1, 2) // by the first page
	for range 2 {
		if all, err := c.List(t.Context()); err != nil || len(all) != 3000 {
			t.Errorf("%d objects, %v", len(all), err)
		}
	}
	readAll(t, c, 2999)
	if s.gets != 1 || s.pages != 31 {
		t.Errorf("%d gets and %d pages", s.gets, s.pages)
	}
}

func TestCancelledReaderLeavesTheListingToTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		s := &shelf{objects: 2}
		all := snapshot.New(func(string) snapshot.Source[string] {
			return snapshot.Source[string]{
				Get: s.get, ID: func(object string) string { return object }, IsGone: func(error) bool { return false }, Eager: true,
				List: func(ctx context.Context, most int) ([]string, int, error) {
					<-release
					return s.list(ctx, most)
				},
			}
		})
		first, cancel := context.WithCancel(t.Context())
		failed := make(chan error, 1)
		go func() {
			_, _, err := all.Of("").Get(first, "1")
			failed <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("the cancelled reader got %v", err)
		}
		close(release)
		readAll(t, all.Of(""), 0, 1)
		if err := all.Problem(); err != nil || s.gets != 0 || s.pages != 1 {
			t.Errorf("%d gets and %d pages, reported %v", s.gets, s.pages, err)
		}
	})
}

// A write while a collection is listed never has its first page pass for the whole.
func TestAListIsWholeWhateverIsWritten(t *testing.T) {
	t.Parallel()
	c := (&shelf{objects: 3000}).collections().Of("parent")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var writer sync.WaitGroup
	writer.Go(func() {
		for ctx.Err() == nil {
			c.Drop()
		}
	})
	for range 300 {
		if all, err := c.List(t.Context()); err != nil || len(all) != 3000 {
			t.Fatalf("%d of 3000 objects: %v", len(all), err)
		}
	}
	cancel()
	writer.Wait()
}
