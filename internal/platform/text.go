package platform

import "github.com/hashicorp/terraform-plugin-framework/types"

// TextOrNull is a text of a platform; null if there is none, which platforms show as an empty text or not at all.
func TextOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}
