package losant

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// textsOf returns the known texts of a set, in order.
func textsOf(set types.Set) []string {
	var texts []string
	for _, element := range set.Elements() {
		if text, ok := element.(types.String); ok && !text.IsUnknown() {
			texts = append(texts, text.ValueString())
		}
	}
	return sorted(texts)
}

// setOf returns texts as a set.
func setOf(texts []string) types.Set {
	values := []attr.Value{}
	for _, text := range sorted(texts) {
		values = append(values, types.StringValue(text))
	}
	return types.SetValueMust(types.StringType, values)
}
