package oneaccess

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-jsontypes/jsontypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
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

var (
	_ framework.ResourceWithConfigure   = (*applicationAccountResource)(nil)
	_ framework.ResourceWithIdentity    = (*applicationAccountResource)(nil)
	_ framework.ResourceWithImportState = (*applicationAccountResource)(nil)
	_ framework.ResourceWithModifyPlan  = (*applicationAccountResource)(nil)
)

type applicationAccountResource struct{ resource.Resource[*Client] }

func newApplicationAccountResource() framework.Resource { return &applicationAccountResource{} }

// withoutSlash is all that can be said of an application's id: the forms in the vendor's examples differ.
var withoutSlash = regexp.MustCompile(`^[^/]+$`)

var applicationAccountID = resource.ID{
	{Attribute: "application_id", Pattern: withoutSlash, Description: "Id of the application"},
	{Attribute: "account_id", Description: "Id of the application account"},
}

var passwordSecret = triple.Secret{
	Path:        path.Root("password"),
	Description: "Password of the account in the application. OneAccess never returns it.",
	Validators:  filled(),
}

// applicationAccountSecrets knows no date of the last change, since the API gives none.
var applicationAccountSecrets = triple.Tracker{Secrets: []triple.Secret{passwordSecret}}

func (r *applicationAccountResource) Metadata(_ context.Context, req framework.MetadataRequest, resp *framework.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_application_account"
}

func (r *applicationAccountResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "An application account in Huawei Cloud OneAccess: the identity of a user of the tenant in one application.",
		Attributes: map[string]schema.Attribute{
			"application_id": schema.StringAttribute{
				MarkdownDescription: "Id of the application. Changing this forces a new account.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.RegexMatches(withoutSlash, "must be neither empty nor contain a slash")},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"user_id": schema.StringAttribute{
				MarkdownDescription: "Id of the OneAccess user whose account it is. Changing this forces a new account. " +
					"After an import it is adopted in place, if the account is this user's.",
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
				CustomType: jsontypes.NormalizedType{},
				MarkdownDescription: "Custom extended attributes as a JSON object, best written with `jsonencode`. Only the configured ones are managed and compared. " +
					"They must be defined in the application's object model. They can be changed, but not removed: no documented call clears one.",
				Optional:   true,
				Validators: []validator.String{argument.JSONObject(), withoutNulls{}},
			},
			"account_id":   resource.Stable("Id of the account."),
			"id":           resource.Stable("Id of the account, the same as `account_id`."),
			"account_type": resource.Stable("Type: `BASIC_ACCOUNT`, or `ORPHAN_ACCOUNT` or `PUBLIC_ACCOUNT` once somebody has detached it from its user."),
			"org_id":       resource.Stable("Id of the application organization that the account belongs to."),
			"roles": schema.ListAttribute{
				MarkdownDescription: "Roles of the account in the application, with what each permits.",
				ElementType:         roleType,
				Computed:            true,
				PlanModifiers:       []planmodifier.List{listplanmodifier.UseStateForUnknown()},
			},
			"secret_written_at": applicationAccountSecrets.WrittenAt(),
		},
	}
	passwordSecret.AddTo(resp.Schema.Attributes)
}

func (r *applicationAccountResource) IdentitySchema(_ context.Context, _ framework.IdentitySchemaRequest, resp *framework.IdentitySchemaResponse) {
	resp.IdentitySchema = applicationAccountID.Schema()
}

func (r *applicationAccountResource) Create(ctx context.Context, req framework.CreateRequest, resp *framework.CreateResponse) {
	var plan applicationAccountModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	write := applicationAccountSecrets.Begin(ctx, req.Config, req.Plan, resp.State, resp.Private, &resp.Diagnostics)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	applicationID := plan.ApplicationID.ValueString()
	id, err := client.CreateAccount(ctx, applicationID, plan.UserID.ValueString(), plan.expand(ctx, write))
	if err != nil {
		resource.CreateFailed(&resp.Diagnostics, plan.object(), err, applicationAccountID, applicationID)
	}
	if id == "" {
		return
	}
	plan.setID(id)
	if err == nil {
		plan.SecretWrittenAt = write.Confirm(ctx, "")
	}
	found, err := client.GetAccount(ctx, applicationID, id)
	if err != nil {
		resource.Failed(&resp.Diagnostics, "read back", plan.object(), err)
	}
	resp.Diagnostics.Append(plan.complete(ctx, found)...)
	resp.Diagnostics.Append(applicationAccountID.Save(ctx, &plan, &resp.State, resp.Identity)...)
}

