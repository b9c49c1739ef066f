package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// answers is a platform that gives one answer after the other, and the last one for ever, in no time.
type answers struct{ next chan *http.Response }

func (a answers) RoundTrip(*http.Request) (*http.Response, error) {
	answer := <-a.next
	if len(a.next) == 0 {
		a.next <- answer
	}
	return &http.Response{StatusCode: answer.StatusCode, Header: answer.Header, Body: http.NoBody}, nil
}

func giving(all ...*http.Response) answers {
	a := answers{make(chan *http.Response, len(all))}
	for _, answer := range all {
		a.next <- answer
	}
	return a
}

func throttled(after string) *http.Response {
	return &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {after}}}
}

var fine = &http.Response{StatusCode: http.StatusOK}

// What a call spends in the queue before its first attempt is not the platform's time, however long it is.
func TestQueueingDoesNotCount(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]httpapi.Limit{
		"for the rate": {PerSecond: 1, Burst: 1}, "for a place": {Concurrency: 1}, "for the end of a pause": {},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := connect(t, "https://api.example.com", budget(3*time.Second), func(c *httpapi.Config) { c.Limit = limit })
				client.Reach(giving(throttled("2"), throttled("2"), throttled("2"), fine))
				for _, err := range workers(8, func() error {
					_, err := client.Do(t.Context(), read, nil)
					return err
				}) {
					if err != nil && strings.Contains(err.Error(), "nothing was sent") {
						t.Error(err)
					}
				}
			})
		})
	}
}

// A platform that asks for no wait at all, or for one that is over, gets the client's own.
func TestRetryAfterNothingStillBacksOff(t *testing.T) {
	t.Parallel()
	for _, after := range []string{"0", "Sat, 01 Jan 1994 00:00:00 GMT"} {
		synctest.Test(t, func(t *testing.T) {
			client := connect(t, "https://api.example.com", func(c *httpapi.Config) {
				c.Retry = httpapi.Retry{MaxAttempts: 10, MinWait: time.Second, MaxWait: time.Minute, MaxElapsed: time.Hour}
			})
			client.Reach(giving(throttled(after)))
			begun := time.Now()
			_, err := client.Do(t.Context(), read, nil)
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
