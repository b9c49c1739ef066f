package oneaccess_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

func TestAccLostAnswerIsFoundAgain(t *testing.T) {
	for name, test := range map[string]struct {
		arguments []string
		written   string // over what was found
	}{
		"by its name":         {[]string{`account_name = "Test02"`, `password_wo = "secret"`}, `{"account_name": "Test02", "disabled": false, "password": "secret"}`},
		"by being there only": {[]string{`name = "Example"`, `password_wo = "secret"`}, `{"account_name": "zhangsan", "name": "Example", "disabled": false, "password": "secret"}`},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, oneaccesstest.Options{})
			older := f.AddAccount(oneaccesstest.Account{ApplicationID: app, UserID: user, AccountName: "older"})
			c := acctest.NewCLI(t)
			c.Configure(provider(f), account(test.arguments...))
			f.Inject(oneaccesstest.CreateAppAccount, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
			c.Apply()
			if n := f.Count(oneaccesstest.CreateAppAccount); n != 1 || len(f.Accounts(app)) != 2 {
				t.Errorf("%d creations, want 1; stored %v", n, f.Accounts(app))
			}
			if a := f.Accounts(app)[0]; a.ID != older || a.Password != "" {
				t.Errorf("the older account was written over: %+v", a)
			}
			expectUpdates(t, f, test.written)
			c.PlanNothing()
		})
	}
}

// An account that was found, but could not be written over, is finished in place: it may not have the password, so that is
// sent again.
func TestAccFoundAccountThatCannotBeWrittenIsFinishedInPlace(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account(`password_wo = "secret"`))
	f.Inject(oneaccesstest.CreateAppAccount, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	f.Inject(oneaccesstest.UpdateAppAccount, fakeapi.Fault{Status: http.StatusBadRequest, Times: 1})
	acctest.Contains(t, c.Apply(), `Warning: The application account "zhangsan" is not completely written`)
	if at := c.Attribute(address, "secret_written_at"); at != nil {
		t.Errorf("secret_written_at is %v, although the password may not be written", at)
	}
	id := stored(t, f).ID
	f.ResetCounts()
	acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
	expectUpdates(t, f, `{"account_name": "zhangsan", "password": "secret"}`)
	if stored(t, f).ID != id {
		t.Error("it was replaced")
	}
	c.PlanNothing()
}

func TestAccLostRequestIsRepeated(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account())
	f.Inject(oneaccesstest.CreateAppAccount, fakeapi.Fault{Reset: true, Times: 1})
	c.Apply()
	if n := f.Count(oneaccesstest.CreateAppAccount); n != 2 {
		t.Errorf("%d creations, want 2", n)
	}
	stored(t, f)
}

// An answer that lacks the id is as good as lost.
func TestAccAnswerWithoutIDIsFoundAgain(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account())
	f.Inject(oneaccesstest.CreateAppAccount, fakeapi.Fault{Status: http.StatusCreated, Body: `{"account_id": null}`, Applied: true, Times: 1})
	c.Apply()
	c.PlanNothing()
	stored(t, f)
}

func TestAccDuplicateTellsHowToImport(t *testing.T) {
	for name, test := range map[string]struct {
		options  oneaccesstest.Options
		existing oneaccesstest.Account
		importID string // "": no import helps
	}{
		"of the same name": {existing: oneaccesstest.Account{ID: "there", UserID: user, AccountName: "Test02"}, importID: app + "/there"},
		"of another name, where a user has one account": {
			options:  oneaccesstest.Options{OneAccountPerUser: true},
			existing: oneaccesstest.Account{ID: "there", UserID: user, AccountName: "made by a policy"},
			importID: app + "/there",
		},
		"of another user": {existing: oneaccesstest.Account{ID: "there", UserID: "other", AccountName: "Test02"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, test.options)
			f.AddUser(oneaccesstest.User{ID: "other", UserName: "lisi"})
			test.existing.ApplicationID = app
			f.AddAccount(test.existing)
			c := acctest.NewCLI(t)
			c.Configure(provider(f), account(`account_name = "Test02"`))
			refused := c.Fail("apply", "-auto-approve")
			acctest.Contains(t, refused, `Cannot create application account "Test02"`)
			if test.importID == "" {
				acctest.Lacks(t, refused, "terraform import")
				acctest.Contains(t, refused, oneaccesstest.AccountExists, "belong to another user, or to none", "choose another account_name")
			} else {
				acctest.Contains(t, refused, fmt.Sprintf("terraform import ADDRESS '%s'", test.importID))
			}
		})
	}
}

// A replacement for another user that is created first meets its own predecessor, which has the name still.
func TestAccReplacementThatIsCreatedFirstSaysWhatIsInTheWay(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	other := f.AddUser(oneaccesstest.User{UserName: "lisi"})
	first := `lifecycle { create_before_destroy = true }`
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account(`account_name = "Test02"`, first))
	c.Apply()
	c.Configure(provider(f), account(`account_name = "Test02"`, `user_id = "`+other+`"`, first))
	refused := c.Fail("apply", "-auto-approve")
	acctest.Contains(t, refused, `Cannot create application account "Test02"`, "It already exists",
		"If Terraform is replacing it under create_before_destroy, give the new one another name, or remove that setting")
	acctest.Lacks(t, refused, "terraform import")
}

// An account that could not be read back is not tainted: the next refresh reads what is missing.
func TestAccAccountThatCannotBeReadBackIsKept(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account(`org_code = "10000"`, `password_wo = "secret"`))
	f.Inject(oneaccesstest.ShowAppAccountByID, fakeapi.Fault{Status: http.StatusInternalServerError, Times: 1})
	acctest.Contains(t, c.Apply(), "Warning: Cannot read back application account", "1 added, 0 changed, 0 destroyed")
	if c.Attribute(address, "secret_written_at") == nil || c.Attribute(address, "org_id") != nil {
		t.Error("the password is written, and the organization's id is not known")
	}
	first := stored(t, f).ID
	f.ResetCounts()
	c.PlanNothing()
	acctest.Contains(t, c.Apply(), "0 added, 0 changed, 0 destroyed")
	expectUpdates(t, f)
	if second := stored(t, f).ID; second != first || c.Attribute(address, "org_id") == nil {
		t.Error("it was not finished in place")
	}
}

// What an update did is kept although it could not be read back: the organization is looked up later.
func TestAccUpdateThatCannotBeReadBackIsKept(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account(`org_code = "10000"`))
	c.Apply()
	c.Configure(provider(f), account(`org_code = "20000"`))
	f.Inject(oneaccesstest.ShowAppAccountByID, fakeapi.Fault{Status: http.StatusInternalServerError, After: 1, Times: 1})
	acctest.Contains(t, c.Apply(), "Warning: Cannot read back application account")
	c.PlanNothing()
	c.Apply("-refresh-only")
	f.ResetCounts()
	c.PlanNothing()
	expectRequests(t, f, oneaccesstest.ShowAppAccountByID)
}

// A failed update is made up for, secret included: who knows what has arrived.
func TestAccFailedUpdateIsMadeUpFor(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account(`password_wo = "first"`))
	c.Apply()
	c.Configure(provider(f), account(`password_wo = "second"`))
	f.Inject(oneaccesstest.UpdateAppAccount, fakeapi.Fault{Status: http.StatusInternalServerError, Applied: true, Times: 1})
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), `Cannot update application account "zhangsan"`)
	c.Configure(provider(f), account(`password_wo = "first"`))
	f.ResetCounts()
	c.Apply()
	expectUpdates(t, f, `{"account_name": "zhangsan", "password": "first"}`)
	c.PlanNothing()
}
