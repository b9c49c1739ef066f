package genesys_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

func FuzzAnswers(f *testing.F) {
	fake := genesystest.New(genesystest.Options{})
	id := fake.SeedCredential(genesystest.Credential{Name: "first", Type: "basicAuth", Fields: map[string]string{"userName": "bot"}})
	acctest.FuzzAnswers(f, fake, genesystest.Token, func(t testing.TB, config httpapi.Config) []error {
		ctx := t.Context()
		client, err := genesys.NewClient(config, genesys.Credentials{AccessToken: secret.New(genesystest.Token)})
		body := genesys.CredentialBody{Name: "second", Type: "userDefined", Fields: map[string]secret.String{"password": secret.New(genesystest.Token)}}
		created, createErr := client.CreateCredential(ctx, body)
		other := id
		if createErr == nil {
			other = created.ID
			if other == "" {
				t.Error("created without an id")
			}
		}
		_, readErr := client.LookupCredential(ctx, id, genesys.Lookup{Fields: func(*genesys.Credential) bool { return true }})
		_, listErr := client.ListCredentials(ctx)
		_, typesErr := client.CredentialTypes(ctx)
		_, integrationErr := client.GetIntegration(ctx, genesystest.WebServicesID)
		_, usingErr := client.ListIntegrationsUsing(ctx, other)
		_, kindErr := client.IntegrationType(ctx, "custom-rest-actions")
		_, configErr := client.ChangeConfig(ctx, genesystest.WebServicesID, func(c genesys.Config) genesys.Config {
			c.Notes += "changed"
			return c
		})
		_, updateErr := client.UpdateCredential(ctx, other, body)
		return []error{
			err, createErr, readErr, listErr, typesErr, integrationErr, usingErr, kindErr, configErr, updateErr,
			client.DeleteCredential(ctx, other),
		}
	})
}

func FuzzOAuthClientAnswers(f *testing.F) {
	fake := genesystest.New(genesystest.Options{})
	acctest.FuzzAnswers(f, fake, genesystest.Token, func(t testing.TB, config httpapi.Config) []error {
		ctx := t.Context()
		client, err := genesys.NewClient(config, genesys.Credentials{AccessToken: secret.New(genesystest.Token)})
		body := genesys.OAuthClientBody{
			Name: "second", GrantType: "CLIENT-CREDENTIALS", AccessTokenValiditySeconds: 300, State: "active",
			Roles: []genesys.RoleDivision{{RoleID: roleID, DivisionID: "*"}},
		}
		created, createErr := client.CreateOAuthClient(ctx, body)
		id := genesystest.ReadOnlyClientID
		if createErr == nil {
			if id = created.ID; id == "" {
				t.Error("created without an id")
			}
		}
		_, readErr := client.LookupOAuthClient(ctx, id)
		_, listErr := client.OAuthClients(ctx)
		_, updateErr := client.UpdateOAuthClient(ctx, id, body)
		issued, issueErr := client.IssueOAuthClientSecret(ctx, id)
		if issueErr == nil && issued.Secret.IsZero() {
			t.Error("no secret was issued, without an error")
		}
		_, homeErr := client.HomeDivision(ctx)
		return []error{err, createErr, readErr, listErr, updateErr, issueErr, homeErr, client.DeleteOAuthClient(ctx, id, body)}
	})
}

func FuzzTokens(f *testing.F) {
	acctest.FuzzTokens(f, genesystest.New(genesystest.Options{}), genesystest.ClientSecret, func(config httpapi.Config) (*genesys.Client, error) {
		return genesys.NewClient(config, genesys.Credentials{
			LoginURL: config.BaseURL, ClientID: genesystest.ClientID, ClientSecret: secret.New(genesystest.ClientSecret),
		})
	})
}

func FuzzState(f *testing.F) {
	engine.FuzzState(f, func() engine.Scenario {
		fake := genesystest.New(genesystest.Options{})
		id := fake.SeedCredential(genesystest.Credential{Name: "seeded", Type: "basicAuth", Fields: map[string]string{"userName": "bot"}})
		used := fake.SeedCredential(genesystest.Credential{Name: "used", Type: "audioHook"})
		fake.EditIntegration(genesystest.AudioHookID, func(i *genesystest.Integration) { i.Credentials = map[string]string{"audioHook": used} })
		config := func(more object) object {
			more["integration_id"] = genesystest.AudioHookID
			return more
		}
		return engine.Scenario{
			Fake: fake, Platform: genesystest.Fixture,
			Secrets: []string{"first-password", "second-password"},
			Objects: func() int { return len(fake.Credentials()) + len(fake.OAuthClients()) },
			Steps: map[string]engine.Step{
				"a credential": engine.Resource("integration_credential",
					object{"name": "a", "type": "basicAuth", "fields": object{"userName": "bot", "password": "first-password"}},
					object{"name": "b", "type": "basicAuth", "fields": object{"userName": "robot"}, "fields_wo": object{"password": "second-password"}, "fields_wo_version": "2"}),
				"a configuration": engine.Resource("integration_config",
					config(object{"name": "a", "notes": "n", "properties": `{"channelUri": "wss://a.example", "x": [1, null]}`}),
					config(object{"advanced": `{"k": "v"}`, "properties": `{"channelUri": "wss://b.example"}`})),
				"slots": engine.Resource("integration_config",
					object{"integration_id": genesystest.WebServicesID, "credentials": object{"basicAuth": id}},
					object{"integration_id": genesystest.WebServicesID, "credentials": object{}}),
				"an OAuth client": engine.Resource("oauth_client",
					object{"name": "a", "authorized_grant_type": "CLIENT-CREDENTIALS", "roles": []any{object{"role_id": roleID}}, "store_secret": true},
					object{"name": "b", "description": "d", "authorized_grant_type": "CODE", "scopes": []any{"users"}, "store_secret": true, "rotate": "1"}),
				"an OAuth client by id": engine.DataSource("oauth_client", object{"id": genesystest.ReadOnlyClientID}),
				"all OAuth clients":     engine.DataSource("oauth_clients", object{}),
				"in use":                engine.InUse("integration_credential", object{"id": used}),
				"one by id":             engine.DataSource("integration_credential", object{"id": id}),
				"one by name":           engine.DataSource("integration_credential", object{"name": "seeded"}),
				"all":                   engine.DataSource("integration_credentials", object{}),
				"the types":             engine.DataSource("integration_credential_types", object{}),
				"a type":                engine.DataSource("integration_type", object{"type_id": "custom-rest-actions"}),
				"a token":               engine.EphemeralResource("integration_access_token", nil),
			},
		}
	})
}
