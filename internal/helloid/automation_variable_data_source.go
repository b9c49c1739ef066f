package helloid

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// newAutomationVariableDataSource finds one global automation variable by name.
func newAutomationVariableDataSource() datasource.DataSource {
	return resource.DataSource[*Client, variableModel]{
		Name:        "automation_variable",
		Description: "A global automation variable in HelloID.",
		Attributes:  shownVariableAttributes(resource.Given("Name of the variable.", variableName()...)),
		Read: func(ctx context.Context, client *Client, m *variableModel, diags *diag.Diagnostics) {
			found, err := client.GetVariable(ctx, m.Name.ValueString())
			if err != nil {
				resource.FindFailed(diags, "automation variable", err, m.Name)
				return
			}
			*m = newVariableModel(found)
		},
	}.New()
}

// newAutomationVariablesDataSource lists the global automation variables.
func newAutomationVariablesDataSource() datasource.DataSource {
	return resource.DataSource[*Client, variablesModel]{
		Name:        "automation_variables",
		Description: "The global automation variables of a HelloID tenant.",
		Attributes: map[string]schema.Attribute{
			"automation_variables": schema.ListNestedAttribute{
				MarkdownDescription: "The variables that were found.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: shownVariableAttributes(resource.Shown("Name of the variable."))},
			},
		},
		Read: func(ctx context.Context, client *Client, m *variablesModel, diags *diag.Diagnostics) {
			all, err := client.ListVariables(ctx)
			if err != nil {
				resource.Failed(diags, "list", "automation variables", err)
				return
			}
			m.AutomationVariables = make([]variableModel, len(all))
			for i, found := range all {
				m.AutomationVariables[i] = newVariableModel(found)
			}
		},
	}.New()
}

type variablesModel struct {
	AutomationVariables []variableModel `tfsdk:"automation_variables"`
}

// variableModel is a variable as the data sources show it.
type variableModel struct {
	Name                   types.String `tfsdk:"name"`
	AutomationVariableGUID types.String `tfsdk:"automation_variable_guid"`
	Secret                 types.Bool   `tfsdk:"secret"`
	Value                  types.String `tfsdk:"value"`
}

func newVariableModel(v Variable) variableModel {
	shown := variableModel{
		Name: types.StringValue(v.Name), AutomationVariableGUID: resource.TextOrNull(v.GUID), Secret: types.BoolValue(v.Secret), Value: types.StringNull(),
	}
	if !v.Secret {
		shown.Value = types.StringValue(v.Value.Reveal())
	}
	return shown
}

// shownVariableAttributes are those of a variable beside its name.
func shownVariableAttributes(name schema.Attribute) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name":                     name,
		"automation_variable_guid": resource.Shown("GUID of the variable."),
		"secret":                   resource.ShownBool("Whether HelloID encrypts the value."),
		"value": schema.StringAttribute{
			MarkdownDescription: "Value of the variable. Null if it is a secret, which HelloID shows encrypted only.",
			Computed:            true, Sensitive: true,
		},
	}
}
