// Package oneaccesstest is a strict fake of the management API of Huawei Cloud OneAccess for application accounts, for tests
// and for the mock server, as net/http/httptest is for net/http.
package oneaccesstest

import (
	"cmp"
	"mime"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// The routes by the vendor's names for them, for Server.Count and
// fakeapi.Fault.
const (
	ShowAuthToken           = "POST /api/v2/tenant/token"
	ShowUserByID            = "GET /api/v2/tenant/users/{user_id}"
	ShowUserByUserName      = "POST /api/v2/tenant/users/user-by-username"
	ListUsers               = "GET /api/v2/tenant/users"
	CreateAppAccount        = "POST /api/v2/tenant/applications/{application_id}/accounts/basic-account"
	CreateAppAccountForUser = "POST /api/v2/tenant/users/{user_id}/applications/{application_id}/accounts"
	ShowAppAccountByID      = "GET /api/v2/tenant/applications/{application_id}/accounts/{account_id}"
	ListAppAccounts         = "GET /api/v2/tenant/applications/{application_id}/accounts"
	ListAppAccountsByUserID = "GET /api/v2/tenant/users/{user_id}/accounts"
	UpdateAppAccount        = "PUT /api/v2/tenant/applications/{application_id}/accounts/{account_id}"
	EnableAppAccount        = "PUT /api/v2/tenant/applications/{application_id}/accounts/{account_id}/enable"
	DisableAppAccount       = "PUT /api/v2/tenant/applications/{application_id}/accounts/{account_id}/disable"
	DeleteAppAccount        = "DELETE /api/v2/tenant/applications/{application_id}/accounts/{account_id}"
	ShowAppOrgByID          = "GET /api/v2/tenant/applications/{application_id}/organizations/{org_id}"
	ListAppOrganizations    = "GET /api/v2/tenant/applications/{application_id}/organizations"
)

// What every fake has from the start.
const (
	// ClientID and ClientSecret get access tokens.
	ClientID     = "RWgGyMtfoLzZsUKcdwX8nQhVbEoJp2ia"
	ClientSecret = "HshOXcOrhFi54itpiaC46eqh3dgDygSkVHwWRqE1fmx"
	// ReadOnlyClientID and ReadOnlyClientSecret get access tokens with the
	// permissions user_read and account_read.
	ReadOnlyClientID     = "pT4kJm9QxWb2VsLd7ZcRn0YgHf5UaEi8"
	ReadOnlyClientSecret = "tGk7XwQ2mZp9LrVc4YbNs1HdJf6UeAo3TiRx8WqMvKz"
	// AccessToken is valid until a test expires it.
	AccessToken = "oneaccess-access-token"
	// UserID is a user whose user name is UserName.
	UserID   = "20210515145630118-3BA0-91FCA2CB7"
	UserName = "zhangsan"
	// ApplicationID is an application with organizations switched on, and with
	// the attributes "title" (Text), "level" (Number) and "remote" (Boolean).
	ApplicationID = "20210515150117554-8C1D-5A3F0E7B2"
	// OrgID is the application's organization, whose code is OrgCode.
	OrgID   = "20210515150242907-6ABA-201FFC4D9"
	OrgCode = "10000"
)

// Fake is a OneAccess instance with its users and applications. It is an
// http.Handler and safe for concurrent use.
//
// It is made from the vendor's pages (support.huaweicloud.com/api-oneaccess,
// one page an operation) and shares no code with the client that it tests.
// What the pages accept it accepts, and it refuses anything else. Where they
// are silent, a field of Options says what is assumed.
type Fake struct {
	*fakeapi.Server
	// URL is where a fake made by NewServer listens, without a trailing slash.
	URL string

	options Options
	mu      sync.Mutex
	held
	running map[string]string // the token last issued, by client id
	lastID  int
}

// held is what a state has, in the place of which another can be put.
type held struct {
	users        []*User
	applications []*application
}

// New returns a fake to be mounted by the caller. It panics if a fault of the
// options names a route that OneAccess does not have.
func New(options Options) *Fake {
	options.TokenLifetime = cmp.Or(options.TokenLifetime, defaultTokenLifetime)
	options.TokenStatus = cmp.Or(options.TokenStatus, http.StatusBadRequest)
	options.CreateStatus = cmp.Or(options.CreateStatus, http.StatusCreated)
	options.UpdateStatus = cmp.Or(options.UpdateStatus, http.StatusOK)
	options.PermissionStatus = cmp.Or(options.PermissionStatus, http.StatusForbidden)
	options.UserNotFoundCode = cmp.Or(options.UserNotFoundCode, "USER.0001")
	f := &Fake{options: options, running: map[string]string{}}
	f.Server = fakeapi.New(fakeapi.Platform{Routes: f.routes(), Error: f.errorAnswer}, options.Options)
	f.Tokens.Allow(AccessToken, options.Permissions...)
	f.AddUser(User{ID: UserID, UserName: UserName, Name: "Zhang San", Mobile: "12345678901", Email: "zhangsan@example.com"})
	f.AddApplication(Application{
		ID:            ApplicationID,
		Organizations: true,
		Attributes:    map[string]Kind{"title": Text, "level": Number, "remote": Boolean},
	})
	f.AddOrganization(ApplicationID, Organization{ID: OrgID, Code: OrgCode, Name: "Headquarters"})
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
		ShowAuthToken:           f.showAuthToken,
		ShowUserByID:            f.handler(bodiless, readUsers, f.onUser(f.showUser)),
		ShowUserByUserName:      f.handler(jsonBody, allUsers, f.showUserByUserName),
		ListUsers:               f.handler(bodiless, readUsers, f.listUsers, "org_id", "offset", "limit"),
		CreateAppAccount:        f.handler(jsonBody, allAccounts, f.inApplication(f.createAccount)),
		CreateAppAccountForUser: f.handler(jsonBody, allUsers, f.inApplication(f.createAccountForUser)),
		ShowAppAccountByID:      f.handler(bodiless, readAccounts, f.onAccount(f.showAccount)),
		ListAppAccounts:         f.handler(bodiless, readAccounts, f.inApplication(f.listAccounts), "offset", "limit", "account_type"),
		ListAppAccountsByUserID: f.handler(bodiless, readUsers, f.onUser(f.listAccountsOfUser)),
		UpdateAppAccount:        f.handler(jsonBody, allAccounts, f.onAccount(f.updateAccount)),
		EnableAppAccount:        f.handler(bodiless, allAccounts, f.onAccount(f.enableAccount)),
		DisableAppAccount:       f.handler(bodiless, allAccounts, f.onAccount(f.disableAccount)),
		DeleteAppAccount:        f.handler(bodiless, allAccounts, f.onAccount(f.deleteAccount)),
		ShowAppOrgByID:          f.handler(bodiless, anyone, f.inApplication(f.showOrganization)),
		ListAppOrganizations:    f.handler(bodiless, anyone, f.inApplication(f.listOrganizations), "offset", "limit"),
	}
}

