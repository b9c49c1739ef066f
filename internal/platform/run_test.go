package platform_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// The engine reads the state while it plans creations: what is noted a moment later counts, and what never is costs only a pause.
func TestWillHoldWaitsForReadsUnderWay(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		noted []string // one each 400 ms
		want  bool
		took  time.Duration // at most
	}{
		"nothing is read":   {want: false, took: time.Second},
		"read a bit later":  {noted: []string{"mine"}, want: true, took: time.Second},
		"read after others": {noted: []string{"a", "b", "c", "mine"}, want: true, took: 2 * time.Second},
		"others are read":   {noted: []string{"a", "b"}, want: false, took: 2 * time.Second},
		"reads never end":   {noted: make([]string, 100), want: false, took: 11 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var run platform.Run
				var reads sync.WaitGroup
				reads.Go(func() {
					for _, id := range test.noted {
						time.Sleep(400 * time.Millisecond)
						run.Hold("thing", id)
					}
				})
				defer reads.Wait() // else its time would stand still
				begun := time.Now()
				if held, certain := run.WillHold(t.Context(), "thing", "mine"); held != test.want || !certain {
					t.Errorf("got %t, certain: %t", held, certain)
				}
				if took := time.Since(begun); took > test.took {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}

// Those who wait leave the engine room to read what they wait for.
func TestFewWaitForReads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var run platform.Run
		var certain atomic.Int32
		var waiters sync.WaitGroup
		for range 10 {
			waiters.Go(func() {
				if _, is := run.WillHold(t.Context(), "thing", "mine"); is {
					certain.Add(1)
				}
			})
		}
		waiters.Wait()
		if got := certain.Load(); got < 1 || got > 4 {
			t.Errorf("%d of 10 have waited", got)
		}
		run.Hold("thing", "mine")
		if held, is := run.WillHold(t.Context(), "thing", "mine"); !held || !is {
			t.Errorf("got %t, certain: %t", held, is)
		}
	})
}

func TestTurnsEndWhenCancelled(t *testing.T) {
	t.Parallel()
	var run platform.Run
	end, err := run.Turn(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := run.Turn(cancelled, "a"); err == nil {
		t.Error("the turn was taken twice")
	}
	if other, err := run.Turn(t.Context(), "b"); err != nil {
		t.Error(err)
	} else {
		other()
	}
	end()
	if again, err := run.Turn(t.Context(), "a"); err != nil {
		t.Error(err)
	} else {
		again()
	}
}

// A change may begin a moment after it is asked for, and frees nothing if it fails.
func TestWasChangedWaitsForTheChange(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		id     string
		begins time.Duration
		worked bool
		want   bool
		took   time.Duration // at most
	}{
		"of the object":             {id: "a", worked: true, want: true, took: 2 * time.Second},
		"of any object":             {worked: true, want: true, took: 2 * time.Second},
		"that begins a moment late": {id: "a", begins: 300 * time.Millisecond, worked: true, want: true, took: 3 * time.Second},
		"that fails":                {id: "a", took: 3 * time.Second},
		"of another object":         {id: "b", worked: true, took: time.Second},
		"that begins too late":      {id: "a", begins: time.Minute, worked: true, took: time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var run platform.Run
				var engine sync.WaitGroup
				defer engine.Wait()
				engine.Go(func() {
					time.Sleep(test.begins)
					end := run.BeginChange("kind", "a")
					time.Sleep(2 * time.Second)
					end(test.worked)
				})
				synctest.Wait()
				begun := time.Now()
				if got := run.WasChanged(t.Context(), "kind", test.id); got != test.want || time.Since(begun) > test.took {
					t.Errorf("got %t after %s", got, time.Since(begun))
				}
			})
		})
	}
}
