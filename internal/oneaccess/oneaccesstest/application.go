package oneaccesstest

import (
	"slices"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Application is what the portal lets an administrator set for an application.
// No API shows it.
type Application struct {
	ID       string
	Disabled bool
	// Organizations switches application organizations on.
	Organizations bool
	// Attributes are the extended attributes of the application's accounts.
	Attributes map[string]Kind
}

// Kind is the type of an extended attribute, and so of its JSON value.
// Assumption: the pages do not document which values extension may have.
type Kind int

// The kinds of extended attributes.
const (
	Text Kind = iota
	Number
	Boolean
)

func (k Kind) accepts(value any) bool {
	switch value.(type) {
	case string:
		return k == Text
	case float64:
		return k == Number
	case bool:
		return k == Boolean
	}
	return false
}

// Organization is an organization within an application.
type Organization struct {
	ID, Code, Name string
	// ParentID is empty at the root.
	ParentID string
}

// application is what the fake keeps of one application, in the order of
// creation.
type application struct {
	Application
	organizations []Organization
	accounts      fakeapi.History[Account]
}

// organizationID is empty for an unknown code, and for no code.
func (a *application) organizationID(code string) string {
	i := slices.IndexFunc(a.organizations, func(o Organization) bool { return o.Code == code })
	if i < 0 {
		return ""
	}
	return a.organizations[i].ID
}

func (f *Fake) showOrganization(c call, a *application) (fakeapi.Answer, error) {
	if !a.Organizations {
		return fakeapi.Answer{}, refuse(OrganizationsSwitchedOff)
	}
	i := slices.IndexFunc(a.organizations, func(o Organization) bool { return o.ID == c.PathValue("org_id") })
	if i < 0 {
		return fakeapi.Answer{}, refuse(OrganizationNotFound)
	}
	return fakeapi.OK(a.organizations[i].view())
}

func (f *Fake) listOrganizations(c call, a *application) (fakeapi.Answer, error) {
	if !a.Organizations {
		return fakeapi.Answer{}, refuse(OrganizationsSwitchedOff)
	}
	var rows []map[string]any
	for _, o := range a.organizations {
		rows = append(rows, o.view())
	}
	return page(f, c, "organizations", rows)
}

func (o Organization) view() map[string]any {
	view := map[string]any{"org_id": o.ID, "org_code": o.Code, "name": o.Name, "parent_id": nil}
	if o.ParentID != "" {
		view["parent_id"] = o.ParentID
	}
	return view
}
