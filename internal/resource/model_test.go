package resource_test

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

type named struct {
	Name types.String `tfsdk:"name"`
}

type shape struct {
	named
	Count types.Int64  `tfsdk:"count"`
	Tags  types.Map    `tfsdk:"tags"`
	Here  types.Object `tfsdk:"here"`
	Gone  types.Object `tfsdk:"gone"`
}

// TestGet compares the models that Get fills with those that the framework fills.
func TestGet(t *testing.T) {
	block := schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{"a": schema.BoolAttribute{Optional: true}}}
	in := schema.Schema{
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{Optional: true}, "count": schema.Int64Attribute{Optional: true},
			"tags": schema.MapAttribute{ElementType: types.StringType, Optional: true},
		},
		Blocks: map[string]schema.Block{"here": block, "gone": block},
	}
	of := in.Type().TerraformType(t.Context())
	blockType := block.Type().TerraformType(t.Context())
	for name, raw := range map[string]tftypes.Value{
		"known": tftypes.NewValue(of, map[string]tftypes.Value{
			"name": tftypes.NewValue(tftypes.String, "n"), "count": tftypes.NewValue(tftypes.Number, 3),
			"tags": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"k": tftypes.NewValue(tftypes.String, "v")}),
			"here": tftypes.NewValue(blockType, map[string]tftypes.Value{"a": tftypes.NewValue(tftypes.Bool, true)}),
			"gone": tftypes.NewValue(blockType, nil),
		}),
		"unknown": tftypes.NewValue(of, map[string]tftypes.Value{
			"name": tftypes.NewValue(tftypes.String, tftypes.UnknownValue), "count": tftypes.NewValue(tftypes.Number, tftypes.UnknownValue),
			"tags": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, tftypes.UnknownValue),
			"here": tftypes.NewValue(blockType, tftypes.UnknownValue), "gone": tftypes.NewValue(blockType, nil),
		}),
		"absent": tftypes.NewValue(of, nil),
	} {
		t.Run(name, func(t *testing.T) {
			plan := tfsdk.Plan{Schema: in, Raw: raw}
			var got, want shape
			diags, wanted := resource.Get(t.Context(), plan, &got), plan.Get(t.Context(), &want)
			if !diags.Equal(wanted) {
				t.Errorf("got the diagnostics %v, want %v", diags, wanted)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}
