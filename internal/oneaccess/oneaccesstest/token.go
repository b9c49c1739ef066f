package oneaccesstest

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// defaultTokenLifetime is documented; an administrator can change it.
const defaultTokenLifetime = 30 * time.Minute

// unsignedIDToken is a JWT that says nothing.
const unsignedIDToken = "eyJhbGciOiJub25lIn0.e30."

// The permission codes that suffice for an operation, by the user guide's page
// on the permissions of API clients (oneaccess_03_0312). What account_all
// covers is inferred, and the codes for application organizations are not
// readable: any client is assumed to read them.
var (
	allUsers     = []string{"user_all"}
	readUsers    = []string{"user_all", "user_read"}
	allAccounts  = []string{"account_all"}
	readAccounts = []string{"account_all", "account_read"}
	anyone       []string
	readOnly     = []string{"user_read", "account_read"}
)

// authorize checks the bearer token, and that it has one of the permission
// codes. A token without any may do everything.
func (f *Fake) authorize(r *http.Request, sufficient []string) error {
	token, err := f.Tokens.Bearer(r)
	if err != nil {
		return fakeapi.Refuse(http.StatusUnauthorized, "invalid_token", "Invalid access token.")
	}
	has := func(code string) bool { return slices.Contains(token.Scopes, code) }
	if len(token.Scopes) == 0 || len(sufficient) == 0 || slices.ContainsFunc(sufficient, has) {
		return nil
	}
	return fakeapi.Refuse(f.options.PermissionStatus, "", "the client needs the permission %s", strings.Join(sufficient, " or "))
}

// showAuthToken takes the client's credentials from the form only. The variant
// of the best-practice page (basic authentication, with grant_type in the
// query) serves another purpose and is refused.
func (f *Fake) showAuthToken(r *http.Request) (fakeapi.Answer, error) {
	if r.Header.Get("Authorization") != "" {
		return fakeapi.Answer{}, invalid("the client's credentials belong into the form, not into Authorization")
	}
	if _, err := fakeapi.Query(r); err != nil {
		return fakeapi.Answer{}, err
	}
	fields := []string{"grant_type", "client_id", "client_secret"}
	form, err := fakeapi.ReadForm(r, fields...)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	for _, field := range fields {
		if form.Get(field) == "" {
			return fakeapi.Answer{}, invalid("%s is required", field)
		}
	}
	if form.Get("grant_type") != "client_credentials" {
		return fakeapi.Answer{}, invalid("grant_type has to be client_credentials")
	}
	permissions, known := f.permissions(form.Get("client_id"), form.Get("client_secret"))
	if !known {
		return fakeapi.Answer{}, fakeapi.Refuse(http.StatusUnauthorized, "invalid_client", "Bad client credentials")
	}
	token, left := f.issue(form.Get("client_id"), permissions)
	return fakeapi.OK(map[string]any{
		"access_token": token,
		"token_type":   "Bearer",
		"expires_in":   int(left.Seconds()),
		"scope":        "all",
		"id_token":     unsignedIDToken,
	})
}

// permissions are the permission codes of a client, and whether there is one of
// that id and secret.
func (f *Fake) permissions(id, secret string) (codes []string, ok bool) {
	switch [2]string{id, secret} {
	case [2]string{ClientID, ClientSecret}:
		return f.options.Permissions, true
	case [2]string{ReadOnlyClientID, ReadOnlyClientSecret}:
		return readOnly, true
	}
	return nil, false
}

// issue returns a token and how long it is still valid. Older ones stay valid,
// as the page ShowAuthToken documents.
func (f *Fake) issue(clientID string, permissions []string) (value string, left time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if running, valid := f.Tokens.Find(f.running[clientID]); valid && f.options.RunningTokens {
		return running.Value, running.Expires.Sub(f.Now())
	}
	f.running[clientID] = f.Tokens.Issue(f.options.TokenLifetime, permissions...).Value
	return f.running[clientID], f.options.TokenLifetime
}
