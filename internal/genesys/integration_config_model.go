package genesys

import (
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
)

type integrationConfigModel struct {
	IntegrationID types.String  `tfsdk:"integration_id"`
	Name          types.String  `tfsdk:"name"`
	Notes         types.String  `tfsdk:"notes"`
	Properties    argument.JSON `tfsdk:"properties"`
	Advanced      argument.JSON `tfsdk:"advanced"`
	Credentials   types.Map     `tfsdk:"credentials"`
	Version       types.Int64   `tfsdk:"version"`
	ID            types.String  `tfsdk:"id"`
}

// configChange is what a write does to a configuration. What it does not name stays as it is.
type configChange struct {
	name, notes          *string
	properties, advanced objectChange
	attach               map[string]string // ids by slot
	detach               map[string]string // ids by slot, which is emptied only if it still holds that id
}

type objectChange struct {
	managed argument.ManagedObject
	removed []string
}

func (c configChange) apply(current Config) Config {
	if c.name != nil {
		current.Name = *c.name
	}
	if c.notes != nil {
		current.Notes = *c.notes
	}
	current.Properties = c.properties.managed.Overlay(current.Properties, c.properties.removed)
	current.Advanced = c.advanced.managed.Overlay(current.Advanced, c.advanced.removed)
	slots := maps.Clone(current.Credentials)
	for slot, id := range c.detach {
		if slots[slot] == id {
			delete(slots, slot)
		}
	}
	maps.Copy(slots, c.attach)
	current.Credentials = slots
	return current
}

// expandChanges is what leads from the state to the plan. What is not configured is not in it, although the plan has a value for
// the name and the notes: they may have changed since.
func (m *integrationConfigModel) expandChanges(configured, state integrationConfigModel) configChange {
	change := configChange{
		name: managedText(configured.Name, m.Name), notes: managedText(configured.Notes, m.Notes),
		properties: changedObject(m.Properties, state.Properties), advanced: changedObject(m.Advanced, state.Advanced),
		attach: slotsOf(m.Credentials), detach: slotsOf(state.Credentials),
	}
	for slot := range change.attach {
		delete(change.detach, slot)
	}
	return change
}

// managedText returns a text as it is planned, which ignore_changes may have kept as it was; nil if it is not configured.
func managedText(configured, planned types.String) *string {
	if configured.IsNull() {
		return nil
	}
	return planned.ValueStringPointer()
}

func changedObject(planned, before argument.JSON) objectChange {
	now := argument.Managed(planned)
	return objectChange{managed: now, removed: now.Removed(argument.Managed(before))}
}

// slotsOf returns the ids by slot, as far as they are known.
func slotsOf(credentials types.Map) map[string]string {
	slots := map[string]string{}
	for slot, id := range credentials.Elements() {
		if text, ok := id.(types.String); ok && !text.IsUnknown() {
			slots[slot] = text.ValueString()
		}
	}
	return slots
}

// complete fills in what the plan left open.
func (m *integrationConfigModel) complete(written *Config) {
	m.ID = m.IntegrationID
	m.Version = types.Int64Value(written.Version)
	if m.Name.IsUnknown() {
		m.Name = types.StringValue(written.Name)
	}
	if m.Notes.IsUnknown() {
		m.Notes = types.StringValue(written.Notes)
	}
}

// flatten takes the name, the notes, the version, and of the rest what is managed.
func (m *integrationConfigModel) flatten(found *Config) {
	m.ID = m.IntegrationID
	m.Version = types.Int64Value(found.Version)
	m.Name = types.StringValue(found.Name)
	m.Notes = types.StringValue(found.Notes)
	if !m.Credentials.IsNull() {
		slots := map[string]attr.Value{}
		for slot := range m.Credentials.Elements() {
			if id, ok := found.Credentials[slot]; ok {
				slots[slot] = types.StringValue(id)
			}
		}
		m.Credentials = types.MapValueMust(types.StringType, slots)
	}
	m.Properties = argument.Managed(m.Properties).Refresh(found.Properties)
	m.Advanced = argument.Managed(m.Advanced).Refresh(found.Advanced)
}

// Object implements resource.ManagedModel.
func (m *integrationConfigModel) Object() string {
	return fmt.Sprintf("configuration of integration %s", m.IntegrationID.ValueString())
}
