package losant

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// Paths of the REST API, https://docs.losant.com/rest-api/credentials and …/credential.
const (
	pathCredentials = "/applications/{applicationId}/credentials"
	pathCredential  = pathCredentials + "/{id}"
	pathLinked      = pathCredential + "/linkedResources"
	pathApplication = "/applications/{applicationId}"
)

// Client calls Losant's REST API for what authenticates in an application: service credentials, access keys and API tokens.
type Client struct {
	api         *httpapi.Client
	credentials *collection[ServiceCredential]
	keys        *collection[ApplicationKey]
	tokens      *collection[ApplicationAPIToken]
}

// NewClient makes a client that authenticates with an API token.
func NewClient(config httpapi.Config, token secret.String) (*Client, error) {
	config.Auth = httpapi.Bearer(token)
	config.ParseError = parseError
	api, err := httpapi.New(config)
	if err != nil {
		return nil, err
	}
	return &Client{
		api:         api,
		credentials: newCollection(api, pathCredentials, (*ServiceCredential).id, (*ServiceCredential).name),
		keys:        newCollection(api, pathKeys, (*ApplicationKey).id, (*ApplicationKey).name),
		tokens:      newCollection(api, pathTokens, (*ApplicationAPIToken).id, (*ApplicationAPIToken).name),
	}, nil
}

// Settling is for how long reads may lag behind writes.
func (c *Client) Settling() time.Duration { return c.api.Settling() }

// ReadOneByOne turns list-backed reads off.
func (c *Client) ReadOneByOne() {
	c.credentials.reads.TurnOff()
	c.keys.reads.TurnOff()
	c.tokens.reads.TurnOff()
}

// ListingProblem returns, once for each kind, why objects are read one by one although they should not be; nil: they are not.
func (c *Client) ListingProblem() error {
	return errors.Join(c.credentials.reads.Problem(), c.keys.reads.Problem(), c.tokens.reads.Problem())
}

// parseError reads Losant's error body, {type, message}.
func parseError(_ int, _ http.Header, body []byte) httpapi.Reported {
	var reported struct{ Type, Message string }
	if json.Unmarshal(body, &reported) != nil {
		return httpapi.Reported{}
	}
	return httpapi.Reported{Code: reported.Type, Message: reported.Message}
}

// IsGone reports whether err is Losant's own word that the object, or its application, does not exist. A bare 404, as a
// proxy may give, is not.
func IsGone(err error) bool {
	return httpapi.StatusOf(err) == http.StatusNotFound && httpapi.CodeOf(err) == "NotFound"
}

// Filter narrows a list. Losant filters by one field at a time.
type Filter struct {
	Field string // "name" or "type"; "": no filter
	Glob  string // may contain *
}
