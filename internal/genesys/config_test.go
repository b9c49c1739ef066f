package genesys_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

// Everything that is configured is managed, nothing else is, and the platform may have null for all of it.
func TestAccConfigManagesWhatIsConfigured(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{NullWhenEmpty: true, NotesPlaceholder: true})
	f.EditIntegration(genesystest.WebServicesID, func(i *genesystest.Integration) { i.Name = "" })
	ours := f.SeedCredential(genesystest.Credential{Name: "ours", Type: "userDefined"})
	theirs := f.SeedCredential(genesystest.Credential{Name: "theirs", Type: "userDefined"})
	web := func(arguments ...string) string {
		return provider(f) + integrationConfig("web", genesystest.WebServicesID, arguments...)
	}
	slot := fmt.Sprintf("credentials = { basicAuth = %q }", ours)
	expect := func(want genesystest.Integration) {
		t.Helper()
		got := webServices(t, f)
		want.ID, want.Type, want.IntendedState, want.Version = got.ID, got.Type, got.IntendedState, got.Version
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("other configuration than wanted (-want +got):\n%s", diff)
		}
	}
	byHand := func(change func(*genesystest.Integration)) func() {
		return func() { f.EditIntegration(genesystest.WebServicesID, change); f.ResetCounts() }
	}
	type properties = map[string]any
	is := func(action plancheck.ResourceActionType) tftest.ConfigPlanChecks {
		return tftest.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction("credentials_integration_config.web", action)}}
	}
	acctest.Test(t, tftest.TestCase{
		CheckDestroy: acctest.Check(func() {
			expect(genesystest.Integration{Name: "theirs", Notes: "n", Properties: properties{"a": json.Number("2"), "x": "changed"}, Advanced: properties{}, Credentials: map[string]string{}})
		}),
		Steps: []tftest.TestStep{
			{ // nothing is managed: nothing is written
				Config: web(),
				Check:  acctest.Check(func() { expectCounts(t, f, map[string]int{genesystest.GetIntegration: 2, genesystest.GetConfig: 1}) }),
			},
			{
				Config: web(`name = "Ours"`, `notes = "n"`, `properties = jsonencode({ a = 1, b = { c = [true] } })`, `advanced = jsonencode({ k = "v" })`, slot),
				Check: acctest.Check(func() {
					expect(genesystest.Integration{
						Name: "Ours", Notes: "n", Advanced: properties{"k": "v"}, Credentials: map[string]string{"basicAuth": ours},
						Properties: properties{"a": json.Number("1"), "b": properties{"c": []any{true}}},
					})
				}),
			},
			{ // what else is there changes by hand: no plan
				PreConfig:        byHand(func(i *genesystest.Integration) { i.Properties["x"] = "by hand" }),
				Config:           web(`name = "Ours"`, `notes = "n"`, `properties = jsonencode({ b = { c = [true] }, a = 1 })`, `advanced = jsonencode({ k = "v" })`, slot),
				ConfigPlanChecks: is(plancheck.ResourceActionNoop),
			},
			{ // keys are taken out, and what is managed has changed by hand
				PreConfig: byHand(func(i *genesystest.Integration) {
					i.Properties["a"], i.Properties["x"], i.Credentials["basicAuth"] = "by hand", "changed", theirs
				}),
				Config:           web(`name = "Ours"`, `properties = jsonencode({ a = 2 })`, slot),
				ConfigPlanChecks: is(plancheck.ResourceActionUpdate),
				Check: acctest.Check(func() {
					expect(genesystest.Integration{
						Name: "Ours", Notes: "n", Advanced: properties{}, Credentials: map[string]string{"basicAuth": ours},
						Properties: properties{"a": json.Number("2"), "x": "changed"},
					})
				}),
			},
			{ // as it was already configured by hand: adopted without a write
				PreConfig: byHand(func(i *genesystest.Integration) { i.Name = "theirs" }),
				Config:    web(`name = "theirs"`, `properties = jsonencode({ a = 2 })`, slot),
				Check: acctest.Check(func() {
					if n := f.Count(genesystest.PutConfig); n != 0 {
						t.Errorf("%d configurations were written", n)
					}
				}),
			},
		},
	})
}

