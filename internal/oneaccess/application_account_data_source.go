package oneaccess

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var (
	_ datasource.DataSourceWithConfigure        = (*applicationAccountDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*applicationAccountDataSource)(nil)
)

// applicationAccountDataSource finds one account of an application by id or by exact name.
type applicationAccountDataSource struct{ resource.DataSource[*Client] }

func newApplicationAccountDataSource() datasource.DataSource { return &applicationAccountDataSource{} }

func (d *applicationAccountDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_application_account"
}

func (d *applicationAccountDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := shownAttributes()
	attributes["application_id"] = schema.StringAttribute{MarkdownDescription: "Id of the application.", Required: true, Validators: filled()}
	attributes["account_id"] = schema.StringAttribute{
		MarkdownDescription: "Id of the account. Either this or `account_name` must be set.",
		Optional:            true, Computed: true,
		Validators: filled(),
	}
	attributes["account_name"] = schema.StringAttribute{
		MarkdownDescription: "Exact name of the account. Either this or `account_id` must be set. The API cannot search for it, so all pages of the application's accounts are read.",
		Optional:            true, Computed: true,
		Validators: filled(),
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One application account in Huawei Cloud OneAccess, of any type, without its password or its user, which the API does not return. Needs the permission `account_read`.",
		Attributes:          attributes,
	}
}

func (d *applicationAccountDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{argument.Either("account_id", "account_name")}
}

func (d *applicationAccountDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model shownAccount
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := findAccount(ctx, client, model.ApplicationID.ValueString(), model.AccountID.ValueString(), model.AccountName.ValueString())
	resource.ReportListing(client, &resp.Diagnostics)
	if err != nil {
		resource.Failed(&resp.Diagnostics, "find", model.object(), err)
		return
	}
	resp.Diagnostics.Append(model.show(ctx, found)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// object names what is looked for.
func (m *shownAccount) object() string {
	if !m.AccountID.IsNull() {
		return "application account " + m.AccountID.ValueString()
	}
	return fmt.Sprintf("application account %q", m.AccountName.ValueString())
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

func filled() []validator.String { return []validator.String{argument.Filled()} }
