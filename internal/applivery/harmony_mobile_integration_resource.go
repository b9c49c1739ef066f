package applivery

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/issued"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

var (
	_ framework.ResourceWithModifyPlan     = (*harmonyMobileIntegrationResource)(nil)
	_ framework.ResourceWithValidateConfig = (*harmonyMobileIntegrationResource)(nil)
)

// harmonyMobileIntegrationResource is written whole and never read: its life is resource.Unreadable's.
type harmonyMobileIntegrationResource struct {
	resource.Unreadable[*Client, *harmonyMobileIntegrationModel]
}

var tokenSecret = triple.Secret{
	Path:        path.Root("token"),
	Description: "The token that Harmony Mobile issued for Applivery, of 1 to 128 characters.",
	Required:    true,
	Validators:  []validator.String{argument.Length(1, 128)},
}

func newHarmonyMobileIntegrationResource() framework.Resource {
	r := &harmonyMobileIntegrationResource{}
	r.Name = "harmony_mobile_integration"
	r.Platform = title
	r.New = func() *harmonyMobileIntegrationModel { return &harmonyMobileIntegrationModel{} }
	r.ID = resource.ID{{Attribute: "organization_id", Pattern: organizationIDPattern, Description: "Id or slug of the organization"}}
	r.Secrets = []triple.Secret{tokenSecret}
	r.Whole = true
	r.Destroy = resource.Destroy{
		Behavior: "reset", Done: "reset",
		Description: "has Applivery generate a new password and clear the token, the portal account and the gateway address, " +
			"so that Harmony Mobile can no longer log in",
		Warning: "Applivery generates a new password and clears the token, the portal account and the gateway address, so Harmony Mobile can no longer log in. " +
			"To keep the integration as it is, apply destroy_behavior = \"abandon\" first.",
		IsGone: IsGone,
	}
	return r
}

type harmonyMobileIntegrationModel struct {
	resource.UnreadableAttributes
	OrganizationID    types.String `tfsdk:"organization_id"`
	PortalAccountID   types.String `tfsdk:"portal_account_id"`
	GWAddress         types.String `tfsdk:"gw_address"`
	Token             types.String `tfsdk:"token"`
	TokenWO           types.String `tfsdk:"token_wo"`
	TokenWOVersion    types.String `tfsdk:"token_wo_version"`
	StoreLogin        types.Bool   `tfsdk:"store_login"`
	EncryptTo         types.Set    `tfsdk:"encrypt_to"`
	Username          types.String `tfsdk:"username"`
	Password          types.String `tfsdk:"password"`
	EncryptedPassword types.String `tfsdk:"encrypted_password"`
}

func (r *harmonyMobileIntegrationResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The integration of Check Point Harmony Mobile in an Applivery organization: " +
			"the token with which Applivery reaches Harmony Mobile, and the login that Applivery generates for it.",
		Attributes: r.Attributes(map[string]schema.Attribute{
			"organization_id": organizationArgument("integration"),
			"portal_account_id": schema.StringAttribute{
				MarkdownDescription: "Id of the account in Check Point's Infinity Portal.",
				Required:            true,
				Validators:          []validator.String{argument.Length(1, 256)},
			},
			"gw_address": schema.StringAttribute{
				MarkdownDescription: "Address of the Harmony Mobile gateway of your region, such as `eu-gw.locsec.net`.",
				Required:            true,
				Validators:          []validator.String{argument.Length(1, 128)},
			},
			"store_login": schema.BoolAttribute{
				MarkdownDescription: "Whether to keep `password` in the state as plain text. Default `false`. " +
					"Turning it off removes the password and sends nothing; turning it on writes the integration again, because only the answer to a write shows it.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"encrypt_to": schema.SetAttribute{
				MarkdownDescription: "Public keys that the password is encrypted to, in `encrypted_password`: `age1…`, `age1pq1…` (not together with other kinds), `ssh-ed25519 …` or `ssh-rsa …`. " +
					"Cannot be combined with `store_login = true`. Other keys write the integration again.",
				ElementType: types.StringType, Optional: true,
				Validators: []validator.Set{issued.PublicKeys()},
			},
			// Any write may have made another password: the API does not say that it does not.
			"username": resource.Volatile("Username that Applivery generated for Harmony Mobile. Null if no answer has shown it."),
			"password": resource.VolatileOf(schema.StringAttribute{
				MarkdownDescription: "Password that Applivery generated for Harmony Mobile, from the last answer that showed it. " +
					"Null if none has, or unless `store_login` is `true`.",
				Computed:  true,
				Sensitive: true,
			}),
			"encrypted_password": resource.Volatile("The password, encrypted to the keys in `encrypt_to`: an armored [age](https://age-encryption.org) file. " +
				"`terraform output -raw encrypted_password | age -d -i key.txt` opens it. Null without `encrypt_to`, or if no answer has shown the password."),
		}),
	}
}

