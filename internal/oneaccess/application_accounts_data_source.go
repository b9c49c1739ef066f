package oneaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var (
	_ datasource.DataSourceWithConfigure        = (*applicationAccountsDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*applicationAccountsDataSource)(nil)
)

// applicationAccountsDataSource lists the accounts of an application, or of a user.
type applicationAccountsDataSource struct{ resource.DataSource[*Client] }

func newApplicationAccountsDataSource() datasource.DataSource {
	return &applicationAccountsDataSource{}
}

type applicationAccountsModel struct {
	ApplicationID       types.String   `tfsdk:"application_id"`
	AccountType         types.String   `tfsdk:"account_type"`
	UserID              types.String   `tfsdk:"user_id"`
	ApplicationAccounts []shownAccount `tfsdk:"application_accounts"`
}

func (d *applicationAccountsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_application_accounts"
}

func (d *applicationAccountsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Accounts in Huawei Cloud OneAccess, of one application or of one user in all applications, without their passwords. " +
			"Needs the permission `account_read`, or `user_read` for a user's accounts.",
		Attributes: map[string]schema.Attribute{
			"application_id": schema.StringAttribute{
				MarkdownDescription: "Id of the application whose accounts to list. Either this or `user_id` must be set.",
				Optional:            true,
				Validators:          filled(),
			},
			"account_type": schema.StringAttribute{
				MarkdownDescription: "Only accounts of this type: `BASIC_ACCOUNT`, `ORPHAN_ACCOUNT` or `PUBLIC_ACCOUNT`. Needs `application_id`.",
				Optional:            true,
				Validators: []validator.String{
					argument.OneOf(BasicAccount, OrphanAccount, PublicAccount),
					argument.With("application_id", ""),
				},
			},
			"user_id": schema.StringAttribute{
				MarkdownDescription: "Id of the user whose accounts to list. The API then leaves out `disabled`, `org_id` and `roles`, which are null. Either this or `application_id` must be set.",
				Optional:            true,
				Validators:          filled(),
			},
			"application_accounts": schema.ListNestedAttribute{
				MarkdownDescription: "The accounts that were found.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: shownAttributes()},
			},
		},
	}
}

func (d *applicationAccountsDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{argument.Either("application_id", "user_id")}
}

func (d *applicationAccountsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model applicationAccountsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	model.ApplicationAccounts = []shownAccount{}
	list, owner := model.listOfApplication, "application "+model.ApplicationID.ValueString()
	if !model.UserID.IsNull() {
		list, owner = model.listOfUser, "user "+model.UserID.ValueString()
	}
	if err := list(ctx, client, &resp.Diagnostics); err != nil {
		resource.Failed(&resp.Diagnostics, "list", "application accounts of "+owner, err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (m *applicationAccountsModel) listOfUser(ctx context.Context, client *Client, _ *diag.Diagnostics) error {
	found, err := client.ListUserAccounts(ctx, m.UserID.ValueString())
	for _, account := range found {
		var shown shownAccount
		shown.showSummary(&account)
		m.ApplicationAccounts = append(m.ApplicationAccounts, shown)
	}
	return err
}

func (m *applicationAccountsModel) listOfApplication(ctx context.Context, client *Client, diags *diag.Diagnostics) error {
	found, err := client.ListAccounts(ctx, m.ApplicationID.ValueString(), m.AccountType.ValueString())
	for _, account := range found {
		var shown shownAccount
		diags.Append(shown.show(ctx, &account)...)
		m.ApplicationAccounts = append(m.ApplicationAccounts, shown)
	}
	return err
}
