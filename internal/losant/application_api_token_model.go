package losant

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/issued"
)

type applicationAPITokenModel struct {
	issued.Attributes
	ApplicationID  types.String `tfsdk:"application_id"`
	Name           types.String `tfsdk:"name"`
	Description    types.String `tfsdk:"description"`
	Status         types.String `tfsdk:"status"`
	Scope          types.Set    `tfsdk:"scope"`
	ExpirationDate types.String `tfsdk:"expiration_date"`
	Token          types.String `tfsdk:"token"`
	EncryptedToken types.String `tfsdk:"encrypted_token"`
	ID             types.String `tfsdk:"id"`
	CreationDate   types.String `tfsdk:"creation_date"`
	LastUpdated    types.String `tfsdk:"last_updated"`
	CreatorID      types.String `tfsdk:"creator_id"`
	CreatorType    types.String `tfsdk:"creator_type"`
	CreatorName    types.String `tfsdk:"creator_name"`
}

// Object implements resource.ManagedModel.
func (m *applicationAPITokenModel) Object() string {
	return resource.ObjectOf("API token", m.Name, m.ID)
}

// expand is the body of a POST.
func (m *applicationAPITokenModel) expand() ApplicationAPITokenBody {
	body := ApplicationAPITokenBody{
		Name: m.Name.ValueString(), Description: m.Description.ValueString(), Status: m.Status.ValueString(), Scope: resource.TextsOf(m.Scope),
	}
	if at, err := time.Parse(time.RFC3339, m.ExpirationDate.ValueString()); err == nil {
		body.ExpirationDate = wireTime(at)
	}
	return body
}

// expandChanges is the body of a PATCH: what changed. A description is cleared by an empty text.
func (m *applicationAPITokenModel) expandChanges(state *applicationAPITokenModel) map[string]any {
	body := map[string]any{}
	for member, value := range map[string][2]types.String{
		"name": {m.Name, state.Name}, "description": {m.Description, state.Description}, "status": {m.Status, state.Status},
	} {
		if value[0].ValueString() != value[1].ValueString() {
			body[member] = value[0].ValueString()
		}
	}
	return body
}

// complete fills in what the plan left open from the answer to a write.
func (m *applicationAPITokenModel) complete(found *ApplicationAPIToken) {
	completeTexts(m.readTexts(found))
}

// flatten takes everything that Losant shows, but keeps the spelling of a date.
func (m *applicationAPITokenModel) flatten(found *ApplicationAPIToken) {
	for value, text := range m.readTexts(found) {
		if shown := resource.TextOrNull(text); !resource.SameID(*value, shown) {
			*value = shown
		}
	}
	m.Name = types.StringValue(found.Name)
	m.Description = keepAbsent(m.Description, types.StringValue(found.Description))
	m.Status = types.StringValue(found.Status)
	m.Scope = resource.SetOf(found.Scope)
	if !sameTime(m.ExpirationDate.ValueString(), found.ExpirationDate) {
		m.ExpirationDate = resource.TextOrNull(found.ExpirationDate)
	}
}

// readTexts pairs the attributes that Losant alone sets with what it shows.
func (m *applicationAPITokenModel) readTexts(found *ApplicationAPIToken) map[*types.String]string {
	return map[*types.String]string{
		&m.ID: found.ID, &m.CreationDate: found.CreationDate, &m.LastUpdated: found.LastUpdated,
		&m.CreatorID: found.CreatorID, &m.CreatorType: found.CreatorType, &m.CreatorName: found.CreatorName,
	}
}

// expiresSoon is from when on before its end a plan warns of a token.
const expiresSoon = 30 * 24 * time.Hour

// checkExpiry warns of a token that expires soon or has expired. One that is to be made must not have expired.
func (m *applicationAPITokenModel) checkExpiry(made bool, diags *diag.Diagnostics) {
	at, err := time.Parse(time.RFC3339, m.ExpirationDate.ValueString())
	if err != nil { // null, unknown, or an error of validate
		return
	}
	p, left := path.Root("expiration_date"), time.Until(at)
	const later = "A later `expiration_date` makes another token."
	switch {
	case left <= 0 && made:
		diags.AddAttributeError(p, "The expiry is in the past", fmt.Sprintf("The %s would have expired at %s. Losant accepts a future date only.", m.Object(), m.ExpirationDate.ValueString()))
	case left <= 0:
		diags.AddAttributeWarning(p, fmt.Sprintf("The %s has expired", m.Object()), fmt.Sprintf("It expired at %s, and no longer works. %s", m.ExpirationDate.ValueString(), later))
	case left <= expiresSoon:
		diags.AddAttributeWarning(p, fmt.Sprintf("The %s expires soon", m.Object()), fmt.Sprintf("It expires at %s. %s", m.ExpirationDate.ValueString(), later))
	}
}
