package applivery_test

import (
	"fmt"
	"strings"
	"testing"

	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// configuration is an MDM configuration of an organization. More lines go into the resource.
func configuration(organization, tenant, client, secret string) string {
	return fmt.Sprintf("resource \"credentials_mdm_configuration\" \"this\" {\n  organization_id = %q\n  entra_id {\n    tenant_id = %q\n    client_id = %q\n    %s\n  }\n}\n",
		organization, tenant, client, secret)
}

// expectConfiguration compares what is stored.
func expectConfiguration(t *testing.T, f *appliverytest.Fake, tenant, client, secret string) {
	t.Helper()
	if got, there := f.MDMConfiguration(org); !there || got.TenantID != tenant || got.ClientID != client || got.ClientSecret != secret {
		t.Errorf("stored is %+v, want %s, %s, %s", got, tenant, client, secret)
	}
}

// expectPuts counts the writes since the last call.
func expectPuts(t *testing.T, f *appliverytest.Fake, want int) {
	t.Helper()
	if got := f.Count(appliverytest.SetMDMConfiguration); got != want {
		t.Errorf("%d writes, want %d", got, want)
	}
	f.ResetCounts()
}

func TestAccMDMConfigurationFromCreationToDestruction(t *testing.T) {
	for name, options := range map[string]appliverytest.Options{
		"":                    {},
		"echoed in the clear": {MDMEcho: appliverytest.EchoClear, MDMMissingNull: true},
		"masked":              {MDMEcho: appliverytest.EchoMasked, PermissionStatus: 403},
	} {
		t.Run(name, func(t *testing.T) {
			f := appliverytest.NewServer(t, options)
			c := acctest.NewCLI(t)
			c.Configure(provider(f), configuration(org, "contoso", "app", `client_secret_wo = "first-s3cret"`))
			acctest.Lacks(t, c.Apply(), "already exists")
			expectConfiguration(t, f, "contoso", "app", "first-s3cret")
			expectPuts(t, f, 1)
			c.PlanNothing()

			for _, step := range []struct{ tenant, client, secret string }{
				{"fabrikam", "app", "first-s3cret"}, {"fabrikam", "other app", "first-s3cret"}, {"fabrikam", "other app", "second-s3cret"},
			} {
				c.Configure(provider(f), configuration(org, step.tenant, step.client, fmt.Sprintf("client_secret_wo = %q", step.secret)))
				acctest.Contains(t, c.Apply(), "secret_written_at", "1 to change")
				expectConfiguration(t, f, step.tenant, step.client, step.secret)
				expectPuts(t, f, 1)
			}
			c.PlanNothing()

			f.EditMDMConfiguration(org, func(m *appliverytest.MDMConfiguration) { m.TenantID = "by hand" })
			acctest.Contains(t, c.Apply(), `tenant_id`, `"by hand" -> "fabrikam"`)
			f.EditMDMConfiguration(org, func(m *appliverytest.MDMConfiguration) { m.ClientID = "by hand" })
			acctest.Contains(t, c.Apply(), `client_id`, `"by hand" -> "other app"`)
			expectConfiguration(t, f, "fabrikam", "other app", "second-s3cret")
			c.PlanNothing()

			// The secret is not read, even where it could be.
			f.EditMDMConfiguration(org, func(m *appliverytest.MDMConfiguration) { m.ClientSecret = "by hand, not seen" })
			c.PlanNothing()
			acctest.Lacks(t, c.State(), "second-s3cret", "by hand", appliverytest.Mask)

			f.RemoveMDMConfiguration(org)
			acctest.Contains(t, c.Apply(), "no longer exists", "1 to add")
			expectConfiguration(t, f, "fabrikam", "other app", "second-s3cret")

			f.ResetCounts()
			acctest.Contains(t, c.Apply("-destroy"), `The MDM configuration of organization "acme" will not be deleted`, "1 destroyed")
			expectPuts(t, f, 0)
			expectConfiguration(t, f, "fabrikam", "other app", "second-s3cret")

			// What is there is taken over if it is the same.
			c.Configure(provider(f), configuration(org, "FABRIKAM", "other app", `client_secret = "third-s3cret"`))
			acctest.Contains(t, c.Apply(), `The MDM configuration of organization "acme" already exists`, "is taken over", "1 added")
			expectConfiguration(t, f, "FABRIKAM", "other app", "third-s3cret")
			c.PlanNothing()
		})
	}
}

func TestAccMDMConfigurationOfOthersIsNotOverwritten(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	f.EditMDMConfiguration(org, func(m *appliverytest.MDMConfiguration) {
		m.TenantID, m.ClientID, m.ClientSecret = "contoso", "app", "kept"
	})
	c := acctest.NewCLI(t)
	for _, other := range [][2]string{{"fabrikam", "app"}, {"contoso", "other app"}} {
		c.Configure(provider(f), configuration(org, other[0], other[1], `client_secret_wo = "mine"`))
		acctest.Contains(t, c.Fail("plan"), `Cannot plan MDM configuration of organization "acme"`,
			"Another tenant or client is configured there", "terraform import ADDRESS 'acme'")
	}
	expectConfiguration(t, f, "contoso", "app", "kept")
	expectPuts(t, f, 0)

	// An import reads what can be read, and the first apply writes the secret.
	const address = "credentials_mdm_configuration.this"
	c.Configure(provider(f), configuration(appliverytest.OrganizationID, "contoso", "app", `client_secret_wo = "mine"`))
	acctest.Contains(t, c.Fail("import", address, "ab"), `organization_id is "ab", which does not match`)
	if output, status := c.Run("import", address, strings.ToUpper(appliverytest.OrganizationID)); status != 0 {
		t.Fatal(output)
	}
	acctest.Contains(t, c.Plan(), "0 to add, 1 to change, 0 to destroy")
	acctest.Lacks(t, c.State(), "kept")
	c.Apply()
	expectPuts(t, f, 1)
	expectConfiguration(t, f, "contoso", "app", "mine")
	c.PlanNothing()

	// By its slug it is the same configuration, which this state has, so that it is written with another tenant, too.
	c.Configure(provider(f), configuration(org, "fabrikam", "app", `client_secret_wo = "mine"`))
	acctest.Contains(t, c.Apply(), "will not be deleted", "1 added, 0 changed, 1 destroyed")
	expectConfiguration(t, f, "fabrikam", "app", "mine")
	c.PlanNothing()
}

// What changed between plan and apply is not overwritten either.
func TestAccMDMConfigurationIsLookedAtBeforeItIsWritten(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), configuration(org, "contoso", "app", `client_secret = "mine"`))
	c.SavePlan()
	f.EditMDMConfiguration(org, func(m *appliverytest.MDMConfiguration) {
		m.TenantID, m.ClientID, m.ClientSecret = "fabrikam", "app", "kept"
	})
	acctest.Contains(t, c.Fail("apply", "saved.plan"), "Another tenant or client is configured there")
	expectConfiguration(t, f, "fabrikam", "app", "kept")
}

