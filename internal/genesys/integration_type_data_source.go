package genesys

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// newIntegrationTypeDataSource shows which slots for credentials the integrations of a type have.
func newIntegrationTypeDataSource() datasource.DataSource {
	return resource.DataSource[*Client, integrationTypeModel]{
		Name: "integration_type",
		Description: "A type of Genesys Cloud integration with its slots for credentials, which are the keys of `credentials` in `credentials_integration_config`. " +
			"Needs the permission `integrations:integration:view`.",
		Attributes: map[string]schema.Attribute{
			"type_id": resource.Given("Id of the integration type, such as `custom-rest-actions`.", argument.Filled()),
			"name":    resource.Shown("Name."),
			"credentials": schema.MapNestedAttribute{
				MarkdownDescription: "The slots for credentials, by name; empty if the integrations take none.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"title":            resource.Shown("Title of the slot, as Genesys Cloud displays it."),
					"required":         resource.ShownBool("Whether the slot must have a credential."),
					"credential_types": schema.ListAttribute{MarkdownDescription: "Names of the credential types that fit.", Computed: true, ElementType: types.StringType},
				}},
			},
		},
		Read: func(ctx context.Context, client *Client, m *integrationTypeModel, diags *diag.Diagnostics) {
			found, err := client.IntegrationType(ctx, m.TypeID.ValueString())
			if err != nil {
				resource.Failed(diags, "read", "integration type "+m.TypeID.ValueString(), err)
				return
			}
			m.Name = resource.TextOrNull(found.Name)
			m.Credentials = map[string]slotModel{}
			for name, slot := range found.Slots {
				m.Credentials[name] = slotModel{
					Title: resource.TextOrNull(slot.Title), Required: types.BoolValue(slot.Required),
					CredentialTypes: append([]string{}, slot.CredentialTypes...),
				}
			}
		},
	}.New()
}

type integrationTypeModel struct {
	TypeID      types.String         `tfsdk:"type_id"`
	Name        types.String         `tfsdk:"name"`
	Credentials map[string]slotModel `tfsdk:"credentials"`
}

type slotModel struct {
	Title           types.String `tfsdk:"title"`
	Required        types.Bool   `tfsdk:"required"`
	CredentialTypes []string     `tfsdk:"credential_types"`
}
