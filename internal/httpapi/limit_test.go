package httpapi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// workers runs n calls at once and returns their errors.
func workers(n int, call func() error) []error {
	failed := make([]error, n)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { failed[i] = call() })
	}
	group.Wait()
	return failed
}

func TestOne429PausesAllWorkers(t *testing.T) {
	t.Parallel()
	var pausedUntil atomic.Int64
	var early atomic.Int32
	observe := func(w http.ResponseWriter, r *http.Request) {
		if time.Now().UnixNano() < pausedUntil.Load() {
			early.Add(1)
		}
		reply(200, "")(w, r)
	}
	server := play(t, func(w http.ResponseWriter, r *http.Request) {
		reply(429, "", "Retry-After", "1")(w, r)
		pausedUntil.Store(time.Now().Add(time.Second).UnixNano())
	}, observe)
	// One place, so that nine workers are still waiting when the first learns of the pause.
	client := connect(t, server.URL, func(c *httpapi.Config) { c.Limit.Concurrency = 1 })
	for _, err := range workers(10, func() error {
		_, err := client.Do(t.Context(), httpapi.Request{Method: http.MethodPost, Path: "/things"}, nil)
		return err
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	if server.count() != 11 || early.Load() != 0 {
		t.Errorf("%d requests arrived, %d of them during the pause", server.count(), early.Load())
	}
}

func TestALongPauseIsNotEndedByAShortOne(t *testing.T) {
	t.Parallel()
	both, first := make(chan struct{}), make(chan struct{})
	firstEnded := sync.OnceFunc(func() { close(first) })
	server := play(t, func(w http.ResponseWriter, r *http.Request) {
		<-both
		reply(429, "", "Retry-After", "3600")(w, r)
	}, func(w http.ResponseWriter, r *http.Request) {
		close(both)
		<-first
		reply(429, "", "Retry-After", "0")(w, r)
	}, reply(200, ""))
	client := connect(t, server.URL)
	ended := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := client.Do(t.Context(), read, nil)
			ended <- err
		}()
	}
	for range 2 {
		if err := <-ended; err == nil || !strings.Contains(err.Error(), "asks to wait") {
			t.Errorf("got %v", err)
		}
		firstEnded()
	}
	if server.count() != 2 {
		t.Errorf("%d requests arrived, want 2", server.count())
	}
}

func TestLimiterCountsAttempts(t *testing.T) {
	t.Parallel()
	server := play(t, reply(503, ""))
	client := connect(t, server.URL, func(c *httpapi.Config) {
		c.Retry.MaxAttempts = 6
		c.Limit = httpapi.Limit{PerSecond: 20, Burst: 1}
	})
	begun := time.Now()
	if _, err := client.Do(t.Context(), read, nil); httpapi.StatusOf(err) != 503 {
		t.Fatal(err)
	}
	if took := time.Since(begun); took < 250*time.Millisecond {
		t.Errorf("6 attempts at 20 a second took only %s", took)
	}
}

func TestRateIsKeptWhileWaitingForAPlace(t *testing.T) {
	t.Parallel()
	var released, last time.Time
	server := play(t, func(http.ResponseWriter, *http.Request) {
		time.Sleep(200 * time.Millisecond) // long enough for all the others to have been let through by the rate alone
		released = time.Now()
	}, func(http.ResponseWriter, *http.Request) { last = time.Now() })
	client := connect(t, server.URL, func(c *httpapi.Config) {
		c.Limit = httpapi.Limit{PerSecond: 50, Burst: 1, Concurrency: 1}
	})
	if err := errors.Join(workers(10, func() error {
		_, err := client.Do(t.Context(), read, nil)
		return err
	})...); err != nil {
		t.Fatal(err)
	}
	if took := last.Sub(released); took < 150*time.Millisecond {
		t.Errorf("9 attempts at 50 a second took only %s", took)
	}
}

func TestQueueingDoesNotCountAgainstTheBudget(t *testing.T) {
	t.Parallel()
	// Each repeat queues for longer than the whole budget.
	server := play(t, reply(503, ""), reply(503, ""), reply(200, ""))
	client := connect(t, server.URL, budget(time.Second), func(c *httpapi.Config) {
		c.Limit = httpapi.Limit{PerSecond: 0.8}
	})
	if _, err := client.Do(t.Context(), read, nil); err != nil {
		t.Error(err)
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	t.Parallel()
	var now, most atomic.Int32
	server := play(t, func(w http.ResponseWriter, r *http.Request) {
		here := now.Add(1)
		for seen := most.Load(); here > seen && !most.CompareAndSwap(seen, here); seen = most.Load() {
		}
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
		reply(200, "")(w, r)
	})
	client := connect(t, server.URL, func(c *httpapi.Config) { c.Limit.Concurrency = 3 })
	for _, err := range workers(20, func() error {
		_, err := client.Do(t.Context(), read, nil)
		return err
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	if most.Load() > 3 {
		t.Errorf("%d requests at a time, want at most 3", most.Load())
	}
}

func TestWhoCannotWaitForTheRateGivesItsPlaceBack(t *testing.T) {
	t.Parallel()
	server := play(t, reply(200, ""))
	client := connect(t, server.URL, func(c *httpapi.Config) {
		c.Limit = httpapi.Limit{PerSecond: 0.001, Concurrency: 1}
	})
	if _, err := client.Do(t.Context(), read, nil); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for range 2 {
		if _, err := client.Do(ctx, read, nil); err == nil || !strings.Contains(err.Error(), "wait for requests_per_second") {
			t.Errorf("got %v", err)
		}
	}
}

func TestCancelEndsTheQueue(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]httpapi.Limit{
		"rate":        {PerSecond: 0.001, Burst: 1},
		"concurrency": {Concurrency: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			arrived := make(chan struct{})
			server := play(t, func(_ http.ResponseWriter, r *http.Request) {
				close(arrived)
				<-r.Context().Done()
			})
			client := connect(t, server.URL, func(c *httpapi.Config) { c.Limit = limit })
			ended := make(chan error, 2)
			call := func() {
				_, err := client.Do(ctx, httpapi.Request{Method: http.MethodPost, Path: "/things"}, nil)
				ended <- err
			}
			go call()
			<-arrived
			go call() // has to queue
			cancel()
			unsent := 0
			for range 2 {
				err := <-ended
				if !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
				if !httpapi.OutcomeUnknown(err) {
					unsent++
				}
			}
			if unsent != 1 {
				t.Errorf("%d of the calls know that nothing was sent, want 1", unsent)
			}
		})
	}
}
