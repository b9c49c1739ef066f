package losant_test

import (
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

func TestAccPlanFindsANameThatIsTaken(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	azure, other := sampleOf("azure"), sampleOf("loggly")
	taken := f.Seed(app, losanttest.Credential{Name: "azure", Type: "azure"})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), azure.first(), other.first())
	acctest.Contains(t, c.Fail("plan"), `Cannot create service credential "azure"`, "already exists", "Losant would refuse another one", "terraform import ADDRESS '"+app+"/"+taken+"'")

	t.Log("Two looks are enough for many: one for a name, and the listing that a refresh reads.")
	f.ResetCounts()
	c.Configure(provider(f), strings.Replace(strings.Replace(other.first(), "{", "{\n  count = 5", 1), `name = "loggly"`, `name = "loggly ${count.index}"`, 1))
	c.Plan()
	if n := len(f.Requests()); n != f.Count(losanttest.List) || n > 2 {
		t.Errorf("%d requests", n)
	}

	t.Log("Two new ones of one name.")
	c.Configure(provider(f), strings.Replace(other.first(), "{", "{\n  count = 2", 1))
	acctest.Contains(t, c.Fail("plan"), "Two resources with one name", `creates the service credential "loggly", too`)

	t.Log("An application that is not there.")
	c.Configure(provider(f), strings.Replace(other.first(), app, "0123456789abcdef01234567", 1))
	acctest.Contains(t, c.Fail("plan"), "Unknown application", "application_id", "The address of an application in Losant ends with its id")
}

// A name that is given up in the same run is free once its object is renamed.
func TestAccNameIsPassedOn(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	azure := sampleOf("azure").first()
	c.Configure(provider(f), azure)
	c.Apply()
	f.Inject(losanttest.Patch, fakeapi.Fault{Latency: time.Second})
	c.Configure(provider(f), strings.Replace(azure, `name = "azure"`, `name = "renamed"`, 1), strings.Replace(azure, `"azure" {`, `"heir" {`, 1))
	acctest.Contains(t, c.Apply(), "1 added, 1 changed, 0 destroyed")
	c.PlanNothing()

	c.Configure(provider(f), azure, strings.NewReplacer(`"azure" {`, `"heir" {`, `name = "azure"`, `name = "renamed"`).Replace(azure))
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Two can swap their names only by way of a third name")
}

// Names of access keys and API tokens may repeat, so a plan asks for the application only.
func TestAccPlanLooksForTheApplicationOfKeysAndTokens(t *testing.T) {
	for kind, of := range map[string]struct{ block, list string }{
		"key":   {key(inState, `name = "gateway"`), losanttest.ListKeys},
		"token": {token(inState, named, reading), losanttest.ListTokens},
	} {
		t.Run(kind, func(t *testing.T) {
			f := losanttest.NewServer(t, losanttest.Options{})
			f.SeedKey(app, object{"name": "gateway"})
			f.SeedAPIToken(app, losanttest.APIToken{Name: "ci"})
			c := acctest.NewCLI(t)
			c.Configure(provider(f), strings.Replace(of.block, "{", "{\n  count = 5", 1))
			acctest.Contains(t, c.Plan(), "5 to add")
			// One is enough if the first look for the name is answered before the others begin.
			if n := len(f.Requests()); n != f.Count(of.list) || n < 1 || n > 2 {
				t.Errorf("%d requests, want at most two lists: one for the name, and the one that a refresh reads", n)
			}
			if kind == "key" {
				const warning = "The access key is for all devices"
				c.Configure(provider(f), key(inState, "device_ids = []"))
				acctest.Contains(t, c.Plan(), warning)
				c.Configure(provider(f), key(inState, "device_ids = []", "device_tags {\n key = \"a\"\n }"), acctest.Relabelled(key(inState), "all"))
				acctest.Lacks(t, c.Plan(), warning)
			}
			c.Configure(provider(f), strings.Replace(of.block, app, "0123456789abcdef01234567", 1))
			acctest.Contains(t, c.Fail("plan"), "Unknown application", "application_id")
		})
	}
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
