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
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

// ModifyPlan says what a change means, and checks what is going to be written against the live list of credential types. A plan
// that writes nothing asks for no list.
func (r *integrationCredentialResource) ModifyPlan(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	client, reachable := r.BeginPlan(ctx, req, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || req.Plan.Raw.IsNull() {
		return
	}
	exists := !req.State.Raw.IsNull()
	var update *triple.Update
	if exists && req.Plan.Raw.Equal(req.State.Raw) { // most plans end here, and need not decode anything
		if update = r.PlanSecrets(ctx, req, resp); update == nil {
			return
		}
	}
	var config, plan, state integrationCredentialModel
	resp.Diagnostics.Append(resource.Get(ctx, req.Config, &config)...)
	resp.Diagnostics.Append(resource.Get(ctx, req.Plan, &plan)...)
	if exists {
		resp.Diagnostics.Append(resource.Get(ctx, req.State, &state)...)
	}
	if !exists && !resp.Diagnostics.HasError() {
		r.CheckCreation(ctx, &plan, req.Plan, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	replaced := exists && !plan.Type.Equal(state.Type)
	if exists && !replaced && update == nil {
		if update = r.PlanSecrets(ctx, req, resp); update == nil {
			return
		}
	}
	var t *CredentialType
	if reachable {
		if replaced {
			r.WarnOfDestruction(ctx, client, req.State, "Replacing", &resp.Diagnostics)
		}
		if t = plan.lookUpType(ctx, client, update == nil, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return
		}
	}
	if t != nil {
		resp.Diagnostics.Append(checkFields(*t, config, update != nil && update.Hidden(fieldsPath))...)
	}
	if update != nil && (!plan.Name.Equal(state.Name) || !update.Settled(fieldsPath)) {
		found := wiped(t, config, state, update.Adopted(), update.SurelyRemoved(fieldsPath))
		if update.Hidden(fieldsPath) {
			found = t.unseen(found, config, state)
		}
		resp.Diagnostics.Append(found...)
	}
}

// unseen takes the place of errors that are none if ignore_changes covers what the plan does not see. What was written before,
// the plan has warned of.
func (t *CredentialType) unseen(found diag.Diagnostics, config, state integrationCredentialModel) (warnings diag.Diagnostics) {
	if !found.HasError() || !state.SecretWrittenAt.IsNull() {
		return found.Warnings()
	}
	missing := ""
	if names, known := config.fieldNames(); known && t != nil && len(t.secretsBeside(names)) > 0 {
		missing = fmt.Sprintf(" Secret fields that it does not see: %s.", strings.Join(t.secretsBeside(names), ", "))
	}
	warnings.AddAttributeWarning(fieldsPath, "This plan does not see all fields", fmt.Sprintf(
		"Genesys Cloud replaces all fields of a credential in every update, and does not return the secret ones.%s "+
			"What ignore_changes covers is sent as it is configured. What is not configured would be wiped, so the apply is refused then: set each secret field in fields_wo; if the credential has none, set it to \"\".", missing))
	return warnings
}

// lookUpType finds the type in the live list; nil if nothing is known of it. A type that is not in the list is an error if
// something is going to be created of it.
func (m *integrationCredentialModel) lookUpType(ctx context.Context, client *Client, created bool, diags *diag.Diagnostics) *CredentialType {
	if m.Type.IsUnknown() {
		return nil
	}
	all, err := client.CredentialTypes(ctx)
	if err != nil && !created && !resource.IsForbidden(err) {
		resource.Failed(diags, "plan", m.Object(), err)
		return nil
	}
	if err != nil { // of a creation, its check has said more unless that is off
		diags.AddAttributeWarning(fieldsPath, "The fields are not checked", fmt.Sprintf(
			"The list of credential types cannot be read, so the plan cannot check whether the fields are those of the type: %s.", err))
		return nil
	}
	names := make([]string, len(all))
	for i, t := range all {
		if t.Name == m.Type.ValueString() {
			return &t
		}
		names[i] = t.Name
	}
	if created {
		diags.AddAttributeError(path.Root("type"), "Unknown type of credential",
			fmt.Sprintf("There is no credential type %q.%s Genesys Cloud has: %s.",
				m.Type.ValueString(), argument.DidYouMean(m.Type.ValueString(), names), strings.Join(names, ", ")))
	}
	return nil
}

// checkFields compares the configured fields with their type. hidden: there may be others that ignore_changes keeps out of the
// plan.
func checkFields(t CredentialType, config integrationCredentialModel, hidden bool) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, part := range []struct {
		where  path.Path
		fields types.Map
	}{{fieldsPath, config.Fields}, {fieldsWOPath, config.FieldsWO}} {
		for _, name := range slices.Sorted(maps.Keys(part.fields.Elements())) {
			if _, ok := t.Properties[name]; !ok && !t.FreeForm() { // the key is not quoted: by a slip, it may be the secret
				diags.AddAttributeError(part.where, "Unknown field", fmt.Sprintf(
					"`%s` has a key that is no field of credentials of type %s.%s They have: %s.",
					part.where, t.Name, argument.DidYouMean(name, t.fieldNames()), strings.Join(t.fieldNames(), ", ")))
			}
		}
	}
	for _, name := range t.fieldNames() {
		if _, stored := config.Fields.Elements()[name]; stored && t.Properties[name].Sensitive {
			diags.AddAttributeWarning(fieldsPath.AtMapKey(name), "Secret kept in the state", fmt.Sprintf(
				"The field %q of credentials of type %s is sensitive. With Terraform or OpenTofu 1.11 or newer, move it to fields_wo, which keeps it out of the state.", name, t.Name))
		}
	}
	if names, known := config.fieldNames(); known && !hidden {
		for _, name := range t.Required {
			if !names[name] {
				diags.AddAttributeError(fieldsPath, "Missing field", fmt.Sprintf(
					"Credentials of type %s need the field %q, in fields or in fields_wo.", t.Name, name))
			}
		}
	}
	return diags
}

// fieldNames returns the names of all fields, in a fixed order.
func (t CredentialType) fieldNames() []string { return slices.Sorted(maps.Keys(t.Properties)) }

// refuseWipe repeats in Update what the plan refused, for fields that it did not know yet.
func (m *integrationCredentialModel) refuseWipe(ctx context.Context, client *Client, call *resource.Call) {
	var config integrationCredentialModel
	call.Diagnostics.Append(call.Config.Get(ctx, &config)...)
	t := m.lookUpType(ctx, client, false, &diag.Diagnostics{})
	call.Diagnostics.Append(wiped(t, config, *m, call.Secrets.Adopted(), call.Secrets.Removed(fieldsPath)).Errors()...)
}

// wiped reports what a write of the whole credential would wipe, because the configuration does not hold it and it cannot
// be read. t is the type of the credential; nil if nothing is known of it. adopted: it may have fields that the provider does
// not know. removed: fields_wo was written once and is no longer configured.
func wiped(t *CredentialType, config, state integrationCredentialModel, adopted, removed bool) diag.Diagnostics {
	names, known := config.fieldNames()
	if !known || state.SecretWrittenAt.IsNull() && !adopted { // the provider created it, without fields
		return nil
	}
	var diags diag.Diagnostics
	switch {
	case len(names) == 0:
		diags.AddAttributeError(fieldsPath, "The fields are not configured",
			"Genesys Cloud replaces all fields of a credential in every update, and does not return the sensitive ones, so this update would wipe them. Set fields and fields_wo.")
	case removed && (t == nil || t.FreeForm() || len(t.secretsBeside(names)) > 0):
		diags.AddAttributeError(fieldsWOPath, "The secret fields are not configured",
			"Genesys Cloud replaces all fields of a credential in every update. The last write carried fields_wo, which is no longer configured, so this update would wipe what it held. "+
				"Set fields_wo again, or set it to {} if its fields are to go.")
	case adopted && (t == nil || t.FreeForm()):
		diags.AddAttributeWarning(fieldsPath, "All fields are replaced", fmt.Sprintf(
			"Terraform has not written the fields of this credential yet. The update replaces all of them by those that are configured (%d); any other is lost.", len(names)))
	case adopted:
		for _, name := range t.secretsBeside(names) {
			diags.AddAttributeError(fieldsPath, "A secret would be wiped", fmt.Sprintf(
				"Terraform has not written the fields of this credential yet, and Genesys Cloud does not reveal whether `%[1]s` is set. The update replaces all its fields, so it would wipe that one. "+
					"Set %[1]s in fields_wo; if it has none, set it to \"\".", name))
		}
	}
	return diags
}

// secretsBeside returns the names of the sensitive fields that are not among these.
func (t CredentialType) secretsBeside(names map[string]bool) []string {
	return slices.DeleteFunc(t.fieldNames(), func(name string) bool { return names[name] || !t.Properties[name].Sensitive })
}
