package losant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

var (
	_ framework.ResourceWithConfigure      = (*serviceCredentialResource)(nil)
	_ framework.ResourceWithIdentity       = (*serviceCredentialResource)(nil)
	_ framework.ResourceWithImportState    = (*serviceCredentialResource)(nil)
	_ framework.ResourceWithModifyPlan     = (*serviceCredentialResource)(nil)
	_ framework.ResourceWithValidateConfig = (*serviceCredentialResource)(nil)
)

type serviceCredentialResource struct{ resource.Resource[*Client] }

func newServiceCredentialResource() framework.Resource { return &serviceCredentialResource{} }

var serviceCredentialID = resource.ID{
	{Attribute: "application_id", Pattern: objectID, Description: "Id of the application"},
	{Attribute: "id", Pattern: objectID, Description: "Id of the service credential"},
}

// serviceCredentialSecrets are the secrets of all types; those of absent blocks are never looked at.
var serviceCredentialSecrets = triple.Tracker{
	Secrets:  eachType(credentialType.triple),
	Volatile: []path.Path{path.Root("last_updated"), path.Root("last_updated_by_id"), path.Root("last_updated_by_type")},
	Stamp:    path.Root("last_updated"),
	Author:   path.Root("last_updated_by_id"),
}

func (r *serviceCredentialResource) Metadata(_ context.Context, req framework.MetadataRequest, resp *framework.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_service_credential"
}

func (r *serviceCredentialResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A service credential of a Losant application, which its workflows and integrations use to reach another service. " +
			"Exactly one of sixteen blocks, such as `aws` or `sql`, determines its type.",
		Attributes: map[string]schema.Attribute{
			"application_id": schema.StringAttribute{
				MarkdownDescription: "Id of the application, 24 hexadecimal digits. Changing this forces a new service credential.",
				Required:            true,
				Validators:          []validator.String{isObjectID()},
				PlanModifiers:       []planmodifier.String{resource.ReplacesWithID()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name, unique in the application. Workflows and integrations refer to a service credential by its name, so renaming one that is in use breaks them; the plan warns of that.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, 255)},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Description.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.UTF8LengthAtMost(32767)},
			},
			"enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether the service credential can be used. Default `true`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			"force_destroy": schema.BoolAttribute{
				MarkdownDescription: "Delete the service credential even if workflows or integrations refer to it. Default `false`. Takes effect only after it has been applied.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"id":                   resource.Stable("Id of the service credential."),
			"type":                 resource.Stable("Type, as Losant spells it."),
			"creation_date":        resource.Stable("When it was created."),
			"created_by_id":        resource.Stable("Id of the creator."),
			"created_by_type":      resource.Stable("Kind of creator: `flow`, `user` or `apiToken`."),
			"last_updated":         resource.Volatile("When it was last changed."),
			"last_updated_by_id":   resource.Volatile("Id of the last editor."),
			"last_updated_by_type": resource.Volatile("Kind of last editor: `flow`, `user` or `apiToken`."),
			"secret_written_at":    serviceCredentialSecrets.WrittenAt(),
		},
		Blocks: map[string]schema.Block{},
	}
	for _, t := range credentialTypes {
		resp.Schema.Blocks[t.block] = t.resourceBlock()
	}
}

func (r *serviceCredentialResource) IdentitySchema(_ context.Context, _ framework.IdentitySchemaRequest, resp *framework.IdentitySchemaResponse) {
	resp.IdentitySchema = serviceCredentialID.Schema()
}

// ValidateConfig asks for one block. Dynamic blocks, as in a module that chooses the type, are all there until their
// for_each is known.
func (r *serviceCredentialResource) ValidateConfig(ctx context.Context, req framework.ValidateConfigRequest, resp *framework.ValidateConfigResponse) {
	var config serviceCredentialModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	there := config.types()
	sure := keep(there, config.isSure)
	switch {
	case resp.Diagnostics.HasError():
	case len(there) == 0:
		resp.Diagnostics.AddError("No type of service credential",
			fmt.Sprintf("A service credential has exactly one of these blocks, and none is here: %s.", blockNames(credentialTypes)))
	case len(sure) > 1:
		resp.Diagnostics.AddAttributeError(path.Root(sure[1].block), "Several types of service credential",
			fmt.Sprintf("A service credential has exactly one block for its type, and these are here: %s.", blockNames(sure)))
	}
}

