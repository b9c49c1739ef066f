package genesys

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

type listedCredential = resource.Listed[*Client, *integrationCredentialModel]

type integrationCredentialListModel struct {
	Type types.String `tfsdk:"type"`
}

func newIntegrationCredentialList() list.ListResource {
	return resource.ListResource(&describeIntegrationCredential().Managed, resource.Listing[*Client, *integrationCredentialModel, integrationCredentialListModel]{
		Description: "The integration credentials of Genesys Cloud, without their fields. Needs the permission `integrations:integration:view`.",
		Arguments: map[string]schema.Attribute{
			"type": schema.StringAttribute{
				MarkdownDescription: "Only credentials of this type, such as `basicAuth`.",
				Optional:            true,
				Validators:          []validator.String{argument.Filled()},
			},
		},
		Objects: listIntegrationCredentials,
	})
}

// listIntegrationCredentials chooses by type itself: the API has no filter.
func listIntegrationCredentials(ctx context.Context, client *Client, arguments integrationCredentialListModel) iter.Seq2[listedCredential, error] {
	wanted := func(yield func(*Credential, error) bool) {
		for found, err := range client.StreamCredentials(ctx) {
			isOther := err == nil && !arguments.Type.IsNull() && found.Type != arguments.Type.ValueString()
			if !isOther && !yield(found, err) {
				return
			}
		}
	}
	return resource.ListedFrom(wanted, func(found *Credential) listedCredential {
		return listedCredential{
			ID:   []string{found.ID},
			Name: fmt.Sprintf("%s (%s)", cmp.Or(found.Name, found.ID), found.Type),
			Flatten: func(_ context.Context, _ *Client, m *integrationCredentialModel) error {
				m.flatten(found)
				return nil
			},
		}
	})
}
