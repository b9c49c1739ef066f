package oneaccess

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

var _ framework.ResourceWithModifyPlan = (*applicationAccountResource)(nil)

type applicationAccountResource struct {
	resource.Managed[*Client, *applicationAccountModel]
}

const userHint = "Look it up by the user name with the data source credentials_tenant_user."

func newApplicationAccountResource() framework.Resource { return describeApplicationAccount() }

func describeApplicationAccount() *applicationAccountResource {
	r := &applicationAccountResource{}
	r.Name = "application_account"
	r.Platform = title
	r.New = func() *applicationAccountModel { return &applicationAccountModel{} }
	r.ID = resource.ID{
		{Attribute: "application_id", Pattern: argument.NoSlash, Description: "Id of the application"},
		{Attribute: "account_id", Pattern: argument.NoSlash, Description: "Id of the application account"},
	}
	r.Paths = []string{pathAccount}
	r.Secrets = []triple.Secret{passwordSecret}
	r.IsGone = IsGone
	return r
}

var passwordSecret = triple.Secret{
	Path:        path.Root("password"),
	Description: "Password of the account in the application. OneAccess never returns it.",
	Validators:  filled(),
}

func (r *applicationAccountResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "An application account in Huawei Cloud OneAccess: the identity of a user of the tenant in one application.",
		Attributes: r.Attributes(map[string]schema.Attribute{
			"application_id": schema.StringAttribute{
				MarkdownDescription: "Id of the application. Changing this forces a new account.",
				Required:            true,
				Validators:          []validator.String{argument.Matches(argument.NoSlash, "an id without a slash", "The OneAccess administrator portal shows it with the application.")},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"user_id": schema.StringAttribute{
				MarkdownDescription: "Id of the OneAccess user whose account it is. Changing this forces a new account. " +
					"After an import, the first apply records the configured user, or fails if the account belongs to another one.",
				Required:      true,
				Validators:    filled(),
				PlanModifiers: []planmodifier.String{replacedWithUser()},
			},
			"account_name": schema.StringAttribute{
				MarkdownDescription: "Name of the account in the application. If it is not set, OneAccess uses the user's user name.",
				Optional:            true, Computed: true,
				Validators:    filled(),
				PlanModifiers: kept,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Display name, usually the person's real name.",
				Optional:            true, Computed: true,
				Validators:    filled(),
				PlanModifiers: kept,
			},
			"org_code": schema.StringAttribute{
				MarkdownDescription: "Code of the application organization that the account belongs to; application organizations must be enabled. " +
					"It can be changed, but not removed: no documented call clears it.",
				Optional:   true,
				Validators: filled(),
			},
			"disabled": schema.BoolAttribute{
				MarkdownDescription: "Whether the account is disabled. Default `false`.",
				Optional:            true, Computed: true,
				Default: booldefault.StaticBool(false),
			},
			"extension": schema.StringAttribute{
				CustomType: argument.JSONType{},
				MarkdownDescription: "Custom extended attributes of the application's object model, as a JSON object: use `jsonencode({ … })`. " +
					"Only the configured ones are managed. They can be changed, but not removed: OneAccess documents no way to clear one.",
				Optional:      true,
				Validators:    []validator.String{argument.JSONObject(), withoutNulls{}},
				PlanModifiers: []planmodifier.String{argument.KeepSpelling()},
			},
			"account_id":   resource.Stable("Id of the account."),
			"id":           resource.Stable("Id of the account, the same as `account_id`."),
			"account_type": resource.Stable("Type: `BASIC_ACCOUNT`, or `ORPHAN_ACCOUNT` or `PUBLIC_ACCOUNT` once it was detached from its user."),
			"org_id":       resource.Stable("Id of the application organization that the account belongs to."),
			"roles": schema.ListAttribute{
				MarkdownDescription: "Roles of the account in the application, with what each permits.",
				ElementType:         roleType,
				Computed:            true,
				PlanModifiers:       []planmodifier.List{listplanmodifier.UseStateForUnknown()},
			},
		}),
	}
}

// Check implements resource.Checked. Whether a user may have several accounts in an application is not documented, so an
// account of another name, or one beside which none is given, need not be in the way.
func (m *applicationAccountModel) Check(client *Client) (resource.Check, bool) {
	return resource.Check{
		Read: func(ctx context.Context) ([]string, error) {
			return client.LookBeforeCreate(ctx, m.ApplicationID.ValueString(), m.UserID.ValueString(), m.AccountName.ValueString())
		},
		Parent: "user_id", Kind: "user", ParentHint: userHint, IsUnknown: IsUserUnknown, IsForbidden: isForbidden,
		Name: resource.NameIn(m.AccountName, m.ApplicationID, m.UserID), MayShare: m.AccountName.ValueString() == "",
	}, !m.UserID.IsUnknown()
}

