package platform

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Values are what one block of the provider's configuration holds. An attribute that is not set reads as zero, which no
// attribute can be set to; so does one that is not known yet, and reading it is noted as an error.
type Values struct {
	block   string
	object  types.Object
	unknown *diag.Diagnostics
}

// ReadBlock reads a block of the provider's configuration. Errors about what is not known yet go into unknown, for a
// request that needs it.
func ReadBlock(ctx context.Context, config tfsdk.Config, block string, unknown *diag.Diagnostics) (Values, diag.Diagnostics) {
	v := Values{block: block, unknown: unknown}
	diags := config.GetAttribute(ctx, path.Root(block), &v.object)
	return v, diags
}

// Text reads a string.
func (v Values) Text(name string) string {
	value, _ := v.value(name).(types.String)
	return value.ValueString()
}

// Duration reads a string such as 30s.
func (v Values) Duration(name string) time.Duration {
	d, _ := time.ParseDuration(v.Text(name)) // which validation has done before
	return d
}

// Bool reads true or false, or returns the default.
func (v Values) Bool(name string, byDefault bool) bool {
	if value, ok := v.value(name).(types.Bool); ok && !value.IsNull() && !value.IsUnknown() {
		return value.ValueBool()
	}
	return byDefault
}

// Int64 reads a whole number.
func (v Values) Int64(name string) int64 {
	value, _ := v.value(name).(types.Int64)
	return value.ValueInt64()
}

// Float64 reads a number.
func (v Values) Float64(name string) float64 {
	value, _ := v.value(name).(types.Float64)
	return value.ValueFloat64()
}

func (v Values) value(name string) attr.Value {
	if v.isUnknown(name) {
		v.unknown.AddError("The provider's configuration is not known yet",
			fmt.Sprintf("`%[2]s.%[1]s` is needed now, but its value is only known after another resource is applied. "+
				"Apply that resource first (`-target`), or give the value in another way.", name, v.block))
	}
	return v.object.Attributes()[name]
}

func (v Values) isUnknown(name string) bool {
	value, ok := v.object.Attributes()[name]
	return v.object.IsUnknown() || ok && value.IsUnknown()
}
