package argument_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
)

func TestManagedObjectLeavesTheRestAlone(t *testing.T) {
	before := argument.Managed(argument.NewJSON(`{"title": "old", "gone": 1}`))
	now := argument.Managed(argument.NewJSON(`{"title": "new", "id": 12345678901234567890}`))
	var current map[string]json.RawMessage
	if err := json.Unmarshal([]byte(`{"title":"old","gone":1,"theirs":{"a":[1]}}`), &current); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(now.Overlay(current, now.Removed(before)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"id":12345678901234567890,"theirs":{"a":[1]},"title":"new"}`, string(encoded)); diff != "" {
		t.Error(diff)
	}
	if _, ok := current["gone"]; !ok {
		t.Error("Overlay changed the current object itself")
	}
}

func TestManagedObjectShowsDriftOfManagedKeysOnly(t *testing.T) {
	current := map[string]json.RawMessage{"title": json.RawMessage(`"theirs"`), "other": json.RawMessage(`1`)}
	for configured, want := range map[argument.JSON]argument.JSON{
		argument.NewJSON(`{"title":"mine","lost":true}`): argument.NewJSON(`{"title":"theirs"}`),
		argument.NewJSON(`{}`):                           argument.NewJSON(`{}`),
		argument.NullJSON():                              argument.NullJSON(),
	} {
		if found := argument.Managed(configured).Refresh(current); !found.Equal(want) {
			t.Errorf("Refresh of %s = %s", configured, found)
		}
	}
}

func TestManagedObjectMustBeAnObject(t *testing.T) {
	for _, text := range []string{`[]`, `"text"`, `null`, `{`} {
		if !refusesAsObject(t, types.StringValue(text)) {
			t.Errorf("%s was found valid", text)
		}
	}
	for _, value := range []types.String{types.StringValue(`{"a":[1]}`), types.StringValue(`{}`), types.StringNull(), types.StringUnknown()} {
		if refusesAsObject(t, value) {
			t.Errorf("%s was found invalid", value)
		}
	}
}

func TestManagedObjectIsNeverTakenForAnEmptyOne(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a value that is not an object was read")
		}
	}()
	argument.Managed(argument.NewJSON(`[]`))
}

func refusesAsObject(t *testing.T, value types.String) bool {
	t.Helper()
	var resp validator.StringResponse
	argument.JSONObject().ValidateString(t.Context(), validator.StringRequest{Path: path.Root("properties"), ConfigValue: value}, &resp)
	return resp.Diagnostics.HasError()
}