func TestAccMDMConfigurationIsCheckedByAPlan(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	f.Tokens.Allow("writes", appliverytest.PermissionUpdateConfigurations)
	f.Tokens.Allow("no organization", appliverytest.PermissionGetConfigurations, appliverytest.PermissionUpdateConfigurations)
	c := acctest.NewCLI(t)
	with := func(token string) string {
		return acctest.Provider("applivery", fmt.Sprintf("base_url = %q", f.URL), fmt.Sprintf("api_token = %q", token))
	}
	given := `client_secret_wo = "mine"`
	c.Configure(with("unknown"), configuration(org, "contoso", "app", given))
	acctest.Contains(t, c.Fail("plan"), `Cannot plan MDM configuration of organization "acme"`, "Invalid Token")
	c.Configure(with(appliverytest.ReadOnlyToken), configuration("nowhere", "contoso", "app", given))
	acctest.Contains(t, c.Fail("plan"), "Unknown organization", "Entity not found")
	c.Configure(with(appliverytest.ReadOnlyToken), configuration(org, "contoso", "app", given))
	acctest.Lacks(t, c.Plan(), "not checked", "already exists")
	c.Configure(with("writes"), configuration(org, "contoso", "app", given))
	acctest.Contains(t, c.Plan(), "A creation is not checked", "/mdm/configurations", "1 to add")
	c.Configure(with("no organization"), configuration(org, "contoso", "app", given))
	acctest.Contains(t, c.Plan(), "A creation is not checked", "GET /v1/organizations/acme on", "1 to add")
	expectPuts(t, f, 0)
	acctest.Contains(t, c.Apply(), "1 added")
	expectConfiguration(t, f, "contoso", "app", "mine")

	// What is unknown is checked as far as it is known.
	c.Configure(provider(f), "resource \"terraform_data\" \"later\" {\n  input = \"s3cret-x\"\n}\n",
		strings.ReplaceAll(configuration(org, "contoso", "app", "client_secret = terraform_data.later.output"), `"contoso"`, "terraform_data.later.output"))
	acctest.Contains(t, c.Apply(), "1 added, 1 changed")
	expectConfiguration(t, f, "s3cret-x", "app", "s3cret-x")
}

