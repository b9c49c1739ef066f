package genesystest

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Fixture is Genesys Cloud as tests and the mock server meet it.
var Fixture = fakeapi.Fixture{
	Name:        "genesys",
	Title:       "Genesys Cloud",
	URLVariable: "GENESYSCLOUD_BASE_URL",
	Credentials: []fakeapi.Credential{
		{Argument: "client_id", Variable: "GENESYSCLOUD_OAUTHCLIENT_ID", Value: ClientID, ReadOnly: ReadOnlyClientID, Public: true},
		{Argument: "client_secret", Variable: "GENESYSCLOUD_OAUTHCLIENT_SECRET", Value: ClientSecret, ReadOnly: ReadOnlyClientSecret},
	},
	OtherVariables: []string{"GENESYSCLOUD_REGION", "GENESYSCLOUD_LOGIN_URL", "GENESYSCLOUD_ACCESS_TOKEN"},
	Gone:           fakeapi.Refusal{Status: http.StatusNotFound},
	Configure: func() (fakeapi.Configurable, func() *fakeapi.Tenant) {
		options := new(Options)
		return options, func() *fakeapi.Tenant { return New(*options).tenant() }
	},
}

// usedSecret is that of a credential which no sample manages.
const usedSecret = "used-Passw0rd-6c1d"

func (f *Fake) tenant() *fakeapi.Tenant {
	byID := func() string { return fmt.Sprintf("id = %q", f.usedCredential()) }
	return &fakeapi.Tenant{
		Server: f.Server,
		Store:  f,
		Login:  Authenticate,
		Shown:  []string{usedSecret},
		Resources: []fakeapi.Resource{
			f.credentialSample("basicAuth", ""),
			// It is not known which of any fields were secret: that they go has to be
			// configured.
			f.credentialSample("userDefined", "\nfields_wo = {}"),
			f.configSample(),
			f.oauthClientSample(),
		},
		DataSources: []fakeapi.Reader{
			{Type: "integration_credential", Arguments: byID},
			{Type: "integration_credential", Variant: "by name", Arguments: func() string { f.usedCredential(); return `name = "used"` }},
			{Type: "integration_credentials", Arguments: func() string { f.usedCredential(); return "" }},
			{Type: "integration_credential_types", Arguments: func() string { return "" }},
			{Type: "integration_type", Arguments: func() string { return `type_id = "custom-rest-actions"` }},
			{Type: "oauth_client", Arguments: func() string { return fmt.Sprintf("id = %q", ReadOnlyClientID) }},
			{Type: "oauth_client", Variant: "by name", Arguments: func() string { return `name = "Terraform"` }},
			{Type: "oauth_clients", Arguments: func() string { return "" }},
		},
		ListResources: []fakeapi.Reader{
			{Type: "integration_credential", Arguments: func() string { f.usedCredential(); return "" }},
			{Type: "integration_config", Arguments: func() string { return "" }},
			{Type: "oauth_client", Arguments: func() string { return "" }},
		},
		EphemeralResources: []fakeapi.Reader{
			{Type: "integration_access_token", Arguments: func() string { return "" }},
		},
	}
}

// usedCredential is a credential for the slots of configurations.
func (f *Fake) usedCredential() string {
	for _, c := range f.Credentials() {
		if c.Name == "used" {
			return c.ID
		}
	}
	return f.SeedCredential(Credential{Name: "used", Type: "userDefined", Fields: map[string]string{"password": usedSecret}})
}

// credentialSample has the note at the end of the name.
func (f *Fake) credentialSample(credentialType, withoutSecret string) fakeapi.Resource {
	sample := fakeapi.Resource{
		Type: "integration_credential", Variant: credentialType, Secret: "fields", Key: "password", Other: "userName",
		Arguments: func(name, note, given string) string {
			if !strings.Contains(given, "fields_wo") {
				given += withoutSecret
			}
			return fmt.Sprintf("type = %q\nname = \"%s %s\"\n%s", credentialType, name, note, given)
		},
		Objects: func() (all []fakeapi.Stored) {
			for _, c := range f.Credentials() {
				if name, _, sampled := strings.Cut(c.Name, " "); sampled && c.Type == credentialType {
					all = append(all, fakeapi.Stored{Name: name, ID: c.ID, ImportID: c.ID, Secret: c.Fields["password"]})
				}
			}
			return all
		},
		Create: CreateCredential, Read: ListCredentials, Update: PutCredential, Delete: DeleteCredential,
		Posts: true, Dates: true, Whole: true,
	}
	sample.Edit = func(name string) {
		f.EditCredential(sample.Object(name).ID, func(c *Credential) { c.Fields["password"] = "by hand" })
	}
	sample.Remove = func(name string) { f.RemoveCredential(sample.Object(name).ID) }
	return sample
}

// configSample has an integration for each object.
func (f *Fake) configSample() fakeapi.Resource {
	integrations := map[string]string{} // ids by the objects' names
	return fakeapi.Resource{
		Type: "integration_config",
		Arguments: func(name, note, _ string) string {
			if integrations[name] == "" {
				integrations[name] = f.SeedIntegration(Integration{Type: "custom-rest-actions", Name: name})
			}
			return fmt.Sprintf("integration_id = %q\nnotes = %q\ncredentials = { basicAuth = %q }", integrations[name], note, f.usedCredential())
		},
		Objects: func() (all []fakeapi.Stored) {
			for name, id := range integrations {
				if stored, there := f.Integration(id); there && stored.Notes != "" {
					all = append(all, fakeapi.Stored{Name: name, ID: id, ImportID: id, Secret: stored.Notes})
				}
			}
			return all
		},
		Edit:   func(name string) { f.EditIntegration(integrations[name], func(i *Integration) { i.Notes = "by hand" }) },
		Remove: func(name string) { f.RemoveIntegration(integrations[name]) },
		Create: PutConfig, Read: GetConfig, Update: PutConfig, Delete: PutConfig,
	}
}

// sampleKey is a public key that secrets are encrypted to. The samples of no test open them.
const sampleKey = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"

// oauthClientSample has the note as the description.
func (f *Fake) oauthClientSample() fakeapi.Resource {
	sample := fakeapi.Resource{
		Type: "oauth_client",
		Arguments: func(name, note, _ string) string {
			return fmt.Sprintf("name = %q\ndescription = %q\nauthorized_grant_type = \"CLIENT-CREDENTIALS\"\nencrypt_to = [%q]\nroles {\n role_id = %q\n}\n",
				name, note, sampleKey, "0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26")
		},
		Objects: func() (all []fakeapi.Stored) {
			for _, c := range f.OAuthClients() {
				all = append(all, fakeapi.Stored{Name: c.Name, ID: c.ID, ImportID: c.ID, Secret: c.Description, Made: []string{c.Secret}})
			}
			return all
		},
		Create: CreateOAuthClient, Read: GetOAuthClient, Update: PutOAuthClient, Delete: DeleteOAuthClient,
		Posts: true,
	}
	sample.Edit = func(name string) {
		f.EditOAuthClient(sample.Object(name).ID, func(c *OAuthClient) { c.Description = "by hand" })
	}
	sample.Remove = func(name string) { f.RemoveOAuthClient(sample.Object(name).ID) }
	return sample
}
