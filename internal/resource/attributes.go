package resource

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Stable is a text that updates keep: a plan has what the state has.
func Stable(doc string) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: doc, Computed: true,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// Volatile is a text that any write may move: the plan of an update leaves it open.
func Volatile(doc string) schema.Attribute { return VolatileOf(computedText(doc)) }

// VolatileOf is [Volatile] for a computed attribute of any type, without a plan modifier.
func VolatileOf(computed schema.Attribute) schema.Attribute { return volatile{Attribute: computed} }

// ChangeDate is a volatile text: the platform's date of the last change, in RFC 3339. A resource has one at most, outside of
// blocks.
func ChangeDate(doc string) schema.Attribute {
	return volatile{Attribute: computedText(doc), isDate: true}
}

// ChangeAuthor is a volatile text: who made the last change, as the platform says.
func ChangeAuthor(doc string) schema.Attribute {
	return volatile{Attribute: computedText(doc), isAuthor: true}
}

// ForceDestroy is the attribute force_destroy of a [Guarded] resource.
func ForceDestroy(doc string) schema.Attribute {
	return schema.BoolAttribute{
		MarkdownDescription: doc, Optional: true, Computed: true,
		Default: booldefault.StaticBool(false),
	}
}

// TextOrNull is a text of a platform; null if there is none, which platforms show as an empty text or not at all.
func TextOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// ObjectOf names an object by its name, or by its id if it has no name or only an import's id is known.
func ObjectOf(kind string, name, id types.String) string {
	if name.ValueString() == "" {
		return fmt.Sprintf("%s %s", kind, id.ValueString())
	}
	return fmt.Sprintf("%s %q", kind, name.ValueString())
}

// TextsOf returns the known texts of a set, in order, each once.
func TextsOf(set types.Set) []string {
	var texts []string
	for _, element := range set.Elements() {
		if text, ok := element.(types.String); ok && !text.IsUnknown() {
			texts = append(texts, text.ValueString())
		}
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// SetOf returns texts as a set.
func SetOf(texts []string) types.Set {
	values := []attr.Value{}
	for _, text := range slices.Compact(slices.Sorted(slices.Values(texts))) {
		values = append(values, types.StringValue(text))
	}
	return types.SetValueMust(types.StringType, values)
}

func computedText(doc string) schema.Attribute {
	return schema.StringAttribute{MarkdownDescription: doc, Computed: true}
}

// volatile marks an attribute in the schema, for the life of the resource to find.
type volatile struct {
	schema.Attribute
	isDate, isAuthor bool
}

// moves are the volatile attributes of a schema. The paths are empty where there is no such attribute.
type moves struct {
	all          []path.Path
	date, author path.Path
}

// withSchema is a plan or a state.
type withSchema interface{ tfsdk.Plan | tfsdk.State }

func volatileIn[T withSchema](in T) (found moves) {
	for name, attribute := range tfsdk.State(in).Schema.GetAttributes() {
		v, ok := attribute.(volatile)
		if !ok {
			continue
		}
		p := path.Root(name)
		found.all = append(found.all, p)
		if v.isDate {
			found.date = p
		}
		if v.isAuthor {
			found.author = p
		}
	}
	return found
}

// setDefaults sets the attributes of a state that have a default to it.
func setDefaults(ctx context.Context, state *tfsdk.State) (diags diag.Diagnostics) {
	for name, attribute := range state.Schema.GetAttributes() {
		p := path.Root(name)
		switch attribute := attribute.(type) {
		case interface{ BoolDefaultValue() defaults.Bool }:
			if preset := attribute.BoolDefaultValue(); preset != nil {
				var resp defaults.BoolResponse
				preset.DefaultBool(ctx, defaults.BoolRequest{Path: p}, &resp)
				diags.Append(resp.Diagnostics...)
				diags.Append(state.SetAttribute(ctx, p, resp.PlanValue)...)
			}
		case interface{ StringDefaultValue() defaults.String }:
			if preset := attribute.StringDefaultValue(); preset != nil {
				var resp defaults.StringResponse
				preset.DefaultString(ctx, defaults.StringRequest{Path: p}, &resp)
				diags.Append(resp.Diagnostics...)
				diags.Append(state.SetAttribute(ctx, p, resp.PlanValue)...)
			}
		}
	}
	return diags
}

// fillUnknown sets what is unknown in a state to what it was before; null if it was not there.
func fillUnknown(state *tfsdk.State, before tftypes.Value) (diags diag.Diagnostics) {
	filled, err := tftypes.Transform(state.Raw, func(p *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		if value.IsKnown() {
			return value, nil
		}
		found, _, err := tftypes.WalkAttributePath(before, p)
		if earlier, ok := found.(tftypes.Value); err == nil && ok {
			return earlier, nil
		}
		return tftypes.NewValue(value.Type(), nil), nil
	})
	if err != nil {
		diags.AddError("State not complete", err.Error())
		return diags
	}
	state.Raw = filled
	return diags
}