// ValidateConfig implements resource.ResourceWithValidateConfig.
func (r *harmonyMobileIntegrationResource) ValidateConfig(ctx context.Context, req framework.ValidateConfigRequest, resp *framework.ValidateConfigResponse) {
	var config harmonyMobileIntegrationModel
	resp.Diagnostics.Append(resource.Get(ctx, req.Config, &config)...)
	config.refuseTwoPlaces(&resp.Diagnostics)
}

// ModifyPlan adds to resource.Unreadable's what is known of the login before an answer shows it.
func (r *harmonyMobileIntegrationResource) ModifyPlan(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	r.Unreadable.ModifyPlan(ctx, req, resp)
	if resp.Plan.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	var plan harmonyMobileIntegrationModel
	resp.Diagnostics.Append(resource.Get(ctx, resp.Plan, &plan)...)
	plan.refuseTwoPlaces(&resp.Diagnostics)
	if plan.StoreLogin.Equal(types.BoolValue(false)) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("password"), types.StringNull())...)
	}
	if plan.EncryptTo.IsNull() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("encrypted_password"), types.StringNull())...)
	}
	if req.State.Raw.IsNull() {
		if !plan.keepsPassword() {
			resp.Diagnostics.AddWarning("The password is not kept", "Applivery shows the password that it generates for Harmony Mobile in the answer to a write only. "+
				"Set `encrypt_to` to public keys to keep it encrypted, or `store_login = true` to keep it as plain text.")
		}
		return
	}
	var state harmonyMobileIntegrationModel
	resp.Diagnostics.Append(resource.Get(ctx, req.State, &state)...)
	if plan.encrypts(&state) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("encrypted_password"), types.StringUnknown())...)
		resp.Diagnostics.AddWarning("Older states keep the plain text",
			"The password is encrypted from now on. It remains as plain text in older versions and backups of the state.")
	}
}

// Object implements resource.UnreadableModel.
func (m *harmonyMobileIntegrationModel) Object() string {
	return fmt.Sprintf("Harmony Mobile integration of organization %q", m.OrganizationID.ValueString())
}

// Differs implements resource.UnreadableModel. To show a password that the state does not have takes a write, too.
func (m *harmonyMobileIntegrationModel) Differs(state *harmonyMobileIntegrationModel) bool {
	return !m.PortalAccountID.Equal(state.PortalAccountID) || !m.GWAddress.Equal(state.GWAddress) ||
		m.StoreLogin.ValueBool() && !state.StoreLogin.ValueBool() ||
		!m.EncryptTo.IsNull() && !m.encrypts(state) && !issued.SameKeys(m.EncryptTo, state.EncryptTo)
}

// Check implements resource.Checked.
func (m *harmonyMobileIntegrationModel) Check(client *Client) (resource.Check, bool) {
	return resource.Check{
		Read: func(ctx context.Context) ([]string, error) {
			_, err := client.Organization(ctx, m.OrganizationID.ValueString())
			return nil, err
		},
		Parent: "organization_id", Kind: "organization", ParentHint: organizationHint, IsUnknown: IsGone, IsForbidden: IsForbidden,
	}, !m.OrganizationID.IsUnknown()
}

// Identity implements resource.Identified.
func (m *harmonyMobileIntegrationModel) Identity(ctx context.Context, client *Client) string {
	return client.OrganizationKey(ctx, m.OrganizationID.ValueString())
}

