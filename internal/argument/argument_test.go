package argument_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
)

func TestMessagesSayWhatIsWrongAndQuoteNothing(t *testing.T) {
	t.Parallel()
	id := argument.Matches(regexp.MustCompile(`^[0-9a-f]{4}$`), "4 hexadecimal digits", "Look it up.")
	in := path.Root("block").AtName("id")
	for name, test := range map[string]struct {
		limit validator.String
		at    path.Path
		value string
		want  string // none: it is accepted
	}{
		"a form":            {id, in, "12ab", ""},
		"another form":      {id, in, "canary", "Invalid id: `block.id` must be 4 hexadecimal digits. Look it up."},
		"white space":       {id, in, "12ab\n", "Invalid id: `block.id` must be 4 hexadecimal digits. There is white space around it. Look it up."},
		"an empty text":     {id, in, "", "Empty id: `block.id` is empty: is the variable of the pipeline set? It must be 4 hexadecimal digits. Look it up."},
		"filled":            {argument.Filled(), in, "x", ""},
		"not filled":        {argument.Filled(), in, "", "Empty id: `block.id` is empty: is the variable of the pipeline set?"},
		"characters":        {argument.Length(1, 3), in, "äöü", ""},
		"too many":          {argument.Length(1, 3), in, "canary", "Invalid id: `block.id` must be 1 to 3 characters long."},
		"too many at all":   {argument.Length(0, 3), in, "canary", "Invalid id: `block.id` must be at most 3 characters long."},
		"one of":            {argument.OneOf("a", "b"), in, "b", ""},
		"none of":           {argument.OneOf("a", "b"), in, "canary", "Invalid id: `block.id` must be one of a, b."},
		"an element":        {argument.Filled(), path.Root("fields").AtMapKey("canary"), "", "Empty fields: An element of `fields` is empty: is the variable of the pipeline set?"},
		"no object of JSON": {argument.JSONObject(), in, "canary", "Invalid id: `block.id` must be a JSON object. Use jsonencode({ … })."},
	} {
		var resp validator.StringResponse
		test.limit.ValidateString(t.Context(), validator.StringRequest{Path: test.at, ConfigValue: types.StringValue(test.value)}, &resp)
		got := ""
		for _, d := range resp.Diagnostics {
			got += d.Summary() + ": " + d.Detail()
		}
		if got != test.want {
			t.Errorf("%s\n got %s\nwant %s", name, got, test.want)
		}
		for _, value := range []types.String{types.StringNull(), types.StringUnknown()} {
			var resp validator.StringResponse
			if test.limit.ValidateString(t.Context(), validator.StringRequest{Path: test.at, ConfigValue: value}, &resp); resp.Diagnostics.HasError() {
				t.Errorf("%s: %s is refused", name, value)
			}
		}
	}
}

func TestJSONIsComparedByWhatItSays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b          string
		shown, change bool // no drift; a change of the configuration
	}{
		{`{"a": 1, "b": [true, null]}`, "{\"b\":[true,null],\n\"a\":1}", true, false},
		{`1`, `1.0`, true, false},
		{`[100, -0.5, 0]`, `[1e2, -5E-1, 0.0e7]`, true, false},
		{`12345678901234567890`, `12345678901234567891`, false, true},
		{`1e999999999`, `1e999999998`, false, true},
		{`1e99999999999999999999`, `1e99999999999999999999`, true, false},
		{`{"a": 1, "b": null}`, `{"a": 1}`, true, true},
		{`{"a": {"b": null}}`, `{"a": {}}`, true, true},
		{`{"a": null}`, `{"a": 1}`, false, true},
		{`["a"]`, `["a", null]`, false, true},
		{`"é"`, `"\u00e9"`, true, false},
		{`{"a": "1"}`, `{"a": 1}`, false, true},
		{`{} x`, `{}`, false, true},
		{`{`, `{`, false, true},
	} {
		shown, diags := argument.NewJSON(test.a).StringSemanticEquals(t.Context(), argument.NewJSON(test.b))
		if shown != test.shown || diags.HasError() {
			t.Errorf("%s shown as %s: %t, %v", test.a, test.b, shown, diags)
		}
		resp := planmodifier.StringResponse{PlanValue: types.StringValue(test.b)}
		argument.KeepSpelling().PlanModifyString(t.Context(), planmodifier.StringRequest{
			PlanValue: types.StringValue(test.b), StateValue: types.StringValue(test.a),
		}, &resp)
		if changed := resp.PlanValue.ValueString() != test.a; changed != (test.change && test.a != test.b) {
			t.Errorf("%s after %s: %t", test.b, test.a, changed)
		}
	}
	if same, _ := argument.NullJSON().StringSemanticEquals(t.Context(), argument.NewJSON(strings.Repeat("[", 3))); same {
		t.Error("null is no JSON")
	}
}
