package genesys

import (
	"context"
	"encoding/json"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-jsontypes/jsontypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var (
	_ framework.ResourceWithConfigure   = (*integrationConfigResource)(nil)
	_ framework.ResourceWithIdentity    = (*integrationConfigResource)(nil)
	_ framework.ResourceWithImportState = (*integrationConfigResource)(nil)
	_ framework.ResourceWithModifyPlan  = (*integrationConfigResource)(nil)
)

type integrationConfigResource struct{ resource.Resource[*Client] }

func newIntegrationConfigResource() framework.Resource { return &integrationConfigResource{} }

var integrationConfigID = resource.ID{{Attribute: "integration_id", Description: "Id of the integration"}}

func (r *integrationConfigResource) Metadata(_ context.Context, req framework.MetadataRequest, resp *framework.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_integration_config"
}

func (r *integrationConfigResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	object := func(doc string) schema.Attribute {
		return schema.StringAttribute{
			MarkdownDescription: doc + " A JSON object, such as `jsonencode({ … })` gives. Only the top-level keys that are configured are managed; one that is taken out of the configuration is removed.",
			Optional:            true,
			CustomType:          jsontypes.NormalizedType{},
			Validators:          []validator.String{argument.JSONObject()},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Credentials and other settings in the current configuration of a Genesys Cloud integration. " +
			"The integration itself is created elsewhere.",
		Attributes: map[string]schema.Attribute{
			"integration_id": schema.StringAttribute{
				MarkdownDescription: "Id of the integration. Changing this forces a new resource, but leaves both integrations in existence.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the integration.",
				Optional:            true, Computed: true,
				Validators:    []validator.String{stringvalidator.LengthAtLeast(1)},
				PlanModifiers: kept,
			},
			"notes": schema.StringAttribute{
				MarkdownDescription: "Notes.",
				Optional:            true, Computed: true,
				PlanModifiers: kept,
			},
			"properties": object("Properties, as the integration's type has them."),
			"advanced":   object("Advanced properties, as the integration's type has them."),
			"credentials": schema.MapAttribute{
				MarkdownDescription: "Ids of credentials by slot, such as `{ basicAuth = credentials_integration_credential.example.id }`. " +
					"The type of the integration determines its slots, and which types of credential each takes: see the data source `credentials_integration_type`. " +
					"The name of a slot need not be that of a credential type: `basicAuth` of Web Services Data Actions takes `userDefinedOAuth`, too. " +
					"A slot that is taken out of the configuration is emptied.",
				Optional:    true,
				ElementType: types.StringType,
				Validators: []validator.Map{
					mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1)),
					mapvalidator.NoNullValues(),
					mapvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1)),
				},
			},
			"version": schema.Int64Attribute{MarkdownDescription: "Version of the configuration. Every write raises it, whoever makes it.", Computed: true},
			"id":      resource.Stable("Id of the integration."),
		},
	}
}

func (r *integrationConfigResource) IdentitySchema(_ context.Context, _ framework.IdentitySchemaRequest, resp *framework.IdentitySchemaResponse) {
	resp.IdentitySchema = integrationConfigID.Schema()
}

func (r *integrationConfigResource) Create(ctx context.Context, req framework.CreateRequest, resp *framework.CreateResponse) {
	resource.CreateByUpdate(ctx, req, resp, r.Update)
}

func (r *integrationConfigResource) Read(ctx context.Context, req framework.ReadRequest, resp *framework.ReadResponse) {
	var state integrationConfigModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(integrationConfigID.Identify(ctx, req.State, resp.Identity)...)
	found, err := client.GetConfig(ctx, state.IntegrationID.ValueString())
	switch {
	case IsGone(err):
		resource.Gone(&resp.Diagnostics, state.object())
		resp.State.RemoveResource(ctx)
	case err != nil:
		resource.Failed(&resp.Diagnostics, "read", state.object(), err)
	default:
		state.refresh(found)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}

// Update changes a configuration that is there already, also for the first time: then there is no prior state.
func (r *integrationConfigResource) Update(ctx context.Context, req framework.UpdateRequest, resp *framework.UpdateResponse) {
	var configured, plan, state integrationConfigModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	change := plan.change(configured, state)
	written, err := client.ChangeConfig(ctx, plan.IntegrationID.ValueString(), change.apply)
	if err != nil {
		resource.Failed(&resp.Diagnostics, "write", plan.object(), err)
		return
	}
	client.noteAttached(plan.IntegrationID.ValueString(), change.attach)
	plan.complete(written)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	attached, _ := json.Marshal(change.attach) // texts by text always marshal
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, attachedKey, attached)...)
	resp.Diagnostics.Append(integrationConfigID.Identify(ctx, resp.State, resp.Identity)...)
}

// Delete detaches what this resource has attached, but not what another one has attached since: create_before_destroy puts
// the same credentials into the same slots first. An integration that is gone has nothing attached.
func (r *integrationConfigResource) Delete(ctx context.Context, req framework.DeleteRequest, resp *framework.DeleteResponse) {
	var state integrationConfigModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	document, diags := req.Private.GetKey(ctx, attachedKey)
	resp.Diagnostics.Append(diags...)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || document == nil { // an import that nothing has been attached by
		return
	}
	var attached map[string]string
	if err := json.Unmarshal(document, &attached); err != nil {
		resp.Diagnostics.AddError("Private state not readable", err.Error())
		return
	}
	integrationID := state.IntegrationID.ValueString()
	maps.DeleteFunc(attached, func(slot, id string) bool { return client.hasAttached(integrationID, slot, id) })
	if len(attached) == 0 {
		return
	}
	_, err := client.ChangeConfig(ctx, integrationID, configChange{detach: attached}.apply)
	if err != nil && !IsGone(err) {
		resource.Failed(&resp.Diagnostics, "detach the credentials of", state.object(), err)
	}
}

func (r *integrationConfigResource) ImportState(ctx context.Context, req framework.ImportStateRequest, resp *framework.ImportStateResponse) {
	integrationConfigID.Import(ctx, req, resp)
}

// attachedKey is where private state keeps what we have attached, by slot: the state shows what is in the slots now, and
// that may be another's.
const attachedKey = "attached"
