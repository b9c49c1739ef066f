package httpapi

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// failure makes the typed error of an exchange from what is known of its last attempt.
func (x *exchange) failure(cause error) *Error {
	c := x.client
	e := &Error{
		Platform: c.config.Platform, Title: c.config.Title, Credentials: c.config.CredentialsFrom,
		Method: x.request.Method, Host: c.base.Host, Path: x.request.Path, Attempts: x.attempts, Applied: x.applied,
	}
	show := func(param string) string { return x.mask(url.PathEscape(param)) }
	if path, err := expand(x.request.Path, x.request.Params, show); err == nil {
		e.Path = c.base.Path + path
	}
	if cause != nil {
		cause = withoutURL(cause)
		e.Err = &scrubbedError{text: x.maskError(cause), err: cause}
	}
	if x.answer != nil {
		e.Status = x.answer.status
		e.Refused = x.unauthorized()
		e.said = x.quote(x.reported())
	}
	return e
}

// failureInside makes the error of an answer that reports a failure in spite of its status.
func (x *exchange) failureInside(said Reported) *Error {
	e := x.failure(nil)
	e.Applied = min(e.Applied, MaybeApplied) // the status says yes, the body no
	e.said = x.quote(said)
	return e
}

// reported returns what the platform says about the last answer, as it came.
func (x *exchange) reported() Reported {
	parse := x.client.config.ParseError
	if parse == nil || x.answer.status <= 299 {
		return Reported{}
	}
	return parse(x.answer.status, x.answer.header, x.answer.body)
}

// quote keeps what a platform says for an error: an API may echo a request anywhere in it.
func (x *exchange) quote(r Reported) *said {
	return &said{
		code:      secret.New(r.Code),
		message:   secret.New(r.Message),
		requestID: secret.New(r.RequestID),
		own:       r.Own,
		mask:      x.mask,
	}
}

// redirectError explains why a redirect was not followed; nil if the answer is none. Of the target only the origin is
// shown, since the rest may repeat the request.
func (x *exchange) redirectError() error {
	location := x.answer.header.Get("Location")
	if x.answer.status < 300 || x.answer.status > 399 || location == "" {
		return nil
	}
	target, err := x.carried.URL.Parse(location)
	switch {
	case err != nil:
		return errors.New("redirected to an address that cannot be read")
	case !onlyReads(x.request.Method):
		return fmt.Errorf("a write was redirected (to %s), which is never followed", origin(target))
	case origin(target) == origin(x.carried.URL):
		return errors.New("redirected too often")
	}
	return fmt.Errorf("redirected to %s: credentials go to the configured address only", origin(target))
}
