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

var (
	_ datasource.DataSourceWithConfigure        = (*endUserDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*endUserDataSource)(nil)
)

// endUserDataSource finds one user by GUID or by exact name.
type endUserDataSource struct{ resource.DataSource[*Client] }

func newEndUserDataSource() datasource.DataSource { return &endUserDataSource{} }

type endUserModel struct {
	UserGUID types.String `tfsdk:"user_guid"`
	UserName types.String `tfsdk:"user_name"`
}

func (d *endUserDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_enduser"
}

func (d *endUserDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One user of a HelloID tenant. Deleted users are not found.",
		Attributes: map[string]schema.Attribute{
			"user_guid": schema.StringAttribute{
				MarkdownDescription: "GUID of the user. Either this or `user_name` must be set.",
				Optional:            true, Computed: true,
				Validators: []validator.String{isGUID("Set user_name instead to look a user up by name.")},
			},
			"user_name": schema.StringAttribute{
				MarkdownDescription: "Exact name of the user, in the same letter case. Either this or `user_guid` must be set.",
				Optional:            true, Computed: true,
				Validators: []validator.String{argument.Filled()},
			},
		},
	}
}

func (d *endUserDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{argument.Either("user_guid", "user_name")}
}

func (d *endUserDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model endUserModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := findEndUser(ctx, client, model.UserGUID.ValueString(), model.UserName.ValueString())
	if err != nil {
		resource.FindFailed(&resp.Diagnostics, "end user", err, model.UserGUID, model.UserName)
		return
	}
	model = endUserModel{UserGUID: types.StringValue(found.GUID), UserName: types.StringValue(found.Name)}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// findEndUser finds by GUID, or else by exact name.
func findEndUser(ctx context.Context, client *Client, guid, name string) (EndUser, error) {
	if guid != "" {
		return client.GetEndUser(ctx, guid)
	}
	similar, err := client.SearchEndUsers(ctx, name)
	if err != nil {
		return EndUser{}, err
	}
	return resource.Named(similar, "user", name, "",
		func(u EndUser) string { return u.Name }, func(u EndUser) string { return u.GUID })
}
