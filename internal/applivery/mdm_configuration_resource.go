package applivery

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

var _ framework.ResourceWithModifyPlan = (*mdmConfigurationResource)(nil)

type mdmConfigurationResource struct {
	resource.Managed[*Client, *mdmConfigurationModel]
}

var pathEntraID = path.Root("entra_id")

var clientSecret = triple.Secret{
	Path:        pathEntraID.AtName("client_secret"),
	Description: "A client secret of the application: the value, not the id of the secret; 1 to 256 characters.",
	Required:    true,
	Validators:  []validator.String{argument.Length(1, 256)},
}

func newMDMConfigurationResource() framework.Resource {
	r := &mdmConfigurationResource{}
	r.Name = "mdm_configuration"
	r.Platform = title
	r.New = func() *mdmConfigurationModel { return &mdmConfigurationModel{} }
	r.ID = resource.ID{{Attribute: "organization_id", Pattern: organizationIDPattern, Description: "Id or slug of the organization"}}
	r.Secrets = []triple.Secret{clientSecret}
	r.Whole = true
	r.Paths = []string{pathConfigurations}
	r.IsGone = HasNoMDMConfiguration
	return r
}

type mdmConfigurationModel struct {
	ID              types.String  `tfsdk:"id"`
	OrganizationID  types.String  `tfsdk:"organization_id"`
	ConfigurationID types.String  `tfsdk:"configuration_id"`
	SecretWrittenAt types.String  `tfsdk:"secret_written_at"`
	EntraID         *entraIDModel `tfsdk:"entra_id"`
}

type entraIDModel struct {
	TenantID              types.String `tfsdk:"tenant_id"`
	ClientID              types.String `tfsdk:"client_id"`
	ClientSecret          types.String `tfsdk:"client_secret"`
	ClientSecretWO        types.String `tfsdk:"client_secret_wo"`
	ClientSecretWOVersion types.String `tfsdk:"client_secret_wo_version"`
}

func (r *mdmConfigurationResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	credentials := map[string]schema.Attribute{
		"tenant_id": schema.StringAttribute{
			MarkdownDescription: "**Required.** Directory (tenant) id of Microsoft Entra ID, of 1 to 256 characters.",
			Optional:            true,
			Validators:          []validator.String{argument.Length(1, 256)},
		},
		"client_id": schema.StringAttribute{
			MarkdownDescription: "**Required.** Application (client) id of the application that is registered for Applivery, of 1 to 256 characters.",
			Optional:            true,
			Validators:          []validator.String{argument.Length(1, 256)},
		},
	}
	clientSecret.AddTo(credentials)
	resp.Schema = schema.Schema{
		MarkdownDescription: "The MDM configuration of an Applivery organization: the credentials of Microsoft Entra ID, with which Applivery reports " +
			"the compliance of devices through Microsoft Graph. Each organization has one at most.",
		Attributes: r.Attributes(map[string]schema.Attribute{
			"organization_id":  organizationArgument("configuration"),
			"configuration_id": resource.Volatile("Id of the configuration, which Applivery makes. Null if no answer has shown it."),
			"id":               resource.Stable("The import id, which is the id of the organization as it is configured."),
		}),
		Blocks: map[string]schema.Block{
			"entra_id": schema.SingleNestedBlock{
				MarkdownDescription: "**Required.** Credentials of Microsoft Entra ID. Applivery replaces all three together.",
				Attributes:          credentials,
				Validators:          []validator.Object{argument.Block("tenant_id", "client_id")},
			},
		},
	}
}

