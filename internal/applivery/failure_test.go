package applivery_test

import (
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Nothing can be read, so a write that may or may not have taken effect is repeated, whatever is configured by then.
func TestAccFailedWriteIsRepeated(t *testing.T) {
	for name, token := range map[string]func(string) string{
		"stored":     func(value string) string { return `token = "` + value + `"` },
		"write-only": func(value string) string { return `token_wo = "` + value + `"` },
		"version":    func(value string) string { return "token_wo = \"" + value + "\"\n token_wo_version = \"" + value + `"` },
	} {
		t.Run(name, func(t *testing.T) {
			f := appliverytest.NewServer(t, appliverytest.Options{})
			c := acctest.NewCLI(t)
			first := integration(token("one"))
			c.Configure(provider(f), first)
			c.Apply()
			f.ResetCounts()
			f.Inject(appliverytest.Update, fakeapi.Fault{Status: 500, Applied: true})
			c.Configure(provider(f), integration(token("two"), `gw_address = "gw.locsec.net"`))
			acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Cannot update", "The request may still have taken effect")
			expectRequests(t, f, 1, 0)
			expectStored(t, f, "two", "portal", "gw.locsec.net")
			f.ClearFaults()
			c.Configure(provider(f), first)
			c.Apply()
			expectRequests(t, f, 1, 0)
			expectStored(t, f, "one", "portal", "eu-gw.locsec.net")
			c.PlanNothing()
		})
	}
}

func TestAccReplacementThatStopsHalfWayLeavesTheBlank(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integration())
	c.Apply()
	f.Inject(appliverytest.Update, fakeapi.Fault{Status: 500})
	acctest.Contains(t, c.Fail("apply", "-auto-approve", "-replace="+address), "Cannot write")
	expectStored(t, f, "", "", "")
	f.ClearFaults()
	acctest.Contains(t, c.Apply(), "1 added, 0 changed, 0 destroyed")
	expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
	c.PlanNothing()
}

func TestAccLostAnswersAreAskedForAgain(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integration())
	f.Inject(appliverytest.Update, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	f.Inject(appliverytest.Update, fakeapi.Fault{Status: 503, After: 1, Times: 1})
	c.Apply()
	expectRequests(t, f, 3, 0)
	c.PlanNothing()
}

func TestAccImportIsOnTrust(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	f.EditIntegration(org, func(i *appliverytest.Integration) { i.Token = "typed by an administrator" })
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integration(`organization_id = "`+appliverytest.OrganizationID+`"`))
	for id, want := range map[string]string{"ab": `organization_id is "ab", which does not match`, "a/b": `"a/b" has 2 parts instead of 1`} {
		acctest.Contains(t, c.Fail("import", address, id), want)
	}
	// The letter case of hexadecimal digits does not matter.
	if output, status := c.Run("import", address, strings.ToUpper(appliverytest.OrganizationID)); status != 0 {
		t.Fatal(output)
	}
	acctest.Contains(t, c.Plan(), "0 to add, 1 to change, 0 to destroy")
	expectRequests(t, f, 0, 0)
	c.Apply()
	expectRequests(t, f, 1, 0)
	expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
	c.PlanNothing()
}

func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	state := engine.ImportByIdentity(t, appliverytest.Fixture, "", "credentials_harmony_mobile_integration", map[string]string{"organization_id": org})
	if state["organization_id"] != org || state["id"] != org {
		t.Errorf("read %v", state)
	}
}

// An error inside of an answer may repeat what was sent.
func TestAccErrorInsideAnAnswerShowsNoSecret(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	token := acctest.Canary("token")
	c := acctest.NewCLI(t)
	c.Trace()
	c.Configure(provider(f), integration(`token_wo = "`+token+`"`))
	f.Inject(appliverytest.Update, fakeapi.Fault{
		Status: 200, Times: 1,
		Body: `{"status": true, "data": {"token": "` + token + `"}, "error": {"code": 4001, "message": "` + token + ` of ` + appliverytest.Token + ` is refused"}}`,
	})
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "answered 200 OK (4001): (secret) of (secret) is refused")
	c.ExpectNotShown(token)
}

// A login that is kept in the state is still in no log and no message.
func TestAccStoredLoginIsNotShown(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integration())
	c.Apply()
	c.Configure(provider(f), integration(`gw_address = "gw.locsec.net"`))
	password := stored(t, f).Password
	f.Inject(appliverytest.Update, fakeapi.Fault{Status: 200, Times: 1, Body: `{"status": false, "data": {"password": "` + password + `"}, "error": {"message": "not ` + password + `"}}`})
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "answered 200 OK: not (secret)")
	acctest.Lacks(t, c.Apply(), password)
}
