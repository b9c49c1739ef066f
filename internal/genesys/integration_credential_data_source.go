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

var (
	_ datasource.DataSourceWithConfigure        = (*integrationCredentialDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*integrationCredentialDataSource)(nil)
)

// integrationCredentialDataSource finds one credential by id or by exact name.
type integrationCredentialDataSource struct{ resource.DataSource[*Client] }

func newIntegrationCredentialDataSource() datasource.DataSource {
	return &integrationCredentialDataSource{}
}

// shownCredential is a credential as the data sources show it.
type shownCredential struct {
	ID           types.String `tfsdk:"id"`
	Name         types.String `tfsdk:"name"`
	Type         types.String `tfsdk:"type"`
	CreatedDate  types.String `tfsdk:"created_date"`
	ModifiedDate types.String `tfsdk:"modified_date"`
}

func show(found *Credential) shownCredential {
	return shownCredential{
		ID: types.StringValue(found.ID), Name: resource.TextOrNull(found.Name), Type: types.StringValue(found.Type),
		CreatedDate: resource.TextOrNull(found.CreatedDate), ModifiedDate: resource.TextOrNull(found.ModifiedDate),
	}
}

func shownCredentialAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":            resource.Shown("Id of the credential."),
		"name":          resource.Shown("Name; null if it has none."),
		"type":          resource.Shown("Name of the credential type."),
		"created_date":  resource.Shown("When it was created (RFC 3339)."),
		"modified_date": resource.Shown("When it was last changed (RFC 3339)."),
	}
}

func (d *integrationCredentialDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_integration_credential"
}

func (d *integrationCredentialDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := shownCredentialAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "Id of the credential. Either this or `name` must be set.",
		Optional:            true, Computed: true,
		Validators: []validator.String{argument.Filled()},
	}
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "Exact name of the credential. Either this or `id` must be set. Names need not be unique: if several credentials have it, the error lists their ids.",
		Optional:            true, Computed: true,
		Validators: []validator.String{argument.Filled()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One integration credential of Genesys Cloud, without its fields. Needs the permission `integrations:integration:view`.",
		Attributes:          attributes,
	}
}

func (d *integrationCredentialDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{argument.Either("id", "name")}
}

func (d *integrationCredentialDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var wanted shownCredential
	resp.Diagnostics.Append(req.Config.Get(ctx, &wanted)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := findOne(ctx, client, wanted.ID.ValueString(), wanted.Name.ValueString())
	resource.ReportListing(client, &resp.Diagnostics)
	if err != nil {
		resource.FindFailed(&resp.Diagnostics, "integration credential", err, wanted.Name, wanted.ID)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, show(found))...)
}

// findOne finds by id, or else by exact name.
func findOne(ctx context.Context, client *Client, id, name string) (*Credential, error) {
	if id != "" {
		return client.LookupCredential(ctx, id, Lookup{})
	}
	all, err := client.listing().List(ctx)
	if err != nil {
		return nil, err
	}
	return resource.Named(all, "integration credential", name, "",
		func(found *Credential) string { return found.Name }, func(found *Credential) string { return found.ID })
}
