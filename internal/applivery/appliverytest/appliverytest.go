// Package appliverytest is a strict fake of Applivery's API for the Harmony Mobile integration and the MDM configuration of an
// organization, for tests and for the mock server, as net/http/httptest is for net/http.
package appliverytest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// The routes, for Server.Count and fakeapi.Fault: as the pages print them, and
// without the slash at their end (see Options.Slash).
const (
	Update             = "PUT " + path + "/{$}"
	UpdateWithoutSlash = "PUT " + path
	Reset              = "DELETE " + path + "/{$}"
	ResetWithoutSlash  = "DELETE " + path
	// GetOrganization is from docs.applivery.com/en/api/platform/organization.
	GetOrganization = "GET " + organizationPath
	// SetMDMConfiguration and GetMDMConfiguration are from
	// docs.applivery.com/en/api/uem/configurations.
	SetMDMConfiguration = "PUT " + configurationsPath
	GetMDMConfiguration = "GET " + configurationsPath
)

const (
	organizationPath = "/v1/organizations/{organizationId}"
	path             = organizationPath + "/integrations/harmony-mobile"

	configurationsPath = organizationPath + "/mdm/configurations"
)

// What every fake has from the start.
const (
	// Token is the bearer token of a service account with all permissions.
	// Others are made by Fake.Tokens.Allow.
	Token = "ap-4f7c2e91d0b86a35"
	// ReadOnlyToken is that of one without any permission to write.
	ReadOnlyToken = "ap-r-9b1e6d47c3a20f58"
	// OrganizationID and OrganizationSlug name an organization whose
	// integration was never opened.
	OrganizationID   = "5f2b1c9e8d7a6b5c4d3e2f10"
	OrganizationSlug = "acme"
)

// The permissions of a token, to be given to Tokens.Allow as its scopes.
const (
	PermissionUpdate = "mdm.integration.harmonyMobile.update"
	PermissionReset  = "mdm.integration.harmonyMobile.reset"
	// PermissionGetOrganization is named by the naming of the others.
	PermissionGetOrganization = "base.organization.management.get"

	PermissionGetConfigurations    = "mdm.global.configurations.get"
	PermissionUpdateConfigurations = "mdm.global.configurations.update"
)

// permissions are what the routes ask of a token.
var permissions = map[string]string{
	Update:             PermissionUpdate,
	UpdateWithoutSlash: PermissionUpdate,
	Reset:              PermissionReset,
	ResetWithoutSlash:  PermissionReset,
	GetOrganization:    PermissionGetOrganization,

	SetMDMConfiguration: PermissionUpdateConfigurations,
	GetMDMConfiguration: PermissionGetConfigurations,
}

// Fake is Applivery with its organizations. It is an http.Handler and safe for
// concurrent use.
//
// It is made from the vendor's pages (docs.applivery.com/en/api/integrations/
// organization-integrations-harmony-mobile), which print a PUT and a DELETE and
// no way to read, and it shares no code with the client that it tests. What the
// pages accept it accepts, and it refuses anything else. Where they are silent,
// a field of Options says what is assumed.
type Fake struct {
	*fakeapi.Server
	// URL is where a fake made by NewServer listens, without a trailing slash
	// and without /v1.
	URL string

	options Options
	mu      sync.Mutex
	held
	passwords []string
	lastID    int
}

// held is what a state has, in the place of which another can be put.
type held struct {
	organizations []*organization
	// configurations are those of MDM, by the id of their organization.
	configurations fakeapi.History[MDMConfiguration]
}

// New returns a fake to be mounted by the caller. It panics if the options name
// a route or a member of the answers that Applivery does not have.
func New(options Options) *Fake {
	options.mustBeSound()
	options.PermissionStatus = cmp.Or(options.PermissionStatus, http.StatusUnauthorized)
	f := &Fake{options: options}
	f.Server = fakeapi.New(fakeapi.Platform{
		Routes: f.routes(),
		Check:  f.authorize,
		Error:  f.errorAnswer,
	}, options.Options)
	f.Tokens.Allow(Token, slices.Collect(maps.Values(permissions))...)
	f.Tokens.Allow(ReadOnlyToken, PermissionGetOrganization, PermissionGetConfigurations)
	f.AddOrganization(OrganizationID, OrganizationSlug)
	return f
}

