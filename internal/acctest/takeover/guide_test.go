package takeover_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// guide returns a file that a guide shows.
func guide(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../../examples/guides/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// follow makes an empty working directory in an environment that leads to a fake, as the guides assume it.
func follow(t *testing.T, fixture fakeapi.Fixture, url string, variables map[string]any) *acctest.CLI {
	t.Helper()
	c := acctest.NewCLI(t)
	for _, address := range others {
		c.StandIn(address)
	}
	for _, v := range fixture.Environment(url) {
		c.Setenv(v.Name + "=" + v.Value)
	}
	for name, value := range variables {
		text, isText := value.(string)
		if !isText {
			encoded, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			text = string(encoded)
		}
		c.Setenv("TF_VAR_" + name + "=" + text)
	}
	return c
}

// storage makes service credentials of these names, as they are before a migration.
func storage(f *losanttest.Fake, secret string, names ...string) map[string]string {
	ids := map[string]string{}
	for _, name := range names {
		ids[name] = f.Seed(losanttest.ApplicationID, losanttest.Credential{
			Name: name, Type: "azure", Enabled: true, Config: map[string]any{"account": name, "accountKey": secret},
		})
	}
	return ids
}

func accountKeys(f *losanttest.Fake) map[string]any {
	keys := map[string]any{}
	for _, c := range f.Credentials(losanttest.ApplicationID) {
		keys[c.Name] = c.Config["accountKey"]
	}
	return keys
}

// migrate follows the steps of a guide from the plan on: it is in place, then empty, and holds no secret; and the way back
// leaves the objects where they are.
func migrate(t *testing.T, c *acctest.CLI, name, plan string, secrets ...string) {
	t.Helper()
	c.Configure(guide(t, name+"/after.tf"))
	acctest.Contains(t, c.Plan(), plan)
	c.Apply()
	c.PlanNothing()
	c.ExpectNotInState(secrets...)
	c.Configure(guide(t, name+"/undo.tf"))
	acctest.Contains(t, c.Apply(), "0 added, 0 changed, 0 destroyed")
}

func TestAccGuideMigrateFromRestAPI(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	before, after := acctest.Canary("before"), acctest.Canary("after")
	ids := storage(f, before, "storage")
	c := follow(t, losanttest.Fixture, f.URL, map[string]any{"account_key": after})
	path := regexp.MustCompile(`path = "(.+)"`).FindStringSubmatch(guide(t, "migrate-from-restapi/before.tf"))[1]
	c.AddState(stateOf(t, restAPI("storage", path+"/"+ids["storage"], before)))
	migrate(t, c, "migrate-from-restapi", "0 to add, 1 to change, 0 to destroy", before, after, oldPrivate)
	if keys := accountKeys(f); !maps.Equal(keys, map[string]any{"storage": after}) {
		t.Error(keys)
	}
}

// integrationCredentials are credentials on the platform, and in a state of the other provider.
func integrationCredentials(f *genesystest.Fake, secret string) (ids []string, objects []old) {
	for _, key := range []string{"east", "west"} {
		id := f.SeedCredential(genesystest.Credential{Name: "CRM " + key, Type: "basicAuth", Fields: map[string]string{"userName": "loginname", "password": secret}})
		ids = append(ids, id)
		objects = append(objects, old{
			Type: "genesyscloud_integration_credential", Name: "crm", Key: key, Provider: "mypurecloud/genesyscloud", Version: 1,
			Attributes: map[string]any{"id": id, "name": "CRM " + key, "credential_type_name": "basicAuth", "fields": map[string]any{"password": secret}},
		})
	}
	return ids, objects
}

func TestAccGuideMigrateFromGenesyscloud(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	before, east, west := acctest.Canary("before"), acctest.Canary("east"), acctest.Canary("west")
	c := follow(t, genesystest.Fixture, f.URL, map[string]any{"passwords": map[string]string{"east": east, "west": west}})
	_, objects := integrationCredentials(f, before)
	c.AddState(stateOf(t, objects...))
	migrate(t, c, "migrate-from-genesyscloud", "0 to add, 2 to change, 0 to destroy", before, east, west, oldPrivate)
	passwords := map[string]string{}
	for _, stored := range f.Credentials() {
		passwords[stored.Name] = stored.Fields["password"]
	}
	if !maps.Equal(passwords, map[string]string{"CRM east": east, "CRM west": west}) {
		t.Error(passwords)
	}
}

// The other provider keeps the integration, and its configuration is managed here. Nothing is written to it.
func TestAccGuideMigrateTheConfigurationOfAnIntegration(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := follow(t, genesystest.Fixture, f.URL, map[string]any{"passwords": map[string]string{"east": "east-1", "west": "west-1"}})
	ids, objects := integrationCredentials(f, "before")
	slots := map[string]string{"basicAuth": ids[0]}
	integration := f.SeedIntegration(genesystest.Integration{Type: "custom-rest-actions", IntendedState: "ENABLED", Name: "CRM", Credentials: slots})
	c.AddState(stateOf(t, append(objects, old{
		Type: "genesyscloud_integration", Name: "crm", Provider: "mypurecloud/genesyscloud", Version: 1,
		Attributes: map[string]any{
			"id": integration, "integration_type": "custom-rest-actions", "intended_state": "ENABLED", "config": []any{map[string]any{"credentials": slots}},
		},
	})...))
	both := strings.Replace(guide(t, "migrate-from-genesyscloud/after.tf"), "required_providers {",
		"required_providers {\n    genesyscloud = {\n      source = \"MyPureCloud/genesyscloud\"\n    }", 1)
	c.Configure(both, guide(t, "migrate-from-genesyscloud/integration.tf"))
	acctest.Contains(t, c.Plan(), "1 to add, 2 to change, 0 to destroy")
	c.Apply()
	c.PlanNothing()
	if n := f.Count(genesystest.PutConfig); n != 0 {
		t.Errorf("the configuration was written %d times", n)
	}
}

// An OAuth client moves without its secret, which goes on working until another one is issued.
func TestAccGuideMigrateAnOAuthClient(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	before := acctest.Canary("before")
	id := f.SeedOAuthClient(genesystest.OAuthClient{
		Name: "Reports", Secret: before,
		RoleDivisions: []genesystest.RoleDivision{{RoleID: "0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26", DivisionID: genesystest.HomeDivisionID}},
	})
	stored := func() genesystest.OAuthClient {
		client, _ := f.OAuthClient(id)
		return client
	}
	c := follow(t, genesystest.Fixture, f.URL, nil)
	c.AddState(stateOf(t, old{
		Type: "genesyscloud_oauth_client", Name: "reports", Provider: "mypurecloud/genesyscloud", Version: 1,
		Attributes: map[string]any{"id": id, "client_id": id, "name": "Reports", "expose_client_secret": true, "client_secret": before},
	}))
	after := guide(t, "migrate-from-genesyscloud/oauth_client_after.tf")
	c.Configure(after)
	acctest.Contains(t, c.Plan(), "0 to add, 1 to change, 0 to destroy", "The secret is not known")
	c.Apply()
	if f.Count(genesystest.PutOAuthClient)+f.Count(genesystest.CreateOAuthClientSecret) != 0 || stored().Secret != before {
		t.Error("the move has sent a write")
	}
	c.PlanNothing()
	const address = "credentials_oauth_client.reports"
	if c.Attribute(address, "secret") != nil || c.Attribute(address, "encrypted_secret") != nil {
		t.Error("the state has a secret")
	}
	c.Configure(strings.Replace(after, "  encrypt_to ", "  rotate = \"once\"\n  encrypt_to ", 1))
	c.Apply()
	if text, _ := c.Attribute(address, "encrypted_secret").(string); text == "" || stored().Secret == before {
		t.Error("no secret was issued")
	}
	c.ExpectNotInState(before, stored().Secret, oldPrivate)
}

func TestAccGuideMigrateFromLocalExec(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	before, after := acctest.Canary("before"), acctest.Canary("after")
	c := follow(t, losanttest.Fixture, f.URL, map[string]any{"account_key": before})
	c.Configure(guide(t, "migrate-from-local-exec/before.tf"))
	c.Apply()
	if keys := accountKeys(f); !maps.Equal(keys, map[string]any{"storage": before}) {
		t.Fatal(keys)
	}
	c.Setenv("TF_VAR_account_key=" + after)
	migrate(t, c, "migrate-from-local-exec", "1 to import, 0 to add, 1 to change, 0 to destroy", before, after)
	if keys := accountKeys(f); !maps.Equal(keys, map[string]any{"storage": after}) {
		t.Error(keys)
	}
}

// A data source finds the ids of many objects, and one plan imports them all.
func TestAccGuideBringExisting(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	keys := map[string]string{"archive": acctest.Canary("archive"), "reports": acctest.Canary("reports")}
	storage(f, "before", slices.Collect(maps.Keys(keys))...)
	c := follow(t, losanttest.Fixture, f.URL, map[string]any{"account_keys": keys})
	c.Configure(guide(t, "bring-existing/main.tf"))
	acctest.Contains(t, c.Plan(), "2 to import, 0 to add, 2 to change, 0 to destroy")
	c.Apply()
	c.PlanNothing()
	c.ExpectNotInState(keys["archive"], keys["reports"])
	if stored := accountKeys(f); !maps.Equal(stored, map[string]any{"archive": keys["archive"], "reports": keys["reports"]}) {
		t.Error(stored)
	}
}

// A query finds what exists and writes its configuration, which imports it once the secrets are filled in. Engines without
// queries skip this; the query itself is run without one by TestExamplesOfQueriesAndIdentities.
func TestAccGuideQuery(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	ids := storage(f, "before", "archive", "reports")
	c := follow(t, losanttest.Fixture, f.URL, nil)
	c.Configure(required, "provider \"credentials\" {\n  losant {}\n}\n")
	c.AddFile("query.tfquery.hcl", guide(t, "bring-existing/query.tfquery.hcl"))
	output, status := c.Run("query", "-generate-config-out="+generated)
	if status != 0 {
		t.Fatal(output)
	}
	text := c.File(generated)
	acctest.Contains(t, text, ids["archive"], ids["reports"], "import {")
	acctest.Lacks(t, text, "before")
	after := acctest.Canary("after")
	text = regexp.MustCompile(`(?m)^\s*account_key_wo\s*=.*\n`).ReplaceAllString(text, "") // an engine need not write what is null
	c.AddFile(generated, strings.ReplaceAll(text, "azure {", fmt.Sprintf("azure {\n    account_key_wo = %q", after)))
	acctest.Contains(t, c.Plan(), "2 to import, 0 to add, 2 to change, 0 to destroy")
	c.Apply()
	c.PlanNothing()
	c.ExpectNotInState(after)
	if keys := accountKeys(f); !maps.Equal(keys, map[string]any{"archive": after, "reports": after}) {
		t.Error(keys)
	}
}
