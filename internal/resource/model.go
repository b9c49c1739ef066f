package resource

import (
	"context"
	"iter"
	"maps"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Get fills a model, a pointer to a struct, from a configuration, a plan or a state, as their own method does. That one
// compiles a regular expression for each field and walks the whole value first, which was a fifth of the cost of a read.
func Get[T tfsdk.Config | tfsdk.Plan | tfsdk.State](ctx context.Context, from T, model any) diag.Diagnostics {
	state := tfsdk.State(from)
	var values map[string]tftypes.Value
	if state.Raw.IsNull() || !state.Raw.IsKnown() || state.Raw.As(&values) != nil {
		return state.Get(ctx, model) // reports what is wrong
	}
	attributes, blocks := state.Schema.GetAttributes(), state.Schema.GetBlocks()
	for name, field := range fields(model) {
		var of attr.Type
		if attribute, ok := attributes[name]; ok {
			of = attribute.GetType()
		} else if block, ok := blocks[name]; ok {
			of = block.Type()
		} else {
			return state.Get(ctx, model)
		}
		value, err := of.ValueFromTerraform(ctx, values[name])
		if err != nil || !reflect.TypeOf(value).AssignableTo(field.Type()) {
			return state.Get(ctx, model)
		}
		field.Set(reflect.ValueOf(value))
	}
	return nil
}

// set sets a state to a model that was filled from it, as the framework's method does: see [Get]. Nothing is rebuilt if nothing
// has changed.
func set(ctx context.Context, state *tfsdk.State, model any) diag.Diagnostics {
	var values map[string]tftypes.Value
	if err := state.Raw.As(&values); err != nil {
		return state.Set(ctx, model)
	}
	changed := false
	for name, field := range fields(model) {
		value, ok := field.Interface().(attr.Value)
		if !ok {
			return state.Set(ctx, model)
		}
		raw, err := value.ToTerraformValue(ctx)
		if err != nil {
			return state.Set(ctx, model)
		}
		if !raw.Equal(values[name]) {
			if !changed {
				values, changed = maps.Clone(values), true // the prior state is the same map
			}
			values[name] = raw
		}
	}
	if !changed {
		return nil
	}
	of := state.Raw.Type()
	if tftypes.ValidateValue(of, values) != nil {
		return state.Set(ctx, model)
	}
	state.Raw = tftypes.NewValue(of, values)
	return nil
}

// fields returns the fields of a model by attribute, the ones of embedded structs included.
func fields(model any) iter.Seq2[string, reflect.Value] {
	of := reflect.ValueOf(model).Elem()
	found, _ := visibleFields.Load(of.Type())
	visible, ok := found.([]reflect.StructField)
	if !ok {
		visible = reflect.VisibleFields(of.Type())
		visibleFields.Store(of.Type(), visible)
	}
	return func(yield func(string, reflect.Value) bool) {
		for _, field := range visible {
			if name := field.Tag.Get("tfsdk"); !field.Anonymous && name != "-" && !yield(name, of.FieldByIndex(field.Index)) {
				return
			}
		}
	}
}

// visibleFields are the fields of models by the type of the model, since reflection finds them slowly.
var visibleFields sync.Map
