package engine

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// proposed is what Terraform proposes as the new state of an object, or of one of its blocks: what is configured, and of what
// is not and can be computed, what was before. Write-only values are left out.
func proposed(schema *tfprotov6.SchemaBlock, prior, config tftypes.Value) tftypes.Value {
	if config.IsNull() {
		return config
	}
	before, all := membersOf(prior), membersOf(config)
	for _, attribute := range schema.Attributes {
		switch given := all[attribute.Name]; {
		case attribute.WriteOnly:
			all[attribute.Name] = tftypes.NewValue(given.Type(), nil)
		case attribute.Computed && given.IsNull() && before != nil:
			all[attribute.Name] = before[attribute.Name]
		}
	}
	for _, block := range single(schema) {
		all[block.TypeName] = proposed(block.Block, inside(prior, block), all[block.TypeName])
	}
	return tftypes.NewValue(config.Type(), all)
}

// misplanned returns where a plan has other than what is configured, as in Terraform's "Provider produced invalid plan";
// empty: nowhere. The value before may stand for one that is configured, since both may mean the same.
func misplanned(schema *tfprotov6.SchemaBlock, at string, prior, config, planned tftypes.Value) string {
	if config.IsNull() != planned.IsNull() {
		return at + " comes or goes unasked"
	}
	if config.IsNull() {
		return ""
	}
	before, given, plans := membersOf(prior), membersOf(config), membersOf(planned)
	for _, attribute := range schema.Attributes {
		name := attribute.Name
		plan := plans[name]
		kept := before != nil && !before[name].IsNull() && plan.Equal(before[name]) && !given[name].IsNull()
		if plan.Equal(given[name]) || kept || attribute.Computed && given[name].IsNull() || attribute.WriteOnly && plan.IsNull() {
			continue
		}
		return fmt.Sprintf("%s.%s is configured as %s and planned as %s", at, name, given[name], plan)
	}
	for _, block := range single(schema) {
		if where := misplanned(block.Block, at+"."+block.TypeName, inside(prior, block), given[block.TypeName], plans[block.TypeName]); where != "" {
			return where
		}
	}
	return ""
}

// revealed returns the write-only attribute that has a value; empty: none.
func revealed(schema *tfprotov6.SchemaBlock, at string, state tftypes.Value) string {
	values := membersOf(state)
	for _, attribute := range schema.Attributes {
		if v, ok := values[attribute.Name]; ok && attribute.WriteOnly && !v.IsNull() {
			return at + "." + attribute.Name
		}
	}
	for _, block := range single(schema) {
		if where := revealed(block.Block, at+"."+block.TypeName, inside(state, block)); where != "" {
			return where
		}
	}
	return ""
}

// single returns the blocks that may be there once. Others have nothing that is computed or write-only.
func single(schema *tfprotov6.SchemaBlock) (blocks []*tfprotov6.SchemaNestedBlock) {
	for _, block := range schema.BlockTypes {
		if block.Nesting == tfprotov6.SchemaNestedBlockNestingModeSingle {
			blocks = append(blocks, block)
		}
	}
	return blocks
}

// inside returns a block; null if the object around it is not there.
func inside(object tftypes.Value, block *tfprotov6.SchemaNestedBlock) tftypes.Value {
	if found, ok := membersOf(object)[block.TypeName]; ok {
		return found
	}
	return tftypes.NewValue(block.ValueType(), nil)
}
