package losant

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

// serviceCredentialModel is the resource. Its blocks are objects whose attributes credentialTypes lists.
type serviceCredentialModel struct {
	ApplicationID     types.String `tfsdk:"application_id"`
	Name              types.String `tfsdk:"name"`
	Description       types.String `tfsdk:"description"`
	Enabled           types.Bool   `tfsdk:"enabled"`
	ForceDestroy      types.Bool   `tfsdk:"force_destroy"`
	ID                types.String `tfsdk:"id"`
	Type              types.String `tfsdk:"type"`
	CreationDate      types.String `tfsdk:"creation_date"`
	CreatedByID       types.String `tfsdk:"created_by_id"`
	CreatedByType     types.String `tfsdk:"created_by_type"`
	LastUpdated       types.String `tfsdk:"last_updated"`
	LastUpdatedByID   types.String `tfsdk:"last_updated_by_id"`
	LastUpdatedByType types.String `tfsdk:"last_updated_by_type"`
	SecretWrittenAt   types.String `tfsdk:"secret_written_at"`
	ChangedOutsideAt  types.String `tfsdk:"changed_outside_at"`

	AWS                types.Object `tfsdk:"aws"`
	Azure              types.Object `tfsdk:"azure"`
	GCP                types.Object `tfsdk:"gcp"`
	HTTP               types.Object `tfsdk:"http"`
	SendGrid           types.Object `tfsdk:"sendgrid"`
	Twilio             types.Object `tfsdk:"twilio"`
	Loggly             types.Object `tfsdk:"loggly"`
	JWT                types.Object `tfsdk:"jwt"`
	WhatsApp           types.Object `tfsdk:"whatsapp"`
	SQL                types.Object `tfsdk:"sql"`
	MongoDB            types.Object `tfsdk:"mongodb"`
	Mailgun            types.Object `tfsdk:"mailgun"`
	Snowflake          types.Object `tfsdk:"snowflake"`
	Git                types.Object `tfsdk:"git"`
	Datadog            types.Object `tfsdk:"datadog"`
	CertificateKeyPair types.Object `tfsdk:"certificate_key_pair"`
}

// blocks are those of all types, by name.
func (m *serviceCredentialModel) blocks() map[string]*types.Object {
	return map[string]*types.Object{
		"aws": &m.AWS, "azure": &m.Azure, "gcp": &m.GCP, "http": &m.HTTP,
		"sendgrid": &m.SendGrid, "twilio": &m.Twilio, "loggly": &m.Loggly, "jwt": &m.JWT,
		"whatsapp": &m.WhatsApp, "sql": &m.SQL, "mongodb": &m.MongoDB, "mailgun": &m.Mailgun,
		"snowflake": &m.Snowflake, "git": &m.Git, "datadog": &m.Datadog, "certificate_key_pair": &m.CertificateKeyPair,
	}
}

func (m *serviceCredentialModel) block(t credentialType) *types.Object { return m.blocks()[t.block] }

// types are the types whose blocks are there.
func (m *serviceCredentialModel) types() []credentialType {
	blocks := m.blocks()
	return keep(credentialTypes, func(t credentialType) bool { return !blocks[t.block].IsNull() })
}

// isSure reports whether a block of a configuration stays there: a dynamic one that may turn out to make none has no value
// that is known.
func (m *serviceCredentialModel) isSure(t credentialType) bool {
	for _, value := range m.block(t).Attributes() {
		if !value.IsNull() && !value.IsUnknown() {
			return true
		}
	}
	return false
}

// credentialType is the type of the one block that is there; false if that is not known yet.
func (m *serviceCredentialModel) credentialType() (credentialType, bool) {
	if there := m.types(); len(there) == 1 {
		return there[0], true
	}
	return credentialType{}, false
}

// field is the value of a field of the type's block.
func (m *serviceCredentialModel) field(t credentialType, f field) attr.Value {
	if value, ok := m.block(t).Attributes()[f.name]; ok {
		return value
	}
	return f.null()
}

// expand is the body of a POST.
func (m *serviceCredentialModel) expand(ctx context.Context, write *triple.Write) ServiceCredentialBody {
	t, _ := m.credentialType()
	body := ServiceCredentialBody{
		Name: m.Name.ValueStringPointer(), Description: new(m.Description.ValueString()), Enabled: new(m.Enabled.ValueBool()),
		Type: t.name, Config: m.config(t),
	}
	for _, f := range t.fields {
		if f.input && m.isOn(t, f) {
			body.Config[f.json] = true
			write.Made()
		}
	}
	if value, ok := write.Send(ctx, t.triple().Path); ok {
		body.Secret = &value
	}
	return body
}

// expandChanges is the body of a PATCH: what changed at the top level. If anything in the type's block changed, or the
// secret has to be sent, the whole block goes; its secret goes with it, unless its version pins it. Losant clears a
// description by an empty text; null is refused.
func (m *serviceCredentialModel) expandChanges(ctx context.Context, state serviceCredentialModel, write *triple.Write) ServiceCredentialBody {
	t, _ := m.credentialType()
	body := ServiceCredentialBody{
		Name:        changed(m.Name.ValueString(), state.Name.ValueString()),
		Description: changed(m.Description.ValueString(), state.Description.ValueString()),
		Enabled:     changed(m.Enabled.ValueBool(), state.Enabled.ValueBool()),
		Type:        t.name,
	}
	config, known := m.config(t), state.config(t)
	takeBack(config, known, t)
	differs := !reflect.DeepEqual(config, known)
	for _, f := range t.fields {
		if f.input && m.generatesAnew(state, t, f) {
			config[f.json] = m.isOn(t, f)
			differs = true
			write.Made()
		}
	}
	secret := t.triple().Path
	if !differs && !write.Changed(secret) {
		return body
	}
	if write.Changed(secret) || !write.Pinned(secret) {
		if value, ok := write.Send(ctx, secret); ok {
			body.Secret = &value
		}
	}
	body.Config = config
	return body
}

