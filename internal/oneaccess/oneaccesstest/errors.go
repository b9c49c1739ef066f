package oneaccesstest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// The error codes of the vendor's page ErrorCode that this fake answers with.
const (
	ApplicationNotFound      = "APP.0001"
	ApplicationIDEmpty       = "APP.0002"
	ApplicationDisabled      = "APP.0003"
	AccountNotFound          = "APP_ACCOUNT.0001"
	AccountExists            = "APP_ACCOUNT.0002"
	AccountTypeUnsupported   = "APP_ACCOUNT.0003"
	AttributeNotFound        = "APP_ACCOUNT.0007"
	NameEmpty                = "APP_ACCOUNT.0008"
	AccountNameEmpty         = "APP_ACCOUNT.0035"
	AccountNameInvalid       = "APP_ACCOUNT.0036"
	OrganizationNotFound     = "APP_ORG.0001"
	OrganizationsSwitchedOff = "APP_ORG.0002"
)

// otherCode stands for all that the vendor's page does not list. It is
// invented.
const otherCode = "OTHER.0000"

// messages are the documented error codes that may concern an application
// account, with their meaning. All have status 400.
var messages = map[string]string{
	ApplicationNotFound:      "Application does not exist.",
	ApplicationIDEmpty:       "Application ID required.",
	ApplicationDisabled:      "The application is disabled.",
	AccountNotFound:          "The application account does not exist.",
	AccountExists:            "The application account already exists.",
	AccountTypeUnsupported:   "The type of application account is not supported.",
	"APP_ACCOUNT.0004":       "The permission type of application accounts is not supported.",
	"APP_ACCOUNT.0006":       "The public account does not exist.",
	AttributeNotFound:        "The extended attribute does not exist.",
	NameEmpty:                "The display name of the application account is empty.",
	AccountNameEmpty:         "The name of the application account is empty.",
	AccountNameInvalid:       "The name of the application account breaks the validation rule.",
	OrganizationNotFound:     "The application organization does not exist.",
	OrganizationsSwitchedOff: "Application organizations are not switched on.",
	"APP_ORG.0003":           "The organization code already exists.",
	"APP_ORG.0004":           "The parent organization does not exist.",
}

// Codes lists the documented error codes that may concern an application
// account, in alphabetical order.
func Codes() []string { return slices.Sorted(maps.Keys(messages)) }

// Refusing is a fault that answers with a documented error code, whatever the
// request: the way to the codes whose cause is not documented.
func Refusing(code string) fakeapi.Fault {
	message, ok := messages[code]
	if !ok {
		panic(fmt.Sprintf("oneaccesstest: %q is not a documented error code", code))
	}
	body, err := json.Marshal(errorBody(code, message))
	if err != nil {
		panic(err)
	}
	return fakeapi.Fault{Status: http.StatusBadRequest, Body: string(body)}
}

// refuse refuses with a documented error code.
func refuse(code string) *fakeapi.Refusal {
	return fakeapi.Refuse(http.StatusBadRequest, code, "%s", messages[code])
}

// invalid refuses for a reason that has no documented error code.
func invalid(format string, args ...any) *fakeapi.Refusal {
	return fakeapi.Refuse(http.StatusBadRequest, otherCode, format, args...)
}

// errorAnswer has the two shapes of the vendor's general page on responses.
func (f *Fake) errorAnswer(refusal fakeapi.Refusal) fakeapi.Answer {
	switch refusal.Status {
	case http.StatusUnauthorized:
		return f.tokenTrouble(refusal)
	case http.StatusUnsupportedMediaType: // the pages know no failure but 400
		refusal.Status = http.StatusBadRequest
	}
	code := cmp.Or(refusal.Code, otherCode)
	if f.options.BlankCodes {
		code = " " + code
	}
	return fakeapi.Answer{Status: refusal.Status, Body: errorBody(code, refusal.Message)}
}

func (f *Fake) tokenTrouble(refusal fakeapi.Refusal) fakeapi.Answer {
	if f.options.TokenErrorCodes {
		return fakeapi.Answer{Status: f.options.TokenStatus, Body: errorBody(otherCode, refusal.Message)}
	}
	return fakeapi.Answer{Status: f.options.TokenStatus, Body: map[string]string{
		"error":             cmp.Or(refusal.Code, "invalid_token"),
		"error_description": refusal.Message,
	}}
}

func errorBody(code, message string) map[string]string {
	return map[string]string{"error_code": code, "error_msg": message}
}
