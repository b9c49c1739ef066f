package resource

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/issued"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

// Call is what the verbs of a model get beside the platform's client.
type Call struct {
	// Config is the configuration; for a write only.
	Config tfsdk.Config
	// Secrets says which secrets are sent; for a write only, and nil if the resource has none.
	Secrets *triple.Write
	// Issued reports whether the platform is to issue a secret; for a write only, and nil if the resource has no such secret.
	Issued *issued.Write
	// Succeeded reports whether another resource of this run has written a part of the target, or keeps it; nil if the model is not
	// [Targeted].
	Succeeded func(part string) bool
	wrote     func(part string)
	replaced  []path.Path
	// Private is the resource's private state. A deletion cannot set it.
	Private triple.Private
	// Diagnostics takes warnings, and errors that name an attribute. All other errors are returned.
	Diagnostics *diag.Diagnostics
}

// Shown compares the value that the platform shows of the secret at p, which is no map, with what was last written. It is for a
// read: another value is written over, or warned of, by the next plan.
func (c *Call) Shown(ctx context.Context, p path.Path, value secret.String) {
	if triple.IsReplaced(ctx, p, value, c.Private, c.Diagnostics) {
		c.replaced = append(c.replaced, p)
	}
}

// Outcome is what of a write is not done, although the object exists. The zero value: all is done.
type Outcome struct {
	// Unfinished is why the object may not hold what was written: it was found after a lost answer, and the write that
	// makes it ours has failed.
	Unfinished error
	// NotReadBack is why the object, which is written, could not be read back.
	NotReadBack error
	// Issued is the secret that the platform has issued, where it was to issue one.
	Issued secret.String
	// Unissued is why none has arrived.
	Unissued error
}

// refused reports whether the platform surely has not issued a secret.
func (o Outcome) refused() bool {
	return o.Unissued != nil && httpapi.AppliedOf(o.Unissued) == httpapi.NotApplied
}

// warn reports what of a write is not done.
func (o Outcome) warn(object string, diags *diag.Diagnostics) {
	const later = "The next plan finishes it in place."
	if o.Unfinished != nil {
		diags.AddWarning(fmt.Sprintf("The %s is not completely written", object),
			fmt.Sprintf("It exists and is in the state, but its content could not be written. %s\n\n%s", sentence(o.Unfinished.Error()), later))
	}
	if o.NotReadBack != nil {
		diags.AddWarning(fmt.Sprintf("Cannot read back %s", object),
			fmt.Sprintf("It is written and in the state, but the values that the platform sets could not be read. %s\n\n%s", sentence(o.NotReadBack.Error()), later))
	}
}
