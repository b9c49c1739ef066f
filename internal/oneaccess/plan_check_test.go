package oneaccess_test

import (
	"net/http"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

func TestAccPlanLooksAtTheUsersAccounts(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), account(`user_id = "nowhere"`))
	acctest.Contains(t, c.Fail("plan"), "Unknown user", "user_id", "Look it up by the user name with the data source credentials_tenant_user")
	c.Configure(provider(newFake(t, oneaccesstest.Options{UserNotFoundCode: "USER.0404"})), account(`user_id = "nowhere"`))
	acctest.Contains(t, c.Plan(), "Warning: A creation is not checked", "USER.0404") // a code that is not known
	c.Configure(provider(f), account(`user_id = "nowhere"`))

	t.Log("A name that is taken; without a name, an account that is there is only a warning.")
	f.AddAccount(oneaccesstest.Account{ID: "there", UserID: user, ApplicationID: app, AccountName: "Test02"})
	c.Configure(provider(f), account(`account_name = "Test02"`))
	acctest.Contains(t, c.Fail("plan"), `Cannot create application account "Test02"`, "terraform import ADDRESS '"+app+"/there'")
	c.Configure(provider(f), account())
	acctest.Contains(t, c.Plan(), "may exist already", "there")

	t.Log("Two of one name; applications that are not known yet may be two.")
	named := []string{"count = 2", `account_name = "new"`}
	c.Configure(provider(f), account(named...))
	acctest.Contains(t, c.Fail("plan"), "Two resources with one name", `creates the application account "new", too`)
	c.Configure(provider(f), "resource \"terraform_data\" \"made\" {\n  count = 2\n}\n", account(append(named, "application_id = terraform_data.made[count.index].id")...))
	c.Plan()

	t.Log("A refusal that says nothing of credentials or user is a warning.")
	for _, status := range []int{http.StatusForbidden, http.StatusBadRequest} {
		blind := newFake(t, oneaccesstest.Options{Permissions: []string{"account_all"}, PermissionStatus: status})
		c.Configure(provider(blind), account())
		acctest.Contains(t, c.Plan(), "Warning: A creation is not checked", "user_read")
	}
}
