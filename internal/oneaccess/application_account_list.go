package oneaccess

import (
	"cmp"
	"context"
	"errors"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

type listedAccount = resource.Listed[*Client, *applicationAccountModel]

type applicationAccountListModel struct {
	ApplicationID types.String `tfsdk:"application_id"`
	AccountType   types.String `tfsdk:"account_type"`
}

func newApplicationAccountList() list.ListResource {
	return resource.ListResource(&describeApplicationAccount().Managed, resource.Listing[*Client, *applicationAccountModel, applicationAccountListModel]{
		Description: "The accounts of an application in Huawei Cloud OneAccess, without their passwords. Needs the permission `account_read`.",
		Arguments: map[string]schema.Attribute{
			"application_id": schema.StringAttribute{
				MarkdownDescription: "Id of the application.",
				Required:            true,
				Validators:          filled(),
			},
			"account_type": schema.StringAttribute{
				MarkdownDescription: "Only accounts of this type: `BASIC_ACCOUNT` (default), `ORPHAN_ACCOUNT` or `PUBLIC_ACCOUNT`. Only a `BASIC_ACCOUNT` can be imported.",
				Optional:            true,
				Validators:          []validator.String{argument.OneOf(BasicAccount, OrphanAccount, PublicAccount)},
			},
		},
		Objects: listApplicationAccounts,
	})
}

func listApplicationAccounts(ctx context.Context, client *Client, arguments applicationAccountListModel) iter.Seq2[listedAccount, error] {
	applicationID := arguments.ApplicationID.ValueString()
	accounts := client.StreamAccounts(ctx, applicationID, cmp.Or(arguments.AccountType.ValueString(), BasicAccount))
	return resource.ListedFrom(accounts, func(found AccountDetail) listedAccount {
		return listedAccount{
			ID:   []string{applicationID, found.ID},
			Name: cmp.Or(found.AccountName, found.ID),
			Flatten: func(ctx context.Context, _ *Client, m *applicationAccountModel) error {
				if diags := m.flatten(ctx, &found, types.StringNull()); diags.HasError() {
					return errors.New(diags.Errors()[0].Detail())
				}
				return nil
			},
		}
	})
}
