package losant

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// ModifyPlan says what a change means: the type, whether it takes a replacement, what Losant will make anew, and who will
// notice.
func (r *serviceCredentialResource) ModifyPlan(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	client, reachable := r.BeginPlan(ctx, req, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || req.Plan.Raw.IsNull() {
		return
	}
	var plan, state serviceCredentialModel
	resp.Diagnostics.Append(resource.Get(ctx, req.Plan, &plan)...)
	t, known := plan.credentialType()
	if !known { // the engine cannot go on from a plan with a block that turns out to be absent
		resp.Diagnostics.AddError("Service credential type is unknown at plan time", fmt.Sprintf(
			"Which of these blocks is set is only known after another resource is applied: %s. "+
				"Base the dynamic blocks' for_each on variables, or apply that resource first (-target).", blockNames(plan.types())))
		return
	}
	if plan.Type.ValueString() != t.name { // each SetAttribute rebuilds the whole object
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("type"), t.name)...)
	}
	if req.State.Raw.IsNull() && !resp.Diagnostics.HasError() {
		r.CheckCreation(ctx, &plan, req.Plan, &resp.Diagnostics)
	}
	if req.State.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	if resp.Plan.Raw.Equal(req.State.Raw) { // decoding sixteen blocks takes longer
		state = plan
	} else {
		resp.Diagnostics.Append(resource.Get(ctx, req.State, &state)...)
	}
	resp.RequiresReplace.Append(plan.replaces(state, t)...)
	if len(resp.RequiresReplace) > 0 || !resource.SameID(state.ApplicationID, plan.ApplicationID) {
		if reachable {
			r.WarnOfDestruction(ctx, client, req.State, "Replacing", &resp.Diagnostics)
		}
		return
	}
	if reachable && !plan.Name.IsUnknown() && !plan.Name.Equal(state.Name) {
		r.WarnOfUsers(ctx, state.Guard(client), &resp.Diagnostics, "A reference is by name, so renaming it breaks what uses it until that has the new name.")
	}
	if update := r.PlanSecrets(ctx, req, resp); update != nil {
		if slices.ContainsFunc(t.fields, func(f field) bool { return f.input && plan.generatesAnew(state, t, f) }) {
			update.Makes(resp)
		}
		for _, f := range plan.remade(state, t, update.Settled(t.triple().Path)) {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(t.block).AtName(f.name), f.unknown())...)
		}
	}
}

// replaces lists the attributes whose change the API cannot do in place, or which may turn out to change so when the plan
// is applied.
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
		removed := m.field(t, f).IsNull() || m.field(t, f).IsUnknown()
		if !f.required && !f.secret && !f.computed && !f.clearable() && removed && !state.field(t, f).IsNull() {
			replaced.Append(path.Root(t.block).AtName(f.name))
		}
	}
	return replaced
}

// remade lists what Losant makes anew, because an update changes what it is made from, or may turn out to do so when it is
// applied: the secret, unless it is settled.
func (m *serviceCredentialModel) remade(state serviceCredentialModel, t credentialType, settled bool) []field {
	changes := map[string]bool{}
	for _, f := range t.fields {
		switch {
		case f.secret:
			changes[f.name] = !settled
		case f.input:
			changes[f.name] = m.generatesAnew(state, t, f)
		default:
			changes[f.name] = !m.field(t, f).Equal(state.field(t, f))
		}
	}
	return keep(t.fields, func(f field) bool {
		return slices.ContainsFunc(f.from, func(source string) bool { return changes[source] })
	})
}
