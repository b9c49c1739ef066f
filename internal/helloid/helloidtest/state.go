package helloidtest

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

type userState struct {
	ID           int    `json:"id"`
	GUID         string `json:"userGUID"`
	UserName     string `json:"userName"`
	SID          string `json:"sid,omitempty"`
	FirstName    string `json:"firstName"`
	LastName     string `json:"lastName"`
	ContactEmail string `json:"contactEmail"`
	IsEnabled    *bool  `json:"isEnabled"`
	IsDeleted    bool   `json:"isDeleted"`
}

type applicationState struct {
	ID          int      `json:"id"`
	GUID        string   `json:"applicationGUID"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	URL         string   `json:"url"`
	Type        string   `json:"type"`
	Languages   []string `json:"languages"`
}

type credentialSetState struct {
	GUID            string            `json:"credentialSetGUID"`
	UserGUID        string            `json:"userGUID"`
	ApplicationGUID string            `json:"applicationGUID"`
	Name            string            `json:"name"`
	Credentials     []credentialState `json:"credentials"`
}

type credentialState struct {
	GUID     string         `json:"credentialGUID"`
	Function string         `json:"function"`
	Value    fakeapi.Secret `json:"value"`
}

// variableState has in encryptedValue what the platform shows of a secret; it
// is another one if it is left out.
type variableState struct {
	GUID           string         `json:"automationVariableGuid"`
	Name           string         `json:"name"`
	Value          fakeapi.Secret `json:"value"`
	Secret         bool           `json:"secret"`
	ItemType       int            `json:"itemType,omitempty"`
	ItemGUID       string         `json:"itemGuid,omitempty"`
	EncryptedValue string         `json:"encryptedValue,omitempty"`
}

var (
	userSchema = fakeapi.Object("",
		fakeapi.Integer("id", 1, math.MaxInt32),
		fakeapi.Pattern("userGUID", guidPattern),
		fakeapi.String("userName", 1, 0).Required(),
		fakeapi.String("sid", 1, 0),
		fakeapi.String("firstName", 0, 0), fakeapi.String("lastName", 0, 0), fakeapi.String("contactEmail", 0, 0),
		fakeapi.Boolean("isEnabled"), fakeapi.Boolean("isDeleted"),
	)
	applicationSchema = fakeapi.Object("",
		fakeapi.Integer("id", 1, math.MaxInt32),
		fakeapi.Pattern("applicationGUID", guidPattern),
		fakeapi.String("name", 1, 0).Required(),
		fakeapi.String("description", 0, 0), fakeapi.String("url", 0, 0), fakeapi.String("type", 1, 0),
		fakeapi.Array("languages", fakeapi.String("", 1, 0), 1, 0),
	)
	credentialSetSchema = fakeapi.Object("",
		fakeapi.Pattern("credentialSetGUID", guidPattern),
		fakeapi.Pattern("userGUID", guidPattern).Required(),
		fakeapi.Pattern("applicationGUID", guidPattern).Required(),
		fakeapi.String("name", 1, 0),
		fakeapi.Array("credentials", fakeapi.Object("",
			fakeapi.Pattern("credentialGUID", guidPattern),
			fakeapi.String("function", 1, 0).Required(),
			fakeapi.String("value", 0, 0).Required(),
		), 0, 0).Required(),
	)
	variableSchema = fakeapi.Object("",
		fakeapi.Pattern("automationVariableGuid", guidPattern),
		fakeapi.String("name", 1, 0).Required(),
		fakeapi.String("value", 0, 0).Required(),
		fakeapi.Boolean("secret"),
		fakeapi.Integer("itemType", 0, 3),
		fakeapi.Pattern("itemGuid", guidPattern),
		fakeapi.String("encryptedValue", 1, 0),
	)
)

// State implements fakeapi.Store.
func (f *Fake) State() fakeapi.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	state := fakeapi.State{"users": {}, "applications": {}, "credentialSets": {}, "automationVariables": {}}
	for _, u := range f.users {
		isEnabled := !u.Disabled
		state["users"] = append(state["users"], userState{
			ID: u.ID, GUID: u.GUID, UserName: u.UserName, SID: u.SID, FirstName: u.FirstName, LastName: u.LastName,
			ContactEmail: u.ContactEmail, IsEnabled: &isEnabled, IsDeleted: u.Deleted,
		})
	}
	for _, a := range f.applications {
		state["applications"] = append(state["applications"], applicationState{
			ID: a.ID, GUID: a.GUID, Name: a.Name, Description: a.Description, URL: a.URL, Type: a.Type, Languages: slices.Clone(a.Languages),
		})
	}
	for _, s := range f.sets {
		set := credentialSetState{GUID: s.GUID, UserGUID: s.UserGUID, ApplicationGUID: s.ApplicationGUID, Name: s.Name, Credentials: []credentialState{}}
		for _, c := range s.Credentials {
			set.Credentials = append(set.Credentials, credentialState{GUID: c.GUID, Function: c.Function, Value: fakeapi.Secret(c.Value)})
		}
		state["credentialSets"] = append(state["credentialSets"], set)
	}
	for _, v := range f.variables.All(f.Now()) {
		state["automationVariables"] = append(state["automationVariables"], variableState{
			GUID: v.GUID, Name: v.Name, Value: fakeapi.Secret(v.Value), Secret: v.Secret, ItemType: v.ItemType, ItemGUID: v.ItemGUID,
			EncryptedValue: v.cipher,
		})
	}
	return state
}

// Load implements fakeapi.Store.
func (f *Fake) Load(tree any) (commit func(), err error) {
	fresh := &Fake{Server: f.Server, options: f.options}
	f.mu.Lock()
	fresh.lastID = f.lastID
	f.mu.Unlock()
	err = fakeapi.Read(tree,
		fakeapi.Collect("users", userSchema, fresh.loadUser),
		fakeapi.Collect("applications", applicationSchema, fresh.loadApplication),
		fakeapi.Collect("credentialSets", credentialSetSchema, fresh.loadCredentialSet),
		fakeapi.Collect("automationVariables", variableSchema, fresh.loadVariable),
	)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.held = fresh.held
		f.lastID = max(f.lastID, fresh.lastID)
	}, err
}

func (f *Fake) loadUser(read userState) error {
	u := &User{
		ID: read.ID, GUID: cmp.Or(read.GUID, f.newGUID()), UserName: read.UserName, SID: read.SID, FirstName: read.FirstName,
		LastName: read.LastName, ContactEmail: read.ContactEmail, Disabled: read.IsEnabled != nil && !*read.IsEnabled, Deleted: read.IsDeleted,
	}
	if u.ID == 0 {
		u.ID = f.newNumber()
	}
	switch {
	case f.knows(u.GUID):
		return fakeapi.At("userGUID", "is taken")
	case f.knowsNumber(u.ID):
		return fakeapi.At("id", "is taken")
	case !u.Deleted && find(f.users, func(other *User) bool { return !other.Deleted && f.sameName(other.UserName, u.UserName) }) != nil:
		return fakeapi.At("userName", "is taken")
	}
	f.users = append(f.users, u)
	return nil
}

func (f *Fake) loadApplication(read applicationState) error {
	a := &Application{
		ID: read.ID, GUID: cmp.Or(read.GUID, f.newGUID()), Name: read.Name, Description: read.Description, URL: read.URL,
		Type: cmp.Or(read.Type, "PLUGIN"), Languages: read.Languages,
	}
	if a.ID == 0 {
		a.ID = f.newNumber()
	}
	if a.Languages == nil {
		a.Languages = []string{"EN"}
	}
	switch {
	case f.knows(a.GUID):
		return fakeapi.At("applicationGUID", "is taken")
	case f.knowsNumber(a.ID):
		return fakeapi.At("id", "is taken")
	}
	f.applications = append(f.applications, a)
	return nil
}

func (f *Fake) loadCredentialSet(read credentialSetState) error {
	user, application := f.userByGUID(read.UserGUID), f.applicationByGUID(read.ApplicationGUID)
	switch {
	case user == nil:
		return fakeapi.At("userGUID", "there is no user %s", read.UserGUID)
	case application == nil:
		return fakeapi.At("applicationGUID", "there is no application %s", read.ApplicationGUID)
	case read.GUID != "" && f.knows(read.GUID):
		return fakeapi.At("credentialSetGUID", "is taken")
	}
	set, existed := f.takeSet(user, application, cmp.Or(read.Name, "Default"))
	if existed {
		return fakeapi.At("name", "is taken")
	}
	set.GUID = cmp.Or(read.GUID, set.GUID)
	f.sets = append(f.sets, set) // from here on its GUIDs are known
	for i, c := range read.Credentials {
		credential := Credential{GUID: cmp.Or(c.GUID, f.newGUID()), Function: c.Function, Value: string(c.Value)}
		if slices.ContainsFunc(set.Credentials, credential.isNamesake) {
			return fakeapi.At(fmt.Sprintf("credentials[%d].function", i), "is taken")
		}
		if f.knows(credential.GUID) {
			return fakeapi.At(fmt.Sprintf("credentials[%d].credentialGUID", i), "is taken")
		}
		set.Credentials = append(set.Credentials, credential)
	}
	return nil
}

func (f *Fake) loadVariable(read variableState) error {
	v := &Variable{
		GUID: cmp.Or(read.GUID, f.newGUID()), Name: read.Name, Value: string(read.Value), Secret: read.Secret,
		ItemType: read.ItemType, ItemGUID: read.ItemGUID,
	}
	switch {
	case f.knows(v.GUID):
		return fakeapi.At("automationVariableGuid", "is taken")
	case f.namesake(*v) != nil:
		return fakeapi.At("name", "is taken")
	}
	f.storeVariable(v, f.Readable())
	v.cipher = cmp.Or(read.EncryptedValue, v.cipher)
	return nil
}

// knows reports whether any object has the GUID.
func (f *Fake) knows(guid string) bool {
	inSet := func(s *CredentialSet) bool {
		return strings.EqualFold(s.GUID, guid) ||
			slices.ContainsFunc(s.Credentials, func(c Credential) bool { return strings.EqualFold(c.GUID, guid) })
	}
	return f.variables.Knows(guid) || f.userByGUID(guid) != nil || f.applicationByGUID(guid) != nil || slices.ContainsFunc(f.sets, inSet)
}

// knowsNumber reports whether a user or an application has the id.
func (f *Fake) knowsNumber(id int) bool {
	return slices.ContainsFunc(f.users, func(u *User) bool { return u.ID == id }) ||
		slices.ContainsFunc(f.applications, func(a *Application) bool { return a.ID == id })
}

// newNumber is an id of a user or an application.
func (f *Fake) newNumber() int {
	for {
		f.lastID++
		if !f.knowsNumber(f.lastID) {
			return f.lastID
		}
	}
}

// newGUID is new within the fake, and has letters, so that it differs by
// letter case.
func (f *Fake) newGUID() string {
	for {
		f.lastID++
		guid := fmt.Sprintf("fa4e1d0c-0000-4000-8000-%012x", f.lastID)
		if !f.knows(guid) {
			return guid
		}
	}
}

var _ fakeapi.Store = (*Fake)(nil)
