// Package helloid manages the credentials of end users and the automation variables of HelloID.
package helloid

import (
	"cmp"
	"errors"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// title is the platform's name for people.
const title = "HelloID"

// What company and credential_path look like, and how that is said to the user. The company becomes part of the host that
// the API key is sent to.
var (
	companyPattern = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$`)
	pathPattern    = regexp.MustCompile(`^/[^{}?#%\s]*\{user_guid\}[^{}?#%\s]*$`)
)

const (
	companyForm = "the part of your HelloID address before .helloid.com"
	pathForm    = "a path that starts with a slash and contains {user_guid} exactly once"
)

// Platform describes HelloID to the provider.
func Platform() platform.Platform {
	return platform.Platform{
		Name:           "helloid",
		Title:          title,
		VariablePrefix: "HELLOID",
		Credentials: []platform.CredentialSet{{
			{Attribute: "api_key", Variable: "HELLOID_API_KEY", Description: "API key, from **Security** > **API** in HelloID's dashboard."},
			{Attribute: "api_secret", Variable: "HELLOID_API_SECRET", Description: "Secret of that API key."},
		}},
		Attributes: map[string]schema.Attribute{
			"company": schema.StringAttribute{
				MarkdownDescription: "Name of the company, as in `https://{company}.helloid.com`. Not needed with `base_url`. Falls back to `HELLOID_COMPANY`.",
				Optional:            true,
				Validators:          []validator.String{argument.Matches(companyPattern, companyForm, "")},
			},
			"credential_path": schema.StringAttribute{
				MarkdownDescription: "Path for writes of end users' credentials; default `" + defaultCredentialPath + "`. If they fail with 404, " +
					"try `/api/v1/endusers/{user_guid}/credentials`: HelloID documents both. Falls back to `HELLOID_CREDENTIAL_PATH`.",
				Optional:   true,
				Validators: []validator.String{argument.Matches(pathPattern, pathForm, "")},
			},
		},
		// No limit is documented; a handful at once is considerate.
		Limit:          httpapi.Limit{Concurrency: 5},
		Lists:          true,
		ClientProvider: platform.ProvideClient(connect),
		Resources: []func() resource.Resource{
			newEndUserCredentialResource,
			newAutomationVariableResource,
		},
		ListResources: []func() list.ListResource{
			newAutomationVariableList,
		},
		DataSources: []func() datasource.DataSource{
			newEndUserDataSource,
			newEndUserApplicationDataSource,
			newAutomationVariableDataSource,
			newAutomationVariablesDataSource,
		},
	}
}

// connect checks also what validation has not seen, because it comes from the environment.
func connect(s *platform.Settings) (*Client, error) {
	key := s.Credentials()
	credentialPath := cmp.Or(s.String("credential_path", "HELLOID_CREDENTIAL_PATH"), defaultCredentialPath)
	base, configured := s.BaseURL()
	if !configured {
		company := s.Required("company", "HELLOID_COMPANY")
		if !companyPattern.MatchString(company) {
			return nil, errors.New("company (or the environment variable HELLOID_COMPANY) must be " + companyForm)
		}
		base = "https://" + company + ".helloid.com"
	}
	if !pathPattern.MatchString(credentialPath) {
		return nil, errors.New("credential_path (or the environment variable HELLOID_CREDENTIAL_PATH) must be " + pathForm)
	}
	return NewClient(s.HTTP(base), key["api_key"], key["api_secret"], credentialPath)
}
