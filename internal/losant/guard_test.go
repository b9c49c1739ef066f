package losant_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

func TestAccCredentialInUseIsNotDeleted(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	azure := sampleOf("azure")
	c.Configure(acctest.Budget(provider(f), "2s"), azure.first())
	c.Apply()
	f.Link(app, "azure", losanttest.Flows, "Night shift")
	f.Link(app, "azure", losanttest.Integrations, "Hub")

	refused := c.Fail("destroy", "-auto-approve")
	acctest.Contains(t, refused, `The service credential "azure" is still in use`, `workflow "Night shift"`, `integration "Hub"`,
		"create_before_destroy", "another name", "If its block is gone from the configuration, put it back", "set force_destroy = true and apply that first")
	if f.Count(losanttest.Delete) != 0 {
		t.Error("it was deleted although it is in use")
	}

	t.Log("A plan that destroys, renames or replaces it warns.")
	acctest.Contains(t, c.Plan("-destroy"), `The service credential "azure" is in use`, `workflow "Night shift"`, "Destroying it breaks what uses it", "unless force_destroy has been applied")
	c.Configure(acctest.Budget(provider(f), "2s"), azure.with(azure.created+", "+azure.writeOnly(firstSecret), `name = "renamed"`))
	acctest.Contains(t, c.Plan(), `The service credential "azure" is in use`, `workflow "Night shift"`, "renaming it breaks what uses it")
	c.Configure(acctest.Budget(provider(f), "2s"), resource("azure", `sendgrid { api_key_wo = "other" }`))
	acctest.Contains(t, c.Plan(), `The service credential "azure" is in use`, `integration "Hub"`, "Replacing it breaks what uses it")

	t.Log("With force_destroy in the state it is deleted at once.")
	c.Configure(acctest.Budget(provider(f), "2s"), azure.with(azure.created+", "+azure.writeOnly(firstSecret), "force_destroy = true"))
	f.ResetCounts()
	c.Apply()
	expectPatches(t, f, map[string]string{}) // force_destroy is none of Losant's business
	acctest.Contains(t, c.Plan("-destroy"), "Destroying it breaks what uses it: force_destroy has been applied.")
	c.Apply("-destroy")
	if left := f.Credentials(app); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
}

// The archive of an application refers to credentials too, which Losant does not list.
func TestAccCredentialOfAnArchiveIsNotDeleted(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	azure := sampleOf("azure")
	c.Configure(acctest.Budget(provider(f), "1s"), azure.first())
	c.Apply()
	for users, archive := range map[string]object{
		"Used by the archive of the application.":               {"credentialName": "azure"},
		"Used by the export of the application to its archive.": {"applicationExportOptions": object{"credentialName": "azure"}},
	} {
		f.SetArchiveConfig(app, archive)
		acctest.Contains(t, c.Fail("destroy", "-auto-approve"), `The service credential "azure" is still in use`, users)
	}
	f.SetArchiveConfig(app, object{"credentialName": "another"})
	f.Inject(losanttest.GetApplication, fakeapi.Fault{Status: http.StatusForbidden, Times: 2}) // plan and apply
	acctest.Contains(t, c.Fail("destroy", "-auto-approve"), `Cannot determine what uses service credential "azure"`, "application.get")
	if f.Count(losanttest.Delete) != 0 {
		t.Error("it was deleted")
	}
	c.Apply("-destroy")
}

func TestAccCredentialIsDeletedOnceItsUsersAreGone(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(acctest.Budget(provider(f), "30s"), sampleOf("azure").first())
	c.Apply()
	f.Link(app, "azure", losanttest.Flows, "Night shift")
	f.ResetCounts()
	go func() { // once the plan's look and the first one of the apply have named the flow: they may have arrived, and not have been answered yet
		isOpen := func(r fakeapi.Request) bool { return r.Status == 0 }
		for t.Context().Err() == nil {
			if looks := f.RequestsOn(losanttest.LinkedResources); len(looks) >= 2 && !slices.ContainsFunc(looks, isOpen) {
				break
			}
			time.Sleep(time.Millisecond)
		}
		f.Unlink(app, losanttest.Flows, "Night shift")
	}()
	c.Apply("-destroy")
	if looked := f.Count(losanttest.LinkedResources); looked != 3 {
		t.Errorf("it looked %d times, want 3: one of the plan, and two of the apply", looked)
	}
}

func TestAccUsersThatCannotBeToldKeepTheCredential(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), sampleOf("azure").first())
	c.Apply()
	f.Inject(losanttest.LinkedResources, fakeapi.Fault{Status: http.StatusInternalServerError})
	acctest.Contains(t, c.Fail("destroy", "-auto-approve"), `Cannot determine what uses service credential "azure"`)
	stored(t, f, "azure")
	c.Configure(provider(f), sampleOf("azure").with(sampleOf("azure").writeOnly(firstSecret), `name = "renamed"`))
	acctest.Contains(t, c.Apply(), `Cannot determine what uses the service credential "azure"`) // a warning
}

// A plan looks up the users of twenty, and an apply waits once for all.
func TestAccManyCredentialsInUse(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	loggly := sampleOf("loggly").first()
	many := strings.Replace(strings.Replace(loggly, "{", "{\n  count = 22", 1), `name = "loggly"`, `name = "loggly ${count.index}"`, 1)
	c.Configure(acctest.Budget(provider(f), "4s"), many)
	c.Apply()
	for i := range 22 {
		f.Link(app, fmt.Sprintf("loggly %d", i), losanttest.Flows, "Night shift")
	}
	f.ResetCounts()
	plan := c.Plan("-destroy")
	if n := f.Count(losanttest.LinkedResources); n != 20 {
		t.Errorf("%d looks, want 20", n)
	}
	if n := strings.Count(plan, "More objects may be in use"); n != 1 {
		t.Errorf("%d warnings that more are not looked up, want one", n)
	}
	begun := time.Now()
	acctest.Contains(t, c.Fail("destroy", "-auto-approve", "-parallelism=2"), "is still in use")
	if took := time.Since(begun); took > 30*time.Second { // eleven times 4 s, if each waited
		t.Errorf("took %s", took)
	}
	if f.Count(losanttest.Delete) != 0 {
		t.Error("one was deleted")
	}
}
