package httpapi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
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
	synctest.Test(t, func(t *testing.T) {
		// One place, so that nine workers are still waiting when the first learns of the pause.
		client := connect(t, nowhere, func(c *httpapi.Config) { c.Limit.Concurrency = 1 })
		begun := time.Now()
		server := rehearse(client, reply(429, "", "Retry-After", "1"), func(w http.ResponseWriter, r *http.Request) {
			if waited := time.Since(begun); waited < time.Second {
				t.Errorf("a request arrived after %s", waited)
			}
			reply(200, "")(w, r)
		})
		if err := errors.Join(workers(10, func() error {
			return client.Do(t.Context(), httpapi.Request{Method: http.MethodPost, Path: "/things"}, nil)
		})...); err != nil || server.count() != 11 {
			t.Errorf("%d requests arrived, want 11; got %v", server.count(), err)
		}
	})
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
			err := client.Do(t.Context(), read, nil)
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
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, nowhere, func(c *httpapi.Config) {
			c.Retry.MaxAttempts = 6
			c.Limit = httpapi.Limit{PerSecond: 20, Burst: 1}
		})
		rehearse(client, reply(503, ""))
		begun := time.Now()
		if err := client.Do(t.Context(), read, nil); httpapi.StatusOf(err) != 503 {
			t.Error(err)
		}
		if took := time.Since(begun); took.Round(time.Millisecond) != 250*time.Millisecond {
			t.Errorf("6 attempts at 20 a second took %s", took)
		}
	})
}

func TestRateIsKeptWhileWaitingForAPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, nowhere, func(c *httpapi.Config) {
			c.Limit = httpapi.Limit{PerSecond: 50, Burst: 1, Concurrency: 1}
		})
		var released time.Time
		rehearse(client, func(http.ResponseWriter, *http.Request) {
			time.Sleep(200 * time.Millisecond) // long enough for all the others to have been let through by the rate alone
			released = time.Now()
		}, reply(200, ""))
		if err := errors.Join(workers(10, func() error {
			return client.Do(t.Context(), read, nil)
		})...); err != nil {
			t.Error(err)
		}
		if took := time.Since(released); took.Round(time.Millisecond) != 160*time.Millisecond { // the first of them goes at once
			t.Errorf("9 attempts at 50 a second took %s", took)
		}
	})
}

func TestQueueingDoesNotCountAgainstTheBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// Each repeat queues for longer than the whole budget.
		client := connect(t, nowhere, budget(time.Second), func(c *httpapi.Config) {
			c.Limit = httpapi.Limit{PerSecond: 0.8}
		})
		rehearse(client, reply(503, ""), reply(503, ""), reply(200, ""))
		if err := client.Do(t.Context(), read, nil); err != nil {
			t.Error(err)
		}
	})
}

func TestConcurrencyIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, nowhere, func(c *httpapi.Config) { c.Limit.Concurrency = 3 })
		var here atomic.Int32
		rehearse(client, func(w http.ResponseWriter, r *http.Request) {
			here.Add(1)
			time.Sleep(time.Second) // in the bubble: until all who may enter are here
			if got := here.Load(); got != 3 {
				t.Errorf("%d requests at a time, want 3", got)
			}
			time.Sleep(time.Second) // until all have looked
			here.Add(-1)
			reply(200, "")(w, r)
		})
		if err := errors.Join(workers(21, func() error {
			return client.Do(t.Context(), read, nil)
		})...); err != nil {
			t.Error(err)
		}
	})
}

func TestWhoCannotWaitForTheRateGivesItsPlaceBack(t *testing.T) {
	t.Parallel()
	server := play(t, reply(200, ""))
	client := connect(t, server.URL, func(c *httpapi.Config) {
		c.Limit = httpapi.Limit{PerSecond: 0.001, Concurrency: 1}
	})
	if err := client.Do(t.Context(), read, nil); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for range 2 {
		if err := client.Do(ctx, read, nil); err == nil || !strings.Contains(err.Error(), "wait for requests_per_second") {
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
			arrived, release := make(chan struct{}), make(chan struct{})
			server := play(t, func(w http.ResponseWriter, r *http.Request) {
				close(arrived)
				<-release
				reset(w, r)
			})
			client := connect(t, server.URL, func(c *httpapi.Config) { c.Limit = limit })
			ended := make(chan error, 2)
			call := func() {
				err := client.Do(ctx, httpapi.Request{Method: http.MethodPost, Path: "/things"}, nil)
				ended <- err
			}
			go call()
			<-arrived
			go call() // has to queue
			cancel()
			queued := <-ended
			close(release)
			ended <- queued
			unsent := 0
			for range 2 {
				err := <-ended
				if !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
				if httpapi.AppliedOf(err) == httpapi.NotApplied {
					unsent++
				}
			}
			if unsent != 1 {
				t.Errorf("%d of the calls know that nothing was sent, want 1", unsent)
			}
		})
	}
}
