package httpapi

import "net/http"

// Reach makes a client reach its platform by another transport, such as one that works under a clock that a test drives.
func (c *Client) Reach(transport http.RoundTripper) { c.transport = transport }
