package resource

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ID is the shape of a resource's identity: its parts, in the order of the import id, which joins them with slashes. Each
// part is an attribute of the resource by the same name.
type ID []IDPart

// IDPart is one part of an ID.
type IDPart struct {
	// Attribute is the name of the attribute, in the resource and in the identity.
	Attribute string
	// Pattern is what the part looks like; nil: anything but empty. Only the last part may contain slashes.
	Pattern *regexp.Regexp
	// Description is a short phrase without a full stop.
	Description string
}

// Format joins the values of all parts to an import id.
func (id ID) Format(values ...string) string { return strings.Join(values, "/") }

// Parse splits an import id. One whose slashes are URL-encoded, as in a copied address, is decoded.
func (id ID) Parse(s string) ([]string, error) {
	if strings.Count(s, "/") < len(id)-1 {
		if decoded, err := url.PathUnescape(s); err == nil {
			s = decoded
		}
	}
	values := strings.SplitN(s, "/", len(id))
	last := id[len(id)-1]
	switch given := strings.Count(s, "/") + 1; {
	case given < len(id):
		return nil, fmt.Errorf("%q has only %d of %d parts", s, given, len(id))
	case given > len(id) && last.Pattern != nil && !last.Pattern.MatchString(values[len(id)-1]):
		return nil, fmt.Errorf("%q has %d parts instead of %d", s, given, len(id))
	}
	return values, id.check(values)
}

func (id ID) check(values []string) error {
	for i, part := range id {
		if err := part.check(values[i]); err != nil {
			return err
		}
		if last := i == len(id)-1; !last && strings.Contains(values[i], "/") {
			return fmt.Errorf("%s is %q, but must not contain a slash", part.Attribute, values[i])
		}
	}
	return nil
}

// String is the form of the import id, such as <application_id>/<id>.
func (id ID) String() string {
	names := make([]string, len(id))
	for i, part := range id {
		names[i] = "<" + part.Attribute + ">"
	}
	return strings.Join(names, "/")
}

func (p IDPart) check(value string) error {
	switch {
	case value == "":
		return fmt.Errorf("%s must not be empty", p.Attribute)
	case p.Pattern != nil && !p.Pattern.MatchString(value):
		return fmt.Errorf("%s is %q, which does not match %s", p.Attribute, value, p.Pattern)
	}
	return nil
}

// Schema is the identity schema with these parts.
func (id ID) Schema() identityschema.Schema {
	attributes := map[string]identityschema.Attribute{}
	for _, part := range id {
		attributes[part.Attribute] = identityschema.StringAttribute{RequiredForImport: true, Description: part.Description}
	}
	return identityschema.Schema{Attributes: attributes}
}

// Identify sets the identity from the attributes of the state; parts that are there stay as they are spelled, since an
// identity must not change. Read calls it also before it removes the object: without an identity, Terraform 1.11 ends in
// "Missing Resource Identity After Read".
func (id ID) Identify(ctx context.Context, state tfsdk.State, identity *tfsdk.ResourceIdentity) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, part := range id {
		value := part.of(state.Raw)
		if !SameID(part.of(identity.Raw), value) {
			diags.Append(identity.SetAttribute(ctx, path.Root(part.Attribute), value)...)
		}
	}
	return diags
}

// Compose sets the attribute id to the import id that the parts in the state make.
func (id ID) Compose(ctx context.Context, state *tfsdk.State) diag.Diagnostics {
	var diags diag.Diagnostics
	values := make([]string, len(id))
	for i, part := range id {
		diags.Append(state.GetAttribute(ctx, path.Root(part.Attribute), &values[i])...)
	}
	diags.Append(state.SetAttribute(ctx, pathID, id.Format(values...))...)
	return diags
}

// differs reports whether two plans or states are about different objects, or may turn out to be.
func (id ID) differs(one, other tftypes.Value) bool {
	return slices.ContainsFunc(id, func(part IDPart) bool { return !SameID(part.of(one), part.of(other)) })
}

// of returns the value of the part in a plan, a state or an identity; null if it cannot be read. The framework's GetAttribute
// allocates about a hundred times for it.
func (p IDPart) of(in tftypes.Value) types.String {
	var members map[string]tftypes.Value
	if in.As(&members) != nil {
		return types.StringNull()
	}
	value, known := members[p.Attribute], ""
	switch {
	case !value.IsKnown():
		return types.StringUnknown()
	case value.IsNull() || value.As(&known) != nil:
		return types.StringNull()
	}
	return types.StringValue(known)
}

// hexadecimal is the form of ids that are written in hexadecimal digits, such as GUIDs.
var hexadecimal = regexp.MustCompile(`^[0-9A-Fa-f-]{24,}$`)

// SameID reports whether two ids name the same object: the letter case of hexadecimal digits does not matter.
func SameID(a, b types.String) bool {
	return a.Equal(b) || hexadecimal.MatchString(a.ValueString()) && strings.EqualFold(a.ValueString(), b.ValueString())
}

// canonicalID is an id in its one spelling: see [SameID].
func canonicalID(id string) string {
	if hexadecimal.MatchString(id) {
		return strings.ToLower(id)
	}
	return id
}

// ReplacesWithID makes another id replace the object, but not the same one in another spelling: the object of an import
// whose id was spelled so would be destroyed.
func ReplacesWithID() planmodifier.String {
	const rule = "Another id replaces the object."
	return stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = !SameID(req.StateValue, req.PlanValue)
	}, rule, rule)
}

// Import begins an import by import id or by identity: the parts go into the state, for Read to find the object.
func (id ID) Import(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	values, err := id.requested(ctx, req, &resp.Diagnostics)
	if err != nil {
		resp.Diagnostics.AddError("Not a valid import id", fmt.Sprintf("%s. The import id has the form %s.", err, id))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(setParts(ctx, id, values, &resp.State)...)
	resp.Diagnostics.Append(setParts(ctx, id, values, resp.Identity)...)
}

func (id ID) requested(ctx context.Context, req resource.ImportStateRequest, diags *diag.Diagnostics) ([]string, error) {
	if req.ID != "" || req.Identity == nil || req.Identity.Raw.IsNull() {
		return id.Parse(req.ID)
	}
	values := make([]string, len(id))
	for i, part := range id {
		diags.Append(req.Identity.GetAttribute(ctx, path.Root(part.Attribute), &values[i])...)
	}
	if diags.HasError() {
		return nil, nil
	}
	return values, id.check(values)
}
