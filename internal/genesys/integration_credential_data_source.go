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

// newIntegrationCredentialDataSource finds one credential by id or by exact name.
func newIntegrationCredentialDataSource() datasource.DataSource {
	attributes := shownCredentialAttributes()
	attributes["id"] = resource.ShownOrGiven("Id of the credential. Either this or `name` must be set.", argument.Filled())
	attributes["name"] = resource.ShownOrGiven("Exact name of the credential. Either this or `id` must be set. Names need not be unique: if several credentials have it, the error lists their ids.", argument.Filled())
	return resource.DataSource[*Client, shownCredential]{
		Name:        "integration_credential",
		Description: "One integration credential of Genesys Cloud, without its fields. Needs the permission `integrations:integration:view`.",
		Attributes:  attributes,
		Either:      []string{"id", "name"},
		Read: func(ctx context.Context, client *Client, m *shownCredential, diags *diag.Diagnostics) {
			found, err := findOne(ctx, client, m.ID.ValueString(), m.Name.ValueString())
			if err != nil {
				resource.FindFailed(diags, "integration credential", err, m.Name, m.ID)
				return
			}
			*m = show(found)
		},
	}.New()
}

// newIntegrationCredentialsDataSource lists all credentials. The API has no filter for them.
func newIntegrationCredentialsDataSource() datasource.DataSource {
	return resource.DataSource[*Client, integrationCredentialsModel]{
		Name:        "integration_credentials",
		Description: "All integration credentials of Genesys Cloud, without their fields. Needs the permission `integrations:integration:view`.",
		Attributes: map[string]schema.Attribute{
			"integration_credentials": schema.ListNestedAttribute{
				MarkdownDescription: "The credentials, in the order of the API.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: shownCredentialAttributes()},
			},
		},
		Read: func(ctx context.Context, client *Client, m *integrationCredentialsModel, diags *diag.Diagnostics) {
			all, err := client.listing().List(ctx)
			if err != nil {
				resource.Failed(diags, "list", "integration credentials", err)
				return
			}
			m.IntegrationCredentials = make([]shownCredential, len(all))
			for i, found := range all {
				m.IntegrationCredentials[i] = show(found)
			}
		},
	}.New()
}

type integrationCredentialsModel struct {
	IntegrationCredentials []shownCredential `tfsdk:"integration_credentials"`
}

// shownCredential is a credential as the data sources show it.
type shownCredential struct {
	ID           types.String `tfsdk:"id"`
	Name         types.String `tfsdk:"name"`
	Type         types.String `tfsdk:"type"`
	CreatedDate  types.String `tfsdk:"created_date"`
	ModifiedDate types.String `tfsdk:"modified_date"`
}

func show(found *Credential) shownCredential {
	return shownCredential{
		ID: types.StringValue(found.ID), Name: resource.TextOrNull(found.Name), Type: types.StringValue(found.Type),
		CreatedDate: resource.TextOrNull(found.CreatedDate), ModifiedDate: resource.TextOrNull(found.ModifiedDate),
	}
}

func shownCredentialAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":            resource.Shown("Id of the credential."),
		"name":          resource.Shown("Name; null if it has none."),
		"type":          resource.Shown("Name of the credential type."),
		"created_date":  resource.Shown("When it was created (RFC 3339)."),
		"modified_date": resource.Shown("When it was last changed (RFC 3339)."),
	}
}

// findOne finds by id, or else by exact name.
func findOne(ctx context.Context, client *Client, id, name string) (*Credential, error) {
	if id != "" {
		return client.LookupCredential(ctx, id, Lookup{})
	}
	all, err := client.listing().List(ctx)
	if err != nil {
		return nil, err
	}
	return resource.Named(all, "integration credential", name, "",
		func(found *Credential) string { return found.Name }, func(found *Credential) string { return found.ID })
}
