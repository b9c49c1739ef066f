package oneaccess

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// ModifyPlan refuses what the API is not documented to do, and leaves open what an update may move.
func (r *applicationAccountResource) ModifyPlan(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	r.BeginPlan(ctx, req, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || req.Plan.Raw.IsNull() {
		return
	}
	var plan, state applicationAccountModel
	resp.Diagnostics.Append(resource.Get(ctx, req.Plan, &plan)...)
	if req.State.Raw.IsNull() {
		if !resp.Diagnostics.HasError() {
			r.CheckCreation(ctx, &plan, req.Plan, &resp.Diagnostics)
		}
		return
	}
	if state = plan; !req.Plan.Raw.Equal(req.State.Raw) { // what does not change is decoded once
		resp.Diagnostics.Append(resource.Get(ctx, req.State, &state)...)
	}
	if resp.Diagnostics.HasError() || plan.replaces(state) {
		return
	}
	plan.refuseRemovals(state, &resp.Diagnostics)
	if !plan.OrgCode.Equal(state.OrgCode) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("org_id"), types.StringUnknown())...)
	}
	r.PlanSecrets(ctx, req, resp)
}

// replacedWithUser replaces an account whose user is another one. A user that is not known, as after an import, is adopted.
func replacedWithUser() planmodifier.String {
	const rule = "Changing the user forces a new account. After an import, the user is adopted in place."
	return stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = !req.StateValue.IsNull()
	}, rule, rule)
}

// replaces reports whether the plan is a new account in place of the one in the state.
func (m *applicationAccountModel) replaces(state applicationAccountModel) bool {
	return !m.ApplicationID.Equal(state.ApplicationID) || !state.UserID.IsNull() && !m.UserID.Equal(state.UserID)
}

// refuseRemovals reports what is no longer configured, but would stay.
func (m *applicationAccountModel) refuseRemovals(state applicationAccountModel, diags *diag.Diagnostics) {
	const remedy = "Set it again, or clear it in the OneAccess portal and plan again."
	if m.OrgCode.IsNull() && !state.OrgCode.IsNull() {
		diags.AddAttributeError(path.Root("org_code"), "org_code cannot be removed",
			"OneAccess documents no way to remove an account from its organization. "+remedy)
	}
	if m.Extension.IsUnknown() {
		return
	}
	if removed := argument.Managed(m.Extension).Removed(argument.Managed(state.Extension)); len(removed) > 0 {
		slices.Sort(removed)
		diags.AddAttributeError(path.Root("extension"), "An extended attribute cannot be removed", fmt.Sprintf(
			"OneAccess documents no way to clear an extended attribute, so %s would stay without being managed. %s", strings.Join(removed, ", "), remedy))
	}
}

// withoutNulls refuses extended attributes that are null, for the same reason.
type withoutNulls struct{}

func (withoutNulls) Description(context.Context) string { return "no extended attribute may be null" }

func (v withoutNulls) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (withoutNulls) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	var attributes map[string]json.RawMessage
	if json.Unmarshal([]byte(req.ConfigValue.ValueString()), &attributes) != nil { // another validator says so
		return
	}
	for _, value := range attributes {
		if string(value) == "null" {
			resp.Diagnostics.AddAttributeError(req.Path, "An extended attribute cannot be null",
				"OneAccess documents no way to clear an extended attribute. Leave out what is null.")
			return
		}
	}
}
