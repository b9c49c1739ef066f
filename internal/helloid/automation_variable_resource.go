package helloid

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

var _ framework.ResourceWithModifyPlan = (*automationVariableResource)(nil)

type automationVariableResource struct {
	resource.Managed[*Client, *automationVariableModel]
}

// variableSecret may be empty: the vendor's own scripts create blank variables for an administrator to fill.
var variableSecret = triple.Secret{
	Path:        path.Root("value"),
	Description: "Value of the variable, which may be empty; if `secret` is true, HelloID never shows it.",
	Required:    true,
	IsPublic: func(ctx context.Context, config tfsdk.Config) bool {
		var secret types.Bool
		return !config.GetAttribute(ctx, path.Root("secret"), &secret).HasError() && !secret.IsNull() && !secret.IsUnknown() && !secret.ValueBool()
	},
}

// variableName accepts the names that a URL's path can hold.
func variableName() []validator.String {
	return []validator.String{argument.Filled(), argument.Check(
		func(s string) bool { return s != "." && s != ".." }, "a name other than . and ..", "HelloID's API has the name in the path of its URLs, where these two mean something else.")}
}

func newAutomationVariableResource() framework.Resource { return describeAutomationVariable() }

func describeAutomationVariable() *automationVariableResource {
	r := &automationVariableResource{}
	r.Name = "automation_variable"
	r.Platform = title
	r.New = func() *automationVariableModel { return &automationVariableModel{} }
	r.ID = resource.ID{{Attribute: "name", Description: "Name of the variable"}}
	r.Paths = []string{pathNamedVariable, pathVariable}
	r.Secrets = []triple.Secret{variableSecret}
	r.Whole = true
	r.IsGone = func(err error) bool { return errors.Is(err, ErrNoVariable) }
	return r
}

type automationVariableModel struct {
	ID                     types.String `tfsdk:"id"`
	Name                   types.String `tfsdk:"name"`
	Value                  types.String `tfsdk:"value"`
	ValueWO                types.String `tfsdk:"value_wo"`
	ValueWOVersion         types.String `tfsdk:"value_wo_version"`
	Secret                 types.Bool   `tfsdk:"secret"`
	DestroyBehavior        types.String `tfsdk:"destroy_behavior"`
	AutomationVariableGUID types.String `tfsdk:"automation_variable_guid"`
	SecretWrittenAt        types.String `tfsdk:"secret_written_at"`
}

func (r *automationVariableResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A global automation variable in HelloID, which scripts and tasks of Service Automation use: a secret, or a plain setting.",
		Attributes: r.Attributes(map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the variable. Changing this forces a new variable.",
				Required:            true,
				Validators:          variableName(),
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"secret": schema.BoolAttribute{
				MarkdownDescription: "Whether HelloID encrypts the value. Default `true`. With `false`, anyone who may see variables in HelloID can read the value, " +
					"and a change of it outside Terraform is noticed and undone.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			"destroy_behavior": resource.DestroyBehavior("blank",
				"leaves the variable with an empty value that is not encrypted, since HelloID documents no way to delete one"),
			"automation_variable_guid": resource.Stable("GUID of the variable."),
			"id":                       resource.Stable("The import id, which is the name."),
		}),
	}
}

