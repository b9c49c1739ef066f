package triple

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// presence asks for x or x_wo, if the object that holds them is there. It sits on x.
type presence struct{ Secret }

func (v presence) Description(context.Context) string {
	return fmt.Sprintf("%s or %s must be set", lastName(v.Path), lastName(v.writeOnly()))
}

func (v presence) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v presence) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	v.validate(req.Config, &resp.Diagnostics)
}

func (v presence) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	v.validate(req.Config, &resp.Diagnostics)
}

func (v presence) validate(config tfsdk.Config, diags *diag.Diagnostics) {
	root := decode(config.Raw)
	if root.holder(v.Secret) != nil && root.values(v.Secret).empty(v.Map) {
		diags.AddAttributeError(v.Path, "Missing secret", fmt.Sprintf("`%s` or `%s` must be set.", v.Path, v.writeOnly()))
	}
}

// disjoint refuses a key that is in both maps of a map secret. It sits on x_wo.
type disjoint struct{ Secret }

func (v disjoint) Description(context.Context) string {
	return fmt.Sprintf("a key must not be in %s too", lastName(v.Path))
}

func (v disjoint) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v disjoint) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	stored := elements(decode(req.Config.Raw).values(v.Secret).stored)
	for key := range req.ConfigValue.Elements() {
		if _, both := stored[key]; both {
			// A key is not quoted, and in no path, since SDKs log it: by a slip, it may be the secret.
			resp.Diagnostics.AddAttributeError(req.Path, "Secret set twice",
				fmt.Sprintf("A key of `%s` is also in `%s`. Set it in one of them only.", req.Path, v.Path))
			return
		}
	}
}

// kept warns that a secret is kept in the state, if the engine knows the write-only alternative. It sits on x.
type kept struct{ Secret }

func (v kept) Description(context.Context) string {
	return fmt.Sprintf("%s keeps a secret out of the state", lastName(v.writeOnly()))
}

func (v kept) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v kept) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	isPublic := v.IsPublic != nil && v.IsPublic(ctx, req.Config)
	v.warn(req.ClientCapabilities, !req.ConfigValue.IsNull() && !isPublic, &resp.Diagnostics)
}

func (v kept) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	isSecret := func(key string) bool { return v.IsSecretKey != nil && v.IsSecretKey(key) }
	v.warn(req.ClientCapabilities, slices.ContainsFunc(slices.Collect(maps.Keys(req.ConfigValue.Elements())), isSecret), &resp.Diagnostics)
}

func (v kept) warn(engine validator.ValidateSchemaClientCapabilities, isSecret bool, diags *diag.Diagnostics) {
	if !isSecret || !engine.WriteOnlyAttributesAllowed {
		return
	}
	what := fmt.Sprintf("%s is kept in the state. Move it to %s, which is not.", v.Path, v.writeOnly())
	if v.Map {
		what = fmt.Sprintf("%s is kept in the state, and it holds a secret. Move that key to %s, which is not kept.", v.Path, v.writeOnly())
	}
	diags.AddAttributeWarning(v.Path, "Secret kept in the state", what)
}

// supported names the stored alternative where the engine has no write-only arguments. The framework reports the same without it:
// "WriteOnly Attribute Not Allowed". It sits on x_wo.
type supported struct{ Secret }

func (v supported) Description(context.Context) string {
	return "needs Terraform or OpenTofu 1.11 or newer"
}

func (v supported) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v supported) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	v.check(req.ClientCapabilities, req.ConfigValue.IsNull(), &resp.Diagnostics)
}

func (v supported) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	v.check(req.ClientCapabilities, req.ConfigValue.IsNull(), &resp.Diagnostics)
}

func (v supported) check(engine validator.ValidateSchemaClientCapabilities, absent bool, diags *diag.Diagnostics) {
	if absent || engine.WriteOnlyAttributesAllowed {
		return
	}
	diags.AddAttributeError(v.writeOnly(), "Write-only argument not supported by this version", fmt.Sprintf(
		"Attribute %s needs Terraform or OpenTofu 1.11 or newer. With an older version use %s, which is kept in the state.", v.writeOnly(), v.Path))
}
