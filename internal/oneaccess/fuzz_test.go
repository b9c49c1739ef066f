package oneaccess_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
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
		return append(all, client.UpdateAccount(ctx, app, created, oneaccess.AccountBody{Password: secret.New(oneaccesstest.AccessToken)}), client.DeleteAccount(ctx, app, created))
	})
}

func FuzzTokens(f *testing.F) {
	acctest.FuzzAnswers(f, oneaccesstest.New(oneaccesstest.Options{}), oneaccesstest.ClientSecret, func(t testing.TB, config httpapi.Config) []error {
		client, err := oneaccess.NewClient(config, oneaccess.Credentials{
			ClientID: oneaccesstest.ClientID, ClientSecret: secret.New(oneaccesstest.ClientSecret),
		})
		token, _, tokenErr := client.AccessToken(t.Context())
		if tokenErr == nil && token.IsZero() {
			t.Error("an empty token")
		}
		return []error{err, tokenErr}
	})
}
