package applivery

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

var _ framework.ResourceWithModifyPlan = (*harmonyMobileIntegrationResource)(nil)

// harmonyMobileIntegrationResource is written whole and never read: its life is resource.Unreadable's.
type harmonyMobileIntegrationResource struct {
	resource.Unreadable[*Client, *harmonyMobileIntegrationModel]
}

// organizationIDPattern is the documented form of an organization's id or slug.
var organizationIDPattern = regexp.MustCompile(`^([a-fA-F0-9]{24}|[a-zA-Z0-9-]{3,})$`)

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
		Description: "Applivery generates a new password and clears the token, the portal account and the gateway address, " +
			"so that Harmony Mobile can no longer log in; the username stays.",
		IsGone: IsGone,
	}
	return r
}

type harmonyMobileIntegrationModel struct {
	resource.UnreadableAttributes
	OrganizationID  types.String `tfsdk:"organization_id"`
	PortalAccountID types.String `tfsdk:"portal_account_id"`
	GWAddress       types.String `tfsdk:"gw_address"`
	Token           types.String `tfsdk:"token"`
	TokenWO         types.String `tfsdk:"token_wo"`
	TokenWOVersion  types.String `tfsdk:"token_wo_version"`
	StoreLogin      types.Bool   `tfsdk:"store_login"`
	Username        types.String `tfsdk:"username"`
	Password        types.String `tfsdk:"password"`
}

func (r *harmonyMobileIntegrationResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The integration of Check Point Harmony Mobile in an Applivery organization: " +
			"what Applivery reaches Harmony Mobile with, and the login that it generates for Harmony Mobile.",
		Attributes: r.Attributes(map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Id (24 hexadecimal digits) or slug of the organization. Changing this, even to the slug of the same organization, forces a new integration.",
				Required:            true,
				Validators: []validator.String{
					argument.Matches(organizationIDPattern, "24 hexadecimal digits, or a slug of at least 3 letters, digits and hyphens", ""),
				},
				PlanModifiers: []planmodifier.String{resource.ReplacesWithID()},
			},
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
				MarkdownDescription: "Whether to keep `username` and `password` in the state. Default `true`. " +
					"Turning it off removes them and sends nothing; turning it on writes the integration again, because only the answer to a write shows them.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			// Any write may have made another password: the API does not say that it does not.
			"username": resource.Volatile("Username that Applivery generated for Harmony Mobile. Null if no answer has shown it, or if `store_login` is `false`."),
			"password": resource.VolatileOf(schema.StringAttribute{
				MarkdownDescription: "Password that Applivery generated for Harmony Mobile, from the last answer that showed it. " +
					"Null if none has, or if `store_login` is `false`.",
				Computed:  true,
				Sensitive: true,
			}),
		}),
	}
}

// ModifyPlan adds to resource.Unreadable's that a login which is not stored is no open question.
func (r *harmonyMobileIntegrationResource) ModifyPlan(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	r.Unreadable.ModifyPlan(ctx, req, resp)
	if resp.Plan.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	var plan harmonyMobileIntegrationModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if plan.hidesLogin() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("username"), types.StringNull())...)
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("password"), types.StringNull())...)
	}
}

// Object implements resource.UnreadableModel.
func (m *harmonyMobileIntegrationModel) Object() string {
	return fmt.Sprintf("Harmony Mobile integration of organization %q", m.OrganizationID.ValueString())
}

// Differs implements resource.UnreadableModel. To show a login that the state does not have takes a write, too.
func (m *harmonyMobileIntegrationModel) Differs(state *harmonyMobileIntegrationModel) bool {
	return !m.PortalAccountID.Equal(state.PortalAccountID) || !m.GWAddress.Equal(state.GWAddress) ||
		state.hidesLogin() && !m.hidesLogin()
}

// Write implements resource.UnreadableModel.
func (m *harmonyMobileIntegrationModel) Write(ctx context.Context, client *Client, call *resource.Call) error {
	sent, _ := call.Secrets.Send(ctx, tokenSecret.Path)
	login, err := client.PutHarmonyMobile(ctx, m.OrganizationID.ValueString(), HarmonyMobile{
		Token: sent, PortalAccountID: m.PortalAccountID.ValueString(), GWAddress: m.GWAddress.ValueString(),
	})
	if err == nil {
		m.complete(login)
	}
	return err
}

// Delete implements resource.UnreadableModel.
func (m *harmonyMobileIntegrationModel) Delete(ctx context.Context, client *Client) error {
	return client.ResetHarmonyMobile(ctx, m.OrganizationID.ValueString())
}

// complete fills in the parts of the login that an answer shows.
func (m *harmonyMobileIntegrationModel) complete(login Login) {
	if m.hidesLogin() {
		return
	}
	if login.Username != "" {
		m.Username = types.StringValue(login.Username)
	}
	if !login.Password.IsZero() {
		m.Password = types.StringValue(login.Password.Reveal())
	}
}

func (m *harmonyMobileIntegrationModel) hidesLogin() bool {
	return m.StoreLogin.Equal(types.BoolValue(false))
}
