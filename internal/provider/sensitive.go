package provider

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// secretsIn returns the texts in all sensitive attributes of a value. A value that does not fit has none: what is to be done
// with it fails for that reason.
func secretsIn(encoded *tfprotov6.DynamicValue, schema *tfprotov6.Schema) (found []string) {
	if encoded == nil {
		return nil
	}
	value, err := encoded.Unmarshal(schema.ValueType())
	if err != nil {
		return nil
	}
	collectBlock(value, schema.Block, &found)
	return found
}

func collectBlock(value tftypes.Value, block *tfprotov6.SchemaBlock, found *[]string) {
	members := membersOf(value)
	if members == nil {
		return
	}
	for _, attribute := range block.Attributes {
		collectAttribute(members[attribute.Name], attribute, found)
	}
	for _, nested := range block.BlockTypes {
		inner := members[nested.TypeName]
		if inner.Type().Is(tftypes.Object{}) {
			collectBlock(inner, nested.Block, found)
			continue
		}
		for _, element := range elementsOf(inner) {
			collectBlock(element, nested.Block, found)
		}
	}
}

func collectAttribute(value tftypes.Value, attribute *tfprotov6.SchemaAttribute, found *[]string) {
	switch {
	case attribute.Sensitive || attribute.WriteOnly:
		collectTexts(value, found)
	case attribute.NestedType != nil:
		elements := []tftypes.Value{value}
		if attribute.NestedType.Nesting != tfprotov6.SchemaObjectNestingModeSingle {
			elements = elementsOf(value)
		}
		for _, element := range elements {
			members := membersOf(element)
			if members == nil {
				continue
			}
			for _, inner := range attribute.NestedType.Attributes {
				collectAttribute(members[inner.Name], inner, found)
			}
		}
	}
}

// collectTexts collects all texts in a value.
func collectTexts(value tftypes.Value, found *[]string) {
	_ = tftypes.Walk(value, func(_ *tftypes.AttributePath, v tftypes.Value) (bool, error) {
		var text string
		if v.Type().Is(tftypes.String) && v.IsKnown() && !v.IsNull() && v.As(&text) == nil {
			*found = append(*found, text)
		}
		return true, nil
	})
}

// membersOf returns the attributes of an object or the elements of a map; nil if it is null or unknown.
func membersOf(value tftypes.Value) (members map[string]tftypes.Value) {
	if value.IsKnown() && !value.IsNull() {
		_ = value.As(&members)
	}
	return members
}

// elementsOf returns the elements of a list, a set or a map.
func elementsOf(value tftypes.Value) (elements []tftypes.Value) {
	if !value.IsKnown() || value.IsNull() {
		return nil
	}
	if value.As(&elements) != nil {
		for _, element := range membersOf(value) {
			elements = append(elements, element)
		}
	}
	return elements
}
