package genesys

import (
	"cmp"
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

type listedOAuthClient = resource.Listed[*Client, *oauthClientModel]

func newOAuthClientList() list.ListResource {
	return resource.ListResource(&describeOAuthClient().Managed, resource.Listing[*Client, *oauthClientModel, struct{}]{
		Description: "The OAuth clients of Genesys Cloud, without deleted ones and without secrets. Needs the permission `oauth:client:view`.",
		Objects:     listOAuthClients,
	})
}

func listOAuthClients(ctx context.Context, client *Client, _ struct{}) iter.Seq2[listedOAuthClient, error] {
	return resource.ListedFrom(client.StreamOAuthClients(ctx), func(found *OAuthClient) listedOAuthClient {
		return listedOAuthClient{
			ID:   []string{found.ID},
			Name: cmp.Or(found.Name, found.ID),
			Flatten: func(_ context.Context, _ *Client, m *oauthClientModel) error {
				m.flatten(found, "")
				return nil
			},
		}
	})
}
