package snapshot_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/snapshot"
)

type object struct{ id, value string }

func id(o object) string { return o.id }

func TestFiftyReadersListOnce(t *testing.T) {
	var listings atomic.Int32
	s := snapshot.New(func(context.Context) ([]object, error) {
		listings.Add(1)
		return []object{{"a", "1"}, {"b", "2"}}, nil
	}, id)
	var readers sync.WaitGroup
	for range 50 {
		readers.Go(func() {
			if o, ok, err := s.Get(t.Context(), "b"); err != nil || !ok || o.value != "2" {
				t.Errorf("Get = %v, %v, %v", o, ok, err)
			}
		})
	}
	readers.Wait()
	if _, ok, err := s.Get(t.Context(), "c"); ok || err != nil {
		t.Errorf("an object that is not listed was found (%v, %v)", ok, err)
	}
	if all, err := s.List(t.Context()); err != nil || !slices.Equal(all, []object{{"a", "1"}, {"b", "2"}}) {
		t.Errorf("List = %v, %v", all, err)
	}
	if listings.Load() != 1 {
		t.Errorf("%d listings, want 1", listings.Load())
	}
}

func TestWhatIsReadAfterDropWasListedAfterDrop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		value, release := "before", make(chan struct{})
		s := snapshot.New(func(context.Context) ([]object, error) {
			listed := value // what the platform knows when the listing begins
			<-release
			return []object{{"a", listed}}, nil
		}, id)
		go func() { _, _, _ = s.Get(t.Context(), "a") }()
		synctest.Wait() // the listing is under way
		value = "after"
		s.Drop()
		close(release)
		if o, _, err := s.Get(t.Context(), "a"); err != nil || o.value != "after" {
			t.Errorf("read %q, %v after the write", o.value, err)
		}
	})
}

func TestCancelledReaderLeavesTheListingToTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		s := snapshot.New(func(ctx context.Context) ([]object, error) {
			<-release
			return []object{{"a", "1"}}, ctx.Err()
		}, id)
		first, cancel := context.WithCancel(t.Context())
		failed := make(chan error, 1)
		go func() {
			_, _, err := s.Get(first, "a")
			failed <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("the cancelled reader got %v", err)
		}
		close(release)
		if _, ok, err := s.Get(t.Context(), "a"); !ok || err != nil {
			t.Errorf("Get = %v, %v", ok, err)
		}
	})
}

func TestErrorIsNotKept(t *testing.T) {
	fail := errors.New("out of order")
	errs := []error{fail, nil}
	s := snapshot.New(func(context.Context) ([]object, error) {
		err := errs[0]
		errs = errs[1:]
		return nil, err
	}, id)
	if _, _, err := s.Get(t.Context(), "a"); !errors.Is(err, fail) {
		t.Errorf("first read: %v", err)
	}
	if _, _, err := s.Get(t.Context(), "a"); err != nil {
		t.Errorf("second read: %v", err)
	}
}
