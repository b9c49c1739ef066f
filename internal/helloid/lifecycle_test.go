package helloid_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

func TestAccCredentialIsWrittenWholeAndDeleted(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	apply := func(summary string, writes, deletions int, arguments ...string) (output string) {
		t.Helper()
		c.Configure(provider(f), credential(arguments...))
		output = c.Apply()
		acctest.Contains(t, output, summary)
		expectRequests(t, f, writes, deletions)
		c.PlanNothing()
		return output
	}
	apply("1 added", 1, 0)
	if id := c.Attribute(address, "id"); id != user+"/"+app+"/Default" || c.Attribute(address, "credentials") != nil {
		t.Errorf("the id is %v, or the state has what is write-only", id)
	}
	expectGUIDs(t, c, f, "UserName", "Password")
	expectStored(t, f, "Default", login("Mike", "g!sg*Z_x5"))

	t.Log("What users type stays until the configuration changes.")
	f.Store(user, app, "Default", login("Mike", "typed"))
	c.PlanNothing()
	expectStored(t, f, "Default", login("Mike", "typed"))

	stored := `credentials = { username = "Mike", Pin = "1" }`
	output := apply("0 added, 1 changed, 0 destroyed", 1, 0, stored, "credentials_wo = { Password = \"new\" }\n credentials_wo_version = 1")
	acctest.Contains(t, strings.Join(strings.Fields(output), " "), `credential_set_guid = "`, "-> (known after apply)")
	expectGUIDs(t, c, f, "username", "Password", "Pin")
	expectStored(t, f, "Default", map[string]string{"username": "Mike", "Password": "new", "Pin": "1"})

	t.Log("The whole set goes, also under an unchanged version.")
	apply("0 added, 1 changed, 0 destroyed", 1, 0, `credentials = { username = "Ann" }`, "credentials_wo = { Password = \"newer\" }\n credentials_wo_version = 1")
	expectStored(t, f, "Default", map[string]string{"username": "Ann", "Password": "newer"})

	apply("1 added, 0 changed, 1 destroyed", 1, 1, `cred_set_name = "Work"`)
	expectStored(t, f, "Default", nil)
	expectStored(t, f, "Work", login("Mike", "g!sg*Z_x5"))

	c.Apply("-destroy")
	expectRequests(t, f, 0, 1)
	expectStored(t, f, "Work", nil)
}

// expectGUIDs compares the computed GUIDs of the set Default, which stand under the functions as they are configured. Their letter
// case does not count.
func expectGUIDs(t *testing.T, c *acctest.CLI, f *helloidtest.Fake, functions ...string) {
	t.Helper()
	set, _ := c.Attribute(address, "credential_set_guid").(string)
	guids, _ := c.Attribute(address, "credential_guids").(map[string]any)
	want := map[string]any{}
	for _, stored := range f.CredentialSets(user, app) {
		if stored.Name != "Default" {
			continue
		}
		if !strings.EqualFold(set, stored.GUID) {
			t.Errorf("credential_set_guid is %q, want %q", set, stored.GUID)
		}
		for _, function := range functions {
			for _, one := range stored.Credentials {
				if strings.EqualFold(one.Function, function) {
					want[function] = one.GUID
				}
			}
		}
	}
	fold := cmp.Transformer("fold", strings.ToLower)
	if diff := cmp.Diff(want, guids, fold); diff != "" || len(want) != len(functions) {
		t.Errorf("credential_guids (-want +got):\n%s", diff)
	}
}

// The lifecycle works under every behaviour that HelloID's documentation allows or leaves open.
func TestAccCredentialLivesUnderEveryReading(t *testing.T) {
	for name, options := range map[string]helloidtest.Options{
		"GUIDs and names in another letter case": {OtherCase: true},
		"other GUIDs with each write":            {FreshGUID: true},
		"only what changed is shown":             {OnlyChanged: true, KeepUnnamed: true, AllowEmpty: true, FoldNames: true, DeleteOnlyDefault: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := helloidtest.NewServer(t, options)
			c := acctest.NewCLI(t)
			for _, password := range []string{"first", "other"} {
				c.Configure(provider(f), credential(values(password)))
				c.Apply()
				expectGUIDs(t, c, f, "UserName", "Password")
			}
			c.PlanNothing()
			c.Apply("-destroy")
		})
	}
}

// An answer that does not show the set is a success by its status; what was known stays.
func TestAccGUIDsStayIfNoAnswerShowsThem(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	silent := fakeapi.Fault{Status: 200, Body: "[]", Applied: true}
	f.Inject(helloidtest.UpdateCredential, silent)
	c.Configure(provider(f), credential())
	c.Apply()
	if set, guids := c.Attribute(address, "credential_set_guid"), c.Attribute(address, "credential_guids"); set != nil || guids != nil {
		t.Errorf("the GUIDs are %v and %v", set, guids)
	}
	f.ClearFaults()
	c.Configure(provider(f), credential(values("2")))
	c.Apply()
	expectGUIDs(t, c, f, "UserName", "Password")
	f.Inject(helloidtest.UpdateCredential, silent)
	c.Configure(provider(f), credential(values("3")))
	c.Apply()
	expectGUIDs(t, c, f, "UserName", "Password")
	c.PlanNothing()
}

func TestAccImportIsOnTrust(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential(`cred_set_name = "a/b"`))
	for id, want := range map[string]string{
		user + "/" + app:                 "has only 2 of 3 parts. The import id has the form <user_guid>/<application_guid>/<cred_set_name>.",
		"mike/" + app + "/Default":       `user_guid is "mike", which does not match`,
		user + "/github/Default":         `application_guid is "github", which does not match`,
		user + "/" + app + "/":           "cred_set_name must not be empty",
		strings.Repeat("a", 36) + "/b/c": "user_guid is",
	} {
		acctest.Contains(t, c.Fail("import", address, id), want)
	}
	// The letter case of a GUID does not matter.
	if output, status := c.Run("import", address, strings.ToUpper(user)+"/"+strings.ToUpper(app)+"/a/b"); status != 0 {
		t.Fatal(output)
	}
	plan := c.Plan()
	acctest.Contains(t, plan, "0 to add, 1 to change, 0 to destroy")
	acctest.Lacks(t, plan, "has a side effect")
	expectRequests(t, f, 0, 0)
	c.Apply()
	expectRequests(t, f, 1, 0)
	expectStored(t, f, "a/b", login("Mike", "g!sg*Z_x5"))
	c.PlanNothing()
}

func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	state := engine.ImportByIdentity(t, helloidtest.Fixture, "", "credentials_enduser_credential",
		map[string]string{"user_guid": user, "application_guid": app, "cred_set_name": "Default"})
	if state["user_guid"] != user || state["id"] != user+"/"+app+"/Default" {
		t.Errorf("read %v", state)
	}
}
