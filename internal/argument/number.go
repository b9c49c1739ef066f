package argument

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Number accepts numbers within bounds.
type Number interface {
	validator.Int64
	validator.Float64
}

type number struct {
	least, most float64 // most 0: no bound
}

// Between accepts numbers from least to most.
func Between(least, most float64) Number { return number{least, most} }

// AtLeast accepts numbers from least on.
func AtLeast(least float64) Number { return number{least: least} }

// Description implements validator.Describer.
func (v number) Description(context.Context) string {
	if v.most == 0 {
		return fmt.Sprintf("must be %s or more", decimal(v.least))
	}
	return fmt.Sprintf("must be %s to %s", decimal(v.least), decimal(v.most))
}

func decimal(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

// MarkdownDescription implements validator.Describer.
func (v number) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v number) refuses(value float64) bool {
	return value < v.least || v.most != 0 && value > v.most
}

// ValidateInt64 implements validator.Int64.
func (v number) ValidateInt64(ctx context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() && v.refuses(float64(req.ConfigValue.ValueInt64())) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+nameOf(req.Path), fmt.Sprintf("%s %s.", subject(req.Path), v.Description(ctx)))
	}
}

// ValidateFloat64 implements validator.Float64.
func (v number) ValidateFloat64(ctx context.Context, req validator.Float64Request, resp *validator.Float64Response) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() && v.refuses(req.ConfigValue.ValueFloat64()) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+nameOf(req.Path), fmt.Sprintf("%s %s.", subject(req.Path), v.Description(ctx)))
	}
}
