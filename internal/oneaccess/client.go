package oneaccess

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/snapshot"
)

// Client calls OneAccess' management API, whose pages are below
// https://support.huaweicloud.com/intl/en-us/api-oneaccess/, one an operation.
type Client struct {
	api       *httpapi.Client
	tokens    *httpapi.TokenSource
	creations *create.Collections[Account]          // by user
	reads     *snapshot.Collections[*AccountDetail] // by application
}

// Credentials authenticate in a tenant: an access token, or else a client, which fetches its tokens.
type Credentials struct {
	AccessToken  secret.String
	ClientID     string
	ClientSecret secret.String
}

// NewClient makes a client. It makes no network call.
func NewClient(config httpapi.Config, credentials Credentials) (*Client, error) {
	c := &Client{tokens: httpapi.Bearer(credentials.AccessToken)}
	if credentials.AccessToken.IsZero() {
		c.tokens = httpapi.OAuth(func(ctx context.Context) (httpapi.Token, error) { return c.fetchToken(ctx, credentials) })
	}
	config.Auth = c.tokens
	config.ParseError = parseError
	config.Unauthorized = unauthorized
	var err error
	c.api, err = httpapi.New(config)
	c.creations = create.NewCollections(func(userID string) *create.Collection[Account] {
		return create.NewCollection(c.api, accountID, func(ctx context.Context) ([]Account, error) { return c.ListUserAccounts(ctx, userID) }, nil)
	})
	c.reads = snapshot.New(c.source)
	return c, err
}

// Settling is for how long reads may lag behind writes.
func (c *Client) Settling() time.Duration { return c.api.Settling() }

// ReadOneByOne turns list-backed reads off.
func (c *Client) ReadOneByOne() { c.reads.TurnOff() }

// ListingProblem returns, once, why accounts are read one by one although they should not be; nil: they are not.
func (c *Client) ListingProblem() error { return c.reads.Problem() }

// AccessToken returns the current access token and when it expires; the zero time if that is not known.
func (c *Client) AccessToken(ctx context.Context) (secret.String, time.Time, error) {
	return c.tokens.AccessToken(ctx)
}

// fetchToken uses the form of the page ShowAuthToken. An older token stays valid.
func (c *Client) fetchToken(ctx context.Context, credentials Credentials) (httpapi.Token, error) {
	return c.api.FetchToken(ctx, httpapi.Request{
		Path: "/api/v2/tenant/token",
		Form: url.Values{
			"grant_type":    {"client_credentials"},
			"client_id":     {credentials.ClientID},
			"client_secret": {credentials.ClientSecret.Reveal()},
		},
		NoAuth:  true,
		Secrets: []secret.String{credentials.ClientSecret},
	})
}

// failure is the body of an answer that reports one, in both shapes of the page oneaccess_04_0007: error and
// error_description for what concerns tokens, error_code and error_msg for the rest.
type failure struct {
	Error            string `json:"error"`
	ErrorDescription string `json:"error_description"`
	ErrorCode        string `json:"error_code"`
	ErrorMsg         string `json:"error_msg"`
}

func readFailure(body []byte) failure {
	var f failure
	if json.Unmarshal(body, &f) != nil {
		return failure{}
	}
	f.ErrorCode = strings.TrimSpace(f.ErrorCode) // a sister product prints blanks before it
	return f
}

func parseError(_ int, _ http.Header, body []byte) httpapi.Reported {
	f := readFailure(body)
	if f.ErrorCode != "" {
		return httpapi.Reported{Code: f.ErrorCode, Message: f.ErrorMsg}
	}
	return httpapi.Reported{Code: f.Error, Message: f.ErrorDescription}
}

// unauthorized goes by the body too, since the pages give no status for a token that is not accepted.
func unauthorized(status int, body []byte) bool {
	return status == http.StatusUnauthorized || readFailure(body).Error == "invalid_token"
}

// Error codes of the page ErrorCode; all come with status 400.
const (
	codeApplicationNotFound  = "APP.0001"
	codeAccountNotFound      = "APP_ACCOUNT.0001"
	codeAccountExists        = "APP_ACCOUNT.0002"
	codeOrganizationNotFound = "APP_ORG.0001"
	codeUserNotFound         = "USER.0001"
)

// IsGone reports whether err is OneAccess' own word that the account, or its application, does not exist. The code alone
// says so: the status is that of any other refusal.
func IsGone(err error) bool {
	code := httpapi.CodeOf(err)
	return code == codeAccountNotFound || code == codeApplicationNotFound
}

// IsUserUnknown reports whether err is OneAccess' own word that a user does not exist.
func IsUserUnknown(err error) bool { return httpapi.CodeOf(err) == codeUserNotFound }

// isForbidden reports whether a read was refused although the credentials were accepted. Which code says so is not
// documented, so it is any that says nothing else.
func isForbidden(err error) bool {
	failed, ok := errors.AsType[*httpapi.Error](err)
	if !ok || failed.Refused || failed.Status < 400 || failed.Status > 499 || failed.Status == http.StatusTooManyRequests {
		return false
	}
	return !IsUserUnknown(err) && httpapi.CodeOf(err) != codeApplicationNotFound
}

// get reads a resource of the API.
func (c *Client) get(ctx context.Context, path string, params map[string]string, query url.Values, out any) error {
	return c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: path, Params: params, Query: query}, out)
}

// send sends a JSON body, under the one content type that the pages give, spelled as they do.
func (c *Client) send(ctx context.Context, r httpapi.Request, out any) error {
	r.Header = http.Header{"Content-Type": {"application/json;charset=utf8"}}
	return c.api.Do(ctx, r, out)
}
