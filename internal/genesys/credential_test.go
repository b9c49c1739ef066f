package genesys_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

// A credential that the provider created without fields has none that an update could wipe, unless some were added by hand.
func TestAccCredentialThatWasCreatedWithoutFields(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential("a", "userDefined"), credential("b", "userDefined"))
	c.Apply()
	b := stored(t, f, "b").ID
	c.Configure(provider(f), credential("a", "userDefined", `name = "renamed"`), credential("b", "userDefined"))
	c.Apply()

	time.Sleep(1100 * time.Millisecond) // dates are printed in seconds
	f.EditCredential(b, func(found *genesystest.Credential) { found.Fields = map[string]string{"theirs": "x"} })
	c.Configure(provider(f), credential("a", "userDefined", `name = "renamed"`, `fields_wo = { token = "a" }`))
	acctest.Lacks(t, c.Plan("-target="+credentialAddress("a")), "All fields are replaced", "has not written")
	c.Configure(provider(f), credential("a", "userDefined", `name = "renamed"`), credential("b", "userDefined", `fields_wo = { token = "b" }`))
	acctest.Contains(t, c.Plan(), "All fields are replaced", "Terraform has not written the fields of this credential yet")
}

// The engine checks after every step that another plan, with and without a refresh, is empty.
func TestAccCredentialIsCreatedChangedRepairedImportedAndDestroyed(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{
		ListMilliseconds: true, TypesEnvelope: true, ShowFreeForm: true, MergeFields: true, AllowTypeChange: true, UniqueNames: true, MaxNameLength: 10,
		CreateStatus: http.StatusCreated, DeleteStatus: http.StatusOK, AcceptTextVersion: true,
	})
	is := func(action plancheck.ResourceActionType) tftest.ConfigPlanChecks {
		return tftest.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(credentialAddress("a"), action)}}
	}
	acctest.Test(t, tftest.TestCase{
		CheckDestroy: func(*terraform.State) error {
			if left := f.Credentials(); len(left) > 0 {
				return fmt.Errorf("left over: %v", left)
			}
			return nil
		},
		Steps: []tftest.TestStep{
			{
				Config: provider(f) + credential("a", "basicAuth", basicAuth("bot", "first", "1")),
				Check:  acctest.Check(func() { expectFields(t, f, "a", map[string]string{"userName": "bot", "password": "first"}) }),
			},
			{ // a name alone: the whole credential goes, with the secret
				Config:           provider(f) + credential("a", "basicAuth", `name = "b"`, basicAuth("bot", "first", "1")),
				ConfigPlanChecks: is(plancheck.ResourceActionUpdate),
				Check:            acctest.Check(func() { expectFields(t, f, "b", map[string]string{"userName": "bot", "password": "first"}) }),
			},
			{ // by hand: without a version, everything is written again
				PreConfig: func() {
					f.EditCredential(stored(t, f, "b").ID, func(c *genesystest.Credential) { c.Fields["password"] = "by hand" })
				},
				Config:           provider(f) + credential("a", "basicAuth", `name = "b"`, `fields = { userName = "bot" }`, `fields_wo = { password = "first" }`),
				ConfigPlanChecks: is(plancheck.ResourceActionUpdate),
				Check:            acctest.Check(func() { expectFields(t, f, "b", map[string]string{"userName": "bot", "password": "first"}) }),
			},
			{
				ResourceName: credentialAddress("a"), ImportState: true, ImportStateVerify: true,
				// The listing prints dates in another way than the answer to a write.
				ImportStateVerifyIgnore: []string{"fields", "force_destroy", "modified_date", "secret_written_at"},
			},
			{ // another type
				Config:           provider(f) + credential("a", "userDefined", `fields_wo = { anything = "goes" }`),
				ConfigPlanChecks: is(plancheck.ResourceActionReplace),
				Check:            acctest.Check(func() { expectFields(t, f, "a", map[string]string{"anything": "goes"}) }),
			},
			{ // gone
				PreConfig:        func() { f.RemoveCredential(stored(t, f, "a").ID) },
				Config:           provider(f) + credential("a", "userDefined", `fields_wo = { anything = "goes" }`),
				ConfigPlanChecks: is(plancheck.ResourceActionCreate),
				Check:            acctest.Check(func() { expectFields(t, f, "a", map[string]string{"anything": "goes"}) }),
			},
		},
	})
}

// A plan right after an apply keeps what is not readable yet: else the next apply would make a second one.
func TestAccCredentialThatIsNotReadableYet(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{VisibleAfter: 3500 * time.Millisecond}})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential("a", "userDefined", `fields_wo = { anything = "goes" }`))
	c.Apply()
	c.Hasty = true
	c.PlanNothing()
}

