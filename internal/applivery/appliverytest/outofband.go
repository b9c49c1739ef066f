package appliverytest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The exported methods here act behind the API's back: they are what tests say
// and see about the platform itself. They take an organization by id or slug,
// and panic if there is none, so that a misspelled one cannot make a test pass.

// organization has an integration once that was opened.
type organization struct {
	id, slug    string
	integration *Integration
}

// organizationPattern is the documented form of an id or slug.
var organizationPattern = regexp.MustCompile(`^(([a-fA-F0-9]{24})|([a-zA-Z0-9\-]{3,}))$`)

// AddOrganization makes an organization whose integration was never opened. It
// panics unless id and slug have the documented form and are free.
func (f *Fake) AddOrganization(id, slug string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, name := range []string{id, slug} {
		if !organizationPattern.MatchString(name) || f.find(name) != nil {
			panic(fmt.Sprintf("appliverytest: %q is malformed or taken", name))
		}
	}
	f.organizations = append(f.organizations, &organization{id: id, slug: slug})
}

// RemoveOrganization deletes an organization.
func (f *Fake) RemoveOrganization(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	gone := f.mustFind(name)
	f.organizations = slices.DeleteFunc(f.organizations, func(o *organization) bool { return o == gone })
}

// Integration returns what is stored for an organization, and whether its
// integration was ever opened.
func (f *Fake) Integration(name string) (Integration, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	o := f.mustFind(name)
	if o.integration == nil {
		return Integration{}, false
	}
	return *o.integration, true
}

// EditIntegration changes an integration as an administrator does in the
// dashboard, which opens it if it never was. The change must not call the fake.
func (f *Fake) EditIntegration(name string, change func(*Integration)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	o := f.mustFind(name)
	if o.integration == nil {
		o.integration = newIntegration()
		o.integration.Password = f.newPassword()
	}
	change(o.integration)
}

// RemoveIntegration brings an organization back to where its integration was
// never opened.
func (f *Fake) RemoveIntegration(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.mustFind(name).integration = nil
}

// Passwords lists all passwords that the fake ever made, the oldest first.
func (f *Fake) Passwords() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.passwords)
}

func (f *Fake) mustFind(name string) *organization {
	if o := f.find(name); o != nil {
		return o
	}
	panic(fmt.Sprintf("appliverytest: no organization %q", name))
}

// find takes an id in either letter case, which the documented form allows, or
// a slug. It returns nil if there is none.
func (f *Fake) find(name string) *organization {
	at := slices.IndexFunc(f.organizations, func(o *organization) bool {
		return strings.EqualFold(o.id, name) || o.slug == name
	})
	if at < 0 {
		return nil
	}
	return f.organizations[at]
}
