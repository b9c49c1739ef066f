package oneaccess

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// newApplicationAccountDataSource finds one account of an application by id or by exact name.
func newApplicationAccountDataSource() datasource.DataSource {
	attributes := shownAttributes()
	attributes["application_id"] = resource.Given("Id of the application.", argument.Filled())
	attributes["account_id"] = resource.ShownOrGiven("Id of the account. Either this or `account_name` must be set.", argument.Filled())
	attributes["account_name"] = resource.ShownOrGiven("Exact name of the account. Either this or `account_id` must be set. The API cannot search for it, so all pages of the application's accounts are read.", argument.Filled())
	return resource.DataSource[*Client, shownAccount]{
		Name:        "application_account",
		Description: "One application account in Huawei Cloud OneAccess, of any type, without its password or its user, which the API does not return. Needs the permission `account_read`.",
		Attributes:  attributes,
		Either:      []string{"account_id", "account_name"},
		Read: func(ctx context.Context, client *Client, m *shownAccount, diags *diag.Diagnostics) {
			found, err := findAccount(ctx, client, m.ApplicationID.ValueString(), m.AccountID.ValueString(), m.AccountName.ValueString())
			if err != nil {
				resource.FindFailed(diags, "application account", err, m.AccountID, m.AccountName)
				return
			}
			diags.Append(m.show(ctx, found)...)
		},
	}.New()
}

// findAccount finds by id, or else by exact name.
func findAccount(ctx context.Context, client *Client, applicationID, id, name string) (*AccountDetail, error) {
	if id != "" {
		return client.ReadAccount(ctx, applicationID, id)
	}
	all, err := client.ListAccounts(ctx, applicationID, "")
	if err != nil {
		return nil, err
	}
	found, err := resource.Named(all, "account", name, " in application "+applicationID,
		func(a AccountDetail) string { return a.AccountName }, func(a AccountDetail) string { return a.ID })
	return &found, err
}

// shownAccount is an account as the data sources show it.
type shownAccount struct {
	ApplicationID types.String  `tfsdk:"application_id"`
	AccountID     types.String  `tfsdk:"account_id"`
	AccountName   types.String  `tfsdk:"account_name"`
	AccountType   types.String  `tfsdk:"account_type"`
	Name          types.String  `tfsdk:"name"`
	Disabled      types.Bool    `tfsdk:"disabled"`
	OrgID         types.String  `tfsdk:"org_id"`
	Roles         types.List    `tfsdk:"roles"`
	Extension     argument.JSON `tfsdk:"extension"`
}

func shownAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"application_id": resource.Shown("Id of the application."),
		"account_id":     resource.Shown("Id of the account."),
		"account_name":   resource.Shown("Name of the account in the application."),
		"account_type":   resource.Shown("Type: `BASIC_ACCOUNT` (a user's), `ORPHAN_ACCOUNT` (of no user) or `PUBLIC_ACCOUNT` (shared)."),
		"name":           resource.Shown("Display name."),
		"disabled":       resource.ShownBool("Whether the account is disabled."),
		"org_id":         resource.Shown("Id of the application organization that the account belongs to."),
		"roles":          schema.ListAttribute{MarkdownDescription: "Roles of the account, with what each permits.", ElementType: roleType, Computed: true},
		"extension":      schema.StringAttribute{CustomType: argument.JSONType{}, MarkdownDescription: "Custom extended attributes that are set, as a JSON object.", Computed: true},
	}
}

// showSummary leaves null what the list of a user's accounts does not show.
func (m *shownAccount) showSummary(a *Account) {
	*m = shownAccount{
		ApplicationID: types.StringValue(a.ApplicationID),
		AccountID:     types.StringValue(a.ID),
		AccountName:   resource.TextOrNull(a.AccountName),
		AccountType:   resource.TextOrNull(a.Type),
		Name:          resource.TextOrNull(a.Name),
		Roles:         types.ListNull(roleType),
		Extension:     extensionValue(a.Extension),
	}
}

func (m *shownAccount) show(ctx context.Context, a *AccountDetail) (diags diag.Diagnostics) {
	m.showSummary(&a.Account)
	m.Disabled = types.BoolValue(a.Disabled)
	m.OrgID = resource.TextOrNull(a.OrgID)
	m.Roles, diags = rolesValue(ctx, a.Roles)
	return diags
}

func extensionValue(extension Extension) argument.JSON {
	if extension == nil {
		extension = Extension{}
	}
	encoded, err := json.Marshal(extension)
	if err != nil { // it was decoded from JSON a moment ago
		return argument.NullJSON()
	}
	return argument.NewJSON(string(encoded))
}
