package genesys

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// ValidateConfig implements framework.ResourceWithValidateConfig: what a grant type needs, and what it does not use.
func (r *oauthClientResource) ValidateConfig(ctx context.Context, req framework.ValidateConfigRequest, resp *framework.ValidateConfigResponse) {
	config := r.New()
	resp.Diagnostics.Append(req.Config.Get(ctx, config)...)
	if !resp.Diagnostics.HasError() {
		config.checkGrantType(&resp.Diagnostics)
		config.refuseSameRoles("", &resp.Diagnostics)
	}
	if config.AccessTokenValiditySeconds.ValueInt64() > longestValidity {
		resp.Diagnostics.AddAttributeWarning(path.Root("access_token_validity_seconds"), "Only clients for SCIM may have such tokens",
			fmt.Sprintf("Genesys Cloud refuses more than %d seconds unless all roles of the client are for SCIM.", longestValidity))
	}
}

func (m *oauthClientModel) checkGrantType(diags *diag.Diagnostics) {
	missing := func(where, name, detail string) {
		diags.AddAttributeError(path.Root(where), "Missing "+name, detail)
	}
	useless := func(name, detail string) {
		diags.AddAttributeWarning(path.Root(name), name+" without effect", detail)
	}
	for _, role := range m.roles() {
		if role["role_id"].IsNull() {
			missing("roles", "role_id", "Each block `roles` needs `role_id`.")
		}
	}
	if m.AuthorizedGrantType.IsUnknown() || m.AuthorizedGrantType.IsNull() {
		return
	}
	grant := m.AuthorizedGrantType.ValueString()
	hasRoles, hasScopes := len(m.Roles.Elements()) > 0, len(m.Scopes.Elements()) > 0
	switch {
	case grant == grantClientCredentials && !hasRoles && !m.Roles.IsUnknown():
		missing("roles", "roles", fmt.Sprintf("An OAuth client with the grant type `%s` needs a block `roles`.", grantClientCredentials))
	case grant == grantClientCredentials && hasScopes:
		useless("scopes", fmt.Sprintf("`scopes` do not apply to the grant type `%s`: its roles say what the client may do.", grantClientCredentials))
	case grant != grantClientCredentials && !hasScopes && !m.Scopes.IsUnknown():
		missing("scopes", "scopes", fmt.Sprintf("Every grant type but `%s` needs `scopes`.", grantClientCredentials))
	case grant != grantClientCredentials && hasRoles:
		useless("roles", fmt.Sprintf("`roles` apply only to the grant type `%s`: with another one, a client acts as the user who logs in.", grantClientCredentials))
	}
	if grant == grantImplicit {
		diags.AddAttributeWarning(path.Root("authorized_grant_type"), "Grant type without a future",
			"Genesys Cloud has announced that it will refuse new OAuth clients with the grant type `TOKEN` in 2026, and end their support in 2027. They have no secret. Use `CODE`.")
	}
}

// ModifyPlan implements framework.ResourceWithModifyPlan. Terraform must not lock itself out.
func (r *oauthClientResource) ModifyPlan(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	client, reachable := r.BeginPlan(ctx, req, &resp.Diagnostics)
	plan, state := r.New(), r.New()
	created, destroyed := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	if !created {
		resp.Diagnostics.Append(resource.Get(ctx, req.State, state)...)
	}
	if !destroyed {
		resp.Diagnostics.Append(resource.Get(ctx, req.Plan, plan)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	isOwn := reachable && !created && client.IsOwnOAuthClient(state.ID.ValueString())
	if destroyed {
		state.planDestruction(isOwn, &resp.Diagnostics)
		return
	}
	if home, err := plan.homeOfRepeated(ctx, client, reachable); err == nil {
		plan.refuseSameRoles(home, &resp.Diagnostics)
	}
	issues := r.PlanIssued(ctx, req, resp)
	if created {
		r.CheckCreation(ctx, plan, req.Plan, &resp.Diagnostics)
		return
	}
	if isOwn && issues {
		locksOut(&resp.Diagnostics, path.Root("rotate"), state.Object(), "The secret with which it logs in would stop working.")
	}
	if isOwn && plan.State.ValueString() == stateInactive {
		locksOut(&resp.Diagnostics, path.Root("state"), state.Object(), "It could get no more tokens.")
	}
	if state.isDeletedAlready() && plan.State.ValueString() != stateActive {
		resp.Diagnostics.AddAttributeWarning(path.Root("state"), fmt.Sprintf("The %s will be removed", state.Object()), fmt.Sprintf(
			"It was deleted outside Terraform. Genesys Cloud removes it on %s. `state = \"active\"` restores it.", state.DateToDelete.ValueString()))
	}
}

// refuseSameRoles reports two blocks that grant the same role in the same division: reads show one.
func (m *oauthClientModel) refuseSameRoles(home string, diags *diag.Diagnostics) {
	seen := map[RoleDivision]bool{}
	for _, role := range m.roles() {
		if role["role_id"].IsUnknown() || role["division_id"].IsUnknown() {
			continue
		}
		key := folded(roleDivision(role, home))
		if seen[key] {
			diags.AddAttributeError(path.Root("roles"), "Two blocks for one role",
				"Two blocks `roles` grant the same role in the same division. Without `division_id`, that is the home division, and the letter case of ids does not count. Remove one.")
			return
		}
		seen[key] = true
	}
}

// homeOfRepeated returns the id of the home division if a role is granted there without naming it, and elsewhere by another block.
func (m *oauthClientModel) homeOfRepeated(ctx context.Context, client *Client, reachable bool) (string, error) {
	count := map[string]int{}
	for _, role := range m.roles() {
		count[strings.ToLower(role["role_id"].ValueString())]++
	}
	if len(count) == len(m.roles()) || !reachable {
		return "", nil
	}
	return m.home(ctx, client)
}

// planDestruction says what deleting does, or why it cannot be.
func (m *oauthClientModel) planDestruction(isOwn bool, diags *diag.Diagnostics) {
	if isOwn {
		locksOut(diags, path.Empty(), m.Object(), "To keep it, take it out of the state with a `removed` block.")
		return
	}
	if m.isRestorable(time.Now()) {
		diags.AddWarning(fmt.Sprintf("The %s can be restored", m.Object()), fmt.Sprintf(
			"It is older than 30 days, so Genesys Cloud deactivates it now and removes it after %s. Until then it can be restored in Admin.", restorable))
	}
}

func locksOut(diags *diag.Diagnostics, p path.Path, object, consequence string) {
	summary := fmt.Sprintf("Terraform itself uses the %s", object)
	detail := "It is the `client_id` of the provider. " + consequence
	if len(p.Steps()) == 0 {
		diags.AddError(summary, detail)
		return
	}
	diags.AddAttributeError(p, summary, detail)
}
