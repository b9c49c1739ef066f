package platform_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

func TestFailed(t *testing.T) {
	t.Parallel()
	refusal := errors.New("refused")
	hint := "\n\nIf it is the one that you mean, take it up instead of creating another:\n\n"
	for name, test := range map[string]struct {
		err      error
		importID func(string) string
		want     string
	}{
		"plain":     {refusal, func(id string) string { return "app/" + id }, "Refused."},
		"sentence":  {errors.New("éa! really?"), nil, "Éa! really?"},
		"silent":    {errors.New(""), nil, ""},
		"duplicate": {&httpapi.DuplicateError{ID: "1", Err: refusal}, func(id string) string { return "app/" + id }, "There is one already, with the id 1: refused." + hint + "  terraform import ADDRESS 'app/1'"},
		"ambiguous": {
			fmt.Errorf("wrapped: %w", &httpapi.AmbiguousError{IDs: []string{"1", "2"}, Err: refusal}), func(id string) string { return id },
			"Wrapped: the answer was lost, and any of these objects may be the one that was made: 1, 2: refused." + hint + "  terraform import ADDRESS '1'\n  terraform import ADDRESS '2'",
		},
		"no import id": {&httpapi.DuplicateError{ID: "1", Err: refusal}, nil, "There is one already, with the id 1: refused."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			platform.Failed(&diags, "create", `thing "x"`, test.err, test.importID)
			if len(diags.Errors()) != 1 || diags[0].Summary() != `Cannot create thing "x"` || diags[0].Detail() != test.want {
				t.Errorf("got %v, want %q", diags, test.want)
			}
		})
	}
}
