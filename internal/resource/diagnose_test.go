package resource_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

func TestFailed(t *testing.T) {
	t.Parallel()
	for err, want := range map[string]string{"refused": "Refused.", "éa! really?": "Éa! really?", "": ""} {
		var diags diag.Diagnostics
		resource.Failed(&diags, "read", `thing "x"`, errors.New(err))
		expectError(t, diags, `Cannot read thing "x"`, want)
	}
}

func TestCreateFailedTellsHowToImportWhatWasMet(t *testing.T) {
	t.Parallel()
	refusal := errors.New("refused")
	const renaming = "If its resource has another name or for_each key now, add a moved block, which keeps the object.\n\n" +
		"If Terraform is replacing it under create_before_destroy, give the new one another name, or remove that setting."
	lost := &httpapi.Error{Title: "Example", Method: "POST", Path: "/things", Attempts: 1, Applied: httpapi.MaybeApplied}
	for name, test := range map[string]struct {
		err     error
		parents []string
		want    string
	}{
		"nothing met": {refusal, []string{"app"}, "Refused."},
		"duplicate": {
			&create.DuplicateError{ID: "1", Err: refusal},
			[]string{"app"},
			"It already exists, with id 1: refused.\n\nIf this is the object you mean, import it instead of creating another:\n\n" +
				"  import {\n    to = ADDRESS\n    id = \"app/1\"\n  }\n\nor by command:\n\n  terraform import ADDRESS 'app/1'\n\n" +
				renaming,
		},
		"duplicate of unknown id": {
			&create.DuplicateError{Err: refusal},
			[]string{"app"},
			"It already exists: refused.\n\n" + renaming,
		},
		"ambiguous": {
			fmt.Errorf("wrapped: %w", &create.AmbiguousError{IDs: []string{"1", "2"}, Err: refusal}), nil,
			"Wrapped: no response was received, and more than one object may be the new one: 1, 2: refused.\n\nIf one of these is the object you mean, import it instead of creating another:\n\n" +
				"  import {\n    to = ADDRESS\n    id = \"1\"\n  }\n  import {\n    to = ADDRESS\n    id = \"2\"\n  }\n\nor by command:\n\n" +
				"  terraform import ADDRESS '1'\n  terraform import ADDRESS '2'",
		},
		"found, but not written over": {
			&httpapi.Error{Title: "Example", Method: "PUT", Path: "/things/{id}", Attempts: 1, Applied: httpapi.MaybeApplied},
			[]string{"app"},
			"Example: PUT /things/{id}; 1 attempt. The request may still have taken effect. Check before retrying.",
		},
		"duplicate of our own": {
			&create.DuplicateError{ID: "mine", Err: errors.New("refused")},
			[]string{"app"},
			"It already exists, with id mine: refused.\n\nAnother resource of this configuration manages that object. If it is renamed, apply again once it has its new name. Otherwise, give this one another name.",
		},
		"lost": {
			lost,
			[]string{"app"},
			lost.Error() + ".\n\nIf the object was created after all, import it by its id:\n\n" +
				"  import {\n    to = ADDRESS\n    id = \"app/ID\"\n  }\n\nor by command:\n\n  terraform import ADDRESS 'app/ID'",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			resource.CreateFailed(&diags, `thing "x"`, test.err, resource.ID{}, func(id string) bool { return id == "mine" }, test.parents...)
			expectError(t, diags, `Cannot create thing "x"`, test.want)
		})
	}
}

// An id may hold what HCL or a shell reads as its own: it can be pasted nevertheless.
func TestHowToImportQuotes(t *testing.T) {
	t.Parallel()
	const want = "  import {\n    to = ADDRESS\n    id = \"it's $${a} %%{b} \\\"c\\\"\"\n  }\n\nor by command:\n\n  terraform import ADDRESS 'it'\\''s ${a} %{b} \"c\"'"
	if got := resource.HowToImport(`it's ${a} %{b} "c"`); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func expectError(t *testing.T, diags diag.Diagnostics, summary, detail string) {
	t.Helper()
	if len(diags.Errors()) != 1 || diags[0].Summary() != summary || diags[0].Detail() != detail {
		t.Errorf("got %v, want %q: %q", diags, summary, detail)
	}
}
