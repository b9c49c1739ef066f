// Package genesys manages integration credentials of Genesys Cloud, their place in the configuration of integrations, and OAuth
// clients.
package genesys

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// title is the platform's name for people.
const title = "Genesys Cloud"

// Platform describes Genesys Cloud to the provider.
func Platform() platform.Platform {
	return platform.Platform{
		Name:           "genesys",
		Title:          title,
		VariablePrefix: "GENESYSCLOUD",
		Credentials: []platform.CredentialSet{
			{{
				Attribute:   "access_token",
				Variable:    "GENESYSCLOUD_ACCESS_TOKEN",
				Description: "Access token, instead of `client_id` and `client_secret`. It is not renewed when it expires.",
			}},
			{
				{
					Attribute: "client_id",
					Variable:  "GENESYSCLOUD_OAUTHCLIENT_ID",
					Public:    true,
					Description: "Id of an OAuth client with the grant type *Client Credentials*, and a role with the permissions in " +
						"[Tokens and permissions](guides/permissions.md#genesys-cloud).",
				},
				{
					Attribute:   "client_secret",
					Variable:    "GENESYSCLOUD_OAUTHCLIENT_SECRET",
					Description: "Secret of that OAuth client.",
				},
			},
		},
		Attributes: map[string]schema.Attribute{
			"region": schema.StringAttribute{
				MarkdownDescription: "Region of the organization, such as `eu-west-1`, or its domain, such as `mypurecloud.ie`; another text is an error that lists all regions. Not needed with `base_url`. Falls back to `GENESYSCLOUD_REGION`.",
				Optional:            true,
				Validators:          []validator.String{argument.Check(isRegion, "a region of Genesys Cloud, by its name or its domain: "+regionList(), "")},
			},
			"login_url": schema.StringAttribute{
				MarkdownDescription: "Base URL of the host that issues tokens, instead of the region's login host, or of `base_url` if that is set. " +
					"Must use `https`, except for a loopback address. Falls back to `GENESYSCLOUD_LOGIN_URL`.",
				Optional:   true,
				Validators: []validator.String{platform.SecureURL()},
			},
		},
		// Genesys allows 300 requests a minute with one token. A burst and what follows it never exceed that.
		Limit:       httpapi.Limit{PerSecond: 2.5, Burst: 150, Concurrency: 10},
		Lists:       true,
		ListingNote: "With `false`, the provider does not learn when a credential was last changed, so a secret that was replaced outside Terraform goes unnoticed.",
		ClientProvider: platform.ProvideClient(func(s *platform.Settings) (*Client, error) {
			credentials := s.Credentials()
			base, login, err := hosts(s)
			if err != nil {
				return nil, err
			}
			return NewClient(s.HTTP(base), Credentials{
				AccessToken:  credentials["access_token"],
				LoginURL:     login,
				ClientID:     credentials["client_id"].Reveal(),
				ClientSecret: credentials["client_secret"],
			})
		}),
		Resources: []func() resource.Resource{
			newIntegrationCredentialResource,
			newIntegrationConfigResource,
			newOAuthClientResource,
		},
		ListResources: []func() list.ListResource{
			newIntegrationCredentialList,
			newIntegrationConfigList,
			newOAuthClientList,
		},
		DataSources: []func() datasource.DataSource{
			newIntegrationCredentialDataSource,
			newIntegrationCredentialsDataSource,
			newIntegrationCredentialTypesDataSource,
			newIntegrationTypeDataSource,
			newOAuthClientDataSource,
			newOAuthClientsDataSource,
		},
		EphemeralResources: []func() ephemeral.EphemeralResource{
			newIntegrationAccessToken,
		},
	}
}

// hosts are the base URLs of the API and of the login host. A region from the environment has passed no validator.
func hosts(s *platform.Settings) (base, login string, err error) {
	base, configured := s.BaseURL()
	login = base
	if !configured {
		var domain string
		domain, err = domainOf(s.Required("region", "GENESYSCLOUD_REGION"))
		base, login = "https://api."+domain, "https://login."+domain
	}
	if other, configured := s.URL("login_url", "GENESYSCLOUD_LOGIN_URL"); configured {
		login = other
	}
	return base, login, err
}

// isRegion reports whether a text is the name or the domain of a region.
func isRegion(text string) bool {
	_, err := domainOf(text)
	return err == nil
}
