package platform

import (
	"errors"
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// Failed reports in one line of a resource that an operation failed: the action ("create"), the object ("service
// credential \"Dave\"") and the error, which says what the platform answered and what to do next. If a creation met other
// objects that may be meant, importID makes their import ids of their ids; it may be nil otherwise.
func Failed(diags *diag.Diagnostics, action, object string, err error, importID func(id string) string) {
	detail := sentence(err.Error())
	if met := metBy(err); len(met) > 0 && importID != nil {
		detail += "\n\nIf it is the one that you mean, take it up instead of creating another:\n"
		for _, id := range met {
			detail += fmt.Sprintf("\n  terraform import ADDRESS '%s'", importID(id))
		}
	}
	diags.AddError(fmt.Sprintf("Cannot %s %s", action, object), detail)
}

// metBy gives the ids of the objects that a failed creation met.
func metBy(err error) []string {
	if duplicate, ok := errors.AsType[*httpapi.DuplicateError](err); ok {
		return []string{duplicate.ID}
	}
	if ambiguous, ok := errors.AsType[*httpapi.AmbiguousError](err); ok {
		return ambiguous.IDs
	}
	return nil
}

// Gone reports that an object that the state knows does not exist any more, so it is dropped from the state.
func Gone(diags *diag.Diagnostics, object string) {
	diags.AddWarning(fmt.Sprintf("The %s is gone", object),
		"The platform says that it does not exist any more: somebody deleted it outside Terraform. It is dropped from the state, and a plan will create it again if it is still configured.")
}

func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	s = string(unicode.ToUpper(first)) + s[size:]
	if last := s[len(s)-1]; last != '.' && last != '!' && last != '?' {
		s += "."
	}
	return s
}
