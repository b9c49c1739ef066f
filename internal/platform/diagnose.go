package platform

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Failed reports in one line of a resource that an operation failed: the action ("create"), the object ("service
// credential \"Dave\"") and the error, which says what the platform answered and what to do next. candidates are import
// ids of objects that may be the one in question.
func Failed(diags *diag.Diagnostics, action, object string, err error, candidates ...string) {
	detail := sentence(err.Error())
	if len(candidates) > 0 {
		detail += "\n\nIf it is the one that you mean, take it up instead of creating another:"
		for _, id := range candidates {
			detail += fmt.Sprintf("\n\n  terraform import ADDRESS '%s'", id)
		}
	}
	diags.AddError(fmt.Sprintf("Cannot %s %s", action, object), detail)
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
