package once_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/once"
)

func TestFiftyCallersFetchOnce(t *testing.T) {
	var fetches atomic.Int32
	v := once.New(func(context.Context) (string, error) {
		fetches.Add(1)
		return "value", nil
	}, once.Success)
	if _, ok := v.Peek(); ok {
		t.Error("there is a value before anything was fetched")
	}
	var callers sync.WaitGroup
	for range 50 {
		callers.Go(func() {
			if got, err := v.Get(t.Context()); err != nil || got != "value" {
				t.Errorf("Get = %q, %v", got, err)
			}
		})
	}
	callers.Wait()
	if got, ok := v.Peek(); !ok || got != "value" || fetches.Load() != 1 {
		t.Errorf("Peek = %q, %t after %d fetches", got, ok, fetches.Load())
	}
}

func TestRuleDecidesWhatIsKept(t *testing.T) {
	failure := errors.New("out of order")
	for name, test := range map[string]struct {
		kept    func(int, error) bool
		fetches int
		err     error
	}{
		"every outcome": {once.Always[int], 1, failure},
		"no failure":    {once.Success[int], 2, nil},
		"no value":      {func(int, error) bool { return false }, 3, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var fetches int
			v := once.New(func(context.Context) (int, error) {
				if fetches++; fetches == 1 {
					return 0, failure
				}
				return fetches, nil
			}, test.kept)
			var err error
			for range 3 {
				_, err = v.Get(t.Context())
			}
			if fetches != test.fetches || !errors.Is(err, test.err) {
				t.Errorf("%d fetches, then %v; want %d, then %v", fetches, err, test.fetches, test.err)
			}
		})
	}
}

func TestWhatIsReadAfterDropWasFetchedAfterDrop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		value, release := "before", make(chan struct{})
		v := once.New(func(context.Context) (string, error) {
			fetched := value
			<-release
			return fetched, nil
		}, once.Success)
		early := make(chan string)
		go func() {
			got, _ := v.Get(t.Context())
			early <- got
		}()
		synctest.Wait() // the fetch is under way
		v.DropIf(func(string) bool { return true })
		value = "after"
		v.Drop()
		close(release)
		if got := <-early; got != "before" {
			t.Errorf("the waiting caller got %q", got)
		}
		if got, err := v.Get(t.Context()); err != nil || got != "after" {
			t.Errorf("Get = %q, %v after Drop", got, err)
		}
		v.DropIf(func(value string) bool { return value == "before" })
		if _, ok := v.Peek(); !ok {
			t.Error("a value that is not stale was dropped")
		}
		v.DropIf(func(value string) bool { return value == "after" })
		if _, ok := v.Peek(); ok {
			t.Error("a stale value was kept")
		}
	})
}

func TestCancelledCallerLeavesTheFetchToTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		v := once.New(func(ctx context.Context) (int, error) {
			<-release
			return 1, ctx.Err()
		}, once.Always)
		first, cancel := context.WithCancel(t.Context())
		failed := make(chan error, 1)
		go func() {
			_, err := v.Get(first)
			failed <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("the cancelled caller got %v", err)
		}
		close(release)
		if got, err := v.Get(t.Context()); got != 1 || err != nil {
			t.Errorf("Get = %d, %v", got, err)
		}
	})
}

func TestEachKeyIsFetchedOnce(t *testing.T) {
	t.Parallel()
	var fetched sync.Map
	m := once.NewMap(func(_ context.Context, key string) (string, error) {
		if _, again := fetched.LoadOrStore(key, true); again {
			t.Errorf("%s is fetched again", key)
		}
		if key == "bad" {
			return "", errors.New(key)
		}
		return key, nil
	})
	for range 2 {
		for _, key := range []string{"a", "b"} {
			if value, err := m.Get(t.Context(), key); value != key || err != nil {
				t.Errorf("%s: %s, %v", key, value, err)
			}
		}
		if _, err := m.Get(t.Context(), "bad"); err == nil {
			t.Error("the failure is not kept")
		}
	}
}

func TestAKeyIsHadByOneAtATime(t *testing.T) {
	t.Parallel()
	var turns once.Turns
	end, err := turns.Take(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if endOther, err := turns.Take(t.Context(), "b"); err != nil {
		t.Error(err)
	} else {
		endOther()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := turns.Take(ctx, "a"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("two have it: %v", err)
	}
	end()
	if _, err := turns.Take(t.Context(), "a"); err != nil {
		t.Error(err)
	}
}
