package genesys_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

// The question in the vendor's forum, from beginning to end: a credential of type basicAuth and its place in an integration
// of type custom-rest-actions.
func TestAccForumScenario(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	f.EditIntegration(genesystest.WebServicesID, func(i *genesystest.Integration) {
		i.Notes, i.Properties = "by hand", map[string]any{"theirs": "untouched"}
	})
	c := acctest.NewCLI(t)
	configure := func(password, version string) {
		c.Configure(provider(f), credential("Integration-"+genesystest.WebServicesID, "basicAuth", basicAuth("loginname", password, version)),
			integrationConfig("web", genesystest.WebServicesID, attach("basicAuth", "Integration-"+genesystest.WebServicesID)))
	}
	configure("p@ssword", "1")
	c.Apply()
	created := stored(t, f, "Integration-"+genesystest.WebServicesID)
	if diff := cmp.Diff(map[string]string{"userName": "loginname", "password": "p@ssword"}, created.Fields); diff != "" {
		t.Error(diff)
	}
	expectCounts(t, f, map[string]int{
		genesystest.ListCredentialTypes: 2, // the plan checks, and again when it is applied
		genesystest.ListCredentials:     1, // what there is before the first creation of a run
		genesystest.CreateCredential:    1,
		genesystest.GetIntegration:      2,
		genesystest.GetIntegrationType:  2,
		genesystest.GetConfig:           1,
		genesystest.PutConfig:           1,
	})
	attached := webServices(t, f)
	if diff := cmp.Diff(map[string]string{"basicAuth": created.ID}, attached.Credentials); diff != "" {
		t.Error(diff)
	}

	t.Log("A plan without changes reads one page, and each configuration.")
	c.PlanNothing()
	expectCounts(t, f, map[string]int{genesystest.ListCredentials: 1, genesystest.GetConfig: 1})

	t.Log("Another password is written in place.")
	configure("n3w p@ssword", "2")
	acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
	expectFields(t, f, created.Name, map[string]string{"userName": "loginname", "password": "n3w p@ssword"})
	f.ResetCounts()

	t.Log("A property that is not configured, changed by hand, survives.")
	f.EditIntegration(genesystest.WebServicesID, func(i *genesystest.Integration) { i.Properties = map[string]any{"theirs": "changed"} })
	c.PlanNothing()
	c.Configure(provider(f), credential(created.Name, "basicAuth", basicAuth("loginname", "n3w p@ssword", "2")),
		integrationConfig("web", genesystest.WebServicesID, attach("basicAuth", created.Name), `properties = jsonencode({ ours = 1.50 })`))
	c.Apply()
	now := webServices(t, f)
	if diff := cmp.Diff(map[string]any{"theirs": "changed", "ours": json.Number("1.5")}, now.Properties); diff != "" {
		t.Error(diff)
	}

	t.Log("Destroying both detaches first.")
	f.ResetCounts()
	c.Apply("-destroy")
	left := webServices(t, f)
	if len(f.Credentials()) != 0 || len(left.Credentials) != 0 || left.Notes != "by hand" || left.Properties["theirs"] != "changed" {
		t.Errorf("left over: %v, %+v", f.Credentials(), left)
	}
	expectCounts(t, f, map[string]int{
		genesystest.ListCredentials:  1,
		genesystest.GetConfig:        2, // refreshed, and read under its version
		genesystest.PutConfig:        1,
		genesystest.ListIntegrations: 2, // the plan shows who uses the credential, and the delete finds no users left
		genesystest.DeleteCredential: 1,
	})
}

// A new credential is checked against its slot, and put into it, before a read of the credential succeeds.
func TestAccNewCredentialIsAttachedAtOnce(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{VisibleAfter: time.Hour}})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential("new", "basicAuth", basicAuth("bot", "p", "1")),
		integrationConfig("unfit", genesystest.AudioHookID, attach("audioHook", "new")),
		integrationConfig("web", genesystest.WebServicesID, attach("basicAuth", "new")))
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), `The credential "new" is of type basicAuth. The slot "audioHook" takes: audioHook.`)
	if id := stored(t, f, "new").ID; webServices(t, f).Credentials["basicAuth"] != id {
		t.Errorf("%s is not attached: %v", id, webServices(t, f))
	}
}

// The mistakes of the question are caught before anything is sent, or cannot be written.
func TestAccForumMistakes(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	id := f.SeedCredential(genesystest.Credential{Name: "seeded", Type: "userDefinedOAuth"})
	c := acctest.NewCLI(t)

	t.Log("Refused by the schema, without a platform.")
	c.Configure(provider(f),
		integrationConfig("flat", genesystest.WebServicesID, `credentials = { id = "`+id+`", type = { name = "basicAuth" } }`),
		integrationConfig("version", genesystest.WebServicesID, `version = "3"`))
	acctest.Contains(t, c.Fail("validate"), `Inappropriate value for attribute "credentials"`, `Invalid Configuration for Read-Only Attribute`)

	t.Log("Refused by the plan, which looks at the integration and at the credential.")
	web := func(label, credentials string) string {
		return integrationConfig(label, genesystest.WebServicesID, "credentials = "+credentials)
	}
	c.Configure(provider(f),
		web("flat", `{ id = "`+id+`", name = "seeded" }`),
		web("kind", `{ userDefinedOAuth = "`+id+`" }`),
		web("name", `{ basicAuth = "seeded" }`),
		integrationConfig("none", genesystest.ClientAppID, `credentials = { basicAuth = "`+id+`" }`),
		integrationConfig("unfit", genesystest.AudioHookID, `credentials = { audioHook = "`+id+`" }`),
		integrationConfig("nowhere", id, `credentials = { basicAuth = "`+id+`" }`))
	acctest.Contains(t, c.Fail("plan"),
		`no slot "id" for a credential. They have: basicAuth. The argument is a map from slots to ids`,
		`one of type userDefinedOAuth goes into the slot "basicAuth"`,
		`There is no credential with the id "seeded"`,
		`Integrations of type embedded-client-app have no slot "basicAuth" for a credential. They take no credentials`,
		`The credential "seeded" is of type userDefinedOAuth. The slot "audioHook" takes: audioHook.`,
		`Unknown integration`, `the configuration of integration `+id+` cannot be created. The list resource credentials_integration_config shows the ids`)

	t.Log("What fits is planned.")
	c.Configure(provider(f), web("fits", `{ basicAuth = "`+id+`" }`))
	acctest.Lacks(t, c.Plan(), "not checked")
	if n := f.Count(genesystest.PutConfig); n != 0 {
		t.Errorf("%d configurations were written", n)
	}
}