// ModifyPlan implements framework.ResourceWithModifyPlan.
func (r *automationVariableResource) ModifyPlan(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	plan, state := r.New(), r.New()
	created, destroyed := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	if !created {
		resp.Diagnostics.Append(resource.Get(ctx, req.State, state)...)
	}
	if !destroyed {
		resp.Diagnostics.Append(resource.Get(ctx, req.Plan, plan)...)
	}
	r.BeginPlan(ctx, req, &resp.Diagnostics)
	r.RefuseTwins(ctx, req, &resp.Diagnostics)
	kept := r.PlanSuccession(ctx, req, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	if created {
		r.CheckCreation(ctx, plan, req.Plan, &resp.Diagnostics)
	}
	renamed := !created && !destroyed && !plan.Name.Equal(state.Name)
	if (destroyed && !kept || renamed) && state.DestroyBehavior.ValueString() != resource.Abandon {
		resp.Diagnostics.AddWarning(fmt.Sprintf("The %s will not be deleted", state.Object()),
			"HelloID documents no way to delete an automation variable: it stays, with an empty value that is not encrypted.")
	}
	r.PlanSecrets(ctx, req, resp)
}

// Check implements resource.Checked. A blank variable does not block a creation.
func (m *automationVariableModel) Check(client *Client) (resource.Check, bool) {
	return resource.Check{Read: func(ctx context.Context) ([]string, error) {
		found, err := client.lookBeforeCreate(ctx, m.Name.ValueString())
		if err != nil || found.GUID == "" || found.isBlank() {
			return nil, err
		}
		return []string{found.Name}, nil
	}}, !m.Name.IsUnknown()
}

// Object implements resource.ManagedModel.
func (m *automationVariableModel) Object() string {
	return fmt.Sprintf("automation variable %q", m.Name.ValueString())
}

// expand is what is written. Every write carries the value.
func (m *automationVariableModel) expand(ctx context.Context, call *resource.Call) Variable {
	value, _ := call.Secrets.Send(ctx, variableSecret.Path)
	return Variable{Name: m.Name.ValueString(), Value: value, Secret: m.Secret.ValueBool()}
}

// noteShown notes that HelloID shows the value, if it does.
func (m *automationVariableModel) noteShown(call *resource.Call) {
	if !m.Secret.ValueBool() {
		call.Secrets.Shows(variableSecret.Path)
	}
}

// complete fills in what the plan left open.
func (m *automationVariableModel) complete(written Variable) {
	m.ID = m.Name
	if m.AutomationVariableGUID.IsUnknown() {
		m.AutomationVariableGUID = resource.TextOrNull(written.GUID)
	}
}

// Create implements resource.ManagedModel.
func (m *automationVariableModel) Create(ctx context.Context, client *Client, call *resource.Call) (resource.Outcome, error) {
	m.noteShown(call)
	made, err := client.CreateVariable(ctx, m.expand(ctx, call))
	if err != nil && made.GUID == "" {
		return resource.Outcome{}, err
	}
	m.complete(made)
	return resource.Outcome{Unfinished: err}, nil
}

// Read implements resource.ManagedModel. Of a secret, only that it exists and is one can be read.
func (m *automationVariableModel) Read(ctx context.Context, client *Client, call *resource.Call) error {
	found, err := client.ReadVariable(ctx, m.Name.ValueString())
	if err != nil {
		return err
	}
	isWriteOnly := m.Value.IsNull() && !m.AutomationVariableGUID.IsNull() // an import does not know the GUID
	m.flatten(found)
	if isWriteOnly && !found.Secret {
		m.Value = types.StringNull()
		call.Shown(ctx, variableSecret.Path, found.Value)
	}
	return nil
}

// flatten takes everything that HelloID shows of a variable.
func (m *automationVariableModel) flatten(found Variable) {
	m.ID, m.AutomationVariableGUID = m.Name, resource.TextOrNull(found.GUID)
	m.Secret = types.BoolValue(found.Secret)
	if !found.Secret {
		m.Value = types.StringValue(found.Value.Reveal())
	}
}

// Update implements resource.ManagedModel. A change of destroy_behavior alone sends nothing.
func (m *automationVariableModel) Update(ctx context.Context, client *Client, state *automationVariableModel, call *resource.Call) (resource.Outcome, error) {
	m.noteShown(call)
	if m.Secret.Equal(state.Secret) && !call.Secrets.Changed(variableSecret.Path) {
		return resource.Outcome{}, nil
	}
	written, err := client.PutVariable(ctx, m.expand(ctx, call))
	if err == nil {
		m.complete(written)
	}
	return resource.Outcome{}, err
}

// Delete implements resource.ManagedModel.
func (m *automationVariableModel) Delete(ctx context.Context, client *Client, call *resource.Call) error {
	if m.DestroyBehavior.ValueString() == resource.Abandon {
		call.Diagnostics.AddWarning(fmt.Sprintf("The %s is left as it is", m.Object()), `Its destroy_behavior is "abandon", so nothing is sent.`)
		return nil
	}
	return client.BlankVariable(ctx, m.Name.ValueString())
}

// Target implements resource.Targeted.
func (m *automationVariableModel) Target(context.Context, *Client) resource.Target {
	return resource.TargetWhole(m.Name.ValueString())
}