// Drift of readable fields shows as a change; drift of unreadable fields shows in the date.
func TestAccFieldsThatChangeByHand(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{Redaction: genesystest.Masked})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential("pinned", "basicAuth", basicAuth("bot", "first", "1")),
		credential("stored", "basicAuth", `fields = { userName = "bot", password = "first" }`))
	acctest.Contains(t, c.Apply(), `The field "password" of credentials of type basicAuth is sensitive`, "move it to fields_wo")
	for _, name := range []string{"pinned", "stored"} {
		f.EditCredential(stored(t, f, name).ID, func(c *genesystest.Credential) { c.Fields["password"] = "by hand" })
	}
	f.ResetCounts()
	t.Log("The secret alone: what has a version or is in the state warns.")
	acctest.Contains(t, c.Apply(), "Secret may have been replaced outside Terraform", "Genesys Cloud reports that this object was changed at",
		"only when fields_wo_version changes", "and one more similar warning elsewhere", "0 added, 0 changed, 0 destroyed")
	for _, name := range []string{"pinned", "stored"} {
		expectFields(t, f, name, map[string]string{"userName": "bot", "password": "by hand"})
	}
	expectCounts(t, f, map[string]int{genesystest.ListCredentials: 1, genesystest.GetCredential: 2}) // whose dates have moved
	t.Log("What can be read: the plan restores it, and with it everything.")
	f.EditCredential(stored(t, f, "pinned").ID, func(c *genesystest.Credential) { c.Fields["userName"] = "by hand" })
	acctest.Contains(t, c.Apply(), "Fields changed outside Terraform", "of the integration credential \"pinned\": userName.", "0 added, 1 changed, 0 destroyed")
	expectFields(t, f, "pinned", map[string]string{"userName": "bot", "password": "first"})
	f.ResetCounts()
	c.PlanNothing()
	expectCounts(t, f, map[string]int{genesystest.ListCredentials: 1})
}

// Plans are checked against the live list of types.
func TestAccPlanChecksFields(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f),
		credential("unknown", "basicAuth", `fields = { userName = "u", username = "u" }`, `fields_wo = { pasword = "p" }`),
		credential("missing", "basicAuth", `fields_wo = { password = "p" }`),
		credential("nothing", "audioHook"),
		credential("type", "basicauth", `fields = { userName = "u" }`),
		credential("free", "userDefinedOAuth", `fields = { anything = "goes" }`))
	output := c.Fail("plan")
	acctest.Contains(t, output,
		"`fields` has a key that is no field of credentials of type basicAuth. Did you mean \"userName\"? They have: password, userName.",
		"`fields_wo` has a key that is no field of credentials of type basicAuth. Did you mean \"password\"?",
		`Credentials of type basicAuth need the field "userName", in fields or in fields_wo.`,
		`Credentials of type audioHook need the field "apiKey"`, `Credentials of type audioHook need the field "clientSecret"`,
		`There is no credential type "basicauth".`, `Genesys Cloud has: basicAuth, userDefined,`)
	acctest.Lacks(t, output, `"anything"`, `"pasword"`, `"username"`)
	expectCounts(t, f, map[string]int{genesystest.ListCredentialTypes: 1})

	t.Log("Of a list that may not be read, the plan says that it could not check.")
	f.Inject(genesystest.ListCredentialTypes, fakeapi.Fault{Status: http.StatusForbidden})
	f.Inject(genesystest.GetIntegration, fakeapi.Fault{Status: http.StatusForbidden})
	c.Configure(provider(f),
		credential("unchecked", "basicAuth", `fields = { username = "u" }`),
		credential("second", "basicAuth", `fields = { userName = "u" }`),
		integrationConfig("web", genesystest.WebServicesID, `credentials = { nowhere = "id" }`))
	acctest.Contains(t, c.Plan(), "The fields are not checked", "The slots are not checked", "A creation is not checked", "3 to add")
	expectCounts(t, f, map[string]int{genesystest.ListCredentialTypes: 1, genesystest.GetIntegration: 1})

	t.Log("Before the provider's block is known, nothing is asked.")
	f.ClearFaults()
	unknown := fmt.Sprintf("resource \"terraform_data\" \"url\" {\n input = %q\n}\n", f.URL)
	late := strings.Replace(provider(f), fmt.Sprintf("%q", f.URL), "terraform_data.url.output", 1)
	c.Configure(unknown, late, credential("late", "basicAuth", `fields = { username = "u" }`))
	acctest.Lacks(t, c.Plan(), "not checked")
	expectCounts(t, f, map[string]int{})
}

