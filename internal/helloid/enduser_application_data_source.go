package helloid

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// newEndUserApplicationDataSource finds one application by exact name.
func newEndUserApplicationDataSource() datasource.DataSource {
	return resource.DataSource[*Client, endUserApplicationModel]{
		Name:        "enduser_application",
		Description: "One application of a HelloID tenant.",
		Attributes: map[string]schema.Attribute{
			"name":             resource.Given("Exact name of the application, in the same letter case. If several applications have it, that is an error.", argument.Filled()),
			"application_guid": resource.Shown("GUID of the application."),
			"type":             resource.Shown("Type, as HelloID spells it. Not every type has credential sets."),
		},
		Read: func(ctx context.Context, client *Client, m *endUserApplicationModel, diags *diag.Diagnostics) {
			found, err := findApplication(ctx, client, m.Name.ValueString())
			if err != nil {
				resource.FindFailed(diags, "application", err, m.Name)
				return
			}
			m.ApplicationGUID, m.Type = types.StringValue(found.GUID), types.StringValue(found.Type)
		},
	}.New()
}

type endUserApplicationModel struct {
	Name            types.String `tfsdk:"name"`
	ApplicationGUID types.String `tfsdk:"application_guid"`
	Type            types.String `tfsdk:"type"`
}

func findApplication(ctx context.Context, client *Client, name string) (Application, error) {
	all, err := client.ListApplications(ctx)
	if err != nil {
		return Application{}, err
	}
	return resource.Named(all, "application", name, "",
		func(a Application) string { return a.Name }, func(a Application) string { return a.GUID })
}
