// Package triple writes the three attributes of a secret once for all platforms: x (kept in state), x_wo (write-only)
// and x_wo_version. It decides when a secret is sent:
//
//  1. With a version, when the version changes, and only then.
//  2. Without one, when the value changes; for a write-only value a digest in private state tells.
//  3. When the platform says that the object changed since our last write. Without a version the plan writes the
//     secret again, with one it only warns.
//
// A secret that is kept in state follows 2, and 1 if it is a map with a version.
//
// Four properties of Terraform shape the package. ModifyPlan runs again during apply and may then see another
// ephemeral value, so every planned update leaves open whether it writes a secret, and the write decides. A write-only
// value can be unknown in a plan, which counts as perhaps changed. Planned private state is saved even if the write
// fails, so only a write touches the digests: it drops one before the request and records one after the answer. And no
// digest, as after an import, means changed; so does a secret that was sent in a write which failed, since the platform
// may hold either value.
package triple

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
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
	// Validators are the documented limits of the value, for a map those of each value. Their error messages are
	// replaced by ones that do not quote the value.
	Validators []validator.String
	// KeyValidators are the documented limits of the keys of a map.
	KeyValidators []validator.String
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
		Validators:          []validator.String{stringvalidator.AlsoRequires(sibling(s.writeOnly()))},
	}
}

func (s Secret) addStrings(attributes map[string]schema.Attribute) {
	var limits []validator.String
	for _, v := range s.Validators {
		limits = append(limits, quiet{v})
	}
	stored := append(slices.Clone(limits), stringvalidator.ConflictsWith(sibling(s.writeOnly())))
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
		Validators:          limits,
	}
}

func (s Secret) addMaps(attributes map[string]schema.Attribute) {
	limits := []validator.Map{mapvalidator.NoNullValues()}
	if len(s.KeyValidators) > 0 {
		limits = append(limits, mapvalidator.KeysAre(s.KeyValidators...))
	}
	for _, v := range s.Validators {
		limits = append(limits, mapvalidator.ValueStringsAre(quiet{v}))
	}
	stored := slices.Clone(limits)
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
		Validators:          append(limits, disjoint{s}),
	}
}

func (s Secret) writeOnly() path.Path {
	return s.Path.ParentPath().AtName(lastName(s.Path) + "_wo")
}

func (s Secret) version() path.Path {
	return s.Path.ParentPath().AtName(lastName(s.Path) + "_wo_version")
}

func (s Secret) storedText() string {
	advice, rule := "prefer", "Only one of the two may be set."
	switch {
	case s.Map && s.Required:
		advice, rule = "put secrets into", "The two are merged, and no key may be in both. At least one of them must be set."
	case s.Map:
		advice, rule = "put secrets into", "The two are merged, and no key may be in both."
	case s.Required:
		rule = "Exactly one of the two must be set."
	}
	return fmt.Sprintf("%s Kept in the state; with Terraform or OpenTofu 1.11 or newer, %s `%s`. %s",
		s.Description, advice, lastName(s.writeOnly()), rule)
}

func (s Secret) writeOnlyText() string {
	return fmt.Sprintf("Like `%s`, but write-only: it is kept neither in plans nor in the state, and may be ephemeral. "+
		"Needs Terraform or OpenTofu 1.11 or newer. Sent again when it changes or, if `%s` is set, when that changes.",
		lastName(s.Path), lastName(s.version()))
}

func (s Secret) versionText() string {
	return fmt.Sprintf("Any text that changes with the secret, such as a number or the version id of a secret store. "+
		"If it is set, `%s` may differ in every run, and only a new version makes the provider send it again. "+
		"A change outside Terraform, if the platform reports it, then leads only to a warning.", lastName(s.writeOnly()))
}

func lastName(p path.Path) string {
	last, _ := p.Steps().LastStep()
	return last.String()
}

// sibling matches, from an attribute, the one of the same name as p in the same object.
func sibling(p path.Path) path.Expression {
	return path.MatchRelative().AtParent().AtName(lastName(p))
}
