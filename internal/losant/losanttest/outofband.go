package losanttest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// The methods here act behind the API's back: they are what tests say and see
// about the platform itself. What they change can be read at once, whatever
// Options.VisibleAfter is. They panic on an application that was not added,
// so that a misspelled id cannot make a test pass.

// Credential returns a stored credential with its secrets; false if there is
// none of that id.
func (f *Fake) Credential(applicationID, id string) (Credential, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.application(applicationID).credentials.At(strings.ToLower(id), f.Now())
	if found == nil {
		return Credential{}, false
	}
	return *found.clone(), true
}

// Credentials returns all stored credentials of an application, the oldest
// first.
func (f *Fake) Credentials(applicationID string) []Credential {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Credential
	for _, c := range f.application(applicationID).credentials.All(f.Now()) {
		all = append(all, *c.clone())
	}
	return all
}

// Seed stores a credential as if a user had made it, and returns its id. Only
// Name, Type, Description, Enabled and Config are taken. The type may be one
// that the API does not have yet; its configuration is shown whole.
func (f *Fake) Seed(applicationID string, c Credential) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	application := f.application(applicationID)
	if f.hasOther(application, "", c.Name) {
		panic(fmt.Sprintf("losanttest: there is a credential named %q already", c.Name))
	}
	seeded := &Credential{
		ApplicationID: application.id,
		Name:          c.Name,
		Type:          c.Type,
		Description:   c.Description,
		Enabled:       c.Enabled,
		Config:        map[string]any{},
	}
	maps.Copy(seeded.Config, c.Config)
	f.derive(seeded)
	f.add(application, seeded, f.Readable(), UserID, "user")
	return seeded.ID
}

// Edit changes a credential as a user would: lastUpdated moves by at least a
// second, since people are slower than tests, and the user is its author. It
// reports whether there is such a credential. The change must not call the fake.
func (f *Fake) Edit(applicationID, id string, change func(*Credential)) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	credentials := &f.application(applicationID).credentials
	found := credentials.At(strings.ToLower(id), f.Now())
	if found == nil {
		return false
	}
	changed := found.clone()
	change(changed)
	f.derive(changed)
	changed.touch(f.ObjectDate(), time.Second, UserID, "user")
	credentials.Set(found.ID, f.Readable(), changed)
	return true
}

// Remove deletes a credential, linked or not, and reports whether it was
// there.
func (f *Fake) Remove(applicationID, id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.application(applicationID).credentials.Remove(strings.ToLower(id), f.Now(), f.Readable())
}

// Link makes a resource of the given name refer to a credential by the
// credential's name, as consumers do in Losant.
func (f *Fake) Link(applicationID, credentialName string, kind Kind, name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	application := f.application(applicationID)
	application.links = append(application.links, link{
		id:             f.newID(),
		kind:           kind,
		name:           name,
		credentialName: credentialName,
	})
}

// Unlink undoes all of Link for the resource of that kind and name.
func (f *Fake) Unlink(applicationID string, kind Kind, name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	application := f.application(applicationID)
	application.links = slices.DeleteFunc(application.links, func(l link) bool { return l.kind == kind && l.name == name })
}

func (f *Fake) application(id string) *application {
	found, ok := f.applications[strings.ToLower(id)]
	if !ok {
		panic(fmt.Sprintf("losanttest: there is no application %q; see AddApplication", id))
	}
	return found
}
