package genesys

import (
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

func newIntegrationAccessToken() ephemeral.EphemeralResource {
	return resource.AccessToken[*Client]{
		Name: "integration_access_token",
		Description: "The access token with which the provider calls Genesys Cloud, for another provider or a script. " +
			"It is valid for as long as the OAuth client says, a day by default, and may do whatever the client's role and scopes permit.",
	}.New()
}
