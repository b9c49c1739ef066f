package losant

import (
	"context"
	"time"

	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/issued"
)

var _ framework.ResourceWithModifyPlan = (*applicationAPITokenResource)(nil)

type applicationAPITokenResource struct {
	resource.Managed[*Client, *applicationAPITokenModel]
}

func newApplicationAPITokenResource() framework.Resource { return describeApplicationAPIToken() }

func describeApplicationAPIToken() *applicationAPITokenResource {
	r := &applicationAPITokenResource{}
	r.Name = "application_api_token"
	r.Platform = title
	r.New = func() *applicationAPITokenModel { return &applicationAPITokenModel{} }
	r.ID = resource.ID{
		{Attribute: "application_id", Pattern: objectID, Description: "Id of the application"},
		{Attribute: "id", Pattern: objectID, Description: "Id of the API token"},
	}
	r.Paths = []string{pathTokens + "/{id}"}
	r.Issued = issued.Secret{Platform: title, Name: "token", Description: "The token itself. Losant shows it once, and cannot regenerate it."}
	r.IsGone = IsGone
	return r
}

const scopeText = "What the token may do, such as `all.Application`, `all.Application.read` or `devices.get`: at least one scope. One that Losant's API 1.30.0 does not list is a warning, since the list grows."

func scopeValidators() []validator.Set {
	return []validator.Set{
		argument.Count(1, 0),
		argument.Elements(argument.Matches(scopeForm, "a scope of the form noun.verb or noun.*", "")),
		listedScopes{},
	}
}

func (r *applicationAPITokenResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An API token of a Losant application, with which a pipeline or another program calls the REST API.",
		Attributes: r.Attributes(map[string]schema.Attribute{
			"application_id": applicationIDOf("API token"),
			"name": schema.StringAttribute{
				MarkdownDescription: "Name, 1 to 255 characters. It is for display, and need not be unique.",
				Required:            true,
				Validators:          []validator.String{argument.Length(1, 255)},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Description.",
				Optional:            true,
				Validators:          []validator.String{argument.Length(0, 32767)},
			},
			"status": statusArgument("API token"),
			"scope": schema.SetAttribute{
				MarkdownDescription: scopeText + " Other scopes force a new token.",
				ElementType:         types.StringType, Required: true,
				Validators:    scopeValidators(),
				PlanModifiers: []planmodifier.Set{setplanmodifier.RequiresReplace()},
			},
			"expiration_date": schema.StringAttribute{
				MarkdownDescription: "When the token expires (RFC 3339), such as `2027-01-31T00:00:00Z`; by default never. Another time forces a new token. Plans warn from 30 days before.",
				Optional:            true,
				Validators:          []validator.String{argument.Check(isTime, "a time in RFC 3339, such as 2027-01-31T00:00:00Z", "")},
				PlanModifiers:       []planmodifier.String{replacesWithTime()},
			},
			"id":            resource.Stable("Id of the API token."),
			"creation_date": resource.Stable("When it was created."),
			"creator_id":    resource.Stable("Id of the creator."),
			"creator_type":  resource.Stable("Kind of creator: `flow`, `user` or `apiToken`."),
			"creator_name":  resource.Stable("Name of the creator."),
			"last_updated":  resource.Volatile("When it was last changed."),
		}),
	}
}

func isTime(text string) bool {
	_, err := time.Parse(time.RFC3339, text)
	return err == nil
}

// replacesWithTime makes another time replace the token, but not the same one in another spelling.
func replacesWithTime() planmodifier.String {
	const rule = "Another time replaces the token."
	return stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = req.PlanValue.IsUnknown() || !sameTime(req.PlanValue.ValueString(), req.StateValue.ValueString())
	}, rule, rule)
}

// ModifyPlan implements framework.ResourceWithModifyPlan.
func (r *applicationAPITokenResource) ModifyPlan(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	r.BeginPlan(ctx, req, &resp.Diagnostics)
	makes := r.PlanIssued(ctx, req, resp)
	if req.Plan.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	plan := r.New()
	resp.Diagnostics.Append(resource.Get(ctx, req.Plan, plan)...)
	plan.checkExpiry(makes, &resp.Diagnostics)
	if req.State.Raw.IsNull() && !resp.Diagnostics.HasError() {
		r.CheckCreation(ctx, plan, req.Plan, &resp.Diagnostics)
	}
}

// Check implements resource.Checked.
func (m *applicationAPITokenModel) Check(client *Client) (resource.Check, bool) {
	return checkInApplication(m.ApplicationID, func(ctx context.Context) ([]string, error) {
		return nil, client.LookAtApplicationAPITokens(ctx, m.ApplicationID.ValueString(), m.Name.ValueString())
	})
}

// Create implements resource.ManagedModel.
func (m *applicationAPITokenModel) Create(ctx context.Context, client *Client, _ *resource.Call) (resource.Outcome, error) {
	made, token, err := client.CreateApplicationAPIToken(ctx, m.ApplicationID.ValueString(), m.expand())
	if err != nil {
		return resource.Outcome{}, err
	}
	m.complete(made)
	return resource.Outcome{Issued: token}, nil
}

// Read implements resource.ManagedModel.
func (m *applicationAPITokenModel) Read(ctx context.Context, client *Client, _ *resource.Call) error {
	found, err := client.ReadApplicationAPIToken(ctx, m.ApplicationID.ValueString(), m.ID.ValueString())
	if err == nil {
		m.flatten(found)
	}
	return err
}

// Update implements resource.ManagedModel.
func (m *applicationAPITokenModel) Update(ctx context.Context, client *Client, state *applicationAPITokenModel, _ *resource.Call) (resource.Outcome, error) {
	body := m.expandChanges(state)
	if len(body) == 0 {
		return resource.Outcome{}, nil
	}
	changed, err := client.UpdateApplicationAPIToken(ctx, m.ApplicationID.ValueString(), m.ID.ValueString(), body)
	if err == nil {
		m.complete(changed)
	}
	return resource.Outcome{}, err
}

// Delete implements resource.ManagedModel.
func (m *applicationAPITokenModel) Delete(ctx context.Context, client *Client, _ *resource.Call) error {
	return client.DeleteApplicationAPIToken(ctx, m.ApplicationID.ValueString(), m.ID.ValueString())
}
