package helloidtest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// The methods here act behind the API's back: they are what tests say and see
// about the platform itself. They take GUIDs in either letter case, and panic
// on one of no user or application, so that a misspelled one cannot make a test
// pass.

// AddUser makes a user, and returns it with what the fake made.
func (f *Fake) AddUser(u User) User {
	f.mu.Lock()
	defer f.mu.Unlock()
	u.GUID = f.freeGUID(u.GUID)
	u.ID = f.newNumber()
	f.users = append(f.users, &u)
	return u
}

// EditUser changes a user as an administrator would. The change must not call
// the fake.
func (f *Fake) EditUser(guid string, change func(*User)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f.mustFindUser(guid))
}

// AddApplication makes an application, and returns it with what the fake made.
func (f *Fake) AddApplication(a Application) Application {
	f.mu.Lock()
	defer f.mu.Unlock()
	a.GUID = f.freeGUID(a.GUID)
	a.ID = f.newNumber()
	a.Type = cmp.Or(a.Type, "PLUGIN")
	if len(a.Languages) == 0 {
		a.Languages = []string{"EN"}
	}
	f.applications = append(f.applications, &a)
	return a
}

// EditApplication changes an application as an administrator would: with
// another Type, it stops taking credentials. The change must not call the fake.
func (f *Fake) EditApplication(guid string, change func(*Application)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f.mustFindApplication(guid))
}

// RemoveApplication deletes an application with all its credential sets.
func (f *Fake) RemoveApplication(guid string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	gone := f.mustFindApplication(guid)
	f.removeSets(func(s *CredentialSet) bool { return s.ApplicationGUID == gone.GUID })
	f.applications = slices.DeleteFunc(f.applications, func(a *Application) bool { return a == gone })
}

// CredentialSets returns the sets of a user for an application with their
// secrets, the one written last at the end.
func (f *Fake) CredentialSets(userGUID, applicationGUID string) []CredentialSet {
	f.mu.Lock()
	defer f.mu.Unlock()
	var sets []CredentialSet
	for _, s := range f.setsOf(f.mustFindUser(userGUID), f.mustFindApplication(applicationGUID)) {
		copied := *s
		copied.Credentials = slices.Clone(s.Credentials)
		sets = append(sets, copied)
	}
	return sets
}

// Values returns the values of a set by function; nil if there is no such set.
func (f *Fake) Values(userGUID, applicationGUID, setName string) map[string]string {
	for _, s := range f.CredentialSets(userGUID, applicationGUID) {
		if s.Name == setName {
			values := map[string]string{}
			for _, c := range s.Credentials {
				values[c.Function] = c.Value
			}
			return values
		}
	}
	return nil
}

// Store replaces the values of a set, or makes it, as users do when they type
// their credentials.
func (f *Fake) Store(userGUID, applicationGUID, setName string, values map[string]string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	set, _ := f.takeSet(f.mustFindUser(userGUID), f.mustFindApplication(applicationGUID), setName)
	set.Credentials = nil
	for _, function := range slices.Sorted(maps.Keys(values)) {
		set.Credentials = append(set.Credentials, Credential{GUID: f.newGUID(), Function: function, Value: values[function]})
	}
	f.sets = append(f.sets, set)
}

// Clear deletes a set as users do, and reports whether it was there.
func (f *Fake) Clear(userGUID, applicationGUID, setName string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	user, application := f.mustFindUser(userGUID), f.mustFindApplication(applicationGUID)
	return f.removeSets(func(s *CredentialSet) bool { return s.isOf(user, application) && s.Name == setName })
}

func (f *Fake) mustFindUser(guid string) *User {
	found := f.userByGUID(guid)
	if found == nil {
		panic(fmt.Sprintf("helloidtest: there is no user %q", guid))
	}
	return found
}

func (f *Fake) mustFindApplication(guid string) *Application {
	found := f.applicationByGUID(guid)
	if found == nil {
		panic(fmt.Sprintf("helloidtest: there is no application %q", guid))
	}
	return found
}

// freeGUID makes a GUID if there is none yet, and panics on one that is
// malformed or taken.
func (f *Fake) freeGUID(guid string) string {
	if guid == "" {
		return f.newGUID()
	}
	if !guidPattern.MatchString(guid) || f.findUser(guid) != nil || f.findApplication(guid) != nil {
		panic(fmt.Sprintf("helloidtest: %q is no GUID, or taken", guid))
	}
	return guid
}
