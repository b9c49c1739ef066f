package losant_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

func FuzzAnswers(f *testing.F) {
	fake := losanttest.New(losanttest.Options{})
	id := fake.Seed(app, losanttest.Credential{Name: "first", Type: "aws", Config: object{"region": "eu-west-1"}})
	fake.Link(app, "first", losanttest.Integrations, "user of it")
	acctest.FuzzAnswers(f, fake, losanttest.Token, func(t testing.TB, config httpapi.Config) []error {
		ctx := t.Context()
		client, err := losant.NewClient(config, secret.New(losanttest.Token))
		created, createErr := client.CreateServiceCredential(ctx, app, losant.Body{
			"name": "second", "type": "azure", "azureConfig": object{"accountKey": secret.New(losanttest.Token)},
		})
		other := id
		if createErr == nil {
			other = created.ID
			if other == "" {
				t.Error("created without an id")
			}
		}
		_, getErr := client.GetServiceCredential(ctx, app, id)
		_, listErr := client.ListServiceCredentials(ctx, app, losant.Filter{})
		_, usageErr := client.GetUsage(ctx, app, id, true)
		_, updateErr := client.UpdateServiceCredential(ctx, app, other, losant.Body{"azureConfig": object{"accountKey": secret.New(losanttest.Token)}})
		return []error{err, createErr, getErr, listErr, usageErr, updateErr, client.DeleteServiceCredential(ctx, app, other)}
	})
}
