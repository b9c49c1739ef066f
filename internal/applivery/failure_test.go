package applivery_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
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
			fault(t, f, appliverytest.Update, fakeapi.Fault{Status: 500, Applied: true})
			c.Configure(provider(f), integration(token("two"), `gw_address = "gw.locsec.net"`))
			acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Cannot write", "The platform may have done it all the same")
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
	fault(t, f, appliverytest.Update, fakeapi.Fault{Status: 500})
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
	fault(t, f, appliverytest.Update, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	fault(t, f, appliverytest.Update, fakeapi.Fault{Status: 503, After: 1, Times: 1})
	c.Apply()
	expectRequests(t, f, 3, 0)
	c.PlanNothing()
}

func TestAccImportIsOnTrust(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	f.EditIntegration(org, func(i *appliverytest.Integration) { i.Token = "typed by an administrator" })
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integration())
	for id, want := range map[string]string{"ab": `organization_id is "ab", which does not match`, "a/b": `organization_id is "a/b"`} {
		acctest.Contains(t, c.Fail("import", address, id), want)
	}
	if output, status := c.Run("import", address, org); status != 0 {
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
	state := acctest.ImportByIdentity(t, "applivery", nil, "credentials_harmony_mobile_integration", map[string]string{"organization_id": org})
	if state["organization_id"] != org || state["id"] != org {
		t.Errorf("read %v", state)
	}
}

// A hostile platform repeats what it was sent in every error. What it makes or repeats in its answers is secret, too.
func TestAccSecretsLeakNowhere(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{Options: fakeapi.Options{EchoRequests: true}, NewPasswordOnPut: true})
	api, first, second := acctest.Canary("api"), acctest.Canary("first"), acctest.Canary("second")
	f.Tokens.Allow(api, appliverytest.PermissionUpdate, appliverytest.PermissionReset)
	c := acctest.NewCLI(t, "APPLIVERY_API_TOKEN="+api, "APPLIVERY_BASE_URL="+f.URL)
	c.Trace()
	configure := func(token string) {
		c.Configure("variable \"token\" {\n type = string\n ephemeral = true\n}", integration("token_wo = var.token", "store_login = false"))
		c.Setenv("TF_VAR_token=" + token)
	}
	configure(first)
	c.Apply()
	configure(second)
	c.SavePlan()
	fault(t, f, appliverytest.Update, fakeapi.Fault{Status: 400, Times: 1})
	fault(t, f, appliverytest.Update, fakeapi.Fault{
		Status: 200, After: 1, Times: 1,
		Body: `{"status": true, "data": {"token": "` + second + `"}, "error": {"code": 4001, "message": "` + second + ` of ` + api + ` is refused"}}`,
	})
	acctest.Contains(t, c.Fail("apply", "saved.plan"), "answered 400 Bad Request", "(secret)")
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "answered 200 OK (4001): (secret) of (secret) is refused")
	c.Apply()
	c.SavePlan("-destroy")
	fault(t, f, appliverytest.Reset, fakeapi.Fault{Status: 400, Times: 1})
	c.Fail("apply", "saved.plan")
	if !f.Saw(first) || !f.Saw(second) {
		t.Error("the secrets did not arrive")
	}
	secrets := append(f.Passwords(), api, first, second)
	c.ExpectNotKept(secrets...)
	c.ExpectNotShown(secrets...)
}

// A login that is kept in the state is still in no log and no message.
func TestAccStoredLoginIsNotShown(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integration())
	c.Apply()
	c.Configure(provider(f), integration(`gw_address = "gw.locsec.net"`))
	password := stored(t, f).Password
	fault(t, f, appliverytest.Update, fakeapi.Fault{Status: 200, Times: 1, Body: `{"status": false, "data": {"password": "` + password + `"}, "error": {"message": "not ` + password + `"}}`})
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "answered 200 OK: not (secret)")
	acctest.Lacks(t, c.Apply(), password)
}
