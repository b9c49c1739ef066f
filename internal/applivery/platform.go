// Package applivery manages the integration of Harmony Mobile and the MDM configuration of organizations of Applivery.
package applivery

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// title is the platform's name for people.
const title = "Applivery"

const defaultBaseURL = "https://api.applivery.io"

// Platform describes Applivery to the provider.
func Platform() platform.Platform {
	return platform.Platform{
		Name:           "applivery",
		Title:          title,
		VariablePrefix: "APPLIVERY",
		Credentials: []platform.CredentialSet{{{
			Attribute:   "api_token",
			Variable:    "APPLIVERY_API_TOKEN",
			Description: "Bearer token of a service account of the workspace. The page of each resource says which permissions it needs.",
		}}},
		// Applivery publishes no limit; users of its API report 10,000 requests an hour.
		Limit: httpapi.Limit{PerSecond: 2.5, Burst: 20, Concurrency: 5},
		ClientProvider: platform.ProvideClient(func(s *platform.Settings) (*Client, error) {
			token := s.Credentials()["api_token"]
			base, configured := s.BaseURL()
			if !configured {
				base = defaultBaseURL
			}
			return NewClient(s.HTTP(base), token)
		}),
		Resources: []func() resource.Resource{
			newHarmonyMobileIntegrationResource,
			newMDMConfigurationResource,
		},
		DataSources: []func() datasource.DataSource{
			newMDMConfigurationDataSource,
		},
	}
}