// NewServer returns a fake that listens on a loopback address until the test
// ends.
func NewServer(t fakeapi.TB, options Options) *Fake {
	t.Helper()
	f := New(options)
	f.URL = fakeapi.Start(t, f)
	return f
}

// routes serves each operation in both forms of the path, by Options.Slash.
func (f *Fake) routes() map[string]fakeapi.Handler {
	printed, short := served, missing
	switch f.options.Slash {
	case SlashOptional:
		short = served
	case SlashRequired:
	case SlashAdded:
		short = redirect("harmony-mobile/")
	case SlashRemoved:
		printed, short = redirect("../harmony-mobile"), served
	}
	return map[string]fakeapi.Handler{
		Update:             printed(f.update),
		UpdateWithoutSlash: short(f.update),
		Reset:              printed(f.reset),
		ResetWithoutSlash:  short(f.reset),
		GetOrganization:    f.getOrganization,

		SetMDMConfiguration: f.setMDMConfiguration,
		GetMDMConfiguration: f.getMDMConfiguration,
	}
}

func served(handle fakeapi.Handler) fakeapi.Handler { return handle }

func missing(fakeapi.Handler) fakeapi.Handler {
	return func(r *http.Request) (fakeapi.Answer, error) {
		return fakeapi.Answer{}, fakeapi.Refuse(http.StatusNotFound, "", "there is no %s", r.URL.Path)
	}
}

// redirect takes a relative location, which holds wherever the fake is mounted.
func redirect(location string) func(fakeapi.Handler) fakeapi.Handler {
	return func(fakeapi.Handler) fakeapi.Handler {
		return func(*http.Request) (fakeapi.Answer, error) {
			return fakeapi.Answer{
				Status: http.StatusMovedPermanently,
				Header: http.Header{"Location": {location}},
			}, nil
		}
	}
}

// getOrganization shows as much of an organization as the pages name in the
// filters of their list.
func (f *Fake) getOrganization(r *http.Request) (fakeapi.Answer, error) {
	if err := bare(r); err != nil {
		return fakeapi.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	o, err := f.addressed(r)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return succeeded(map[string]any{"id": o.id, "slug": o.slug, "name": o.slug})
}

// bare refuses a query and a body.
func bare(r *http.Request) error {
	if _, err := fakeapi.Query(r); err != nil {
		return err
	}
	return fakeapi.NoBody(r)
}

// succeeded is the envelope of every success.
func succeeded(data any) (fakeapi.Answer, error) {
	return fakeapi.OK(map[string]any{"status": true, "data": data})
}

// Applivery's own error codes, from the examples and schemas of its pages.
const (
	codeNotFound     = "3001"
	codeUnauthorized = "4001"
	codeNoToken      = "4002"
	codeInvalidToken = "4004"
)

func (f *Fake) authorize(r *http.Request) error {
	if r.Header.Get("Authorization") == "" {
		return fakeapi.Refuse(http.StatusUnauthorized, codeNoToken, "No auth token")
	}
	token, err := f.Tokens.Bearer(r)
	if err != nil {
		return fakeapi.Refuse(http.StatusUnauthorized, codeInvalidToken, "Invalid Token")
	}
	if !slices.Contains(token.Scopes, permissions[r.Pattern]) {
		return fakeapi.Refuse(f.options.PermissionStatus, codeUnauthorized, "Unauthorized")
	}
	return nil
}

// errorAnswer is the envelope of errors. Its code is optional, and left out of
// answers for which the documentation has none.
func (f *Fake) errorAnswer(refusal fakeapi.Refusal) fakeapi.Answer {
	reported := map[string]any{"message": refusal.Message}
	if refusal.Status == http.StatusUnauthorized {
		refusal.Code = cmp.Or(refusal.Code, codeUnauthorized)
	}
	if code, err := strconv.Atoi(refusal.Code); err == nil {
		reported["code"] = code
	}
	return fakeapi.Answer{
		Status: refusal.Status,
		Body:   map[string]any{"status": f.options.LegacyErrors, "error": reported},
	}
}
