package appliverytest

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

type organizationState struct {
	ID   string `json:"id"`
	Slug string `json:"slug"`
}

// integrationState is an integration that was opened. A null username or
// password stands for a new one.
type integrationState struct {
	OrganizationID  string          `json:"organizationId"`
	Username        *string         `json:"username"`
	Password        *fakeapi.Secret `json:"password"`
	Token           fakeapi.Secret  `json:"token"`
	PortalAccountID string          `json:"portalAccountId"`
	GWAddress       string          `json:"gwAddress"`
}

type configurationState struct {
	ID             string       `json:"id"`
	OrganizationID string       `json:"organizationId"`
	EntraID        entraIDState `json:"entraId"`
}

type entraIDState struct {
	TenantID     string         `json:"tenantId"`
	ClientID     string         `json:"clientId"`
	ClientSecret fakeapi.Secret `json:"clientSecret"`
}

var (
	organizationSchema = fakeapi.Object("",
		fakeapi.Pattern("id", organizationPattern),
		fakeapi.Pattern("slug", organizationPattern).Required(),
	)
	// An integration that was reset has empty members.
	integrationSchema = fakeapi.Object("",
		fakeapi.String("organizationId", 1, 0).Required(),
		fakeapi.String("username", 1, 0),
		fakeapi.String("password", 1, 0),
		fakeapi.String("token", 0, 128),
		fakeapi.String("portalAccountId", 0, 256),
		fakeapi.String("gwAddress", 0, 128),
	)
	storedConfigurationSchema = fakeapi.Object("", append(configurationSchema.Members(),
		fakeapi.Pattern("id", objectID),
		fakeapi.String("organizationId", 1, 0).Required(),
	)...)
)

// objectID is the form of ids in the examples of the pages.
var objectID = regexp.MustCompile(`^[a-fA-F0-9]{24}$`)

// State implements fakeapi.Store.
func (f *Fake) State() fakeapi.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	state := fakeapi.State{"organizations": {}, "harmonyMobile": {}, "mdmConfigurations": {}}
	for _, o := range f.organizations {
		state["organizations"] = append(state["organizations"], organizationState{ID: o.id, Slug: o.slug})
		if i := o.integration; i != nil {
			password := fakeapi.Secret(i.Password)
			state["harmonyMobile"] = append(state["harmonyMobile"], integrationState{
				OrganizationID: o.id, Username: &i.Username, Password: &password, Token: fakeapi.Secret(i.Token),
				PortalAccountID: i.PortalAccountID, GWAddress: i.GWAddress,
			})
		}
		if c := f.configurations.At(o.id, f.Now()); c != nil {
			state["mdmConfigurations"] = append(state["mdmConfigurations"], configurationState{
				ID: c.ID, OrganizationID: o.id, EntraID: entraIDState{c.TenantID, c.ClientID, fakeapi.Secret(c.ClientSecret)},
			})
		}
	}
	return state
}

// Load implements fakeapi.Store.
func (f *Fake) Load(tree any) (commit func(), err error) {
	fresh := &Fake{Server: f.Server, options: f.options}
	f.mu.Lock()
	fresh.lastID = f.lastID
	f.mu.Unlock()
	err = fakeapi.Read(tree,
		fakeapi.Collect("organizations", organizationSchema, fresh.loadOrganization),
		fakeapi.Collect("harmonyMobile", integrationSchema, fresh.loadIntegration),
		fakeapi.Collect("mdmConfigurations", storedConfigurationSchema, fresh.loadConfiguration),
	)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.held = fresh.held
		f.lastID = max(f.lastID, fresh.lastID)
		f.passwords = append(f.passwords, fresh.passwords...)
	}, err
}

func (f *Fake) loadOrganization(o organizationState) error {
	if o.ID == "" {
		o.ID = newOrganizationID()
	}
	if f.find(o.ID) != nil {
		return fakeapi.At("id", "is taken")
	}
	if f.find(o.Slug) != nil {
		return fakeapi.At("slug", "is taken")
	}
	f.organizations = append(f.organizations, &organization{id: o.ID, slug: o.Slug})
	return nil
}

func newOrganizationID() string {
	var id [12]byte
	_, _ = rand.Read(id[:]) // never fails
	return hex.EncodeToString(id[:])
}

func (f *Fake) loadIntegration(i integrationState) error {
	o := f.find(i.OrganizationID)
	switch {
	case o == nil:
		return fakeapi.At("organizationId", "there is no organization %s", i.OrganizationID)
	case o.integration != nil:
		return fakeapi.At("organizationId", "the organization has an integration already")
	}
	o.integration = newIntegration()
	o.integration.Token, o.integration.PortalAccountID, o.integration.GWAddress = string(i.Token), i.PortalAccountID, i.GWAddress
	if i.Username != nil {
		o.integration.Username = *i.Username
	}
	if i.Password == nil {
		o.integration.Password = f.newPassword()
		return nil
	}
	o.integration.Password = string(*i.Password)
	f.passwords = append(f.passwords, o.integration.Password)
	return nil
}

func (f *Fake) loadConfiguration(read configurationState) error {
	o := f.find(read.OrganizationID)
	switch {
	case o == nil:
		return fakeapi.At("organizationId", "there is no organization %s", read.OrganizationID)
	case f.configurations.Knows(o.id):
		return fakeapi.At("organizationId", "the organization has a configuration already")
	case read.ID != "" && f.hasConfiguration(read.ID):
		return fakeapi.At("id", "is taken")
	}
	f.configurations.Set(o.id, f.Readable(), &MDMConfiguration{
		ID: cmp.Or(read.ID, f.configurationID(o)), TenantID: read.EntraID.TenantID, ClientID: read.EntraID.ClientID,
		ClientSecret: string(read.EntraID.ClientSecret),
	})
	return nil
}

// hasConfiguration reports whether an organization has the configuration of that id.
func (f *Fake) hasConfiguration(id string) bool {
	return slices.ContainsFunc(f.configurations.All(f.Now()), func(c *MDMConfiguration) bool { return strings.EqualFold(c.ID, id) })
}

var _ fakeapi.Store = (*Fake)(nil)
