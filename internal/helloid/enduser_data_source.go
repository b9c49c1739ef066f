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

// newEndUserDataSource finds one user by GUID or by exact name.
func newEndUserDataSource() datasource.DataSource {
	return resource.DataSource[*Client, endUserModel]{
		Name:        "enduser",
		Description: "One user of a HelloID tenant. Deleted users are not found.",
		Attributes: map[string]schema.Attribute{
			"user_guid": resource.ShownOrGiven("GUID of the user. Either this or `user_name` must be set.", isGUID("Set user_name instead to look a user up by name.")),
			"user_name": resource.ShownOrGiven("Exact name of the user, in the same letter case. Either this or `user_guid` must be set.", argument.Filled()),
		},
		Either: []string{"user_guid", "user_name"},
		Read: func(ctx context.Context, client *Client, m *endUserModel, diags *diag.Diagnostics) {
			found, err := findEndUser(ctx, client, m.UserGUID.ValueString(), m.UserName.ValueString())
			if err != nil {
				resource.FindFailed(diags, "end user", err, m.UserGUID, m.UserName)
				return
			}
			m.UserGUID, m.UserName = types.StringValue(found.GUID), types.StringValue(found.Name)
		},
	}.New()
}

type endUserModel struct {
	UserGUID types.String `tfsdk:"user_guid"`
	UserName types.String `tfsdk:"user_name"`
}

// findEndUser finds by GUID, or else by exact name.
func findEndUser(ctx context.Context, client *Client, guid, name string) (EndUser, error) {
	if guid != "" {
		return client.GetEndUser(ctx, guid)
	}
	similar, err := client.SearchEndUsers(ctx, name)
	if err != nil {
		return EndUser{}, err
	}
	return resource.Named(similar, "user", name, "",
		func(u EndUser) string { return u.Name }, func(u EndUser) string { return u.GUID })
}
