package oneaccess_test

import (
	"maps"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

func FuzzAnswers(f *testing.F) {
	fake := oneaccesstest.New(oneaccesstest.Options{})
	id := fake.AddAccount(oneaccesstest.Account{ApplicationID: app, UserID: user, AccountName: "first", OrgCode: oneaccesstest.OrgCode})
	acctest.FuzzAnswers(f, fake, oneaccesstest.AccessToken, func(t testing.TB, config httpapi.Config) []error {
		ctx := t.Context()
		client, err := oneaccess.NewClient(config, oneaccess.Credentials{AccessToken: secret.New(oneaccesstest.AccessToken)})
		created, createErr := client.CreateAccount(ctx, app, user, oneaccess.AccountBody{AccountName: "second", Password: secret.New(oneaccesstest.AccessToken)})
		if createErr == nil && created == "" {
			t.Error("created without an id")
		}
		_, getErr := client.GetAccount(ctx, app, id)
		_, listErr := client.ListAccounts(ctx, app, oneaccess.BasicAccount)
		_, userErr := client.GetUser(ctx, user)
		_, nameErr := client.GetUserByName(ctx, oneaccesstest.UserName)
		_, orgErr := client.GetOrgCode(ctx, app, oneaccesstest.OrgID)
		all := []error{err, createErr, getErr, listErr, userErr, nameErr, orgErr, client.CheckOwner(ctx, app, id, user)}
		if created == "" {
			created = id
		}
		return append(all, client.UpdateAccount(ctx, app, created, oneaccess.AccountBody{AccountName: "second", Password: secret.New(oneaccesstest.AccessToken)}), client.DeleteAccount(ctx, app, created))
	})
}

func FuzzTokens(f *testing.F) {
	acctest.FuzzTokens(f, oneaccesstest.New(oneaccesstest.Options{}), oneaccesstest.ClientSecret, func(config httpapi.Config) (*oneaccess.Client, error) {
		return oneaccess.NewClient(config, oneaccess.Credentials{
			ClientID: oneaccesstest.ClientID, ClientSecret: secret.New(oneaccesstest.ClientSecret),
		})
	})
}

func FuzzState(f *testing.F) {
	engine.FuzzState(f, func() engine.Scenario {
		fake := oneaccesstest.New(oneaccesstest.Options{})
		other := fake.AddUser(oneaccesstest.User{UserName: "other"})
		id := fake.AddAccount(oneaccesstest.Account{
			ApplicationID: app, UserID: other, AccountName: "seeded", OrgCode: oneaccesstest.OrgCode,
			Roles: []oneaccesstest.Role{role}, Extension: object{"title": "eng"},
		})
		account := func(more object) object {
			maps.Copy(more, object{"application_id": app, "user_id": user})
			return more
		}
		return engine.Scenario{
			Fake: fake, Platform: oneaccesstest.Fixture,
			Secrets: []string{"first-password", "second-password"},
			Objects: func() int { return len(fake.Accounts(app)) },
			Steps: map[string]engine.Step{
				"an account": engine.Resource("application_account",
					account(object{"password": "first-password"}),
					account(object{"account_name": "b", "name": "B", "org_code": oneaccesstest.OrgCode, "disabled": true, "extension": `{"title": "eng"}`})),
				"an organization": engine.Resource("application_account",
					account(object{"account_name": "a", "org_code": oneaccesstest.OrgCode, "extension": `{"title": "eng", "level": 1}`}),
					account(object{"account_name": "a", "org_code": oneaccesstest.OrgCode, "extension": `{"level": 2, "title": "eng"}`, "password_wo": "second-password", "password_wo_version": "2"})),
				"one by id":              engine.DataSource("application_account", object{"application_id": app, "account_id": id}),
				"one by name":            engine.DataSource("application_account", object{"application_id": app, "account_name": "seeded"}),
				"all of the application": engine.DataSource("application_accounts", object{"application_id": app}),
				"all of the user":        engine.DataSource("application_accounts", object{"user_id": other}),
				"the user by id":         engine.DataSource("tenant_user", object{"user_id": user}),
				"the user by name":       engine.DataSource("tenant_user", object{"user_name": oneaccesstest.UserName}),
				"a token":                engine.EphemeralResource("tenant_access_token", nil),
			},
		}
	})
}
