package helloid_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// variable is the resource that the tests use, with its name and more arguments.
func variable(label, name string, arguments ...string) string {
	return fmt.Sprintf("resource \"credentials_automation_variable\" %q {\n  name = %q\n  %s\n}\n", label, name, strings.Join(arguments, "\n  "))
}

// expectVariable compares what is stored.
func expectVariable(t *testing.T, f *helloidtest.Fake, name, value string, isSecret bool) {
	t.Helper()
	if got, ok := f.Variable(name); !ok || got.Value != value || got.Secret != isSecret {
		t.Errorf("variable %q is %+v, want %q, secret %t", name, got, value, isSecret)
	}
}

// writes counts the creations and updates since the last call.
func expectVariableWrites(t *testing.T, f *helloidtest.Fake, creations, updates int) {
	t.Helper()
	if c, u := f.Count(helloidtest.CreateVariableWithoutSlash), f.Count(helloidtest.UpdateVariable); c != creations || u != updates {
		t.Errorf("%d creations and %d updates, want %d and %d", c, u, creations, updates)
	}
	f.ResetCounts()
}

func TestAccSecretVariableFromCreationToDestruction(t *testing.T) {
	for name, options := range map[string]helloidtest.Options{
		"":                        {},
		"echoed in the clear":     {VariableEcho: helloidtest.EchoClear},
		"other ciphertext always": {FreshCipher: true, VariableEcho: helloidtest.EchoAbsent, VariableMissingNull: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := helloidtest.NewServer(t, options)
			c := acctest.NewCLI(t)
			const name = "Key of/the CRM"
			c.Configure(provider(f), variable("this", name, `value_wo = "first"`))
			acctest.Contains(t, c.Apply(), "1 added")
			expectVariable(t, f, name, "first", true)
			expectVariableWrites(t, f, 1, 0)
			c.PlanNothing()

			c.Configure(provider(f), variable("this", name, `value_wo = "second"`))
			acctest.Contains(t, c.Plan(), "secret_written_at")
			c.Apply()
			expectVariable(t, f, name, "second", true)
			expectVariableWrites(t, f, 0, 1)
			c.PlanNothing()

			// Uncovered by hand: the plan shows it, and covers it again.
			f.EditVariable(name, func(v *helloidtest.Variable) { v.Secret, v.Value = false, "by hand" })
			acctest.Contains(t, c.Plan(), "secret", "false -> true")
			c.Apply()
			expectVariable(t, f, name, "second", true)
			c.PlanNothing()

			// The ciphertext does not show the value.
			f.EditVariable(name, func(v *helloidtest.Variable) { v.Value = "by hand" })
			c.PlanNothing()

			f.RemoveVariable(name)
			acctest.Contains(t, c.Plan(), "no longer exists", "1 to add")
			c.Apply()
			expectVariable(t, f, name, "second", true)

			f.ResetCounts()
			c.Configure(provider(f), variable("this", name, `value_wo = "second"`, `destroy_behavior = "abandon"`))
			c.Apply()
			expectVariableWrites(t, f, 0, 0)
			acctest.Contains(t, c.Apply("-destroy"), "is left as it is")
			expectVariable(t, f, name, "second", true)
			if state := c.State(); strings.Contains(state, "second") {
				t.Errorf("the state holds the secret: %s", state)
			}
		})
	}
}

func TestAccPlainVariableIsReadAndRepaired(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	configure := func(value string) {
		c.Configure(provider(f), variable("stored", "stored", fmt.Sprintf("value = %q", value), `secret = false`),
			variable("written", "written", fmt.Sprintf("value_wo = %q", value), `secret = false`))
	}
	configure("a")
	c.Apply()
	c.PlanNothing()
	for _, name := range []string{"stored", "written"} {
		f.EditVariable(name, func(v *helloidtest.Variable) { v.Value = "by hand" })
		acctest.Contains(t, c.Plan(), "1 to change", "credentials_automation_variable."+name)
		c.Apply()
		expectVariable(t, f, name, "a", false)
		c.PlanNothing()
	}
	configure("") // an empty value is one
	c.Apply()
	expectVariable(t, f, "stored", "", false)
	expectVariable(t, f, "written", "", false)
	c.PlanNothing()

	// Destroyed, they are blank, and what is blank is taken over.
	configure("b")
	c.Apply()
	acctest.Contains(t, c.Apply("-destroy"), "will not be deleted")
	expectVariable(t, f, "stored", "", false)
	f.ResetCounts()
	c.Apply()
	expectVariable(t, f, "stored", "b", false)
	expectVariableWrites(t, f, 0, 2)
}

