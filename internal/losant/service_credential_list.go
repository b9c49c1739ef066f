package losant

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

type listedServiceCredential = resource.Listed[*Client, *serviceCredentialModel]

// listModel are the arguments of what lists the objects of an application.
type listModel struct {
	ApplicationID types.String `tfsdk:"application_id"`
	FilterField   types.String `tfsdk:"filter_field"`
	Filter        types.String `tfsdk:"filter"`
}

func (m listModel) filter() Filter {
	return Filter{Field: m.FilterField.ValueString(), Glob: m.Filter.ValueString()}
}

func newServiceCredentialList() list.ListResource {
	return resource.ListResource(&describeServiceCredential().Managed, resource.Listing[*Client, *serviceCredentialModel, listModel]{
		Description: "The service credentials of a Losant application, oldest first, without their secrets.",
		Arguments: map[string]schema.Attribute{
			"application_id": schema.StringAttribute{
				MarkdownDescription: "Id of the application, 24 hexadecimal digits.",
				Required:            true,
				Validators:          []validator.String{isObjectID(applicationHint)},
			},
			"filter_field": schema.StringAttribute{MarkdownDescription: filterFieldText, Optional: true, Validators: filterFieldValidators()},
			"filter":       schema.StringAttribute{MarkdownDescription: filterText, Optional: true, Validators: filterValidators()},
		},
		Objects: listServiceCredentials,
	})
}

func listServiceCredentials(ctx context.Context, client *Client, arguments listModel) iter.Seq2[listedServiceCredential, error] {
	applicationID := arguments.ApplicationID.ValueString()
	return resource.ListedFrom(client.StreamServiceCredentials(ctx, applicationID, arguments.filter()), func(found *ServiceCredential) listedServiceCredential {
		return listedServiceCredential{
			ID:      []string{applicationID, found.ID},
			Name:    fmt.Sprintf("%s (%s)", found.Name, found.Type),
			Flatten: func(_ context.Context, _ *Client, m *serviceCredentialModel) error { return m.flatten(found) },
		}
	})
}
