package applivery_test

import (
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
)

func TestAccPlanOfAnUnknownOrganization(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	f.Tokens.Allow("writes-only", appliverytest.PermissionUpdate)
	c := acctest.NewCLI(t)
	c.Configure(provider(f), integration(`organization_id = "nowhere"`))
	acctest.Contains(t, c.Fail("plan"), "Unknown organization", "organization_id", "not its name")

	t.Log("What may not be read is not checked, and the apply can begin nevertheless.")
	c.Configure(strings.ReplaceAll(provider(f), appliverytest.Token, "writes-only"), integration())
	acctest.Contains(t, c.Plan(), "Warning: A creation is not checked")
	c.Apply()
	expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
}
