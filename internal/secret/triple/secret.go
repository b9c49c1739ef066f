// Package triple writes the three attributes of a secret once for all platforms: x (kept in state), x_wo (write-only) and
// x_wo_version. A [Tracker] decides when the secret is sent.
package triple

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
)

// Secret describes one secret x of a resource.
type Secret struct {
	// Path of x: path.Root("token"), or path.Root("aws").AtName("secret_access_key") inside a block.
	Path path.Path
	// Description is a sentence in Markdown about x. The texts of x_wo and x_wo_version follow from it.
	Description string
	// Map makes x and x_wo maps of strings, which are merged.
	Map bool
	// Required asks for x or x_wo; inside a block, only if the block is there.
	Required bool
	// Validators are the documented limits of the value, for a map those of each value. They must not
	// quote it: see package argument.
	Validators []validator.String
	// KeyValidators are the documented limits of the keys of a map.
	KeyValidators []validator.String
	// IsSecretKey reports whether the value at a key of a map is secret: then x warns that it is kept in the state. Nil: x
	// does not know; a resource may.
	IsSecretKey func(key string) bool
	// IsPublic reports whether a configuration says that x is no secret: then x may be kept in the state. Nil: none does.
	IsPublic func(ctx context.Context, config tfsdk.Config) bool
}

// AddTo adds x, x_wo and x_wo_version to the attributes of the object that holds them.
func (s Secret) AddTo(attributes map[string]schema.Attribute) {
	if s.Map {
		s.addMaps(attributes)
	} else {
		s.addStrings(attributes)
	}
	attributes[lastName(s.version())] = schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: s.versionText(),
		Validators:          []validator.String{argument.With(lastName(s.writeOnly()), s.moveText())},
	}
}

func (s Secret) addStrings(attributes map[string]schema.Attribute) {
	stored := append(slices.Clone(s.Validators), argument.Without(lastName(s.writeOnly()), s.choiceText()), kept{s})
	if s.Required {
		stored = append(stored, presence{s})
	}
	attributes[lastName(s.Path)] = schema.StringAttribute{
		Optional: true, Sensitive: true,
		MarkdownDescription: s.storedText(),
		Validators:          stored,
	}
	attributes[lastName(s.writeOnly())] = schema.StringAttribute{
		Optional: true, Sensitive: true, WriteOnly: true,
		MarkdownDescription: s.writeOnlyText(),
		Validators:          append(slices.Clone(s.Validators), supported{s}),
	}
}

func (s Secret) addMaps(attributes map[string]schema.Attribute) {
	limits := []validator.Map{argument.Map(s.KeyValidators, s.Validators)}
	stored := append(slices.Clone(limits), kept{s})
	if s.Required {
		stored = append(stored, presence{s})
	}
	attributes[lastName(s.Path)] = schema.MapAttribute{
		ElementType: types.StringType, Optional: true, Sensitive: true,
		MarkdownDescription: s.storedText(),
		Validators:          stored,
	}
	attributes[lastName(s.writeOnly())] = schema.MapAttribute{
		ElementType: types.StringType, Optional: true, Sensitive: true, WriteOnly: true,
		MarkdownDescription: s.writeOnlyText(),
		Validators:          append(slices.Clone(limits), disjoint{s}, supported{s}),
	}
}

func (s Secret) writeOnly() path.Path {
	return s.Path.ParentPath().AtName(lastName(s.Path) + "_wo")
}

func (s Secret) version() path.Path {
	return s.Path.ParentPath().AtName(lastName(s.Path) + "_wo_version")
}

func (s Secret) storedText() string {
	text := s.requiredText(s.writeOnly()) + s.Description
	if s.Map {
		return fmt.Sprintf("%s Stored in the state, so put secrets into `%s`; the two are merged.", text, lastName(s.writeOnly()))
	}
	return fmt.Sprintf("%s Stored in the state, so prefer `%s`.", text, lastName(s.writeOnly()))
}

// requiredText begins the description of x or x_wo, if one of them must be set.
func (s Secret) requiredText(other path.Path) string {
	if !s.Required {
		return ""
	}
	return fmt.Sprintf("**Required:** this or `%s`. ", lastName(other))
}

func (s Secret) writeOnlyText() string {
	return fmt.Sprintf("%sWrite-only form of `%s`, stored nowhere. See %s.", s.requiredText(s.Path), lastName(s.Path), documentationLink)
}

func (s Secret) versionText() string {
	return fmt.Sprintf("Change this, for example a number, to write `%s` again. See %s.", lastName(s.writeOnly()), documentationLink)
}

// documentationLink is where the documentation explains the three arguments, once for all secrets.
const documentationLink = "[Secrets](../index.md#secrets)"

func lastName(p path.Path) string {
	last, _ := p.Steps().LastStep()
	return last.String()
}

// block returns the name of the block that holds the secret; empty if none does.
func (s Secret) block() string {
	if steps := s.Path.Steps(); len(steps) > 1 {
		return steps[0].String()
	}
	return ""
}

// Names returns, for people, the arguments in which the only secret of a resource is configured. Several secrets are in blocks,
// of which it has one.
func Names(secrets []Secret) string {
	if len(secrets) > 1 {
		return "the secret of its block"
	}
	return fmt.Sprintf("`%s` or `%s`", secrets[0].writeOnly(), secrets[0].Path)
}

// names are those of x, x_wo and x_wo_version.
func (s Secret) names() [3]string {
	x := lastName(s.Path)
	return [3]string{x, x + "_wo", x + "_wo_version"}
}

// moveText says what to do about a version without a write-only secret.
func (s Secret) moveText() string {
	return fmt.Sprintf("If the secret is in `%s`, move it to `%s`.", lastName(s.Path), lastName(s.writeOnly()))
}

// choiceText says which of the two to keep.
func (s Secret) choiceText() string {
	return fmt.Sprintf("Keep `%s`, which is in no state; `%s` is for Terraform and OpenTofu before 1.11.", lastName(s.writeOnly()), lastName(s.Path))
}
