package helloidtest

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Variable is a stored automation variable with its value in the clear.
type Variable struct {
	// GUID is made by AddVariable if it is empty.
	GUID, Name, Value string
	// Secret variables are encrypted on the platform: their value is shown as
	// ciphertext.
	Secret bool
	// ItemType is 0 for a global variable, the only kind that is listed and found
	// by name; 1, 2 and 3 are those of a task, script and action, with ItemGUID.
	ItemType int
	ItemGUID string
	// cipher is how the value of a secret is shown.
	cipher string
}

// variableBody is the body of a write. The table of article 115003035814 prints
// Name where the samples have name, so letter case does not matter.
type variableBody struct {
	Name, Value       *string
	Secret            flexibleBool
	OverwriteIfExists bool
	ItemGUID          string
	ItemType          int
}

// flexibleBool is a boolean, or "True" or "False", as the vendor's scripts send
// it.
type flexibleBool bool

// UnmarshalJSON reads both forms.
func (b *flexibleBool) UnmarshalJSON(data []byte) error {
	return json.Unmarshal([]byte(strings.ToLower(strings.Trim(string(data), `"`))), (*bool)(b))
}

func (f *Fake) readVariable(r *http.Request, more ...fakeapi.Field) (variableBody, error) {
	members := []fakeapi.Field{}
	for _, capital := range []bool{false, true} {
		named := func(name string) string {
			if capital {
				return strings.ToUpper(name[:1]) + name[1:]
			}
			return name
		}
		members = append(members,
			fakeapi.String(named("name"), 1, 0),
			fakeapi.String(named("value"), 0, 0),
			fakeapi.Either(named("secret"), fakeapi.Enum("", "True", "False"), fakeapi.Boolean("")))
	}
	var in variableBody
	if err := fakeapi.ReadJSON(r, fakeapi.Object("", append(members, more...)...), &in); err != nil {
		return in, err
	}
	if in.Name == nil || in.Value == nil {
		return in, fakeapi.Refuse(http.StatusBadRequest, "", "name and value are required")
	}
	return in, nil
}

// createOnly are the members of a creation that an update does not have.
func createOnly() []fakeapi.Field {
	return []fakeapi.Field{
		fakeapi.Boolean("OverwriteIfExists"), fakeapi.Boolean("overwriteIfExists"),
		fakeapi.Pattern("ItemGuid", guidPattern).OrNull(), fakeapi.Pattern("itemGuid", guidPattern).OrNull(),
		fakeapi.Integer("ItemType", 0, 3), fakeapi.Integer("itemType", 0, 3),
	}
}

func (f *Fake) createVariable(c call) (fakeapi.Answer, error) {
	in, err := f.readVariable(c.Request, createOnly()...)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	written := Variable{Name: *in.Name, ItemType: in.ItemType, ItemGUID: in.ItemGUID}
	switch existing := f.namesake(written); {
	case existing == nil:
		written.GUID = f.newGUID()
	case in.OverwriteIfExists:
		written.GUID, written.Name = existing.GUID, existing.Name
	default:
		return fakeapi.Answer{}, fakeapi.Refuse(f.options.VariableExistsStatus, "", "a variable of that name exists already")
	}
	return f.writeVariable(written, in)
}

func (f *Fake) updateVariable(c call) (fakeapi.Answer, error) {
	in, err := f.readVariable(c.Request)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	name := c.PathValue("name")
	if !f.sameName(*in.Name, name) {
		return fakeapi.Answer{}, fakeapi.Refuse(http.StatusBadRequest, "", "the name differs from the one in the path")
	}
	existing := f.namesake(Variable{Name: name})
	if existing == nil {
		return fakeapi.Answer{}, fakeapi.Refuse(f.options.VariablePutMissingStatus, "", "there is no variable of that name")
	}
	return f.writeVariable(*existing, in)
}

