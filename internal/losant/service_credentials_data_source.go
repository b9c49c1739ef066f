package losant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var _ datasource.DataSourceWithConfigure = (*serviceCredentialsDataSource)(nil)

// serviceCredentialsDataSource lists the service credentials of an application.
type serviceCredentialsDataSource struct{ resource.DataSource[*Client] }

func newServiceCredentialsDataSource() datasource.DataSource { return &serviceCredentialsDataSource{} }

type serviceCredentialsModel struct {
	ApplicationID      types.String `tfsdk:"application_id"`
	FilterField        types.String `tfsdk:"filter_field"`
	Filter             types.String `tfsdk:"filter"`
	ServiceCredentials types.List   `tfsdk:"service_credentials"`
}

func (d *serviceCredentialsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_service_credentials"
}

func (d *serviceCredentialsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The service credentials of a Losant application, oldest first, without their secrets.",
		Attributes: map[string]schema.Attribute{
			"application_id": applicationIDArgument(),
			"filter_field":   schema.StringAttribute{MarkdownDescription: filterFieldText, Optional: true, Validators: filterFieldValidators()},
			"filter":         schema.StringAttribute{MarkdownDescription: filterText, Optional: true, Validators: filterValidators()},
			"service_credentials": schema.ListNestedAttribute{
				MarkdownDescription: "The service credentials that were found.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: shownAttributes()},
			},
		},
	}
}

// What is said of the arguments filter_field and filter.
const (
	filterFieldText = "What `filter` applies to: `name` or `type`."
	filterText      = "Pattern for `filter_field`: only matching service credentials are listed. May contain the wildcard `*`."
)

func filterFieldValidators() []validator.String {
	return []validator.String{argument.OneOf("name", "type"), argument.With("filter", "")}
}

func filterValidators() []validator.String {
	return []validator.String{argument.Filled(), argument.With("filter_field", "")}
}

func (d *serviceCredentialsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model serviceCredentialsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := client.ListServiceCredentials(ctx, model.ApplicationID.ValueString(),
		Filter{Field: model.FilterField.ValueString(), Glob: model.Filter.ValueString()})
	if err != nil {
		resource.Failed(&resp.Diagnostics, "list", "service credentials", err)
		return
	}
	values := make([]attr.Value, len(found))
	for i, one := range found {
		values[i] = shown(one)
	}
	model.ServiceCredentials = types.ListValueMust(types.ObjectType{AttrTypes: shownTypes()}, values)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
