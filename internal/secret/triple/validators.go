package triple

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// quiet keeps a validator from quoting the secret in its message.
type quiet struct{ limit validator.String }

func (q quiet) Description(ctx context.Context) string { return q.limit.Description(ctx) }
func (q quiet) MarkdownDescription(ctx context.Context) string {
	return q.limit.MarkdownDescription(ctx)
}

func (q quiet) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	var loud validator.StringResponse
	q.limit.ValidateString(ctx, req, &loud)
	if loud.Diagnostics.HasError() {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid secret",
			fmt.Sprintf("Attribute %s: %s. The value is not shown.", req.Path, q.Description(ctx)))
	}
}

// presence asks for x or x_wo, if the object that holds them is there. It sits on x.
type presence struct{ Secret }

func (v presence) Description(context.Context) string {
	return fmt.Sprintf("%s or %s must be set", lastName(v.Path), lastName(v.writeOnly()))
}

func (v presence) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v presence) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	v.validate(ctx, req.Config, &resp.Diagnostics)
}

func (v presence) ValidateMap(ctx context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	v.validate(ctx, req.Config, &resp.Diagnostics)
}

func (v presence) validate(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	if holds(ctx, config, v.Path, diags) && v.read(ctx, config, config, diags).empty() {
		diags.AddAttributeError(v.Path, "Missing secret", fmt.Sprintf("Attribute %s or %s must be set.", v.Path, v.writeOnly()))
	}
}

// disjoint refuses a key that is in both maps of a map secret. It sits on x_wo.
type disjoint struct{ Secret }

func (v disjoint) Description(context.Context) string {
	return fmt.Sprintf("a key must not be in %s too", lastName(v.Path))
}

func (v disjoint) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v disjoint) ValidateMap(ctx context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	stored, ok := value(ctx, req.Config, v.Path, &resp.Diagnostics).(types.Map)
	if !ok {
		return
	}
	for key := range req.ConfigValue.Elements() {
		if _, both := stored.Elements()[key]; both {
			p := req.Path.AtMapKey(key)
			resp.Diagnostics.AddAttributeError(p, "Secret set twice", fmt.Sprintf("Attribute %s is also set in %s. Set it in one of them only.", p, v.Path))
		}
	}
}
