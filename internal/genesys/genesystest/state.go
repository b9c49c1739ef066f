package genesystest

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"regexp"
	"slices"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// named is a reference by name, and identified one by id.
type (
	named struct {
		Name string `json:"name"`
	}
	identified struct {
		ID string `json:"id"`
	}
)

type credentialState struct {
	ID       string         `json:"id"`
	Name     *string        `json:"name"`
	Type     named          `json:"type"`
	Fields   map[string]any `json:"credentialFields"`
	Created  *time.Time     `json:"createdDate"`
	Modified *time.Time     `json:"modifiedDate"`
}

type integrationState struct {
	ID              string     `json:"id"`
	IntegrationType identified `json:"integrationType"`
	IntendedState   string     `json:"intendedState"`
	Config          struct {
		Current configState `json:"current"`
	} `json:"config"`
}

type configState struct {
	Name        string                `json:"name"`
	Notes       string                `json:"notes"`
	Version     int                   `json:"version"`
	Properties  map[string]any        `json:"properties"`
	Advanced    map[string]any        `json:"advanced"`
	Credentials map[string]identified `json:"credentials"`
}

type credentialTypeState struct {
	CredentialType
	FreeForm bool `json:"freeForm,omitempty"`
}

var guidPattern = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

var (
	credentialTypeSchema = fakeapi.Object("",
		fakeapi.String("id", 1, 0),
		fakeapi.String("name", 1, 0).Required(),
		fakeapi.Map("properties", fakeapi.Object("",
			fakeapi.String("type", 0, 0), fakeapi.String("title", 0, 0), fakeapi.String("description", 0, 0),
			fakeapi.Boolean("sensitive"), fakeapi.Boolean("confirm"),
		)),
		fakeapi.Array("displayOrder", fakeapi.String("", 0, 0), 0, 0),
		fakeapi.Array("required", fakeapi.String("", 0, 0), 0, 0),
		fakeapi.Boolean("freeForm"),
	)
	integrationTypeSchema = fakeapi.Object("",
		fakeapi.String("id", 1, 0).Required(),
		fakeapi.String("name", 1, 0),
		fakeapi.Map("credentials", fakeapi.Object("",
			fakeapi.Boolean("required"), fakeapi.String("title", 0, 0),
			fakeapi.Array("credentialTypes", fakeapi.String("", 1, 0), 1, 0).Required(),
		)),
	)
	storedCredentialSchema = fakeapi.Object("",
		fakeapi.Pattern("id", guidPattern),
		fakeapi.String("name", 0, 0).OrNull(),
		fakeapi.Object("type", fakeapi.String("name", 1, 0).Required()).Required(),
		fakeapi.Map("credentialFields", fakeapi.String("", 0, 0)),
		fakeapi.DateTime("createdDate"), fakeapi.DateTime("modifiedDate"),
	)
	storedIntegrationSchema = fakeapi.Object("",
		fakeapi.Pattern("id", guidPattern),
		fakeapi.Object("integrationType", fakeapi.String("id", 1, 0).Required()).Required(),
		fakeapi.Enum("intendedState", enabled, disabled, deleted, restored),
		fakeapi.Object("config", fakeapi.Object("current",
			fakeapi.String("name", 0, 0), fakeapi.String("notes", 0, 0), fakeapi.Integer("version", 1, math.MaxInt32),
			fakeapi.Map("properties", fakeapi.Any("").OrNull()), fakeapi.Map("advanced", fakeapi.Any("").OrNull()),
			fakeapi.Map("credentials", fakeapi.Object("", fakeapi.Pattern("id", guidPattern).Required())),
		)),
	)
)

// State implements fakeapi.Store. Of the types, it has those that were added to
// the built-in ones.
func (f *Fake) State() fakeapi.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	state := fakeapi.State{
		"credentialTypes": {}, "integrationTypes": {}, "credentials": {}, "integrations": {}, "oauthClients": f.oauthClientStates(),
	}
	for _, t := range f.credentialTypes {
		state["credentialTypes"] = append(state["credentialTypes"], credentialTypeState{t, t.FreeForm})
	}
	for _, t := range f.integrationTypes {
		state["integrationTypes"] = append(state["integrationTypes"], t)
	}
	for _, c := range f.credentials.All(f.Now()) {
		state["credentials"] = append(state["credentials"], f.credentialState(c))
	}
	for _, i := range f.integrations.All(f.Now()) {
		state["integrations"] = append(state["integrations"], i.state())
	}
	return state
}

func (f *Fake) credentialState(c *Credential) credentialState {
	copied := *c
	state := credentialState{ID: c.ID, Name: &copied.Name, Type: named{c.Type}, Fields: map[string]any{}, Created: &copied.Created, Modified: &copied.Modified}
	known := f.credentialType(c.Type)
	for field, value := range c.Fields {
		state.Fields[field] = value
		if known == nil || known.FreeForm || known.Properties[field].Sensitive {
			state.Fields[field] = fakeapi.Secret(value)
		}
	}
	return state
}

