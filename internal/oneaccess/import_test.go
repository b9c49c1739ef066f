package oneaccess_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

// seeded has an account that Terraform does not manage yet.
func seeded(t *testing.T) (*oneaccesstest.Fake, string) {
	t.Helper()
	f := newFake(t, oneaccesstest.Options{})
	f.AddUser(oneaccesstest.User{ID: "other", UserName: "lisi"})
	return f, f.AddAccount(oneaccesstest.Account{
		ApplicationID: app, UserID: user, AccountName: "Test02", Name: "Example", OrgCode: oneaccesstest.OrgCode,
		Extension: object{"title": "eng", "remote": true},
	})
}

func TestAccImportedAccountIsUpdatedInPlace(t *testing.T) {
	f, id := seeded(t)
	c := acctest.NewCLI(t)
	whole := account(`org_code = "10000"`, `extension = jsonencode({ title = "eng" })`, `password_wo = "secret"`)
	c.Configure(provider(f), whole)
	if output, status := c.Run("import", address, app+"/"+id); status != 0 {
		t.Fatal(output)
	}
	expectRequests(t, f, oneaccesstest.ShowAppAccountByID)

	t.Log("A user whose account it is not does not get it.")
	c.Configure(provider(f), account(`user_id = "other"`))
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), `Cannot update application account "Test02"`, "not among the accounts of user other")
	expectUpdates(t, f)

	c.Configure(provider(f), whole)
	acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
	expectUpdates(t, f, `{"account_name": "Test02", "org_code": "10000", "extension": {"title": "eng", "remote": true}, "password": "secret"}`)
	c.PlanNothing()
	expectRequests(t, f, oneaccesstest.ShowAppAccountByID)
}

func TestAccWrongImportIDsNameTheForm(t *testing.T) {
	f, id := seeded(t)
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account())
	for importID, want := range map[string]string{
		id:                    "has only 1 of 2 parts. The import id has the form <application_id>/<account_id>.",
		app + "/" + id + "/x": "has 3 parts instead of 2. The import id has the form <application_id>/<account_id>.",
		app + "/":             "account_id must not be empty. The import id has the form <application_id>/<account_id>.",
	} {
		acctest.Contains(t, c.Fail("import", address, importID), want)
	}
	expectRequests(t, f)
}

// Those who configure no more than they must change nothing by an import.
func TestAccImportSendsNothingThatIsNotConfigured(t *testing.T) {
	f, id := seeded(t)
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
		{
			Config: provider(f) + account() + fmt.Sprintf("import {\n  to = %s\n  id = \"%s/%s\"\n}\n", address, app, id),
			ConfigPlanChecks: tftest.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
			}},
		},
		{
			ResourceName: address, ImportState: true, ImportStateVerify: true,
			ImportStateIdFunc:       acctest.ImportID(address, "application_id", "account_id"),
			ImportStateVerifyIgnore: []string{"user_id"},
		},
	}})
	expectUpdates(t, f)
}

func TestImportByIdentity(t *testing.T) {
	f, id := seeded(t)
	state := engine.ImportByIdentity(t, oneaccesstest.Fixture, f.URL,
		"credentials_application_account", map[string]string{"application_id": app, "account_id": id})
	want := map[string]string{
		"application_id": app, "account_id": id, "id": id, "account_name": "Test02", "name": "Example",
		"account_type": oneaccesstest.BasicAccount, "org_id": oneaccesstest.OrgID,
	}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported otherwise than wanted (-want +got):\n%s", diff)
	}
}

func TestAccImportRefuses(t *testing.T) {
	f, id := seeded(t)
	orphan := f.AddAccount(oneaccesstest.Account{ApplicationID: app, AccountName: "orphan", Type: oneaccesstest.OrphanAccount})
	public := f.AddAccount(oneaccesstest.Account{ApplicationID: app, AccountName: "public", Type: oneaccesstest.PublicAccount})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account())
	for importID, want := range map[string]string{
		id:                 "has only 1 of 2 parts. The import id has the form <application_id>/<account_id>.",
		app + "/":          "account_id must not be empty",
		"/" + id:           "application_id must not be empty",
		app + "/nothing":   "Cannot import application account nothing",
		app + "/" + orphan: "is of type ORPHAN_ACCOUNT",
		app + "/" + public: "is of type PUBLIC_ACCOUNT",
	} {
		acctest.Contains(t, c.Fail("import", address, importID), want)
	}
}

// An account that has lost its user is not taken for the user's any more.
func TestAccOrphanedAccountIsSeen(t *testing.T) {
	f, id := seeded(t)
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account())
	if output, status := c.Run("import", address, app+"/"+id); status != 0 {
		t.Fatal(output)
	}
	c.Apply()
	edit(t, f, func(a *oneaccesstest.Account) { a.Type, a.UserID = oneaccesstest.OrphanAccount, "" })
	acctest.Contains(t, c.Plan(), "belongs to no user any more", "+ user_id")
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "not among the accounts of user "+user)
}
