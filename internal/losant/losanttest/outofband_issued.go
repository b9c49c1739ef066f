package losanttest

import (
	"maps"
	"strings"
	"time"
)

// The methods here are those of outofband.go for access keys and API tokens.

func (k *Key) clone() *Key {
	copied := *k
	copied.Values = maps.Clone(k.Values)
	return &copied
}

// Keys returns all access keys of an application, the oldest first.
func (f *Fake) Keys(applicationID string) []Key {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Key
	for _, k := range f.application(applicationID).keys.All(f.Now()) {
		all = append(all, *k.clone())
	}
	return all
}

// SeedKey stores an access key as if a user had made it, and returns it. Only
// Values are taken.
func (f *Fake) SeedKey(applicationID string, values map[string]any) Key {
	f.mu.Lock()
	defer f.mu.Unlock()
	seeded := &Key{Values: map[string]any{}}
	maps.Copy(seeded.Values, values)
	f.addKey(f.application(applicationID), seeded, f.Readable(), UserID, "user")
	return *seeded.clone()
}

// EditKey changes an access key as a user would, and reports whether there is
// one. lastUpdated moves by at least a second. The change must not call the fake.
func (f *Fake) EditKey(applicationID, id string, change func(*Key)) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	keys := &f.application(applicationID).keys
	found := keys.At(strings.ToLower(id), f.Now())
	if found == nil {
		return false
	}
	changed := found.clone()
	change(changed)
	changed.touch(f.ObjectDate(), time.Second, UserID, "user")
	keys.Set(found.ID, f.Readable(), changed)
	return true
}

// RemoveKey deletes an access key and reports whether it was there.
func (f *Fake) RemoveKey(applicationID, id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.application(applicationID).keys.Remove(strings.ToLower(id), f.Now(), f.Readable())
}

// APITokens returns all API tokens of an application, the oldest first.
func (f *Fake) APITokens(applicationID string) []APIToken {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []APIToken
	for _, t := range f.application(applicationID).tokens.All(f.Now()) {
		all = append(all, *t)
	}
	return all
}

// SeedAPIToken stores an API token as if a user had made it, and returns it. ID,
// stamps and Token are made, as is an empty Status or Scope.
func (f *Fake) SeedAPIToken(applicationID string, t APIToken) APIToken {
	f.mu.Lock()
	defer f.mu.Unlock()
	if t.Status == "" {
		t.Status = "active"
	}
	if len(t.Scope) == 0 {
		t.Scope = []string{"all.Application"}
	}
	f.addToken(f.application(applicationID), &t, f.Readable(), UserID, "user")
	return t
}

// EditAPIToken changes an API token as a user would, and reports whether there
// is one. lastUpdated moves by at least a second. The change must not call the
// fake.
func (f *Fake) EditAPIToken(applicationID, id string, change func(*APIToken)) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	application := f.application(applicationID)
	found := application.tokens.At(strings.ToLower(id), f.Now())
	if found == nil {
		return false
	}
	changed := *found
	change(&changed)
	changed.touch(f.ObjectDate(), time.Second, UserID, "user")
	f.storeToken(application, &changed, f.Readable())
	return true
}

// RemoveAPIToken deletes an API token and reports whether it was there.
func (f *Fake) RemoveAPIToken(applicationID, id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	tokens := &f.application(applicationID).tokens
	if found := tokens.At(strings.ToLower(id), f.Now()); found != nil {
		f.Tokens.Expire(found.Token)
	}
	return tokens.Remove(strings.ToLower(id), f.Now(), f.Readable())
}
