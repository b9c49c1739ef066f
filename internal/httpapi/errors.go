package httpapi

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// ConfigError is a setting that no client can be built from. Field is the name of its attribute, such as "ca_file".
type ConfigError struct {
	Field string
	Err   error
}

func (e *ConfigError) Error() string { return e.Field + ": " + e.Err.Error() }

// Unwrap returns what is wrong with the setting.
func (e *ConfigError) Unwrap() error { return e.Err }

// Error is a failed exchange with a platform. It displays no secret that the client has learnt; [CodeOf] and [MessageOf]
// return what the platform really said.
type Error struct {
	Platform string // as in Config
	Title    string // as in Config
	Method   string
	Host     string // with its port
	Path     string // as it was called, without the query
	Status   int    // of the last attempt; 0: there was no answer
	Attempts int
	Applied  Applied // whether a write took effect in spite of the failure, in any of the attempts
	Err      error   // what went wrong beside the answer's status: the network, the body, the wait, the context; or nil
	// Credentials is where those in use came from, such as "LOSANT_API_TOKEN in the environment"; "": unknown.
	Credentials string
	// Refused is true if the platform does not accept the credentials.
	Refused bool

	said *said // nil: nothing
}

// said is what a platform says about a failed exchange, as it came. It decides what the failure means; it is masked where
// it is displayed. The secret type keeps it out of %#v.
type said struct {
	code, message, requestID secret.String
	own                      bool
	mask                     func(string) string
}

// shown returns what may be displayed.
func (s *said) shown() Reported {
	if s == nil {
		return Reported{}
	}
	return Reported{
		Code:      s.mask(s.code.Reveal()),
		Message:   s.mask(s.message.Reveal()),
		RequestID: s.mask(s.requestID.Reveal()),
	}
}

// Error returns the whole story: what failed, what the platform said, and what to do. It is of several sentences if there is
// something to do, and ends without a full stop, so that it can be a part of another sentence.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s %s", e.title(), e.Method, e.Path)
	if e.Host != "" {
		b.WriteString(" on " + e.Host)
	}
	if e.Status != 0 {
		fmt.Fprintf(&b, " answered %s", strings.TrimSpace(fmt.Sprint(e.Status, " ", http.StatusText(e.Status))))
	}
	said := e.said.shown()
	if said.Code != "" {
		fmt.Fprintf(&b, " (%s)", said.Code)
	}
	if said.Message != "" {
		b.WriteString(": " + strings.TrimSuffix(said.Message, "."))
	}
	if e.Err != nil {
		b.WriteString(": " + strings.TrimSuffix(e.Err.Error(), "."))
	}
	if said.RequestID != "" {
		b.WriteString("; request id " + said.RequestID)
	}
	_, noToken := errors.AsType[*Error](e.Err) // it counts the attempts to get one
	switch e.Attempts {
	case 0:
		if !noToken {
			b.WriteString("; nothing was sent")
		}
	case 1:
		b.WriteString("; 1 attempt")
	default:
		fmt.Fprintf(&b, "; %d attempts", e.Attempts)
	}
	for _, hint := range e.hints() {
		b.WriteString(". " + hint)
	}
	return b.String()
}

func (e *Error) title() string { return cmp.Or(e.Title, e.Platform) }

// hints returns sentences without their full stops.
func (e *Error) hints() (hints []string) {
	switch e.Applied {
	case MaybeApplied:
		hints = append(hints, "The request may still have taken effect. Check before retrying")
	case SurelyApplied:
		hints = append(hints, e.title()+" reports that the request took effect. Check before retrying")
	}
	switch {
	case e.Refused && e.Credentials != "":
		hints = append(hints, fmt.Sprintf("The credentials come from %s. Check them", e.Credentials))
	case e.Refused:
		hints = append(hints, fmt.Sprintf("Check the credentials in the provider's %s block, or in the environment", e.Platform))
	case e.Status == http.StatusForbidden:
		hints = append(hints, "The credentials are valid but not authorized for this request. Check their scopes, roles or permissions")
	case e.Status == http.StatusTooManyRequests:
		hints = append(hints, fmt.Sprintf("Lower requests_per_second in the %s block, or raise max_attempts or max_elapsed in the retry block", e.Platform))
	case e.Status >= 500:
		hints = append(hints, e.title()+" could not process the request. Try again later")
	case isUnknownHost(e.Err):
		hints = append(hints, fmt.Sprintf("Check the host in the provider's %s block, or in the environment", e.Platform))
	case errors.Is(e.Err, syscall.ECONNREFUSED):
		hints = append(hints, fmt.Sprintf("Nothing listens at this address. Check the base_url in the provider's %s block, or in the environment, and whether a proxy or mock server runs", e.Platform))
	case errors.Is(e.Err, http.ErrSchemeMismatch):
		hints = append(hints, fmt.Sprintf("This address speaks http, not https. Check the base_url in the provider's %s block, or in the environment", e.Platform))
	case errors.Is(e.Err, errAttemptTimeout):
		hints = append(hints, "If "+e.title()+" is that slow, raise request_timeout in the http block")
	}
	return hints
}

// isUnknownHost reports whether a host has no address.
func isUnknownHost(err error) bool {
	failed, ok := errors.AsType[*net.DNSError](err)
	return ok && failed.IsNotFound
}

// Unwrap returns what went wrong beside the answer's status. A cancelled call is a [context.Canceled] underneath.
func (e *Error) Unwrap() error { return e.Err }

// Advise adds to an error, as further sentences, what the user should know or do. It is err underneath.
func Advise(err error, advice string) error { return &advised{err, advice} }

type advised struct {
	err    error
	advice string
}

func (e *advised) Error() string { return sentences(e.err.Error(), e.advice) }

func (e *advised) Unwrap() error { return e.err }

// sentences joins texts. The last one has no full stop, as an error's text has none.
func sentences(texts ...string) string {
	for i := range texts {
		texts[i] = strings.TrimSuffix(texts[i], ".")
	}
	return strings.Join(texts, ". ")
}

// StatusOf returns the HTTP status of a failed exchange; 0 if there was no answer or err is of another kind.
func StatusOf(err error) int {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status
	}
	return 0
}

// CodeOf returns the platform's error code of a failed exchange, as it came, to judge by; "" if there was none or err is of
// another kind. It may hold a secret that the platform echoes, so it is never displayed.
func CodeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok && e.said != nil {
		return e.said.code.Reveal()
	}
	return ""
}

// MessageOf returns the platform's message of a failed exchange, as it came, to judge by; "" if there was none or err is of
// another kind. It may hold a secret that the platform echoes, so it is never displayed.
func MessageOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok && e.said != nil {
		return e.said.message.Reveal()
	}
	return ""
}

// IsOwn reports whether a failed exchange was answered in the platform's own form; see [Reported].
func IsOwn(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.said != nil && e.said.own
}

var errAttemptTimeout = errors.New("timed out waiting for the full response")

// permanentError is one that a repeat would only bring again.
type permanentError struct{ error }

func (e permanentError) Unwrap() error { return e.error }

// scrubbedError keeps the identity of an error and replaces its text. It has no Unwrap, so that the text underneath
// stays out of reach.
type scrubbedError struct {
	text string
	err  error
}

func (e *scrubbedError) Error() string { return e.text }

func (e *scrubbedError) Is(target error) bool { return errors.Is(e.err, target) }

func (e *scrubbedError) As(target any) bool { return errors.As(e.err, target) }

// withoutURL takes off the wrapper that repeats the whole URL, whose path and query may carry secrets.
func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
