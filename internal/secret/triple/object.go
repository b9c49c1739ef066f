package triple

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// object is a configuration, a plan, a state or a block in one of them, by attribute; nil if it is absent.
type object map[string]tftypes.Value

// decode takes a value apart once, since each look-up by path through the framework walks and converts all of it again.
func decode(raw tftypes.Value) object {
	var attributes map[string]tftypes.Value
	if raw.IsNull() || !raw.IsKnown() || raw.As(&attributes) != nil {
		return nil
	}
	return attributes
}

// holder returns the object that holds the secret: o itself or a block of it.
func (o object) holder(s Secret) object {
	if block := s.block(); block != "" {
		return decode(o[block])
	}
	return o
}

// values returns the three attributes of a secret.
func (o object) values(s Secret) values {
	held, names := o.holder(s), s.names()
	return values{stored: held[names[0]], writeOnly: held[names[1]], version: held[names[2]]}
}

func (o object) text(attribute string) string { return text(o[attribute]) }

// text returns v as a string; empty if it is null or unknown.
func text(v tftypes.Value) (s string) {
	if !v.IsNull() && v.IsKnown() {
		_ = v.As(&s)
	}
	return s
}

// elements returns the elements of a map; none if it is null or unknown.
func elements(v tftypes.Value) map[string]tftypes.Value { return decode(v) }

// same reports whether two values are equal; an attribute of an absent object is null.
func same(a, b tftypes.Value) bool {
	if a.IsNull() || b.IsNull() {
		return a.IsNull() && b.IsNull()
	}
	return a.Equal(b)
}

// values are the three attributes of one secret.
type values struct{ stored, writeOnly, version tftypes.Value }

func (v values) present() bool { return !v.stored.IsNull() || !v.writeOnly.IsNull() }

func (v values) pinned() bool { return !v.version.IsNull() }

// empty reports whether there is surely nothing to send: an API that asks for a map asks for a key in it.
func (v values) empty(isMap bool) bool {
	for _, part := range []tftypes.Value{v.stored, v.writeOnly} {
		if !part.IsNull() && (!isMap || !part.IsKnown() || len(elements(part)) > 0) {
			return false
		}
	}
	return true
}

// text returns the value of a secret that is no map.
func (v values) text() secret.String {
	if v.stored.IsNull() {
		return secret.New(text(v.writeOnly))
	}
	return secret.New(text(v.stored))
}

// merged returns the value of a map secret.
func (v values) merged() map[string]secret.String {
	all := make(map[string]secret.String)
	for _, part := range []tftypes.Value{v.stored, v.writeOnly} {
		for key, element := range elements(part) {
			all[key] = secret.New(text(element))
		}
	}
	return all
}

// whole is the key of a secret that is no map.
const whole = ""

// writeOnlyParts returns what is compared by digest, by key: the elements of a map, or the one text.
func (v values) writeOnlyParts(isMap bool) map[string]tftypes.Value {
	switch {
	case v.writeOnly.IsNull():
		return nil
	case isMap:
		return elements(v.writeOnly)
	}
	return map[string]tftypes.Value{whole: v.writeOnly}
}

// with returns a value of the type of raw that holds o and the changes: all at once, because each change through the
// framework rebuilds the whole.
func (o object) with(raw tftypes.Value, changes map[string]tftypes.Value) tftypes.Value {
	changed := maps.Clone(o)
	maps.Copy(changed, changes)
	return tftypes.NewValue(raw.Type(), map[string]tftypes.Value(changed))
}
