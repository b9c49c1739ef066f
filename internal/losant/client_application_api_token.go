package losant

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// pathTokens is the collection of an application's API tokens, https://docs.losant.com/rest-api/application-api-tokens. Their
// schemas are apiToken, apiTokenPost and apiTokenPatch of the vendor's client losant-rest-js, API 1.30.0.
const pathTokens = "/applications/{applicationId}/tokens"

// ApplicationAPIToken is an API token of an application without the token itself, which the answer to its creation alone is
// documented to have: Losant "does not store API tokens and they cannot be recovered or regenerated"
// (https://docs.losant.com/applications/application-tokens). One that another answer shows is not read.
type ApplicationAPIToken struct {
	ApplicationAPITokenBody
	ID           string `json:"id"`
	OwnerID      string `json:"ownerId"`
	CreationDate string `json:"creationDate"`
	LastUpdated  string `json:"lastUpdated"`
	CreatorID    string `json:"creatorId"`
	CreatorType  string `json:"creatorType"`
	CreatorName  string `json:"creatorName"`
}

// ApplicationAPITokenBody is the body of a creation. Scope and expiry "cannot be changed after token creation"; without a date,
// a token never expires.
type ApplicationAPITokenBody struct {
	Name           string   `json:"name"`
	Description    string   `json:"description,omitempty"`
	Status         string   `json:"status,omitempty"`
	Scope          []string `json:"scope,omitempty"`
	ExpirationDate string   `json:"expirationDate,omitempty"`
}

// UnmarshalJSON refuses an object without an id, as that of ApplicationKey does.
func (t *ApplicationAPIToken) UnmarshalJSON(data []byte) error {
	type plain ApplicationAPIToken
	if err := json.Unmarshal(data, (*plain)(t)); err != nil {
		return err
	}
	if t.ID == "" {
		return errors.New("there is no id in it")
	}
	return nil
}

func (t *ApplicationAPIToken) id() string   { return t.ID }
func (t *ApplicationAPIToken) name() string { return t.Name }

func (t *ApplicationAPIToken) matches(body ApplicationAPITokenBody) bool {
	return t.Name == body.Name && t.Description == body.Description && t.Status == body.Status &&
		sameTexts(t.Scope, body.Scope) && sameTime(t.ExpirationDate, body.ExpirationDate)
}

// wireTime is how a time is sent. Losant keeps milliseconds.
func wireTime(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// sameTime reports whether two texts are the same time to the millisecond, or the same text.
func sameTime(a, b string) bool {
	one, errOne := time.Parse(time.RFC3339, a)
	other, errOther := time.Parse(time.RFC3339, b)
	if errOne != nil || errOther != nil {
		return a == b
	}
	return one.Truncate(time.Millisecond).Equal(other.Truncate(time.Millisecond))
}

// LookAtApplicationAPITokens lists what API tokens there are, so that the creation of one of the name need not; "": the name is
// not known yet. Names may repeat, so none is in the way.
func (c *Client) LookAtApplicationAPITokens(ctx context.Context, applicationID, name string) error {
	_, err := c.tokens.look(ctx, applicationID, name)
	return err
}

// CreateApplicationAPIToken makes an API token exactly once, and returns the token itself. If the answer is lost, so is the
// token: see *create.LostError and *create.AmbiguousError.
func (c *Client) CreateApplicationAPIToken(
	ctx context.Context, applicationID string, body ApplicationAPITokenBody,
) (*ApplicationAPIToken, secret.String, error) {
	return c.tokens.issue(ctx, applicationID, body.Name, "token", body, func(found *ApplicationAPIToken) bool { return found.matches(body) })
}

// ReadApplicationAPIToken reads an API token for a refresh: from the second read in an application on, all share a listing.
func (c *Client) ReadApplicationAPIToken(ctx context.Context, applicationID, id string) (*ApplicationAPIToken, error) {
	return c.tokens.read(ctx, applicationID, id)
}

// UpdateApplicationAPIToken changes the members that the body has: name, description and status.
func (c *Client) UpdateApplicationAPIToken(ctx context.Context, applicationID, id string, body map[string]any) (*ApplicationAPIToken, error) {
	return c.tokens.patch(ctx, applicationID, id, body)
}

// DeleteApplicationAPIToken deletes an API token, which stops working; one that is gone already is a success.
func (c *Client) DeleteApplicationAPIToken(ctx context.Context, applicationID, id string) error {
	return c.tokens.delete(ctx, applicationID, id)
}

// ListApplicationAPITokens reads all pages, the oldest first. A filter is by "name" or "status".
func (c *Client) ListApplicationAPITokens(ctx context.Context, applicationID string, filter Filter) ([]*ApplicationAPIToken, error) {
	return c.tokens.list(ctx, applicationID, filter)
}
