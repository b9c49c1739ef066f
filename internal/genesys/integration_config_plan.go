package genesys

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// ModifyPlan checks the slots that are going to be filled against the type of the integration.
func (r *integrationConfigResource) ModifyPlan(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	client, reachable := r.BeginPlan(ctx, req, &resp.Diagnostics)
	r.PlanSuccession(ctx, req, resp)
	if resp.Diagnostics.HasError() || req.Plan.Raw.IsNull() {
		return
	}
	keepVersion(ctx, req, resp)
	if resource.Rewrites(ctx, req.Private) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("version"), types.Int64Unknown())...)
	}
	var plan, state integrationConfigModel
	resp.Diagnostics.Append(resource.Get(ctx, req.Plan, &plan)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(resource.Get(ctx, req.State, &state)...)
	} else if !resp.Diagnostics.HasError() {
		r.CheckCreation(ctx, &plan, req.Plan, &resp.Diagnostics)
	}
	settled := plan.IntegrationID.Equal(state.IntegrationID) && plan.Credentials.Equal(state.Credentials)
	if resp.Diagnostics.HasError() || !reachable || settled || plan.IntegrationID.IsUnknown() || len(plan.Credentials.Elements()) == 0 {
		return
	}
	t, err := typeOfIntegration(ctx, client, plan.IntegrationID.ValueString())
	switch {
	case IsGone(err):
		resp.Diagnostics.AddAttributeError(path.Root("integration_id"), "Unknown integration",
			fmt.Sprintf("There is no integration with the id %q.", plan.IntegrationID.ValueString()))
	case err != nil:
		resp.Diagnostics.AddAttributeWarning(credentialsPath, "The slots are not checked",
			fmt.Sprintf("The type of the integration cannot be read, so the plan cannot check whether it has these slots: %s.", err))
	default:
		resp.Diagnostics.Append(checkSlots(*t, slices.Sorted(maps.Keys(plan.Credentials.Elements())))...)
		resp.Diagnostics.Append(checkFit(ctx, client, *t, slotsOf(plan.Credentials))...)
	}
}

// keepVersion leaves the version known in a plan that changes nothing. The framework opens what is computed as soon as the
// configuration is another text, and another spelling of the same JSON is no change.
func keepVersion(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	if req.State.Raw.IsNull() || resp.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var version types.Int64
	kept := resp.Plan
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("version"), &version)...)
	resp.Diagnostics.Append(kept.SetAttribute(ctx, path.Root("version"), version)...)
	if kept.Raw.Equal(req.State.Raw) {
		resp.Plan = kept
	}
}

var credentialsPath = path.Root("credentials")

// typeOfIntegration returns the type of an integration.
func typeOfIntegration(ctx context.Context, client *Client, id string) (*IntegrationType, error) {
	integration, err := client.Integration(ctx, id)
	if err != nil {
		return nil, err
	}
	return client.IntegrationType(ctx, integration.Type)
}

// checkSlots reports slots that the type does not have.
func checkSlots(t IntegrationType, slots []string) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, slot := range slots {
		if _, ok := t.Slots[slot]; !ok {
			diags.AddAttributeError(credentialsPath.AtMapKey(slot), "Unknown slot", t.noSlot(slot))
		}
	}
	return diags
}

// noSlot says that the type has no such slot, and what may have been meant.
func (t IntegrationType) noSlot(slot string) string {
	slots := slices.Sorted(maps.Keys(t.Slots))
	text := fmt.Sprintf("Integrations of type %s have no slot %q for a credential.%s ", t.ID, slot, argument.DidYouMean(slot, slots))
	if len(slots) == 0 {
		text += "They take no credentials."
	} else {
		text += fmt.Sprintf("They have: %s.", strings.Join(slots, ", "))
	}
	for _, fitting := range slots {
		if slices.Contains(t.Slots[fitting].CredentialTypes, slot) {
			text += fmt.Sprintf(" A slot is not called after the type of credential: one of type %s goes into the slot %q.", slot, fitting)
		}
	}
	if slices.Contains(credentialMembers, slot) {
		text += " The argument is a map from slots to ids, such as { basicAuth = credentials_integration_credential.example.id }, and not the credential itself."
	}
	return text
}

// credentialMembers are the members of the model CredentialInfo: who takes it for the value of credentials has these as slots.
var credentialMembers = []string{"id", "name", "type", "createdDate", "modifiedDate", "selfUri"}

// checkFit reports credentials that are of no type that fits their slot, or that do not exist.
func checkFit(ctx context.Context, client *Client, t IntegrationType, slots map[string]string) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, name := range slices.Sorted(maps.Keys(slots)) {
		slot, ok := t.Slots[name]
		if !ok {
			continue
		}
		id := slots[name]
		found, err := client.LookupCredential(ctx, id, Lookup{Own: true})
		where := credentialsPath.AtMapKey(name)
		switch {
		case IsGone(err):
			diags.AddAttributeError(where, "Unknown credential", fmt.Sprintf("There is no credential with the id %q. A slot takes the id of a credential, not its name.", id))
		case err != nil:
			diags.AddAttributeWarning(where, "The credential is not checked", fmt.Sprintf("It cannot be read, so the plan cannot check whether it fits the slot: %s.", err))
		case len(slot.CredentialTypes) > 0 && !slices.Contains(slot.CredentialTypes, found.Type):
			diags.AddAttributeError(where, "Wrong type of credential", fmt.Sprintf(
				"The credential %q is of type %s. The slot %q takes: %s.", found.Name, found.Type, name, strings.Join(slot.CredentialTypes, ", ")))
		}
	}
	return diags
}
