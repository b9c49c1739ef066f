package genesys_test

import (
	"fmt"
	"strings"
	"testing"

	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

// data is a data source; kind is what follows credentials_integration_ in its name.
func data(kind, label, argument string) string {
	return fmt.Sprintf("data \"credentials_integration_%s\" %q {\n %s\n}\n", kind, label, argument)
}

func TestAccDataSources(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	ids := seed(f, 205)
	nameless := f.SeedCredential(genesystest.Credential{Type: "userDefined"})
	found := func(label string) string { return "data.credentials_integration_credential." + label }
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{{
		Config: provider(f) + data("credential", "id", fmt.Sprintf("id = %q", ids[3])) + data("credential", "name", `name = "credential 204"`) +
			data("credential", "nameless", fmt.Sprintf("id = %q", nameless)) + data("credentials", "all", "") +
			data("credential_types", "all", "") + data("type", "web", `type_id = "custom-rest-actions"`) + data("type", "app", `type_id = "embedded-client-app"`),
		Check: tftest.ComposeAggregateTestCheckFunc(
			tftest.TestCheckResourceAttr(found("id"), "name", "credential 3"),
			tftest.TestCheckResourceAttr(found("id"), "type", "basicAuth"),
			tftest.TestCheckResourceAttrSet(found("id"), "created_date"),
			tftest.TestCheckResourceAttr(found("name"), "id", ids[204]),
			tftest.TestCheckResourceAttrSet(found("name"), "modified_date"),
			tftest.TestCheckNoResourceAttr(found("nameless"), "name"),
			tftest.TestCheckResourceAttr("data.credentials_integration_credentials.all", "integration_credentials.#", "206"),
			tftest.TestCheckResourceAttr("data.credentials_integration_credentials.all", "integration_credentials.204.name", "credential 204"),
		),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data.credentials_integration_type.web", tfjsonpath.New("credentials"), knownvalue.MapExact(map[string]knownvalue.Check{
				"basicAuth": knownvalue.ObjectExact(map[string]knownvalue.Check{
					"title": knownvalue.StringExact("Credentials"), "required": knownvalue.Bool(false),
					"credential_types": knownvalue.ListExact([]knownvalue.Check{
						knownvalue.StringExact("basicAuth"), knownvalue.StringExact("userDefined"), knownvalue.StringExact("userDefinedOAuth"),
					}),
				}),
			})),
			statecheck.ExpectKnownValue("data.credentials_integration_type.app", tfjsonpath.New("credentials"), knownvalue.MapSizeExact(0)),
			statecheck.ExpectKnownValue("data.credentials_integration_credential_types.all",
				tfjsonpath.New("integration_credential_types").AtSliceIndex(0), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"name": knownvalue.StringExact("basicAuth"), "free_form": knownvalue.Bool(false),
					"fields": knownvalue.ListExact([]knownvalue.Check{
						describedField("userName", "Username", "The username used for authentication.", true, false),
						describedField("password", "Password", "The password used for authentication.", false, true),
					}),
				})),
			statecheck.ExpectKnownValue("data.credentials_integration_credential_types.all",
				tfjsonpath.New("integration_credential_types").AtSliceIndex(1).AtMapKey("free_form"), knownvalue.Bool(true)),
		},
	}}})
}

func describedField(name, title, description string, required, sensitive bool) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{
		"name": knownvalue.StringExact(name), "title": knownvalue.StringExact(title), "description": knownvalue.StringExact(description),
		"required": knownvalue.Bool(required), "sensitive": knownvalue.Bool(sensitive),
	})
}

func TestAccDataSourceMatchesExactlyOne(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	first := f.SeedCredential(genesystest.Credential{Name: "twice", Type: "basicAuth"})
	second := f.SeedCredential(genesystest.Credential{Name: "twice", Type: "userDefined"})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), data("credential", "none", `name = "Twice"`), data("credential", "two", `name = "twice"`),
		data("credential", "gone", `id = "no-such-id"`), data("type", "gone", `type_id = "no-such-type"`))
	acctest.Contains(t, c.Fail("plan"), `There is no integration credential named "Twice"`,
		`There is more than one integration credential named "twice". Choose one by its id: `+first+", "+second,
		"credentials/no-such-id on "+strings.TrimPrefix(f.URL, "http://")+" answered 404 Not Found (not.found)", "Cannot read integration type no-such-type")
}

// The token that is lent enters the platform.
func TestAccAccessTokenIsLent(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{{
		Config: provider(f) + fmt.Sprintf(`
ephemeral "credentials_integration_access_token" "a" {}

provider "credentials" {
  alias = "lent"
  genesys {
    base_url     = %q
    access_token = ephemeral.credentials_integration_access_token.a.access_token
  }
}
%s`, f.URL, credential("a", "userDefined", "provider = credentials.lent", `fields_wo = { expires = ephemeral.credentials_integration_access_token.a.expires_at }`, `fields_wo_version = "1"`)),
		Check: acctest.Check(func() {
			if expires := stored(t, f, "a").Fields["expires"]; len(expires) != len("2006-01-02T15:04:05Z") {
				t.Errorf("it expires at %q", expires)
			}
		}),
	}}})
}

func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	id := f.SeedCredential(genesystest.Credential{Name: "n", Type: "basicAuth"})
	state := engine.ImportByIdentity(t, genesystest.Fixture, f.URL, "credentials_integration_credential", map[string]string{"id": id})
	if state["name"] != "n" || state["type"] != "basicAuth" || state["modified_date"] == "" {
		t.Errorf("read %v", state)
	}
	state = engine.ImportByIdentity(t, genesystest.Fixture, f.URL, "credentials_integration_config", map[string]string{"integration_id": genesystest.AudioHookID})
	if state["name"] != "AudioHook Monitor" || state["id"] != genesystest.AudioHookID {
		t.Errorf("read %v", state)
	}
}