// Under a version, a plan warns of another value, and the next version writes over it.
// What HelloID shows late is no change by hand: another value, or that the variable was blank.
func TestAccVariableIsShownLate(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{Options: fakeapi.Options{VisibleAfter: 3 * time.Second}})
	f.AddVariable(helloidtest.Variable{Name: "blank"})
	c := acctest.NewCLI(t)
	time.Sleep(3 * time.Second) // until the blank one shows
	c.Configure(provider(f), variable("plain", "plain", `value_wo = "a"`, `secret = false`))
	c.Apply()
	time.Sleep(3 * time.Second)
	c.Configure(provider(f), variable("plain", "plain", `value_wo = "b"`, `secret = false`), variable("blank", "blank", `value_wo = "c"`))
	c.Apply()
	c.Hasty = true
	acctest.Lacks(t, c.PlanNothing(), "may have been replaced")
}

func TestAccPlainVariableUnderAVersion(t *testing.T) {
	const replaced = "HelloID shows another value of value than the one that the provider last wrote"
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	configure := func(version string, arguments ...string) {
		c.Configure(provider(f), variable("this", "plain", append(arguments, `value_wo = "a"`, version, `secret = false`)...))
	}
	byHand := func(value string) {
		f.EditVariable("plain", func(v *helloidtest.Variable) { v.Value = value })
	}
	configure("")
	c.Apply()
	configure(`value_wo_version = "1"`) // recorded, and nothing is written
	c.Apply()
	expectVariableWrites(t, f, 1, 0)
	acctest.Lacks(t, c.PlanNothing(), replaced)

	byHand("by hand")
	acctest.Contains(t, c.PlanNothing(), replaced, "It will be written again only when value_wo_version changes")
	expectVariable(t, f, "plain", "by hand", false)
	configure(`value_wo_version = "1"`, `destroy_behavior = "abandon"`) // which sends nothing
	acctest.Contains(t, c.Apply(), replaced)
	acctest.Contains(t, c.PlanNothing(), replaced)
	byHand("a")
	acctest.Lacks(t, c.PlanNothing(), replaced)

	byHand("by hand")
	configure(`value_wo_version = "2"`)
	acctest.Contains(t, c.Apply(), "This plan writes it again")
	expectVariable(t, f, "plain", "a", false)
	acctest.Lacks(t, c.PlanNothing(), replaced)
	byHand("by hand")
	acctest.Contains(t, c.PlanNothing(), replaced) // what this version has written is compared as well
}

func TestAccVariableThatExistsIsNotOverwritten(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	f.AddVariable(helloidtest.Variable{Name: "theirs", Value: "kept", Secret: true})
	f.AddVariable(helloidtest.Variable{Name: "plain", Value: "kept"})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), variable("this", "theirs", `value_wo = "mine"`))
	acctest.Contains(t, c.Fail("plan"), "already exists", "HelloID would refuse another one", "terraform import ADDRESS 'theirs'")
	expectVariable(t, f, "theirs", "kept", true)

	// An import reads whether the variable is a secret, and the value if it is not.
	c.Configure(provider(f), variable("this", "theirs", `value_wo = "mine"`), variable("plain", "plain", `value = "kept"`, `secret = false`),
		"import {\n to = credentials_automation_variable.this\n id = \"theirs\"\n}\nimport {\n to = credentials_automation_variable.plain\n id = \"plain\"\n}\n")
	output := c.Plan()
	acctest.Contains(t, output, "2 to import, 0 to add")
	acctest.Lacks(t, output, "Secret kept in the state") // the one that is kept is no secret
	if n := strings.Count(output, "The secret is not known"); n != 1 {
		t.Errorf("%d secrets are not known, want one: %s", n, output)
	}
	acctest.Contains(t, c.Apply(), "2 imported, 0 added")
	expectVariable(t, f, "theirs", "mine", true)
	expectVariable(t, f, "plain", "kept", false)
	c.PlanNothing()

	// Renamed without moved: the old label's destruction undoes nothing of the new one's.
	c.Configure(provider(f), variable("renamed", "theirs", `value_wo = "mine"`), variable("plain", "plain", `value = "kept"`, `secret = false`))
	c.Apply()
	expectVariable(t, f, "theirs", "mine", true)
	c.PlanNothing()

	c.Configure(provider(f), variable("renamed", "another", `value_wo = "mine"`), variable("plain", "plain", `value = "kept"`, `secret = false`))
	acctest.Contains(t, c.Apply(), "will not be deleted", "1 added, 0 changed, 1 destroyed")
	expectVariable(t, f, "theirs", "", false)
	expectVariable(t, f, "another", "mine", true)
}

