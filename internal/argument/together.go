package argument

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// sibling is an argument beside the one that is validated.
type sibling struct {
	name   string
	with   bool // it must be set, too; else it must not be
	advice string
}

// With accepts an argument only together with another one of the same block. The advice is a sentence, or empty.
func With(name, advice string) validator.String { return sibling{name, true, advice} }

// Without accepts an argument only without another one of the same block. The advice is a sentence, or empty.
func Without(name, advice string) validator.String { return sibling{name, false, advice} }

// Description implements validator.String.
func (v sibling) Description(context.Context) string {
	if v.with {
		return fmt.Sprintf("needs `%s` beside it", v.name)
	}
	return fmt.Sprintf("excludes `%s`", v.name)
}

// MarkdownDescription implements validator.String.
func (v sibling) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (v sibling) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() { // unknown may turn out to be null
		return
	}
	v.validate(ctx, req.Config, req.Path, &resp.Diagnostics)
}

func (v sibling) validate(ctx context.Context, config tfsdk.Config, p path.Path, diags *diag.Diagnostics) {
	other := p.ParentPath().AtName(v.name)
	var value attr.Value
	diags.Append(config.GetAttribute(ctx, other, &value)...)
	if value == nil || value.IsUnknown() || value.IsNull() != v.with {
		return
	}
	title, detail := "Arguments that exclude each other", fmt.Sprintf("`%s` and `%s` cannot be set together.", p, other)
	if v.with {
		title, detail = "Missing "+v.name, fmt.Sprintf("`%s` needs `%s` beside it.", p, other)
	}
	if v.advice != "" {
		detail += " " + v.advice
	}
	diags.AddAttributeError(p, title, detail)
}
