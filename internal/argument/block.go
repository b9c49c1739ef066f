package argument

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// block asks for a nested block.
type block struct{ attributes []string }

// Block asks for a single nested block, and for the given attributes in it. It stands in for Required inside of the block: that
// would fail without a word about the block where the block is absent.
func Block(attributes ...string) validator.Object { return block{attributes} }

// Description implements validator.Object.
func (v block) Description(context.Context) string {
	return "must be there, with " + strings.Join(v.attributes, ", ")
}

// MarkdownDescription implements validator.Object.
func (v block) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateObject implements validator.Object.
func (v block) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() {
		resp.Diagnostics.Append(MissingBlock(req.Path))
		return
	}
	values := req.ConfigValue.Attributes() // none if the block is unknown
	for _, name := range v.attributes {
		if value, there := values[name]; there && value.IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path.AtName(name), "Missing "+name, fmt.Sprintf("`%s` must be set.", req.Path.AtName(name)))
		}
	}
}

// MissingBlock is the error that a block is not there. A plan needs it, too: a dynamic block may turn out to make none.
func MissingBlock(p path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(p, "Missing "+nameOf(p), fmt.Sprintf("The block `%s` must be set.", p))
}