func (i *Integration) state() integrationState {
	copied := i.clone()
	state := integrationState{ID: i.ID, IntegrationType: identified{i.Type}, IntendedState: i.IntendedState}
	state.Config.Current = configState{
		Name: i.Name, Notes: i.Notes, Version: i.Version, Properties: copied.Properties, Advanced: copied.Advanced,
		Credentials: map[string]identified{},
	}
	for slot, id := range i.Credentials {
		state.Config.Current.Credentials[slot] = identified{id}
	}
	return state
}

// Load implements fakeapi.Store.
func (f *Fake) Load(tree any) (commit func(), err error) {
	fresh := &Fake{Server: f.Server, options: f.options, held: held{detached: map[string]time.Time{}}}
	fresh.loadInitialOAuthClients()
	err = fakeapi.Read(tree,
		fakeapi.Collect("credentialTypes", credentialTypeSchema, fresh.loadCredentialType),
		fakeapi.Collect("integrationTypes", integrationTypeSchema, fresh.loadIntegrationType),
		fakeapi.Collect("credentials", storedCredentialSchema, fresh.loadCredential),
		fakeapi.Collect("integrations", storedIntegrationSchema, fresh.loadIntegration),
		fakeapi.Collect("oauthClients", storedOAuthClientSchema, fresh.loadOAuthClient),
	)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.held = fresh.held
	}, err
}

func (f *Fake) loadCredentialType(t credentialTypeState) error {
	if f.credentialType(t.Name) != nil {
		return fakeapi.At("name", "is taken")
	}
	added := t.CredentialType
	added.FreeForm = t.FreeForm
	added.ID = cmp.Or(added.ID, added.Name)
	if added.Properties == nil {
		added.Properties = map[string]CredentialField{}
	}
	for i, field := range added.Required {
		if _, ok := added.Properties[field]; !ok && !added.FreeForm {
			return fakeapi.At("required", "the type has no property at index %d", i)
		}
	}
	if added.DisplayOrder == nil {
		added.DisplayOrder = slices.AppendSeq([]string{}, maps.Keys(added.Properties))
		slices.Sort(added.DisplayOrder)
	}
	if added.Required == nil {
		added.Required = []string{}
	}
	f.credentialTypes = append(f.credentialTypes, added)
	return nil
}

func (f *Fake) loadIntegrationType(t IntegrationType) error {
	if f.integrationType(t.ID) != nil {
		return fakeapi.At("id", "is taken")
	}
	t.Name = cmp.Or(t.Name, t.ID)
	if t.Credentials == nil {
		t.Credentials = map[string]CredentialSpecification{}
	}
	for slot, specification := range t.Credentials {
		for _, name := range specification.CredentialTypes {
			if f.credentialType(name) == nil {
				return fakeapi.At("credentials."+slot+".credentialTypes", "there is no credential type %s", name)
			}
		}
	}
	f.integrationTypes = append(f.integrationTypes, t)
	return nil
}

func (f *Fake) loadCredential(read credentialState) error {
	c := Credential{ID: read.ID, Type: read.Type.Name, Fields: map[string]string{}}
	if read.Name != nil {
		c.Name = *read.Name
	}
	for field, value := range read.Fields {
		c.Fields[field], _ = value.(string) // by the schema
	}
	if read.Created != nil {
		c.Created = read.Created.UTC()
	}
	if read.Modified != nil {
		c.Modified = read.Modified.UTC()
	}
	loaded := newCredential(c, f.ObjectDate().UTC())
	if f.credentials.Knows(loaded.ID) {
		return fakeapi.At("id", "is taken")
	}
	if f.credentialType(loaded.Type) == nil {
		return fakeapi.At("type.name", "there is no credential type %s", loaded.Type)
	}
	if err := f.checkCredential(loaded); err != nil {
		return err
	}
	f.credentials.Set(loaded.ID, f.Readable(), loaded)
	return nil
}

func (f *Fake) loadIntegration(read integrationState) error {
	known := f.integrationType(read.IntegrationType.ID)
	if known == nil {
		return fakeapi.At("integrationType.id", "there is no integration type %s", read.IntegrationType.ID)
	}
	config := read.Config.Current
	i := Integration{
		ID: read.ID, Type: known.ID, IntendedState: read.IntendedState, Name: cmp.Or(config.Name, known.Name), Notes: config.Notes,
		Version: config.Version, Properties: config.Properties, Advanced: config.Advanced, Credentials: map[string]string{},
	}
	for slot, reference := range config.Credentials {
		i.Credentials[slot] = reference.ID
	}
	loaded := newIntegration(i)
	if f.integrations.Knows(loaded.ID) {
		return fakeapi.At("id", "is taken")
	}
	if err := f.checkSlots(f.withoutDangling(loaded)); err != nil {
		if refusal, ok := errors.AsType[*fakeapi.Refusal](err); ok {
			refusal.Field = "config.current." + refusal.Field
		}
		return err
	}
	f.integrations.Set(loaded.ID, f.Readable(), loaded)
	return nil
}

// withoutDangling leaves out what Options.AllowDeleteInUse lets be deleted.
func (f *Fake) withoutDangling(i *Integration) *Integration {
	if !f.options.AllowDeleteInUse {
		return i
	}
	known := i.clone()
	maps.DeleteFunc(known.Credentials, func(_, id string) bool { return f.credentials.At(id, f.Now()) == nil })
	return known
}

var _ fakeapi.Store = (*Fake)(nil)
