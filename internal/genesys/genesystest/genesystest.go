// Package genesystest is a strict fake of Genesys Cloud's API for integration credentials, the integrations that use them, and
// OAuth clients, for tests and for the mock server, as net/http/httptest is for net/http.
package genesystest

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

const (
	integrations = "/api/v2/integrations"
	credentials  = integrations + "/credentials"
	oauthClients = "/api/v2/oauth/clients"
	homeDivision = "/api/v2/authorization/divisions/home"
)

// The routes, for Server.Count and fakeapi.Fault.
const (
	Authenticate          = "POST /oauth/token"
	ListCredentials       = "GET " + credentials + "/listing"
	ListCredentialsByPage = "GET " + credentials // deprecated by the vendor
	CreateCredential      = "POST " + credentials
	GetCredential         = "GET " + credentials + "/{credentialId}"
	PutCredential         = "PUT " + credentials + "/{credentialId}"
	DeleteCredential      = "DELETE " + credentials + "/{credentialId}"
	ListCredentialTypes   = "GET " + credentials + "/types"
	ListIntegrations      = "GET " + integrations
	CreateIntegration     = "POST " + integrations
	GetIntegration        = "GET " + integrations + "/{integrationId}"
	PatchIntegration      = "PATCH " + integrations + "/{integrationId}"
	DeleteIntegration     = "DELETE " + integrations + "/{integrationId}"
	GetConfig             = "GET " + integrations + "/{integrationId}/config/current"
	PutConfig             = "PUT " + integrations + "/{integrationId}/config/current"
	ListIntegrationTypes  = "GET " + integrations + "/types"
	GetIntegrationType    = "GET " + integrations + "/types/{typeId}"

	ListOAuthClients        = "GET " + oauthClients
	CreateOAuthClient       = "POST " + oauthClients
	GetOAuthClient          = "GET " + oauthClients + "/{clientId}"
	PutOAuthClient          = "PUT " + oauthClients + "/{clientId}"
	DeleteOAuthClient       = "DELETE " + oauthClients + "/{clientId}"
	CreateOAuthClientSecret = "POST " + oauthClients + "/{clientId}/secret"
	ListOAuthScopes         = "GET /api/v2/oauth/scopes"
	GetHomeDivision         = "GET " + homeDivision
)

// What every fake knows from the start.
const (
	// ClientID and ClientSecret are an OAuth client whose tokens may do
	// everything.
	ClientID     = "5c2f4bd9-6f0e-4d36-9a51-0f2a7c1de8b4"
	ClientSecret = "ZPije3Gl1RCMMvI0M4vT7UJawessc0tpJ72w5DYfiAp"
	// ReadOnlyClientID and ReadOnlyClientSecret are one whose tokens may only
	// read.
	ReadOnlyClientID     = "a8e05c7f-2d91-4b36-8f4e-61d7b09c3a52"
	ReadOnlyClientSecret = "Qm3vT8xLw0sZr5KbYd7Hn2PfUj6Ec1AgXo4Ri9MtBvI"
	// Token is an access token that may do everything. Others are made by
	// Fake.Tokens.Allow, with ScopeAll or ScopeRead.
	Token = "genesys-access-token"

	// HomeDivisionID is the division that objects belong to by default.
	HomeDivisionID = "f1b3c5d7-0a2e-4c68-9f10-2d4e6a8c0b13"

	// WebServicesID is an integration of type custom-rest-actions, the one that
	// the question in the vendor's forum is about.
	WebServicesID = "2cefbe68-cdd8-4f21-89ab-6f3036bafd3d"
	// DataActionsID is an integration of type purecloud-data-actions.
	DataActionsID = "7d1a3c52-90be-4e6f-8a0d-3b5c6e7f8091"
	// AudioHookID is an integration of type audiohook.
	AudioHookID = "b3e8d4f6-1c27-4a95-9d3e-58f6a0b1c2d3"
	// ClientAppID is an integration of type embedded-client-app, which has no
	// place for credentials.
	ClientAppID = "e94c7a10-5b8d-43f2-a6c1-d0e9f8a7b6c5"
)

// The OAuth scopes of a token.
const (
	ScopeAll  = "integrations"
	ScopeRead = "integrations:readonly"

	ScopeOAuth     = "oauth"
	ScopeOAuthRead = "oauth:readonly"
)

// RequestsPerMinute is the usual limit for one token, in the words of the
// vendor's staff, for fakeapi.Options.RatePerMinute.
const RequestsPerMinute = 300

// Fake is an organization in Genesys Cloud with its integrations and
// credentials. It is an http.Handler and safe for concurrent use. It serves
// what the API host and the login host serve, so both base URLs are the same.
//
// It is made from the models and operations that the vendor's clients publish
// (platform-client-sdk-go 188, purecloud-platform-client-v2 262), from the
// sample application purecloud-premium-app and from answers of the vendor's
// staff in its forum, and it shares no code with the client that it tests. What
// they describe it accepts, and it refuses anything else. Where they are
// silent, a field of Options says what is assumed.
type Fake struct {
	*fakeapi.Server
	// URL is where a fake made by NewServer listens, without a trailing slash.
	URL string

	options Options
	mu      sync.Mutex
	held
	tokenRequests int
}

// held is what a state has, in the place of which another can be put.
type held struct {
	credentials      fakeapi.History[Credential]
	integrations     fakeapi.History[Integration]
	detached         map[string]time.Time // when a credential was last taken out of an integration, by its id
	credentialTypes  []CredentialType     // added to those of the options
	integrationTypes []IntegrationType
	oauthClients     fakeapi.History[OAuthClient]
}

