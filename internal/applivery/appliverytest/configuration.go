package appliverytest

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// MDMConfiguration is what the fake stores as the MDM configuration of an
// organization: Microsoft Entra ID's credentials, with their secret.
type MDMConfiguration struct {
	// ID has 24 hexadecimal digits. It stays when a configuration is replaced, by
	// assumption.
	ID                               string
	TenantID, ClientID, ClientSecret string
}

// configurationSchema: the stored copies of the pages are cut off after
// clientId, so that all three are required, and their least and greatest lengths
// but for that of tenantId, are assumptions.
var configurationSchema = fakeapi.Object("",
	fakeapi.Object("entraId",
		fakeapi.String("tenantId", 1, 256).Required(),
		fakeapi.String("clientId", 1, 256).Required(),
		fakeapi.String("clientSecret", 1, 256).Required(),
	).Required(),
)

// setMDMConfiguration creates or replaces. Its answer is that of the read, by
// assumption.
func (f *Fake) setMDMConfiguration(r *http.Request) (fakeapi.Answer, error) {
	if _, err := fakeapi.Query(r); err != nil {
		return fakeapi.Answer{}, err
	}
	var in struct {
		EntraID struct{ TenantID, ClientID, ClientSecret string }
	}
	if err := fakeapi.ReadJSON(r, configurationSchema, &in); err != nil {
		return fakeapi.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	o, err := f.addressed(r)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	written := &MDMConfiguration{
		ID:       f.configurationID(o),
		TenantID: in.EntraID.TenantID, ClientID: in.EntraID.ClientID, ClientSecret: in.EntraID.ClientSecret,
	}
	f.configurations.Set(o.id, f.Now(), written)
	return f.showConfiguration(o, written)
}

// configurationID is that of the organization's configuration, or a new one.
func (f *Fake) configurationID(o *organization) string {
	if existing := f.configurations.At(o.id, f.Now()); existing != nil {
		return existing.ID
	}
	for {
		f.lastID++
		id := fmt.Sprintf("64d1c0de%016x", f.lastID)
		if !f.hasConfiguration(id) {
			return id
		}
	}
}

func (f *Fake) getMDMConfiguration(r *http.Request) (fakeapi.Answer, error) {
	if err := bare(r); err != nil {
		return fakeapi.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	o, err := f.addressed(r)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	found := f.configurations.At(o.id, f.Readable())
	switch {
	case found != nil:
		return f.showConfiguration(o, found)
	case f.options.MDMMissingNull:
		return succeeded(nil)
	}
	return fakeapi.Answer{}, notFound()
}

// showConfiguration has the organization's id also where the path has its slug,
// as documented.
func (f *Fake) showConfiguration(o *organization, c *MDMConfiguration) (fakeapi.Answer, error) {
	entra := map[string]string{"tenantId": c.TenantID, "clientId": c.ClientID}
	switch f.options.MDMEcho {
	case EchoAbsent:
	case EchoClear:
		entra["clientSecret"] = c.ClientSecret
	case EchoMasked:
		entra["clientSecret"] = Mask
	}
	return succeeded(map[string]any{"id": c.ID, "organizationId": o.id, "entraId": entra})
}

// The methods that follow act behind the API's back. What they change can be
// read at once.

// MDMConfiguration returns what is stored for an organization, and whether there
// is anything.
func (f *Fake) MDMConfiguration(name string) (MDMConfiguration, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.configurations.At(f.mustFind(name).id, f.Now())
	if found == nil {
		return MDMConfiguration{}, false
	}
	return *found, true
}

// EditMDMConfiguration changes the configuration of an organization as an
// administrator does, or makes it. The change must not call the fake.
func (f *Fake) EditMDMConfiguration(name string, change func(*MDMConfiguration)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	o := f.mustFind(name)
	changed := *cmp.Or(f.configurations.At(o.id, f.Now()), &MDMConfiguration{ID: f.configurationID(o)})
	change(&changed)
	f.configurations.Set(o.id, f.Readable(), &changed)
}

// RemoveMDMConfiguration takes away the configuration of an organization.
func (f *Fake) RemoveMDMConfiguration(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.configurations.Set(f.mustFind(name).id, f.Readable(), nil)
}
