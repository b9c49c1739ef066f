package oneaccess

import (
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

func newTenantAccessToken() ephemeral.EphemeralResource {
	return resource.AccessToken[*Client]{
		Name: "tenant_access_token",
		Description: "The access token with which the provider calls Huawei Cloud OneAccess, for another provider or a script. " +
			"It is valid until it expires, after half an hour by default: no documented call revokes it.",
	}.New()
}
