package oneaccess_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

const otherOrg = "20000"

// newFake has a second organization in the application.
func newFake(t *testing.T, options oneaccesstest.Options) *oneaccesstest.Fake {
	t.Helper()
	f := oneaccesstest.NewServer(t, options)
	f.AddOrganization(app, oneaccesstest.Organization{Code: otherOrg, Name: "Branch"})
	return f
}

func TestAccAccountIsCreatedChangedAndDestroyed(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	arguments := map[string]string{
		"account_name": `"Test02"`, "name": `"Example"`, "org_code": `"10000"`, "disabled": "true",
		"extension": `jsonencode({ title = "eng", level = 7 })`, "password_wo": `"first"`,
	}
	configure := func() {
		var lines []string
		for name, value := range arguments {
			lines = append(lines, name+" = "+value)
		}
		c.Configure(provider(f), account(lines...))
	}
	configure()
	c.Apply()
	want := oneaccesstest.Account{
		ApplicationID: app, UserID: user, Type: oneaccesstest.BasicAccount, ID: stored(t, f).ID, AccountName: "Test02", Name: "Example",
		OrgCode: "10000", Password: "first", Disabled: true, Extension: object{"title": "eng", "level": 7.0},
	}
	if diff := cmp.Diff(want, stored(t, f)); diff != "" {
		t.Errorf("created otherwise than wanted (-want +got):\n%s", diff)
	}
	// The plan and the apply each look at the user's accounts once.
	expectRequests(t, f, oneaccesstest.ListAppAccountsByUserID, oneaccesstest.ListAppAccountsByUserID, oneaccesstest.CreateAppAccount, oneaccesstest.ShowAppAccountByID)
	c.PlanNothing()
	expectRequests(t, f, oneaccesstest.ShowAppAccountByID)

	// Each change alone, and what is sent for it: nothing but that and the name, which every update carries, so nothing was left open by the change before.
	for _, change := range []struct{ name, value, sent string }{
		{"account_name", `"Test03"`, `{"account_name": "Test03"}`},
		{"name", `"Sample"`, `{"account_name": "Test03", "name": "Sample"}`},
		{"org_code", `"20000"`, `{"account_name": "Test03", "org_code": "20000"}`},
		{"disabled", "false", `{"account_name": "Test03", "disabled": false}`},
		{"extension", `jsonencode({ title = "ops", level = 1, remote = true })`, `{"account_name": "Test03", "extension": {"title": "ops", "level": 1, "remote": true}}`},
		{"extension", `"{ \"remote\":true, \"level\":1, \"title\":\"ops\" }"`, ""},
		{"password_wo", `"second"`, `{"account_name": "Test03", "password": "second"}`},
	} {
		arguments[change.name] = change.value
		configure()
		f.ResetCounts()
		output := c.Apply()
		if change.sent == "" { // another spelling of the same JSON is no change
			acctest.Contains(t, output, "0 added, 0 changed, 0 destroyed")
			expectUpdates(t, f)
		} else {
			acctest.Contains(t, output, "0 added, 1 changed, 0 destroyed")
			expectUpdates(t, f, change.sent)
		}
	}
	c.PlanNothing()
	want = oneaccesstest.Account{
		ApplicationID: app, UserID: user, Type: oneaccesstest.BasicAccount, ID: want.ID, AccountName: "Test03", Name: "Sample",
		OrgCode: "20000", Password: "second", Extension: object{"title": "ops", "level": 1.0, "remote": true},
	}
	if diff := cmp.Diff(want, stored(t, f)); diff != "" {
		t.Errorf("changed otherwise than wanted (-want +got):\n%s", diff)
	}
	f.ResetCounts()
	c.Apply("-destroy")
	expectRequests(t, f, oneaccesstest.ShowAppAccountByID, oneaccesstest.DeleteAppAccount)
	if left := f.Accounts(app); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestAccChangesByHandAreRepaired(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account(`account_name = "Test02"`, `name = "Example"`, `org_code = "10000"`, `extension = jsonencode({ title = "eng" })`))
	c.Apply()
	for _, byHand := range []struct {
		edit     func(*oneaccesstest.Account)
		lookups  int // of an organization that has moved
		repaired string
	}{
		{
			func(a *oneaccesstest.Account) {
				a.AccountName, a.Name, a.OrgCode, a.Disabled, a.Extension["title"] = "other", "other", otherOrg, true, "other"
			}, 1,
			`{"account_name": "Test02", "name": "Example", "org_code": "10000", "disabled": false, "extension": {"title": "eng"}}`,
		},
		{
			func(a *oneaccesstest.Account) { a.Name, a.OrgCode, a.Extension = "", "", object{"remote": true} }, 0,
			`{"account_name": "Test02", "name": "Example", "org_code": "10000", "extension": {"title": "eng", "remote": true}}`,
		},
	} {
		edit(t, f, byHand.edit)
		f.ResetCounts()
		c.Apply()
		if lookups := f.Count(oneaccesstest.ShowAppOrgByID); lookups != byHand.lookups {
			t.Errorf("the organization was looked up %d times, want %d", lookups, byHand.lookups)
		}
		expectUpdates(t, f, byHand.repaired)
		c.PlanNothing()
		expectRequests(t, f, oneaccesstest.ShowAppAccountByID)
	}
	t.Log("Attributes that are not configured are ignored. Disabling a user also disables the account.")
	edit(t, f, func(a *oneaccesstest.Account) { a.Extension["remote"] = false })
	f.DisableUser(user)
	c.Apply()
	expectUpdates(t, f, `{"account_name": "Test02", "disabled": false}`)
}

