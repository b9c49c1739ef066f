// Package losant manages the service credentials, access keys and API tokens of Losant applications.
package losant

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// title is the platform's name for people.
const title = "Losant"

const defaultBaseURL = "https://api.losant.com"

// Platform describes Losant to the provider.
func Platform() platform.Platform {
	return platform.Platform{
		Name:           "losant",
		Title:          title,
		VariablePrefix: "LOSANT",
		Credentials: []platform.CredentialSet{{{
			Attribute:   "api_token",
			Variable:    "LOSANT_API_TOKEN",
			Description: "API token of an application or a user, with the scopes in [Tokens and permissions](guides/permissions.md#losant), or `all.Application`.",
		}}},
		// No limit is documented for these endpoints; a handful at once is considerate.
		Limit: httpapi.Limit{Concurrency: 10},
		Lists: true,
		ClientProvider: platform.ProvideClient(func(s *platform.Settings) (*Client, error) {
			token := s.Credentials()["api_token"]
			base, configured := s.BaseURL()
			if !configured {
				base = defaultBaseURL
			}
			return NewClient(s.HTTP(base), token)
		}),
		Resources: []func() resource.Resource{
			newServiceCredentialResource,
			newApplicationKeyResource,
			newApplicationAPITokenResource,
		},
		ListResources: []func() list.ListResource{
			newServiceCredentialList,
			newApplicationKeyList,
			newApplicationAPITokenList,
		},
		EphemeralResources: []func() ephemeral.EphemeralResource{
			newEphemeralAPIToken,
		},
		DataSources: []func() datasource.DataSource{
			newServiceCredentialDataSource,
			newServiceCredentialsDataSource,
			newServiceCredentialUsageDataSource,
			newApplicationKeyDataSource,
			newApplicationKeysDataSource,
			newApplicationAPITokenDataSource,
			newApplicationAPITokensDataSource,
		},
	}
}
