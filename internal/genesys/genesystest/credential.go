package genesystest

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Credential is a stored credential, with its secrets.
type Credential struct {
	// ID is a UUID.
	ID string
	// Name is shown as null if it is empty, as names of credentials can be.
	Name string
	// Type is the name of the credential type.
	Type string
	// Fields are the credentialFields.
	Fields            map[string]string
	Created, Modified time.Time
}

func (c *Credential) clone() *Credential {
	copied := *c
	copied.Fields = maps.Clone(c.Fields)
	return &copied
}

// credentialBody is the model Credential as a request. The members that only
// the platform sets are accepted and ignored, since the model has them.
type credentialBody struct {
	Name   string            `json:"name"`
	Type   typeReference     `json:"type"`
	Fields map[string]string `json:"credentialFields"`
}

// typeReference is the name of a credential type. The model has it in an
// object, the vendor's sample application sends it as text.
type typeReference string

// UnmarshalJSON reads both forms.
func (t *typeReference) UnmarshalJSON(data []byte) error {
	var object struct{ Name string }
	if json.Unmarshal(data, &object) == nil {
		*t = typeReference(object.Name)
		return nil
	}
	return json.Unmarshal(data, (*string)(t))
}

// typeSchema is the model CredentialType, of which a reference needs the name
// only.
func typeSchema(name string) fakeapi.Field {
	return fakeapi.Object(name,
		fakeapi.String("id", 0, 0),
		fakeapi.String("name", 1, 0).Required(),
		fakeapi.Map("properties", fakeapi.Any("")),
		fakeapi.Array("displayOrder", fakeapi.String("", 0, 0), 0, 0),
		fakeapi.Array("required", fakeapi.String("", 0, 0), 0, 0),
	)
}

func (f *Fake) credentialSchema() fakeapi.Field {
	return fakeapi.Object("",
		fakeapi.String("id", 0, 0),
		fakeapi.String("name", 0, f.options.MaxNameLength),
		fakeapi.Either("type", fakeapi.String("", 1, 0), typeSchema("")).Required(),
		fakeapi.Map("credentialFields", fakeapi.String("", 0, 0)),
		fakeapi.String("selfUri", 0, 0),
	)
}

func (f *Fake) createCredential(c call) (fakeapi.Answer, error) {
	var body credentialBody
	if err := readJSON(c.Request, f.credentialSchema(), &body); err != nil {
		return fakeapi.Answer{}, err
	}
	created := newCredential(Credential{Name: body.Name, Type: string(body.Type), Fields: body.Fields}, f.ObjectDate())
	if err := f.checkCredential(created); err != nil {
		return fakeapi.Answer{}, err
	}
	f.credentials.Set(created.ID, f.Now(), created)
	return fakeapi.Answer{Status: f.options.CreateStatus, Body: created.info(seconds)}, nil
}

// newCredential fills what is empty.
func newCredential(c Credential, now time.Time) *Credential {
	created := c.clone()
	created.ID = cmp.Or(c.ID, newID())
	if c.Fields == nil {
		created.Fields = map[string]string{}
	}
	if c.Created.IsZero() {
		created.Created = now
	}
	if c.Modified.IsZero() {
		created.Modified = created.Created
	}
	return created
}

func (f *Fake) getCredential(c call) (fakeapi.Answer, error) {
	found, err := f.findCredential(c, f.Readable())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return fakeapi.OK(f.details(found))
}