// After an import the first plan is an update in place that writes everything, and only what is whole is written.
func TestAccImportedCredentialIsUpdatedInPlace(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	seed := func(name, kind string, fields map[string]string) string {
		id := f.SeedCredential(genesystest.Credential{Name: name, Type: kind, Fields: fields})
		return fmt.Sprintf("import {\n to = %s\n id = %q\n}\n", credentialAddress(name), id)
	}
	imports := seed("basic", "basicAuth", map[string]string{"userName": "bot", "password": "theirs"}) +
		seed("free", "userDefined", map[string]string{"token": "theirs"})
	c := acctest.NewCLI(t)

	t.Log("Nothing is configured: the credential is imported as it is, and nothing is sent.")
	c.Configure(provider(f), imports, credential("basic", "basicAuth", `fields = { userName = "bot" }`), credential("free", "userDefined"))
	acctest.Contains(t, c.Plan(), "This plan does not see all fields", "Secret fields that it does not see: password.", `set it to ""`)
	c.Configure(provider(f), imports, credential("basic", "basicAuth", basicAuth("bot", "mine", "1")), credential("free", "userDefined", `name = "renamed"`))
	acctest.Contains(t, c.Plan(), "This plan does not see all fields", "the apply is refused then")

	t.Log("Whole.")
	c.Configure(provider(f), imports, credential("basic", "basicAuth", basicAuth("bot", "mine", "1")), credential("free", "userDefined", `fields_wo = { token = "mine" }`))
	acctest.Contains(t, c.Apply(), "All fields are replaced", "those that are configured (1)", "2 imported, 0 added, 2 changed, 0 destroyed")
	expectFields(t, f, "basic", map[string]string{"userName": "bot", "password": "mine"})
	expectFields(t, f, "free", map[string]string{"token": "mine"})
	for _, body := range bodies(t, f, genesystest.PutCredential) {
		if fields, _ := body["credentialFields"].(object); len(fields) == 0 {
			t.Errorf("a body without fields was sent: %v", body)
		}
	}
	c.PlanNothing()

	t.Log("Nor is anything wiped later.")
	f.ResetCounts()
	c.Configure(provider(f), credential("basic", "basicAuth"), credential("free", "userDefined", `name = "renamed"`, `fields = {}`))
	acctest.Contains(t, c.Fail("plan"), `need the field "userName"`, "An ignored secret is sent")
	if n := f.Count(genesystest.PutCredential); n != 0 {
		t.Errorf("%d credentials were written", n)
	}

	t.Log("Fields that were written without being read are not wiped with what holds them.")
	named := func(arguments ...string) string {
		return credential("basic", "basicAuth", append(arguments, `name = "renamed"`, `fields = { userName = "bot" }`)...)
	}
	free := func(arguments ...string) string {
		return credential("free", "userDefined", append(arguments, `fields = { a = "b" }`)...)
	}
	c.Configure(provider(f), named(), free())
	acctest.Contains(t, c.Fail("plan"), "The secret fields are not configured", "An ignored secret is sent")
	c.Configure(provider(f), credential("basic", "basicAuth", basicAuth("bot", "mine", "1")), free())
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "The secret fields are not configured")
	expectFields(t, f, "free", map[string]string{"token": "mine"})
	c.Configure(provider(f), credential("basic", "basicAuth", `fields = { userName = "bot", password = "moved" }`), free("fields_wo = {}"))
	acctest.Contains(t, c.Apply(), "0 added, 2 changed, 0 destroyed")
	expectFields(t, f, "basic", map[string]string{"userName": "bot", "password": "moved"})
	expectFields(t, f, "free", map[string]string{"a": "b"})
	c.PlanNothing()

	t.Log("What does not exist is not imported.")
	c.Configure(provider(f), credential("other", "basicAuth", basicAuth("u", "p", "1")))
	acctest.Contains(t, c.Fail("import", credentialAddress("other"), "no-such-id"), "Cannot import integration credential no-such-id", "Check the import id")
}

// Fields may be known only when the plan is applied.
func TestAccFieldsAreKnownLate(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	id := f.SeedCredential(genesystest.Credential{Name: "late", Type: "basicAuth", Fields: map[string]string{"userName": "bot", "password": "theirs"}})
	late := func(value string) string {
		return "resource \"terraform_data\" \"fields\" {\n input = " + value + "\n}\n" +
			fmt.Sprintf("import {\n to = %s\n id = %q\n}\n", credentialAddress("late"), id) +
			credential("late", "basicAuth", "fields_wo = terraform_data.fields.output")
	}
	c := acctest.NewCLI(t)
	c.Configure(provider(f), late(`{ userName = "bot" }`))
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), `does not reveal whether `+"`password` is set")
	if n := f.Count(genesystest.PutCredential); n != 0 {
		t.Errorf("%d credentials were written", n)
	}
	c.Configure(provider(f), late(`{ userName = "bot", password = "mine" }`))
	c.Apply()
	expectFields(t, f, "late", map[string]string{"userName": "bot", "password": "mine"})
	c.PlanNothing()
	c.Configure(provider(f), strings.Replace(late("null"), "fields_wo", "fields = { userName = \"bot\" }\n fields_wo", 1))
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "The secret fields are not configured")
	expectFields(t, f, "late", map[string]string{"userName": "bot", "password": "mine"})
}

