package oneaccesstest

import (
	"maps"
	"reflect"
	"slices"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// The types of application accounts.
const (
	BasicAccount  = "BASIC_ACCOUNT"  // bound to a user
	OrphanAccount = "ORPHAN_ACCOUNT" // bound to no user
	PublicAccount = "PUBLIC_ACCOUNT" // shared
)

// Account is a stored application account, with what the API hides: UserID,
// OrgCode and Password.
type Account struct {
	ID, ApplicationID string
	// UserID is empty for an orphan.
	UserID string
	// Type is one of BasicAccount, OrphanAccount and PublicAccount.
	Type                                 string
	AccountName, Name, OrgCode, Password string
	Disabled                             bool
	// Extension holds text, bool and, if it came by the API, float64.
	Extension map[string]any
	Roles     []Role
}

// Role is a role of an account within its application.
type Role struct {
	ID         string      `json:"role_id"`
	Code       string      `json:"role_code"`
	Name       string      `json:"role_name"`
	Privileges []Privilege `json:"privileges"`
}

// Privilege is what a role permits.
type Privilege struct {
	ID    string         `json:"privilege_id"`
	Code  string         `json:"privilege_code"`
	Name  string         `json:"privilege_name"`
	Items []ResourceItem `json:"resource_items"`
}

// ResourceItem is what a privilege is about.
type ResourceItem struct {
	ID       string `json:"item_id"`
	Code     string `json:"item_code"`
	Name     string `json:"item_name"`
	ParentID string `json:"item_parentid"`
}

func (a *Account) clone() *Account {
	copied := *a
	copied.Extension = maps.Clone(a.Extension)
	copied.Roles = slices.Clone(a.Roles)
	return &copied
}

func (f *Fake) showAccount(_ call, a *application, account *Account) (fakeapi.Answer, error) {
	return fakeapi.OK(f.detail(a, account))
}

func (f *Fake) listAccounts(c call, a *application) (fakeapi.Answer, error) {
	only, err := c.query.OneOf("account_type", "", BasicAccount, OrphanAccount, PublicAccount)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	var rows []map[string]any
	for _, account := range a.accounts.All(f.Readable()) {
		if only == "" || account.Type == only {
			rows = append(rows, f.detail(a, account))
		}
	}
	return page(f, c, "accounts", rows)
}

// listAccountsOfUser answers with all accounts at once.
func (f *Fake) listAccountsOfUser(_ call, user *User) (fakeapi.Answer, error) {
	var rows []map[string]any
	for _, a := range f.applications {
		for _, account := range a.accounts.All(f.Readable()) {
			if account.UserID == user.ID {
				rows = append(rows, f.summary(account))
			}
		}
	}
	return list(f, "accounts", rows, 0, len(rows))
}

// detail is an account on the pages ShowAppAccountById and ListAppAccounts.
func (f *Fake) detail(a *application, account *Account) map[string]any {
	extension := map[string]any{}
	if f.options.AllAttributes {
		for name := range a.Attributes {
			extension[name] = nil
		}
	}
	maps.Copy(extension, account.Extension)
	view := map[string]any{
		"id":           account.ID,
		"account_name": account.AccountName,
		"account_type": account.Type,
		"name":         account.Name,
		"disabled":     account.Disabled,
		"org_id":       a.organizationID(account.OrgCode),
		"roles":        append([]Role{}, account.Roles...),
		"extension":    extension,
	}
	f.showUnset(view, "name", "org_id", "roles", "extension")
	if f.options.Unset == UnsetMixed && len(extension) == 0 {
		view["extension"] = extension
	}
	if f.options.Unset == UnsetMixed && len(account.Roles) == 0 {
		delete(view, "roles")
	}
	return view
}

// summary is an account on the page ListAppAccountsByUserId, whose example has
// an empty extension as an object.
func (f *Fake) summary(account *Account) map[string]any {
	extension := map[string]any{}
	maps.Copy(extension, account.Extension)
	view := map[string]any{
		"id":             account.ID,
		"application_id": account.ApplicationID,
		"account_name":   account.AccountName,
		"account_type":   account.Type,
		"name":           account.Name,
		"extension":      extension,
	}
	f.showUnset(view, "name")
	return view
}

// showUnset shows the empty ones among the members as Options.Unset has it.
func (f *Fake) showUnset(view map[string]any, members ...string) {
	for _, member := range members {
		if reflect.ValueOf(view[member]).Len() > 0 {
			continue
		}
		switch f.options.Unset {
		case UnsetMixed, UnsetNull:
			view[member] = nil
		case UnsetAbsent:
			delete(view, member)
		case UnsetEmpty:
		}
	}
}
