package resource

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// DataSource is embedded by every data source, with the type of its platform's client.
type DataSource[C any] struct{ platform.UsesClient[C] }

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSource[C]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.FindClient(req.ProviderData, &resp.Diagnostics)
}

// Shown is a text that a data source shows.
func Shown(doc string) schema.Attribute {
	return schema.StringAttribute{MarkdownDescription: doc, Computed: true}
}

// ShownBool is a truth value that a data source shows.
func ShownBool(doc string) schema.Attribute {
	return schema.BoolAttribute{MarkdownDescription: doc, Computed: true}
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
