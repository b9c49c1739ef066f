package confidential_test

import (
	"fmt"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

func oneaccessTenant(t *testing.T, options fakeapi.Options) tenant {
	t.Helper()
	const app, user = oneaccesstest.ApplicationID, oneaccesstest.UserID
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{Options: options})
	id := func(name string) string {
		for _, account := range f.Accounts(app) {
			if account.AccountName == name {
				return account.ID
			}
		}
		t.Fatalf("there is no account %q", name)
		return ""
	}
	return tenant{
		Server: f.Server, block: "oneaccess", settings: baseURL(f.URL) + fmt.Sprintf("client_id = %q\n", oneaccesstest.ClientID), login: oneaccesstest.ShowAuthToken,
		credentials: map[string]string{"client_secret": oneaccesstest.ClientSecret},
		resources: []resource{{
			kind: "application_account", variant: "password", secret: "password",
			arguments: func(name, note, given string) string {
				return fmt.Sprintf("application_id = %q\nuser_id = %q\naccount_name = %q\nname = %q\n%s", app, user, name, note, given)
			},
			importID: func(name string) string { return app + "/" + id(name) },
			create:   oneaccesstest.CreateAppAccount, read: oneaccesstest.ShowAppAccountByID,
			update: oneaccesstest.UpdateAppAccount, destroy: oneaccesstest.DeleteAppAccount,
			replace: func(name string) {
				f.EditAccount(app, id(name), func(account *oneaccesstest.Account) { account.Password = "by hand" })
			},
		}},
	}
}