// A value that no plan knows is validated once it is known, before anything is written.
func TestAccConfigRefusesWhatTurnsOutToBeNoObject(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integrationConfig("web", genesystest.WebServicesID, `properties = jsonencode({ a = 1 })`))
	c.Apply()
	f.ResetCounts()
	c.Configure(provider(f), "resource \"terraform_data\" \"list\" {\n input = \"[]\"\n}\n",
		integrationConfig("web", genesystest.WebServicesID, `properties = terraform_data.list.output`))
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "properties = terraform_data.list.output", "`properties` must be a JSON object")
	if n := f.Count(genesystest.PutConfig); n != 0 {
		t.Errorf("%d configurations were written", n)
	}
}

// Another writer in between, or an answer that got lost: the configuration is read again, and written only if it is not as
// wanted.
// What ignore_changes keeps out of the plan is kept out of the write.
func TestAccConfigLeavesIgnoredArgumentsAlone(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	web := func(notes string, a int) {
		c.Configure(provider(f), integrationConfig("web", genesystest.WebServicesID, fmt.Sprintf("notes = %q", notes),
			fmt.Sprintf("properties = jsonencode({ a = %d })", a), "lifecycle {\n ignore_changes = [notes]\n }"))
		c.Apply()
		c.PlanNothing()
	}
	web("old", 1)
	web("new", 2)
	if got := webServices(t, f); got.Notes != "old" || got.Properties["a"] != json.Number("2") {
		t.Errorf("stored %+v", got)
	}
}

