// Package losanttest is a strict fake of Losant's API for service credentials, access keys and API tokens of an application,
// for tests and for the mock server, as net/http/httptest is for net/http.
package losanttest

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// The routes, for Server.Count and fakeapi.Fault.
const (
	List            = "GET /applications/{applicationId}/credentials"
	Create          = "POST /applications/{applicationId}/credentials"
	Get             = "GET /applications/{applicationId}/credentials/{credentialId}"
	Patch           = "PATCH /applications/{applicationId}/credentials/{credentialId}"
	Delete          = "DELETE /applications/{applicationId}/credentials/{credentialId}"
	LinkedResources = "GET /applications/{applicationId}/credentials/{credentialId}/linkedResources"
	GetApplication  = "GET /applications/{applicationId}"

	ListKeys  = "GET /applications/{applicationId}/keys"
	CreateKey = "POST /applications/{applicationId}/keys"
	GetKey    = "GET /applications/{applicationId}/keys/{applicationKeyId}"
	PatchKey  = "PATCH /applications/{applicationId}/keys/{applicationKeyId}"
	DeleteKey = "DELETE /applications/{applicationId}/keys/{applicationKeyId}"

	ListTokens  = "GET /applications/{applicationId}/tokens"
	CreateToken = "POST /applications/{applicationId}/tokens"
	GetToken    = "GET /applications/{applicationId}/tokens/{apiTokenId}"
	PatchToken  = "PATCH /applications/{applicationId}/tokens/{apiTokenId}"
	DeleteToken = "DELETE /applications/{applicationId}/tokens/{apiTokenId}"
)

const (
	// ApplicationID is the application that every fake has: the example of the
	// vendor's pages.
	ApplicationID = "575ec8687ae143cd83dc4a97"
	// Token has no word in it that also stands in a path, which a client would mask
	// there. It is a bearer token that every fake accepts, with the scope
	// all.Application. Others are made by Fake.Tokens.Allow.
	Token = "lo-8c2f6b17e4d09a53"
	// ReadOnlyToken is one with the scope all.Application.read.
	ReadOnlyToken = "lo-r-5e0d93a7b1f4c286"
	// TokenID is the author (of type apiToken) of what the API changes.
	TokenID = "575ece2b7ae143cd83dc4a9e"
	// UserID is the author (of type user) of what Seed and Edit change.
	UserID = "575ece2b7ae143cd83dc4a9d"
)

// Fake is Losant with its applications and their credentials. It is an
// http.Handler and safe for concurrent use.
//
// It is made from the vendor's pages (docs.losant.com/rest-api/credential and
// .../credentials) and from the JSON schemas of API 1.30.0 that the official
// client losant-rest publishes, and it shares no code with the client that it
// tests. What the pages accept it accepts, and it refuses anything else. Where
// they are silent, a field of Options says what is assumed.
type Fake struct {
	*fakeapi.Server
	// URL is where a fake made by NewServer listens, without a trailing slash.
	URL string

	options Options
	mu      sync.Mutex
	held
	lastID uint64
}

// held is what a state has, in the place of which another can be put.
type held struct{ applications map[string]*application }

// application is what the fake keeps of one application.
type application struct {
	id          string
	credentials fakeapi.History[Credential]
	links       []link
	archive     map[string]any // archiveConfig; nil: none
	keys        fakeapi.History[Key]
	tokens      fakeapi.History[APIToken]
}