func TestAccWhatIsGoneIsMadeAgain(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	f.AddApplication(oneaccesstest.Application{ID: "doomed"})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account())
	c.Apply()
	f.RemoveAccount(app, stored(t, f).ID)
	acctest.Contains(t, c.Apply(), `The application account "zhangsan" no longer exists`, "1 added, 0 changed, 0 destroyed")
	f.RemoveAccount(app, stored(t, f).ID)
	c.Apply("-destroy", "-refresh=false") // to be gone is what a deletion is for

	t.Log("An application takes its accounts along, but not while it is only disabled.")
	c.Configure(provider(f), account(`application_id = "doomed"`))
	c.Apply()
	f.EditApplication("doomed", func(a *oneaccesstest.Application) { a.Disabled = true })
	acctest.Contains(t, c.Fail("plan"), `Cannot read application account "zhangsan"`, oneaccesstest.ApplicationDisabled)
	f.RemoveApplication("doomed")
	acctest.Contains(t, c.Apply("-destroy"), "No objects need to be destroyed")
}

// What the pages leave open must not matter: a plan is empty after every apply.
func TestAccPlanIsEmptyWhateverThePagesLeaveOpen(t *testing.T) {
	for name, options := range map[string]oneaccesstest.Options{
		"unset is as documented":   {NameLeftUnset: true, EmptyUpdate: oneaccesstest.RefuseEmpty},
		"unset is null":            {NameLeftUnset: true, Unset: oneaccesstest.UnsetNull, EmptyUpdate: oneaccesstest.KeepEmpty},
		"unset is empty":           {NameLeftUnset: true, Unset: oneaccesstest.UnsetEmpty, EmptyUpdate: oneaccesstest.ClearEmpty},
		"unset is absent":          {NameLeftUnset: true, Unset: oneaccesstest.UnsetAbsent, AcceptNull: true},
		"all attributes are shown": {AllAttributes: true, FullUpdate: true},
		"an update merges":         {MergeExtension: true},
		"other statuses and codes": {CreateStatus: 200, UpdateStatus: 201, BlankCodes: true},
		"an optional account name": {OptionalAccountName: true, AnyTypeWritable: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, options)
			c := acctest.NewCLI(t)
			c.Configure(provider(f), account())
			c.Apply()
			if got := stored(t, f); got.AccountName != oneaccesstest.UserName || got.Disabled {
				t.Errorf("created %+v", got)
			}
			c.PlanNothing()
			c.Configure(provider(f), account(`extension = jsonencode({ title = "eng" })`))
			edit(t, f, func(a *oneaccesstest.Account) { a.Extension["remote"] = true })
			c.Apply()
			if diff := cmp.Diff(object{"title": "eng", "remote": true}, stored(t, f).Extension); diff != "" {
				t.Errorf("other attributes than wanted (-want +got):\n%s", diff)
			}
			c.PlanNothing()
		})
	}
}

// An organization's code that a write did not take is not mistaken for the one that the account is in.
func TestAccOrganizationThatDoesNotMoveIsSeen(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	configure := func(code string) { c.Configure(provider(f), account(fmt.Sprintf("org_code = %q", code))) }
	configure(oneaccesstest.OrgCode)
	c.Apply()
	configure(otherOrg)
	f.Inject(oneaccesstest.UpdateAppAccount, ignored(stored(t, f).ID))
	c.Apply()
	f.ClearFaults()
	acctest.Contains(t, c.Plan(), `org_code`, `"10000" -> "20000"`)
	c.Apply()
	c.PlanNothing()
	if got := stored(t, f).OrgCode; got != otherOrg {
		t.Errorf("the organization is %s", got)
	}
}

func TestAccAnotherUserOrApplicationReplaces(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	f.AddUser(oneaccesstest.User{ID: "other", UserName: "lisi", Name: "Li Si"})
	f.AddApplication(oneaccesstest.Application{ID: "second", Organizations: false})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account(`org_code = "10000"`, `extension = jsonencode({ title = "eng" })`))
	c.Apply()
	// What cannot be taken out of an account need not be in a new one.
	c.Configure(provider(f), account(`user_id = "other"`))
	acctest.Contains(t, c.Apply(), "1 added, 0 changed, 1 destroyed")
	if got := stored(t, f); got.UserID != "other" || got.AccountName != "lisi" {
		t.Errorf("stored %+v", got)
	}
	c.Configure(provider(f), account(`user_id = "other"`, `application_id = "second"`))
	acctest.Contains(t, c.Apply(), "1 added, 0 changed, 1 destroyed")
	if left, moved := f.Accounts(app), f.Accounts("second"); len(left) != 0 || len(moved) != 1 {
		t.Errorf("stored %v and %v", left, moved)
	}
	c.PlanNothing()
}

// ignored answers an update with success without doing it.
func ignored(id string) fakeapi.Fault {
	return fakeapi.Fault{Status: http.StatusOK, Body: fmt.Sprintf(`{"account_id": %q}`, id)}
}

// What OneAccess shows late is neither loss nor drift: without dates, only another read shows it.
func TestAccLagIsNeitherLossNorDrift(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{Options: fakeapi.Options{VisibleAfter: 2 * time.Second}})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account(`account_name = "ada"`, `name = "Ada"`))
	c.Apply()
	c.Hasty = true
	c.PlanNothing()
	c.Configure(provider(f), account(`account_name = "ada"`, `name = "Ada L."`))
	c.Apply()
	f.ResetCounts()
	c.PlanNothing()
	if looks := f.Count(oneaccesstest.ShowAppAccountByID); looks < 2 {
		t.Errorf("%d looks, want several", looks)
	}
}