// writeVariable stores a variable with the value of the body. A body without
// secret makes a variable that is none: the documented default, also of updates.
func (f *Fake) writeVariable(v Variable, in variableBody) (fakeapi.Answer, error) {
	v.Value, v.Secret = *in.Value, bool(in.Secret)
	f.storeVariable(&v, f.Now())
	view := f.viewVariable(&v)
	if v.Secret {
		switch f.options.VariableEcho {
		case EchoCipher:
		case EchoClear:
			view["value"] = v.Value
		case EchoAbsent:
			delete(view, "value")
		}
	}
	return fakeapi.OK(view)
}

func (f *Fake) storeVariable(v *Variable, since time.Time) {
	v.cipher = newCipher()
	f.variables.Set(v.GUID, since, v)
}

// newCipher has the form of the sample in article 115003024113.
func newCipher() string {
	data := make([]byte, 128)
	_, _ = rand.Read(data) // never fails
	return base64.StdEncoding.EncodeToString(data)
}

// listVariables lists the global ones; the article has no parameters.
func (f *Fake) listVariables(call) (fakeapi.Answer, error) {
	rows := []any{}
	for _, v := range f.variables.All(f.Readable()) {
		if v.ItemType == 0 {
			rows = append(rows, f.viewVariable(v))
		}
	}
	return f.list(rows)
}

// getVariable answers 200 also if there is none, by the vendor's scripts.
func (f *Fake) getVariable(c call) (fakeapi.Answer, error) {
	if found := f.findVariable(Variable{Name: c.PathValue("name")}, f.Readable()); found != nil {
		return fakeapi.OK(f.viewVariable(found))
	}
	if f.options.VariableMissingNull {
		return fakeapi.OK(json.RawMessage("null"))
	}
	return fakeapi.OK(map[string]any{})
}

func (f *Fake) viewVariable(v *Variable) map[string]any {
	value := v.Value
	switch {
	case v.Secret && f.options.FreshCipher:
		value = newCipher()
	case v.Secret:
		value = v.cipher
	}
	return map[string]any{
		"automationVariableGuid": f.shownGUID(v.GUID),
		"name":                   v.Name,
		"value":                  value,
		"secret":                 v.Secret,
	}
}

// namesake is the variable of the same name and item, or nil.
func (f *Fake) namesake(v Variable) *Variable { return f.findVariable(v, f.Now()) }

func (f *Fake) findVariable(wanted Variable, at time.Time) *Variable {
	return find(f.variables.All(at), func(v *Variable) bool {
		return f.sameName(v.Name, wanted.Name) && v.ItemType == wanted.ItemType && strings.EqualFold(v.ItemGUID, wanted.ItemGUID)
	})
}

// The methods that follow act behind the API's back, on global variables. What
// they change can be read at once.

// AddVariable makes a variable, and returns it with what the fake made. It
// panics on a name that is taken.
func (f *Fake) AddVariable(v Variable) Variable {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.namesake(v) != nil {
		panic("helloidtest: there is a variable " + v.Name + " already")
	}
	v.GUID = f.freeGUID(v.GUID)
	f.storeVariable(&v, f.Readable())
	return v
}

// Variable returns the variable of that name, and whether there is one.
func (f *Fake) Variable(name string) (Variable, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.namesake(Variable{Name: name})
	if found == nil {
		return Variable{}, false
	}
	return *found, true
}

// Variables returns all variables in the order of their creation.
func (f *Fake) Variables() []Variable {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Variable
	for _, v := range f.variables.All(f.Now()) {
		all = append(all, *v)
	}
	return all
}

// EditVariable changes a variable as an administrator would. It panics if there
// is none. The change must not call the fake.
func (f *Fake) EditVariable(name string, change func(*Variable)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	changed := *f.mustFindVariable(name)
	change(&changed)
	f.storeVariable(&changed, f.Readable())
}

// RemoveVariable deletes a variable as an administrator would. It panics if
// there is none.
func (f *Fake) RemoveVariable(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.variables.Set(f.mustFindVariable(name).GUID, f.Readable(), nil)
}

func (f *Fake) mustFindVariable(name string) *Variable {
	found := f.namesake(Variable{Name: name})
	if found == nil {
		panic("helloidtest: there is no variable " + name)
	}
	return found
}
