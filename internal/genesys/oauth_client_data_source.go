package genesys

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// newOAuthClientDataSource finds one OAuth client by id or by exact name.
func newOAuthClientDataSource() datasource.DataSource {
	attributes := shownOAuthClientAttributes()
	attributes["id"] = resource.ShownOrGiven("Id of the OAuth client. Either this or `name` must be set.", argument.Filled())
	attributes["name"] = resource.ShownOrGiven("Exact name of the OAuth client. Either this or `id` must be set. Names need not be unique: if several OAuth clients have it, the error lists their ids.", argument.Filled())
	return resource.DataSource[*Client, shownOAuthClient]{
		Name:        "oauth_client",
		Description: "One OAuth client of Genesys Cloud, without its secret. Deleted ones do not count. Needs the permission `oauth:client:view`.",
		Attributes:  attributes,
		Either:      []string{"id", "name"},
		Read: func(ctx context.Context, client *Client, m *shownOAuthClient, diags *diag.Diagnostics) {
			found, err := findOAuthClient(ctx, client, m.ID.ValueString(), m.Name.ValueString())
			if err != nil {
				resource.FindFailed(diags, "OAuth client", err, m.Name, m.ID)
				return
			}
			*m = showOAuthClient(found)
		},
	}.New()
}

// findOAuthClient finds by id, or else by exact name.
func findOAuthClient(ctx context.Context, client *Client, id, name string) (*OAuthClient, error) {
	if id != "" {
		return client.LookupOAuthClient(ctx, id)
	}
	all, err := client.OAuthClients(ctx)
	if err != nil {
		return nil, err
	}
	return resource.Named(all, "OAuth client", name, "", func(found *OAuthClient) string { return found.Name }, oauthClientID)
}

// newOAuthClientsDataSource lists the OAuth clients. The API has no filter for them.
func newOAuthClientsDataSource() datasource.DataSource {
	return resource.DataSource[*Client, oauthClientsModel]{
		Name:        "oauth_clients",
		Description: "All OAuth clients of Genesys Cloud, without deleted ones and without secrets. Needs the permission `oauth:client:view`.",
		Attributes: map[string]schema.Attribute{
			"oauth_clients": schema.ListNestedAttribute{
				MarkdownDescription: "The OAuth clients, in the order of the API.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: shownOAuthClientAttributes()},
			},
		},
		Read: func(ctx context.Context, client *Client, m *oauthClientsModel, diags *diag.Diagnostics) {
			all, err := client.OAuthClients(ctx)
			if err != nil {
				resource.Failed(diags, "list", "OAuth clients", err)
				return
			}
			m.OAuthClients = make([]shownOAuthClient, len(all))
			for i, found := range all {
				m.OAuthClients[i] = showOAuthClient(found)
			}
		},
	}.New()
}

type oauthClientsModel struct {
	OAuthClients []shownOAuthClient `tfsdk:"oauth_clients"`
}

// shownOAuthClient is an OAuth client as the data sources show it.
type shownOAuthClient struct {
	ID                         types.String `tfsdk:"id"`
	Name                       types.String `tfsdk:"name"`
	Description                types.String `tfsdk:"description"`
	AuthorizedGrantType        types.String `tfsdk:"authorized_grant_type"`
	AccessTokenValiditySeconds types.Int64  `tfsdk:"access_token_validity_seconds"`
	RegisteredRedirectURIs     types.Set    `tfsdk:"registered_redirect_uris"`
	Scopes                     types.Set    `tfsdk:"scopes"`
	Roles                      []shownRole  `tfsdk:"roles"`
	State                      types.String `tfsdk:"state"`
	DateCreated                types.String `tfsdk:"date_created"`
	DateModified               types.String `tfsdk:"date_modified"`
	DateToDelete               types.String `tfsdk:"date_to_delete"`
	CreatedByID                types.String `tfsdk:"created_by_id"`
	ModifiedByID               types.String `tfsdk:"modified_by_id"`
}

type shownRole struct {
	RoleID     types.String `tfsdk:"role_id"`
	DivisionID types.String `tfsdk:"division_id"`
}

func showOAuthClient(found *OAuthClient) shownOAuthClient {
	shown := shownOAuthClient{
		ID: types.StringValue(found.ID), Name: types.StringValue(found.Name), Description: resource.TextOrNull(found.Description),
		AuthorizedGrantType: types.StringValue(found.GrantType), AccessTokenValiditySeconds: types.Int64Value(found.AccessTokenValiditySeconds),
		RegisteredRedirectURIs: resource.SetOf(found.RedirectURIs), Scopes: resource.SetOf(found.Scopes), Roles: []shownRole{}, State: types.StringValue(found.State),
		DateCreated: resource.TextOrNull(found.DateCreated), DateModified: resource.TextOrNull(found.DateModified), DateToDelete: resource.TextOrNull(found.DateToDelete),
		CreatedByID: resource.TextOrNull(found.CreatedByID), ModifiedByID: resource.TextOrNull(found.ModifiedByID),
	}
	for _, role := range found.Roles {
		shown.Roles = append(shown.Roles, shownRole{RoleID: types.StringValue(role.RoleID), DivisionID: types.StringValue(role.DivisionID)})
	}
	return shown
}

func shownOAuthClientAttributes() map[string]schema.Attribute {
	set := func(doc string) schema.Attribute {
		return schema.SetAttribute{MarkdownDescription: doc, Computed: true, ElementType: types.StringType}
	}
	return map[string]schema.Attribute{
		"id":                            resource.Shown("Id of the OAuth client, which programs know as its client id."),
		"name":                          resource.Shown("Name."),
		"description":                   resource.Shown("Description; null if it has none."),
		"authorized_grant_type":         resource.Shown("How programs get their tokens: `CODE`, `TOKEN`, `SAML2-BEARER`, `PASSWORD` or `CLIENT-CREDENTIALS`."),
		"access_token_validity_seconds": schema.Int64Attribute{MarkdownDescription: "For how long a token is valid, in seconds.", Computed: true},
		"registered_redirect_uris":      set("Addresses that the login page may redirect to."),
		"scopes":                        set("Scopes that tokens may have."),
		"roles": schema.ListNestedAttribute{
			MarkdownDescription: "The roles of a client with the grant type `CLIENT-CREDENTIALS`.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"role_id":     resource.Shown("Id of the role."),
				"division_id": resource.Shown("Id of the division in which the client has the role; `*`: all of them."),
			}},
		},
		"state":          resource.Shown("`active`, `inactive` or `disabled`."),
		"date_created":   resource.Shown("When it was created (RFC 3339)."),
		"date_modified":  resource.Shown("When it was last changed (RFC 3339)."),
		"date_to_delete": resource.Shown("When Genesys Cloud will remove it (RFC 3339), if it was deleted and can still be restored."),
		"created_by_id":  resource.Shown("Id of the user or OAuth client that created it."),
		"modified_by_id": resource.Shown("Id of the user or OAuth client that changed it last."),
	}
}
