package resource

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Volatile is a text of a resource that any update may change: the plan of one leaves it open.
func Volatile(doc string) schema.Attribute {
	return schema.StringAttribute{MarkdownDescription: doc, Computed: true}
}

// Stable is a text of a resource that updates keep: a plan has what the state has.
func Stable(doc string) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: doc, Computed: true,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// TextOrNull is a text of a platform; null if there is none, which platforms show as an empty text or not at all.
func TextOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}
