package genesystest

import (
	"cmp"
	"errors"
	"net/http"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

const (
	invalidClient    = "invalid_client"
	invalidRequest   = "invalid_request"
	unsupportedGrant = "unsupported_grant_type"
)

// initialOAuthClients are those that the constants name.
func initialOAuthClients() []OAuthClient {
	role := []RoleDivision{{RoleID: "0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26", DivisionID: "*"}}
	return []OAuthClient{
		{ID: ClientID, Secret: ClientSecret, Name: "Terraform", RoleDivisions: role, scopes: []string{ScopeAll, ScopeOAuth}},
		{ID: ReadOnlyClientID, Secret: ReadOnlyClientSecret, Name: "Terraform, reading", RoleDivisions: role, scopes: []string{ScopeRead, ScopeOAuthRead}},
	}
}

// authenticated is the active OAuth client of that id and secret, if its grant
// type is that of client credentials; nil if there is none.
func (f *Fake) authenticated(r *http.Request) *OAuthClient {
	id, secret, ok := r.BasicAuth()
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.oauthClients.At(id, f.Now())
	if !ok || found == nil || found.Secret != secret || found.State != clientActive || found.GrantType != clientCredentials {
		return nil
	}
	return found
}

// authenticate grants a token by OAuth client credentials.
func (f *Fake) authenticate(r *http.Request) (fakeapi.Answer, error) {
	if f.throttled() {
		return fakeapi.Answer{}, fakeapi.Refuse(http.StatusBadRequest, invalidRequest, "rate limit exceeded; too many token requests")
	}
	client := f.authenticated(r)
	if client == nil {
		return fakeapi.Answer{}, fakeapi.Refuse(f.options.ClientStatus, invalidClient, "the OAuth client is not known, or its secret is wrong")
	}
	form, err := fakeapi.ReadForm(r, "grant_type")
	if refusal, ok := errors.AsType[*fakeapi.Refusal](err); ok {
		refusal.Code = invalidRequest
	}
	if err != nil {
		return fakeapi.Answer{}, err
	}
	if grant := form.Get("grant_type"); grant != "client_credentials" {
		return fakeapi.Answer{}, fakeapi.Refuse(http.StatusBadRequest, unsupportedGrant, "grant_type has to be client_credentials, not %q", grant)
	}
	lifetime := cmp.Or(f.options.TokenLifetime, time.Duration(client.AccessTokenValiditySeconds)*time.Second)
	return fakeapi.OK(map[string]any{
		"access_token": f.Tokens.Issue(lifetime, client.scopes...).Value,
		"token_type":   "bearer",
		"expires_in":   int(lifetime.Seconds()),
	})
}

func (f *Fake) throttled() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tokenRequests++
	return f.tokenRequests <= f.options.ThrottleTokens
}
