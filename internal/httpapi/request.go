package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// Request is one call of an API.
type Request struct {
	Method string
	// Path is a template such as "/applications/{applicationId}/credentials". Logs show the template, errors the path.
	Path string
	// Params are the template's parameters. They are percent-escaped; an empty or missing one is an error.
	Params map[string]string
	Query  url.Values
	Header http.Header
	Body   any        // sent as JSON; nil: no body
	Form   url.Values // sent instead of Body
	// Repeatable marks a POST that is a whole write: it is repeated like a PUT.
	Repeatable bool
	// LastCounts marks a write of which the last one that takes effect counts, such as one that makes a secret: it is repeated
	// after a lost answer only when the platform has settled.
	LastCounts bool
	// ReadOnly marks a POST that changes nothing of interest: it is repeated like a GET.
	ReadOnly bool
	// NoAuth leaves out the client's credentials, for a request that fetches them.
	NoAuth bool
	// Secrets are the secret values in this request. The client masks them in every error, also in later ones.
	Secrets []secret.String
}

// changesNothing reports whether a request only reads: then it does not matter whether an unanswered one arrived.
func (r Request) changesNothing() bool { return r.ReadOnly || onlyReads(r.Method) }

// repeatable reports whether a request may be sent again although an earlier attempt may have been applied.
func (r Request) repeatable() bool {
	return r.Method != http.MethodPost || r.Repeatable || r.ReadOnly
}

func onlyReads(method string) bool { return method == http.MethodGet || method == http.MethodHead }

func (r Request) build(ctx context.Context, c *Client) (*http.Request, error) {
	target, err := r.url(c.base)
	if err != nil {
		return nil, err
	}
	header := http.Header{"Accept": {"application/json"}, "User-Agent": {c.config.UserAgent}}
	body, err := r.encode(header)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, target, body)
	if err != nil {
		return nil, err
	}
	for name, values := range r.Header {
		header[http.CanonicalHeaderKey(name)] = values
	}
	req.Header = header
	return req, nil
}

// encode returns the body (nil: none) and sets its Content-Type.
func (r Request) encode(header http.Header) (io.Reader, error) {
	switch {
	case r.Form != nil:
		header.Set("Content-Type", "application/x-www-form-urlencoded")
		return strings.NewReader(r.Form.Encode()), nil
	case r.Body != nil:
		body, err := toJSON(r.Body)
		if err != nil {
			return nil, fmt.Errorf("encode the request: %w", err)
		}
		header.Set("Content-Type", "application/json")
		return bytes.NewReader(body), nil
	}
	return nil, nil
}

// toJSON encodes what is sent. Unlike json.Marshal, it leaves alone what only HTML would have escaped.
func toJSON(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}

func (r Request) url(base *url.URL) (string, error) {
	path, err := expand(r.Path, r.Params, url.PathEscape)
	if err != nil {
		return "", err
	}
	target := base.String() + path
	if len(r.Query) > 0 {
		target += "?" + r.Query.Encode()
	}
	return target, nil
}

// expand puts the parameters into a path template, each in the form that escape returns.
func expand(template string, params map[string]string, escape func(string) string) (string, error) {
	var path strings.Builder
	for rest := template; ; {
		before, after, found := strings.Cut(rest, "{")
		path.WriteString(before)
		if !found {
			return path.String(), nil
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed {
			return "", fmt.Errorf("path template %s: a brace is not closed", template)
		}
		switch value := params[name]; value {
		case "":
			return "", fmt.Errorf("path parameter %s is empty", name)
		case ".", "..":
			// Escaped or not, servers and proxies on the way resolve dot segments: the call would reach another path.
			return "", fmt.Errorf("path parameter %s must not be a dot segment", name)
		default:
			path.WriteString(escape(value))
		}
		rest = tail
	}
}

// checkHeader finds what no HTTP request can carry, typically a token read from a file together with its line break.
func checkHeader(header http.Header) error {
	for name, values := range header {
		for _, value := range values {
			if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
				return fmt.Errorf("header %s would contain a line break or another control character", name)
			}
		}
	}
	return nil
}
