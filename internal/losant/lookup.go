package losant

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
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
	// arguments are the arguments by which one object is found.
	arguments func(M) (applicationID, id, name types.String)
	show      func(*T) M
	objects   func(*Client) *collection[T]
}

// listModel are the arguments of what lists the objects of an application.
type listModel struct {
	ApplicationID types.String `tfsdk:"application_id"`
	FilterField   types.String `tfsdk:"filter_field"`
	Filter        types.String `tfsdk:"filter"`
}

func (m listModel) filter() Filter {
	return Filter{Field: m.FilterField.ValueString(), Glob: m.Filter.ValueString()}
}

// one makes the data source that finds one object by id or by exact name.
func (l lookup[T, M]) one() datasource.DataSource {
	attributes := l.attributes()
	attributes["application_id"] = applicationIDArgument()
	attributes["id"] = resource.ShownOrGiven(fmt.Sprintf("Id of the %s. Either this or `name` must be set.", l.title), isObjectID(""))
	attributes["name"] = resource.ShownOrGiven(
		fmt.Sprintf("Exact name of the %s. Either this or `id` must be set. A name that several have is an error.", l.title), argument.Length(1, 255))
	return resource.DataSource[*Client, M]{
		Name:        l.typeName,
		Description: fmt.Sprintf("One %s of a Losant application, without its secret.", l.title),
		Attributes:  attributes,
		Either:      []string{"id", "name"},
		Read: func(ctx context.Context, client *Client, m *M, diags *diag.Diagnostics) {
			applicationID, id, name := l.arguments(*m)
			found, err := l.find(ctx, client, applicationID.ValueString(), id.ValueString(), name.ValueString())
			if err != nil {
				resource.FindFailed(diags, l.title, err, name, id)
				return
			}
			*m = l.show(found)
		},
	}.New()
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

// all returns the objects of an application that the arguments ask for.
func (l lookup[T, M]) all(ctx context.Context, client *Client, arguments listModel, diags *diag.Diagnostics) []M {
	found, err := l.objects(client).list(ctx, arguments.ApplicationID.ValueString(), arguments.filter())
	if err != nil {
		resource.Failed(diags, "list", l.titles, err)
		return nil
	}
	shown := make([]M, len(found))
	for i, one := range found {
		shown[i] = l.show(one)
	}
	return shown
}

// allAttributes are those of the data source for all.
func (l lookup[T, M]) allAttributes() map[string]schema.Attribute {
	field, filter := l.filterTexts()
	return map[string]schema.Attribute{
		"application_id": applicationIDArgument(),
		"filter_field":   schema.StringAttribute{MarkdownDescription: field, Optional: true, Validators: l.filterFieldValidators()},
		"filter":         schema.StringAttribute{MarkdownDescription: filter, Optional: true, Validators: filterValidators()},
		l.plural: schema.ListNestedAttribute{
			MarkdownDescription: fmt.Sprintf("The %s that were found.", l.titles),
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: l.attributes()},
		},
	}
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

func filterValidators() []validator.String {
	return []validator.String{argument.Filled(), argument.With("filter_field", "")}
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
	return l.objects(client).stream(ctx, arguments.ApplicationID.ValueString(), arguments.filter())
}
