package argument

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// JSONType is the type of a text that holds JSON. Unlike the one of the framework's companion, it quotes no text in an error,
// and knows 1, 1.0 and 1e0 as one number.
type JSONType struct{ basetypes.StringType }

// String implements attr.Type.
func (JSONType) String() string { return "argument.JSONType" }

// ValueType implements attr.Type.
func (JSONType) ValueType(context.Context) attr.Value { return JSON{} }

// Equal implements attr.Type.
func (t JSONType) Equal(o attr.Type) bool {
	other, ok := o.(JSONType)
	return ok && t.StringType.Equal(other.StringType)
}

// ValueFromString implements basetypes.StringTypable.
func (JSONType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return JSON{in}, nil
}

// ValueFromTerraform implements attr.Type.
func (t JSONType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	text, ok := value.(basetypes.StringValue)
	if err == nil && !ok {
		err = fmt.Errorf("not a text, but a %T", value)
	}
	return JSON{text}, err
}

// JSON is a text that holds JSON.
type JSON struct{ basetypes.StringValue }

// NewJSON returns a text that is known.
func NewJSON(text string) JSON { return JSON{basetypes.NewStringValue(text)} }

// NullJSON returns null.
func NullJSON() JSON { return JSON{basetypes.NewStringNull()} }

// Type implements attr.Value.
func (JSON) Type(context.Context) attr.Type { return JSONType{} }

// Equal implements attr.Value.
func (v JSON) Equal(o attr.Value) bool {
	other, ok := o.(JSON)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals implements basetypes.StringValuableWithSemanticEquals: whether what a platform shows is what was
// written. Platforms may leave out members that are null.
func (v JSON) StringSemanticEquals(ctx context.Context, shown basetypes.StringValuable) (bool, diag.Diagnostics) {
	text, diags := shown.ToStringValue(ctx)
	return sameJSON(v.ValueString(), text.ValueString(), true), diags
}

// KeepSpelling returns a plan modifier that keeps the text of the state as long as the configured one is the same JSON.
func KeepSpelling() planmodifier.String { return keepSpelling{} }

type keepSpelling struct{}

func (keepSpelling) Description(context.Context) string {
	return "Another spelling of the same JSON is no change."
}

func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (keepSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if !req.PlanValue.IsUnknown() && !req.PlanValue.IsNull() && !req.StateValue.IsNull() &&
		sameJSON(req.PlanValue.ValueString(), req.StateValue.ValueString(), false) {
		resp.PlanValue = req.StateValue
	}
}

// sameJSON reports whether two texts are the same JSON, whatever white space, the order of members and the spelling of
// numbers. Without nulls, a member that is null is as good as none.
func sameJSON(a, b string, withoutNulls bool) bool {
	first, ok := parse(a)
	second, also := parse(b)
	return ok && also && canonical(first, withoutNulls) == canonical(second, withoutNulls)
}

func parse(text string) (document any, ok bool) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&document) != nil {
		return nil, false
	}
	_, err := decoder.Token()
	return document, err == io.EOF
}

// canonical returns the one spelling of a document.
func canonical(document any, withoutNulls bool) string {
	switch node := document.(type) {
	case json.Number:
		return canonicalNumber(node.String())
	case []any:
		elements := make([]string, len(node))
		for i, element := range node {
			elements[i] = canonical(element, withoutNulls)
		}
		return "[" + strings.Join(elements, ",") + "]"
	case map[string]any:
		var members []string
		for _, name := range slices.Sorted(maps.Keys(node)) {
			if node[name] != nil || !withoutNulls {
				members = append(members, strconv.Quote(name)+":"+canonical(node[name], withoutNulls))
			}
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	encoded, _ := json.Marshal(document) // a text, a truth value or null
	return string(encoded)
}

// canonicalNumber returns the digits without zeros around them, and the power of ten by which they are multiplied. No
// number is calculated: 1e999999999 is a short text.
func canonicalNumber(number string) string {
	mantissa, power, _ := strings.Cut(strings.ToLower(number), "e")
	digits, negative := strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	exponent, err := strconv.ParseInt(cmp.Or(power, "0"), 10, 32)
	if err != nil { // beyond all that a platform can hold
		return number
	}
	exponent -= int64(len(fraction))
	digits = strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return "0"
	}
	significant := strings.TrimRight(digits, "0")
	exponent += int64(len(digits) - len(significant))
	sign := ""
	if negative {
		sign = "-"
	}
	return fmt.Sprintf("%s%se%d", sign, significant, exponent)
}
