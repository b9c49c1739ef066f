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
		_, organizationErr := client.Organization(t.Context(), org)
		_, configureErr := client.PutMDMConfiguration(t.Context(), org, applivery.EntraID{TenantID: "t", ClientID: "c", ClientSecret: secret.New(appliverytest.Token)})
		_, readErr := client.GetMDMConfiguration(t.Context(), org)
		return []error{err, putErr, client.ResetHarmonyMobile(t.Context(), org), organizationErr, configureErr, readErr}
	})
}

func FuzzState(f *testing.F) {
	engine.FuzzState(f, func() engine.Scenario {
		fake := appliverytest.New(appliverytest.Options{MDMEcho: appliverytest.EchoClear})
		fake.AddOrganization("5f2b1c9e8d7a6b5c4d3e2f11", "shown")
		fake.EditMDMConfiguration("shown", func(c *appliverytest.MDMConfiguration) {
			c.TenantID, c.ClientID, c.ClientSecret = "t", "c", "second-token"
		})
		return engine.Scenario{
			Fake: fake, Platform: appliverytest.Fixture, Anew: true, Secrets: []string{"first-token", "second-token"},
			Steps: map[string]engine.Step{
				"an integration": engine.Resource("harmony_mobile_integration",
					map[string]any{"organization_id": org, "portal_account_id": "portal", "gw_address": "gw", "token": "first-token"},
					map[string]any{"organization_id": org, "portal_account_id": "other", "gw_address": "gw", "token_wo": "second-token", "token_wo_version": "2"}),
				"a configuration": engine.Resource("mdm_configuration",
					map[string]any{"organization_id": org, "entra_id": map[string]any{"tenant_id": "t", "client_id": "c", "client_secret": "first-token"}},
					map[string]any{"organization_id": org, "entra_id": map[string]any{
						"tenant_id": "other", "client_id": "c", "client_secret_wo": "second-token", "client_secret_wo_version": "2",
					}}),
				"the configuration": engine.DataSource("mdm_configuration", map[string]any{"organization_id": "shown"}),
				"a login that is not stored": engine.Resource("harmony_mobile_integration",
					map[string]any{"organization_id": org, "portal_account_id": "portal", "gw_address": "gw", "token": "first-token", "store_login": false},
					map[string]any{"organization_id": org, "portal_account_id": "portal", "gw_address": "gw", "token": "first-token"}),
			},
		}
	})
}
