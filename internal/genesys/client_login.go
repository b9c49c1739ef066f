package genesys

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// newTokens makes a source of tokens for an OAuth client, from the API's configuration. The login host has limits of its
// own, which are not published, and its answers have a shape of their own.
func newTokens(config httpapi.Config, credentials Credentials) (*httpapi.TokenSource, error) {
	config.BaseURL = credentials.LoginURL
	config.Limit = httpapi.Limit{}
	config.ReadError = readLoginError
	config.Throttled = loginThrottled
	login, err := httpapi.New(config)
	if err != nil {
		return nil, err
	}
	return httpapi.OAuth(func(ctx context.Context) (httpapi.Token, error) { return fetchToken(ctx, login, credentials) }), nil
}

// fetchToken is OAuth's grant of client credentials.
func fetchToken(ctx context.Context, login *httpapi.Client, credentials Credentials) (httpapi.Token, error) {
	basic := base64.StdEncoding.EncodeToString([]byte(credentials.ClientID + ":" + credentials.ClientSecret.Reveal()))
	var granted struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int64  `json:"expires_in"` // seconds
	}
	_, err := login.Do(ctx, httpapi.Request{
		Method:     http.MethodPost,
		Path:       "/oauth/token",
		Header:     http.Header{"Authorization": {"Basic " + basic}},
		Form:       url.Values{"grant_type": {"client_credentials"}},
		Repeatable: true,
		NoAuth:     true,
		Secrets:    []secret.String{credentials.ClientSecret},
	}, &granted)
	if err == nil && granted.AccessToken == "" {
		err = errors.New("the answer to the token request holds no access_token")
	}
	return httpapi.Token{
		AccessToken: secret.New(granted.AccessToken),
		ExpiresIn:   time.Duration(granted.ExpiresIn) * time.Second,
	}, err
}

// loginError is the body of an answer that refuses a token.
type loginError struct {
	Error            string `json:"error"`
	Description      string `json:"description"`
	ErrorDescription string `json:"error_description"`
}

func readLoginError(_ int, header http.Header, body []byte) httpapi.Reported {
	var reported loginError
	_ = json.Unmarshal(body, &reported) // what is not in this shape says nothing
	message := reported.ErrorDescription
	if message == "" {
		message = reported.Description
	}
	return httpapi.Reported{Code: reported.Error, Message: message, RequestID: header.Get("ININ-Correlation-Id")}
}

// loginThrottled knows the login host's limit, which looks like a request that is wrong.
func loginThrottled(status int, body []byte) bool {
	var reported loginError
	return status == http.StatusBadRequest && json.Unmarshal(body, &reported) == nil &&
		strings.HasPrefix(strings.ToLower(reported.Description+reported.ErrorDescription), "rate limit exceeded")
}
