package genesys

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// newTokens makes the source of tokens from the API's configuration. The login host has limits of its own, which are not
// published, and its answers have a shape of their own.
func newTokens(config httpapi.Config, credentials Credentials) (*httpapi.TokenSource, error) {
	if !credentials.AccessToken.IsZero() {
		return httpapi.Bearer(credentials.AccessToken), nil
	}
	config.BaseURL = credentials.LoginURL
	config.Limit = httpapi.Limit{}
	config.Auth = httpapi.Basic(credentials.ClientID, credentials.ClientSecret)
	config.ParseError = parseLoginError
	config.Throttled = loginThrottled
	login, err := httpapi.New(config)
	if err != nil {
		return nil, err
	}
	return httpapi.OAuth(func(ctx context.Context) (httpapi.Token, error) {
		return login.FetchToken(ctx, httpapi.Request{Path: "/oauth/token", Form: url.Values{"grant_type": {"client_credentials"}}})
	}), nil
}

// loginError is the body of an answer that refuses a token.
type loginError struct {
	Error            string `json:"error"`
	Description      string `json:"description"`
	ErrorDescription string `json:"error_description"`
}

func parseLoginError(_ int, header http.Header, body []byte) httpapi.Reported {
	var reported loginError
	_ = json.Unmarshal(body, &reported) // what is not in this shape says nothing
	message := cmp.Or(reported.ErrorDescription, reported.Description)
	return httpapi.Reported{Code: reported.Error, Message: message, RequestID: header.Get("ININ-Correlation-Id")}
}

// loginThrottled knows the login host's limit, which looks like a request that is wrong.
func loginThrottled(status int, body []byte) bool {
	var reported loginError
	return status == http.StatusBadRequest && json.Unmarshal(body, &reported) == nil &&
		strings.HasPrefix(strings.ToLower(reported.Description+reported.ErrorDescription), "rate limit exceeded")
}
