package applivery_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

func FuzzAnswers(f *testing.F) {
	acctest.FuzzAnswers(f, appliverytest.New(appliverytest.Options{}), appliverytest.Token, func(t testing.TB, config httpapi.Config) []error {
		client, err := applivery.NewClient(config, secret.New(appliverytest.Token))
		_, putErr := client.PutHarmonyMobile(t.Context(), org, applivery.HarmonyMobile{Token: secret.New(appliverytest.Token), PortalAccountID: "portal", GWAddress: "gw"})
		return []error{err, putErr, client.ResetHarmonyMobile(t.Context(), org)}
	})
}
