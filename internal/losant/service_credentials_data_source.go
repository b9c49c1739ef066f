package losant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// newServiceCredentialsDataSource lists the service credentials of an application.
func newServiceCredentialsDataSource() datasource.DataSource {
	return resource.DataSource[*Client, serviceCredentialsModel]{
		Name:        "service_credentials",
		Description: "The service credentials of a Losant application, oldest first, without their secrets.",
		Attributes: map[string]schema.Attribute{
			"application_id": applicationIDArgument(),
			"filter_field":   schema.StringAttribute{MarkdownDescription: filterFieldText, Optional: true, Validators: filterFieldValidators()},
			"filter":         schema.StringAttribute{MarkdownDescription: filterText, Optional: true, Validators: filterValidators()},
			"service_credentials": schema.ListNestedAttribute{
				MarkdownDescription: "The service credentials that were found.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: shownAttributes()},
			},
		},
		Read: func(ctx context.Context, client *Client, m *serviceCredentialsModel, diags *diag.Diagnostics) {
			all, err := client.ListServiceCredentials(ctx, m.ApplicationID.ValueString(), m.filter())
			if err != nil {
				resource.Failed(diags, "list", "service credentials", err)
				return
			}
			m.ServiceCredentials = make([]types.Object, len(all))
			for i, found := range all {
				m.ServiceCredentials[i] = shown(found)
			}
		},
	}.New()
}

type serviceCredentialsModel struct {
	listModel
	ServiceCredentials []types.Object `tfsdk:"service_credentials"`
}

// What is said of the arguments filter_field and filter.
const (
	filterFieldText = "What `filter` applies to: `name` or `type`."
	filterText      = "Pattern for `filter_field`: only matching service credentials are listed. May contain the wildcard `*`."
)

func filterFieldValidators() []validator.String {
	return []validator.String{argument.OneOf("name", "type"), argument.With("filter", "")}
}

func filterValidators() []validator.String {
	return []validator.String{argument.Filled(), argument.With("filter_field", "")}
}
