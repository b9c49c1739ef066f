package losant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// newServiceCredentialDataSource finds one service credential by id or by exact name. Its model is an object, because its
// attributes come from the table of types.
func newServiceCredentialDataSource() datasource.DataSource {
	attributes := shownAttributes()
	attributes["application_id"] = applicationIDArgument()
	attributes["id"] = resource.ShownOrGiven("Id of the service credential. Either this or `name` must be set.",
		isObjectID("Set name instead to look the service credential up by its name."))
	attributes["name"] = resource.ShownOrGiven("Exact name of the service credential. Either this or `id` must be set.", argument.Length(1, 255))
	return resource.DataSource[*Client, types.Object]{
		Name:        "service_credential",
		Description: "One service credential of a Losant application, without its secret.",
		Attributes:  attributes,
		Either:      []string{"id", "name"},
		Read: func(ctx context.Context, client *Client, m *types.Object, diags *diag.Diagnostics) {
			given := func(name string) types.String {
				value, _ := m.Attributes()[name].(types.String) // as the schema has it
				return value
			}
			applicationID, id, name := given("application_id"), given("id"), given("name")
			found, err := findOne(ctx, client, applicationID.ValueString(), id.ValueString(), name.ValueString())
			if err != nil {
				resource.FindFailed(diags, "service credential", err, name, id)
				return
			}
			*m = shown(found)
		},
	}.New()
}

// findOne finds by id, or else by exact name, which several objects may only have if names are not unique after all. A name
// that is not found is looked for once more among all, for one that is similar.
func findOne(ctx context.Context, client *Client, applicationID, id, name string) (*ServiceCredential, error) {
	if id != "" {
		return client.ReadServiceCredential(ctx, applicationID, id)
	}
	found, err := client.credentials.named(ctx, applicationID, name)
	if err == nil && len(found) == 0 {
		found, err = client.ListServiceCredentials(ctx, applicationID, Filter{})
	}
	if err != nil {
		return nil, err
	}
	return resource.Named(found, "service credential", name, " in application "+applicationID,
		func(s *ServiceCredential) string { return s.Name }, func(s *ServiceCredential) string { return s.ID })
}

func applicationIDArgument() schema.Attribute {
	return resource.Given("Id of the application, 24 hexadecimal digits.", isObjectID(applicationHint))
}

// shownFields are what the data sources show of a service credential of any type.
var shownFields = []field{
	{name: "id", json: "id", doc: "Id of the service credential."},
	{name: "application_id", json: "applicationId", doc: "Id of the application."},
	{name: "name", json: "name", doc: "Name."},
	{name: "description", json: "description", doc: "Description."},
	{name: "enabled", json: "enabled", kind: kindFlag, doc: "Whether it can be used."},
	{name: "type", json: "type", doc: "Type, as Losant spells it. It may be one that the resource does not support."},
	{name: "creation_date", json: "creationDate", doc: "When it was created."},
	{name: "created_by_id", json: "createdById", doc: "Id of the creator."},
	{name: "created_by_type", json: "createdByType", doc: "Kind of creator: `flow`, `user` or `apiToken`."},
	{name: "last_updated", json: "lastUpdated", doc: "When it was last changed."},
	{name: "last_updated_by_id", json: "lastUpdatedById", doc: "Id of the last editor."},
	{name: "last_updated_by_type", json: "lastUpdatedByType", doc: "Kind of last editor: `flow`, `user` or `apiToken`."},
}

// shownAttributes are the computed attributes of a service credential in the data sources.
func shownAttributes() map[string]schema.Attribute {
	attributes := dataSourceAttributes(shownFields)
	for _, t := range credentialTypes {
		attributes[t.block] = t.dataSourceAttribute()
	}
	return attributes
}

// shownTypes are the types of shownAttributes.
func shownTypes() map[string]attr.Type {
	all := attributeTypes(shownFields)
	for _, t := range credentialTypes {
		all[t.block] = types.ObjectType{AttrTypes: attributeTypes(t.readable())}
	}
	return all
}

// shown is a service credential as the data sources show it.
func shown(s *ServiceCredential) types.Object {
	values := map[string]attr.Value{
		"id": types.StringValue(s.ID), "application_id": types.StringValue(s.ApplicationID),
		"name": types.StringValue(s.Name), "description": resource.TextOrNull(s.Description),
		"enabled": types.BoolValue(s.Enabled), "type": types.StringValue(s.Type),
		"creation_date": resource.TextOrNull(s.CreationDate), "created_by_id": resource.TextOrNull(s.CreatedByID), "created_by_type": resource.TextOrNull(s.CreatedByType),
		"last_updated": resource.TextOrNull(s.LastUpdated), "last_updated_by_id": resource.TextOrNull(s.LastUpdatedByID), "last_updated_by_type": resource.TextOrNull(s.LastUpdatedByType),
	}
	for _, t := range credentialTypes {
		values[t.block] = types.ObjectNull(attributeTypes(t.readable()))
		if t.name == s.Type {
			values[t.block] = object(t.readable(), s.Config)
		}
	}
	return types.ObjectValueMust(shownTypes(), values)
}
