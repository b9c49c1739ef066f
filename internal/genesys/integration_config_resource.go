package genesys

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var _ framework.ResourceWithModifyPlan = (*integrationConfigResource)(nil)

type integrationConfigResource struct {
	resource.Managed[*Client, *integrationConfigModel]
}

const integrationHint = "The list resource credentials_integration_config shows the ids of all integrations."

func newIntegrationConfigResource() framework.Resource { return describeIntegrationConfig() }

func describeIntegrationConfig() *integrationConfigResource {
	r := &integrationConfigResource{}
	r.Name = "integration_config"
	r.Platform = title
	r.New = func() *integrationConfigModel { return &integrationConfigModel{} }
	r.ID = resource.ID{{Attribute: "integration_id", Description: "Id of the integration", Pattern: argument.NoSlash}}
	r.Paths = []string{pathConfig}
	r.Vendor = resource.Source{Type: "genesyscloud_integration", Provider: "MyPureCloud/genesyscloud"}
	r.IsGone = IsGone
	return r
}

func (r *integrationConfigResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	object := func(doc string) schema.Attribute {
		return schema.StringAttribute{
			MarkdownDescription: doc + ", as a JSON object: use `jsonencode({ … })`. Only the top-level keys that you configure are managed. A key that you remove from the configuration is removed from the integration.",
			Optional:            true,
			CustomType:          argument.JSONType{},
			Validators:          []validator.String{argument.JSONObject()},
			PlanModifiers:       []planmodifier.String{argument.KeepSpelling()},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Credentials and other settings in the current configuration of a Genesys Cloud integration. " +
			"The integration itself is created elsewhere.",
		Attributes: map[string]schema.Attribute{
			"integration_id": schema.StringAttribute{
				MarkdownDescription: "Id of the integration. Changing this forces a new resource, but leaves both integrations in existence.",
				Required:            true,
				Validators:          []validator.String{argument.Filled()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the integration.",
				Optional:            true, Computed: true,
				Validators:    []validator.String{argument.Filled()},
				PlanModifiers: kept,
			},
			"notes": schema.StringAttribute{
				MarkdownDescription: "Notes.",
				Optional:            true, Computed: true,
				PlanModifiers: kept,
			},
			"properties": object("Properties that the integration's type has"),
			"advanced":   object("Advanced properties that the integration's type has"),
			"credentials": schema.MapAttribute{
				MarkdownDescription: "Ids of credentials by slot, such as `{ basicAuth = credentials_integration_credential.example.id }`. " +
					"The data source `credentials_integration_type` shows the slots of an integration's type, and which types of credential each takes. " +
					"A slot that you remove from the configuration is emptied.",
				Optional:    true,
				ElementType: types.StringType,
				Validators: []validator.Map{
					argument.Map([]validator.String{argument.Filled()}, []validator.String{argument.Filled()}),
				},
			},
			"version": resource.VolatileOf(schema.Int64Attribute{MarkdownDescription: "Version of the configuration. Every write raises it, also one outside Terraform.", Computed: true}),
			"id":      resource.Stable("Id of the integration."),
		},
	}
}

// Check implements resource.Checked.
func (m *integrationConfigModel) Check(client *Client) (resource.Check, bool) {
	return resource.Check{
		Read: func(ctx context.Context) ([]string, error) {
			_, err := client.Integration(ctx, m.IntegrationID.ValueString())
			return nil, err
		},
		Parent: "integration_id", Kind: "integration", ParentHint: integrationHint, IsUnknown: IsGone,
	}, !m.IntegrationID.IsUnknown()
}

// Create implements resource.ManagedModel. The configuration is there already: it is changed for the first time.
func (m *integrationConfigModel) Create(ctx context.Context, client *Client, call *resource.Call) (resource.Outcome, error) {
	return m.Update(ctx, client, &integrationConfigModel{}, call)
}

// Read implements resource.ManagedModel.
func (m *integrationConfigModel) Read(ctx context.Context, client *Client, _ *resource.Call) error {
	found, err := client.GetConfig(ctx, m.IntegrationID.ValueString())
	if err == nil {
		m.flatten(found)
	}
	return err
}

// attachedKey is where private state keeps what we have attached, by slot: the state shows what is in the slots now, and
// that may be another's.
const attachedKey = "attached"

// Update implements resource.ManagedModel.
func (m *integrationConfigModel) Update(ctx context.Context, client *Client, state *integrationConfigModel, call *resource.Call) (resource.Outcome, error) {
	var configured integrationConfigModel
	call.Diagnostics.Append(call.Config.Get(ctx, &configured)...)
	change := m.expandChanges(configured, *state)
	maps.DeleteFunc(change.detach, func(slot, _ string) bool { return call.Succeeded(slot) })
	written, err := client.ChangeConfig(ctx, m.IntegrationID.ValueString(), change.apply)
	if err != nil {
		return resource.Outcome{}, err
	}
	m.complete(written)
	attached, _ := json.Marshal(change.attach) // texts by text always marshal
	call.Diagnostics.Append(call.Private.SetKey(ctx, attachedKey, attached)...)
	return resource.Outcome{}, nil
}

// Target implements resource.Targeted: each slot is written by itself.
func (m *integrationConfigModel) Target(context.Context, *Client) resource.Target {
	return resource.Target{Name: m.IntegrationID.ValueString(), Parts: slices.Collect(maps.Keys(slotsOf(m.Credentials)))}
}

// Delete implements resource.ManagedModel. It detaches what this resource has attached, but not what another one has
// attached since: create_before_destroy puts the same credentials into the same slots first. An integration that is gone
// has nothing attached.
func (m *integrationConfigModel) Delete(ctx context.Context, client *Client, call *resource.Call) error {
	document, diags := call.Private.GetKey(ctx, attachedKey)
	call.Diagnostics.Append(diags...)
	if diags.HasError() || document == nil { // an import that nothing has been attached by
		return nil
	}
	var attached map[string]string
	if err := json.Unmarshal(document, &attached); err != nil {
		return fmt.Errorf("private state is not readable: %w", err)
	}
	integrationID := m.IntegrationID.ValueString()
	maps.DeleteFunc(attached, func(slot, _ string) bool { return call.Succeeded(slot) })
	if len(attached) == 0 {
		return nil
	}
	_, err := client.ChangeConfig(ctx, integrationID, configChange{detach: attached}.apply)
	if IsGone(err) {
		return nil
	}
	return err
}
