package genesys

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

var (
	_ framework.ResourceWithConfigure   = (*integrationCredentialResource)(nil)
	_ framework.ResourceWithIdentity    = (*integrationCredentialResource)(nil)
	_ framework.ResourceWithImportState = (*integrationCredentialResource)(nil)
	_ framework.ResourceWithModifyPlan  = (*integrationCredentialResource)(nil)
)

type integrationCredentialResource struct{ resource.Resource[*Client] }

func newIntegrationCredentialResource() framework.Resource { return &integrationCredentialResource{} }

var integrationCredentialID = resource.ID{{Attribute: "id", Description: "Id of the credential"}}

var fieldsPath, fieldsWOPath = path.Root("fields"), path.Root("fields_wo")

var fieldsSecret = triple.Secret{
	Path: fieldsPath,
	Description: "Fields of the credential, by name. The data source `credentials_integration_credential_types` lists those of each type; " +
		"the types `userDefined` and `userDefinedOAuth` take any. Fields that are not secret, such as `userName`, are best put here, where changes made outside Terraform show.",
	Map:           true,
	KeyValidators: []validator.String{stringvalidator.LengthAtLeast(1)},
}

var integrationCredentialSecrets = triple.Tracker{
	Secrets:  []triple.Secret{fieldsSecret},
	Volatile: []path.Path{path.Root("modified_date")},
	Stamp:    path.Root("modified_date"),
	Whole:    true,
}

func (r *integrationCredentialResource) Metadata(_ context.Context, req framework.MetadataRequest, resp *framework.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_integration_credential"
}

func (r *integrationCredentialResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A credential that integrations of Genesys Cloud use to reach another service. " +
			"`credentials_integration_config` puts it into an integration.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name. Need not be unique.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"type": schema.StringAttribute{
				MarkdownDescription: "Name of the credential type, such as `basicAuth`. Changing this forces a new credential.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"force_destroy": schema.BoolAttribute{
				MarkdownDescription: "Delete the credential even if integrations use it. Default `false`. Takes effect only after it has been applied, and Genesys Cloud may still refuse the deletion.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"id":                resource.Stable("Id of the credential."),
			"modified_date":     resource.Volatile("When it was last changed (RFC 3339)."),
			"secret_written_at": integrationCredentialSecrets.WrittenAt(),
		},
	}
	fieldsSecret.AddTo(resp.Schema.Attributes)
}

func (r *integrationCredentialResource) IdentitySchema(_ context.Context, _ framework.IdentitySchemaRequest, resp *framework.IdentitySchemaResponse) {
	resp.IdentitySchema = integrationCredentialID.Schema()
}

func (r *integrationCredentialResource) Create(ctx context.Context, req framework.CreateRequest, resp *framework.CreateResponse) {
	var plan integrationCredentialModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	write := integrationCredentialSecrets.Begin(ctx, req.Config, req.Plan, resp.State, resp.Private, &resp.Diagnostics)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	created, err := client.CreateCredential(ctx, plan.expand(ctx, write))
	if err != nil {
		resource.CreateFailed(&resp.Diagnostics, plan.object(), err, integrationCredentialID)
	}
	if created == nil {
		return
	}
	plan.ID = types.StringValue(created.ID)
	plan.ModifiedDate = resource.TextOrNull(created.ModifiedDate)
	plan.SecretWrittenAt = types.StringNull()
	if err == nil {
		plan.SecretWrittenAt = write.Confirm(ctx, created.ModifiedDate)
	}
	resp.Diagnostics.Append(integrationCredentialID.Save(ctx, &plan, &resp.State, resp.Identity)...)
}

func (r *integrationCredentialResource) Read(ctx context.Context, req framework.ReadRequest, resp *framework.ReadResponse) {
	var state integrationCredentialModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(integrationCredentialID.Identify(ctx, req.State, resp.Identity)...)
	found, err := client.LookupCredential(ctx, state.ID.ValueString(), Lookup{Fields: state.mayHaveDrifted, Written: state.written()})
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

func (r *integrationCredentialResource) Update(ctx context.Context, req framework.UpdateRequest, resp *framework.UpdateResponse) {
	var plan, state integrationCredentialModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	write := integrationCredentialSecrets.Begin(ctx, req.Config, req.Plan, req.State, resp.Private, &resp.Diagnostics)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	plan.ModifiedDate = state.ModifiedDate
	if write.Changed(fieldsPath) || !plan.Name.Equal(state.Name) {
		if state.refuseWipe(ctx, client, req.Config, write.Withdrawn(fieldsPath), &resp.Diagnostics); resp.Diagnostics.HasError() {
			return
		}
		updated, err := client.UpdateCredential(ctx, plan.ID.ValueString(), plan.expand(ctx, write))
		if err != nil {
			resource.Failed(&resp.Diagnostics, "update", plan.object(), err)
			return
		}
		plan.ModifiedDate = resource.TextOrNull(updated.ModifiedDate)
	}
	plan.SecretWrittenAt = write.Confirm(ctx, plan.ModifiedDate.ValueString())
	resp.Diagnostics.Append(integrationCredentialID.Save(ctx, &plan, &resp.State, resp.Identity)...)
}

func (r *integrationCredentialResource) Delete(ctx context.Context, req framework.DeleteRequest, resp *framework.DeleteResponse) {
	var state integrationCredentialModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	guard := state.guard(client)
	if !state.ForceDestroy.ValueBool() && guard.Refuse(ctx, &resp.Diagnostics) {
		return
	}
	remove := func(ctx context.Context) error { return client.DeleteCredential(ctx, state.ID.ValueString()) }
	if err := guard.Delete(ctx, remove, IsInUse); err != nil {
		resource.Failed(&resp.Diagnostics, "delete", state.object(), err)
	}
}

func (r *integrationCredentialResource) ImportState(ctx context.Context, req framework.ImportStateRequest, resp *framework.ImportStateResponse) {
	integrationCredentialID.Import(ctx, req, resp)
}
