package oneaccesstest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// applicationState has the names of the portal's settings in snake case, since
// no API shows an application.
type applicationState struct {
	ID            string          `json:"id"`
	Disabled      bool            `json:"disabled"`
	Organizations *bool           `json:"organizations"` // switched on unless it is false
	Attributes    map[string]Kind `json:"attributes"`
}

type organizationState struct {
	ApplicationID string  `json:"application_id"`
	ID            string  `json:"org_id"`
	Code          string  `json:"org_code"`
	Name          string  `json:"name"`
	ParentID      *string `json:"parent_id"`
}

type accountState struct {
	ID            string         `json:"id"`
	ApplicationID string         `json:"application_id"`
	UserID        string         `json:"user_id,omitempty"`
	Type          string         `json:"account_type"`
	AccountName   *string        `json:"account_name"`
	Name          *string        `json:"name"`
	OrgCode       string         `json:"org_code,omitempty"`
	Password      fakeapi.Secret `json:"password,omitempty"`
	Disabled      bool           `json:"disabled"`
	Extension     map[string]any `json:"extension"`
	Roles         []Role         `json:"roles,omitempty"`
}

var kindNames = []string{Text: "text", Number: "number", Boolean: "boolean"}

// MarshalText implements encoding.TextMarshaler.
func (k Kind) MarshalText() ([]byte, error) { return []byte(kindNames[k]), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *Kind) UnmarshalText(text []byte) error {
	return fakeapi.ParseName(k, text, kindNames...)
}

func optional(names ...string) []fakeapi.Field {
	fields := make([]fakeapi.Field, len(names))
	for i, name := range names {
		fields[i] = fakeapi.String(name, 0, 0)
	}
	return fields
}

var (
	userSchema = fakeapi.Object("", append(optional("org_id", "name", "mobile", "email", "pwd_change_at", "created_at", "updated_at", "locked"),
		fakeapi.String("user_id", 1, 0),
		fakeapi.String("user_name", 1, 0).Required(),
		fakeapi.Boolean("pwd_must_modify"), fakeapi.Boolean("disabled"), fakeapi.Integer("grade", 0, 1<<31),
		fakeapi.Map("extension", fakeapi.Any("").OrNull()),
		fakeapi.Array("user_org_relation_list", fakeapi.Object("", fakeapi.String("org_id", 1, 0).Required(), fakeapi.Integer("relation_type", 0, 1)), 0, 0),
	)...)
	applicationSchema = fakeapi.Object("",
		fakeapi.String("id", 1, 0),
		fakeapi.Boolean("disabled"), fakeapi.Boolean("organizations"),
		fakeapi.Map("attributes", fakeapi.Enum("", kindNames...)),
	)
	organizationSchema = fakeapi.Object("",
		fakeapi.String("application_id", 1, 0).Required(),
		fakeapi.String("org_id", 1, 0),
		fakeapi.String("org_code", 1, 0).Required(),
		fakeapi.String("name", 1, 0).Required(),
		fakeapi.String("parent_id", 1, 0).OrNull(),
	)
	accountSchema = fakeapi.Object("",
		fakeapi.String("id", 1, 0),
		fakeapi.String("application_id", 1, 0).Required(),
		fakeapi.String("user_id", 0, 0),
		fakeapi.Enum("account_type", BasicAccount, OrphanAccount, PublicAccount),
		fakeapi.String("account_name", 1, 0), fakeapi.String("name", 0, 0), fakeapi.String("org_code", 0, 0), fakeapi.String("password", 0, 0),
		fakeapi.Boolean("disabled"),
		fakeapi.Map("extension", fakeapi.Any("")),
		fakeapi.Array("roles", roleSchema, 0, 0),
	)
	roleSchema = fakeapi.Object("", append(optional("role_id", "role_code", "role_name"),
		fakeapi.Array("privileges", fakeapi.Object("", append(optional("privilege_id", "privilege_code", "privilege_name"),
			fakeapi.Array("resource_items", fakeapi.Object("", optional("item_id", "item_code", "item_name", "item_parentid")...), 0, 0).OrNull(),
		)...), 0, 0).OrNull(),
	)...)
)

// State implements fakeapi.Store.
func (f *Fake) State() fakeapi.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	state := fakeapi.State{"users": {}, "applications": {}, "organizations": {}, "accounts": {}}
	for _, u := range f.users {
		copied := *u
		copied.Extension = maps.Clone(u.Extension)
		state["users"] = append(state["users"], copied)
	}
	for _, a := range f.applications {
		organizations := a.Organizations
		state["applications"] = append(state["applications"], applicationState{
			ID: a.ID, Disabled: a.Disabled, Organizations: &organizations, Attributes: maps.Clone(a.Attributes),
		})
		for _, o := range a.organizations {
			shown := organizationState{ApplicationID: a.ID, ID: o.ID, Code: o.Code, Name: o.Name}
			if o.ParentID != "" {
				shown.ParentID = &o.ParentID
			}
			state["organizations"] = append(state["organizations"], shown)
		}
		for _, account := range a.accounts.All(f.Now()) {
			state["accounts"] = append(state["accounts"], account.state())
		}
	}
	return state
}

