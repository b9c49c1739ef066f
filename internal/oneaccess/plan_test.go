package oneaccess_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

func TestAccWhatCannotBeClearedIsRefusedAtPlan(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	const extension = `extension = jsonencode({ title = "eng", level = 7 })`
	c.Configure(provider(f), account(`org_code = "10000"`, extension))
	c.Apply()
	f.ResetCounts()
	for name, test := range map[string]struct {
		arguments []string
		want      []string
	}{
		"organization": {[]string{extension}, []string{"org_code cannot be removed", "clear it in the OneAccess portal"}},
		"extension":    {[]string{`org_code = "10000"`}, []string{"An extended attribute cannot be removed", "level, title would stay"}},
		"attribute":    {[]string{`org_code = "10000"`, `extension = jsonencode({ title = "eng" })`}, []string{"so level would stay"}},
	} {
		t.Log(name)
		c.Configure(provider(f), account(test.arguments...))
		acctest.Contains(t, c.Fail("plan"), test.want...)
	}
	expectUpdates(t, f)

	t.Log("What was cleared in the portal may go from the configuration.")
	edit(t, f, func(a *oneaccesstest.Account) { a.OrgCode, a.Extension = "", object{"remote": true} })
	c.Configure(provider(f), account())
	c.Apply()
	expectUpdates(t, f)
	c.PlanNothing()
}

// The account name and the name keep their values once they are not configured any more.
func TestAccNamesStayWhenTheyAreTakenOut(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account(`account_name = "Test02"`, `name = "Example"`, "disabled = true"))
	c.Apply()
	c.Configure(provider(f), account())
	f.ResetCounts()
	c.Apply()
	expectUpdates(t, f, `{"account_name": "Test02", "disabled": false}`)
	c.PlanNothing()
}

// The bodies of updates, of three accounts by how their password is given: kept in the state, write-only, and with a version.
func TestAccUpdatesCarryWhatChanged(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	configure := func(name, value string, version int) {
		config := provider(f)
		for label, password := range map[string]string{
			"stored":    fmt.Sprintf("password = %q", value),
			"writeonly": fmt.Sprintf("password_wo = %q", value),
			"pinned":    fmt.Sprintf("password_wo = %q\n  password_wo_version = %d", value, version),
		} {
			named := account(fmt.Sprintf("account_name = %q", label), fmt.Sprintf("name = %q", name), password)
			config += strings.Replace(named, `"a"`, fmt.Sprintf("%q", label), 1)
		}
		c.Configure(config)
	}
	configure("A", "first", 1)
	c.Apply()
	f.ResetCounts()

	configure("B", "first", 1)
	c.Apply()
	expectUpdatesOf(t, f, map[string]string{"stored": `{"account_name": "stored", "name": "B"}`, "writeonly": `{"account_name": "writeonly", "name": "B"}`, "pinned": `{"account_name": "pinned", "name": "B"}`})

	configure("B", "second", 1)
	c.Apply()
	expectUpdatesOf(t, f, map[string]string{"stored": `{"account_name": "stored", "password": "second"}`, "writeonly": `{"account_name": "writeonly", "password": "second"}`})

	configure("B", "second", 2)
	c.Apply()
	expectUpdatesOf(t, f, map[string]string{"pinned": `{"account_name": "pinned", "password": "second"}`})
	c.PlanNothing()
}

// expectUpdatesOf compares the bodies of all updates since the last call with JSON, by the accounts' names.
func expectUpdatesOf(t *testing.T, f *oneaccesstest.Fake, want map[string]string) {
	t.Helper()
	bodies, sent := map[string]object{}, map[string]object{}
	for name, body := range want {
		bodies[name] = acctest.Decode(t, body)
	}
	for _, r := range f.RequestsOn(oneaccesstest.UpdateAppAccount) {
		updated, _ := f.Account(app, r.Path[strings.LastIndexByte(r.Path, '/')+1:])
		sent[updated.AccountName] = acctest.Decode(t, r.Body)
	}
	if diff := cmp.Diff(bodies, sent); diff != "" {
		t.Errorf("other updates than wanted (-want +got):\n%s", diff)
	}
	f.ResetCounts()
}

func TestAccTokenExpiresOnTheWay(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	accounts := func(name string) string {
		return strings.Replace(account(`account_name = "account${count.index}"`, fmt.Sprintf("name = %q", name), `password_wo = "secret"`), "{", "{\n  count = 10", 1)
	}
	for _, name := range []string{"first", "second"} {
		const tokens = 3 // the plan's, the apply's, and another one
		c.Configure(provider(f), accounts(name))
		f.Inject("", fakeapi.Fault{After: 12, Times: 1, ExpireToken: true})
		f.ResetCounts()
		c.Apply()
		if n := f.Count(oneaccesstest.ShowAuthToken); n != tokens {
			t.Errorf("%d tokens were fetched, want %d", n, tokens)
		}
		c.PlanNothing()
	}
	if n := len(f.Accounts(app)); n != 10 {
		t.Errorf("%d accounts, want 10", n)
	}
	c.Apply("-destroy")
}

// Only OneAccess' own word removes something from the state.
func TestAccFailedReadsRemoveNothing(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account())
	c.Apply()
	for _, trouble := range []fakeapi.Fault{
		{Status: http.StatusNotFound, Body: "<html><body>no such page</body></html>"},
		{Status: http.StatusBadRequest, Body: `{"error_code": "OTHER.0000", "error_msg": "something else"}`},
		{Status: http.StatusForbidden},
	} {
		f.Inject(oneaccesstest.ShowAppAccountByID, trouble)
		acctest.Contains(t, c.Fail("plan"), `Cannot read application account "zhangsan"`, fmt.Sprint("answered ", trouble.Status))
		f.ClearFaults()
	}
	c.PlanNothing()
	f.Inject(oneaccesstest.DeleteAppAccount, fakeapi.Fault{Status: http.StatusInternalServerError})
	acctest.Contains(t, c.Fail("destroy", "-auto-approve"), `Cannot delete application account "zhangsan"`)
	f.ClearFaults()
	c.PlanNothing()
}

// With the permissions that the documentation names, everything works.
func TestAccDocumentedPermissionsAreEnough(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{Permissions: []string{"account_all", "user_read"}})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account(`name = "Example"`, `org_code = "10000"`))
	c.Apply()
	edit(t, f, func(a *oneaccesstest.Account) { a.OrgCode = otherOrg })
	c.Apply()
	c.PlanNothing()
	c.Apply("-destroy")
}

// Another spelling of the same JSON is no change of the configuration, and what differs in a nested null is none of the platform.
func TestAccAnotherSpellingOfTheExtensionIsNoChange(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	extension := func(text string) { c.Configure(provider(f), account(fmt.Sprintf("extension = %q", text))) }
	extension(`{"level": 1, "title": "eng"}`)
	c.Apply()
	f.ResetCounts()
	for _, spelling := range []string{
		`{"title":"eng","level":1}`, "{\n  \"level\" : 1.0,\t\"title\": \"eng\" }", `{"level": 1e0, "title": "\u0065ng"}`, `{"level": 10e-1, "title": "eng"}`,
	} {
		extension(spelling)
		c.PlanNothing()
	}
	c.Apply()
	expectUpdates(t, f)
	for _, other := range []string{`{"level": 1.01, "title": "eng"}`, `{"level": "1", "title": "eng"}`} {
		extension(other)
		acctest.Contains(t, c.Plan(), "1 to change")
	}
}
