package triple

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// object is a configuration, a plan or a state.
type object interface {
	GetAttribute(ctx context.Context, p path.Path, target any) diag.Diagnostics
}

// value returns what in holds at p; null if the object that would hold p is absent.
func value(ctx context.Context, in object, p path.Path, diags *diag.Diagnostics) attr.Value {
	var v attr.Value
	if d := in.GetAttribute(ctx, p, &v); d.HasError() {
		diags.Append(d...)
		return types.StringNull()
	}
	return v
}

// holds reports whether the object that holds p is there.
func holds(ctx context.Context, in object, p path.Path, diags *diag.Diagnostics) bool {
	holder := p.ParentPath()
	if len(holder.Steps()) == 0 {
		return true
	}
	v := value(ctx, in, holder, diags)
	return !v.IsNull() && !v.IsUnknown()
}

// text returns v as a string; empty if it is null or unknown.
func text(ctx context.Context, v attr.Value) string {
	valuable, ok := v.(basetypes.StringValuable)
	if !ok {
		return ""
	}
	s, _ := valuable.ToStringValue(ctx)
	return s.ValueString()
}

// values are the three attributes of one secret.
type values struct{ stored, writeOnly, version attr.Value }

// read takes the write-only value from the configuration, since no plan has it, and all else from the plan: an apply sees
// in the configuration what ignore_changes has kept out of the plan.
func (s Secret) read(ctx context.Context, plan, config object, diags *diag.Diagnostics) values {
	return values{
		stored:    value(ctx, plan, s.Path, diags),
		writeOnly: value(ctx, config, s.writeOnly(), diags),
		version:   value(ctx, plan, s.version(), diags),
	}
}

func (v values) present() bool {
	return !v.stored.IsNull() || !v.writeOnly.IsNull()
}

// empty reports whether there is surely nothing to send: an API that asks for a map asks for a key in it.
func (v values) empty() bool {
	for _, part := range []attr.Value{v.stored, v.writeOnly} {
		m, isMap := part.(types.Map)
		if !part.IsNull() && (!isMap || m.IsUnknown() || len(m.Elements()) > 0) {
			return false
		}
	}
	return true
}

// text returns the value of a secret that is no map.
func (v values) text(ctx context.Context) secret.String {
	if v.stored.IsNull() {
		return secret.New(text(ctx, v.writeOnly))
	}
	return secret.New(text(ctx, v.stored))
}

// merged returns the value of a map secret.
func (v values) merged(ctx context.Context) map[string]secret.String {
	all := make(map[string]secret.String)
	for _, part := range []attr.Value{v.stored, v.writeOnly} {
		for key, element := range elements(part) {
			all[key] = secret.New(text(ctx, element))
		}
	}
	return all
}

// digested returns the text of the write-only part that stands in a digest; false if a part of it is unknown.
func (v values) digested(ctx context.Context) (string, bool) {
	raw, err := v.writeOnly.ToTerraformValue(ctx)
	if err != nil || !raw.IsFullyKnown() {
		return "", false
	}
	if _, isMap := v.writeOnly.(basetypes.MapValuable); !isMap {
		return text(ctx, v.writeOnly), true
	}
	plain := make(map[string]string)
	for key, element := range elements(v.writeOnly) {
		plain[key] = text(ctx, element)
	}
	canonical, err := json.Marshal(plain) // sorts the keys
	return string(canonical), err == nil
}

func elements(v attr.Value) map[string]attr.Value {
	if m, ok := v.(types.Map); ok {
		return m.Elements()
	}
	return nil
}
