package applivery

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// newMDMConfigurationDataSource shows the MDM configuration of an organization.
func newMDMConfigurationDataSource() datasource.DataSource {
	return resource.DataSource[*Client, shownMDMConfigurationModel]{
		Name:        "mdm_configuration",
		Description: "The MDM configuration of an Applivery organization, without its secret. The token of the service account needs the permission `mdm.global.configurations.get`.",
		Attributes: map[string]schema.Attribute{
			"organization_id":  resource.Given("Id (24 hexadecimal digits) or slug of the organization.", isOrganizationID()),
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
		Read: func(ctx context.Context, client *Client, m *shownMDMConfigurationModel, diags *diag.Diagnostics) {
			found, err := client.GetMDMConfiguration(ctx, m.OrganizationID.ValueString())
			if err != nil {
				resource.FindFailed(diags, "MDM configuration of organization", err, m.OrganizationID)
				return
			}
			m.ConfigurationID = types.StringValue(found.ID)
			m.EntraID = &shownEntraIDModel{TenantID: types.StringValue(found.EntraID.TenantID), ClientID: types.StringValue(found.EntraID.ClientID)}
		},
	}.New()
}

type shownMDMConfigurationModel struct {
	OrganizationID  types.String       `tfsdk:"organization_id"`
	ConfigurationID types.String       `tfsdk:"configuration_id"`
	EntraID         *shownEntraIDModel `tfsdk:"entra_id"`
}

type shownEntraIDModel struct {
	TenantID types.String `tfsdk:"tenant_id"`
	ClientID types.String `tfsdk:"client_id"`
}