func (f *Fake) putCredential(c call) (fakeapi.Answer, error) {
	var body credentialBody
	if err := readJSON(c.Request, f.credentialSchema(), &body); err != nil {
		return fakeapi.Answer{}, err
	}
	found, err := f.findCredential(c, f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	if string(body.Type) != found.Type && !f.options.AllowTypeChange {
		return fakeapi.Answer{}, invalid("type", "the type of a credential cannot be changed")
	}
	changed := found.clone()
	changed.Name, changed.Type, changed.Modified = body.Name, string(body.Type), f.ObjectDate()
	if !f.options.MergeFields {
		changed.Fields = map[string]string{}
	}
	maps.Copy(changed.Fields, body.Fields)
	if err := f.checkCredential(changed); err != nil {
		return fakeapi.Answer{}, err
	}
	f.credentials.Set(changed.ID, f.Now(), changed)
	return fakeapi.OK(changed.info(seconds))
}

func (f *Fake) deleteCredential(c call) (fakeapi.Answer, error) {
	found, err := f.findCredential(c, f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	if f.inUse(found.ID) && !f.options.AllowDeleteInUse {
		return fakeapi.Answer{}, fakeapi.Refuse(f.options.InUseStatus, "", "the credential is in use by an integration")
	}
	f.credentials.Set(found.ID, f.Now(), nil)
	return fakeapi.Answer{Status: f.options.DeleteStatus}, nil
}

func (f *Fake) findCredential(c call, at time.Time) (*Credential, error) {
	id := c.PathValue("credentialId")
	if found := f.credentials.At(id, at); found != nil {
		return found, nil
	}
	return nil, notFound("credential", id)
}

func (f *Fake) inUse(id string) bool {
	if detached, ok := f.detached[id]; ok && f.Now().Before(detached.Add(f.options.DetachDelay)) {
		return true
	}
	return slices.ContainsFunc(f.integrations.All(f.Now()), func(i *Integration) bool { return i.uses(id) })
}

// checkCredential checks a credential against its type and the other credentials.
func (f *Fake) checkCredential(c *Credential) error {
	known := f.credentialType(c.Type)
	if known == nil {
		return invalid("type", "there is no credential type %q", c.Type)
	}
	for _, field := range known.Required {
		if c.Fields[field] == "" {
			return invalid("credentialFields."+field, "the credential type %s requires the field %s", c.Type, field)
		}
	}
	for _, field := range slices.Sorted(maps.Keys(c.Fields)) {
		if _, ok := known.Properties[field]; !ok && !known.FreeForm {
			return invalid("credentialFields."+field, "the credential type %s has no field %s", c.Type, field)
		}
	}
	sameName := func(other *Credential) bool { return other.ID != c.ID && other.Name == c.Name }
	if f.options.UniqueNames && slices.ContainsFunc(f.credentials.All(f.Now()), sameName) {
		return fakeapi.Refuse(http.StatusConflict, "", "there is a credential named %q already", c.Name)
	}
	return nil
}

// The forms of dates: the first is that of the example in the vendor's forum.
const (
	seconds      = "2006-01-02T15:04:05Z"
	milliseconds = "2006-01-02T15:04:05.000Z"
)

// reference is the model CredentialInfo as it stands in a configuration,
// without dates.
func (c *Credential) reference() map[string]any {
	return map[string]any{
		"id":      c.ID,
		"name":    orNull(c.Name),
		"type":    map[string]any{"name": c.Type},
		"selfUri": credentials + "/" + c.ID,
	}
}

// info is the model CredentialInfo with its dates in the given form.
func (c *Credential) info(dates string) map[string]any {
	answer := c.reference()
	answer["createdDate"] = c.Created.UTC().Format(dates)
	answer["modifiedDate"] = c.Modified.UTC().Format(dates)
	return answer
}

// listed is the model CredentialInfo as lists show it.
func (f *Fake) listed(c *Credential) any {
	if f.options.ListMilliseconds {
		return c.info(milliseconds)
	}
	return c.info(seconds)
}

// details is the model Credential, which has the fields but no dates.
func (f *Fake) details(c *Credential) map[string]any {
	fields := map[string]any{}
	for field, value := range c.Fields {
		switch {
		case !f.hides(c.Type, field):
			fields[field] = value
		case f.options.Redaction == Null:
			fields[field] = nil
		case f.options.Redaction == Masked:
			fields[field] = Mask
		}
	}
	answer := c.reference()
	answer["credentialFields"] = fields
	return answer
}

// hides reports whether a GET redacts a field. A type may be one that only
// SeedCredential knows.
func (f *Fake) hides(typeName, field string) bool {
	known := f.credentialType(typeName)
	switch {
	case known == nil:
		return true
	case known.FreeForm:
		return !f.options.ShowFreeForm
	}
	return known.Properties[field].Sensitive
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
