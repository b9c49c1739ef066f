// Package httpapi is the one HTTP client of this provider. It repeats what may be repeated, keeps a platform's limits,
// authenticates, and turns every failure into one typed error that shows no secret. It knows no platform: what is
// particular to one comes in through [Config].
package httpapi

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/redact"
)

// Config is what the client of one platform is built from.
type Config struct {
	Platform  string // names the platform's block and its logs: "losant"
	Title     string // names the platform in errors: "Losant"; empty: as Platform does
	BaseURL   string // "https://api.losant.com"; may have a path
	UserAgent string
	Retry     Retry
	Transport Transport
	Limit     Limit
	Auth      Auth // nil: requests carry no credentials
	// CredentialsFrom is where those of Auth come from, for errors: "LOSANT_API_TOKEN in the environment".
	CredentialsFrom string
	// Settling is how long the platform may take to show or carry out a write. 0: [DefaultSettling].
	Settling time.Duration

	// ParseError extracts the platform's own code and message from the answer to a failed request. It returns the zero
	// value if the body is not in the platform's shape. Nil: nothing is extracted.
	ParseError func(status int, header http.Header, body []byte) Reported
	// RetryAfter reads the wait that a platform hides in the body. It is asked only if there is no Retry-After header.
	RetryAfter func(status int, body []byte) (time.Duration, bool)
	// Unauthorized reports that an answer means "your token is not accepted". Nil: status 401 does.
	Unauthorized func(status int, body []byte) bool
	// Throttled reports that an answer of another status is a 429 in disguise.
	Throttled func(status int, body []byte) bool
}

// DefaultSettling is assumed of every platform: none documents how long its reads lag behind its writes.
const DefaultSettling = 10 * time.Second

// Reported is what a platform says about a failed request.
type Reported struct {
	Code, Message, RequestID string
	// Own reports that the answer is in the platform's own form, where no code says so; a gateway's is not.
	Own bool
}

// Client talks to one platform. It is safe for concurrent use, and its limits hold for all who share it.
type Client struct {
	config    Config
	base      *url.URL
	transport http.RoundTripper
	limiter   *limiter
	redactor  *redact.Redactor
}

// New builds a client. It reads the files that config.Transport names and makes no network call. A setting that
// cannot be used is a [*ConfigError].
func New(config Config) (*Client, error) {
	base, err := url.Parse(strings.TrimRight(config.BaseURL, "/"))
	if err == nil && (base.Hostname() == "" || base.ForceQuery || base.RawQuery != "" || base.Fragment != "") {
		err = errors.New("not an absolute URL without query and fragment")
	}
	if err != nil {
		return nil, &ConfigError{Field: "base_url", Err: withoutURL(err)}
	}
	config.Retry = config.Retry.withDefaults()
	config.Settling = cmp.Or(config.Settling, DefaultSettling)
	config.Transport.RequestTimeout = cmp.Or(config.Transport.RequestTimeout, DefaultRequestTimeout)
	transport, err := newTransport(config.Transport)
	if err != nil {
		return nil, err
	}
	c := &Client{
		config:    config,
		base:      base,
		transport: transport,
		limiter:   newLimiter(config.Limit),
		redactor:  redact.New(),
	}
	if proxy, err := url.Parse(config.Transport.ProxyURL); err == nil && proxy.User != nil {
		password, _ := proxy.User.Password()
		c.redactor.Mask(password)
	}
	return c, nil
}

// MaxElapsed is the budget of one operation.
func (c *Client) MaxElapsed() time.Duration { return c.config.Retry.MaxElapsed }

// Redact makes the client mask these values in every error and log from now on. What a request carries in
// [Request.Secrets] or in its Authorization header is masked without it.
func (c *Client) Redact(secrets ...secret.String) {
	for _, s := range secrets {
		c.redactor.Mask(s.Reveal())
	}
}

// SecretAnswer may be implemented by what [Client.Do] decodes an answer into.
type SecretAnswer interface {
	// Secrets are those in the answer. The client masks them from here on.
	Secrets() []secret.String
}

// FailedAnswer may be implemented by what [Client.Do] decodes an answer into, where the body knows better than the status.
type FailedAnswer interface {
	// Failure is what the platform reports in spite of a 2xx status; false: it reports no failure.
	Failure() (Reported, bool)
}

// Do sends a request, repeats it as far as that is safe, and decodes the body of a 2xx answer into out, which may be a
// [SecretAnswer] or a [FailedAnswer]. With a nil out the body is ignored; with another, an empty body is an error unless the
// status is 204, which reads as null. Every error is an [*Error].
func (c *Client) Do(ctx context.Context, r Request, out any) error {
	c.Redact(r.Secrets...)
	x := newExchange(ctx, c, r)
	req, err := r.build(ctx, c)
	if err != nil {
		return x.failure(err)
	}
	if err := x.run(req); err != nil {
		return x.failure(err)
	}
	if status := x.answer.status; status < 200 || status > 299 {
		return x.failure(x.redirectError())
	}
	if err := decode(x.answer, out); err != nil {
		return x.failure(err)
	}
	if holder, ok := out.(SecretAnswer); ok {
		c.Redact(holder.Secrets()...)
	}
	if reporter, ok := out.(FailedAnswer); ok {
		if said, failed := reporter.Failure(); failed {
			return x.failureInside(said)
		}
	}
	return nil
}

// decode never quotes the body, nor lets encoding/json do so: it may hold secrets that are not known yet.
func decode(a *answer, out any) error {
	if out == nil {
		return nil
	}
	body := a.body
	if a.status == http.StatusNoContent {
		body = []byte("null")
	}
	if len(body) == 0 {
		return errors.New("the answer has no body")
	}
	err := json.Unmarshal(body, out)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		what := "it"
		if wrong.Field != "" {
			what = strconv.Quote(wrong.Field)
		}
		return fmt.Errorf("the answer does not have the documented form: %s should be %s", what, inJSON(wrong.Type.Kind()))
	}
	if err != nil {
		return fmt.Errorf("the answer (%d bytes) is not the JSON that was expected", len(a.body))
	}
	return nil
}

// inJSON names what a Go value is read from.
func inJSON(kind reflect.Kind) string {
	switch kind {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Struct, reflect.Map, reflect.Pointer:
		return "an object"
	}
	return "a number"
}

// redactCredentials makes sure that the credentials of a request are masked, also those in a header of its own.
func (c *Client) redactCredentials(req *http.Request) {
	if _, value, ok := strings.Cut(req.Header.Get("Authorization"), " "); ok {
		c.redactor.Mask(value)
	}
	if _, password, ok := req.BasicAuth(); ok {
		c.redactor.Mask(password)
	}
}
