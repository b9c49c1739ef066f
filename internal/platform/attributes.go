package platform

import (
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

// Shown is a text that a data source shows.
func Shown(doc string) datasource.Attribute {
	return datasource.StringAttribute{MarkdownDescription: doc, Computed: true}
}

// ShownBool is a truth value that a data source shows.
func ShownBool(doc string) datasource.Attribute {
	return datasource.BoolAttribute{MarkdownDescription: doc, Computed: true}
}

// Computed is a text of a resource that any update may change: the plan of one leaves it open.
func Computed(doc string) resource.Attribute {
	return resource.StringAttribute{MarkdownDescription: doc, Computed: true}
}

// Lasting is a text of a resource that updates keep: a plan has what the state has.
func Lasting(doc string) resource.Attribute {
	return resource.StringAttribute{
		MarkdownDescription: doc, Computed: true,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}