func (r *applicationAccountResource) Read(ctx context.Context, req framework.ReadRequest, resp *framework.ReadResponse) {
	var state applicationAccountModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(applicationAccountID.Identify(ctx, req.State, resp.Identity)...)
	found, err := client.GetAccount(ctx, state.ApplicationID.ValueString(), state.AccountID.ValueString())
	switch {
	case IsGone(err):
		resource.Gone(&resp.Diagnostics, state.object())
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resource.Failed(&resp.Diagnostics, "read", state.object(), err)
		return
	case state.isImported() && found.Type != BasicAccount:
		resp.Diagnostics.AddError("Not an account of a user", fmt.Sprintf(
			"The %s is of type %s. Such accounts can be neither created nor, as far as is documented, changed by the API.", state.object(), found.Type))
		return
	}
	if found.Type != BasicAccount {
		resp.Diagnostics.AddWarning(fmt.Sprintf("The %s belongs to no user any more", state.object()), fmt.Sprintf(
			"Its type is %s now: somebody took it from its user outside Terraform. Give it back to the user in the OneAccess portal, or replace it.", found.Type))
	}
	orgCode, err := state.orgCode(ctx, client, found.OrgID)
	if err != nil {
		resource.Failed(&resp.Diagnostics, "find the organization of", state.object(), err)
		return
	}
	resp.Diagnostics.Append(state.refresh(ctx, found, orgCode)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *applicationAccountResource) Update(ctx context.Context, req framework.UpdateRequest, resp *framework.UpdateResponse) {
	var plan, state applicationAccountModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	write := applicationAccountSecrets.Begin(ctx, req.Config, req.Plan, req.State, resp.Private, &resp.Diagnostics)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if err := plan.update(ctx, client, state, write); err != nil {
		resource.Failed(&resp.Diagnostics, "update", plan.object(), err)
		return
	}
	plan.SecretWrittenAt = write.Confirm(ctx, "")
	if plan.OrgID.IsUnknown() { // all else in the state is as planned
		found, err := client.GetAccount(ctx, plan.ApplicationID.ValueString(), plan.AccountID.ValueString())
		if err != nil {
			resource.Failed(&resp.Diagnostics, "read back", plan.object(), err)
		}
		resp.Diagnostics.Append(plan.complete(ctx, found)...)
		plan.forgetUnmoved(state)
	}
	resp.Diagnostics.Append(applicationAccountID.Save(ctx, &plan, &resp.State, resp.Identity)...)
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

func (r *applicationAccountResource) Delete(ctx context.Context, req framework.DeleteRequest, resp *framework.DeleteResponse) {
	var state applicationAccountModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if err := client.DeleteAccount(ctx, state.ApplicationID.ValueString(), state.AccountID.ValueString()); err != nil {
		resource.Failed(&resp.Diagnostics, "delete", state.object(), err)
	}
}

func (r *applicationAccountResource) ImportState(ctx context.Context, req framework.ImportStateRequest, resp *framework.ImportStateResponse) {
	applicationAccountID.Import(ctx, req, resp)
}

func (m *applicationAccountModel) object() string {
	switch {
	case m.AccountName.ValueString() != "":
		return fmt.Sprintf("application account %q", m.AccountName.ValueString())
	case m.AccountID.ValueString() != "": // an import knows the id only
		return fmt.Sprintf("application account %s", m.AccountID.ValueString())
	}
	return fmt.Sprintf("application account of user %s", m.UserID.ValueString())
}