// changed returns a value that a PATCH has to carry; nil if it is as it was.
func changed[T comparable](now, before T) *T {
	if now == before {
		return nil
	}
	return &now
}

// generatesAnew reports whether the flag of an input field goes into a PATCH: only if it changed, since it makes a new key. A
// plan whose flag is unknown may do so.
// If there is a key pair that this provider has not written, as after an import, the flag is only recorded: that pair may be
// in use.
func (m *serviceCredentialModel) generatesAnew(state serviceCredentialModel, t credentialType, f field) bool {
	adopted := state.SecretWrittenAt.IsNull() && state.field(t, f).IsNull() && state.hasMade(t, f)
	return (m.field(t, f).IsUnknown() || m.isOn(t, f) != state.isOn(t, f)) && !adopted
}

// hasMade reports whether Losant shows anything that it makes from the given field.
func (m *serviceCredentialModel) hasMade(t credentialType, source field) bool {
	return slices.ContainsFunc(t.fields, func(f field) bool {
		return slices.Contains(f.from, source.name) && !isEmpty(m.field(t, f))
	})
}

func (m *serviceCredentialModel) isOn(t credentialType, f field) bool {
	return m.field(t, f).Equal(types.BoolValue(true))
}

// config is the type's configuration without what is secret, computed or an input.
func (m *serviceCredentialModel) config(t credentialType) map[string]any {
	config := map[string]any{}
	for _, f := range t.fields {
		if f.secret || f.computed || f.input {
			continue
		}
		switch value := m.field(t, f); {
		case !value.IsNull():
			config[f.json] = f.wire(value)
		case f.always:
			config[f.json] = ""
		}
	}
	return config
}

// takeBack adds what clears the fields that were known and are not configured any more.
func takeBack(config, known map[string]any, t credentialType) {
	for _, f := range t.fields {
		if _, configured := config[f.json]; configured || known[f.json] == nil {
			continue
		}
		switch f.kind {
		case kindNumber:
			config[f.json] = nil
		case kindFlag:
			config[f.json] = false
		default:
			config[f.json] = ""
		}
	}
}

// complete fills in what the plan left open from the answer to a write. What is configured stays as planned, whatever the
// answer says: the next read shows a difference.
func (m *serviceCredentialModel) complete(found *ServiceCredential) {
	for value, text := range m.metadata(found) {
		if value.IsUnknown() {
			*value = resource.TextOrNull(text)
		}
	}
	if m.ID.IsUnknown() {
		m.ID = types.StringValue(found.ID)
	}
	t, _ := m.credentialType()
	attributes := m.block(t).Attributes()
	for _, f := range t.fields {
		if planned, ok := attributes[f.name]; ok && planned.IsUnknown() {
			attributes[f.name] = f.value(found.Config[f.json])
		}
	}
	*m.block(t) = types.ObjectValueMust(t.blockTypes(), attributes)
}

// flatten takes everything that Losant shows. What it never shows stays as it is, and so does the spelling of the ids: the
// letter case of their digits is the user's choice.
func (m *serviceCredentialModel) flatten(found *ServiceCredential) error {
	t, known := typeByName(found.Type)
	if !known {
		return fmt.Errorf("it is of type %q, which this version of the provider cannot manage", found.Type)
	}
	if id := types.StringValue(found.ID); !resource.SameID(m.ID, id) {
		m.ID = id
	}
	for value, text := range m.metadata(found) {
		*value = resource.TextOrNull(text)
	}
	m.Name = types.StringValue(found.Name)
	m.Enabled = types.BoolValue(found.Enabled)
	m.Description = keepAbsent(m.Description, types.StringValue(found.Description))

	attributes := map[string]attr.Value{}
	for _, name := range t.secretAttributes() {
		attributes[name] = types.StringNull()
		if value, ok := m.block(t).Attributes()[name]; ok {
			attributes[name] = value
		}
	}
	for _, f := range t.fields {
		switch {
		case f.secret:
		case f.input:
			attributes[f.name] = m.field(t, f)
		default:
			known := m.field(t, f)
			attributes[f.name] = keepLineEnds(known, keepAbsent(known, f.value(found.Config[f.json])))
		}
	}
	for _, other := range m.types() {
		*m.block(other) = types.ObjectNull(other.blockTypes())
	}
	*m.block(t) = types.ObjectValueMust(t.blockTypes(), attributes)
	return nil
}

// metadata pairs the attributes that Losant alone sets with what it says, the id aside.
func (m *serviceCredentialModel) metadata(found *ServiceCredential) map[*types.String]string {
	return map[*types.String]string{
		&m.Type:         found.Type,
		&m.CreationDate: found.CreationDate, &m.CreatedByID: found.CreatedByID, &m.CreatedByType: found.CreatedByType,
		&m.LastUpdated: found.LastUpdated, &m.LastUpdatedByID: found.LastUpdatedByID, &m.LastUpdatedByType: found.LastUpdatedByType,
	}
}
