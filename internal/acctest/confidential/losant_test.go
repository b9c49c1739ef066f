package confidential_test

import (
	"fmt"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// losantTypes are the blocks of a service credential, each with its secret and the other arguments that it needs.
var losantTypes = []struct{ block, secret, others string }{
	{"aws", "secret_access_key", "access_key_id = \"AKIAIOSFODNN7EXAMPLE\"\n region = \"eu-west-1\""},
	{"azure", "account_key", ""},
	{"gcp", "key_json", ""},
	{"http", "secret_value", "uri_match = \"https://a.example/\"\n auth_method = \"header\"\n public_value = \"X-Key\""},
	{"sendgrid", "api_key", ""},
	{"twilio", "api_key_secret", "account_sid = \"AC01\"\n api_key_sid = \"SK01\""},
	{"loggly", "customer_token", ""},
	{"jwt", "secret", "issuer = \"a\"\n algorithm = \"HS256\""},
	{"whatsapp", "access_token", "from_number_id = \"1\""},
	{"sql", "password", "system = \"pg\"\n host = \"a.example\"\n port = 5432\n username = \"a\""},
	{"mongodb", "connection_uri", ""},
	{"mailgun", "api_key", ""},
	{"snowflake", "private_key", "host = \"a.example\"\n username = \"a\""},
	{"git", "secret_value", "type = \"ssh-key\"\n clone_url = \"git@a.example:a.git\""},
	{"datadog", "secret_value", ""},
	{"certificate_key_pair", "private_key", "certificate = \"A\""},
}

func losantTenant(t *testing.T, options fakeapi.Options) tenant {
	t.Helper()
	const app = losanttest.ApplicationID
	f := losanttest.NewServer(t, losanttest.Options{Options: options})
	token := acctest.Canary("losant")
	f.Tokens.Allow(token, "all.Application")
	all := tenant{Server: f.Server, block: "losant", settings: baseURL(f.URL), credentials: map[string]string{"api_token": token}}
	id := func(name string) string {
		for _, c := range f.Credentials(app) {
			if c.Name == name {
				return c.ID
			}
		}
		t.Fatalf("there is no service credential %q", name)
		return ""
	}
	for _, kind := range losantTypes {
		label := func(name string) string { return kind.block + " " + name }
		all.resources = append(all.resources, resource{
			kind: "service_credential", variant: kind.block, secret: kind.secret, within: kind.block + ".", tells: true,
			arguments: func(name, note, given string) string {
				return fmt.Sprintf("application_id = %q\n name = %q\n description = %q\n %s {\n%s\n%s\n}", app, label(name), note, kind.block, kind.others, given)
			},
			importID: func(name string) string { return app + "/" + id(label(name)) },
			create:   losanttest.Create, read: losanttest.Get, update: losanttest.Patch, destroy: losanttest.Delete,
			replace: func(name string) {
				f.Edit(app, id(label(name)), func(c *losanttest.Credential) { c.Config["anything"] = "by hand" })
			},
		})
	}
	return all
}
