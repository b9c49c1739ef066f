package genesys

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

type integrationCredentialModel struct {
	Name             types.String `tfsdk:"name"`
	Type             types.String `tfsdk:"type"`
	Fields           types.Map    `tfsdk:"fields"`
	FieldsWO         types.Map    `tfsdk:"fields_wo"`
	FieldsWOVersion  types.String `tfsdk:"fields_wo_version"`
	ForceDestroy     types.Bool   `tfsdk:"force_destroy"`
	ID               types.String `tfsdk:"id"`
	ModifiedDate     types.String `tfsdk:"modified_date"`
	SecretWrittenAt  types.String `tfsdk:"secret_written_at"`
	ChangedOutsideAt types.String `tfsdk:"changed_outside_at"`
}

// expand is the body of a write.
func (m *integrationCredentialModel) expand(ctx context.Context, write *triple.Write) CredentialBody {
	return CredentialBody{Name: m.Name.ValueString(), Type: m.Type.ValueString(), Fields: write.SendMap(ctx, fieldsPath)}
}

// mayHaveDrifted reports whether a GET could show other fields than the state has. The state's date is that of what it has:
// our last write, or the last change by hand that was read.
func (m *integrationCredentialModel) mayHaveDrifted(found *Credential) bool {
	return len(m.Fields.Elements()) > 0 && m.isOlderThan(found)
}

func (m *integrationCredentialModel) isOlderThan(found *Credential) bool {
	return m.ModifiedDate.ValueString() == "" || triple.Moved(m.ModifiedDate.ValueString(), found.ModifiedDate)
}

// refreshFields takes the values of the fields in the state, as far as they are shown, and returns the names of those that
// changed. What is not shown stays as it is, and a field that is configured as write-only does not come into the state.
func (m *integrationCredentialModel) refreshFields(shown *Credential) (changed []string) {
	if m.Fields.IsNull() {
		return nil
	}
	fields := maps.Clone(m.Fields.Elements())
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if value, ok := shown.Fields[name]; ok && !fields[name].Equal(types.StringValue(value)) {
			fields[name] = types.StringValue(value)
			changed = append(changed, name)
		}
	}
	m.Fields = types.MapValueMust(types.StringType, fields)
	return changed
}

// complete fills in what the answer to a write shows.
func (m *integrationCredentialModel) complete(written *Credential) {
	if m.ID.IsUnknown() {
		m.ID = types.StringValue(written.ID)
	}
	m.ModifiedDate = resource.TextOrNull(written.ModifiedDate)
}

// flatten takes what was found, and returns the names of the fields that changed. A date that only is printed in another way
// stays as it is.
func (m *integrationCredentialModel) flatten(found *Credential) (changed []string) {
	if id := types.StringValue(found.ID); !resource.SameID(m.ID, id) {
		m.ID = id
	}
	m.Name = types.StringValue(found.Name)
	m.Type = types.StringValue(found.Type)
	changed = m.refreshFields(found)
	if m.isOlderThan(found) {
		m.ModifiedDate = resource.TextOrNull(found.ModifiedDate)
	}
	return changed
}

// fieldNames returns the names of all fields in a configuration; false if they are not known yet.
func (m *integrationCredentialModel) fieldNames() (names map[string]bool, known bool) {
	names = map[string]bool{}
	for _, part := range []types.Map{m.Fields, m.FieldsWO} {
		if part.IsUnknown() {
			return nil, false
		}
		for name := range part.Elements() {
			names[name] = true
		}
	}
	return names, true
}

// Guard implements resource.Guarded: it looks for the integrations that use the credential.
func (m *integrationCredentialModel) Guard(client *Client) resource.Guard {
	return resource.Guard{
		Object:  m.Object(),
		Budget:  client.api.MaxElapsed(),
		Refused: IsInUse,
		Users: func(ctx context.Context) ([]string, error) {
			using, err := client.ListIntegrationsUsing(ctx, m.ID.ValueString())
			if IsGone(err) {
				return nil, nil
			}
			names := make([]string, len(using))
			for i, integration := range using {
				names[i] = fmt.Sprintf("integration %q (%s)", integration.Name, integration.ID)
			}
			return names, err
		},
	}
}

// Object implements resource.ManagedModel.
func (m *integrationCredentialModel) Object() string {
	return resource.ObjectOf("integration credential", m.Name, m.ID)
}
