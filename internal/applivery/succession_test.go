package applivery_test

import (
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

const byID = `organization_id = "` + appliverytest.OrganizationID + `"`

// A dependent hands its create_before_destroy down: the integration is written first, and its reset would follow.
func TestAccResetLeavesWhatItsSuccessorWrote(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	dependent := acctest.Dependent(address)
	c.Configure(provider(f), integration(), dependent)
	c.Apply()
	f.ResetCounts()
	acctest.Contains(t, c.Apply("-replace="+address), left, "Another resource manages", "1 destroyed")
	expectRequests(t, f, 1, 0)
	expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
	c.PlanNothing()

	t.Log("The same organization by its id.")
	c.Configure(provider(f), integration(byID), dependent)
	acctest.Contains(t, c.Apply(), left, "1 destroyed")
	expectRequests(t, f, 1, 0)
	expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
}

// A label that is renamed without a moved block: the engine resets and writes side by side.
func TestAccRenamedLabelKeepsItsIntegration(t *testing.T) {
	for name, latencies := range map[string]map[string]time.Duration{
		"side by side":     {},
		"reset comes last": {appliverytest.GetOrganization: 300 * time.Millisecond, appliverytest.Reset: time.Second},
		"write comes last": {appliverytest.Update: time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			f := appliverytest.NewServer(t, appliverytest.Options{})
			c := acctest.NewCLI(t)
			c.Configure(provider(f), integration())
			c.Apply()
			for route, latency := range latencies {
				f.Inject(route, fakeapi.Fault{Latency: latency})
			}
			c.Configure(provider(f), acctest.Relabelled(integration(), "renamed"))
			acctest.Contains(t, c.Apply(), "1 added", "1 destroyed")
			expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
			c.PlanNothing()
		})
	}
}

// An organization has one integration, by whichever name it is called.
func TestAccTwoIntegrationsOfOneOrganizationAreRefused(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integration(), acctest.Relabelled(integration(byID), "again"))
	acctest.Contains(t, c.Fail("plan"), "Two resources for one object", "creates the Harmony Mobile integration")
	expectRequests(t, f, 0, 0)

	t.Log("Two that exist: one may replace the other in the run that creates it, and no longer afterwards.")
	c.Configure(provider(f), integration())
	c.Apply()
	c.Configure(provider(f), integration(), acctest.Relabelled(integration(byID), "again"))
	acctest.Contains(t, c.Apply(), "1 added")
	acctest.Contains(t, c.Fail("plan"), "Two resources for one object", "Another resource of the state manages")
	c.Configure(provider(f), integration())
	acctest.Contains(t, c.Apply(), "Another resource keeps the", "is left as it is", "1 destroyed")
	expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
	c.PlanNothing()
}

func TestAccTwoMDMConfigurationsOfOneOrganizationAreRefused(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	bySlug := configuration(org, "contoso", "app", `client_secret_wo = "first-s3cret"`)
	c.Configure(provider(f), bySlug)
	c.Apply()
	c.Configure(provider(f), bySlug, acctest.Relabelled(configuration(appliverytest.OrganizationID, "contoso", "app", `client_secret_wo = "first-s3cret"`), "again"))
	c.Apply()
	acctest.Contains(t, c.Fail("plan"), "Two resources for one object", "Another resource of the state manages")
}

func TestAccPlanOfADestructionWarnsOfTheReset(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integration())
	acctest.Lacks(t, c.Apply(), "side effect")
	acctest.Contains(t, c.Plan("-destroy"), `Destroying the Harmony Mobile integration of organization "acme" has a side effect`, "can no longer log in", `destroy_behavior = "abandon"`)
	c.Configure(provider(f), integration(abandon))
	c.Apply()
	acctest.Lacks(t, c.Plan("-destroy"), "side effect")
}
