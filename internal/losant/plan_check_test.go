package losant_test

import (
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

func TestAccPlanFindsANameThatIsTaken(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	azure, other := sampleOf("azure"), sampleOf("loggly")
	taken := f.Seed(app, losanttest.Credential{Name: "azure", Type: "azure"})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), azure.first(), other.first())
	acctest.Contains(t, c.Fail("plan"), `Cannot create service credential "azure"`, "already exists", "terraform import ADDRESS '"+app+"/"+taken+"'")

	t.Log("Two looks are enough for many: one for a name, and the listing that a refresh reads.")
	f.ResetCounts()
	c.Configure(provider(f), strings.Replace(strings.Replace(other.first(), "{", "{\n  count = 5", 1), `name = "loggly"`, `name = "loggly ${count.index}"`, 1))
	c.Plan()
	if n := len(f.Requests()); n != f.Count(losanttest.List) || n > 2 {
		t.Errorf("%d requests", n)
	}

	t.Log("An application that is not there.")
	c.Configure(provider(f), strings.Replace(other.first(), app, "0123456789abcdef01234567", 1))
	acctest.Contains(t, c.Fail("plan"), "Unknown application", "application_id")
}

// A replacement keeps its name: the old one is deleted first.
func TestAccPlanOfAReplacementKeepsItsName(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), sampleOf("azure").first())
	c.Apply()
	c.Configure(provider(f), resource("azure", `sendgrid { api_key_wo = "other" }`))
	c.Plan("-refresh=false", "-out=plan")
	c.Apply("plan")
	if now := stored(t, f, "azure"); now.Type != "sendgrid" {
		t.Errorf("stored %v", now)
	}
}
