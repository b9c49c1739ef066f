package genesystest

import (
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// CredentialType is the model of that name: a kind of credential and its
// fields.
type CredentialType struct {
	ID           string                     `json:"id"`
	Name         string                     `json:"name"`
	Properties   map[string]CredentialField `json:"properties"`
	DisplayOrder []string                   `json:"displayOrder"`
	Required     []string                   `json:"required"`
	// FreeForm types take any fields. The platform's answers do not show it.
	FreeForm bool `json:"-"`
}

// CredentialField describes one field of a credential type.
type CredentialField struct {
	Type        string `json:"type"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Sensitive   bool   `json:"sensitive,omitempty"`
	Confirm     bool   `json:"confirm,omitempty"`
}

// IntegrationType is an excerpt of the model of that name: a kind of
// integration and its slots for credentials.
type IntegrationType struct {
	ID          string                             `json:"id"`
	Name        string                             `json:"name"`
	Credentials map[string]CredentialSpecification `json:"credentials"`
}

// CredentialSpecification is the model of that name: a slot for a credential.
type CredentialSpecification struct {
	// Required is shown, but not enforced: no page documents when it would be.
	Required bool   `json:"required"`
	Title    string `json:"title"`
	// CredentialTypes are the names of the types that fit the slot.
	CredentialTypes []string `json:"credentialTypes"`
}

// credentialTypes has basicAuth as the vendor's forum quotes it. Of the others
// only the names of the fields are known: that they are required, and which of
// them are sensitive, is assumed.
func credentialTypes() []CredentialType {
	return []CredentialType{
		{
			ID:   "basicAuth",
			Name: "basicAuth",
			Properties: map[string]CredentialField{
				"userName": {Type: "string", Title: "Username", Description: "The username used for authentication."},
				"password": {Type: "string", Title: "Password", Description: "The password used for authentication.", Sensitive: true, Confirm: true},
			},
			DisplayOrder: []string{"userName", "password"},
			Required:     []string{"userName"},
		},
		freeForm("userDefined"),
		freeForm("userDefinedOAuth"),
		fixed("pureCloudOAuthClient", "clientId", "clientSecret!"),
		fixed("audioHook", "apiKey!", "clientSecret!"),
		fixed("callJourney", "authToken!"),
		fixed("applePayCertificate", "merchantCertificate", "merchantKey!"),
	}
}

func freeForm(name string) CredentialType {
	return CredentialType{
		ID: name, Name: name, FreeForm: true,
		Properties: map[string]CredentialField{}, DisplayOrder: []string{}, Required: []string{},
	}
}

// fixed makes a type that requires all of its fields. An exclamation mark
// stands after a sensitive one.
func fixed(name string, fields ...string) CredentialType {
	t := freeForm(name)
	t.FreeForm = false
	for _, field := range fields {
		key, sensitive := strings.CutSuffix(field, "!")
		t.Properties[key] = CredentialField{Type: "string", Title: key, Description: "The " + key + ".", Sensitive: sensitive, Confirm: sensitive}
		t.DisplayOrder = append(t.DisplayOrder, key)
	}
	t.Required = t.DisplayOrder
	return t
}

// integrationTypes has the slots that the vendor's sample application uses.
func integrationTypes() []IntegrationType {
	return []IntegrationType{
		{ID: "custom-rest-actions", Name: "Web Services Data Actions", Credentials: map[string]CredentialSpecification{
			"basicAuth": {Title: "Credentials", CredentialTypes: []string{"basicAuth", "userDefined", "userDefinedOAuth"}},
		}},
		{ID: "purecloud-data-actions", Name: "Genesys Cloud Data Actions", Credentials: map[string]CredentialSpecification{
			"pureCloudOAuthClient": {Required: true, Title: "Genesys Cloud OAuth Client", CredentialTypes: []string{"pureCloudOAuthClient"}},
		}},
		{ID: "audiohook", Name: "AudioHook Monitor", Credentials: map[string]CredentialSpecification{
			"audioHook": {Required: true, Title: "AudioHook", CredentialTypes: []string{"audioHook"}},
		}},
		{ID: "embedded-client-app", Name: "Client Application", Credentials: map[string]CredentialSpecification{}},
	}
}

func (f *Fake) allCredentialTypes() []CredentialType {
	return slices.Concat(f.options.CredentialTypes, f.credentialTypes)
}

func (f *Fake) allIntegrationTypes() []IntegrationType {
	return slices.Concat(f.options.IntegrationTypes, f.integrationTypes)
}

// credentialType returns the type of that name; nil if there is none.
func (f *Fake) credentialType(name string) *CredentialType {
	return find(f.allCredentialTypes(), func(t CredentialType) bool { return t.Name == name })
}

// integrationType returns the type of that id; nil if there is none.
func (f *Fake) integrationType(id string) *IntegrationType {
	return find(f.allIntegrationTypes(), func(t IntegrationType) bool { return t.ID == id })
}

func find[T any](all []T, matches func(T) bool) *T {
	if i := slices.IndexFunc(all, matches); i >= 0 {
		return &all[i]
	}
	return nil
}

func (f *Fake) listCredentialTypes(call) (fakeapi.Answer, error) {
	types := f.allCredentialTypes()
	if f.options.TypesEnvelope {
		return fakeapi.OK(map[string]any{
			"entities": types, "pageSize": len(types), "pageNumber": 1, "total": len(types), "pageCount": 1,
		})
	}
	return fakeapi.OK(types)
}

func (f *Fake) listIntegrationTypes(c call) (fakeapi.Answer, error) {
	return page(f, c, f.allIntegrationTypes(), IntegrationType.view)
}

func (f *Fake) getIntegrationType(c call) (fakeapi.Answer, error) {
	id := c.PathValue("typeId")
	found := f.integrationType(id)
	if found == nil {
		return fakeapi.Answer{}, notFound("integration type", id)
	}
	return fakeapi.OK(found.view())
}

func (t IntegrationType) view() any {
	return struct {
		IntegrationType
		SelfURI string `json:"selfUri"`
	}{t, integrations + "/types/" + t.ID}
}