// Create implements resource.ManagedModel.
func (m *applicationAccountModel) Create(ctx context.Context, client *Client, call *resource.Call) (resource.Outcome, error) {
	id, err := client.CreateAccount(ctx, m.ApplicationID.ValueString(), m.UserID.ValueString(), m.expand(ctx, call.Secrets))
	if id == "" {
		return resource.Outcome{}, err
	}
	m.setID(id)
	return resource.Outcome{Unfinished: err, NotReadBack: m.readBack(ctx, client, call)}, nil
}

// readBack fills in what the plan left open, since the answer to a write shows the id only.
func (m *applicationAccountModel) readBack(ctx context.Context, client *Client, call *resource.Call) error {
	found, err := client.GetAccount(ctx, m.ApplicationID.ValueString(), m.AccountID.ValueString())
	if err == nil {
		call.Diagnostics.Append(m.complete(ctx, found)...)
	}
	return err
}

// Read implements resource.ManagedModel.
func (m *applicationAccountModel) Read(ctx context.Context, client *Client, call *resource.Call) error {
	found, err := client.ReadAccount(ctx, m.ApplicationID.ValueString(), m.AccountID.ValueString())
	switch {
	case err != nil:
		return err
	case found.Type != BasicAccount && m.isImported():
		return fmt.Errorf("it is of type %s, not an account of a user. Such accounts can be neither created nor, as far as is documented, changed by the API", found.Type)
	case found.Type != BasicAccount:
		call.Diagnostics.AddWarning(fmt.Sprintf("The %s belongs to no user any more", m.Object()), fmt.Sprintf(
			"Its type is %s now: it was taken from its user outside Terraform. Give it back to the user in the OneAccess portal, or replace it.", found.Type))
	}
	orgCode, err := m.orgCode(ctx, client, found.OrgID)
	if err != nil {
		return fmt.Errorf("its organization: %w", err)
	}
	call.Diagnostics.Append(m.flatten(ctx, found, orgCode)...)
	return nil
}

// Update implements resource.ManagedModel. All in the state is as planned, but for the organization's id.
func (m *applicationAccountModel) Update(ctx context.Context, client *Client, state *applicationAccountModel, call *resource.Call) (outcome resource.Outcome, err error) {
	if err := m.update(ctx, client, *state, call.Secrets); err != nil || !m.OrgID.IsUnknown() {
		return outcome, err
	}
	outcome.NotReadBack = m.readBack(ctx, client, call)
	m.forgetUnmoved(*state)
	return outcome, nil
}

// update writes what changed. After an import, it first makes sure that the account is the configured user's.
func (m *applicationAccountModel) update(ctx context.Context, client *Client, state applicationAccountModel, write *triple.Write) error {
	applicationID, id, userID := m.ApplicationID.ValueString(), m.AccountID.ValueString(), m.UserID.ValueString()
	if state.UserID.IsNull() {
		if err := client.CheckOwner(ctx, applicationID, id, userID); err != nil {
			return err
		}
	}
	// Whether extended attributes that a body leaves out stay is not documented, so the current ones are sent along.
	var extension Extension
	if m.extensionChanged(ctx, state) {
		current, err := client.GetAccount(ctx, applicationID, id)
		if err != nil {
			return err
		}
		extension = argument.Managed(m.Extension).Overlay(current.Extension, nil)
	}
	body := m.expandChanges(ctx, state, write)
	body.Extension = extension
	if body.isEmpty() {
		return nil
	}
	if body.AccountName == "" {
		body.AccountName = state.AccountName.ValueString()
	}
	return client.UpdateAccount(ctx, applicationID, id, body)
}

// Delete implements resource.ManagedModel.
func (m *applicationAccountModel) Delete(ctx context.Context, client *Client, _ *resource.Call) error {
	return client.DeleteAccount(ctx, m.ApplicationID.ValueString(), m.AccountID.ValueString())
}

// Object implements resource.ManagedModel.
func (m *applicationAccountModel) Object() string {
	switch {
	case m.AccountName.ValueString() != "":
		return fmt.Sprintf("application account %q", m.AccountName.ValueString())
	case m.AccountID.ValueString() != "": // an import knows the id only
		return fmt.Sprintf("application account %s", m.AccountID.ValueString())
	}
	return fmt.Sprintf("application account of user %s", m.UserID.ValueString())
}

func filled() []validator.String { return []validator.String{argument.Filled()} }