func (a *Account) state() accountState {
	copied := a.clone()
	return accountState{
		ID: a.ID, ApplicationID: a.ApplicationID, UserID: a.UserID, Type: a.Type, AccountName: &copied.AccountName, Name: &copied.Name,
		OrgCode: a.OrgCode, Password: fakeapi.Secret(a.Password), Disabled: a.Disabled, Extension: copied.Extension, Roles: copied.Roles,
	}
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
		fakeapi.Collect("organizations", organizationSchema, fresh.loadOrganization),
		fakeapi.Collect("accounts", accountSchema, fresh.loadAccount),
	)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.held = fresh.held
		f.lastID = max(f.lastID, fresh.lastID)
	}, err
}

func (f *Fake) loadUser(user User) error {
	if user.ID != "" && f.knows(user.ID) {
		return fakeapi.At("user_id", "is taken")
	}
	if _, err := f.userWhere(func(u *User) bool { return u.UserName == user.UserName }); err == nil {
		return fakeapi.At("user_name", "is taken")
	}
	f.AddUser(user)
	return nil
}

func (f *Fake) loadApplication(a applicationState) error {
	if a.ID != "" && f.knows(a.ID) {
		return fakeapi.At("id", "is taken")
	}
	f.AddApplication(Application{
		ID: a.ID, Disabled: a.Disabled, Organizations: a.Organizations == nil || *a.Organizations, Attributes: a.Attributes,
	})
	return nil
}

func (f *Fake) findParent(id string) (*application, error) {
	i := slices.IndexFunc(f.applications, func(a *application) bool { return a.ID == id })
	if i < 0 {
		return nil, fakeapi.At("application_id", "there is no application %s", id)
	}
	return f.applications[i], nil
}

func (f *Fake) loadOrganization(o organizationState) error {
	a, err := f.findParent(o.ApplicationID)
	if err != nil {
		return err
	}
	loaded := Organization{ID: o.ID, Code: o.Code, Name: o.Name}
	if o.ParentID != nil {
		loaded.ParentID = *o.ParentID
	}
	isParent := func(other Organization) bool { return other.ID == loaded.ParentID }
	switch {
	case o.ID != "" && f.knows(o.ID):
		return fakeapi.At("org_id", "is taken")
	case a.organizationID(o.Code) != "":
		return fakeapi.At("org_code", "is taken")
	case loaded.ParentID != "" && !slices.ContainsFunc(a.organizations, isParent):
		return fakeapi.At("parent_id", "there is no organization %s before this one", loaded.ParentID)
	}
	f.AddOrganization(a.ID, loaded)
	return nil
}

func (f *Fake) loadAccount(read accountState) error {
	a, err := f.findParent(read.ApplicationID)
	if err != nil {
		return err
	}
	account := Account{
		ID: read.ID, ApplicationID: a.ID, UserID: read.UserID, Type: cmp.Or(read.Type, BasicAccount), OrgCode: read.OrgCode,
		Password: string(read.Password), Disabled: read.Disabled, Extension: plainNumbers(read.Extension), Roles: read.Roles,
	}
	user := &User{}
	if read.UserID != "" || account.Type == BasicAccount {
		if user, err = f.findUser(read.UserID); err != nil {
			return fakeapi.At("user_id", "there is no user %s", read.UserID)
		}
	}
	account.AccountName, account.Name = sent(read.AccountName, user.UserName), sent(read.Name, user.Name)
	if err := f.checkLoaded(a, &account); err != nil {
		return err
	}
	f.AddAccount(account)
	return nil
}

// checkLoaded says in which member of an account the trouble is.
func (f *Fake) checkLoaded(a *application, account *Account) error {
	if account.ID != "" && f.knows(account.ID) {
		return fakeapi.At("id", "is taken")
	}
	if err := f.checkAccountName(a, account); err != nil {
		return fakeapi.At("account_name", "%v", err)
	}
	if account.OrgCode != "" && a.organizationID(account.OrgCode) == "" {
		return fakeapi.At("org_code", "there is no organization %s", account.OrgCode)
	}
	if err := checkExtension(a, account.Extension); err != nil {
		return fakeapi.At("extension", "%v", err)
	}
	return nil
}

// plainNumbers makes numbers what they are when they come by the API.
func plainNumbers(extension map[string]any) map[string]any {
	for name, value := range extension {
		if number, ok := value.(json.Number); ok {
			extension[name], _ = number.Float64()
		}
	}
	return extension
}

// knows reports whether any object has the id.
func (f *Fake) knows(id string) bool {
	inApplication := func(a *application) bool {
		return a.ID == id || a.accounts.Knows(id) || slices.ContainsFunc(a.organizations, func(o Organization) bool { return o.ID == id })
	}
	return slices.ContainsFunc(f.users, func(u *User) bool { return u.ID == id }) || slices.ContainsFunc(f.applications, inApplication)
}

// newID makes an id of the shape in the vendor's examples.
func (f *Fake) newID() string {
	stamp := strings.Replace(f.Now().UTC().Format("20060102150405.000"), ".", "", 1)
	for {
		f.lastID++
		id := fmt.Sprintf("%s-2F92-%09X", stamp, f.lastID)
		if !f.knows(id) {
			return id
		}
	}
}

var _ fakeapi.Store = (*Fake)(nil)
