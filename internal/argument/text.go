package argument

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// text checks a text. Like all validators of this package, it says what is wrong, and quotes nothing: by a slip, any argument
// may hold a secret.
type text struct {
	form  string // completes "must be …"
	hint  string // a sentence: where the right value is found; may be empty
	valid func(string) bool
}

// filled is what every text is but the empty one.
const filled = "a text that is not empty"

// Filled accepts every text but the empty one.
func Filled() validator.String {
	return text{form: filled, valid: func(s string) bool { return s != "" }}
}

// Length accepts texts of so many characters.
func Length(least, most int) validator.String {
	form := fmt.Sprintf("%d to %d characters long", least, most)
	if least == 0 {
		form = fmt.Sprintf("at most %d characters long", most)
	}
	return text{form: form, valid: func(s string) bool {
		length := utf8.RuneCountInString(s)
		return least <= length && length <= most
	}}
}

// OneOf accepts the given texts.
func OneOf(values ...string) validator.String {
	form := "one of " + strings.Join(values, ", ")
	if len(values) == 1 {
		form = values[0]
	}
	return text{form: form, valid: func(s string) bool { return slices.Contains(values, s) }}
}

// Matches accepts texts of a form, which completes the sentence "must be …". The hint is a sentence that says where the right
// value is found; it may be empty.
func Matches(pattern *regexp.Regexp, form, hint string) validator.String {
	return text{form: form, hint: hint, valid: pattern.MatchString}
}

// GUID is the form of a GUID; letter case does not count.
var GUID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// NoSlash is the form of an id of which a platform promises nothing else.
var NoSlash = regexp.MustCompile(`^[^/]+$`)

// Check accepts texts for which valid reports true.
func Check(valid func(string) bool, form, hint string) validator.String {
	return text{form: form, hint: hint, valid: valid}
}

// Description implements validator.String.
func (v text) Description(context.Context) string { return "must be " + v.form }

// MarkdownDescription implements validator.String.
func (v text) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (v text) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	value := req.ConfigValue.ValueString()
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || v.valid(value) {
		return
	}
	name := nameOf(req.Path)
	title, detail := "Invalid "+name, fmt.Sprintf("%s must be %s.", subject(req.Path), v.form)
	switch trimmed := strings.TrimSpace(value); {
	case value == "":
		title = "Empty " + name
		detail = fmt.Sprintf("%s is empty: is the variable of the pipeline set?", subject(req.Path))
		if v.form != filled {
			detail += fmt.Sprintf(" It must be %s.", v.form)
		}
	case trimmed != value && v.valid(trimmed):
		detail += " There is white space around it."
	}
	if v.hint != "" {
		detail += " " + v.hint
	}
	resp.Diagnostics.AddAttributeError(location(req.Path), title, detail)
}

// location returns where a problem is reported: of an element of a map or a set, or of what is inside one, at the map or the set,
// since the path of an element quotes its key or its values, and SDKs log it.
func location(p path.Path) path.Path {
	at := p
	for ; len(p.Steps()) > 1; p = p.ParentPath() {
		switch last, _ := p.Steps().LastStep(); last.(type) {
		case path.PathStepElementKeyString, path.PathStepElementKeyValue:
			at = p.ParentPath()
		}
	}
	return at
}

// nameOf returns the name of the argument that a path leads to, or into.
func nameOf(p path.Path) string {
	last, _ := p.Steps().LastStep()
	name, ok := last.(path.PathStepAttributeName)
	if !ok && len(p.Steps()) > 1 {
		return nameOf(p.ParentPath())
	}
	return string(name)
}

// subject begins a sentence about what a path leads to. It names no key of a map, since that may be a slip too.
func subject(p path.Path) string {
	last, _ := p.Steps().LastStep()
	if _, ok := last.(path.PathStepAttributeName); !ok && len(p.Steps()) > 1 {
		of := p.ParentPath()
		for {
			if last, _ := of.Steps().LastStep(); len(of.Steps()) < 2 {
				break
			} else if _, ok := last.(path.PathStepAttributeName); ok {
				break
			}
			of = of.ParentPath()
		}
		return fmt.Sprintf("An element of `%s`", of)
	}
	return fmt.Sprintf("`%s`", withoutValues(p))
}

// withoutValues returns a path that names no element of a set, which is named by all that it holds.
func withoutValues(p path.Path) path.Path {
	shown := path.Empty()
	for _, step := range p.Steps() {
		switch step := step.(type) {
		case path.PathStepAttributeName:
			shown = shown.AtName(string(step))
		case path.PathStepElementKeyInt:
			shown = shown.AtListIndex(int(step))
		case path.PathStepElementKeyString:
			shown = shown.AtMapKey(string(step))
		}
	}
	return shown
}
