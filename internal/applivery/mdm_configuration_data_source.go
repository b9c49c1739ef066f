package applivery

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var _ datasource.DataSourceWithConfigure = (*mdmConfigurationDataSource)(nil)

// mdmConfigurationDataSource shows the MDM configuration of an organization.
type mdmConfigurationDataSource struct{ resource.DataSource[*Client] }

func newMDMConfigurationDataSource() datasource.DataSource { return &mdmConfigurationDataSource{} }

type shownMDMConfigurationModel struct {
	OrganizationID  types.String       `tfsdk:"organization_id"`
	ConfigurationID types.String       `tfsdk:"configuration_id"`
	EntraID         *shownEntraIDModel `tfsdk:"entra_id"`
}

type shownEntraIDModel struct {
	TenantID types.String `tfsdk:"tenant_id"`
	ClientID types.String `tfsdk:"client_id"`
}

func (d *mdmConfigurationDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_mdm_configuration"
}

func (d *mdmConfigurationDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The MDM configuration of an Applivery organization, without its secret. The token of the service account needs the permission `mdm.global.configurations.get`.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Id (24 hexadecimal digits) or slug of the organization.",
				Required:            true,
				Validators:          []validator.String{isOrganizationID()},
			},
			"configuration_id": resource.Shown("Id of the configuration."),
			"entra_id": schema.SingleNestedAttribute{
				MarkdownDescription: "Credentials of Microsoft Entra ID.",
				Computed:            true,
				Attributes: map[string]schema.Attribute{
					"tenant_id": resource.Shown("Directory (tenant) id."),
					"client_id": resource.Shown("Application (client) id."),
				},
			},
		},
	}
}

func (d *mdmConfigurationDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model shownMDMConfigurationModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := client.GetMDMConfiguration(ctx, model.OrganizationID.ValueString())
	if err != nil {
		resource.FindFailed(&resp.Diagnostics, "MDM configuration of organization", err, model.OrganizationID)
		return
	}
	model.ConfigurationID = types.StringValue(found.ID)
	model.EntraID = &shownEntraIDModel{TenantID: types.StringValue(found.EntraID.TenantID), ClientID: types.StringValue(found.EntraID.ClientID)}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
