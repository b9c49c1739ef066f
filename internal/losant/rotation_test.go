package losant_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// The bodies of updates, of three credentials by how their secret is given: with a version, without one, and kept in the state. The
// rules themselves are proven in secret/triple and, of every platform, in acctest/confidential.
func TestAccPatchesCarryWhatChanged(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	configure := func(name, account, secret, version string) {
		azure := func(label, secret string) string {
			return resource(label, fmt.Sprintf("name = %q", label+name), fmt.Sprintf("azure {\n account = %q\n %s\n}", account, secret))
		}
		c.Configure(provider(f),
			azure("pinned", fmt.Sprintf("account_key_wo = %q\n account_key_wo_version = %q", secret, version)),
			azure("unpinned", fmt.Sprintf("account_key_wo = %q", secret)),
			azure("stored", fmt.Sprintf("account_key = %q", secret)))
	}
	configure("", "a", "key1", "1")
	c.Apply()
	f.ResetCounts()

	configure("2", "a", "key1", "1")
	c.Apply()
	expectPatches(t, f, map[string]string{"pinned2": `{"name": "pinned2"}`, "unpinned2": `{"name": "unpinned2"}`, "stored2": `{"name": "stored2"}`})

	configure("2", "b", "key1", "1")
	c.Apply()
	whole := `{"azureConfig": {"account": "b", "accountKey": "key1"}}`
	expectPatches(t, f, map[string]string{"pinned2": `{"azureConfig": {"account": "b"}}`, "unpinned2": whole, "stored2": whole})
	if key := stored(t, f, "pinned2").Config["accountKey"]; key != "key1" {
		t.Errorf("the key that was not sent is %q now", key)
	}

	configure("2", "b", "key2", "1")
	c.Apply()
	whole = `{"azureConfig": {"account": "b", "accountKey": "key2"}}`
	expectPatches(t, f, map[string]string{"unpinned2": whole, "stored2": whole})

	for _, name := range []string{"pinned2", "unpinned2", "stored2"} {
		f.Edit(app, stored(t, f, name).ID, func(s *losanttest.Credential) { s.Config["accountKey"] = "by hand" })
	}
	const byHand = "Secret may have been replaced outside Terraform"
	acctest.Contains(t, c.Apply(), byHand, "Losant reports", "by "+losanttest.UserID, "0 added, 1 changed")
	expectPatches(t, f, map[string]string{"unpinned2": whole})
	acctest.Contains(t, c.PlanNothing(), byHand, "only when azure.account_key_wo_version changes", "and one more similar warning elsewhere")

	t.Log("What may have been replaced and is not written again does not travel with its block, either.")
	configure("2", "c", "key2", "1")
	c.Apply()
	block := `{"azureConfig": {"account": "c"}}`
	expectPatches(t, f, map[string]string{
		"unpinned2": `{"azureConfig": {"account": "c", "accountKey": "key2"}}`, "pinned2": block, "stored2": block,
	})
	for _, name := range []string{"pinned2", "stored2"} {
		if key := stored(t, f, name).Config["accountKey"]; key != "by hand" {
			t.Errorf("the key of %s is %q now", name, key)
		}
	}

	configure("2", "c", "key3", "2")
	c.Apply()
	whole = `{"azureConfig": {"account": "c", "accountKey": "key3"}}`
	expectPatches(t, f, map[string]string{"pinned2": whole, "unpinned2": whole, "stored2": whole})
	acctest.Lacks(t, c.PlanNothing(), byHand)
}

