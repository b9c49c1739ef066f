package losant_test

import (
	"net/http"
	"slices"
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
		"create_before_destroy", "another name", "set force_destroy = true and apply that first")
	if f.Count(losanttest.Delete) != 0 {
		t.Error("it was deleted all the same")
	}

	t.Log("A plan that renames or replaces it warns.")
	c.Configure(acctest.Budget(provider(f), "2s"), azure.with(azure.created+", "+azure.writeOnly(firstSecret), `name = "renamed"`))
	acctest.Contains(t, c.Plan(), `The service credential "azure" is in use`, `workflow "Night shift"`, "renaming it breaks them")
	c.Configure(acctest.Budget(provider(f), "2s"), resource("azure", `sendgrid { api_key_wo = "other" }`))
	acctest.Contains(t, c.Plan(), `The service credential "azure" is in use`, `integration "Hub"`, "Replacing it breaks them")

	t.Log("With force_destroy in the state it is deleted at once.")
	c.Configure(acctest.Budget(provider(f), "2s"), azure.with(azure.created+", "+azure.writeOnly(firstSecret), "force_destroy = true"))
	f.ResetCounts()
	c.Apply()
	expectPatches(t, f, map[string]string{}) // force_destroy is none of Losant's business
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
	f.Inject(losanttest.GetApplication, fakeapi.Fault{Status: http.StatusForbidden, Times: 1})
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
	go func() { // once the first answer has named the flow: it may have arrived, and not have been answered yet
		answered := func(r fakeapi.Request) bool { return r.Status != 0 }
		for !slices.ContainsFunc(f.RequestsOn(losanttest.LinkedResources), answered) && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		f.Unlink(app, losanttest.Flows, "Night shift")
	}()
	c.Apply("-destroy")
	if looked := f.Count(losanttest.LinkedResources); looked != 2 {
		t.Errorf("it looked %d times, want 2", looked)
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
