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

// newApplicationAccountsDataSource lists the accounts of an application, or of a user.
func newApplicationAccountsDataSource() datasource.DataSource {
	return resource.DataSource[*Client, applicationAccountsModel]{
		Name: "application_accounts",
		Description: "Accounts in Huawei Cloud OneAccess, of one application or of one user in all applications, without their passwords. " +
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
		Either: []string{"application_id", "user_id"},
		Read: func(ctx context.Context, client *Client, m *applicationAccountsModel, diags *diag.Diagnostics) {
			m.ApplicationAccounts = []shownAccount{}
			list, owner := m.listOfApplication, "application "+m.ApplicationID.ValueString()
			if !m.UserID.IsNull() {
				list, owner = m.listOfUser, "user "+m.UserID.ValueString()
			}
			if err := list(ctx, client, diags); err != nil {
				resource.Failed(diags, "list", "application accounts of "+owner, err)
			}
		},
	}.New()
}

type applicationAccountsModel struct {
	ApplicationID       types.String   `tfsdk:"application_id"`
	AccountType         types.String   `tfsdk:"account_type"`
	UserID              types.String   `tfsdk:"user_id"`
	ApplicationAccounts []shownAccount `tfsdk:"application_accounts"`
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
