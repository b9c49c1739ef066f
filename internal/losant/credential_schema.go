package losant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

// resourceBlock is the type's block in the resource. It is a block, not an attribute, because the engines drop an unknown
// key of a nested attribute without a word. All its attributes are optional for the schema: one that is required would
// fail validation where the block is absent, so a validator of the block asks for them.
func (t credentialType) resourceBlock() schema.Block {
	attributes := map[string]schema.Attribute{}
	for _, f := range t.fields {
		if f.secret {
			t.triple().AddTo(attributes)
		} else {
			attributes[f.name] = f.resourceAttribute()
		}
	}
	return schema.SingleNestedBlock{
		MarkdownDescription: t.doc,
		Attributes:          attributes,
		Validators:          []validator.Object{complete{t}},
	}
}

// triple is the type's secret.
func (t credentialType) triple() triple.Secret {
	f := t.secret()
	return triple.Secret{
		Path:        path.Root(t.block).AtName(f.name),
		Description: f.doc + t.exclusion(),
		Required:    f.required,
		Validators:  f.textValidators(),
	}
}

// exclusion says what the type's secret cannot be combined with.
func (t credentialType) exclusion() string {
	if t.generates() {
		return " Cannot be combined with `generate_private_key`."
	}
	return ""
}

// generates reports whether Losant can make the type's secret.
func (t credentialType) generates() bool {
	for _, f := range t.fields {
		if f.input {
			return true
		}
	}
	return false
}

func (f field) resourceAttribute() schema.Attribute {
	doc := f.doc
	switch { // what the schema cannot say: a block has optional attributes only
	case f.required:
		doc = "**Required.** " + doc
	case !f.computed && !f.clearable():
		doc += " Removing it forces a new service credential, because Losant cannot clear it. So does a value that is only known after apply."
	}
	switch {
	case f.kind == kindCertificateInfo:
		attributes := map[string]schema.Attribute{}
		for _, inner := range certificateInfoFields {
			attributes[inner.name] = resource.Volatile(inner.doc)
		}
		return schema.SingleNestedAttribute{
			MarkdownDescription: doc, Computed: true, Attributes: attributes,
			PlanModifiers: []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		}
	case f.computed:
		return resource.Stable(doc)
	case f.kind == kindNumber:
		return schema.Int64Attribute{
			MarkdownDescription: doc, Optional: true,
			Validators: []validator.Int64{argument.Between(float64(f.min), float64(f.max))},
		}
	case f.kind == kindFlag:
		return schema.BoolAttribute{MarkdownDescription: doc, Optional: true}
	}
	return schema.StringAttribute{MarkdownDescription: doc, Optional: true, Validators: f.textValidators()}
}

func (f field) textValidators() []validator.String {
	if len(f.oneOf) > 0 {
		return []validator.String{argument.OneOf(f.oneOf...)}
	}
	return []validator.String{argument.Length(f.min, f.max)}
}

// dataSourceAttribute is what a data source shows of the type: everything but the secret and the inputs.
func (t credentialType) dataSourceAttribute() datasource.Attribute {
	return datasource.SingleNestedAttribute{MarkdownDescription: t.doc, Computed: true, Attributes: dataSourceAttributes(t.readable())}
}

func dataSourceAttributes(fields []field) map[string]datasource.Attribute {
	attributes := map[string]datasource.Attribute{}
	for _, f := range fields {
		switch f.kind {
		case kindNumber:
			attributes[f.name] = datasource.Int64Attribute{MarkdownDescription: f.doc, Computed: true}
		case kindFlag:
			attributes[f.name] = resource.ShownBool(f.doc)
		case kindCertificateInfo:
			attributes[f.name] = datasource.SingleNestedAttribute{
				MarkdownDescription: f.doc, Computed: true, Attributes: dataSourceAttributes(certificateInfoFields),
			}
		default:
			attributes[f.name] = resource.Shown(f.doc)
		}
	}
	return attributes
}

// attributeTypes are the types of the given fields, as a data source has them.
func attributeTypes(fields []field) map[string]attr.Type {
	attributes := map[string]attr.Type{}
	for _, f := range fields {
		attributes[f.name] = f.attributeType()
	}
	return attributes
}

func (f field) attributeType() attr.Type {
	switch f.kind {
	case kindNumber:
		return types.Int64Type
	case kindFlag:
		return types.BoolType
	case kindCertificateInfo:
		return types.ObjectType{AttrTypes: attributeTypes(certificateInfoFields)}
	}
	return types.StringType
}

// blockTypes are the types of the block's attributes: the secret is three of them.
func (t credentialType) blockTypes() map[string]attr.Type {
	attributes := attributeTypes(t.fields)
	for _, name := range t.secretAttributes() {
		attributes[name] = types.StringType
	}
	return attributes
}

func (t credentialType) secretAttributes() (names [3]string) {
	name := t.secret().name
	return [3]string{name, name + "_wo", name + "_wo_version"}
}

// complete asks for what a block must hold once it is there.
type complete struct{ t credentialType }

func (complete) Description(context.Context) string { return "all required attributes must be set" }

func (c complete) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

func (c complete) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	values := req.ConfigValue.Attributes()
	for _, f := range c.t.fields {
		if f.required && !f.secret && values[f.name].IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path.AtName(f.name), "Missing attribute",
				fmt.Sprintf("A service credential of type %s needs `%s`.", c.t.name, f.name))
		}
	}
	if c.t.generates() {
		c.validateKeySource(values, req, resp)
	}
}

// validateKeySource sees to it that a private key is either given or generated. Snowflake needs one of the two; git works
// without any.
func (c complete) validateKeySource(values map[string]attr.Value, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	names := c.t.secretAttributes()
	generate, ok := values["generate_private_key"].(types.Bool)
	if !ok || generate.IsUnknown() {
		return
	}
	given := !values[names[0]].IsNull() || !values[names[1]].IsNull()
	known := !values[names[0]].IsUnknown() && !values[names[1]].IsUnknown()
	switch {
	case generate.ValueBool() && given && known:
		resp.Diagnostics.AddAttributeError(req.Path.AtName("generate_private_key"), "Two sources of a private key",
			fmt.Sprintf("Either give the key in `%s` or `%s`, or set `generate_private_key`, not both.", names[0], names[1]))
	case !generate.ValueBool() && !given && c.t.name == "snowflake":
		resp.Diagnostics.AddAttributeError(req.Path.AtName(names[0]), "Missing attribute",
			fmt.Sprintf("A service credential of type %s needs `%s`, `%s` or `generate_private_key = true`.", c.t.name, names[0], names[1]))
	}
}
