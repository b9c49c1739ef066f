package fakeapi_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

func TestStateIsMaskedWhereverASecretIs(t *testing.T) {
	type object struct {
		ID       string         `json:"id"`
		Password fakeapi.Secret `json:"password,omitempty"`
		Created  time.Time      `json:"created,omitzero"`
	}
	state := fakeapi.State{"things": {
		object{ID: "1", Password: "s3cret", Created: time.Unix(0, 0).UTC()},
		&object{ID: "2", Password: "s3cret"},
		object{ID: "3"},
		map[string]any{
			"nested": map[string]any{"token": fakeapi.Secret("t"), "name": "n"},
			"list":   []any{fakeapi.Secret("u"), "v", fakeapi.Secret("")},
			"rows":   []object{{ID: "f", Password: "w"}},
		},
	}}
	got, err := json.Marshal(state.Masked())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"things":[{"id":"1","password":"(masked)","created":"1970-01-01T00:00:00Z"},{"id":"2","password":"(masked)"},{"id":"3"},` +
		`{"list":["(masked)","v",""],"nested":{"name":"n","token":"(masked)"},"rows":[{"id":"f","password":"(masked)"}]}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Children are read after their parents, whatever the order in the text; an error names the place and no value.
func TestReadState(t *testing.T) {
	type parent struct{ ID string }
	type child struct {
		ParentID string
		Secret   string
		Extra    any
	}
	for text, want := range map[string]string{
		`{"children": [{"parentId": "p", "secret": "s"}], "parents": [{"id": "p"}]}`: "",
		`{}`:                                    "",
		`[]`:                                    "has to be an object",
		`{"kids": []}`:                          "kids: is not a known property",
		`{"parents": {}}`:                       "parents: has to be an array",
		`{"parents": [7]}`:                      "parents[0]: has to be an object",
		`{"parents": [{"id": "p"}, {"ID": 1}]}`: "parents[1].id: is required",
		`{"parents": [{"id": "p"}, {"id": "p"}]}`:                                                   "parents[1].id: is taken",
		`{"parents": [{"id": "p"}], "children": [{"parentId": "q"}]}`:                               "children[0].parentId: there is no parent q",
		`{"parents": [{"id": "p"}], "children": [{"parentId": "p", "secret": "(masked)"}]}`:         "children[0].secret: is masked; a state with ?secrets=true has the secrets",
		`{"parents": [{"id": "p"}], "children": [{"parentId": "p", "secret": "wrong"}]}`:            "children[0]: it is wrong",
		`{"parents": [{"id": "p"}], "children": [{"parentId": "p", "extra": [{"a": "(masked)"}]}]}`: "children[0].extra[0].a: is masked; a state with ?secrets=true has the secrets",
	} {
		t.Run(text, func(t *testing.T) {
			var parents []string
			var children []child
			tree, err := fakeapi.ParseJSON([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			err = fakeapi.Read(tree,
				fakeapi.Collect("parents", fakeapi.Object("", fakeapi.String("id", 1, 0).Required()), func(p parent) error {
					if len(parents) > 0 && parents[0] == p.ID {
						return fakeapi.At("id", "is taken")
					}
					parents = append(parents, p.ID)
					return nil
				}),
				fakeapi.Collect("children", fakeapi.Object("", fakeapi.String("parentId", 1, 0).Required(), fakeapi.String("secret", 1, 0), fakeapi.Any("extra")), func(c child) error {
					if len(parents) == 0 || parents[0] != c.ParentID {
						return fakeapi.At("parentId", "there is no parent %s", c.ParentID)
					}
					if c.Secret == "wrong" {
						return fakeapi.At("", "it is wrong")
					}
					children = append(children, c)
					return nil
				}),
			)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// Numbers that a collection does not decode stay as they were written.
func TestReadKeepsNumbers(t *testing.T) {
	type thing struct{ Properties map[string]any }
	var got thing
	tree, err := fakeapi.ParseJSON([]byte(`{"things": [{"properties": {"n": 12345678901234567890.5}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	err = fakeapi.Read(tree, fakeapi.Collect("things", fakeapi.Object("", fakeapi.Map("properties", fakeapi.Any(""))), func(read thing) error {
		got = read
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]any{"n": json.Number("12345678901234567890.5")}; !reflect.DeepEqual(got.Properties, want) {
		t.Errorf("got %v, want %v", got.Properties, want)
	}
}
