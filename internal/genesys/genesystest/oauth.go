package genesystest

import (
	"errors"
	"net/http"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

const (
	invalidClient    = "invalid_client"
	invalidRequest   = "invalid_request"
	unsupportedGrant = "unsupported_grant_type"
)

// clients are the scopes of the OAuth clients, by id and secret.
var clients = map[[2]string]string{
	{ClientID, ClientSecret}:                 ScopeAll,
	{ReadOnlyClientID, ReadOnlyClientSecret}: ScopeRead,
}

// authenticate grants a token by OAuth client credentials.
func (f *Fake) authenticate(r *http.Request) (fakeapi.Answer, error) {
	if f.throttled() {
		return fakeapi.Answer{}, fakeapi.Refuse(http.StatusBadRequest, invalidRequest, "rate limit exceeded; too many token requests")
	}
	id, secret, _ := r.BasicAuth()
	scope, known := clients[[2]string{id, secret}]
	if !known {
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
	return fakeapi.OK(map[string]any{
		"access_token": f.Tokens.Issue(f.options.TokenLifetime, scope).Value,
		"token_type":   "bearer",
		"expires_in":   int(f.options.TokenLifetime.Seconds()),
	})
}

func (f *Fake) throttled() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tokenRequests++
	return f.tokenRequests <= f.options.ThrottleTokens
}
