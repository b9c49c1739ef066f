package helloidtest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Application is an application of the tenant.
type Application struct {
	// ID, GUID, Type and Languages are made by AddApplication, all but ID only
	// if they are empty.
	ID   int
	GUID string
	// Name need not be unique.
	Name, Description, URL string
	// Type is "PLUGIN" by default. "FORM" and "BASICAUTH" have credentials,
	// too; the spelling of these two is an assumption.
	Type string
	// Languages are those of its form, ["EN"] by default; answers to writes have
	// an item for each.
	Languages []string
}

// hasCredentials is false for types such as "SAML" and "OIDC", by
// docs.helloid.com/en/access-management/applications/application-credentials.
func (a *Application) hasCredentials() bool {
	return slices.Contains([]string{"PLUGIN", "FORM", "BASICAUTH"}, a.Type)
}

func (a *Application) icon() string { return "https://icons.example.com/" + a.GUID }

func (f *Fake) applicationByGUID(guid string) *Application {
	return find(f.applications, func(a *Application) bool { return strings.EqualFold(a.GUID, guid) })
}

// findApplication takes whatever article 115002969234 takes for an application.
func (f *Fake) findApplication(name string) *Application {
	return find(f.applications, func(a *Application) bool {
		return strings.EqualFold(a.GUID, name) || f.sameName(a.Name, name) || strconv.Itoa(a.ID) == name
	})
}

func (f *Fake) listApplications(c call) (fakeapi.Answer, error) {
	rows := []any{}
	for _, a := range f.applications {
		rows = append(rows, f.viewApplication(a))
	}
	return f.page(c, rows)
}

// viewApplication spells applicationGuid as the vendor's connector reads it,
// unlike the answers to writes.
func (f *Fake) viewApplication(a *Application) map[string]any {
	return map[string]any{
		"name":            a.Name,
		"icon":            a.icon(),
		"url":             a.URL,
		"helloIDUrl":      "/application/" + a.GUID,
		"isEnabled":       true,
		"type":            a.Type,
		"description":     a.Description,
		"applicationGuid": f.shownGUID(a.GUID),
		"creationTime":    "2026-01-01T00:00:00Z",
		"modifyTime":      "2026-01-01T00:00:00Z",
		"modifyUser":      "admin",
		"links":           []link{{"self", "/api/v1/applications/" + f.shownGUID(a.GUID)}},
	}
}
