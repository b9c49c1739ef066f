package httpapi

import "net/http"

// Scrub masks the secrets in a text. The fuzz target needs it without a server in between.
func Scrub(text string, secrets ...string) string {
	s := newScrubber()
	for _, secret := range secrets {
		s.learn(secret)
	}
	return s.scrub(text)
}

// Reach makes a client reach its platform by another transport, such as one that works under a clock that a test drives.
func (c *Client) Reach(transport http.RoundTripper) { c.transport = transport }
