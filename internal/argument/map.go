package argument

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Map accepts maps of texts without a null among them, whose keys and values are accepted.
func Map(keys, values []validator.String) validator.Map { return texts{keys, values} }

type texts struct{ keys, values []validator.String }

// Description implements validator.Map.
func (texts) Description(context.Context) string { return "a map of texts, none of which is null" }

// MarkdownDescription implements validator.Map.
func (v texts) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateMap implements validator.Map.
func (v texts) ValidateMap(ctx context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for key, element := range req.ConfigValue.Elements() {
		p := req.Path.AtMapKey(key)
		check := func(text types.String, limits []validator.String) {
			for _, limit := range limits {
				var found validator.StringResponse
				limit.ValidateString(ctx, validator.StringRequest{
					Path: p, PathExpression: p.Expression(), Config: req.Config, ConfigValue: text,
				}, &found)
				resp.Diagnostics.Append(found.Diagnostics...)
			}
		}
		check(types.StringValue(key), v.keys)
		value, _ := element.(types.String)
		if value.IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path, "Null in "+nameOf(p),
				fmt.Sprintf("%s is null. Leave out its key, or give it a value.", subject(p)))
			continue
		}
		check(value, v.values)
	}
}

// Elements accepts sets of texts without a null among them, all of which are accepted.
func Elements(limits ...validator.String) validator.Set { return elements{limits} }

type elements struct{ limits []validator.String }

// Description implements validator.Set.
func (elements) Description(context.Context) string { return "texts, none of which is null" }

// MarkdownDescription implements validator.Set.
func (v elements) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateSet implements validator.Set.
func (v elements) ValidateSet(ctx context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	for _, element := range req.ConfigValue.Elements() {
		value, _ := element.(types.String)
		if value.IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path, "Null in "+nameOf(req.Path), fmt.Sprintf("An element of `%s` is null.", req.Path))
			continue
		}
		for _, limit := range v.limits {
			var found validator.StringResponse
			limit.ValidateString(ctx, validator.StringRequest{
				Path: req.Path.AtSetValue(element), Config: req.Config, ConfigValue: value,
			}, &found)
			for _, d := range found.Diagnostics { // an element's path would quote it
				resp.Diagnostics.AddAttributeError(req.Path, d.Summary(), d.Detail())
			}
		}
	}
}

// Count accepts sets of so many elements; most 0: no bound.
func Count(least, most int) validator.Set { return count{least, most} }

type count struct{ least, most int }

// Description implements validator.Set.
func (v count) Description(context.Context) string {
	switch {
	case v.most == 0:
		return fmt.Sprintf("must have at least %d elements", v.least)
	case v.least == 0:
		return fmt.Sprintf("must have at most %d elements", v.most)
	}
	return fmt.Sprintf("must have %d to %d elements", v.least, v.most)
}

// MarkdownDescription implements validator.Set.
func (v count) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateSet implements validator.Set.
func (v count) ValidateSet(ctx context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	elements := len(req.ConfigValue.Elements())
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() && (elements < v.least || v.most > 0 && elements > v.most) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+nameOf(req.Path), fmt.Sprintf("%s %s.", subject(req.Path), v.Description(ctx)))
	}
}
