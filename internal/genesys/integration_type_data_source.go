package genesys

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var _ datasource.DataSourceWithConfigure = (*integrationTypeDataSource)(nil)

// integrationTypeDataSource shows which slots for credentials the integrations of a type have.
type integrationTypeDataSource struct{ resource.DataSource[*Client] }

func newIntegrationTypeDataSource() datasource.DataSource { return &integrationTypeDataSource{} }

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

func (d *integrationTypeDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_integration_type"
}

func (d *integrationTypeDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A type of Genesys Cloud integration with its slots for credentials, which are the keys of `credentials` in `credentials_integration_config`. " +
			"Needs the permission `integrations:integration:view`.",
		Attributes: map[string]schema.Attribute{
			"type_id": schema.StringAttribute{
				MarkdownDescription: "Id of the integration type, such as `custom-rest-actions`.",
				Required:            true,
				Validators:          []validator.String{argument.Filled()},
			},
			"name": resource.Shown("Name."),
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
	}
}

func (d *integrationTypeDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model integrationTypeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := client.IntegrationType(ctx, model.TypeID.ValueString())
	if err != nil {
		resource.Failed(&resp.Diagnostics, "read", "integration type "+model.TypeID.ValueString(), err)
		return
	}
	model.Name = resource.TextOrNull(found.Name)
	model.Credentials = map[string]slotModel{}
	for name, slot := range found.Slots {
		model.Credentials[name] = slotModel{
			Title: resource.TextOrNull(slot.Title), Required: types.BoolValue(slot.Required),
			CredentialTypes: append([]string{}, slot.CredentialTypes...),
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
