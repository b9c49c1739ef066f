package appliverytest

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Fixture is Applivery as tests and the mock server meet it.
var Fixture = fakeapi.Fixture{
	Name:        "applivery",
	Title:       "Applivery",
	URLVariable: "APPLIVERY_BASE_URL",
	Credentials: []fakeapi.Credential{
		{Argument: "api_token", Variable: "APPLIVERY_API_TOKEN", Value: Token, ReadOnly: ReadOnlyToken},
	},
	Gone: fakeapi.Refusal{Status: http.StatusNotFound, Code: codeNotFound},
	Configure: func() (fakeapi.Configurable, func() *fakeapi.Tenant) {
		options := new(Options)
		return options, func() *fakeapi.Tenant { return New(*options).tenant() }
	},
}

// shownSecret is that of a configuration that no sample manages.
const shownSecret = "entra-s3cret-7b1f09"

func (f *Fake) tenant() *fakeapi.Tenant {
	return &fakeapi.Tenant{
		Server: f.Server, Store: f,
		Shown:     []string{shownSecret},
		Resources: []fakeapi.Resource{f.integrationSample(), f.configurationSample()},
		DataSources: []fakeapi.Reader{{Type: "mdm_configuration", Arguments: func() string {
			f.EditMDMConfiguration(OrganizationSlug, func(c *MDMConfiguration) { c.TenantID, c.ClientID, c.ClientSecret = "tenant", "client", shownSecret })
			return fmt.Sprintf("organization_id = %q", OrganizationSlug)
		}}},
	}
}

// integrationSample has an organization for each object, whose slug is the
// object's name.
func (f *Fake) integrationSample() fakeapi.Resource {
	var organizations []string
	return fakeapi.Resource{
		Type: "harmony_mobile_integration", Secret: "token",
		Arguments: func(name, note, given string) string {
			if !slices.Contains(organizations, name) {
				f.AddOrganization(fmt.Sprintf("%024x", len(organizations)), name)
				organizations = append(organizations, name)
			}
			return fmt.Sprintf("organization_id = %q\nportal_account_id = %q\ngw_address = \"gw.example\"\nstore_login = false\n%s", name, note, given)
		},
		Objects: func() (all []fakeapi.Stored) {
			for _, name := range organizations {
				if stored, opened := f.Integration(name); opened && stored.Token != "" {
					all = append(all, fakeapi.Stored{Name: name, ID: name, ImportID: name, Secret: stored.Token, Made: []string{stored.Password}})
				}
			}
			return all
		},
		Edit:   func(name string) { f.EditIntegration(name, func(i *Integration) { i.Token = "by hand" }) },
		Remove: f.RemoveIntegration,
		Create: Update, Update: Update, Delete: Reset,
		Whole: true,
	}
}

// configurationSample has an organization for each object, whose slug is the
// object's name with a prefix. Nothing deletes a configuration: a destroyed one stays.
func (f *Fake) configurationSample() fakeapi.Resource {
	const prefix = "mdm-"
	var organizations []string
	return fakeapi.Resource{
		Type: "mdm_configuration", Secret: "client_secret", Within: "entra_id",
		Arguments: func(name, note, given string) string {
			if !slices.Contains(organizations, name) {
				f.AddOrganization(fmt.Sprintf("c%023x", len(organizations)), prefix+name)
				organizations = append(organizations, name)
			}
			return fmt.Sprintf("organization_id = %q\nentra_id {\ntenant_id = %q\nclient_id = \"client\"\n%s\n}", prefix+name, note, given)
		},
		Objects: func() (all []fakeapi.Stored) {
			for _, name := range organizations {
				if stored, there := f.MDMConfiguration(prefix + name); there {
					all = append(all, fakeapi.Stored{Name: name, ID: prefix + name, ImportID: prefix + name, Secret: stored.ClientSecret})
				}
			}
			return all
		},
		Edit: func(name string) {
			f.EditMDMConfiguration(prefix+name, func(c *MDMConfiguration) { c.ClientSecret = "by hand" })
		},
		Remove: func(name string) { f.RemoveMDMConfiguration(prefix + name) },
		Create: SetMDMConfiguration, Read: GetMDMConfiguration, Update: SetMDMConfiguration,
		Whole: true,
	}
}
