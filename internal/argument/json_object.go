// Package argument has the kinds of arguments that several platforms take.
package argument

import (
	"encoding/json"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// ManagedObject is an argument that holds a JSON object of which only the top-level keys that are configured are managed:
// whatever else the platform keeps in the object is left as it is, and drift is judged on the managed keys alone.
// Values stay as they are written, so that no number loses its precision.
type ManagedObject struct{ keys map[string]json.RawMessage }

// Managed reads an argument that [JSONObject] has validated; null manages nothing. What was unknown then has been validated
// again since: the engines do so before they plan, and in an apply they plan again once all is known. So anything but a JSON
// object is a bug, and panics: taken for an object without keys, it would remove all that was managed before.
func Managed(configured JSON) ManagedObject {
	if configured.IsNull() || configured.IsUnknown() {
		return ManagedObject{}
	}
	keys, ok := parseObject(configured.ValueString())
	if !ok {
		panic("a managed argument is no JSON object, and was not validated")
	}
	return ManagedObject{keys}
}

func parseObject(text string) (keys map[string]json.RawMessage, ok bool) {
	err := json.Unmarshal([]byte(text), &keys)
	return keys, err == nil && keys != nil
}

// JSONObject accepts JSON objects only.
func JSONObject() validator.String {
	return text{form: "a JSON object", hint: "Use jsonencode({ … }).", valid: func(s string) bool {
		_, ok := parseObject(s)
		return ok
	}}
}

// Keys returns the managed keys with their configured values.
func (m ManagedObject) Keys() map[string]json.RawMessage { return m.keys }

// Removed lists the keys that were managed before and are not any more.
func (m ManagedObject) Removed(before ManagedObject) []string {
	var removed []string
	for key := range before.keys {
		if _, still := m.keys[key]; !still {
			removed = append(removed, key)
		}
	}
	return removed
}

// Overlay returns the current object with the managed keys put over it, and without the removed ones.
func (m ManagedObject) Overlay(current map[string]json.RawMessage, removed []string) map[string]json.RawMessage {
	overlaid := maps.Clone(current)
	if overlaid == nil {
		overlaid = map[string]json.RawMessage{}
	}
	for _, key := range removed {
		delete(overlaid, key)
	}
	maps.Copy(overlaid, m.keys)
	return overlaid
}

// Refresh returns the argument as it is on the platform now: the managed keys with their current values, without those that
// are gone. Null stays null.
func (m ManagedObject) Refresh(current map[string]json.RawMessage) JSON {
	if m.keys == nil {
		return NullJSON()
	}
	managed := map[string]json.RawMessage{}
	for key := range m.keys {
		if value, ok := current[key]; ok {
			managed[key] = value
		}
	}
	encoded, _ := json.Marshal(managed) // what has been decoded marshals
	return NewJSON(string(encoded))
}
