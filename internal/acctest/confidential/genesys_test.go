package confidential_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

// genesysTenant has an integration for each object, and a credential that they use and nobody manages.
func genesysTenant(t *testing.T, options fakeapi.Options) tenant {
	t.Helper()
	f := genesystest.NewServer(t, genesystest.Options{Options: options})
	id := func(name string) string {
		for _, c := range f.Credentials() {
			if strings.HasPrefix(c.Name, name+" ") {
				return c.ID
			}
		}
		t.Fatalf("there is no credential %q", name)
		return ""
	}
	used := canary("used")
	attached := f.SeedCredential(genesystest.Credential{Name: "used", Type: "userDefined", Fields: map[string]string{key: used}})
	integrations := map[string]string{}
	for _, name := range objects {
		integrations[name] = f.SeedIntegration(genesystest.Integration{Type: "custom-rest-actions", Name: name})
	}
	return tenant{
		Server: f.Server, block: "genesys", settings: baseURL(f.URL) + fmt.Sprintf("client_id = %q\n", genesystest.ClientID), login: genesystest.Authenticate,
		credentials: map[string]string{"client_secret": genesystest.ClientSecret},
		shown:       []string{used},
		resources: []resource{
			{
				kind: "integration_credential", variant: "map", secret: "fields", isMap: true, whole: true, tells: true,
				arguments: func(name, note, given string) string {
					return fmt.Sprintf("type = \"basicAuth\"\nname = \"%s %s\"\n%s", name, note, given)
				},
				importID: func(name string) string { return id(name) },
				create:   genesystest.CreateCredential, read: genesystest.ListCredentials,
				update: genesystest.PutCredential, destroy: genesystest.DeleteCredential,
				replace: func(name string) {
					f.EditCredential(id(name), func(c *genesystest.Credential) { c.Fields[key] = "by hand" })
				},
			},
			{
				kind: "integration_credential", variant: "free", secret: "fields", isMap: true, whole: true, tells: true,
				arguments: func(name, note, given string) string {
					if !strings.Contains(given, "fields_wo") { // of any fields, nobody knows which ones were secret: they must be said to go
						given += "\nfields_wo = {}"
					}
					return fmt.Sprintf("type = \"userDefined\"\nname = \"free_%s %s\"\n%s", name, note, given)
				},
				importID: func(name string) string { return id("free_" + name) },
				create:   genesystest.CreateCredential, read: genesystest.ListCredentials,
				update: genesystest.PutCredential, destroy: genesystest.DeleteCredential,
				replace: func(name string) {
					f.EditCredential(id("free_"+name), func(c *genesystest.Credential) { c.Fields[key] = "by hand" })
				},
			},
			{
				kind: "integration_config", variant: "config",
				arguments: func(name, note, _ string) string {
					return fmt.Sprintf("integration_id = %q\nnotes = %q\ncredentials = { basicAuth = %q }", integrations[name], note, attached)
				},
				importID: func(name string) string { return integrations[name] },
				create:   genesystest.PutConfig, read: genesystest.GetConfig, update: genesystest.PutConfig, destroy: genesystest.PutConfig,
			},
		},
	}
}
