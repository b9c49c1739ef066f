package genesys

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var _ datasource.DataSourceWithConfigure = (*integrationCredentialsDataSource)(nil)

// integrationCredentialsDataSource lists all credentials. The API has no filter for them.
type integrationCredentialsDataSource struct{ resource.DataSource[*Client] }

func newIntegrationCredentialsDataSource() datasource.DataSource {
	return &integrationCredentialsDataSource{}
}

type integrationCredentialsModel struct {
	IntegrationCredentials []shownCredential `tfsdk:"integration_credentials"`
}

func (d *integrationCredentialsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_integration_credentials"
}

func (d *integrationCredentialsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "All integration credentials of Genesys Cloud, without their fields. Needs the permission `integrations:integration:view`.",
		Attributes: map[string]schema.Attribute{
			"integration_credentials": schema.ListNestedAttribute{
				MarkdownDescription: "The credentials, in the order of the API.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: shownCredentialAttributes()},
			},
		},
	}
}

func (d *integrationCredentialsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	client, ok := d.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	all, err := client.listing().List(ctx)
	if err != nil {
		resource.Failed(&resp.Diagnostics, "list", "integration credentials", err)
		return
	}
	model := integrationCredentialsModel{IntegrationCredentials: make([]shownCredential, len(all))}
	for i, found := range all {
		model.IntegrationCredentials[i] = show(found)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
