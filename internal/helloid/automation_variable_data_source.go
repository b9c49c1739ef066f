package helloid

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var (
	_ datasource.DataSourceWithConfigure = (*automationVariableDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*automationVariablesDataSource)(nil)
)

// automationVariableDataSource finds one global automation variable by name.
type automationVariableDataSource struct{ resource.DataSource[*Client] }

func newAutomationVariableDataSource() datasource.DataSource { return &automationVariableDataSource{} }

// variableModel is a variable as the data sources show it.
type variableModel struct {
	Name                   types.String `tfsdk:"name"`
	AutomationVariableGUID types.String `tfsdk:"automation_variable_guid"`
	Secret                 types.Bool   `tfsdk:"secret"`
	Value                  types.String `tfsdk:"value"`
}

// variableTypes are the types of the attributes of variableModel.
var variableTypes = map[string]attr.Type{
	"name": types.StringType, "automation_variable_guid": types.StringType, "secret": types.BoolType, "value": types.StringType,
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

func (d *automationVariableDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_automation_variable"
}

func (d *automationVariableDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A global automation variable in HelloID.",
		Attributes: shownVariableAttributes(schema.StringAttribute{
			MarkdownDescription: "Name of the variable.",
			Required:            true,
			Validators:          []validator.String{argument.Filled()},
		}),
	}
}

func (d *automationVariableDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model variableModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := client.GetVariable(ctx, model.Name.ValueString())
	if err != nil {
		resource.FindFailed(&resp.Diagnostics, "automation variable", err, model.Name)
		return
	}
	shown := newVariableModel(found)
	shown.Name = model.Name
	resp.Diagnostics.Append(resp.State.Set(ctx, &shown)...)
}

// automationVariablesDataSource lists the global automation variables.
type automationVariablesDataSource struct{ resource.DataSource[*Client] }

func newAutomationVariablesDataSource() datasource.DataSource {
	return &automationVariablesDataSource{}
}

func (d *automationVariablesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_automation_variables"
}

func (d *automationVariablesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The global automation variables of a HelloID tenant.",
		Attributes: map[string]schema.Attribute{
			"automation_variables": schema.ListNestedAttribute{
				MarkdownDescription: "The variables that were found.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: shownVariableAttributes(resource.Shown("Name of the variable."))},
			},
		},
	}
}

func (d *automationVariablesDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := client.ListVariables(ctx)
	if err != nil {
		resource.Failed(&resp.Diagnostics, "list", "automation variables", err)
		return
	}
	shown := make([]variableModel, len(found))
	for i, one := range found {
		shown[i] = newVariableModel(one)
	}
	list, diags := types.ListValueFrom(ctx, types.ObjectType{AttrTypes: variableTypes}, shown)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &struct {
		AutomationVariables types.List `tfsdk:"automation_variables"`
	}{list})...)
}
