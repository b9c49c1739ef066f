package losant

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// applicationAPITokens finds API tokens of applications.
var applicationAPITokens = lookup[ApplicationAPIToken, shownApplicationAPIToken]{
	typeName: "application_api_token", plural: "application_api_tokens", title: "API token", titles: "API tokens",
	filters: []string{"name", "status"},
	attributes: func() map[string]schema.Attribute {
		return map[string]schema.Attribute{
			"id":              resource.Shown("Id of the API token."),
			"application_id":  resource.Shown("Id of the application."),
			"name":            resource.Shown("Name."),
			"description":     resource.Shown("Description."),
			"status":          resource.Shown("`active` or `inactive`."),
			"scope":           shownTexts("What the token may do."),
			"expiration_date": resource.Shown("When it expires (RFC 3339). Null: never."),
			"creation_date":   resource.Shown("When it was created."),
			"last_updated":    resource.Shown("When it was last changed."),
			"creator_id":      resource.Shown("Id of the creator."),
			"creator_type":    resource.Shown("Kind of creator: `flow`, `user` or `apiToken`."),
			"creator_name":    resource.Shown("Name of the creator."),
		}
	},
	show: newShownApplicationAPIToken,
	arguments: func(m shownApplicationAPIToken) (applicationID, id, name types.String) {
		return m.ApplicationID, m.ID, m.Name
	},
	objects: func(c *Client) *collection[ApplicationAPIToken] { return c.tokens },
}

func newApplicationAPITokenDataSource() datasource.DataSource { return applicationAPITokens.one() }

func newApplicationAPITokensDataSource() datasource.DataSource {
	return resource.DataSource[*Client, applicationAPITokensModel]{
		Name: applicationAPITokens.plural, Description: applicationAPITokens.listText(), Attributes: applicationAPITokens.allAttributes(),
		Read: func(ctx context.Context, client *Client, m *applicationAPITokensModel, diags *diag.Diagnostics) {
			m.ApplicationAPITokens = applicationAPITokens.all(ctx, client, m.listModel, diags)
		},
	}.New()
}

type applicationAPITokensModel struct {
	listModel
	ApplicationAPITokens []shownApplicationAPIToken `tfsdk:"application_api_tokens"`
}

// shownApplicationAPIToken is an API token as the data sources show it.
type shownApplicationAPIToken struct {
	ID             types.String `tfsdk:"id"`
	ApplicationID  types.String `tfsdk:"application_id"`
	Name           types.String `tfsdk:"name"`
	Description    types.String `tfsdk:"description"`
	Status         types.String `tfsdk:"status"`
	Scope          types.Set    `tfsdk:"scope"`
	ExpirationDate types.String `tfsdk:"expiration_date"`
	CreationDate   types.String `tfsdk:"creation_date"`
	LastUpdated    types.String `tfsdk:"last_updated"`
	CreatorID      types.String `tfsdk:"creator_id"`
	CreatorType    types.String `tfsdk:"creator_type"`
	CreatorName    types.String `tfsdk:"creator_name"`
}

func newShownApplicationAPIToken(t *ApplicationAPIToken) shownApplicationAPIToken {
	return shownApplicationAPIToken{
		ID: types.StringValue(t.ID), ApplicationID: resource.TextOrNull(t.OwnerID),
		Name: resource.TextOrNull(t.Name), Description: resource.TextOrNull(t.Description), Status: resource.TextOrNull(t.Status),
		Scope: resource.SetOf(t.Scope), ExpirationDate: resource.TextOrNull(t.ExpirationDate),
		CreationDate: resource.TextOrNull(t.CreationDate), LastUpdated: resource.TextOrNull(t.LastUpdated),
		CreatorID: resource.TextOrNull(t.CreatorID), CreatorType: resource.TextOrNull(t.CreatorType), CreatorName: resource.TextOrNull(t.CreatorName),
	}
}

type listedApplicationAPIToken = resource.Listed[*Client, *applicationAPITokenModel]

func newApplicationAPITokenList() list.ListResource {
	return resource.ListResource(&describeApplicationAPIToken().Managed, resource.Listing[*Client, *applicationAPITokenModel, listModel]{
		Description: applicationAPITokens.listText(),
		Arguments:   applicationAPITokens.listArguments(),
		Objects: func(ctx context.Context, client *Client, arguments listModel) iter.Seq2[listedApplicationAPIToken, error] {
			return resource.ListedFrom(applicationAPITokens.listed(ctx, client, arguments), func(found *ApplicationAPIToken) listedApplicationAPIToken {
				return listedApplicationAPIToken{
					ID: []string{arguments.ApplicationID.ValueString(), found.ID}, Name: found.Name,
					Flatten: func(_ context.Context, _ *Client, m *applicationAPITokenModel) error { m.flatten(found); return nil },
				}
			})
		},
	})
}