// New returns a fake to be mounted by the caller, with one integration of each
// type that the constants above name. It panics if a fault of the options
// names a route that Genesys Cloud does not have.
func New(options Options) *Fake {
	options.CreateStatus = cmp.Or(options.CreateStatus, http.StatusOK)
	options.DeleteStatus = cmp.Or(options.DeleteStatus, http.StatusNoContent)
	options.OAuthDeleteActiveStatus = cmp.Or(options.OAuthDeleteActiveStatus, http.StatusBadRequest)
	options.InUseStatus = cmp.Or(options.InUseStatus, http.StatusConflict)
	options.VersionStatus = cmp.Or(options.VersionStatus, http.StatusConflict)
	options.ClientStatus = cmp.Or(options.ClientStatus, http.StatusUnauthorized)
	if options.CredentialTypes == nil {
		options.CredentialTypes = credentialTypes()
	}
	if options.IntegrationTypes == nil {
		options.IntegrationTypes = integrationTypes()
	}
	f := &Fake{options: options, held: held{detached: map[string]time.Time{}}}
	f.Server = fakeapi.New(fakeapi.Platform{
		Routes:    f.routes(),
		Error:     f.errorAnswer,
		Unlimited: []string{Authenticate},
	}, options.Options)
	f.Tokens.Allow(Token, ScopeAll, ScopeOAuth)
	f.loadInitialOAuthClients()
	for _, i := range initialIntegrations() {
		if f.integrationType(i.Type) != nil {
			f.SeedIntegration(i)
		}
	}
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

func (f *Fake) routes() map[string]fakeapi.Handler {
	return map[string]fakeapi.Handler{
		Authenticate:          f.authenticate,
		ListCredentials:       f.handler(f.listCredentials, "before", "after", "pageSize"),
		ListCredentialsByPage: f.handler(f.listCredentialsByPage, pageParameters...),
		CreateCredential:      f.handler(f.createCredential),
		GetCredential:         f.handler(f.getCredential),
		PutCredential:         f.handler(f.putCredential),
		DeleteCredential:      f.handler(f.deleteCredential),
		ListCredentialTypes:   f.handler(f.listCredentialTypes),
		ListIntegrations:      f.handler(f.listIntegrations, slices.Concat(pageParameters, integrationFilters)...),
		CreateIntegration:     f.handler(f.createIntegration),
		GetIntegration:        f.handler(f.getIntegration),
		PatchIntegration:      f.handler(f.patchIntegration),
		DeleteIntegration:     f.handler(f.deleteIntegration),
		GetConfig:             f.handler(f.getConfig),
		PutConfig:             f.handler(f.putConfig),
		ListIntegrationTypes:  f.handler(f.listIntegrationTypes, pageParameters...),
		GetIntegrationType:    f.handler(f.getIntegrationType),

		ListOAuthClients:        f.handler(f.listOAuthClients, f.oauthPageParameters()...),
		CreateOAuthClient:       f.handler(f.createOAuthClient),
		GetOAuthClient:          f.handler(f.getOAuthClient),
		PutOAuthClient:          f.handler(f.putOAuthClient),
		DeleteOAuthClient:       f.handler(f.deleteOAuthClient),
		CreateOAuthClientSecret: f.handler(f.createOAuthClientSecret),
		ListOAuthScopes:         f.handler(f.listOAuthScopes),
		GetHomeDivision:         f.handler(f.getHomeDivision),
	}
}

// call is one request that may do what it asks for.
type call struct {
	*http.Request
	query fakeapi.Parameters
}

// handler wraps an operation in what all of them ask of a request. The fake is
// locked while the operation runs.
func (f *Fake) handler(operation func(call) (fakeapi.Answer, error), parameters ...string) fakeapi.Handler {
	return func(r *http.Request) (fakeapi.Answer, error) {
		if err := f.authorize(r); err != nil {
			return fakeapi.Answer{}, err
		}
		query, err := fakeapi.Query(r, parameters...)
		if err != nil {
			return fakeapi.Answer{}, err
		}
		if r.Method == http.MethodGet || r.Method == http.MethodDelete {
			if err := fakeapi.NoBody(r); err != nil {
				return fakeapi.Answer{}, err
			}
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		return operation(call{r, query})
	}
}

// authorize checks the bearer token and its scope. Roles and their
// permissions, which Genesys Cloud checks besides, are not modelled.
func (f *Fake) authorize(r *http.Request) error {
	token, err := f.Tokens.Bearer(r)
	if err != nil {
		return err
	}
	sufficient := []string{ScopeAll}
	if strings.HasPrefix(r.URL.Path, "/api/v2/oauth/") {
		sufficient = []string{ScopeOAuth}
	}
	if r.Method == http.MethodGet {
		sufficient = append(sufficient, sufficient[0]+":readonly")
	}
	if r.URL.Path == homeDivision { // asks for no permission
		return nil
	}
	if !slices.ContainsFunc(token.Scopes, func(have string) bool { return slices.Contains(sufficient, have) }) {
		return fakeapi.Refuse(http.StatusForbidden, "", "the token needs one of the scopes %s", strings.Join(sufficient, ", "))
	}
	return nil
}

// newID is a random UUID (version 4), the form of all ids of the platform.
func newID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}
