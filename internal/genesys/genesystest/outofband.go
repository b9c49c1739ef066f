package genesystest

import (
	"fmt"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// The methods here act behind the API's back: they are what tests say and see
// about the platform itself. What they change can be read at once, whatever
// Options.VisibleAfter is.

// Credential returns a stored credential with its secrets; false if there is
// none of that id.
func (f *Fake) Credential(id string) (Credential, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.credentials.At(id, f.Now())
	if found == nil {
		return Credential{}, false
	}
	return *found.clone(), true
}

// Credentials returns all stored credentials, the oldest first.
func (f *Fake) Credentials() []Credential {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Credential
	for _, c := range f.credentials.All(f.Now()) {
		all = append(all, *c.clone())
	}
	return all
}

// SeedCredential stores a credential as if a user had made it, and returns its
// id, which is a new one if it is empty, as the dates are. Its type may be one
// that the API does not have; its fields are then all redacted.
func (f *Fake) SeedCredential(c Credential) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	seeded := newCredential(c, f.ObjectDate())
	mustBeNew(&f.credentials, seeded.ID)
	f.credentials.Set(seeded.ID, f.Readable(), seeded)
	return seeded.ID
}

// EditCredential changes a credential as a user would: its date moves by at
// least a second, since people are slower than tests. It reports whether there
// is such a credential. The change must not call the fake.
func (f *Fake) EditCredential(id string, change func(*Credential)) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.credentials.At(id, f.Now())
	if found == nil {
		return false
	}
	changed := found.clone()
	changed.Modified = f.ObjectDate()
	if earliest := found.Modified.Add(time.Second); changed.Modified.Before(earliest) {
		changed.Modified = earliest
	}
	change(changed)
	f.credentials.Set(id, f.Readable(), changed)
	return true
}

// RemoveCredential deletes a credential, in use or not, and reports whether it
// was there. Configurations that use it keep its id.
func (f *Fake) RemoveCredential(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.credentials.Remove(id, f.Now(), f.Readable())
}

// Integration returns a stored integration; false if there is none of that id.
func (f *Fake) Integration(id string) (Integration, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.integrations.At(id, f.Now())
	if found == nil {
		return Integration{}, false
	}
	return *found.clone(), true
}

// SeedIntegration stores an integration as if a user had made it, and returns
// its id, which is a new one if it is empty. It panics on a type that the fake
// does not have.
func (f *Fake) SeedIntegration(i Integration) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.integrationType(i.Type) == nil {
		panic(fmt.Sprintf("genesystest: there is no integration type %q", i.Type))
	}
	seeded := newIntegration(i)
	mustBeNew(&f.integrations, seeded.ID)
	f.integrations.Set(seeded.ID, f.Readable(), seeded)
	return seeded.ID
}

// EditIntegration changes an integration as a user would: the version of its
// configuration moves. It reports whether there is such an integration. The
// change must not call the fake, and replaces values inside of properties
// rather than changing them in place.
func (f *Fake) EditIntegration(id string, change func(*Integration)) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.integrations.At(id, f.Now())
	if found == nil {
		return false
	}
	changed := found.clone()
	changed.Version++
	change(changed)
	f.integrations.Set(id, f.Readable(), changed)
	return true
}

// RemoveIntegration deletes an integration and reports whether it was there.
func (f *Fake) RemoveIntegration(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.integrations.Remove(id, f.Now(), f.Readable())
}

// mustBeNew panics on an id that is or was in use: a test that seeds one twice
// is mistaken.
func mustBeNew[T any](h *fakeapi.History[T], id string) {
	if h.Knows(id) {
		panic(fmt.Sprintf("genesystest: the id %q is taken", id))
	}
}
