package fakeapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// State is what a fake holds, secrets included: its objects by collection, in an order that reading them back keeps.
// An object is whatever marshals to a JSON object, and every secret in it is a [Secret].
type State map[string][]any

// Store is the part of a fake that holds objects.
type Store interface {
	// State returns all objects, secrets included.
	State() State
	// Load reads a state that [ParseJSON] has parsed, and says what is wrong with it. Commit puts it in the place of all that
	// the fake holds; what State returned changes nothing.
	Load(tree any) (commit func(), err error)
}

// Secret is a text in a [State] that is shown only on request.
type Secret string

// Mask stands for a secret that is not shown.
const Mask = "(masked)"

// Masked puts [Mask] in the place of every secret, and returns the state.
func (s State) Masked() State {
	mask(reflect.ValueOf(s))
	return s
}

var secretType = reflect.TypeFor[Secret]()

// mask changes a value in place. What is in a map or an interface cannot be set, and is replaced by a changed copy.
func mask(v reflect.Value) {
	changed := func(inner reflect.Value) reflect.Value {
		copied := reflect.New(inner.Type()).Elem()
		copied.Set(inner)
		mask(copied)
		return copied
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type() == secretType && v.Len() > 0 {
			v.SetString(Mask)
		}
	case reflect.Interface:
		if !v.IsNil() {
			v.Set(changed(v.Elem()))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			v.SetMapIndex(key, changed(v.MapIndex(key)))
		}
	case reflect.Slice:
		for i := range v.Len() {
			mask(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			mask(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Field(i); field.CanSet() {
				mask(field)
			}
		}
	}
}

// Collection is how the objects of one collection are read back.
type Collection struct {
	name string
	// schema is what an object looks like; add checks what a schema cannot know, and stores it.
	schema Field
	add    func(object map[string]any) error
}

// Collect makes a collection of objects that are decoded into a T once the schema accepts them. An error of add that
// [At] made says where in the object it is.
func Collect[T any](name string, schema Field, add func(T) error) Collection {
	return Collection{name: name, schema: schema, add: func(object map[string]any) error {
		decoded, err := decode[T](object)
		if err != nil {
			return err
		}
		return add(decoded)
	}}
}

// decode keeps numbers as they were written wherever T does not say what they are.
func decode[T any](object map[string]any) (decoded T, err error) {
	text, err := json.Marshal(object)
	if err != nil {
		return decoded, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoded, decoder.Decode(&decoded)
}

// At is the error of a member of an object; the member's path may be empty for the object itself.
func At(path, format string, args ...any) *Refusal {
	refusal := Refuse(http.StatusBadRequest, "", "%s", joinProblem(path, fmt.Sprintf(format, args...)))
	refusal.Field = path
	return refusal
}

// joinProblem writes a problem after the path that it is at.
func joinProblem(path, problem string) string {
	if path == "" {
		return problem
	}
	return path + ": " + problem
}

// Read reads a state that [ParseJSON] has parsed: one collection after the other, whatever their order in the tree.
// The error says where the trouble is, and never quotes a secret.
func Read(tree any, collections ...Collection) error {
	members := make([]Field, len(collections))
	for i, c := range collections {
		members[i] = Array(c.name, c.schema, 0, 0)
	}
	if refusal := Object("", members...).accept("", tree); refusal != nil {
		return Within("", refusal)
	}
	if path, found := findMask("", tree); found {
		return At(path, "is masked; a state with ?secrets=true has the secrets")
	}
	object, _ := tree.(map[string]any)
	for _, c := range collections {
		objects, _ := object[c.name].([]any)
		for i, o := range objects {
			if err := c.add(o.(map[string]any)); err != nil { //nolint:forcetypeassert // the schema has accepted it
				return Within(fmt.Sprintf("%s[%d]", c.name, i), err)
			}
		}
	}
	return nil
}

// Within puts the path of what an error is in before the path that the error has, if any.
func Within(path string, err error) error {
	refusal, ok := errors.AsType[*Refusal](err)
	if !ok {
		return At(path, "%v", err)
	}
	problem, field := refusal.Message, refusal.Field
	for _, separator := range []string{": ", " "} { // as At and the schemas write them
		problem = strings.TrimPrefix(problem, field+separator)
	}
	switch {
	case path == "" && field == theBody, path != "" && (field == "" || field == theBody):
		field = path
	case strings.HasPrefix(field, "["):
		field = path + field
	default:
		field = join(path, field)
	}
	return At(field, "%s", problem)
}

func findMask(path string, tree any) (at string, found bool) {
	switch tree := tree.(type) {
	case string:
		return path, tree == Mask
	case []any:
		for i, v := range tree {
			if at, found := findMask(fmt.Sprintf("%s[%d]", path, i), v); found {
				return at, true
			}
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(tree)) {
			if at, found := findMask(join(path, key), tree[key]); found {
				return at, true
			}
		}
	}
	return "", false
}

// ParseJSON parses one JSON value strictly: valid UTF-8, no key twice, nothing after it. Numbers are kept as they were
// written.
func ParseJSON(data []byte) (any, error) { return parse(data) }
