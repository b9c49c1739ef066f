package helloidtest

import (
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// CredentialSet is what the fake stores of a user for an application, with its
// secrets.
type CredentialSet struct {
	UserGUID, ApplicationGUID string
	GUID, Name                string
	Credentials               []Credential
}

// Credential is one value of a set.
type Credential struct {
	GUID string
	// Function is what the value is for, such as "UserName" or "Password".
	// Functions do not differ by letter case.
	Function string
	Value    string
}

func (s *CredentialSet) isOf(user *User, application *Application) bool {
	return s.UserGUID == user.GUID && s.ApplicationGUID == application.GUID
}

func (c Credential) isNamesake(other Credential) bool {
	return strings.EqualFold(c.Function, other.Function)
}

// deleteCredentialSet answers without a body: the article prints none.
func (f *Fake) deleteCredentialSet(c call) (fakeapi.Answer, error) {
	user := f.findUser(c.PathValue("user"))
	application := f.findApplication(c.PathValue("application"))
	switch {
	case user == nil || !f.isServed(user):
		return fakeapi.Answer{}, f.unknown("the user does not exist")
	case application == nil:
		return fakeapi.Answer{}, f.unknown("the application does not exist")
	}
	deleted := f.removeSets(func(s *CredentialSet) bool {
		return s.isOf(user, application) && (!f.options.DeleteOnlyDefault || f.sameName(s.Name, "Default"))
	})
	if !deleted {
		return fakeapi.Answer{}, fakeapi.Refuse(f.options.NoSetStatus, "", "the user has no credential set for the application")
	}
	return fakeapi.Answer{}, nil
}

// removeSets reports whether there were any.
func (f *Fake) removeSets(chosen func(*CredentialSet) bool) bool {
	before := len(f.sets)
	f.sets = slices.DeleteFunc(f.sets, chosen)
	return len(f.sets) < before
}

// takeSet takes the set of that name out of the fake, or makes a new one.
func (f *Fake) takeSet(user *User, application *Application, name string) (set *CredentialSet, existed bool) {
	i := slices.IndexFunc(f.sets, func(s *CredentialSet) bool { return s.isOf(user, application) && f.sameName(s.Name, name) })
	if i < 0 {
		return &CredentialSet{UserGUID: user.GUID, ApplicationGUID: application.GUID, GUID: f.newGUID(), Name: name}, false
	}
	set = f.sets[i]
	f.sets = slices.Delete(f.sets, i, i+1)
	return set, true
}

// setsOf lists the sets of a user for an application, the one written last at
// the end.
func (f *Fake) setsOf(user *User, application *Application) []*CredentialSet {
	var sets []*CredentialSet
	for _, s := range f.sets {
		if s.isOf(user, application) {
			sets = append(sets, s)
		}
	}
	return sets
}
