package argument

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Either accepts a data source's configuration in which exactly one of these arguments is set.
func Either(names ...string) datasource.ConfigValidator { return either{names} }

type either struct{ names []string }

// Description implements datasource.ConfigValidator.
func (v either) Description(context.Context) string {
	return "exactly one of " + strings.Join(v.names, ", ") + " must be set"
}

// MarkdownDescription implements datasource.ConfigValidator.
func (v either) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateDataSource implements datasource.ConfigValidator. An argument that is not known yet may turn out to be null.
func (v either) ValidateDataSource(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var set []string
	unknown := false
	quoted := make([]string, len(v.names))
	for i, name := range v.names {
		quoted[i] = "`" + name + "`"
		var value attr.Value
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(name), &value)...)
		switch {
		case value == nil || value.IsNull():
		case value.IsUnknown():
			unknown = true
		default:
			set = append(set, name)
		}
	}
	switch alternatives := strings.Join(quoted, " or "); {
	case resp.Diagnostics.HasError():
	case len(set) > 1:
		resp.Diagnostics.AddAttributeError(path.Root(set[1]), "Arguments that exclude each other",
			fmt.Sprintf("Set either %s: more than one of them is set.", alternatives))
	case len(set) == 0 && !unknown:
		resp.Diagnostics.AddError("Missing "+strings.Join(v.names, " or "), fmt.Sprintf("Set either %s.", alternatives))
	}
}
