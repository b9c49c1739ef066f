package losant

import (
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
)

// objectID is what ids of applications, and of what is in them, look like.
var objectID = regexp.MustCompile(`^[A-Fa-f0-9]{24}$`)

// Where ids are found.
const (
	applicationHint = "The address of an application in Losant ends with its id."
	credentialHint  = "Look it up by the name with the data source credentials_service_credential." //nolint:gosec // the name of a data source
)

// isObjectID accepts an id. The hint says where the right one is found.
func isObjectID(hint string) validator.String {
	return argument.Matches(objectID, "24 hexadecimal digits", hint)
}

// blockNames lists the blocks of types, for people.
func blockNames(all []credentialType) string {
	names := make([]string, len(all))
	for i, t := range all {
		names[i] = t.block
	}
	return strings.Join(names, ", ")
}

// value turns a decoded JSON value, which the client has found to be of the field's type, into Terraform's.
func (f field) value(decoded any) attr.Value {
	switch decoded := decoded.(type) {
	case string:
		return types.StringValue(decoded)
	case float64:
		return types.Int64Value(int64(decoded))
	case bool:
		return types.BoolValue(decoded)
	case map[string]any:
		return object(certificateInfoFields, decoded)
	}
	return f.null()
}

// object turns a decoded JSON object into Terraform's.
func object(fields []field, decoded map[string]any) types.Object {
	values := map[string]attr.Value{}
	for _, f := range fields {
		values[f.name] = f.value(decoded[f.json])
	}
	return types.ObjectValueMust(attributeTypes(fields), values)
}

// wire turns a known Terraform value into what goes into JSON.
func (f field) wire(value attr.Value) any {
	switch value := value.(type) {
	case types.Int64:
		return value.ValueInt64()
	case types.Bool:
		return value.ValueBool()
	case types.String:
		return value.ValueString()
	}
	return nil
}

func (f field) null() attr.Value {
	switch f.kind {
	case kindNumber:
		return types.Int64Null()
	case kindFlag:
		return types.BoolNull()
	case kindCertificateInfo:
		return types.ObjectNull(attributeTypes(certificateInfoFields))
	}
	return types.StringNull()
}

// unknown is what a plan has for a computed field that is still to be made.
func (f field) unknown() attr.Value {
	if f.kind == kindCertificateInfo {
		return types.ObjectUnknown(attributeTypes(certificateInfoFields))
	}
	return types.StringUnknown()
}

// keepAbsent returns what was found, but keeps a known "absent" apart from a known "empty": Losant shows both alike.
func keepAbsent[V attr.Value](known, found V) V {
	if isEmpty(known) && isEmpty(found) {
		return known
	}
	return found
}

// keepLineEnds returns what was found, but keeps a known text of several lines, such as a certificate, if only its line ends
// differ.
func keepLineEnds(known, found attr.Value) attr.Value {
	before, ok := known.(types.String)
	after, also := found.(types.String)
	if ok && also && strings.Contains(before.ValueString(), "\n") && plainText(before.ValueString()) == plainText(after.ValueString()) {
		return known
	}
	return found
}

func isEmpty(value attr.Value) bool {
	return value.IsNull() || value.Equal(types.StringValue("")) || value.Equal(types.BoolValue(false))
}
