package helloid_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

func TestAccPlanOfAnUnknownUser(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential(`user_guid = "00000000-7d41-4e0b-9c66-d1a2b3c4e5f6"`))
	acctest.Contains(t, c.Fail("plan"), "Unknown user", "user_guid", "Look it up by the user name with the data source credentials_enduser")
}
