package genesys

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/once"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/snapshot"
)

// Paths of the Platform API, by the page IntegrationsApi in the documentation of the vendor's JavaScript SDK,
// purecloud-platform-client-v2.
const (
	pathIntegrations     = "/api/v2/integrations"
	pathIntegration      = pathIntegrations + "/{integrationId}"
	pathConfig           = pathIntegration + "/config/current"
	pathIntegrationType  = pathIntegrations + "/types/{typeId}"
	pathCredentials      = pathIntegrations + "/credentials"
	pathCredential       = pathCredentials + "/{credentialId}"
	pathCredentialsList  = pathCredentials + "/listing"
	pathCredentialsTypes = pathCredentials + "/types"
)

// Paths of the pages OAuthApi and AuthorizationApi there.
const (
	pathOAuthClients      = "/api/v2/oauth/clients"
	pathOAuthClient       = pathOAuthClients + "/{clientId}"
	pathOAuthClientSecret = pathOAuthClient + "/secret"
	pathHomeDivision      = "/api/v2/authorization/divisions/home"
)

// Client calls Genesys Cloud's API for integrations and their credentials, and for OAuth clients.
type Client struct {
	api              *httpapi.Client
	creations        *create.Collection[*Credential]
	reads            *snapshot.Collections[*Credential]
	credentialTypes  *once.Value[[]CredentialType]
	integrationTypes *once.Map[*IntegrationType] // by id
	integrations     *once.Map[*Integration]     // by id
	made             sync.Map                    // the credentials that CreateCredential has made, by id
	tokens           *httpapi.TokenSource
	oauth            oauthClients
}

// Credentials authenticate in an organization: an access token, or else an OAuth client, which fetches its tokens from the
// login host.
type Credentials struct {
	AccessToken  secret.String
	LoginURL     string
	ClientID     string
	ClientSecret secret.String
}

// NewClient makes a client. It makes no network call.
func NewClient(config httpapi.Config, credentials Credentials) (*Client, error) {
	tokens, err := newTokens(config, credentials)
	if err != nil {
		return nil, err
	}
	config.Auth = tokens
	config.ParseError = parseError
	config.RetryAfter = retryAfter
	api, err := httpapi.New(config)
	if err != nil {
		return nil, err
	}
	api.Redact(credentials.ClientSecret) // which only the login host is sent, but any answer may repeat
	c := &Client{api: api, tokens: tokens}
	c.credentialTypes = once.New(c.listCredentialTypes, once.Always)
	c.integrationTypes = once.NewMap(c.getIntegrationType)
	c.integrations = once.NewMap(c.GetIntegration)
	c.creations = create.NewCollection(api, credentialID, c.ListCredentials, nil)
	c.reads = snapshot.New(func(string) snapshot.Source[*Credential] {
		return snapshot.Source[*Credential]{
			Get: c.GetCredential,
			List: func(ctx context.Context, _ int) ([]*Credential, int, error) { // no page says how many there are
				all, err := c.ListCredentials(ctx)
				if err == nil {
					c.creations.Seen(all)
				}
				return all, 0, err
			},
			ID: credentialID, IsGone: IsGone, Eager: true, // only the listing has the dates
		}
	})
	c.oauth = newOAuthClients(c, credentials)
	return c, nil
}

// listing is the one collection of credentials.
func (c *Client) listing() *snapshot.Collection[*Credential] { return c.reads.Of("") }

// Settling is for how long reads may lag behind writes.
func (c *Client) Settling() time.Duration { return c.api.Settling() }

// ReadOneByOne turns list-backed reads off. A credential that is read by itself has no date.
func (c *Client) ReadOneByOne() {
	c.reads.TurnOff()
	c.oauth.reads.TurnOff()
}

// ListingProblem returns, once, why objects are read one by one although they should not be; nil: they are not.
func (c *Client) ListingProblem() error {
	if problem := c.reads.Problem(); problem != nil {
		return problem
	}
	return c.oauth.reads.Problem()
}

// AccessToken returns the current access token and when it expires; the zero time if that is not known.
func (c *Client) AccessToken(ctx context.Context) (secret.String, time.Time, error) {
	return c.tokens.AccessToken(ctx)
}

// errorBody is as much of the model ErrorBody as is of use here.
type errorBody struct {
	Status    int    `json:"status"`
	Code      string `json:"code"`
	Message   string `json:"message"`
	ContextID string `json:"contextId"`
}

func parseError(status int, header http.Header, body []byte) httpapi.Reported {
	var reported errorBody
	_ = json.Unmarshal(body, &reported) // what is not in this shape says nothing
	return httpapi.Reported{
		Code: reported.Code, Message: reported.Message,
		RequestID: cmp.Or(reported.ContextID, header.Get("ININ-Correlation-Id")),
		Own:       reported.Status == status && reported.ContextID != "",
	}
}

var bracketedSeconds = regexp.MustCompile(`\[(\d{1,9})\]`)

// retryAfter reads the wait out of the message of a 429, where it stands in brackets. The header may be missing, by a thread
// of 2021 in the vendor's developer forum.
func retryAfter(status int, body []byte) (time.Duration, bool) {
	var reported errorBody
	if status != http.StatusTooManyRequests || json.Unmarshal(body, &reported) != nil {
		return 0, false
	}
	found := bracketedSeconds.FindStringSubmatch(reported.Message)
	if found == nil {
		return 0, false
	}
	seconds, err := strconv.Atoi(found[1])
	return time.Duration(seconds) * time.Second, err == nil
}

// codeNotFound ends the code of what does not exist, as the vendor's Terraform provider and other clients expect it; codes
// are not documented.
const codeNotFound = "not.found"

// IsGone reports whether err is Genesys' own word that an object does not exist: in its form and by its code. What a gateway
// says, is not.
func IsGone(err error) bool {
	return httpapi.StatusOf(err) == http.StatusNotFound && httpapi.IsOwn(err) && strings.HasSuffix(httpapi.CodeOf(err), codeNotFound)
}

func credentialID(c *Credential) string { return c.ID }
