package oneaccesstest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// What follows is what an administrator does in the portal: it goes past the
// API and its record of requests, and can be read at once, whatever
// Options.VisibleAfter is. Objects get an id if they are given none.
// Whatever is named has to exist, or else these methods panic, so that no test
// passes because of a misspelled id.

// AddUser makes one more user and returns its id.
func (f *Fake) AddUser(user User) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	user.ID = cmp.Or(user.ID, f.newID())
	user.OrgID = cmp.Or(user.OrgID, "20210515144501236-9346-357557330")
	user.Locked = cmp.Or(user.Locked, "false")
	now := f.Now().UTC().Format("2006-01-02 15:04:05")
	user.CreatedAt = cmp.Or(user.CreatedAt, now)
	user.UpdatedAt = cmp.Or(user.UpdatedAt, now)
	user.PasswordChangedAt = cmp.Or(user.PasswordChangedAt, now)
	if user.Extension == nil {
		user.Extension = map[string]any{}
	}
	if user.Relations == nil {
		user.Relations = []UserRelation{{OrgID: user.OrgID}}
	}
	f.users = append(f.users, &user)
	return user.ID
}

// DisableUser disables a user and, as the object model of applications is set
// to by default, the user's accounts.
func (f *Fake) DisableUser(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.mustFindUser(id).Disabled = true
	for _, a := range f.applications {
		for _, account := range a.accounts.All(f.Now()) {
			if account.UserID == id {
				disabled := account.clone()
				disabled.Disabled = true
				a.accounts.Set(account.ID, f.Readable(), disabled)
			}
		}
	}
}

// RemoveUser removes a user and, as the object model of applications is set to
// by default, the user's accounts.
func (f *Fake) RemoveUser(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	user := f.mustFindUser(id)
	f.users = slices.DeleteFunc(f.users, func(u *User) bool { return u == user })
	for _, a := range f.applications {
		for _, account := range a.accounts.All(f.Now()) {
			if account.UserID == id {
				a.accounts.Set(account.ID, f.Readable(), nil)
			}
		}
	}
}

// AddApplication makes one more application and returns its id.
func (f *Fake) AddApplication(a Application) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	a.ID = cmp.Or(a.ID, f.newID())
	a.Attributes = maps.Clone(a.Attributes)
	f.applications = append(f.applications, &application{Application: a})
	return a.ID
}

// EditApplication changes an application.
func (f *Fake) EditApplication(id string, edit func(*Application)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	edit(&f.mustFindApplication(id).Application)
}

// RemoveApplication removes an application with all that it has.
func (f *Fake) RemoveApplication(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	removed := f.mustFindApplication(id)
	f.applications = slices.DeleteFunc(f.applications, func(a *application) bool { return a == removed })
}

// AddOrganization makes one more organization in an application and returns
// its id.
func (f *Fake) AddOrganization(applicationID string, o Organization) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := f.mustFindApplication(applicationID)
	o.ID = cmp.Or(o.ID, f.newID())
	a.organizations = append(a.organizations, o)
	return o.ID
}

// AddAccount makes one more account and returns its id. An empty Type is a
// BasicAccount, which needs a UserID; the others are not made by any API.
func (f *Fake) AddAccount(account Account) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := f.mustFindApplication(account.ApplicationID)
	account = *account.clone()
	account.ID = cmp.Or(account.ID, f.newID())
	account.Type = cmp.Or(account.Type, BasicAccount)
	f.mustFit(a, &account)
	a.accounts.Set(account.ID, f.Readable(), &account)
	return account.ID
}

// EditAccount changes an account, but not its ids.
func (f *Fake) EditAccount(applicationID, id string, edit func(*Account)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := f.mustFindApplication(applicationID)
	account := f.mustFindAccount(a, id)
	changed := account.clone()
	edit(changed)
	changed.ID, changed.ApplicationID = account.ID, account.ApplicationID
	f.mustFit(a, changed)
	a.accounts.Set(account.ID, f.Readable(), changed)
}

// RemoveAccount removes an account.
func (f *Fake) RemoveAccount(applicationID, id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := f.mustFindApplication(applicationID)
	a.accounts.Set(f.mustFindAccount(a, id).ID, f.Readable(), nil)
}

// Account returns a copy of an account, and whether it exists.
func (f *Fake) Account(applicationID, id string) (Account, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	account := f.mustFindApplication(applicationID).accounts.At(id, f.Now())
	if account == nil {
		return Account{}, false
	}
	return *account.clone(), true
}

// Accounts returns copies of all accounts of an application in the order of
// their creation.
func (f *Fake) Accounts(applicationID string) []Account {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Account
	for _, account := range f.mustFindApplication(applicationID).accounts.All(f.Now()) {
		all = append(all, *account.clone())
	}
	return all
}

// mustFit refuses an account that the portal would not create.
func (f *Fake) mustFit(a *application, account *Account) {
	if account.Type == BasicAccount {
		f.mustFindUser(account.UserID)
	}
	if account.OrgCode != "" && a.organizationID(account.OrgCode) == "" {
		panic(fmt.Sprintf("oneaccesstest: the application has no organization %q", account.OrgCode))
	}
	if account.Extension == nil {
		account.Extension = map[string]any{}
	}
}

func (f *Fake) mustFindUser(id string) *User {
	user, err := f.findUser(id)
	if err != nil {
		panic(fmt.Sprintf("oneaccesstest: there is no user %q", id))
	}
	return user
}

func (f *Fake) mustFindApplication(id string) *application {
	i := slices.IndexFunc(f.applications, func(a *application) bool { return a.ID == id })
	if i < 0 {
		panic(fmt.Sprintf("oneaccesstest: there is no application %q", id))
	}
	return f.applications[i]
}

func (f *Fake) mustFindAccount(a *application, id string) *Account {
	account := a.accounts.At(id, f.Now())
	if account == nil {
		panic(fmt.Sprintf("oneaccesstest: there is no account %q in application %q", id, a.ID))
	}
	return account
}
