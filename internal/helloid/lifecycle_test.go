package helloid_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

func action(want plancheck.ResourceActionType) tftest.ConfigPlanChecks {
	return tftest.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, want)}}
}

// The engine checks after every step that another plan, with and without a refresh, is empty.
func TestAccCredentialIsWrittenWholeAndDeleted(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	acctest.Test(t, tftest.TestCase{
		CheckDestroy: func(*terraform.State) error {
			expectRequests(t, f, 0, 1)
			expectStored(t, f, "Work", nil)
			return nil
		},
		Steps: []tftest.TestStep{
			{
				Config: provider(f) + credential(),
				Check: tftest.ComposeAggregateTestCheckFunc(
					tftest.TestCheckResourceAttr(address, "id", user+"/"+app+"/Default"),
					tftest.TestCheckNoResourceAttr(address, "credentials"),
					guidsAreStored(f, "UserName", "Password"),
					acctest.Check(func() {
						expectRequests(t, f, 1, 0)
						expectStored(t, f, "Default", login("Mike", "g!sg*Z_x5"))
					}),
				),
			},
			{ // what users type stays until the configuration changes
				PreConfig: func() { f.Store(user, app, "Default", login("Mike", "typed")) },
				Config:    provider(f) + credential(),
				Check: acctest.Check(func() {
					expectRequests(t, f, 0, 0)
					expectStored(t, f, "Default", login("Mike", "typed"))
				}),
			},
			{
				Config: provider(f) + credential(`credentials = { username = "Mike", Pin = "1" }`, "credentials_wo = { Password = \"new\" }\n credentials_wo_version = 1"),
				ConfigPlanChecks: tftest.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("credential_set_guid")),
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("credential_guids")),
				}},
				Check: tftest.ComposeAggregateTestCheckFunc(
					guidsAreStored(f, "username", "Password", "Pin"),
					acctest.Check(func() {
						expectRequests(t, f, 1, 0)
						expectStored(t, f, "Default", map[string]string{"username": "Mike", "Password": "new", "Pin": "1"})
					}),
				),
			},
			{ // the whole set goes, also under an unchanged version
				Config:           provider(f) + credential(`credentials = { username = "Ann" }`, "credentials_wo = { Password = \"newer\" }\n credentials_wo_version = 1"),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				Check: acctest.Check(func() {
					expectRequests(t, f, 1, 0)
					expectStored(t, f, "Default", map[string]string{"username": "Ann", "Password": "newer"})
				}),
			},
			{
				Config:           provider(f) + credential(`cred_set_name = "Work"`),
				ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate),
				Check: acctest.Check(func() {
					expectRequests(t, f, 1, 1)
					expectStored(t, f, "Default", nil)
					expectStored(t, f, "Work", login("Mike", "g!sg*Z_x5"))
				}),
			},
		},
	})
}

// guidsAreStored checks the computed GUIDs, under the functions as they are configured.
func guidsAreStored(f *helloidtest.Fake, functions ...string) tftest.TestCheckFunc {
	return func(s *terraform.State) error {
		checks := []tftest.TestCheckFunc{tftest.TestCheckResourceAttr(address, "credential_guids.%", strconv.Itoa(len(functions)))}
		for _, stored := range f.CredentialSets(user, app) {
			if stored.Name != "Default" {
				continue
			}
			checks = append(checks, equalFold("credential_set_guid", stored.GUID))
			for _, function := range functions {
				for _, one := range stored.Credentials {
					if strings.EqualFold(one.Function, function) {
						checks = append(checks, equalFold("credential_guids."+function, one.GUID))
					}
				}
			}
		}
		return tftest.ComposeAggregateTestCheckFunc(checks...)(s)
	}
}

func equalFold(attribute, want string) tftest.TestCheckFunc {
	return tftest.TestCheckResourceAttrWith(address, attribute, func(got string) error {
		if !strings.EqualFold(got, want) {
			return fmt.Errorf("%s is %q, want %q", attribute, got, want)
		}
		return nil
	})
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
			acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
				{Config: provider(f) + credential(), Check: guidsAreStored(f, "UserName", "Password")},
				{Config: provider(f) + credential(values("other")), Check: guidsAreStored(f, "UserName", "Password")},
			}})
		})
	}
}

// An answer that does not show the set is a success by its status; what was known stays.
func TestAccGUIDsStayIfNoAnswerShowsThem(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
		{
			PreConfig: func() {
				f.Inject(helloidtest.UpdateCredential, fakeapi.Fault{Status: 200, Body: "[]", Applied: true, Times: 1})
			},
			Config: provider(f) + credential(),
			Check: tftest.ComposeAggregateTestCheckFunc(
				tftest.TestCheckNoResourceAttr(address, "credential_set_guid"), tftest.TestCheckNoResourceAttr(address, "credential_guids.%")),
		},
		{Config: provider(f) + credential(values("2")), Check: guidsAreStored(f, "UserName", "Password")},
		{
			PreConfig: func() {
				f.Inject(helloidtest.UpdateCredential, fakeapi.Fault{Status: 200, Body: "[]", Applied: true})
			},
			Config: provider(f) + credential(values("3")),
			Check:  guidsAreStored(f, "UserName", "Password"),
		},
	}})
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
