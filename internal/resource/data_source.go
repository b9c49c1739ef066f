package resource

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// DataSource describes a data source. C is the type of the platform's client, and M the data source's model.
type DataSource[C, M any] struct {
	// Name is the name of the type, without the provider's.
	Name string
	// Description is in markdown.
	Description string
	Attributes  map[string]schema.Attribute
	// Either are arguments of which exactly one must be set, if there are any.
	Either []string
	// Read fills in the model, which has the arguments; these stay as they are, whatever it sets. It reports what failed.
	Read func(ctx context.Context, client C, model *M, diags *diag.Diagnostics)
}

// New makes the data source.
func (d DataSource[C, M]) New() datasource.DataSource { return &dataSource[C, M]{described: d} }

type dataSource[C, M any] struct {
	platform.UsesClient[C]
	described DataSource[C, M]
}

var (
	_ datasource.DataSourceWithConfigure        = (*dataSource[any, any])(nil)
	_ datasource.DataSourceWithConfigValidators = (*dataSource[any, any])(nil)
)

// Metadata implements datasource.DataSource.
func (d *dataSource[C, M]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.described.Name
}

// Schema implements datasource.DataSource.
func (d *dataSource[C, M]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: d.described.Description, Attributes: d.described.Attributes}
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *dataSource[C, M]) ConfigValidators(context.Context) []datasource.ConfigValidator {
	if len(d.described.Either) == 0 {
		return nil
	}
	return []datasource.ConfigValidator{argument.Either(d.described.Either...)}
}

// Configure implements datasource.DataSourceWithConfigure.
func (d *dataSource[C, M]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.FindClient(req.ProviderData, &resp.Diagnostics)
}

// Read implements datasource.DataSource.
func (d *dataSource[C, M]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model M
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	d.described.Read(ctx, client, &model, &resp.Diagnostics)
	reportListing(client, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	keepArguments(req.Config, &resp.State)
}

// keepArguments leaves arguments as they are spelled: the letter case of an id does not matter to a platform.
func keepArguments(config tfsdk.Config, state *tfsdk.State) {
	var given, shown map[string]tftypes.Value
	if config.Raw.As(&given) != nil || state.Raw.As(&shown) != nil { // both are objects
		return
	}
	kept := maps.Clone(shown)
	for name, value := range given {
		if !value.IsNull() {
			kept[name] = value
		}
	}
	state.Raw = tftypes.NewValue(state.Raw.Type(), kept)
}

// Shown is a text that a data source shows.
func Shown(doc string) schema.Attribute {
	return schema.StringAttribute{MarkdownDescription: doc, Computed: true}
}

// ShownBool is a truth value that a data source shows.
func ShownBool(doc string) schema.Attribute {
	return schema.BoolAttribute{MarkdownDescription: doc, Computed: true}
}

// ShownOrGiven is a text by which an object can be found, and which is shown if it was found by another one.
func ShownOrGiven(doc string, validators ...validator.String) schema.Attribute {
	return schema.StringAttribute{MarkdownDescription: doc, Optional: true, Computed: true, Validators: validators}
}

// Given is a text that a data source needs.
func Given(doc string, validators ...validator.String) schema.Attribute {
	return schema.StringAttribute{MarkdownDescription: doc, Required: true, Validators: validators}
}

// One returns the only object of a list. None and several are errors, and the latter lists the ids. what names the object,
// such as `service credential named "Dave"`.
func One[T any](found []T, what string, id func(T) string) (T, error) {
	if len(found) == 1 {
		return found[0], nil
	}
	var none T
	if len(found) == 0 {
		return none, fmt.Errorf("there is no %s", what)
	}
	ids := make([]string, len(found))
	for i, object := range found {
		ids[i] = id(object)
	}
	return none, fmt.Errorf("there is more than one %s. Choose one by its id: %s", what, strings.Join(ids, ", "))
}

// Named is [One] of the objects that have exactly this name, out of all there are. If there is none, the error suggests the
// most similar name. what is the kind of object, such as "user", and where follows its name; it may be empty.
func Named[T any](all []T, what, name, where string, nameOf, id func(T) string) (T, error) {
	var named []T
	var names []string
	for _, object := range all {
		names = append(names, nameOf(object))
		if nameOf(object) == name {
			named = append(named, object)
		}
	}
	found, err := One(named, fmt.Sprintf("%s named %q%s", what, name, where), id)
	if len(named) == 0 {
		err = fmt.Errorf("%w.%s", err, argument.DidYouMean(name, names))
	}
	return found, err
}
