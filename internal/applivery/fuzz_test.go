package applivery_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
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

func FuzzState(f *testing.F) {
	engine.FuzzState(f, func() engine.Scenario {
		return engine.Scenario{
			Fake: appliverytest.New(appliverytest.Options{}), Platform: appliverytest.Fixture, Secrets: []string{"first-token", "second-token"},
			Steps: map[string]engine.Step{
				"an integration": engine.Resource("harmony_mobile_integration",
					map[string]any{"organization_id": org, "portal_account_id": "portal", "gw_address": "gw", "token": "first-token"},
					map[string]any{"organization_id": org, "portal_account_id": "other", "gw_address": "gw", "token_wo": "second-token", "token_wo_version": "2"}),
				"a login that is not stored": engine.Resource("harmony_mobile_integration",
					map[string]any{"organization_id": org, "portal_account_id": "portal", "gw_address": "gw", "token": "first-token", "store_login": false},
					map[string]any{"organization_id": org, "portal_account_id": "portal", "gw_address": "gw", "token": "first-token"}),
			},
		}
	})
}
