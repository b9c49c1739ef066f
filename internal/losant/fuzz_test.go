package losant_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
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
		created, createErr := client.CreateServiceCredential(ctx, app, azure("second", losanttest.Token))
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
		_, updateErr := client.UpdateServiceCredential(ctx, app, other, azure("second", losanttest.Token))
		return []error{err, createErr, getErr, listErr, usageErr, updateErr, client.DeleteServiceCredential(ctx, app, other)}
	})
}

// FuzzIssuingAnswers is FuzzAnswers for the objects whose secrets Losant issues.
func FuzzIssuingAnswers(f *testing.F) {
	fake := losanttest.New(losanttest.Options{})
	firstKey := fake.SeedKey(app, object{"name": "first", "deviceTags": []any{object{"key": "a"}}}).ID
	firstToken := fake.SeedAPIToken(app, losanttest.APIToken{Name: "first"}).ID
	acctest.FuzzAnswers(f, fake, losanttest.Token, func(t testing.TB, config httpapi.Config) []error {
		ctx, keyID, tokenID := t.Context(), firstKey, firstToken
		client, err := losant.NewClient(config, secret.New(losanttest.Token))
		key, keySecret, createKeyErr := client.CreateApplicationKey(ctx, app, losant.ApplicationKeySettings{Name: "second", FilterType: "none"})
		if createKeyErr == nil && (key.ID == "" || keySecret.IsZero()) {
			t.Error("an access key was created without an id or a secret")
		}
		token, tokenSecret, createTokenErr := client.CreateApplicationAPIToken(ctx, app,
			losant.ApplicationAPITokenBody{Name: "second", Status: "active", Scope: []string{"devices.get"}})
		if createTokenErr == nil && (token.ID == "" || tokenSecret.IsZero()) {
			t.Error("an API token was created without an id or the token")
		}
		_, readKeyErr := client.ReadApplicationKey(ctx, app, keyID)
		_, readTokenErr := client.ReadApplicationAPIToken(ctx, app, tokenID)
		_, listKeysErr := client.ListApplicationKeys(ctx, app, losant.Filter{})
		_, listTokensErr := client.ListApplicationAPITokens(ctx, app, losant.Filter{})
		_, patchKeyErr := client.UpdateApplicationKey(ctx, app, keyID, map[string]any{"name": nil})
		_, patchTokenErr := client.UpdateApplicationAPIToken(ctx, app, tokenID, map[string]any{"description": ""})
		if key != nil {
			keyID = key.ID
		}
		if token != nil {
			tokenID = token.ID
		}
		return []error{
			err, createKeyErr, createTokenErr, readKeyErr, readTokenErr, listKeysErr, listTokensErr, patchKeyErr, patchTokenErr,
			client.DeleteApplicationKey(ctx, app, keyID), client.DeleteApplicationAPIToken(ctx, app, tokenID),
		}
	})
}

func FuzzState(f *testing.F) {
	engine.FuzzState(f, func() engine.Scenario {
		fake := losanttest.New(losanttest.Options{})
		id := fake.Seed(app, losanttest.Credential{Name: "seeded", Type: "sql", Enabled: true, Config: object{
			"system": "pg", "host": "db.example", "port": 5432, "username": "me", "secureConnection": true,
		}})
		fake.Link(app, "seeded", losanttest.Integrations, "user of it")
		keyID := fake.SeedKey(app, object{"name": "seeded", "deviceTags": []any{object{"key": "a"}}}).ID
		tokenID := fake.SeedAPIToken(app, losanttest.APIToken{Name: "seeded"}).ID
		credential := func(name, block string, arguments object) object {
			return object{"application_id": app, "name": name, block: arguments}
		}
		return engine.Scenario{
			Fake: fake, Platform: losanttest.Fixture, Secrets: []string{firstSecret, secondSecret},
			Objects: func() int { return len(fake.Credentials(app)) + len(fake.Keys(app)) + len(fake.APITokens(app)) },
			Steps: map[string]engine.Step{
				"numbers and flags": engine.Resource("service_credential",
					credential("a", "sql", object{"system": "pg", "host": "db.example", "port": 5432, "username": "me", "secure_connection": true, "password": firstSecret}),
					credential("b", "sql", object{"system": "pg", "host": "db.example", "username": "me", "ca_certificate": "PEM", "password_wo": secondSecret, "password_wo_version": "2"})),
				"an object": engine.Resource("service_credential",
					credential("a", "certificate_key_pair", object{"certificate": "first", "private_key_wo": firstSecret, "private_key_wo_version": "1"}),
					credential("a", "certificate_key_pair", object{"certificate": "second", "private_key_wo": secondSecret, "private_key_wo_version": "2"})),
				"a key that Losant makes": engine.Resource("service_credential",
					credential("a", "git", object{"type": "ssh-key", "clone_url": "git@example", "generate_private_key": true}),
					credential("b", "git", object{"type": "ssh-key", "clone_url": "git@example", "secret_value": secondSecret})),
				"in use": engine.InUse("service_credential", object{"application_id": app, "id": id}),
				"an access key": engine.Resource("application_key",
					object{"application_id": app, "name": "a", "pub_topics": []any{"a"}, "store_secret": true},
					object{"application_id": app, "description": "b", "status": "inactive", "store_secret": true}),
				"an API token": engine.Resource("application_api_token",
					object{"application_id": app, "name": "a", "scope": []any{"devices.get"}, "store_secret": true},
					object{"application_id": app, "name": "b", "scope": []any{"devices.get"}, "status": "inactive", "store_secret": true}),
				"token for a run": engine.EphemeralResource("application_api_token", object{"application_id": app, "scope": []any{"devices.get"}}),
				"token by id":     engine.DataSource("application_api_token", object{"application_id": app, "id": tokenID}),
				"token by name":   engine.DataSource("application_api_token", object{"application_id": app, "name": "seeded"}),
				"all tokens":      engine.DataSource("application_api_tokens", object{"application_id": app}),
				"key by id":       engine.DataSource("application_key", object{"application_id": app, "id": keyID}),
				"key by name":     engine.DataSource("application_key", object{"application_id": app, "name": "seeded"}),
				"all keys":        engine.DataSource("application_keys", object{"application_id": app}),
				"one by id":       engine.DataSource("service_credential", object{"application_id": app, "id": id}),
				"one by name":     engine.DataSource("service_credential", object{"application_id": app, "name": "seeded"}),
				"all":             engine.DataSource("service_credentials", object{"application_id": app}),
				"its users":       engine.DataSource("service_credential_usage", object{"application_id": app, "id": id}),
			},
		}
	})
}