// Where no field is to be written, there is nothing to do after an import: what the provider alone knows is at its default.
func TestAccImportWithoutFieldsChangesNothing(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	id := f.SeedCredential(genesystest.Credential{Name: "a", Type: "basicAuth", Fields: map[string]string{"userName": "bot", "password": "p"}})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential("a", "basicAuth", basicAuth("bot", "q", "1"), "lifecycle {\n ignore_changes = [fields, fields_wo, fields_wo_version]\n}"),
		fmt.Sprintf("import {\n to = %s\n id = %q\n}\n", credentialAddress("a"), id))
	acctest.Contains(t, c.Fail("import", credentialAddress("a"), "x/"+id), "has 2 parts instead of 1. The import id has the form <id>.")
	acctest.Contains(t, c.Apply(), "1 to import, 0 to add, 0 to change, 0 to destroy")
	if force := c.Attribute(credentialAddress("a"), "force_destroy"); force != false {
		t.Errorf("force_destroy is %v", force)
	}
	expectFields(t, f, "a", map[string]string{"userName": "bot", "password": "p"})
	c.PlanNothing()
}

func TestAccLostAnswerIsFoundAgain(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	older := f.SeedCredential(genesystest.Credential{Name: "a", Type: "basicAuth", Fields: map[string]string{"userName": "older"}})
	f.EditCredential(older, func(c *genesystest.Credential) { c.Created = c.Created.AddDate(-1, 0, 0) })
	c := acctest.NewCLI(t)
	// Namesakes take turns, and none adopts another's.
	c.Configure(provider(f), credential("a", "basicAuth", basicAuth("bot", "p", "1")), credential("b", "basicAuth", `name = "a"`, basicAuth("other", "q", "1")))
	f.Inject(genesystest.CreateCredential, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	c.Apply()
	if n := f.Count(genesystest.CreateCredential); n != 2 || len(f.Credentials()) != 3 {
		t.Errorf("%d creations, stored %v", n, f.Credentials())
	}
	if kept, _ := f.Credential(older); kept.Fields["userName"] != "older" {
		t.Error("the older credential of the same name was adopted")
	}
	c.PlanNothing()
	c.Apply("-destroy")
	if len(f.Credentials()) != 1 {
		t.Errorf("left over: %v", f.Credentials())
	}
}

// What was found again but could not be written over is finished in place, whether or not a secret is in it.
func TestAccHalfAdoptedCredentialIsFinishedInPlace(t *testing.T) {
	for name, fields := range map[string]string{
		"write-only": `fields_wo = { userName = "bot", password = "p" }`,
		"stored":     `fields = { userName = "bot", password = "p" }`,
	} {
		t.Run(name, func(t *testing.T) {
			f := genesystest.NewServer(t, genesystest.Options{})
			c := acctest.NewCLI(t)
			c.Configure(provider(f), credential("a", "basicAuth", fields))
			f.Inject(genesystest.CreateCredential, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
			f.Inject(genesystest.PutCredential, fakeapi.Fault{Status: http.StatusInternalServerError, Times: 1})
			acctest.Contains(t, c.Apply(), `Warning: The integration credential "a" is not completely written`)
			made := f.Credentials()
			if at := c.Attribute(credentialAddress("a"), "secret_written_at"); at != nil {
				t.Errorf("secret_written_at is %v, although the fields may not be written", at)
			}
			acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
			if now := f.Credentials(); len(now) != 1 || now[0].ID != made[0].ID {
				t.Errorf("stored %v", now)
			}
			expectFields(t, f, "a", map[string]string{"userName": "bot", "password": "p"})
			c.PlanNothing()
		})
	}
}

// What a failed update may have written is made up for.
func TestAccFailedUpdateIsMadeUpFor(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	first := credential("a", "basicAuth", `fields = { userName = "bot" }`, `fields_wo = { password = "p" }`)
	c.Configure(provider(f), first)
	c.Apply()
	f.Inject(genesystest.PutCredential, fakeapi.Fault{Status: http.StatusInternalServerError, Applied: true, Times: 1})
	c.Configure(provider(f), credential("a", "basicAuth", `fields = { userName = "bot" }`, `fields_wo = { password = "q" }`))
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), `Cannot update integration credential "a"`, "may still have taken effect")
	expectFields(t, f, "a", map[string]string{"userName": "bot", "password": "q"})
	c.Configure(provider(f), first)
	f.Inject(genesystest.PutCredential, fakeapi.Fault{Status: http.StatusServiceUnavailable, Times: 1})
	c.Apply()
	expectFields(t, f, "a", map[string]string{"userName": "bot", "password": "p"})
	c.PlanNothing()
}
