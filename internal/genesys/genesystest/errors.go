package genesystest

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// ReasonHeader says why a body was called malformed. The platform itself does
// not say.
const ReasonHeader = "Genesystest-Reason"

// errorBody is as much of the model ErrorBody as errors of these operations
// have.
type errorBody struct {
	Status    int           `json:"status"`
	Code      string        `json:"code"`
	Message   string        `json:"message"`
	ContextID string        `json:"contextId"`
	Limit     *limit        `json:"limit,omitempty"`
	Details   []errorDetail `json:"details"`
	Errors    []errorBody   `json:"errors"`
}

type errorDetail struct {
	ErrorCode string `json:"errorCode"`
	FieldName string `json:"fieldName"`
}

type limit struct {
	Key       string `json:"key"`
	Namespace string `json:"namespace"`
	Value     int    `json:"value"`
}

// oauthErrors are the codes of RFC 6749 that the token endpoint answers with;
// it has an error shape of its own.
var oauthErrors = map[string]bool{invalidClient: true, invalidRequest: true, unsupportedGrant: true}

func (f *Fake) errorAnswer(refusal fakeapi.Refusal) fakeapi.Answer {
	if oauthErrors[refusal.Code] {
		return fakeapi.Answer{Status: refusal.Status, Body: map[string]string{
			"error":             refusal.Code,
			"description":       refusal.Message,
			"error_description": refusal.Message,
		}}
	}
	body := errorBody{
		Status:    refusal.Status,
		Code:      cmp.Or(refusal.Code, errorCode(refusal.Status)),
		Message:   refusal.Message,
		ContextID: newID(),
		Details:   []errorDetail{},
		Errors:    []errorBody{},
	}
	if refusal.Field != "" {
		body.Details = append(body.Details, errorDetail{ErrorCode: body.Code, FieldName: refusal.Field})
	}
	if refusal.Status == http.StatusTooManyRequests {
		f.explainLimit(&body, refusal)
	}
	header := http.Header{}
	header.Set("ININ-Correlation-Id", body.ContextID)
	return fakeapi.Answer{Status: refusal.Status, Header: header, Body: body}
}

// explainLimit names the wait in brackets, where clients have to look for it
// if there is no Retry-After.
func (f *Fake) explainLimit(body *errorBody, refusal fakeapi.Refusal) {
	if seconds := int(math.Ceil(refusal.RetryAfter.Seconds())); seconds > 0 {
		body.Message = fmt.Sprintf("Rate limit exceeded the maximum. Retry the request in [%d] seconds. %s", seconds, refusal.Message)
	}
	if value := f.options.RatePerMinute; value > 0 {
		body.Limit = &limit{Key: "client.credentials.token.rate.per.minute", Namespace: "platform.api", Value: value}
	}
}

// errorCode is bad.request and too.many.requests.retry.after by the vendor's
// forum, and the others as clients that others published expect them.
func errorCode(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "bad.credentials"
	case http.StatusForbidden:
		return "not.authorized"
	case http.StatusTooManyRequests:
		return "too.many.requests.retry.after"
	}
	return strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", ".")
}

// readJSON is fakeapi.ReadJSON with all refusals of a body in the words of the
// one that the vendor's forum shows, which names no reason.
func readJSON(r *http.Request, schema fakeapi.Field, out any) error {
	err := fakeapi.ReadJSON(r, schema, out)
	refusal, ok := errors.AsType[*fakeapi.Refusal](err)
	if !ok || refusal.Status != http.StatusBadRequest {
		return err
	}
	malformed := fakeapi.Refuse(http.StatusBadRequest, "", "The request could not be understood by the server due to malformed syntax.")
	malformed.Header = http.Header{ReasonHeader: {refusal.Message}}
	return malformed
}

// invalid refuses a field of a body that is well-formed.
func invalid(field, format string, args ...any) error {
	refusal := fakeapi.Refuse(http.StatusBadRequest, "", format, args...)
	refusal.Field = field
	return refusal
}

func notFound(what, id string) error {
	return fakeapi.Refuse(http.StatusNotFound, "", "there is no %s %q", what, id)
}
