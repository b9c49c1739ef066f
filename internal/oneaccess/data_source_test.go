package oneaccess_test

import (
	"fmt"
	"testing"
	"time"

	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

// A whole role as OneAccess returns it.
var role = oneaccesstest.Role{ID: "r1", Code: "admin", Name: "Administrator", Privileges: []oneaccesstest.Privilege{{
	ID: "p1", Code: "write", Name: "Write", Items: []oneaccesstest.ResourceItem{{ID: "i1", Code: "books", Name: "Books", ParentID: "i0"}},
}}}

func TestAccDataSources(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{ExactUserNames: true})
	one := f.AddAccount(oneaccesstest.Account{
		ApplicationID: app, UserID: user, AccountName: "Test02", Name: "Example", OrgCode: oneaccesstest.OrgCode, Disabled: true,
		Roles: []oneaccesstest.Role{role}, Extension: object{"title": "eng"},
	})
	public := f.AddAccount(oneaccesstest.Account{ApplicationID: app, AccountName: "shared", Type: oneaccesstest.PublicAccount})
	data := func(kind, label, arguments string) string {
		return fmt.Sprintf("data \"credentials_%s\" %q {\n%s\n}\n", kind, label, arguments)
	}
	application := fmt.Sprintf("application_id = %q\n", app)
	config := provider(f) +
		data("application_account", "by_id", application+fmt.Sprintf("account_id = %q", one)) +
		data("application_account", "by_name", application+`account_name = "Test02"`) +
		data("application_accounts", "all", application) +
		data("application_accounts", "public", application+`account_type = "PUBLIC_ACCOUNT"`) +
		data("application_accounts", "of_user", fmt.Sprintf("user_id = %q", user)) +
		data("tenant_user", "by_id", fmt.Sprintf("user_id = %q", user)) +
		data("tenant_user", "by_name", fmt.Sprintf("user_name = %q", oneaccesstest.UserName))

	text := knownvalue.StringExact
	shown := map[string]knownvalue.Check{
		"application_id": text(app), "account_id": text(one), "account_name": text("Test02"), "account_type": text("BASIC_ACCOUNT"),
		"name": text("Example"), "disabled": knownvalue.Bool(true), "org_id": text(oneaccesstest.OrgID), "extension": text(`{"title":"eng"}`),
		"roles": list(map[string]knownvalue.Check{
			"id": text("r1"), "code": text("admin"), "name": text("Administrator"),
			"privileges": list(map[string]knownvalue.Check{
				"id": text("p1"), "code": text("write"), "name": text("Write"),
				"resource_items": list(map[string]knownvalue.Check{"id": text("i1"), "code": text("books"), "name": text("Books"), "parent_id": text("i0")}),
			}),
		}),
	}
	shared := map[string]knownvalue.Check{
		"application_id": text(app), "account_id": text(public), "account_name": text("shared"), "account_type": text("PUBLIC_ACCOUNT"),
		"name": knownvalue.Null(), "disabled": knownvalue.Bool(false), "org_id": knownvalue.Null(), "extension": text(`{}`), "roles": list(),
	}
	summary := map[string]knownvalue.Check{
		"application_id": text(app), "account_id": text(one), "account_name": text("Test02"), "account_type": text("BASIC_ACCOUNT"),
		"name": text("Example"), "disabled": knownvalue.Null(), "org_id": knownvalue.Null(), "extension": text(`{"title":"eng"}`), "roles": knownvalue.Null(),
	}
	person := map[string]knownvalue.Check{
		"user_id": text(user), "user_name": text("zhangsan"), "name": text("Zhang San"), "mobile": text("12345678901"), "email": text("zhangsan@example.com"),
		"org_id": knownvalue.NotNull(), "pwd_must_modify": knownvalue.Bool(false), "pwd_change_at": knownvalue.NotNull(),
		"created_at": knownvalue.NotNull(), "updated_at": knownvalue.NotNull(), "disabled": knownvalue.Bool(false), "grade": knownvalue.Int64Exact(0),
		"locked": text("false"), "extension": text(`{}`),
		"user_org_relation_list": list(map[string]knownvalue.Check{"org_id": knownvalue.NotNull(), "relation_type": text("0")}),
	}
	checks := accountsAre("all", shown, shared)
	checks = append(checks, accountsAre("public", shared)...)
	checks = append(checks, accountsAre("of_user", summary)...)
	for _, label := range []string{"by_id", "by_name"} {
		checks = append(checks, attributesAre("data.credentials_application_account."+label, shown)...)
		checks = append(checks, attributesAre("data.credentials_tenant_user."+label, person)...)
	}
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{{Config: config, ConfigStateChecks: checks}}})
}

