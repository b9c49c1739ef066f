package losant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var _ datasource.DataSourceWithConfigure = (*serviceCredentialUsageDataSource)(nil)

// serviceCredentialUsageDataSource shows what refers to a service credential.
type serviceCredentialUsageDataSource struct{ resource.DataSource[*Client] }

func newServiceCredentialUsageDataSource() datasource.DataSource {
	return &serviceCredentialUsageDataSource{}
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

func (d *serviceCredentialUsageDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_service_credential_usage"
}

func (d *serviceCredentialUsageDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	linked := func(doc string) schema.Attribute {
		return schema.ListNestedAttribute{
			MarkdownDescription: doc, Computed: true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":   resource.Shown("Id."),
				"name": resource.Shown("Name, or for a workflow version its version."),
			}},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The workflows and integrations that refer to a service credential of a Losant application, by its name. The settings of the application's archive are not looked into here; before a deletion they are.",
		Attributes: map[string]schema.Attribute{
			"application_id": applicationIDArgument(),
			"id": schema.StringAttribute{
				MarkdownDescription: "Id of the service credential.",
				Required:            true,
				Validators:          []validator.String{isObjectID(credentialHint)},
			},
			"include_custom_nodes": schema.BoolAttribute{
				MarkdownDescription: "Whether to search the custom nodes of workflows, too. Default `false`.",
				Optional:            true,
			},
			"in_use":        resource.ShownBool("Whether anything refers to it."),
			"integrations":  linked("Integrations that refer to it."),
			"flows":         linked("Workflows that refer to it."),
			"flow_versions": linked("Workflow versions that refer to it."),
		},
	}
}

func (d *serviceCredentialUsageDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model usageModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	usage, err := client.GetUsage(ctx, model.ApplicationID.ValueString(), model.ID.ValueString(), model.IncludeCustomNodes.ValueBool())
	if err != nil {
		resource.Failed(&resp.Diagnostics, "determine what uses", "service credential "+model.ID.ValueString(), err)
		return
	}
	model.Integrations = linkedModels(usage.Integrations)
	model.Flows = linkedModels(usage.Flows)
	model.FlowVersions = linkedModels(usage.FlowVersions)
	model.InUse = types.BoolValue(len(usage.names()) > 0)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func linkedModels(linked []LinkedResource) []linkedModel {
	models := make([]linkedModel, len(linked))
	for i, one := range linked {
		models[i] = linkedModel{ID: types.StringValue(one.ID), Name: types.StringValue(one.Label())}
	}
	return models
}
