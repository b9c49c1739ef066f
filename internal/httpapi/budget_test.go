package httpapi_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// What a call spends in the queue before its first attempt is not the platform's time, however long it is.
func TestQueueingBeforeTheFirstAttemptDoesNotCount(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]httpapi.Limit{
		"for the rate": {PerSecond: 1, Burst: 1}, "for a place": {Concurrency: 1}, "for the end of a pause": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := connect(t, nowhere, budget(3*time.Second), func(c *httpapi.Config) { c.Limit = limit })
				throttled := reply(429, "", "Retry-After", "2")
				rehearse(client, throttled, throttled, throttled, reply(200, ""))
				for _, err := range workers(8, func() error {
					return client.Do(t.Context(), read, nil)
				}) {
					if err != nil && strings.Contains(err.Error(), "nothing was sent") {
						t.Error(err)
					}
				}
			})
		})
	}
}

// The client's own wait is bounded by the budget, whether the platform asks for none or does not ask at all.
func TestBackoffStaysWithinTheBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, nowhere, func(c *httpapi.Config) {
			c.Retry = httpapi.Retry{MaxAttempts: 100, MinWait: 30 * time.Second, MaxWait: 5 * time.Minute, MaxElapsed: 20 * time.Second}
		})
		rehearse(client, reply(503, "", "Retry-After", "0"))
		begun := time.Now()
		err := client.Do(t.Context(), read, nil)
		if took := time.Since(begun); err == nil || !strings.Contains(err.Error(), "left of max_elapsed (20s)") || took > 20*time.Second {
			t.Errorf("got %v after %s", err, took)
		}
	})
}

// A platform that asks for no wait at all, or for one that is over, gets the client's own.
func TestRetryAfterNothingStillBacksOff(t *testing.T) {
	t.Parallel()
	for _, after := range []string{"0", "Sat, 01 Jan 1994 00:00:00 GMT"} {
		synctest.Test(t, func(t *testing.T) {
			client := connect(t, nowhere, func(c *httpapi.Config) {
				c.Retry = httpapi.Retry{MaxAttempts: 10, MinWait: time.Second, MaxWait: time.Minute, MaxElapsed: time.Hour}
			})
			rehearse(client, reply(429, "", "Retry-After", after))
			begun := time.Now()
			err := client.Do(t.Context(), read, nil)
			if err == nil || !strings.Contains(err.Error(), "10 attempts") {
				t.Fatal(err)
			}
			// At most 1/4 s each, if nothing but the padding was waited for; on average 3 minutes by the client's own rule.
			if waited := time.Since(begun); waited < 10*time.Second {
				t.Errorf("Retry-After: %s: 10 attempts within %s", after, waited)
			}
		})
	}
}