// A platform that may show a configuration late is waited for.
func TestAccMDMConfigurationThatLags(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{Options: fakeapi.Options{VisibleAfter: 1_500_000_000}})
	c := acctest.NewCLI(t)
	c.Hasty = true
	c.Configure(provider(f), configuration(org, "contoso", "app", `client_secret_wo = "first"`))
	c.Apply()
	c.PlanNothing()
	c.Configure(provider(f), configuration(org, "fabrikam", "app", `client_secret_wo = "first"`))
	c.Apply()
	c.PlanNothing()
}

func TestAccMDMConfigurationFailures(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{MDMEcho: appliverytest.EchoClear})
	c := acctest.NewCLI(t)
	f.Inject(appliverytest.SetMDMConfiguration, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	c.Configure(provider(f), configuration(org, "contoso", "app", `client_secret_wo = "first"`))
	c.Apply()
	expectPuts(t, f, 2)
	c.PlanNothing()

	// Whether a write that failed took effect is unknown: the secret is written again.
	f.Inject(appliverytest.SetMDMConfiguration, fakeapi.Fault{Status: 500, Applied: true, Times: 1})
	c.Configure(provider(f), configuration(org, "contoso", "app", `client_secret_wo = "second"`))
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Cannot update MDM configuration")
	c.Configure(provider(f), configuration(org, "contoso", "app", `client_secret_wo = "first"`))
	c.Apply()
	expectConfiguration(t, f, "contoso", "app", "first")
	c.PlanNothing()

	// A proxy's 404 and an answer of another form are no proof that it is gone.
	for body, status := range map[string]int{"<html>": 404, `{"status": true}`: 200, `{"status": true, "data": {"id": "1"}}`: 200, `[]`: 200, `{"status": false, "data": null}`: 200} {
		f.Inject(appliverytest.GetMDMConfiguration, fakeapi.Fault{Status: status, Body: body, Times: 1})
		acctest.Contains(t, c.Fail("plan"), `Cannot read MDM configuration of organization "acme"`)
	}

	// An answer to a write may show nothing.
	f.RemoveMDMConfiguration(org)
	f.Inject(appliverytest.SetMDMConfiguration, fakeapi.Fault{Status: 200, Body: `{"status": true}`, Applied: true, Times: 1})
	c.Apply()
	c.PlanNothing("-refresh=false")
	c.Apply()
	c.PlanNothing()
}

// lookUp is the data source of an organization.
func lookUp(organization string) string {
	return fmt.Sprintf("data \"credentials_mdm_configuration\" \"this\" {\n  organization_id = %q\n}\n", organization)
}

func TestAccMDMConfigurationDataSource(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{MDMEcho: appliverytest.EchoClear})
	f.EditMDMConfiguration(org, func(m *appliverytest.MDMConfiguration) {
		m.TenantID, m.ClientID, m.ClientSecret = "contoso", "app", "kept"
	})
	stored, _ := f.MDMConfiguration(org)
	const address = "data.credentials_mdm_configuration.this"
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{{
		Config: provider(f) + lookUp(org),
		Check: tftest.ComposeAggregateTestCheckFunc(
			tftest.TestCheckResourceAttr(address, "organization_id", org),
			tftest.TestCheckResourceAttr(address, "configuration_id", stored.ID),
			tftest.TestCheckResourceAttr(address, "entra_id.tenant_id", "contoso"),
			tftest.TestCheckResourceAttr(address, "entra_id.client_id", "app"),
			tftest.TestCheckResourceAttr(address, "entra_id.%", "2"),
		),
	}}})
}

func TestAccMDMConfigurationThatIsNotThere(t *testing.T) {
	c := acctest.NewCLI(t)
	c.Configure(provider(appliverytest.NewServer(t, appliverytest.Options{})), lookUp(org))
	acctest.Contains(t, c.Fail("plan"), `Cannot find MDM configuration of organization "acme"`, "There is no such organization, or it has no MDM configuration")
}

