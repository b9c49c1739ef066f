package oneaccesstest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Fixture is Huawei Cloud OneAccess as tests and the mock server meet it.
var Fixture = fakeapi.Fixture{
	Name:        "oneaccess",
	Title:       "Huawei Cloud OneAccess",
	URLVariable: "ONEACCESS_BASE_URL",
	Credentials: []fakeapi.Credential{
		{Argument: "client_id", Variable: "ONEACCESS_CLIENT_ID", Value: ClientID, ReadOnly: ReadOnlyClientID, Public: true},
		{Argument: "client_secret", Variable: "ONEACCESS_CLIENT_SECRET", Value: ClientSecret, ReadOnly: ReadOnlyClientSecret},
	},
	OtherVariables: []string{"ONEACCESS_DOMAIN_NAME", "ONEACCESS_ACCESS_TOKEN"},
	Gone:           fakeapi.Refusal{Status: http.StatusBadRequest, Code: AccountNotFound},
	Configure: func() (fakeapi.Configurable, func() *fakeapi.Tenant) {
		options := new(Options)
		return options, func() *fakeapi.Tenant { return New(*options).tenant() }
	},
}

func (f *Fake) tenant() *fakeapi.Tenant {
	account := func() Account {
		for _, a := range f.Accounts(ApplicationID) {
			if a.AccountName == "read" {
				return a
			}
		}
		user := f.AddUser(User{UserName: "reader"})
		f.AddAccount(Account{ApplicationID: ApplicationID, UserID: user, AccountName: "read", OrgCode: OrgCode})
		return f.Accounts(ApplicationID)[len(f.Accounts(ApplicationID))-1]
	}
	application := fmt.Sprintf("application_id = %q\n", ApplicationID)
	return &fakeapi.Tenant{
		Server:    f.Server,
		Store:     f,
		Login:     ShowAuthToken,
		Resources: []fakeapi.Resource{f.accountSample()},
		DataSources: []fakeapi.Reader{
			{Type: "application_account", Arguments: func() string { return application + fmt.Sprintf("account_id = %q", account().ID) }},
			{Type: "application_account", Variant: "by name", Arguments: func() string { return application + fmt.Sprintf("account_name = %q", account().AccountName) }},
			{Type: "application_accounts", Arguments: func() string { account(); return application }},
			{Type: "application_accounts", Variant: "of a user", Arguments: func() string { return fmt.Sprintf("user_id = %q", account().UserID) }},
			{Type: "tenant_user", Arguments: func() string { return fmt.Sprintf("user_id = %q", UserID) }},
			{Type: "tenant_user", Variant: "by name", Arguments: func() string { return fmt.Sprintf("user_name = %q", UserName) }},
		},
		ListResources: []fakeapi.Reader{
			{Type: "application_account", Arguments: func() string { account(); return application }},
		},
		EphemeralResources: []fakeapi.Reader{
			{Type: "tenant_access_token", Arguments: func() string { return "" }},
		},
	}
}

// accountSample has a user for each object, whose id begins with "of-".
func (f *Fake) accountSample() fakeapi.Resource {
	const prefix = "of-"
	var users []string
	sample := fakeapi.Resource{
		Type: "application_account", Secret: "password",
		Arguments: func(name, note, given string) string {
			if user := prefix + name; !slices.Contains(users, user) {
				users = append(users, f.AddUser(User{ID: user, UserName: user}))
			}
			return fmt.Sprintf("application_id = %q\nuser_id = %q\naccount_name = %q\nname = %q\n%s", ApplicationID, prefix+name, name, note, given)
		},
		Objects: func() (all []fakeapi.Stored) {
			for _, a := range f.Accounts(ApplicationID) {
				if strings.HasPrefix(a.UserID, prefix) {
					all = append(all, fakeapi.Stored{Name: a.AccountName, ID: a.ID, ImportID: ApplicationID + "/" + a.ID, Secret: a.Password})
				}
			}
			return all
		},
		Create: CreateAppAccount, Read: ShowAppAccountByID, Update: UpdateAppAccount, Delete: DeleteAppAccount,
		Posts: true, Unique: true,
	}
	sample.Edit = func(name string) {
		f.EditAccount(ApplicationID, sample.Object(name).ID, func(a *Account) { a.Password = "by hand" })
	}
	sample.Remove = func(name string) { f.RemoveAccount(ApplicationID, sample.Object(name).ID) }
	return sample
}
