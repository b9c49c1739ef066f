package genesys

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// newIntegrationCredentialTypesDataSource shows which types of credentials there are, and their fields.
func newIntegrationCredentialTypesDataSource() datasource.DataSource {
	return resource.DataSource[*Client, credentialTypesModel]{
		Name:        "integration_credential_types",
		Description: "The types of integration credentials in Genesys Cloud, with their fields. Needs the permission `integrations:integration:view`.",
		Attributes: map[string]schema.Attribute{
			"integration_credential_types": schema.ListNestedAttribute{
				MarkdownDescription: "The types.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name":      resource.Shown("Name, as the `type` of a credential."),
					"free_form": resource.ShownBool("Whether a credential of the type may have any fields."),
					"fields": schema.ListNestedAttribute{
						MarkdownDescription: "The fields, in the order in which Genesys Cloud displays them.",
						Computed:            true,
						NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
							"name":        resource.Shown("Name, as a key of `fields` or `fields_wo`."),
							"title":       resource.Shown("Title of the field, as Genesys Cloud displays it."),
							"description": resource.Shown("Description of the field by Genesys Cloud."),
							"required":    resource.ShownBool("Whether a credential of the type must have it."),
							"sensitive":   resource.ShownBool("Whether it is a secret, which belongs in `fields_wo`."),
						}},
					},
				}},
			},
		},
		Read: func(ctx context.Context, client *Client, m *credentialTypesModel, diags *diag.Diagnostics) {
			all, err := client.CredentialTypes(ctx)
			if err != nil {
				resource.Failed(diags, "list", "integration credential types", err)
				return
			}
			m.Types = make([]credentialTypeModel, len(all))
			for i, t := range all {
				m.Types[i] = flattenType(t)
			}
		},
	}.New()
}

type credentialTypesModel struct {
	Types []credentialTypeModel `tfsdk:"integration_credential_types"`
}

type credentialTypeModel struct {
	Name     types.String          `tfsdk:"name"`
	FreeForm types.Bool            `tfsdk:"free_form"`
	Fields   []credentialTypeField `tfsdk:"fields"`
}

type credentialTypeField struct {
	Name        types.String `tfsdk:"name"`
	Title       types.String `tfsdk:"title"`
	Description types.String `tfsdk:"description"`
	Required    types.Bool   `tfsdk:"required"`
	Sensitive   types.Bool   `tfsdk:"sensitive"`
}

func flattenType(t CredentialType) credentialTypeModel {
	model := credentialTypeModel{Name: types.StringValue(t.Name), FreeForm: types.BoolValue(t.FreeForm()), Fields: []credentialTypeField{}}
	names := t.fieldNames()
	slices.SortStableFunc(names, func(a, b string) int { return t.place(a) - t.place(b) })
	for _, name := range names {
		property := t.Properties[name]
		model.Fields = append(model.Fields, credentialTypeField{
			Name: types.StringValue(name), Title: resource.TextOrNull(property.Title), Description: resource.TextOrNull(property.Description),
			Required:  types.BoolValue(slices.Contains(t.Required, name)),
			Sensitive: types.BoolValue(property.Sensitive),
		})
	}
	return model
}

// place is where a field is displayed; those that are nowhere come last.
func (t CredentialType) place(field string) int {
	if i := slices.Index(t.DisplayOrder, field); i >= 0 {
		return i
	}
	return len(t.DisplayOrder)
}