func (r *serviceCredentialResource) Create(ctx context.Context, req framework.CreateRequest, resp *framework.CreateResponse) {
	var plan serviceCredentialModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	write := serviceCredentialSecrets.Begin(ctx, req.Config, req.Plan, resp.State, resp.Private, &resp.Diagnostics)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	created, err := client.CreateServiceCredential(ctx, plan.ApplicationID.ValueString(), plan.expand(ctx, write))
	if err != nil {
		resource.CreateFailed(&resp.Diagnostics, plan.object(), err, serviceCredentialID, plan.ApplicationID.ValueString())
	}
	if created == nil {
		return
	}
	t, _ := plan.credentialType()
	plan.complete(t, created)
	plan.SecretWrittenAt = types.StringNull()
	if err == nil {
		plan.SecretWrittenAt = write.Confirm(ctx, created.LastUpdated)
	}
	resp.Diagnostics.Append(serviceCredentialID.Save(ctx, &plan, &resp.State, resp.Identity)...)
}

func (r *serviceCredentialResource) Read(ctx context.Context, req framework.ReadRequest, resp *framework.ReadResponse) {
	var state serviceCredentialModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(serviceCredentialID.Identify(ctx, req.State, resp.Identity)...)
	found, err := client.GetServiceCredential(ctx, state.ApplicationID.ValueString(), state.ID.ValueString())
	switch {
	case IsGone(err):
		resource.Gone(&resp.Diagnostics, state.object())
		resp.State.RemoveResource(ctx)
	case err != nil:
		resource.Failed(&resp.Diagnostics, "read", state.object(), err)
	default:
		t, known := typeByName(found.Type)
		if !known {
			resp.Diagnostics.AddError("Unknown type of service credential",
				fmt.Sprintf("The %s is of type %q, which this version of the provider cannot manage.", state.object(), found.Type))
			return
		}
		state.refresh(t, found)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}

func (r *serviceCredentialResource) Update(ctx context.Context, req framework.UpdateRequest, resp *framework.UpdateResponse) {
	var plan, state serviceCredentialModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	write := serviceCredentialSecrets.Begin(ctx, req.Config, req.Plan, req.State, resp.Private, &resp.Diagnostics)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	t, _ := plan.credentialType()
	patch := plan.expandChanges(ctx, state, write)
	if patch.isEmpty() {
		plan.keep(t, state)
	} else {
		updated, err := client.UpdateServiceCredential(ctx, plan.ApplicationID.ValueString(), plan.ID.ValueString(), patch)
		if err != nil {
			resource.Failed(&resp.Diagnostics, "update", plan.object(), err)
			return
		}
		plan.complete(t, updated)
	}
	plan.SecretWrittenAt = write.Confirm(ctx, plan.LastUpdated.ValueString())
	resp.Diagnostics.Append(serviceCredentialID.Save(ctx, &plan, &resp.State, resp.Identity)...)
}

func (r *serviceCredentialResource) Delete(ctx context.Context, req framework.DeleteRequest, resp *framework.DeleteResponse) {
	var state serviceCredentialModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if !state.ForceDestroy.ValueBool() && state.guard(client).Refuse(ctx, &resp.Diagnostics) {
		return
	}
	if err := client.DeleteServiceCredential(ctx, state.ApplicationID.ValueString(), state.ID.ValueString()); err != nil {
		resource.Failed(&resp.Diagnostics, "delete", state.object(), err)
	}
}

func (r *serviceCredentialResource) ImportState(ctx context.Context, req framework.ImportStateRequest, resp *framework.ImportStateResponse) {
	serviceCredentialID.Import(ctx, req, resp)
}

// guard looks for what refers to the service credential.
func (m *serviceCredentialModel) guard(client *Client) resource.InUse {
	return resource.InUse{
		Object:  m.object(),
		Budget:  client.api.MaxElapsed(),
		Replace: " and give the new one another name, since names are unique",
		Users: func(ctx context.Context) ([]string, error) {
			usage, err := client.GetUsage(ctx, m.ApplicationID.ValueString(), m.ID.ValueString(), false)
			if IsGone(err) {
				return nil, nil
			}
			return usage.names(), err
		},
	}
}

func (m *serviceCredentialModel) object() string {
	if m.Name.ValueString() == "" { // an import knows the id only
		return fmt.Sprintf("service credential %s", m.ID.ValueString())
	}
	return fmt.Sprintf("service credential %q", m.Name.ValueString())
}