// ModifyPlan implements framework.ResourceWithModifyPlan.
func (r *mdmConfigurationResource) ModifyPlan(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	plan, state := r.New(), r.New()
	created, destroyed := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	if !created {
		resp.Diagnostics.Append(resource.Get(ctx, req.State, state)...)
	}
	if !destroyed {
		resp.Diagnostics.Append(resource.Get(ctx, req.Plan, plan)...)
	}
	client, reachable := r.BeginPlan(ctx, req, &resp.Diagnostics)
	r.RefuseTwins(ctx, req, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if reachable && !created {
		client.KnowMDMConfiguration(state.ConfigurationID.ValueString())
	}
	switch {
	case !destroyed && plan.EntraID == nil: // a dynamic block turns out to make none
		resp.Diagnostics.Append(argument.MissingBlock(pathEntraID))
	case created && reachable:
		r.CheckCreation(ctx, plan, req.Plan, &resp.Diagnostics)
		if exists := !plan.ConfigurationID.IsUnknown(); exists && !resp.Diagnostics.HasError() && !client.KnowsMDMConfiguration(plan.ConfigurationID.ValueString()) {
			resp.Diagnostics.AddWarning(fmt.Sprintf("The %s already exists", plan.Object()),
				"The same tenant and client are configured there, so it is taken over: the apply replaces the client secret.")
		}
	case destroyed || !created && !resource.SameID(plan.OrganizationID, state.OrganizationID):
		resp.Diagnostics.AddWarning(fmt.Sprintf("The %s will not be deleted", state.Object()),
			"Applivery documents no way to delete it, so nothing is sent: the credentials of Microsoft Entra ID stay in Applivery. "+
				"If they are not needed any more, delete the client secret in Microsoft Entra ID.")
	}
	r.PlanSecrets(ctx, req, resp)
}

// Check implements resource.Checked.
func (m *mdmConfigurationModel) Check(client *Client) (resource.Check, bool) {
	return resource.Check{
		Read: func(ctx context.Context) ([]string, error) {
			exists, err := m.look(ctx, client)
			if err == nil && !exists {
				_, err = client.Organization(ctx, m.OrganizationID.ValueString())
			}
			return nil, err
		},
		Parent: "organization_id", Kind: "organization", ParentHint: organizationHint, IsUnknown: IsGone, IsForbidden: IsForbidden,
	}, !m.OrganizationID.IsUnknown()
}

// look reads whether the organization has a configuration, and takes its id. One of another tenant or client is an error, unless
// a state of this run has it.
func (m *mdmConfigurationModel) look(ctx context.Context, client *Client) (exists bool, err error) {
	found, exists, err := client.FindMDMConfiguration(ctx, m.OrganizationID.ValueString())
	if !exists {
		return false, err
	}
	m.ConfigurationID = types.StringValue(found.ID)
	differs := func(configured types.String, shown string) bool {
		return !configured.IsUnknown() && !strings.EqualFold(configured.ValueString(), shown)
	}
	if !client.KnowsMDMConfiguration(found.ID) && (differs(m.EntraID.TenantID, found.EntraID.TenantID) || differs(m.EntraID.ClientID, found.EntraID.ClientID)) {
		err = fmt.Errorf("another tenant or client is configured there, and what others have set is not overwritten. "+
			"If it is to be managed here, import it. The first apply then writes what is configured:\n\n  terraform import ADDRESS '%s'", m.OrganizationID.ValueString())
	}
	return true, err
}

// Object implements resource.ManagedModel.
func (m *mdmConfigurationModel) Object() string {
	return fmt.Sprintf("MDM configuration of organization %q", m.OrganizationID.ValueString())
}

// Identity implements resource.Identified.
func (m *mdmConfigurationModel) Identity(ctx context.Context, client *Client) string {
	return client.OrganizationKey(ctx, m.OrganizationID.ValueString())
}

// Names implements resource.Identified.
func (m *mdmConfigurationModel) Names(ctx context.Context, client *Client) []string {
	return client.OrganizationNames(ctx, m.OrganizationID.ValueString())
}

// expand is what is written. Every write carries the secret.
func (m *mdmConfigurationModel) expand(ctx context.Context, call *resource.Call) EntraID {
	sent, _ := call.Secrets.Send(ctx, clientSecret.Path)
	return EntraID{TenantID: m.EntraID.TenantID.ValueString(), ClientID: m.EntraID.ClientID.ValueString(), ClientSecret: sent}
}

// complete fills in what the plan left open, as far as an answer shows it.
func (m *mdmConfigurationModel) complete(written MDMConfiguration) {
	if written.ID != "" {
		m.ConfigurationID = types.StringValue(written.ID)
	}
}

// Create implements resource.ManagedModel. What is there is looked at once more: a PUT would replace it.
func (m *mdmConfigurationModel) Create(ctx context.Context, client *Client, call *resource.Call) (resource.Outcome, error) {
	if _, err := m.look(ctx, client); err != nil {
		return resource.Outcome{}, err
	}
	written, err := client.PutMDMConfiguration(ctx, m.OrganizationID.ValueString(), m.expand(ctx, call))
	if err == nil {
		m.ID = m.OrganizationID
		m.complete(written)
	}
	return resource.Outcome{}, err
}

// Read implements resource.ManagedModel.
func (m *mdmConfigurationModel) Read(ctx context.Context, client *Client, _ *resource.Call) error {
	found, err := client.GetMDMConfiguration(ctx, m.OrganizationID.ValueString())
	if err == nil {
		client.KnowMDMConfiguration(found.ID)
		m.flatten(found)
	}
	return err
}

// flatten takes everything that Applivery shows. An id in another letter case is the same one, and keeps its spelling.
func (m *mdmConfigurationModel) flatten(found MDMConfiguration) {
	if m.ID.IsNull() { // after an import
		m.ID = m.OrganizationID
	}
	if m.EntraID == nil {
		m.EntraID = &entraIDModel{}
	}
	m.complete(found)
	take := func(attribute *types.String, shown string) {
		if !resource.SameID(*attribute, types.StringValue(shown)) {
			*attribute = types.StringValue(shown)
		}
	}
	take(&m.EntraID.TenantID, found.EntraID.TenantID)
	take(&m.EntraID.ClientID, found.EntraID.ClientID)
}

// Update implements resource.ManagedModel. A version that is recorded for a secret that was written already sends nothing.
func (m *mdmConfigurationModel) Update(ctx context.Context, client *Client, state *mdmConfigurationModel, call *resource.Call) (resource.Outcome, error) {
	if !m.differs(state) && !call.Secrets.Changed(clientSecret.Path) {
		return resource.Outcome{}, nil
	}
	written, err := client.PutMDMConfiguration(ctx, m.OrganizationID.ValueString(), m.expand(ctx, call))
	if err == nil {
		m.complete(written)
	}
	return resource.Outcome{}, err
}

// differs reports whether anything but the secret is to be written.
func (m *mdmConfigurationModel) differs(state *mdmConfigurationModel) bool {
	return state.EntraID == nil || !m.OrganizationID.Equal(state.OrganizationID) ||
		!m.EntraID.TenantID.Equal(state.EntraID.TenantID) || !m.EntraID.ClientID.Equal(state.EntraID.ClientID)
}

// Delete implements resource.ManagedModel. No way to delete is documented, and a PUT takes no empty values.
func (m *mdmConfigurationModel) Delete(_ context.Context, client *Client, _ *resource.Call) error {
	client.KnowMDMConfiguration(m.ConfigurationID.ValueString())
	return nil
}
