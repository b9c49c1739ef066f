// Package oneaccess manages application accounts of Huawei Cloud OneAccess.
package oneaccess

import (
	"fmt"
	"regexp"

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
const title = "Huawei Cloud OneAccess"

// domainName is a host name, and nothing around it. Its end is not looked at: a tenant may have a domain of its own.
var domainName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)+(:[0-9]+)?$`)

const domainNameForm = "a host name such as abc.huaweioneaccess.com, without https:// and without a path"

// Platform describes OneAccess to the provider.
func Platform() platform.Platform {
	return platform.Platform{
		Name:           "oneaccess",
		Title:          title,
		VariablePrefix: "ONEACCESS",
		Credentials: []platform.CredentialSet{
			{{
				Attribute:   "access_token",
				Variable:    "ONEACCESS_ACCESS_TOKEN",
				Description: "Access token, instead of `client_id` and `client_secret`. It is not renewed when it expires.",
			}},
			{
				{
					Attribute: "client_id",
					Variable:  "ONEACCESS_CLIENT_ID",
					Public:    true,
					Description: "ClientId of an application that is authorized for the built-in APIs, with the permissions `account_all` and `user_read` " +
						"(`user_all` to find users by their names).",
				},
				{
					Attribute:   "client_secret",
					Variable:    "ONEACCESS_CLIENT_SECRET",
					Description: "ClientSecret of that application.",
				},
			},
		},
		Attributes: map[string]schema.Attribute{
			"domain_name": schema.StringAttribute{
				MarkdownDescription: "User access domain name of the OneAccess instance, such as `abc.huaweioneaccess.com`. Not needed with `base_url`. Falls back to `ONEACCESS_DOMAIN_NAME`.",
				Optional:            true,
				Validators:          []validator.String{argument.Matches(domainName, domainNameForm, "")},
			},
		},
		// No limit is documented. The tenant's people sign in through the same service, so the limit is low.
		Limit: httpapi.Limit{PerSecond: 20, Burst: 40, Concurrency: 10},
		Lists: true,
		ClientProvider: platform.ProvideClient(func(s *platform.Settings) (*Client, error) {
			credentials := s.Credentials()
			base, err := baseURL(s)
			if err != nil {
				return nil, err
			}
			return NewClient(s.HTTP(base), Credentials{
				AccessToken:  credentials["access_token"],
				ClientID:     credentials["client_id"].Reveal(),
				ClientSecret: credentials["client_secret"],
			})
		}),
		Resources: []func() resource.Resource{
			newApplicationAccountResource,
		},
		ListResources: []func() list.ListResource{
			newApplicationAccountList,
		},
		DataSources: []func() datasource.DataSource{
			newApplicationAccountDataSource,
			newApplicationAccountsDataSource,
			newTenantUserDataSource,
		},
		EphemeralResources: []func() ephemeral.EphemeralResource{
			newTenantAccessToken,
		},
	}
}

// baseURL leads to the tenant. Of a domain name from the environment, no validator has seen the form.
func baseURL(s *platform.Settings) (string, error) {
	if base, configured := s.BaseURL(); configured {
		return base, nil
	}
	domain := s.Required("domain_name", "ONEACCESS_DOMAIN_NAME")
	if !domainName.MatchString(domain) {
		return "", fmt.Errorf("domain_name (or the environment variable ONEACCESS_DOMAIN_NAME) must be %s", domainNameForm)
	}
	return "https://" + domain, nil
}
