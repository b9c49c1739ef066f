// Package helloidtest is a strict fake of HelloID's API for the credentials of end users and for automation variables, for
// tests and for the mock server, as net/http/httptest is for net/http.
package helloidtest

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// The routes, for Server.Count and fakeapi.Fault.
const (
	// UpdateCredential is from the table of article 115003023593.
	UpdateCredential = "POST /api/v1/enduser/{userGuid}/credential"
	// UpdateCredentialByCurl is from the curl sample of the same article; see
	// Options.CurlPath.
	UpdateCredentialByCurl = "POST /api/v1/endusers/{userGuid}/credentials"
	// DeleteCredentialSet is from article 115002969234.
	DeleteCredentialSet = "DELETE /api/v1/credentialset/{user}/{application}"
	// ListUsers is from article 115002969074; its search is from the samples of
	// Service Automation.
	ListUsers = "GET /api/v1/users"
	// GetUser is from the connector HelloID-Conn-Prov-Target-HelloID.
	GetUser = "GET /api/v1/users/{user}"
	// ListApplications is from the connector NIM-System-REST-Tools4ever-HelloID.
	ListApplications = "GET /api/v1/applications"
	// CreateVariable is from article 115003035814, which prints the slash; the
	// vendor's scripts send none.
	CreateVariable             = "POST /api/v1/automation/variable/{$}"
	CreateVariableWithoutSlash = "POST /api/v1/automation/variable"
	// UpdateVariable is from article 115003036074.
	UpdateVariable = "PUT /api/v1/automation/variable/{name}"
	// ListVariables is from article 115003024113.
	ListVariables = "GET /api/v1/automation/variables"
	// GetVariable is from the vendor's script createform.ps1 in
	// HelloID-Conn-SA-Full-Teams-CreateTeam.
	GetVariable = "GET /api/v1/automation/variables/named/{name}"
)

// What every fake has from the start.
const (
	// Key and Secret are an API key. Others are made by Tokens.Allow(Pair(key,
	// secret)), and disabled by Tokens.Expire.
	Key    = "hi-6b0e94d17fa3c258"
	Secret = "hi-3d9a6f20b7c15e84"
	// ReadOnlyKey and ReadOnlySecret are an API key that may only read.
	// Assumption: that there are such keys is not documented; see
	// Options.PermissionStatus.
	ReadOnlyKey    = "hi-r-2c81f05e9ab7d463"
	ReadOnlySecret = "hi-r-7f46b9d2e0c3518a"
	// UserGUID is the user whose name is UserName, as in the sample of the
	// article on UpdateCredential.
	UserGUID = "2b5f8a3c-7d41-4e0b-9c66-d1a2b3c4e5f6"
	UserName = "Mike"
	// ApplicationGUID is an application of the type PLUGIN whose name is
	// ApplicationName, in two languages: the one of the same sample.
	ApplicationGUID = "6c9e917d-e4b0-44e6-83aa-6f01c6ea314f"
	ApplicationName = "Github"
	// NeighborGUID is another application, in which the user has a credential
	// set, so that no answer is about one application only.
	NeighborGUID = "a41c0d52-93be-4f7a-8e15-70f2c9d8b6e3"
	// NeighborPassword is a secret of that credential set.
	NeighborPassword = "neighbor-password"
)

// Pair is an API key as Fake.Tokens knows it.
func Pair(key, secret string) string { return key + ":" + secret }

// Fake is a HelloID tenant with its users, applications, credential sets and
// automation variables. It is an http.Handler and safe for concurrent use.
//
// It is made from the vendor's pages (docs.helloid.com/hc/en-us/articles, named
// at each route) and, for what they lack, from the vendor's published
// connectors, and it shares no code with the client that it tests. What they
// describe it accepts, and it refuses anything else. Where they are silent, a
// field of Options says what is assumed.
type Fake struct {
	*fakeapi.Server
	// URL is where a fake made by NewServer listens, without a trailing slash
	// and without /api/v1.
	URL string

	options Options
	mu      sync.Mutex
	held
	lastID int
}

// held is what a state has, in the place of which another can be put.
type held struct {
	users        []*User
	applications []*Application
	sets         []*CredentialSet
	variables    fakeapi.History[Variable]
}