// Names implements resource.Identified.
func (m *harmonyMobileIntegrationModel) Names(ctx context.Context, client *Client) []string {
	return client.OrganizationNames(ctx, m.OrganizationID.ValueString())
}

// Target implements resource.Targeted.
func (m *harmonyMobileIntegrationModel) Target(ctx context.Context, client *Client) resource.Target {
	return resource.TargetWhole(m.Identity(ctx, client))
}

// Write implements resource.UnreadableModel.
func (m *harmonyMobileIntegrationModel) Write(ctx context.Context, client *Client, call *resource.Call) error {
	sent, _ := call.Secrets.Send(ctx, tokenSecret.Path)
	login, err := client.PutHarmonyMobile(ctx, m.OrganizationID.ValueString(), HarmonyMobile{
		Token: sent, PortalAccountID: m.PortalAccountID.ValueString(), GWAddress: m.GWAddress.ValueString(),
	})
	if err == nil {
		m.complete(login, call.Diagnostics)
	}
	return err
}

// Delete implements resource.UnreadableModel.
func (m *harmonyMobileIntegrationModel) Delete(ctx context.Context, client *Client) error {
	return client.ResetHarmonyMobile(ctx, m.OrganizationID.ValueString())
}

// Derive implements resource.Derived. A password that the state has is encrypted without another write, and a file for other
// keys than the configured ones is not kept.
func (m *harmonyMobileIntegrationModel) Derive(state *harmonyMobileIntegrationModel, diags *diag.Diagnostics) {
	if m.EncryptTo.IsNull() || issued.SameKeys(m.EncryptTo, state.EncryptTo) || !m.EncryptedPassword.IsUnknown() {
		return
	}
	if m.encrypts(state) {
		m.encrypt(secret.New(state.Password.ValueString()), diags)
		return
	}
	m.EncryptedPassword = types.StringNull()
	diags.AddWarning("The password is not kept", "Applivery's answer does not show the password, so it cannot be encrypted to other keys.")
}

// complete fills in the parts of the login that an answer shows.
func (m *harmonyMobileIntegrationModel) complete(login Login, diags *diag.Diagnostics) {
	if login.Username != "" {
		m.Username = types.StringValue(login.Username)
	}
	if login.Password.IsZero() {
		return
	}
	if m.StoreLogin.ValueBool() {
		m.Password = types.StringValue(login.Password.Reveal())
	}
	if !m.EncryptTo.IsNull() {
		m.encrypt(login.Password, diags)
	}
}

// encrypt encrypts a password. The object exists by then, so that a failure is only a warning.
func (m *harmonyMobileIntegrationModel) encrypt(password secret.String, diags *diag.Diagnostics) {
	file, err := issued.Encrypt(m.EncryptTo, password)
	if err != nil {
		m.EncryptedPassword = types.StringNull()
		diags.AddWarning("The password is not kept", fmt.Sprintf("It cannot be encrypted: %s.", err))
		return
	}
	m.EncryptedPassword = types.StringValue(file)
}

// keepsPassword reports whether the password goes anywhere.
func (m *harmonyMobileIntegrationModel) keepsPassword() bool {
	return !m.StoreLogin.Equal(types.BoolValue(false)) || !m.EncryptTo.IsNull()
}

// encrypts reports whether the password of the state is to be encrypted.
func (m *harmonyMobileIntegrationModel) encrypts(state *harmonyMobileIntegrationModel) bool {
	return !m.EncryptTo.IsNull() && state.EncryptTo.IsNull() && !state.Password.IsNull()
}

func (m *harmonyMobileIntegrationModel) refuseTwoPlaces(diags *diag.Diagnostics) {
	if m.StoreLogin.ValueBool() && !m.EncryptTo.IsNull() && !m.EncryptTo.IsUnknown() {
		diags.AddAttributeError(path.Root("encrypt_to"), "Two places for the password",
			"`store_login = true` and `encrypt_to` cannot be set together: the password is kept either as plain text or encrypted.")
	}
}
