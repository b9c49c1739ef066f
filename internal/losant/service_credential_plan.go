package losant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ModifyPlan says what a change means: the type, whether it takes a replacement, what Losant will make anew, and who will
// notice.
func (r *serviceCredentialResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	client, reachable := r.PlanClient(&resp.Diagnostics)
	if resp.Diagnostics.HasError() || req.Plan.Raw.IsNull() {
		return
	}
	var plan, state serviceCredentialModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	t, known := plan.credentialType()
	if known {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("type"), t.name)...)
	}
	if req.State.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if known {
		resp.RequiresReplace.Append(plan.replaces(state, t)...)
	}
	if len(resp.RequiresReplace) > 0 || !plan.ApplicationID.Equal(state.ApplicationID) {
		if reachable && !state.ForceDestroy.ValueBool() {
			state.guard(client).Warn(ctx, &resp.Diagnostics, "Replacing it is refused as long as they refer to it, unless force_destroy has been applied.")
		}
		return
	}
	if reachable && !plan.Name.IsUnknown() && !plan.Name.Equal(state.Name) {
		state.guard(client).Warn(ctx, &resp.Diagnostics, "They refer to it by its name, so renaming it breaks them until they use the new one.")
	}
	serviceCredentialSecrets.ModifyPlan(ctx, req, resp)
	updates := !resp.Plan.Raw.Equal(req.State.Raw)
	if known && updates && (plan.sourceChanges(state, t) || !serviceCredentialSecrets.Settled(ctx, req, t.triple().Path, &resp.Diagnostics)) {
		planMade(ctx, t, resp)
	}
}

// replaces lists the attributes whose change the API cannot do in place.
func (m *serviceCredentialModel) replaces(state serviceCredentialModel, t credentialType) path.Paths {
	var replaced path.Paths
	before, had := state.credentialType()
	if !had { // after an import that Read has not completed
		return nil
	}
	if before.name != t.name {
		return path.Paths{path.Root(t.block)}
	}
	for _, f := range t.fields {
		if !f.required && !f.secret && !f.computed && !f.clearable() && m.field(t, f).IsNull() && !state.field(t, f).IsNull() {
			replaced.Append(path.Root(t.block).AtName(f.name))
		}
	}
	return replaced
}

// planMade leaves open what Losant makes from a source that this update changes, or that may turn out to have changed when
// it is applied.
func planMade(ctx context.Context, t credentialType, resp *resource.ModifyPlanResponse) {
	for _, f := range t.fields {
		if f.computed {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(t.block).AtName(f.name), f.unknown())...)
		}
	}
}

// sourceChanges tells whether the plan changes what Losant makes the computed fields from, the secret aside.
func (m *serviceCredentialModel) sourceChanges(state serviceCredentialModel, t credentialType) bool {
	for _, f := range t.fields {
		if f.input && m.generatesAnew(state, t, f) || f.name == "certificate" && !m.field(t, f).Equal(state.field(t, f)) {
			return true
		}
	}
	return false
}
