package genesys_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

func TestAccCredentialInUseIsNotDeleted(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{AllowDeleteInUse: true})
	c := acctest.NewCLI(t)
	fields := basicAuth("bot", "p", "1")
	c.Configure(acctest.Budget(provider(f), "1s"), credential("a", "basicAuth", fields))
	c.Apply()
	id := stored(t, f, "a").ID
	f.EditIntegration(genesystest.WebServicesID, func(i *genesystest.Integration) { i.Credentials["basicAuth"] = id })
	acctest.Contains(t, c.Fail("destroy", "-auto-approve"), `The integration credential "a" is still in use`,
		`integration "Web Services Data Actions" (`+genesystest.WebServicesID+`)`, "create_before_destroy", "set force_destroy = true and apply that first")
	if f.Count(genesystest.DeleteCredential) != 0 {
		t.Error("it was deleted although it is in use")
	}

	t.Log("A plan that replaces it warns.")
	c.Configure(acctest.Budget(provider(f), "1s"), credential("a", "userDefined", `fields_wo = { a = "b" }`))
	acctest.Contains(t, c.Plan(), `The integration credential "a" is in use`, "Replacing it breaks what uses it")

	t.Log("With force_destroy in the state it is deleted at once.")
	c.Configure(acctest.Budget(provider(f), "1s"), credential("a", "basicAuth", fields, "force_destroy = true"))
	f.ResetCounts()
	c.Apply()
	if n := f.Count(genesystest.PutCredential); n != 0 { // force_destroy is none of Genesys' business
		t.Errorf("%d credentials were written", n)
	}
	c.Apply("-destroy")
	if left := f.Credentials(); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
}

// A credential is replaced under its users: the new one takes its place before the old one goes. The platform still counts
// the old one as in use for a moment, although it has no users any more.
func TestAccCredentialIsReplacedUnderItsUsers(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{InUseStatus: http.StatusBadRequest, DetachDelay: time.Second})
	c := acctest.NewCLI(t)
	lifecycle := "lifecycle {\n create_before_destroy = true\n }"
	web := integrationConfig("web", genesystest.WebServicesID, attach("basicAuth", "a"))
	c.Configure(acctest.Budget(provider(f), "10s"), credential("a", "basicAuth", basicAuth("bot", "p", "1"), lifecycle), web)
	c.Apply()
	c.Configure(acctest.Budget(provider(f), "10s"), credential("a", "userDefined", `fields_wo = { token = "t" }`, lifecycle), web)
	f.ResetCounts()
	acctest.Contains(t, c.Apply(), "1 added, 1 changed, 1 destroyed")
	if now := stored(t, f, "a"); now.Type != "userDefined" || len(f.Credentials()) != 1 || webServices(t, f).Credentials["basicAuth"] != now.ID {
		t.Errorf("stored %v", f.Credentials())
	}
	if n := f.Count(genesystest.DeleteCredential); n < 2 {
		t.Errorf("%d deletions, want one that is refused and one that is not", n)
	}
	c.PlanNothing()
}

// A credential that is taken out of use and out of the configuration at once. Terraform deletes it first; the message says what
// works.
func TestAccCredentialIsTakenOutUnderItsUsers(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	lifecycle := "lifecycle {\n create_before_destroy = true\n }"
	a, b := credential("a", "basicAuth", basicAuth("bot", "p", "1")), credential("b", "basicAuth", basicAuth("bot", "p", "1"))
	web := func(label string) string {
		return integrationConfig("web", genesystest.WebServicesID, attach("basicAuth", label))
	}
	c.Configure(acctest.Budget(provider(f), "1s"), a, b, web("a"))
	c.Apply()
	isRefused := func(label string) {
		t.Helper()
		acctest.Contains(t, c.Plan(), fmt.Sprintf("The integration credential %q is in use", label), "Destroying it breaks what uses it")
		acctest.Contains(t, c.Fail("apply", "-auto-approve"), fmt.Sprintf("The integration credential %q is still in use", label),
			"If its block is gone from the configuration, put it back with create_before_destroy")
	}
	c.Configure(acctest.Budget(provider(f), "1s"), integrationConfig("web", genesystest.WebServicesID, "credentials = {}"))
	isRefused("a")
	c.Configure(acctest.Budget(provider(f), "1s"), b, web("b"))
	isRefused("a")

	c.Configure(acctest.Budget(provider(f), "1s"), credential("a", "basicAuth", basicAuth("bot", "p", "1"), lifecycle), b, web("b"))
	c.Apply()
	c.Configure(acctest.Budget(provider(f), "1s"), b, web("b"))
	plan := c.Plan()
	acctest.Lacks(t, plan, "is in use")
	acctest.Contains(t, c.Apply(), "1 destroyed")
	if now := stored(t, f, "b"); len(f.Credentials()) != 1 || webServices(t, f).Credentials["basicAuth"] != now.ID {
		t.Errorf("stored %v", f.Credentials())
	}

	t.Log("Another key of for_each.")
	c.Configure(acctest.Budget(provider(f), "1s"), strings.Replace(b, "{", "{\n  for_each = toset([\"key\"])", 1), strings.Replace(web("b"), ".b.id", `.b["key"].id`, 1))
	isRefused("b")
}
