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
	ID            string         `json:"id"`
	ArchiveConfig map[string]any `json:"archiveConfig,omitempty"`
}

// stampsState is part of most objects. What is left out is as if a user had
// made the object now.
type stampsState struct {
	CreationDate      *time.Time `json:"creationDate"`
	CreatedByID       string     `json:"createdById"`
	CreatedByType     string     `json:"createdByType"`
	LastUpdated       *time.Time `json:"lastUpdated"`
	LastUpdatedByID   string     `json:"lastUpdatedById"`
	LastUpdatedByType string     `json:"lastUpdatedByType"`
}

func (s Stamps) state() stampsState {
	return stampsState{&s.CreationDate, s.CreatedByID, s.CreatedByType, &s.LastUpdated, s.LastUpdatedByID, s.LastUpdatedByType}
}

func (read stampsState) stamps(now time.Time) Stamps {
	s := newStamps(now, UserID, "user")
	s.CreatedByID, s.CreatedByType = cmp.Or(read.CreatedByID, s.CreatedByID), cmp.Or(read.CreatedByType, s.CreatedByType)
	s.LastUpdatedByID, s.LastUpdatedByType = cmp.Or(read.LastUpdatedByID, s.LastUpdatedByID), cmp.Or(read.LastUpdatedByType, s.LastUpdatedByType)
	if read.CreationDate != nil {
		s.CreationDate = read.CreationDate.UTC()
		s.LastUpdated = s.CreationDate
	}
	if read.LastUpdated != nil {
		s.LastUpdated = read.LastUpdated.UTC()
	}
	return s
}

type credentialState struct {
	ID            string  `json:"id"`
	ApplicationID string  `json:"applicationId"`
	Name          string  `json:"name"`
	Type          string  `json:"type"`
	Description   *string `json:"description,omitempty"`
	Enabled       *bool   `json:"enabled"`
	stampsState
	// Config is the member that is named after the type.
	Config map[string]any `json:"-"`
}

// MarshalJSON puts the configuration at the end.
func (c credentialState) MarshalJSON() ([]byte, error) {
	type plain credentialState
	return inline(plain(c), map[string]any{configKey(c.Type): c.Config})
}

// inline encodes an object with more members at its end.
func inline(object any, more map[string]any) ([]byte, error) {
	text, err := json.Marshal(object)
	if err != nil || len(more) == 0 {
		return text, err
	}
	end, err := json.Marshal(more)
	return slices.Concat(text[:len(text)-1], []byte{','}, end[1:]), err
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
	applicationSchema = fakeapi.Object("", fakeapi.Pattern("id", objectID), archiveSchema)
	archiveSchema     = func() fakeapi.Field {
		members := make([]fakeapi.Field, len(archiveMembers))
		for i, name := range archiveMembers {
			members[i] = fakeapi.Any(name).OrNull()
		}
		return fakeapi.Object("archiveConfig", members...)
	}()
	stampsFields = []fakeapi.Field{
		fakeapi.DateTime("creationDate"), fakeapi.String("createdById", 0, 0), fakeapi.String("createdByType", 0, 0),
		fakeapi.DateTime("lastUpdated"), fakeapi.String("lastUpdatedById", 0, 0), fakeapi.String("lastUpdatedByType", 0, 0),
	}
	credentialSchema = fakeapi.Object("", append(slices.Concat(configFields(), stampsFields),
		fakeapi.Pattern("id", objectID),
		fakeapi.String("applicationId", 1, 0).Required(),
		text("name", 1, 255),
		fakeapi.Enum("type", typeNames()...).Required(),
		fakeapi.String("description", 0, 32767),
		fakeapi.Boolean("enabled"),
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
	state := fakeapi.State{"applications": {}, "credentials": {}, "applicationKeys": {}, "apiTokens": {}}
	for _, kind := range kinds {
		state[string(kind)] = []any{}
	}
	for _, id := range slices.Sorted(maps.Keys(f.applications)) {
		application := f.applications[id]
		state["applications"] = append(state["applications"], applicationState{id, maps.Clone(application.archive)})
		for _, c := range application.credentials.All(f.Now()) {
			state["credentials"] = append(state["credentials"], c.state())
		}
		for _, k := range application.keys.All(f.Now()) {
			state["applicationKeys"] = append(state["applicationKeys"], k.state())
		}
		for _, t := range application.tokens.All(f.Now()) {
			state["apiTokens"] = append(state["apiTokens"], t.state())
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
		stampsState: c.Stamps.state(), Config: maps.Clone(c.Config),
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
		fakeapi.Collect("applicationKeys", storedKeySchema(), fresh.loadKey),
		fakeapi.Collect("apiTokens", storedTokenSchema(), fresh.loadToken),
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
		f.eachToken(func(t *APIToken) { f.Tokens.Expire(t.Token) })
		f.held = fresh.held
		f.eachToken(f.honour)
		f.lastID = max(f.lastID, fresh.lastID)
	}, err
}

func (f *Fake) loadApplication(a applicationState) error {
	id := strings.ToLower(cmp.Or(a.ID, f.newID()))
	if f.applications[id] != nil {
		return fakeapi.At("id", "is taken")
	}
	f.applications[id] = &application{id: id, archive: a.ArchiveConfig}
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
	c.Stamps = read.stamps(f.ObjectDate())
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
		if a.credentials.Knows(id) || a.keys.Knows(id) || a.tokens.Knows(id) || slices.ContainsFunc(a.links, func(l link) bool { return l.id == id }) {
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
