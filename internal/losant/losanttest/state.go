package losanttest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

type applicationState struct {
	ID string `json:"id"`
}

type credentialState struct {
	ID                string     `json:"id"`
	ApplicationID     string     `json:"applicationId"`
	Name              string     `json:"name"`
	Type              string     `json:"type"`
	Description       *string    `json:"description,omitempty"`
	Enabled           *bool      `json:"enabled"`
	CreationDate      *time.Time `json:"creationDate"`
	CreatedByID       string     `json:"createdById"`
	CreatedByType     string     `json:"createdByType"`
	LastUpdated       *time.Time `json:"lastUpdated"`
	LastUpdatedByID   string     `json:"lastUpdatedById"`
	LastUpdatedByType string     `json:"lastUpdatedByType"`
	// Config is the member that is named after the type.
	Config map[string]any `json:"-"`
}

// MarshalJSON puts the configuration at the end.
func (c credentialState) MarshalJSON() ([]byte, error) {
	type plain credentialState
	text, err := json.Marshal(plain(c))
	if err != nil {
		return nil, err
	}
	config, err := json.Marshal(map[string]any{configKey(c.Type): c.Config})
	return slices.Concat(text[:len(text)-1], []byte{','}, config[1:]), err
}

// UnmarshalJSON reads the configuration of any type.
func (c *credentialState) UnmarshalJSON(text []byte) error {
	type plain credentialState
	if err := json.Unmarshal(text, (*plain)(c)); err != nil {
		return err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return err
	}
	for key := range members {
		if !strings.HasSuffix(key, "Config") {
			continue
		}
		if key != configKey(c.Type) {
			return fakeapi.At(key, "does not fit the type %s", c.Type)
		}
		return json.Unmarshal(members[key], &c.Config)
	}
	return fakeapi.At(configKey(c.Type), "is required for the type %s", c.Type)
}

// linkState is a resource that refers to a credential by its name.
type linkState struct {
	ID             string `json:"id"`
	ApplicationID  string `json:"applicationId"`
	Name           string `json:"name"`
	CredentialName string `json:"credentialName"`
}

var (
	applicationSchema = fakeapi.Object("", fakeapi.Pattern("id", objectID))
	credentialSchema  = fakeapi.Object("", append(configFields(),
		fakeapi.Pattern("id", objectID),
		fakeapi.String("applicationId", 1, 0).Required(),
		text("name", 1, 255),
		fakeapi.Enum("type", typeNames()...).Required(),
		fakeapi.String("description", 0, 32767),
		fakeapi.Boolean("enabled"),
		fakeapi.DateTime("creationDate"), fakeapi.String("createdById", 0, 0), fakeapi.String("createdByType", 0, 0),
		fakeapi.DateTime("lastUpdated"), fakeapi.String("lastUpdatedById", 0, 0), fakeapi.String("lastUpdatedByType", 0, 0),
	)...)
	linkSchema = fakeapi.Object("",
		fakeapi.Pattern("id", objectID),
		fakeapi.String("applicationId", 1, 0).Required(),
		fakeapi.String("name", 1, 0).Required(),
		fakeapi.String("credentialName", 1, 0).Required(),
	)
)

// configFields are the configurations as they are stored: with what the server
// makes, and without what an update has taken away.
func configFields() []fakeapi.Field {
	fields := make([]fakeapi.Field, len(types))
	for i, t := range types {
		var members []fakeapi.Field
		for _, f := range t.fields {
			if f.role != asked {
				members = append(members, f.Optional())
			}
		}
		fields[i] = fakeapi.Object(configKey(t.name), members...)
	}
	return fields
}

// State implements fakeapi.Store.
func (f *Fake) State() fakeapi.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	state := fakeapi.State{"applications": {}, "credentials": {}}
	for _, kind := range kinds {
		state[string(kind)] = []any{}
	}
	for _, id := range slices.Sorted(maps.Keys(f.applications)) {
		application := f.applications[id]
		state["applications"] = append(state["applications"], applicationState{id})
		for _, c := range application.credentials.All(f.Now()) {
			state["credentials"] = append(state["credentials"], c.state())
		}
		for _, l := range application.links {
			state[string(l.kind)] = append(state[string(l.kind)], linkState{ID: l.id, ApplicationID: id, Name: l.name, CredentialName: l.credentialName})
		}
	}
	return state
}

