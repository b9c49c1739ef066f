package helloid_test

import (
	"maps"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
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
		_, usersErr := client.SearchEndUsers(ctx, helloidtest.UserName)
		_, applicationsErr := client.ListApplications(ctx)
		guids, postErr := client.PostCredentials(ctx, helloid.CredentialSet{UserGUID: user, ApplicationGUID: app, Name: "Default"},
			map[string]secret.String{"Password": secret.New(helloidtest.Secret)})
		guids.Of("password")
		v := helloid.Variable{Name: "fuzzed", Value: secret.New(helloidtest.Secret), Secret: true}
		_, createErr := client.CreateVariable(ctx, v)
		_, putErr := client.PutVariable(ctx, v)
		_, readErr := client.ReadVariable(ctx, v.Name)
		_, listErr := client.ListVariables(ctx)
		blankErr := client.BlankVariable(ctx, v.Name)
		return []error{err, userErr, usersErr, applicationsErr, postErr, createErr, putErr, readErr, listErr, blankErr, client.DeleteCredentialSet(ctx, user, app)}
	})
}

func FuzzState(f *testing.F) {
	engine.FuzzState(f, func() engine.Scenario {
		credential := func(more map[string]any) map[string]any {
			maps.Copy(more, map[string]any{"user_guid": user, "application_guid": app})
			return more
		}
		fake := helloidtest.New(helloidtest.Options{})
		fake.AddVariable(helloidtest.Variable{Name: "shown", Value: "1"})
		return engine.Scenario{
			Fake: fake, Platform: helloidtest.Fixture, Anew: true,
			Secrets: []string{"first-password", "second-password"},
			Steps: map[string]engine.Step{
				"a credential": engine.Resource("enduser_credential",
					credential(map[string]any{"credentials": map[string]any{"UserName": "Mike", "Password": "first-password"}}),
					credential(map[string]any{
						"credentials": map[string]any{"UserName": "Mike"}, "credentials_wo": map[string]any{"password": "second-password"}, "credentials_wo_version": "2",
					})),
				"a secret variable": engine.Resource("automation_variable",
					map[string]any{"name": "secret", "value": "first-password"},
					map[string]any{"name": "secret", "value_wo": "second-password", "value_wo_version": "2"}),
				"a plain variable": engine.Resource("automation_variable",
					map[string]any{"name": "plain", "value": "first-password", "secret": false},
					map[string]any{"name": "plain", "value_wo": "second-password", "secret": false}),
				"variable":       engine.DataSource("automation_variable", map[string]any{"name": "shown"}),
				"variables":      engine.DataSource("automation_variables", map[string]any{}),
				"a user by GUID": engine.DataSource("enduser", map[string]any{"user_guid": user}),
				"a user by name": engine.DataSource("enduser", map[string]any{"user_name": helloidtest.UserName}),
				"an application": engine.DataSource("enduser_application", map[string]any{"name": helloidtest.ApplicationName}),
			},
		}
	})
}
