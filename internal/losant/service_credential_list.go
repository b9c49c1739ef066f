package losant

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

type listedServiceCredential = resource.Listed[*Client, *serviceCredentialModel]

func newServiceCredentialList() list.ListResource {
	return resource.ListResource(&describeServiceCredential().Managed, resource.Listing[*Client, *serviceCredentialModel, listModel]{
		Description: serviceCredentials.listText(),
		Arguments:   serviceCredentials.listArguments(),
		Objects:     listServiceCredentials,
	})
}

func listServiceCredentials(ctx context.Context, client *Client, arguments listModel) iter.Seq2[listedServiceCredential, error] {
	return resource.ListedFrom(serviceCredentials.listed(ctx, client, arguments), func(found *ServiceCredential) listedServiceCredential {
		return listedServiceCredential{
			ID:      []string{arguments.ApplicationID.ValueString(), found.ID},
			Name:    fmt.Sprintf("%s (%s)", found.Name, found.Type),
			Flatten: func(_ context.Context, _ *Client, m *serviceCredentialModel) error { return m.flatten(found) },
		}
	})
}
