package applivery_test

import (
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

const (
	abandon = `destroy_behavior = "abandon"`
	left    = `The Harmony Mobile integration of organization "acme" is left as it is`
)

// trigger is what replace_triggered_by refers to, and the lifecycle block that does so.
func trigger(input string) (resource, lifecycle string) {
	return "resource \"terraform_data\" \"month\" {\n  input = \"" + input + "\"\n}\n",
		"lifecycle {\n    replace_triggered_by = [terraform_data.month]\n  }"
}

func TestAccReplacementRotatesThePassword(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	month, lifecycle := trigger("january")
	c.Configure(provider(f), month, integration(lifecycle))
	c.Apply()
	f.ResetCounts()
	month, _ = trigger("february")
	c.Configure(provider(f), month, integration(lifecycle))
	acctest.Lacks(t, c.Apply(), left)
	expectRequests(t, f, 1, 1)
	expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
	if made := f.Passwords(); len(made) != 2 || stored(t, f).Password != made[1] {
		t.Errorf("passwords %q, stored %+v", made, stored(t, f))
	}
	c.PlanNothing()
}

func TestAccReplacementUnderAbandonWarns(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	f.AddOrganization("5f2b1c9e8d7a6b5c4d3e2f11", "other")
	c := acctest.NewCLI(t)
	month, lifecycle := trigger("january")
	c.Configure(provider(f), month, integration(lifecycle, abandon))
	acctest.Lacks(t, c.Apply(), left)
	f.ResetCounts()

	// A provider can distinguish such a replacement from an update only during the apply.
	month, _ = trigger("february")
	c.Configure(provider(f), month, integration(lifecycle, abandon))
	acctest.Contains(t, c.Apply(), left, `for that, apply destroy_behavior = "reset" first`, "1 destroyed")
	expectRequests(t, f, 1, 0)
	if made := f.Passwords(); len(made) != 1 {
		t.Errorf("%d passwords, want the first only", len(made))
	}

	// What counts is the behaviour that was applied, not the one of the plan.
	c.Configure(provider(f), month, integration(lifecycle, `organization_id = "other"`))
	acctest.Contains(t, c.Plan(), left)
	c.Apply()
	expectRequests(t, f, 1, 0)
	expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
	acctest.Lacks(t, c.PlanNothing(), left)
}

func TestAccAbandonSendsNothing(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integration(`token = "t0ken"`))
	c.Apply()
	f.ResetCounts()
	f.Inject(appliverytest.Update, fakeapi.Fault{Status: 500})
	c.Configure(provider(f), integration(`token = "t0ken"`, abandon))
	acctest.Contains(t, c.Apply(), "1 changed")
	// Not even the token of the API is needed.
	c.Configure(`provider "credentials" {}`)
	acctest.Contains(t, c.Apply(), left, "1 destroyed")
	expectRequests(t, f, 0, 0)
	expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
}

func TestAccFailedResetKeepsTheState(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	f.Tokens.Allow("cannot-reset", appliverytest.PermissionUpdate)
	c := acctest.NewCLI(t)
	c.Configure(strings.ReplaceAll(provider(f), appliverytest.Token, "cannot-reset"), integration())
	c.Apply()
	acctest.Contains(t, c.Fail("destroy", "-auto-approve"), `Cannot reset Harmony Mobile integration of organization "acme"`,
		"answered 401 Unauthorized (4001)", "The credentials come from `api_token` in the block `applivery` of the provider's configuration. Check them. To remove it from the state without changing anything on the platform, apply destroy_behavior")
	acctest.Contains(t, c.Fail("apply", "-auto-approve", "-replace="+address), "Cannot reset")
	c.PlanNothing()
}

func TestAccNothingToResetIsEnough(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integration())
	c.Apply()
	f.Inject(appliverytest.Reset, fakeapi.Fault{Status: 404, Body: "<html>no such page</html>"})
	acctest.Contains(t, c.Fail("destroy", "-auto-approve"), "answered 404 Not Found") // not Applivery's own word
	f.ClearFaults()
	f.RemoveIntegration(org)
	output, status := c.Run("destroy", "-auto-approve")
	if status != 0 {
		t.Fatal(output)
	}
	acctest.Contains(t, output, "There was nothing to reset", "There is no such organization, or its Harmony Mobile integration was never set up")
}