// New returns a fake to be mounted by the caller. It panics if a fault of the
// options names a route that Losant does not have.
func New(options Options) *Fake {
	options.MaxPerPage = cmp.Or(options.MaxPerPage, 1000)
	options.ValidationStatus = cmp.Or(options.ValidationStatus, http.StatusBadRequest)
	options.DuplicateNameStatus = cmp.Or(options.DuplicateNameStatus, http.StatusBadRequest)
	options.KeyFilterType = cmp.Or(options.KeyFilterType, "none")
	options.TokenStatus = cmp.Or(options.TokenStatus, http.StatusUnauthorized)
	options.ScopeStatus = cmp.Or(options.ScopeStatus, http.StatusForbidden)
	if options.KeyMetaJSON == nil {
		options.KeyMetaJSON = withoutPrivateKey
	}
	f := &Fake{options: options, held: held{applications: map[string]*application{}}}
	f.Server = fakeapi.New(fakeapi.Platform{
		Routes: map[string]fakeapi.Handler{
			List:            f.handler(f.list, "credentials.get", listParameters...),
			Create:          f.handler(f.create, "credentials.post"),
			Get:             f.handler(f.get, "credential.get"),
			Patch:           f.handler(f.patch, "credential.patch"),
			Delete:          f.handler(f.delete, "credential.delete"),
			LinkedResources: f.handler(f.linkedResources, "credential.linkedResources", "includeCustomNodes"),
			GetApplication:  f.handler(f.getApplication, "application.get", "summaryExclude", "summaryInclude"),

			ListKeys:  f.handler(f.listKeys, "applicationKeys.get", listParameters...),
			CreateKey: f.handler(f.createKey, "applicationKeys.post"),
			GetKey:    f.handler(f.getKey, "applicationKey.get"),
			PatchKey:  f.handler(f.patchKey, "applicationKey.patch"),
			DeleteKey: f.handler(f.deleteKey, "applicationKey.delete"),

			ListTokens:  f.handler(f.listTokens, "applicationApiTokens.get", listParameters...),
			CreateToken: f.handler(f.createToken, "applicationApiTokens.post"),
			GetToken:    f.handler(f.getToken, "applicationApiToken.get"),
			PatchToken:  f.handler(f.patchToken, "applicationApiToken.patch"),
			DeleteToken: f.handler(f.deleteToken, "applicationApiToken.delete"),
		},
		Error: f.errorAnswer,
	}, options.Options)
	f.Tokens.Allow(Token, "all.Application")
	f.Tokens.Allow(ReadOnlyToken, "all.Application.read")
	f.AddApplication(ApplicationID)
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

// AddApplication makes one more application known; its id has 24 hexadecimal
// digits.
func (f *Fake) AddApplication(id string) {
	if !objectID.MatchString(id) {
		panic(fmt.Sprintf("losanttest: %q is not the id of an application", id))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.applications[strings.ToLower(id)] = &application{id: strings.ToLower(id)}
}

var (
	// objectID is the pattern of every id in the schemas.
	objectID = regexp.MustCompile(`^[A-Fa-f\d]{24}$`)
	tagKey   = regexp.MustCompile(`^[0-9a-zA-Z_-]{1,255}$`)
)

// call is one request that found its application.
type call struct {
	*http.Request
	application *application
	query       fakeapi.Parameters
	shown       hypermedia
}

// handler wraps an operation in what all of them ask of a request. The fake is
// locked while the operation runs.
func (f *Fake) handler(operation func(call) (fakeapi.Answer, error), scope string, parameters ...string) fakeapi.Handler {
	return func(r *http.Request) (fakeapi.Answer, error) {
		if err := f.authorize(r, scope); err != nil {
			return fakeapi.Answer{}, err
		}
		if err := checkHeaders(r); err != nil {
			return fakeapi.Answer{}, err
		}
		query, err := fakeapi.Query(r, slices.Concat(parameters, hypermediaParameters)...)
		if err != nil {
			return fakeapi.Answer{}, err
		}
		shown, err := readHypermedia(query)
		if err != nil {
			return fakeapi.Answer{}, err
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		application, err := f.findApplication(r)
		if err != nil {
			return fakeapi.Answer{}, err
		}
		return operation(call{Request: r, application: application, query: query, shown: shown})
	}
}

// checkHeaders asks for what the vendor's page on the REST API tells clients
// to send. The content type is checked where a body is read.
func checkHeaders(r *http.Request) error {
	if !strings.Contains(r.Header.Get("Accept"), "application/json") {
		return fakeapi.Refuse(http.StatusNotAcceptable, "", "Accept has to be application/json")
	}
	if r.Method == http.MethodPost || r.Method == http.MethodPatch {
		return nil
	}
	if r.Method == http.MethodDelete && r.ContentLength != 0 { // the vendor's client sends {}
		return fakeapi.ReadJSON(r, fakeapi.Object(""), nil)
	}
	return fakeapi.NoBody(r)
}

func (f *Fake) findApplication(r *http.Request) (*application, error) {
	id, err := fakeapi.PathValue(r, "applicationId", objectID)
	if err != nil {
		return nil, err
	}
	found, ok := f.applications[strings.ToLower(id)]
	if !ok {
		return nil, fakeapi.Refuse(http.StatusNotFound, "NotFound", "Application was not found")
	}
	return found, nil
}

// errorAnswer is the schema "Error". Only the types NotFound, Validation and
// AlreadyExists are Losant's; the others are invented.
func (f *Fake) errorAnswer(refusal fakeapi.Refusal) fakeapi.Answer {
	status := refusal.Status
	if status == http.StatusBadRequest && refusal.Code == "" {
		status = f.options.ValidationStatus
	}
	return fakeapi.Answer{Status: status, Body: map[string]string{
		"type":    cmp.Or(refusal.Code, errorType(refusal.Status)),
		"message": refusal.Message,
	}}
}

func errorType(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "Validation"
	case http.StatusNotFound:
		return "NotFound"
	}
	return strings.ReplaceAll(http.StatusText(status), " ", "")
}