func list(objects ...map[string]knownvalue.Check) knownvalue.Check {
	checks := make([]knownvalue.Check, len(objects))
	for i, o := range objects {
		checks[i] = knownvalue.ObjectExact(o)
	}
	return knownvalue.ListExact(checks)
}

func accountsAre(label string, accounts ...map[string]knownvalue.Check) []statecheck.StateCheck {
	return []statecheck.StateCheck{statecheck.ExpectKnownValue(
		"data.credentials_application_accounts."+label, tfjsonpath.New("application_accounts"), list(accounts...))}
}

func attributesAre(address string, attributes map[string]knownvalue.Check) (checks []statecheck.StateCheck) {
	for name, value := range attributes {
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), value))
	}
	return checks
}

func TestAccDataSourcesFindExactlyOne(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	for _, id := range []string{"one", "two"} {
		f.AddAccount(oneaccesstest.Account{ID: id, ApplicationID: app, UserID: user, AccountName: "same"})
	}
	c := acctest.NewCLI(t)
	for config, want := range map[string][]string{
		`data "credentials_application_account" "a" {
			application_id = "` + app + `"
			account_name = "same"
		}`: {"There is more than one account named \"same\"", "one, two"},
		`data "credentials_application_account" "a" {
			application_id = "` + app + `"
			account_name = "missing"
		}`: {`There is no account named "missing"`},
		`data "credentials_application_account" "a" {
			application_id = "` + app + `"
			account_id = "nothing"
		}`: {"Cannot find application account \"nothing\"", oneaccesstest.AccountNotFound},
		`data "credentials_application_accounts" "a" {
			application_id = "nothing"
		}`: {"Cannot list application accounts of application nothing", oneaccesstest.ApplicationNotFound},
		`data "credentials_application_accounts" "a" {
			user_id = "unknown"
		}`: {"Cannot list application accounts of user unknown", "The user does not exist"},
		`data "credentials_tenant_user" "a" {
			user_name = "unknown"
		}`: {`Cannot find tenant user "unknown"`, "The user does not exist"},
	} {
		c.Configure(provider(f), config)
		acctest.Contains(t, c.Fail("plan"), want...)
	}
}

// The token goes to another provider, which uses it; neither a plan nor the state knows it.
func TestAccTenantAccessToken(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	f.Tokens.ExpireAll() // the one that tests are given
	c := acctest.NewCLI(t)
	c.Trace()
	c.Configure(provider(f), fmt.Sprintf(`
ephemeral "credentials_tenant_access_token" "a" {}
provider "credentials" {
  alias = "other"
  oneaccess {
    base_url     = %q
    access_token = ephemeral.credentials_tenant_access_token.a.access_token
  }
}
%s`, f.URL, account("provider = credentials.other", `password_wo = ephemeral.credentials_tenant_access_token.a.expires_at`, "password_wo_version = 1")))
	c.SavePlan()
	c.Apply()
	c.PlanNothing()
	if expires, err := time.Parse(time.RFC3339, stored(t, f).Password); err != nil || time.Until(expires) < 0 || time.Until(expires) > time.Hour {
		t.Errorf("the token expires at %q", stored(t, f).Password)
	}
	c.ExpectNotShown(f.Tokens.Values()...)
	c.ExpectNotKept(f.Tokens.Values()...)
}
