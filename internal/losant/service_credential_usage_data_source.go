package losant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// newServiceCredentialUsageDataSource shows what refers to a service credential.
func newServiceCredentialUsageDataSource() datasource.DataSource {
	linked := func(doc string) schema.Attribute {
		return schema.ListNestedAttribute{
			MarkdownDescription: doc, Computed: true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":   resource.Shown("Id."),
				"name": resource.Shown("Name, or for a workflow version its version."),
			}},
		}
	}
	return resource.DataSource[*Client, usageModel]{
		Name: "service_credential_usage",
		Description: "The workflows and integrations that refer to a service credential of a Losant application, by its name. " +
			"It does not look at the settings of the application's archive; a deletion does.",
		Attributes: map[string]schema.Attribute{
			"application_id": applicationIDArgument(),
			"id":             resource.Given("Id of the service credential.", isObjectID(credentialHint)),
			"include_custom_nodes": schema.BoolAttribute{
				MarkdownDescription: "Whether to search the custom nodes of workflows, too. Default `false`.",
				Optional:            true,
			},
			"in_use":        resource.ShownBool("Whether anything refers to it."),
			"integrations":  linked("Integrations that refer to it."),
			"flows":         linked("Workflows that refer to it."),
			"flow_versions": linked("Workflow versions that refer to it."),
		},
		Read: func(ctx context.Context, client *Client, m *usageModel, diags *diag.Diagnostics) {
			usage, err := client.GetUsage(ctx, m.ApplicationID.ValueString(), m.ID.ValueString(), m.IncludeCustomNodes.ValueBool())
			if err != nil {
				resource.Failed(diags, "determine what uses", "service credential "+m.ID.ValueString(), err)
				return
			}
			m.Integrations = linkedModels(usage.Integrations)
			m.Flows = linkedModels(usage.Flows)
			m.FlowVersions = linkedModels(usage.FlowVersions)
			m.InUse = types.BoolValue(len(usage.names()) > 0)
		},
	}.New()
}

type usageModel struct {
	ApplicationID      types.String  `tfsdk:"application_id"`
	ID                 types.String  `tfsdk:"id"`
	IncludeCustomNodes types.Bool    `tfsdk:"include_custom_nodes"`
	InUse              types.Bool    `tfsdk:"in_use"`
	Integrations       []linkedModel `tfsdk:"integrations"`
	Flows              []linkedModel `tfsdk:"flows"`
	FlowVersions       []linkedModel `tfsdk:"flow_versions"`
}

type linkedModel struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
}

func linkedModels(linked []LinkedResource) []linkedModel {
	models := make([]linkedModel, len(linked))
	for i, one := range linked {
		models[i] = linkedModel{ID: types.StringValue(one.ID), Name: types.StringValue(one.Label())}
	}
	return models
}
