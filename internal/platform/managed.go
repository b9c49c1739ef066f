package platform

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-jsontypes/jsontypes"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// ManagedObject is an argument that holds a JSON object of which only the top-level keys that are configured are managed:
// whatever else the platform keeps in the object is left as it is, and drift is judged on the managed keys alone.
// Values stay as they are written, so that no number loses its precision.
type ManagedObject struct{ keys map[string]json.RawMessage }

// NewManagedObject reads the argument; null manages nothing. Anything but a JSON object is an error.
func NewManagedObject(configured jsontypes.Normalized) (ManagedObject, error) {
	keys := map[string]json.RawMessage{}
	if !configured.IsNull() && !configured.IsUnknown() {
		if err := json.Unmarshal([]byte(configured.ValueString()), &keys); err != nil || keys == nil {
			return ManagedObject{}, fmt.Errorf("it must be a JSON object, as jsonencode({ … }) makes it")
		}
	}
	return ManagedObject{keys}, nil
}

// JSONObject accepts what NewManagedObject does.
func JSONObject() validator.String { return jsonObject{} }

type jsonObject struct{}

func (jsonObject) Description(context.Context) string { return "a JSON object" }

func (v jsonObject) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (jsonObject) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if _, err := NewManagedObject(jsontypes.Normalized{StringValue: req.ConfigValue}); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a JSON object", fmt.Sprintf("%s: %s.", req.Path, err))
	}
}

// Keys gives the managed keys with their configured values.
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

// Overlay gives the current object with the managed keys put over it, and without the removed ones.
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

// Refresh gives the argument as it is on the platform now: the managed keys with their current values, without those that
// are gone. Null stays null.
func (m ManagedObject) Refresh(configured jsontypes.Normalized, current map[string]json.RawMessage) (jsontypes.Normalized, error) {
	if configured.IsNull() {
		return configured, nil
	}
	managed := map[string]json.RawMessage{}
	for key := range m.keys {
		if value, ok := current[key]; ok {
			managed[key] = value
		}
	}
	encoded, err := json.Marshal(managed)
	if err != nil {
		return configured, err
	}
	return jsontypes.NewNormalizedValue(string(encoded)), nil
}
