package helloid

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var _ datasource.DataSourceWithConfigure = (*endUserApplicationDataSource)(nil)

// endUserApplicationDataSource finds one application by exact name.
type endUserApplicationDataSource struct{ resource.DataSource[*Client] }

func newEndUserApplicationDataSource() datasource.DataSource { return &endUserApplicationDataSource{} }

type endUserApplicationModel struct {
	Name            types.String `tfsdk:"name"`
	ApplicationGUID types.String `tfsdk:"application_guid"`
	Type            types.String `tfsdk:"type"`
}

func (d *endUserApplicationDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_enduser_application"
}

func (d *endUserApplicationDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One application of a HelloID tenant.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Exact name of the application, in the same letter case. If several applications have it, that is an error.",
				Required:            true,
				Validators:          []validator.String{argument.Filled()},
			},
			"application_guid": resource.Shown("GUID of the application."),
			"type":             resource.Shown("Type, as HelloID spells it. Not every type has credential sets."),
		},
	}
}

func (d *endUserApplicationDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model endUserApplicationModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := findApplication(ctx, client, model.Name.ValueString())
	if err != nil {
		resource.FindFailed(&resp.Diagnostics, "application", err, model.Name)
		return
	}
	model.ApplicationGUID, model.Type = types.StringValue(found.GUID), types.StringValue(found.Type)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func findApplication(ctx context.Context, client *Client, name string) (Application, error) {
	all, err := client.ListApplications(ctx)
	if err != nil {
		return Application{}, err
	}
	return resource.Named(all, "application", name, "",
		func(a Application) string { return a.Name }, func(a Application) string { return a.GUID })
}
