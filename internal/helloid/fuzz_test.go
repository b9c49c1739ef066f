package helloid_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

func FuzzAnswers(f *testing.F) {
	acctest.FuzzAnswers(f, helloidtest.New(helloidtest.Options{}), helloidtest.Secret, func(t testing.TB, config httpapi.Config) []error {
		ctx := t.Context()
		client, err := helloid.NewClient(config, secret.New(helloidtest.Key), secret.New(helloidtest.Secret), "/api/v1/enduser/{user_guid}/credential")
		_, userErr := client.GetEndUser(ctx, user)
		_, usersErr := client.FindEndUsers(ctx, helloidtest.UserName)
		_, applicationsErr := client.FindApplications(ctx, helloidtest.ApplicationName)
		guids, postErr := client.PostCredentials(ctx, helloid.CredentialSet{UserGUID: user, ApplicationGUID: app, Name: "Default"},
			map[string]secret.String{"Password": secret.New(helloidtest.Secret)})
		guids.Of("password")
		return []error{err, userErr, usersErr, applicationsErr, postErr, client.DeleteCredentialSet(ctx, user, app)}
	})
}
