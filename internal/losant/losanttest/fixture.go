package losanttest

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Fixture is Losant as tests and the mock server meet it.
var Fixture = fakeapi.Fixture{
	Name:        "losant",
	Title:       "Losant",
	URLVariable: "LOSANT_BASE_URL",
	Credentials: []fakeapi.Credential{
		{Argument: "api_token", Variable: "LOSANT_API_TOKEN", Value: Token, ReadOnly: ReadOnlyToken},
	},
	Gone: fakeapi.Refusal{Status: http.StatusNotFound, Code: "NotFound"},
	Configure: func() (fakeapi.Configurable, func() *fakeapi.Tenant) {
		options := new(Options)
		return options, func() *fakeapi.Tenant { return New(*options).tenant() }
	},
}

func (f *Fake) tenant() *fakeapi.Tenant {
	tenant := &fakeapi.Tenant{Server: f.Server, Store: f}
	for _, sample := range samples {
		tenant.Resources = append(tenant.Resources, f.sample(sample.block, sample.secret, sample.stored, sample.others))
	}
	tenant.Resources = append(tenant.Resources, f.keySample(), f.tokenSample())
	seeded := func() string {
		for _, c := range f.Credentials(ApplicationID) {
			if c.Name == "read by a data source" {
				return c.ID
			}
		}
		return f.Seed(ApplicationID, Credential{Name: "read by a data source", Type: "aws", Enabled: true, Config: map[string]any{"region": "eu-west-1"}})
	}
	application := fmt.Sprintf("application_id = %q\n", ApplicationID)
	byID := func() string { return application + fmt.Sprintf("id = %q", seeded()) }
	tenant.DataSources = []fakeapi.Reader{
		{Type: "service_credential", Arguments: byID},
		{Type: "service_credential", Variant: "by name", Arguments: func() string {
			seeded()
			return application + `name = "read by a data source"`
		}},
		{Type: "service_credentials", Arguments: func() string { seeded(); return application }},
		{Type: "service_credential_usage", Arguments: byID},
		{Type: "application_key", Arguments: func() string { return application + fmt.Sprintf("id = %q", f.shownKey()) }},
		{Type: "application_key", Variant: "by name", Arguments: func() string { f.shownKey(); return application + `name = "read by a data source"` }},
		{Type: "application_keys", Arguments: func() string { f.shownKey(); return application }},
		{Type: "application_api_token", Arguments: func() string { return application + fmt.Sprintf("id = %q", f.shownToken()) }},
		{Type: "application_api_token", Variant: "by name", Arguments: func() string { f.shownToken(); return application + `name = "read by a data source"` }},
		{Type: "application_api_tokens", Arguments: func() string { f.shownToken(); return application }},
	}
	tenant.ListResources = []fakeapi.Reader{
		{Type: "service_credential", Arguments: func() string { seeded(); return application }},
		{Type: "application_key", Arguments: func() string { f.shownKey(); return application }},
		{Type: "application_api_token", Arguments: func() string { f.shownToken(); return application }},
	}
	tenant.EphemeralResources = []fakeapi.Reader{
		{Type: "application_api_token", Arguments: func() string { return application + `scope = ["devices.get"]` }},
	}
	return tenant
}

// samples are one for each type of service credential: its block, the argument
// with its secret, the API's name for that, and what else the block needs. They
// share nothing with the provider's own table, so that neither can repeat a
// mistake of the other.
var samples = []struct{ block, secret, stored, others string }{
	{"azure", "account_key", "accountKey", ""},
	{"aws", "secret_access_key", "secretAccessKey", "access_key_id = \"AKIAIOSFODNN7EXAMPLE\"\n region = \"eu-west-1\""},
	{"gcp", "key_json", "keyJson", ""},
	{"http", "secret_value", "secretValue", "uri_match = \"https://a.example/\"\n auth_method = \"header\"\n public_value = \"X-Key\""},
	{"sendgrid", "api_key", "apiKey", ""},
	{"twilio", "api_key_secret", "apiKeySecret", "account_sid = \"AC01\"\n api_key_sid = \"SK01\""},
	{"loggly", "customer_token", "customerToken", ""},
	{"jwt", "secret", "secret", "issuer = \"a\"\n algorithm = \"HS256\""},
	{"whatsapp", "access_token", "accessToken", "from_number_id = \"1\""},
	{"sql", "password", "password", "system = \"pg\"\n host = \"a.example\"\n port = 5432\n username = \"a\""},
	{"mongodb", "connection_uri", "connectionUri", ""},
	{"mailgun", "api_key", "apiKey", ""},
	{"snowflake", "private_key", "privateKey", "host = \"a.example\"\n username = \"a\""},
	{"git", "secret_value", "secretValue", "type = \"ssh-key\"\n clone_url = \"git@a.example:a.git\""},
	{"datadog", "secret_value", "secretValue", ""},
	{"certificate_key_pair", "private_key", "privateKey", "certificate = \"A\""},
}

func (f *Fake) sample(block, secret, stored, others string) fakeapi.Resource {
	prefix := block + " "
	find := func(name string) string {
		for _, c := range f.Credentials(ApplicationID) {
			if c.Name == prefix+name {
				return c.ID
			}
		}
		panic(fmt.Sprintf("losanttest: there is no %s %q", block, name))
	}
	return fakeapi.Resource{
		Type: "service_credential", Variant: block, Secret: secret, Within: block,
		Arguments: func(name, note, given string) string {
			return fmt.Sprintf("application_id = %q\nname = %q\ndescription = %q\n%s {\n%s\n%s\n}", ApplicationID, prefix+name, note, block, others, given)
		},
		Objects: func() (all []fakeapi.Stored) {
			for _, c := range f.Credentials(ApplicationID) {
				if name, ok := strings.CutPrefix(c.Name, prefix); ok {
					secret, _ := c.Config[stored].(string)
					all = append(all, fakeapi.Stored{Name: name, ID: c.ID, ImportID: ApplicationID + "/" + c.ID, Secret: secret})
				}
			}
			return all
		},
		Edit: func(name string) {
			f.Edit(ApplicationID, find(name), func(c *Credential) { c.Config[stored] = "by hand" })
		},
		Remove: func(name string) { f.Remove(ApplicationID, find(name)) },
		Create: Create, Read: Get, Update: Patch, Delete: Delete,
		Posts: true, Unique: true, Dates: true,
	}
}
