package httpapi

import "context"

// Repeat runs try again as long as it asks for that, like the attempts of one request: at most as often, with the same
// waits, and all requests under the context that try gets share one budget. It serves a cycle of several requests, such as
// read, change and write under an optimistic lock. The error is that of the last try.
func (c *Client) Repeat(ctx context.Context, try func(ctx context.Context) (again bool, err error)) error {
	b := newBudget(c.config.Retry.MaxElapsed)
	for attempt := 1; ; attempt++ {
		again, err := try(withBudget(ctx, b))
		wait := c.config.Retry.backoff(attempt)
		if !again || attempt >= c.config.Retry.MaxAttempts || wait > b.left() {
			return err
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}
