package losant_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

func TestAccLostAnswerIsFoundAgain(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	f.Seed(app, losanttest.Credential{Name: "azure*", Type: "azure"})
	c := acctest.NewCLI(t)
	azure := sampleOf("azure")
	c.Configure(provider(f), azure.first())
	f.Inject(losanttest.Create, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	c.Apply()
	if f.Count(losanttest.Create) != 1 {
		t.Errorf("%d creations, want 1", f.Count(losanttest.Create))
	}
	expectPatches(t, f, map[string]string{"azure": `{"name": "azure", "description": "", "enabled": true, "azureConfig": ` + azure.sent + `}`})
	c.PlanNothing()
}

func TestAccLostRequestIsRepeated(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), sampleOf("azure").first())
	f.Inject(losanttest.Create, fakeapi.Fault{Reset: true, Times: 1})
	c.Apply()
	if n := len(f.Credentials(app)); n != 1 || f.Count(losanttest.Create) != 2 {
		t.Errorf("%d objects after %d creations, want 1 after 2", n, f.Count(losanttest.Create))
	}
}

func TestAccTakenNameTellsHowToImport(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	id := f.Seed(app, losanttest.Credential{Name: "azure", Type: "azure"})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), sampleOf("azure").first())
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), `Cannot create service credential "azure"`, "terraform import ADDRESS '"+app+"/"+id+"'")

	t.Log("A lost answer does not make the provider adopt an older object either.")
	f.Inject(losanttest.Create, fakeapi.Fault{Reset: true, Times: 1})
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "terraform import ADDRESS '"+app+"/"+id+"'")
	expectPatches(t, f, map[string]string{})
}

// Our POST is lost before it takes effect, while another run makes an object of that name.
func TestAccNameTakenMeanwhileIsADuplicate(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), sampleOf("azure").first())
	f.Inject(losanttest.Create, fakeapi.Fault{Reset: true, Times: 1})
	made, description := make(chan string), "theirs"
	go func() {
		for f.Count(losanttest.Create) < 1 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		made <- f.Seed(app, losanttest.Credential{Name: "azure", Type: "azure", Description: &description})
	}()
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "It already exists", "terraform import ADDRESS '"+app+"/"+<-made+"'")
	if theirs := stored(t, f, "azure"); f.Count(losanttest.Create) != 1 || theirs.Description == nil || *theirs.Description != description {
		t.Errorf("%d creations; stored %+v", f.Count(losanttest.Create), theirs)
	}
	expectPatches(t, f, map[string]string{})
}

// What was found again but could not be written over is finished in place.
func TestAccHalfAdoptedObjectIsFinishedInPlace(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), sampleOf("azure").first())
	f.Inject(losanttest.Create, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	f.Inject(losanttest.Patch, fakeapi.Fault{Status: http.StatusInternalServerError, Times: 1})
	acctest.Contains(t, c.Apply(), `Warning: The service credential "azure" is not completely written`)
	if at := c.Attribute(address("azure"), "secret_written_at"); at != nil {
		t.Errorf("secret_written_at is %v, although the secret may not be written", at)
	}
	first := stored(t, f, "azure").ID
	acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
	if second := stored(t, f, "azure").ID; second != first || len(f.Credentials(app)) != 1 {
		t.Errorf("stored %v", f.Credentials(app))
	}
	expectStored(t, f, sampleOf("azure"), acctest.Decode(t, sampleOf("azure").sent))
	c.PlanNothing()
}

// An update whose answer was lost is repeated; one that failed is made up for, secret included.
func TestAccFailedUpdateIsMadeUpFor(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	azure := sampleOf("azure")
	c.Configure(provider(f), azure.first())
	c.Apply()
	c.Configure(provider(f), azure.second())
	f.Inject(losanttest.Patch, fakeapi.Fault{Status: http.StatusInternalServerError})
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), `Cannot update service credential "azure"`)
	f.ClearFaults()
	f.ResetCounts()
	c.Configure(provider(f), azure.first()) // back, but who knows what has arrived?
	f.Inject(losanttest.Patch, fakeapi.Fault{Status: http.StatusServiceUnavailable, Times: 1})
	c.Apply()
	if f.Count(losanttest.Patch) != 2 {
		t.Errorf("%d patches, want 2", f.Count(losanttest.Patch))
	}
	expectStored(t, f, azure, acctest.Decode(t, azure.sent))
	c.PlanNothing()
}

// The type may depend on what is known only when the plan is applied.
func TestAccTypeIsKnownLate(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	late := func(label string) string {
		return "resource \"terraform_data\" \"" + label + "\" {\n  input = [\"key1\"]\n}\n"
	}
	block := func(label string) string {
		return resource("late", "dynamic \"azure\" {\n for_each = terraform_data."+label+".output\n content {\n account_key_wo = azure.value\n }\n }")
	}
	c.Configure(provider(f), late("a"), block("a"))
	c.Apply()
	if s := stored(t, f, "late"); s.Type != "azure" || s.Config["accountKey"] != "key1" {
		t.Errorf("stored %+v", s)
	}
	c.PlanNothing()
	c.Configure(provider(f), late("a"), late("b"), block("b"))
	c.Apply()
	c.PlanNothing()
}