func TestAccLostAnswerOfAVariable(t *testing.T) {
	for name, fault := range map[string]fakeapi.Fault{
		"applied":             {Reset: true, Applied: true, Times: 1},
		"not applied":         {Reset: true, Times: 1},
		"by a gateway, late":  {Status: 504, Gateway: true, AppliedAfter: 300_000_000, Times: 1},
		"of another variable": {Status: 200, Applied: true, Body: `{"automationVariableGuid": "0d9f6a1e-3c52-4b7a-8f1d-2e6c7b8a9d01", "name": "another"}`, Times: 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := helloidtest.NewServer(t, helloidtest.Options{})
			f.Inject(helloidtest.CreateVariableWithoutSlash, fault)
			c := acctest.NewCLI(t)
			c.Configure(provider(f), variable("this", "lost", `value_wo = "s3cret"`))
			c.Apply()
			expectVariable(t, f, "lost", "s3cret", true)
			if n := len(f.Variables()); n != 1 {
				t.Errorf("%d variables", n)
			}
			c.PlanNothing()
		})
	}
}

func TestAccVariableDataSources(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	hidden := f.AddVariable(helloidtest.Variable{Name: "hidden", Value: "s3cret", Secret: true})
	f.AddVariable(helloidtest.Variable{Name: "plain", Value: "shown"})
	lookup := func(name string) string {
		return fmt.Sprintf("data \"credentials_automation_variable\" %q {\n name = %q\n}\n", name, name)
	}
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{{
		Config: provider(f) + lookup("hidden") + lookup("plain") + "data \"credentials_automation_variables\" \"all\" {}\n",
		Check: tftest.ComposeAggregateTestCheckFunc(
			tftest.TestCheckResourceAttr("data.credentials_automation_variable.hidden", "automation_variable_guid", hidden.GUID),
			tftest.TestCheckResourceAttr("data.credentials_automation_variable.hidden", "secret", "true"),
			tftest.TestCheckNoResourceAttr("data.credentials_automation_variable.hidden", "value"),
			tftest.TestCheckResourceAttr("data.credentials_automation_variable.plain", "value", "shown"),
			tftest.TestCheckResourceAttr("data.credentials_automation_variables.all", "automation_variables.#", "2"),
			tftest.TestCheckResourceAttr("data.credentials_automation_variables.all", "automation_variables.1.value", "shown"),
			tftest.TestCheckNoResourceAttr("data.credentials_automation_variables.all", "automation_variables.0.value"),
		),
	}}})
}

func TestAccVariableThatIsNotThere(t *testing.T) {
	c := acctest.NewCLI(t)
	c.Configure(provider(helloidtest.NewServer(t, helloidtest.Options{})), "data \"credentials_automation_variable\" \"this\" {\n name = \"nowhere\"\n}\n")
	acctest.Contains(t, c.Fail("plan"), `Cannot find automation variable "nowhere"`, "no global automation variable of that name")
}

func TestAccVariableWithAKeyThatOnlyReads(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	reading := acctest.Provider("helloid", fmt.Sprintf("base_url = %q", f.URL),
		fmt.Sprintf("api_key = %q", helloidtest.ReadOnlyKey), fmt.Sprintf("api_secret = %q", helloidtest.ReadOnlySecret))
	c.Configure(reading, variable("this", "new", `value_wo = "a"`))
	c.Plan()
	c.Configure(strings.Replace(reading, helloidtest.ReadOnlySecret, "wrong", 1), variable("this", "new", `value_wo = "a"`))
	acctest.Contains(t, c.Fail("plan"), `Cannot plan automation variable "new"`)
	if len(f.Variables()) != 0 {
		t.Error("a plan has written")
	}
}

// A refresh of many variables costs one request beside the listing.
func TestVariablesAreReadByOneListing(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	client := connect(t, f, helloidtest.Secret)
	for i := range 5 {
		f.AddVariable(helloidtest.Variable{Name: fmt.Sprint("v", i)})
	}
	for i := range 5 {
		if _, err := client.ReadVariable(t.Context(), fmt.Sprint("v", i)); err != nil {
			t.Error(err)
		}
	}
	if gets, lists := f.Count(helloidtest.GetVariable), f.Count(helloidtest.ListVariables); gets != 1 || lists != 1 {
		t.Errorf("%d single reads and %d listings, want 1 and 1", gets, lists)
	}
	if _, err := client.ReadVariable(t.Context(), "gone"); !errors.Is(err, helloid.ErrNoVariable) || f.Count(helloidtest.GetVariable) != 2 {
		t.Errorf("got %v; a miss has to be confirmed", err)
	}
}