// What Losant makes is open in a plan only if what it is made from changes.
func TestAccWhatLosantMakesFollowsItsSource(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	imported := f.Seed(app, losanttest.Credential{Name: "imported", Type: "snowflake", Enabled: true, Config: object{
		"host": "h", "username": "u", "privateKey": "made long ago",
	}})
	configure := func(description, gcp, certificate, snowflake, git string) string {
		described := fmt.Sprintf("description = %q", description)
		return provider(f) +
			resource("gcp", described, "gcp {\n"+gcp+"\n}") +
			resource("certificate", described, "certificate_key_pair {\n certificate = \""+certificate+"\"\n private_key_wo = \"key\"\n}") +
			resource("snowflake", described, "snowflake {\n username = \"u\"\n"+snowflake+"\n}") +
			resource("git", described, "git {\n type = \"ssh-key\"\n clone_url = \"git@a.example:a.git\"\n"+git+"\n}") +
			resource("imported", described, "snowflake {\n host = \"h\"\n username = \"u\"\n generate_private_key = true\n}") +
			fmt.Sprintf("import {\n to = %s\n id = \"%s/%s\"\n}\n", address("imported"), app, imported)
	}
	const (
		pinned1   = "key_json_wo = \"{}\"\n key_json_wo_version = \"1\""
		pinned2   = "key_json_wo = \"{\\\"a\\\":1}\"\n key_json_wo_version = \"2\""
		generated = "host = \"h\"\n generate_private_key = true"
		given     = "host = \"h\"\n private_key_wo = \"given\""
	)
	publicKey := func() any { return stored(t, f, "snowflake").Config["publicKey"] }
	var first any
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
		{
			Config: configure("1", pinned1, "A", generated, ""),
			Check: acctest.Check(func() {
				first = publicKey()
				expectPatches(t, f, map[string]string{"imported": `{"description": "1"}`})
			}),
		},
		{
			Config:           configure("2", pinned1, "A", generated, ""),
			ConfigPlanChecks: open(""),
			Check: acctest.Check(func() {
				described := `{"description": "2"}`
				expectPatches(t, f, map[string]string{
					"gcp": described, "certificate": described, "snowflake": described, "git": described, "imported": described,
				})
			}),
		},
		{
			Config:           configure("2", pinned2, "B", "host = \"other\"\n generate_private_key = true", "generate_private_key = true"),
			ConfigPlanChecks: open("gcp certificate git"),
			Check: acctest.Check(func() {
				expectPatches(t, f, map[string]string{
					"gcp":         `{"gcpConfig": {"keyJson": "{\"a\":1}"}}`,
					"certificate": `{"certificateKeyPairConfig": {"certificate": "B", "privateKey": "key"}}`,
					"snowflake":   `{"snowflakeConfig": {"host": "other", "username": "u"}}`,
					"git":         `{"gitConfig": {"type": "ssh-key", "cloneUrl": "git@a.example:a.git", "generatePrivateKey": true}}`,
				})
				if publicKey() != first {
					t.Error("the key pair is another one")
				}
			}),
		},
		{
			Config:           configure("2", pinned2, "B", given, "generate_private_key = true"),
			ConfigPlanChecks: open("snowflake"),
			Check: acctest.Check(func() {
				expectPatches(t, f, map[string]string{
					"snowflake": `{"snowflakeConfig": {"host": "h", "username": "u", "generatePrivateKey": false, "privateKey": "given"}}`,
				})
			}),
		},
		{
			Config:           configure("2", pinned2, "B", generated, "generate_private_key = true"),
			ConfigPlanChecks: open("snowflake"),
			Check: acctest.Check(func() {
				expectPatches(t, f, map[string]string{
					"snowflake": `{"snowflakeConfig": {"host": "h", "username": "u", "generatePrivateKey": true}}`,
				})
				if key := stored(t, f, "imported").Config["privateKey"]; key != "made long ago" {
					t.Error("the import has made a new key")
				}
			}),
		},
	}})
}

// open checks which of the resources have their computed field open in the plan.
func open(labels string) tftest.ConfigPlanChecks {
	var checks tftest.ConfigPlanChecks
	for label, field := range map[string]tfjsonpath.Path{
		"gcp":         tfjsonpath.New("gcp").AtMapKey("key_meta_json"),
		"certificate": tfjsonpath.New("certificate_key_pair").AtMapKey("info"),
		"snowflake":   tfjsonpath.New("snowflake").AtMapKey("public_key"),
		"git":         tfjsonpath.New("git").AtMapKey("public_key"),
		"imported":    tfjsonpath.New("snowflake").AtMapKey("public_key"),
	} {
		switch {
		case slices.Contains(strings.Fields(labels), label):
			checks.PreApply = append(checks.PreApply, plancheck.ExpectUnknownValue(address(label), field))
		case label != "git": // which has nothing before its key pair is made
			checks.PreApply = append(checks.PreApply, plancheck.ExpectKnownValue(address(label), field, knownvalue.NotNull()))
		}
	}
	return checks
}

// After the platform has settled, a date before our own write's is a change if a GET shows it, and none if only a listing does:
// that may lag for longer.
func TestAccAListingThatLagsIsNoDrift(t *testing.T) {
	clock := &fakeapi.Clock{}
	f := losanttest.NewServer(t, losanttest.Options{Options: fakeapi.Options{Now: clock.Now}})
	c := acctest.NewCLI(t)
	configure := func(account string) {
		c.Configure(provider(f), strings.Replace(
			resource("it", `name = "it${count.index}"`, fmt.Sprintf("azure {\n account = %q\n account_key_wo = \"the key\"\n account_key_wo_version = \"1\"\n}", account)),
			"{", "{\n  count = 3", 1))
	}
	configure("before")
	c.Apply()
	before, one := shown(t, f, ""), shown(t, f, "/"+stored(t, f, "it0").ID)
	clock.Advance(time.Minute)
	configure("after")
	c.Apply()

	f.Inject(losanttest.List, fakeapi.Fault{Status: http.StatusOK, Body: before})
	f.ResetCounts()
	c.PlanNothing()
	if gets, pages := f.Count(losanttest.Get), f.Count(losanttest.List); gets != 3 || pages != 1 {
		t.Errorf("%d gets and %d pages, want 3 and 1", gets, pages)
	}

	t.Log("A GET that shows it as well, as by a clock that is behind.")
	f.Inject(losanttest.Get, fakeapi.Fault{Status: http.StatusOK, Body: one})
	c.Run("apply", "-auto-approve", "-refresh-only", "-target="+address("it[0]"))
	for at, outside := range c.Known("changed_outside_at") {
		if (outside != nil) != (at == address("it[0]")) {
			t.Errorf("%s: changed_outside_at is %v", at, outside)
		}
	}
}

// shown returns the listing of the credentials as it is now, or what a GET shows of one.
func shown(t *testing.T, f *losanttest.Fake, one string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URL+"/applications/"+app+"/credentials"+one, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Authorization", "Bearer "+losanttest.Token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status, err)
	}
	return string(body)
}