func (c *Credential) state() credentialState {
	copied := *c
	state := credentialState{
		ID: c.ID, ApplicationID: c.ApplicationID, Name: c.Name, Type: c.Type, Description: c.Description, Enabled: &copied.Enabled,
		CreationDate: &copied.CreationDate, CreatedByID: c.CreatedByID, CreatedByType: c.CreatedByType,
		LastUpdated: &copied.LastUpdated, LastUpdatedByID: c.LastUpdatedByID, LastUpdatedByType: c.LastUpdatedByType,
		Config: maps.Clone(c.Config),
	}
	known := findType(c.Type)
	for key, value := range state.Config {
		if secretText, ok := value.(string); ok && known.roleOf(key) == secret {
			state.Config[key] = fakeapi.Secret(secretText)
		}
	}
	return state
}

// Load implements fakeapi.Store.
func (f *Fake) Load(tree any) (commit func(), err error) {
	fresh := &Fake{Server: f.Server, options: f.options, held: held{applications: map[string]*application{}}}
	collections := []fakeapi.Collection{
		fakeapi.Collect("applications", applicationSchema, fresh.loadApplication),
		fakeapi.Collect("credentials", credentialSchema, fresh.loadCredential),
	}
	for _, kind := range kinds {
		collections = append(collections, fakeapi.Collect(string(kind), linkSchema, func(l linkState) error { return fresh.loadLink(kind, l) }))
	}
	f.mu.Lock()
	fresh.lastID = f.lastID
	f.mu.Unlock()
	err = fakeapi.Read(tree, collections...)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.held = fresh.held
		f.lastID = max(f.lastID, fresh.lastID)
	}, err
}

func (f *Fake) loadApplication(a applicationState) error {
	id := strings.ToLower(cmp.Or(a.ID, f.newID()))
	if f.applications[id] != nil {
		return fakeapi.At("id", "is taken")
	}
	f.applications[id] = &application{id: id}
	return nil
}

func (f *Fake) findParent(id string) (*application, error) {
	found, ok := f.applications[strings.ToLower(id)]
	if !ok {
		return nil, fakeapi.At("applicationId", "there is no application %s", id)
	}
	return found, nil
}

func (f *Fake) loadCredential(read credentialState) error {
	application, err := f.findParent(read.ApplicationID)
	if err != nil {
		return err
	}
	c := &Credential{
		ID: strings.ToLower(cmp.Or(read.ID, f.newID())), ApplicationID: application.id,
		Name: read.Name, Type: read.Type, Description: read.Description, Enabled: read.Enabled == nil || *read.Enabled,
		Config: maps.Clone(read.Config),
	}
	if f.knows(c.ID) {
		return fakeapi.At("id", "is taken")
	}
	if f.hasOther(application, c.ID, c.Name) {
		return fakeapi.At("name", "is taken")
	}
	f.derive(c)
	for _, field := range findType(c.Type).fields {
		if given, ok := read.Config[field.Name()]; ok && field.role == made {
			c.Config[field.Name()] = given
		}
	}
	c.touch(f.ObjectDate(), 0, cmp.Or(read.LastUpdatedByID, UserID), cmp.Or(read.LastUpdatedByType, "user"))
	c.CreationDate, c.CreatedByID, c.CreatedByType = c.LastUpdated, cmp.Or(read.CreatedByID, UserID), cmp.Or(read.CreatedByType, "user")
	if read.CreationDate != nil {
		c.CreationDate = read.CreationDate.UTC()
		c.LastUpdated = c.CreationDate
	}
	if read.LastUpdated != nil {
		c.LastUpdated = read.LastUpdated.UTC()
	}
	application.credentials.Set(c.ID, f.Readable(), c)
	return nil
}

func (f *Fake) loadLink(kind Kind, read linkState) error {
	application, err := f.findParent(read.ApplicationID)
	if err != nil {
		return err
	}
	l := link{id: strings.ToLower(cmp.Or(read.ID, f.newID())), kind: kind, name: read.Name, credentialName: read.CredentialName}
	if f.knows(l.id) {
		return fakeapi.At("id", "is taken")
	}
	application.links = append(application.links, l)
	return nil
}

// knows reports whether an object in any application has or had the id.
func (f *Fake) knows(id string) bool {
	for _, a := range f.applications {
		if a.credentials.Knows(id) || slices.ContainsFunc(a.links, func(l link) bool { return l.id == id }) {
			return true
		}
	}
	return false
}

// newID grows with time, as Losant's ids do.
func (f *Fake) newID() string {
	for {
		f.lastID++
		id := fmt.Sprintf("%08x%016x", uint32(f.ObjectDate().Unix()), f.lastID) // wraps around in 2106, harmlessly
		if !f.knows(id) {
			return id
		}
	}
}

var _ fakeapi.Store = (*Fake)(nil)
