package losant

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// lookup is how objects of one kind are found: by the data sources for one and for all, and by the list resource. T is the
// object, and M its model in the data sources.
type lookup[T, M any] struct {
	typeName, plural string // of the data sources
	title, titles    string // for people
	filters          []string
	// attributes are what is shown of an object. The data source for one adds what finds it.
	attributes func() map[string]schema.Attribute
	show       func(*T) M
	objects    func(*Client) *collection[T]
}

func (l lookup[T, M]) one() datasource.DataSource { return &oneDataSource[T, M]{lookup: l} }

func (l lookup[T, M]) all() datasource.DataSource { return &allDataSource[T, M]{lookup: l} }

// oneDataSource finds one object by id or by exact name.
type oneDataSource[T, M any] struct {
	resource.DataSource[*Client]
	lookup lookup[T, M]
}

func (d *oneDataSource[T, M]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.lookup.typeName
}

func (d *oneDataSource[T, M]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := d.lookup.attributes()
	attributes["application_id"] = applicationIDArgument()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("Id of the %s. Either this or `name` must be set.", d.lookup.title),
		Optional:            true, Computed: true,
		Validators: []validator.String{isObjectID("")},
	}
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("Exact name of the %s. Either this or `id` must be set. A name that several have is an error.", d.lookup.title),
		Optional:            true, Computed: true,
		Validators: []validator.String{argument.Length(1, 255)},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("One %s of a Losant application, without its secret.", d.lookup.title),
		Attributes:          attributes,
	}
}

func (d *oneDataSource[T, M]) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{argument.Either("id", "name")}
}

func (d *oneDataSource[T, M]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var applicationID, id, name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("application_id"), &applicationID)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := d.lookup.find(ctx, client, applicationID.ValueString(), id.ValueString(), name.ValueString())
	resource.ReportListing(client, &resp.Diagnostics)
	if err != nil {
		resource.FindFailed(&resp.Diagnostics, d.lookup.title, err, name, id)
		return
	}
	model := d.lookup.show(found)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("application_id"), applicationID)...)
	if !id.IsNull() {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	}
}

func (l lookup[T, M]) find(ctx context.Context, client *Client, applicationID, id, name string) (*T, error) {
	objects := l.objects(client)
	if id != "" {
		return objects.read(ctx, applicationID, id)
	}
	named, err := objects.named(ctx, applicationID, name)
	if err != nil {
		return nil, err
	}
	return resource.One(named, fmt.Sprintf("%s named %q in application %s", l.title, name, applicationID), objects.id)
}

// allDataSource lists the objects of an application.
type allDataSource[T, M any] struct {
	resource.DataSource[*Client]
	lookup lookup[T, M]
}

func (d *allDataSource[T, M]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.lookup.plural
}

func (d *allDataSource[T, M]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	field, filter := d.lookup.filterTexts()
	resp.Schema = schema.Schema{
		MarkdownDescription: d.lookup.listText(),
		Attributes: map[string]schema.Attribute{
			"application_id": applicationIDArgument(),
			"filter_field":   schema.StringAttribute{MarkdownDescription: field, Optional: true, Validators: d.lookup.filterFieldValidators()},
			"filter":         schema.StringAttribute{MarkdownDescription: filter, Optional: true, Validators: filterValidators()},
			d.lookup.plural: schema.ListNestedAttribute{
				MarkdownDescription: fmt.Sprintf("The %s that were found.", d.lookup.titles),
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: d.lookup.attributes()},
			},
		},
	}
}

func (d *allDataSource[T, M]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var applicationID, field, filter types.String
	for name, value := range map[string]*types.String{"application_id": &applicationID, "filter_field": &field, "filter": &filter} {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(name), value)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), *value)...)
	}
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := d.lookup.objects(client).list(ctx, applicationID.ValueString(), Filter{Field: field.ValueString(), Glob: filter.ValueString()})
	if err != nil {
		resource.Failed(&resp.Diagnostics, "list", d.lookup.titles, err)
		return
	}
	shown := make([]M, len(found))
	for i, one := range found {
		shown[i] = d.lookup.show(one)
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(d.lookup.plural), shown)...)
}

// listText describes the lists.
func (l lookup[T, M]) listText() string {
	return fmt.Sprintf("The %s of a Losant application, oldest first, without their secrets.", l.titles)
}

// filterTexts describe the arguments filter_field and filter.
func (l lookup[T, M]) filterTexts() (field, filter string) {
	fields := ""
	for i, name := range l.filters {
		switch {
		case i > 0 && i == len(l.filters)-1:
			fields += " or "
		case i > 0:
			fields += ", "
		}
		fields += "`" + name + "`"
	}
	return fmt.Sprintf("What `filter` applies to: %s.", fields),
		fmt.Sprintf("Pattern for `filter_field`: only matching %s are listed. May contain the wildcard `*`.", l.titles)
}

func (l lookup[T, M]) filterFieldValidators() []validator.String {
	return []validator.String{argument.OneOf(l.filters...), argument.With("filter", "")}
}

// listArguments are those of the list resource.
func (l lookup[T, M]) listArguments() map[string]listschema.Attribute {
	field, filter := l.filterTexts()
	return map[string]listschema.Attribute{
		"application_id": listschema.StringAttribute{
			MarkdownDescription: "Id of the application, 24 hexadecimal digits.",
			Required:            true,
			Validators:          []validator.String{isObjectID(applicationHint)},
		},
		"filter_field": listschema.StringAttribute{MarkdownDescription: field, Optional: true, Validators: l.filterFieldValidators()},
		"filter":       listschema.StringAttribute{MarkdownDescription: filter, Optional: true, Validators: filterValidators()},
	}
}

// listed streams the objects that the arguments of a list resource ask for.
func (l lookup[T, M]) listed(ctx context.Context, client *Client, arguments listModel) iter.Seq2[*T, error] {
	return l.objects(client).stream(ctx, arguments.ApplicationID.ValueString(),
		Filter{Field: arguments.FilterField.ValueString(), Glob: arguments.Filter.ValueString()})
}