// call is one request that was found in order but for its body.
type call struct {
	*http.Request
	query fakeapi.Parameters
}

type operation func(call) (fakeapi.Answer, error)

// handler wraps an operation in what all of them ask of a request. The fake is
// locked while the operation runs.
func (f *Fake) handler(body fakeapi.Check, permissions []string, serve operation, parameters ...string) fakeapi.Handler {
	return func(r *http.Request) (fakeapi.Answer, error) {
		if err := f.authorize(r, permissions); err != nil {
			return fakeapi.Answer{}, err
		}
		query, err := fakeapi.Query(r, parameters...)
		if err != nil {
			return fakeapi.Answer{}, err
		}
		if err := body(r); err != nil {
			return fakeapi.Answer{}, err
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		return serve(call{r, query})
	}
}

var bodiless fakeapi.Check = fakeapi.NoBody

// jsonBody asks for the one value that the pages give for Content-Type,
// "application/json;charset=utf8".
func jsonBody(r *http.Request) error {
	mediaType, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" || len(parameters) != 1 || parameters["charset"] != "utf8" {
		return invalid("Content-Type has to be application/json;charset=utf8")
	}
	return nil
}

// onUser finds the user that the path names.
func (f *Fake) onUser(serve func(call, *User) (fakeapi.Answer, error)) operation {
	return func(c call) (fakeapi.Answer, error) {
		user, err := f.findUser(c.PathValue("user_id"))
		if err != nil {
			return fakeapi.Answer{}, err
		}
		return serve(c, user)
	}
}

// inApplication finds the application that the path names.
func (f *Fake) inApplication(serve func(call, *application) (fakeapi.Answer, error)) operation {
	return func(c call) (fakeapi.Answer, error) {
		id := c.PathValue("application_id")
		if strings.TrimSpace(id) == "" {
			return fakeapi.Answer{}, refuse(ApplicationIDEmpty)
		}
		i := slices.IndexFunc(f.applications, func(a *application) bool { return a.ID == id })
		switch {
		case i < 0:
			return fakeapi.Answer{}, refuse(ApplicationNotFound)
		case f.applications[i].Disabled:
			return fakeapi.Answer{}, refuse(ApplicationDisabled)
		}
		return serve(c, f.applications[i])
	}
}

// onAccount finds the account that the path names: as it is, or to read, as it
// shows.
func (f *Fake) onAccount(serve func(call, *application, *Account) (fakeapi.Answer, error)) operation {
	return f.inApplication(func(c call, a *application) (fakeapi.Answer, error) {
		at := f.Now()
		if c.Method == http.MethodGet {
			at = f.Readable()
		}
		account := a.accounts.At(c.PathValue("account_id"), at)
		switch {
		case account == nil:
			return fakeapi.Answer{}, refuse(AccountNotFound)
		case c.Method != http.MethodGet && account.Type != BasicAccount && !f.options.AnyTypeWritable:
			return fakeapi.Answer{}, refuse(AccountTypeUnsupported)
		}
		return serve(c, a, account)
	})
}
