package genesys_test

import (
	"fmt"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

// What ignore_changes covers is left alone from the first plan on, and no message calls it missing. Only what changes beside it
// sends it, since Genesys Cloud replaces the whole credential.
func TestAccIgnoredFieldsAreLeftAlone(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	ignored := map[string]string{
		"secrets": "[fields_wo]", "both": "[fields, fields_wo]", "key": `[fields_wo["clientSecret"]]`, "everything": "all",
	}
	configure := func(suffix, client, secret string) {
		config := provider(f)
		for label, what := range ignored {
			config += credential(label, "pureCloudOAuthClient", fmt.Sprintf("name = %q", label+suffix),
				fmt.Sprintf("fields = { clientId = %q }\n fields_wo = { clientSecret = %q }", client, secret),
				"lifecycle {\n ignore_changes = "+what+"\n}")
		}
		c.Configure(config)
	}
	none := map[string]string{"clientId": "client-1", "clientSecret": "secret-1"}
	configure("", "client-1", "secret-1")
	c.Apply()
	f.ResetCounts()

	t.Log("Of a single key, the first apply finds out that it is ignored.")
	output := c.Apply()
	acctest.Contains(t, output, "A key is not in this plan", "0 added, 1 changed, 0 destroyed")
	acctest.Lacks(t, output, "no longer configured", "Missing field")
	c.PlanNothing()

	t.Log("Other values stay unwritten.")
	configure("", "client-1", "secret-2")
	acctest.Lacks(t, c.PlanNothing(), "no longer configured", "Missing field")
	c.Apply()
	if n := f.Count(genesystest.PutCredential); n != 0 {
		t.Errorf("%d credentials were written", n)
	}
	for label := range ignored {
		expectFields(t, f, label, none)
	}

	t.Log("Another name sends what is configured, and the plan says so.")
	configure("-2", "client-1", "secret-2")
	output = c.Plan()
	acctest.Contains(t, output, "An ignored secret is sent", "0 to add, 3 to change, 0 to destroy")
	acctest.Lacks(t, output, "no longer configured", "Missing field")
	c.Apply()
	for _, label := range []string{"secrets", "both", "key"} {
		expectFields(t, f, label+"-2", map[string]string{"clientId": "client-1", "clientSecret": "secret-2"})
	}
	expectFields(t, f, "everything", none)
	c.PlanNothing()
}

// An imported credential whose fields are ignored can be renamed: what is configured travels, the stored fields too.
func TestAccImportedCredentialWithIgnoredFieldsIsRenamed(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	id := f.SeedCredential(genesystest.Credential{Name: "a", Type: "basicAuth", Fields: map[string]string{"userName": "bot", "password": "theirs"}})
	c := acctest.NewCLI(t)
	configure := func(name, fields string) {
		c.Configure(provider(f), fmt.Sprintf("import {\n to = %s\n id = %q\n}\n", credentialAddress("a"), id),
			credential("a", "basicAuth", fmt.Sprintf("name = %q", name), fields, "lifecycle {\n ignore_changes = [fields, fields_wo]\n}"))
	}
	const both = "fields = { userName = \"bot\" }\n fields_wo = { password = \"mine\" }"
	configure("a", both)
	acctest.Contains(t, c.Apply(), "1 imported, 0 added, 0 changed, 0 destroyed")

	configure("b", "fields = { userName = \"bot\" }")
	acctest.Contains(t, c.Plan(), "This plan does not see all fields", "Secret fields that it does not see: password. ")
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "A secret would be wiped")
	expectFields(t, f, "a", map[string]string{"userName": "bot", "password": "theirs"})

	configure("b", both)
	c.Apply()
	expectFields(t, f, "b", map[string]string{"userName": "bot", "password": "mine"})
	c.PlanNothing()
}