func TestAccConfigSurvivesOtherWriters(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	credential := f.SeedCredential(genesystest.Credential{Name: "ours", Type: "userDefined"})
	c := acctest.NewCLI(t)
	slot := fmt.Sprintf("credentials = { basicAuth = %q }", credential)
	c.Configure(provider(f), integrationConfig("web", genesystest.WebServicesID, slot))
	f.Inject(genesystest.PutConfig, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	c.Apply()
	if n, version := f.Count(genesystest.PutConfig), webServices(t, f).Version; n != 2 || version != 4 {
		t.Errorf("%d requests led to version %d, want 2 and 4", n, version)
	}
	c.PlanNothing()

	t.Log("The credential of another owner stays in the slot.")
	theirs := f.SeedCredential(genesystest.Credential{Name: "theirs", Type: "userDefined"})
	f.EditIntegration(genesystest.WebServicesID, func(i *genesystest.Integration) { i.Credentials["basicAuth"] = theirs })
	f.ResetCounts()
	c.Apply("-destroy")
	if left := webServices(t, f).Credentials["basicAuth"]; left != theirs || f.Count(genesystest.PutConfig) != 0 {
		t.Errorf("the slot holds %q after %d writes", left, f.Count(genesystest.PutConfig))
	}
}

// A replacement that comes before the destruction fills the same slots with the same credentials.
func TestAccConfigIsReplacedBeforeItIsDestroyed(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	credential := f.SeedCredential(genesystest.Credential{Name: "ours", Type: "userDefined"})
	c := acctest.NewCLI(t)
	configure := func(trigger string) {
		c.Configure(provider(f), fmt.Sprintf("resource \"terraform_data\" \"trigger\" {\n input = %q\n}\n", trigger),
			integrationConfig("web", genesystest.WebServicesID, fmt.Sprintf("credentials = { basicAuth = %q }", credential),
				"lifecycle {\n create_before_destroy = true\n replace_triggered_by = [terraform_data.trigger]\n }"))
	}
	configure("first")
	c.Apply()
	configure("second")
	acctest.Contains(t, c.Apply(), "1 added, 1 changed, 1 destroyed")
	if now := webServices(t, f).Credentials["basicAuth"]; now != credential {
		t.Errorf("the slot holds %q", now)
	}
	c.PlanNothing()
	c.Apply("-destroy")
	if left := webServices(t, f).Credentials; len(left) != 0 {
		t.Errorf("left in slots: %v", left)
	}
}

// The old configuration of a replacement that failed before it was destroyed has the same slots as the new one.
func TestAccSlotsOutliveAFailedReplacement(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	credential := f.SeedCredential(genesystest.Credential{Name: "ours", Type: "userDefined"})
	c := acctest.NewCLI(t)
	configure := func(trigger, command string) {
		c.Configure(provider(f), fmt.Sprintf("resource \"terraform_data\" \"trigger\" {\n input = %q\n}\n", trigger),
			integrationConfig("web", genesystest.WebServicesID, fmt.Sprintf("credentials = { basicAuth = %q }", credential),
				"lifecycle {\n create_before_destroy = true\n replace_triggered_by = [terraform_data.trigger]\n }"),
			fmt.Sprintf("resource \"terraform_data\" \"then\" {\n triggers_replace = [credentials_integration_config.web.version, %q]\n"+
				"provisioner \"local-exec\" {\n command = %q\n }\n lifecycle {\n create_before_destroy = true\n }\n}\n", trigger, command))
	}
	configure("first", "true")
	c.Apply()
	configure("second", "false")
	c.Fail("apply", "-auto-approve")
	before := c.File("terraform.tfstate")
	c.Apply("-destroy") // both the old one and the new
	if left := webServices(t, f).Credentials; len(left) != 0 {
		t.Errorf("left in slots: %v", left)
	}

	f.EditIntegration(genesystest.WebServicesID, func(i *genesystest.Integration) { i.Credentials["basicAuth"] = credential })
	c.AddState(before)
	configure("second", "true")
	acctest.Contains(t, c.Apply(), "Another resource keeps the")
	if now := webServices(t, f).Credentials["basicAuth"]; now != credential {
		t.Errorf("the slot holds %q", now)
	}
	c.PlanNothing()
}

func TestAccConfigIsImportedWithoutWipingAnything(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	credential := f.SeedCredential(genesystest.Credential{Name: "theirs", Type: "userDefined"})
	f.EditIntegration(genesystest.WebServicesID, func(i *genesystest.Integration) {
		i.Properties, i.Credentials["basicAuth"] = map[string]any{"x": "theirs"}, credential
	})
	before := webServices(t, f)
	c := acctest.NewCLI(t)
	imports := "import {\n to = credentials_integration_config.web\n id = \"" + genesystest.WebServicesID + "\"\n}\n"
	c.Configure(provider(f), imports, integrationConfig("web", genesystest.WebServicesID))
	acctest.Contains(t, c.Apply(), "1 imported, 0 added, 0 changed, 0 destroyed")
	c.Configure(provider(f), integrationConfig("web", genesystest.WebServicesID, fmt.Sprintf("credentials = { basicAuth = %q }", credential)))
	acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
	if diff := cmp.Diff(before, webServices(t, f)); diff != "" {
		t.Error(diff)
	}

	t.Log("An integration that is gone is dropped from the state, and destroying its configuration is a success.")
	f.RemoveIntegration(genesystest.WebServicesID)
	acctest.Contains(t, c.Apply("-refresh=false", "-destroy"), "1 destroyed")
	c.Configure(provider(f), integrationConfig("audio", genesystest.AudioHookID))
	c.Apply()
	f.RemoveIntegration(genesystest.AudioHookID)
	c.Configure(provider(f))
	acctest.Contains(t, c.Apply(), "no longer exists", "0 destroyed")

	t.Log("A 404 that Genesys did not give proves nothing.")
	c.Configure(provider(f), integrationConfig("data", genesystest.DataActionsID))
	c.Apply()
	f.Inject(genesystest.GetConfig, fakeapi.Fault{Status: http.StatusNotFound, Body: "<html>", Times: 1})
	acctest.Contains(t, c.Fail("plan"), "Cannot read configuration of integration "+genesystest.DataActionsID)
}

// Another spelling of the same JSON is no change of the configuration. A null that the platform leaves out is no drift.
func TestAccAnotherSpellingOfPropertiesIsNoChange(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	configure := func(text string) {
		c.Configure(provider(f), integrationConfig("web", genesystest.WebServicesID, fmt.Sprintf("properties = %q", text), fmt.Sprintf("advanced = %q", text)))
	}
	configure(`{"a": 1, "b": {"c": [true, 2], "d": null}, "e": null}`)
	c.Apply()
	f.ResetCounts()
	for _, spelling := range []string{
		`{"e":null,"b":{"d":null,"c":[true,2]},"a":1}`,
		"{ \"a\": 1.0,\n\"b\": {\"c\": [true, 2e0], \"d\": null}, \"e\": null}",
		`{"a": 0.1E1, "b": {"c": [true, 20e-1], "d": null}, "e": null}`,
	} {
		configure(spelling)
		c.PlanNothing()
	}
	f.EditIntegration(genesystest.WebServicesID, func(i *genesystest.Integration) {
		for _, document := range []map[string]any{i.Properties, i.Advanced} {
			delete(document, "e")
			document["b"] = map[string]any{"c": []any{true, json.Number("2.0")}}
		}
	})
	c.PlanNothing()
	c.Apply()
	if writes := f.Count(genesystest.PutConfig); writes != 0 {
		t.Errorf("%d writes of what is the same", writes)
	}
	configure(`{"a": 2, "b": {"c": [true, 2], "d": null}, "e": null}`)
	acctest.Contains(t, c.Plan(), "1 to change")
}