func TestMDMConfigurationIsImportedByIdentity(t *testing.T) {
	t.Parallel()
	f := appliverytest.NewServer(t, appliverytest.Options{})
	f.EditMDMConfiguration(org, func(m *appliverytest.MDMConfiguration) {
		m.TenantID, m.ClientID, m.ClientSecret = "contoso", "app", "kept"
	})
	state := engine.ImportByIdentity(t, appliverytest.Fixture, f.URL, "credentials_mdm_configuration", map[string]string{"organization_id": org})
	if state["organization_id"] != org || state["id"] != org || len(state["configuration_id"]) != 24 {
		t.Errorf("read %v", state)
	}
}

func TestAccMDMConfigurationArguments(t *testing.T) {
	given := `client_secret_wo = "a"`
	long := strings.Repeat("é", 256)
	cases := map[string]string{
		configuration(org, "t", "c", given):                                                                           "",
		configuration(org, long, long, `client_secret = "`+long+`"`):                                                  "",
		configuration(org, long+"x", "c", given):                                                                      "`entra_id.tenant_id` must be 1 to 256 characters",
		configuration(org, "t", long+"x", given):                                                                      "`entra_id.client_id` must be 1 to 256 characters",
		configuration(org, "t", "c", `client_secret = "`+long+`x"`):                                                   "`entra_id.client_secret` must be 1 to 256 characters",
		configuration(org, "", "c", given):                                                                            "`entra_id.tenant_id` is empty",
		configuration(org, "t", "", given):                                                                            "`entra_id.client_id` is empty",
		configuration(org, "t", "c", `client_secret_wo = ""`):                                                         "`entra_id.client_secret_wo` is empty",
		configuration("a_b", "t", "c", given):                                                                         "`organization_id` must be 24 hexadecimal digits, or a slug",
		configuration(org, "t", "c", ""):                                                                              "`entra_id.client_secret` or `entra_id.client_secret_wo` must be set",
		configuration(org, "t", "c", given+"\n tenant = 1"):                                                           `"tenant" is not expected here`,
		strings.Replace(configuration(org, "t", "c", given), "tenant_id", "# ", 1):                                    "`entra_id.tenant_id` must be set",
		strings.Replace(configuration(org, "t", "c", given), "client_id", "# ", 1):                                    "`entra_id.client_id` must be set",
		"resource \"credentials_mdm_configuration\" \"this\" {\n  organization_id = \"acme\"\n}\n":                    "The block `entra_id` must be set",
		"resource \"credentials_mdm_configuration\" \"this\" {\n  organization_id = \"acme\"\n  entra_id {\n  }\n}\n": "`entra_id.tenant_id` must be set",
		lookUp("ab"): "`organization_id` must be 24 hexadecimal digits",
	}
	acctest.NewCLI(t).ValidateEach(cases)
}

// A dynamic block that turns out to make none is an error before anything is sent.
func TestAccMDMConfigurationWithADynamicBlock(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	dynamic := func(tenants string) string {
		return fmt.Sprintf("resource \"terraform_data\" \"tenants\" {\n  input = %s\n}\n", tenants) +
			"resource \"credentials_mdm_configuration\" \"this\" {\n  organization_id = \"acme\"\n  dynamic \"entra_id\" {\n    for_each = terraform_data.tenants.output\n" +
			"    content {\n      tenant_id = entra_id.value\n      client_id = \"app\"\n      client_secret_wo = \"mine\"\n    }\n  }\n}\n"
	}
	c.Configure(provider(f), dynamic(`toset([])`))
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "The block `entra_id` must be set")
	expectPuts(t, f, 0)
	c.Configure(provider(f), dynamic(`toset(["contoso"])`))
	c.Apply()
	expectConfiguration(t, f, "contoso", "app", "mine")
	c.PlanNothing()
}

// A proxy's 404 is no proof that nothing is there, unless the organization can be read.
func TestAccMDMConfigurationBehindAProxy(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	f.Inject(appliverytest.GetMDMConfiguration, fakeapi.Fault{Status: 404, Body: "<html>"})
	f.Inject(appliverytest.GetOrganization, fakeapi.Fault{Status: 404, Body: "<html>", Times: 1})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), configuration(org, "contoso", "app", `client_secret_wo = "first"`))
	acctest.Contains(t, c.Fail("plan"), `Cannot plan MDM configuration of organization "acme"`, "404 Not Found")
	acctest.Contains(t, c.Apply(), "1 added")
	expectConfiguration(t, f, "contoso", "app", "first")
}
