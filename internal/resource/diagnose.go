package resource

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
)

// Failed reports in one line of a resource that an operation failed: the action ("read"), the object ("service
// credential \"Dave\"") and the error, which says what the platform answered and what to do next.
func Failed(diags *diag.Diagnostics, action, object string, err error) {
	diags.AddError(fmt.Sprintf("Cannot %s %s", action, object), sentence(err.Error()))
}

// FindFailed is Failed of a data source that looks an object up by one of its names or ids: the first that is not empty.
func FindFailed(diags *diag.Diagnostics, kind string, err error, by ...types.String) {
	names := make([]string, len(by))
	for i, name := range by {
		names[i] = name.ValueString()
	}
	Failed(diags, "find", fmt.Sprintf("%s %q", kind, cmp.Or(names...)), err)
}

// createFailed is Failed for a creation. If it met other objects that may be meant, or may have made one that was not found,
// it says how to import that: the import id is the parents and the id that the platform gave. What isManaged reports is in the state.
func createFailed(diags *diag.Diagnostics, object string, err error, id ID, isManaged func(id string) bool, parents ...string) {
	detail := sentence(err.Error())
	propose := func(when string, ids ...string) {
		whole := make([]string, len(ids))
		for i, own := range ids {
			whole[i] = id.Format(append(parents, own)...)
		}
		detail += "\n\n" + when + "\n\n" + HowToImport(whole...)
	}
	duplicate, isDuplicate := errors.AsType[*create.DuplicateError](err)
	ambiguous, isAmbiguous := errors.AsType[*create.AmbiguousError](err)
	_, isLost := errors.AsType[*create.LostError](err)
	switch {
	case isLost: // it says what became of the object, which is not to be imported
	case isDuplicate && isManaged(duplicate.ID):
		detail += "\n\nAnother resource of this configuration manages that object. If it is renamed, apply again once it has its new name. Otherwise, give this one another name."
	case isDuplicate:
		if duplicate.ID != "" {
			propose("If this is the object you mean, import it instead of creating another:", duplicate.ID)
		}
		detail += "\n\nIf its resource has another name or for_each key now, add a moved block, which keeps the object." +
			"\n\nIf Terraform is replacing it under create_before_destroy, give the new one another name, or remove that setting."
	case isAmbiguous:
		propose("If one of these is the object you mean, import it instead of creating another:", ambiguous.IDs...)
	case mayHaveCreated(err):
		propose("If the object was created after all, import it by its id:", "ID")
	}
	diags.AddError("Cannot create "+object, detail)
}

// HowToImport returns an import block for each of the import ids, and the same as commands. The address stays open: the engines
// tell a provider the type of a resource, and no more.
func HowToImport(ids ...string) string {
	var blocks, commands []string
	for _, id := range ids {
		blocks = append(blocks, fmt.Sprintf("  import {\n    to = ADDRESS\n    id = %s\n  }", quoteHCL(id)))
		commands = append(commands, fmt.Sprintf("  terraform import ADDRESS '%s'", strings.ReplaceAll(id, "'", `'\''`)))
	}
	return strings.Join(blocks, "\n") + "\n\nor by command:\n\n" + strings.Join(commands, "\n")
}

// quoteHCL writes a text as HCL does.
func quoteHCL(s string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.Quote(s))
}

// mayHaveCreated reports whether it is unknown what became of the request that creates. A later one writes over an object
// that was found, and is in the state.
func mayHaveCreated(err error) bool {
	failed, ok := errors.AsType[*httpapi.Error](err)
	return ok && failed.Applied != httpapi.NotApplied && failed.Method == http.MethodPost
}

// reportGone reports that an object that the state knows does not exist any more, so it is dropped from the state.
func reportGone(diags *diag.Diagnostics, object string) {
	diags.AddWarning(fmt.Sprintf("The %s no longer exists", object),
		"It was deleted outside Terraform and has been removed from state. If it is still configured, the next apply creates it again.")
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