// New returns a fake to be mounted by the caller. It panics if a fault of the
// options names a route that HelloID does not have.
func New(options Options) *Fake {
	options.UnknownStatus = cmp.Or(options.UnknownStatus, http.StatusBadRequest)
	options.NoSetStatus = cmp.Or(options.NoSetStatus, http.StatusNotFound)
	options.PermissionStatus = cmp.Or(options.PermissionStatus, http.StatusForbidden)
	options.VariableExistsStatus = cmp.Or(options.VariableExistsStatus, http.StatusBadRequest)
	options.VariablePutMissingStatus = cmp.Or(options.VariablePutMissingStatus, http.StatusBadRequest)
	options.MaxTake = cmp.Or(options.MaxTake, 1000)
	f := &Fake{options: options}
	f.Server = fakeapi.New(fakeapi.Platform{
		Routes: f.routes(),
		Check:  f.authenticate,
		Error:  f.errorAnswer,
	}, options.Options)
	f.Tokens.Allow(Pair(Key, Secret))
	f.Tokens.Allow(Pair(ReadOnlyKey, ReadOnlySecret), readOnly)
	f.AddUser(User{GUID: UserGUID, UserName: UserName, FirstName: "Mike", LastName: "Miller", ContactEmail: "mike@example.com"})
	f.AddApplication(Application{GUID: ApplicationGUID, Name: ApplicationName, URL: "https://github.com/login", Languages: []string{"NL", "EN"}})
	f.AddApplication(Application{GUID: NeighborGUID, Name: "Wiki", URL: "https://wiki.example.com/login"})
	f.Store(UserGUID, NeighborGUID, "Default", map[string]string{"UserName": "mike", "Password": NeighborPassword})
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
	served, other := UpdateCredential, UpdateCredentialByCurl
	if f.options.CurlPath {
		served, other = other, served
	}
	return map[string]fakeapi.Handler{
		served:              f.handler(f.updateCredential),
		other:               f.handler(missing),
		DeleteCredentialSet: f.handler(f.deleteCredentialSet),
		ListUsers:           f.handler(f.listUsers, "enabled", "isDeleted", "search", "take", "skip"),
		GetUser:             f.handler(f.getUser),
		ListApplications:    f.handler(f.listApplications, "take", "skip"),

		CreateVariable:             f.handler(f.createVariable),
		CreateVariableWithoutSlash: f.handler(f.createVariable),
		UpdateVariable:             f.handler(f.updateVariable),
		ListVariables:              f.handler(f.listVariables),
		GetVariable:                f.handler(f.getVariable),
	}
}

// call is one request whose query is in order.
type call struct {
	*http.Request
	query fakeapi.Parameters
}

// handler wraps an operation in what all of them ask of a request. The fake is
// locked while the operation runs.
func (f *Fake) handler(operation func(call) (fakeapi.Answer, error), parameters ...string) fakeapi.Handler {
	return func(r *http.Request) (fakeapi.Answer, error) {
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
		return operation(call{Request: r, query: query})
	}
}

func missing(c call) (fakeapi.Answer, error) {
	return fakeapi.Answer{}, fakeapi.Refuse(http.StatusNotFound, "", "there is no %s", c.URL.Path)
}

// readOnly is the scope of an API key that may only read.
const readOnly = "read-only"

// authenticate takes basic authentication with an API key. All that is wrong
// with a key has the same answer, by the articles on all operations.
func (f *Fake) authenticate(r *http.Request) error {
	key, secret, ok := r.BasicAuth()
	pair, valid := f.Tokens.Find(Pair(key, secret))
	if !ok || !valid {
		return fakeapi.Refuse(http.StatusUnauthorized, "", "the API key and secret are missing, invalid or disabled")
	}
	if slices.Contains(pair.Scopes, readOnly) && r.Method != http.MethodGet {
		return fakeapi.Refuse(f.options.PermissionStatus, "", "the API key may only read")
	}
	return nil
}

func (f *Fake) errorAnswer(refusal fakeapi.Refusal) fakeapi.Answer {
	answer := fakeapi.Answer{Status: refusal.Status}
	switch f.options.ErrorBody {
	case ResultMsg:
		answer.Body = map[string]string{"resultMsg": refusal.Message}
	case Message:
		answer.Body = map[string]string{"message": refusal.Message}
	case Text:
		answer.Header = http.Header{"Content-Type": {"text/plain; charset=utf-8"}}
		answer.Body = []byte(refusal.Message)
	}
	return answer
}

// guidPattern is the form of every GUID; letter case does not count.
var guidPattern = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// shownGUID and shownName apply Options.OtherCase.
func (f *Fake) shownGUID(guid string) string {
	if f.options.OtherCase {
		return strings.ToUpper(guid)
	}
	return guid
}

func (f *Fake) shownName(name string) string {
	if f.options.OtherCase {
		return strings.ToLower(name)
	}
	return name
}

func (f *Fake) sameName(a, b string) bool {
	return a == b || f.options.FoldNames && strings.EqualFold(a, b)
}

// find returns the first that is wanted, or nil.
func find[T any](all []*T, wanted func(*T) bool) *T {
	i := slices.IndexFunc(all, wanted)
	if i < 0 {
		return nil
	}
	return all[i]
}
