package issued

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ModifyPlan leaves x or encrypted_x, and secret_issued_at, unknown if and only if the apply has another secret issued, and
// reports whether it has. A resource calls it once it is known whether the plan replaces the object; a destruction needs none.
func (s Secret) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) (issues bool) {
	if req.Plan.Raw.IsNull() {
		return false
	}
	plan := s.read(ctx, req.Plan, &resp.Diagnostics)
	if problem := s.placeProblem(plan.store, plan.to); problem != "" { // not known at validate
		resp.Diagnostics.AddAttributeError(path.Root(storeSecret), "The secret needs exactly one place", problem)
	}
	if resp.Diagnostics.HasError() {
		return false
	}
	if req.State.Raw.IsNull() || len(resp.RequiresReplace) > 0 {
		if plan.none {
			resp.Diagnostics.Append(s.set(ctx, &resp.Plan, types.StringNull(), types.StringNull(), types.StringNull())...)
			return false
		}
		s.planAnother(ctx, plan, resp)
		return true
	}
	state := s.read(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return false
	}
	again := recall(ctx, req.Private, &resp.Diagnostics).Again
	decided := needed(plan, state, again)
	switch decided {
	case another:
		s.planAnother(ctx, plan, resp)
		if !s.InPlace {
			resp.RequiresReplace = append(resp.RequiresReplace, s.cause(plan, state))
			return true
		}
		resp.Diagnostics.AddWarning("Another secret is issued",
			fmt.Sprintf("The apply has another %s issued. The old one stops working at once.", s.Name))
	case encryption:
		plain := types.StringNull()
		if plan.store.IsUnknown() && plan.to.IsUnknown() {
			plain = types.StringUnknown()
		}
		resp.Diagnostics.Append(s.set(ctx, &resp.Plan, plain, types.StringUnknown(), state.at)...)
		resp.Diagnostics.AddWarning("Older states keep the plain text",
			fmt.Sprintf("Once `%s` is encrypted, it remains as plain text in older versions and backups of the state.", s.Name))
	case nothing:
		resp.Diagnostics.Append(s.set(ctx, &resp.Plan, state.plain, state.encrypted, state.at)...)
		if !state.recorded() && !plan.none {
			resp.Diagnostics.AddWarning("The secret is not known",
				fmt.Sprintf("%s shows the %s only once, so the provider cannot read it. A change of `rotate` has another one issued.", s.Platform, s.Name))
		}
	}
	return decided == another
}

// planAnother leaves open what issuing another secret determines.
func (s Secret) planAnother(ctx context.Context, plan values, resp *resource.ModifyPlanResponse) {
	plain, encrypted := types.StringNull(), types.StringNull()
	switch {
	case plan.store.IsUnknown() || plan.to.IsUnknown():
		plain, encrypted = types.StringUnknown(), types.StringUnknown()
	case plan.store.ValueBool():
		plain = types.StringUnknown()
	default:
		encrypted = types.StringUnknown()
	}
	resp.Diagnostics.Append(s.set(ctx, &resp.Plan, plain, encrypted, types.StringUnknown())...)
}

// cause is the attribute whose change replaces the object: the engines ignore one that stays. After a lost secret no argument
// changes.
func (s Secret) cause(plan, state values) path.Path {
	_, _, issuedAt := s.paths()
	switch {
	case !plan.rotate.IsNull() && !plan.rotate.Equal(state.rotate):
		return path.Root(rotate)
	case !plan.to.IsNull() && !SameKeys(plan.to, state.to):
		return path.Root(encryptTo)
	case !plan.store.Equal(state.store):
		return path.Root(storeSecret)
	}
	return issuedAt
}