func TestVariableClientRefusesWhatIsNotItsAnswer(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	client := connect(t, f, helloidtest.Secret)
	f.AddVariable(helloidtest.Variable{Name: "v1", Value: "kept"})
	f.Inject(helloidtest.GetVariable, fakeapi.Fault{OtherID: true, Times: 1})
	if _, err := client.GetVariable(t.Context(), "v1"); err == nil || !strings.Contains(err.Error(), "another object") {
		t.Errorf("got %v", err)
	}
	_, err := client.CreateVariable(t.Context(), helloid.Variable{Name: "v1", Value: secret.New("mine")})
	if duplicate, ok := errors.AsType[*create.DuplicateError](err); !ok || duplicate.ID != "v1" {
		t.Errorf("got %v", err)
	}
	expectVariable(t, f, "v1", "kept", false)
	if _, err := client.CreateVariable(t.Context(), helloid.Variable{Name: "mine", Value: secret.New("mine")}); err != nil {
		t.Error(err)
	}
	if err := client.BlankVariable(t.Context(), "gone already"); err != nil {
		t.Error(err)
	}
}

// What refuses a write is an error, whichever status it has.
func TestRefusedWritesOfVariablesAreErrors(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{PermissionStatus: 401, VariableExistsStatus: 409, VariablePutMissingStatus: 404})
	f.AddVariable(helloidtest.Variable{Name: "theirs", Value: "kept", Secret: true})
	client := connect(t, f, helloidtest.Secret)
	f.Inject(helloidtest.GetVariable, fakeapi.Fault{Status: 200, Body: "{}", Times: 2}) // it is made after both looks
	_, created := client.CreateVariable(t.Context(), helloid.Variable{Name: "theirs", Value: secret.New("mine")})
	_, replaced := client.PutVariable(t.Context(), helloid.Variable{Name: "nowhere", Value: secret.New("mine")})
	reading, err := helloid.NewClient(httpapi.Config{Platform: "helloid", BaseURL: f.URL}, secret.New(helloidtest.ReadOnlyKey), secret.New(helloidtest.ReadOnlySecret), credentialPath)
	if err != nil {
		t.Fatal(err)
	}
	_, refused := reading.PutVariable(t.Context(), helloid.Variable{Name: "theirs", Value: secret.New("mine")})
	for want, err := range map[string]error{"409 Conflict": created, "404 Not Found": replaced, "401 Unauthorized": refused} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	expectVariable(t, f, "theirs", "kept", true)
}

func TestVariablesAreListed(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	f.AddVariable(helloidtest.Variable{Name: "hidden", Value: "s3cret", Secret: true})
	f.AddVariable(helloidtest.Variable{Name: "plain", Value: "shown"})
	listed := engine.List(t.Context(), t, engine.Query{
		Platform: helloidtest.Fixture, URL: f.URL, Type: "credentials_automation_variable", IncludeResource: true,
	}, nil)
	if len(listed) != 2 || listed[0].Identity["name"] != "hidden" || listed[1].Name != "plain" {
		t.Fatalf("got %+v", listed)
	}
	if secret, plain := listed[0].Resource["value"], listed[1].Resource["value"]; !secret.IsNull() || !plain.Equal(tftypes.NewValue(tftypes.String, "shown")) {
		t.Errorf("got the values %s and %s", secret, plain)
	}
}

func TestAccVariableArguments(t *testing.T) {
	acctest.NewCLI(t).ValidateEach(map[string]string{
		variable("this", "n", `value = ""`):                                 "",
		variable("this", "n", `value_wo = ""`):                              "",
		variable("this", "n", `value_wo = "a"`, `value_wo_version = "1"`):   "",
		variable("this", "", `value = "a"`):                                 "`name` is empty",
		variable("this", "..", `value = "a"`):                               "`name` must be a name other than . and ..",
		variable("this", "n"):                                               "`value` or `value_wo` must be set",
		variable("this", "n", `value = "a"`, `value_wo = "a"`):              "cannot be set together",
		variable("this", "n", `value = "a"`, `secret = "perhaps"`):          "secret",
		variable("this", "n", `value = "a"`, `destroy_behavior = "delete"`): "`destroy_behavior` must be one of blank, abandon",
		variable("this", "n", `value = "a"`, `item_type = 1`):               `"item_type" is not expected here`,
	})
}
