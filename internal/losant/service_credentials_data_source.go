package losant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// serviceCredentials finds the service credentials of an application. [newServiceCredentialDataSource] finds one of them.
var serviceCredentials = lookup[ServiceCredential, types.Object]{
	plural: "service_credentials", titles: "service credentials",
	filters:    []string{"name", "type"},
	attributes: shownAttributes,
	show:       shown,
	objects:    func(c *Client) *collection[ServiceCredential] { return c.credentials },
}

func newServiceCredentialsDataSource() datasource.DataSource {
	return resource.DataSource[*Client, serviceCredentialsModel]{
		Name: serviceCredentials.plural, Description: serviceCredentials.listText(), Attributes: serviceCredentials.allAttributes(),
		Read: func(ctx context.Context, client *Client, m *serviceCredentialsModel, diags *diag.Diagnostics) {
			m.ServiceCredentials = serviceCredentials.all(ctx, client, m.listModel, diags)
		},
	}.New()
}

type serviceCredentialsModel struct {
	listModel
	ServiceCredentials []types.Object `tfsdk:"service_credentials"`
}
