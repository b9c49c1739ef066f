package genesys_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

// A label that is renamed without a moved block: the slot is emptied and filled side by side. A slot that another resource lets
// go of belongs to what fills it in the same run.
func TestAccRenamedConfigKeepsItsSlots(t *testing.T) {
	for name, latencies := range map[string]map[string]time.Duration{
		"side by side":     {},
		"first one slow":   {genesystest.PutConfig: time.Second},
		"creation is late": {genesystest.GetIntegration: 300 * time.Millisecond, genesystest.GetConfig: 500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			f := genesystest.NewServer(t, genesystest.Options{})
			ours := f.SeedCredential(genesystest.Credential{Name: "ours", Type: "userDefined"})
			c := acctest.NewCLI(t)
			slots := fmt.Sprintf("credentials = { basicAuth = %q }", ours)
			c.Configure(provider(f), integrationConfig("web", genesystest.WebServicesID, slots))
			c.Apply()
			for route, latency := range latencies {
				f.Inject(route, fakeapi.Fault{Latency: latency})
			}
			c.Configure(provider(f), integrationConfig("renamed", genesystest.WebServicesID, slots))
			acctest.Contains(t, c.Apply(), "1 added", "1 destroyed")
			if now := webServices(t, f).Credentials["basicAuth"]; now != ours {
				t.Errorf("the slot holds %q", now)
			}
			c.PlanNothing()

			c.Configure(provider(f), integrationConfig("renamed", genesystest.WebServicesID, "credentials = {}"),
				integrationConfig("another", genesystest.WebServicesID, slots))
			c.Apply()
			if now := webServices(t, f).Credentials["basicAuth"]; now != ours {
				t.Errorf("the slot that moved holds %q", now)
			}
		})
	}
}
