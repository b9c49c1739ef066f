package genesys

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/once"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/snapshot"
)

// oauthClients is what the client knows of the organization's OAuth clients.
type oauthClients struct {
	own       string // id of the one that the client itself uses; empty: it has an access token
	creations *create.Collection[*OAuthClient]
	reads     *snapshot.Collections[*OAuthClient]
	home      *once.Value[string]
}

func newOAuthClients(c *Client, credentials Credentials) oauthClients {
	o := oauthClients{home: once.New(c.readHomeDivision, once.Success)}
	if credentials.AccessToken.IsZero() {
		o.own = credentials.ClientID
	}
	o.reads = snapshot.New(func(string) snapshot.Source[*OAuthClient] {
		return snapshot.Source[*OAuthClient]{Get: c.getOAuthClient, List: c.listOAuthClients, ID: oauthClientID, IsGone: IsGone}
	})
	o.creations = create.NewCollection(c.api, oauthClientID, func(ctx context.Context) ([]*OAuthClient, error) {
		all, _, err := c.listOAuthClients(ctx, 0)
		return all, err
	}, o.reads.Of("").List)
	return o
}

// LookAtOAuthClients lists what there is, so that the creation need not list again.
func (c *Client) LookAtOAuthClients(ctx context.Context) error {
	_, err := c.oauth.creations.Look(ctx, "", nil)
	return err
}

func oauthClientID(o *OAuthClient) string { return o.ID }

// ErrDeleted means that an OAuth client is deleted, although reads still show it.
var ErrDeleted = errors.New("the OAuth client is deleted")

// IsOAuthClientGone reports whether err is Genesys' own word that an OAuth client does not exist.
func IsOAuthClientGone(err error) bool { return IsGone(err) || errors.Is(err, ErrDeleted) }

// errOwn keeps Terraform from locking itself out.
var errOwn = errors.New("this OAuth client is the one that Terraform itself uses: it would lock itself out")

// IsOwnOAuthClient reports whether the client itself uses the OAuth client with the id. With an access token, that is not
// known.
func (c *Client) IsOwnOAuthClient(id string) bool {
	return id != "" && strings.EqualFold(id, c.oauth.own)
}

// LookupOAuthClient finds an OAuth client. From the second on, they are looked up in the listing, which many calls share. See
// [IsOAuthClientGone] for one that does not exist.
func (c *Client) LookupOAuthClient(ctx context.Context, id string) (*OAuthClient, error) {
	found, _, err := c.oauth.reads.Of("").Get(ctx, id)
	if err == nil && found.State == stateDeleted {
		err = ErrDeleted
	}
	return found, err
}

// OAuthClients returns all OAuth clients that are not deleted, from the listing that many calls share.
func (c *Client) OAuthClients(ctx context.Context) ([]*OAuthClient, error) {
	all, err := c.oauth.reads.Of("").List(ctx)
	return slices.DeleteFunc(all, isDeleted), err
}

func isDeleted(o *OAuthClient) bool { return o.State == stateDeleted }

// StreamOAuthClients reads the listing, page by page as they are taken. The error is the last that it yields.
func (c *Client) StreamOAuthClients(ctx context.Context) iter.Seq2[*OAuthClient, error] {
	return func(yield func(*OAuthClient, error) bool) {
		err := c.eachOAuthClients(ctx, func(found []*OAuthClient, _ int) bool {
			for _, one := range found {
				if !isDeleted(one) && !yield(one, nil) {
					return false
				}
			}
			return true
		})
		if err != nil {
			yield(nil, err)
		}
	}
}

// listOAuthClients reads the listing, or its first page if there are more than most. 0: all are wanted.
func (c *Client) listOAuthClients(ctx context.Context, most int) (all []*OAuthClient, pages int, err error) {
	err = c.eachOAuthClients(ctx, func(found []*OAuthClient, count int) bool {
		pages = max(pages, count)
		all = append(all, found...)
		return most == 0 || pages <= most
	})
	if err == nil && (most == 0 || pages <= most) {
		c.oauth.creations.Seen(all)
	}
	return all, pages, err
}

// eachOAuthClients sends no parameter but those of a page's own nextUri: the operation is documented without any.
func (c *Client) eachOAuthClients(ctx context.Context, take func(found []*OAuthClient, pages int) bool) error {
	return listing[OAuthClient]{path: pathOAuthClients, id: oauthClientID}.each(ctx, c, take)
}

func (c *Client) getOAuthClient(ctx context.Context, id string) (*OAuthClient, error) {
	var found OAuthClient
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathOAuthClient, Params: oauthClientParams(id)}, &found)
	if err == nil {
		err = httpapi.Answers(id, found.ID)
	}
	return &found, err
}

// CreateOAuthClient creates an OAuth client exactly once, although the answer may be lost: then the result has no secret. With
// an error, the result is not nil if the OAuth client exists.
func (c *Client) CreateOAuthClient(ctx context.Context, body OAuthClientBody) (*OAuthClient, error) {
	return c.oauth.creations.Create(ctx, create.Creation[*OAuthClient]{
		Key: fmt.Sprintf("%q %q", body.GrantType, body.Name),
		Post: func(ctx context.Context) (*OAuthClient, error) {
			return c.writeOAuthClient(ctx, httpapi.Request{Method: http.MethodPost, Path: pathOAuthClients}, body)
		},
		Matches: func(_ context.Context, found *OAuthClient) (bool, error) { return found.same(body), nil },
		Adopt: func(ctx context.Context, found *OAuthClient) (*OAuthClient, error) {
			return c.UpdateOAuthClient(ctx, found.ID, body)
		},
	})
}

// UpdateOAuthClient replaces all of an OAuth client but its secret. It does not deactivate the one that the client itself uses.
func (c *Client) UpdateOAuthClient(ctx context.Context, id string, body OAuthClientBody) (*OAuthClient, error) {
	if body.State != stateActive && c.IsOwnOAuthClient(id) {
		return nil, errOwn
	}
	updated, err := c.writeOAuthClient(ctx, httpapi.Request{Method: http.MethodPut, Path: pathOAuthClient, Params: oauthClientParams(id)}, body)
	if err == nil {
		err = httpapi.Answers(id, updated.ID)
	}
	if err != nil {
		return nil, err
	}
	return updated, nil
}

func (c *Client) writeOAuthClient(ctx context.Context, r httpapi.Request, body OAuthClientBody) (*OAuthClient, error) {
	defer c.oauth.reads.Of("").Drop()
	r.Body = body.wire()
	var written OAuthClient
	if err := c.api.Do(ctx, r, &written); err != nil {
		return nil, err
	}
	return &written, nil
}

// IssueOAuthClientSecret has another secret made: the old one stops working at once, by the page OAuthApi. It is repeated like a
// PUT, since only the last secret counts. It makes none for the OAuth client that the client itself uses.
func (c *Client) IssueOAuthClientSecret(ctx context.Context, id string) (*OAuthClient, error) {
	if c.IsOwnOAuthClient(id) {
		return nil, errOwn
	}
	defer c.oauth.reads.Of("").Drop()
	answer := issuedOAuthClient{asked: id}
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodPost, Path: pathOAuthClientSecret, Params: oauthClientParams(id), Repeatable: true, LastCounts: true,
	}, &answer)
	return &answer.OAuthClient, err
}

// issuedOAuthClient is the answer with a new secret. One that does not show it is none.
type issuedOAuthClient struct {
	OAuthClient
	asked string
}

// UnmarshalJSON implements json.Unmarshaler.
func (o *issuedOAuthClient) UnmarshalJSON(data []byte) error {
	if err := o.OAuthClient.UnmarshalJSON(data); err != nil {
		return err
	}
	if o.Secret.IsZero() {
		return errors.New("there is no secret in it")
	}
	return httpapi.Answers(o.asked, o.ID)
}

// DeleteOAuthClient deactivates an OAuth client by a write of the whole body, since only an inactive one can be deleted
// (purecloud-premium-app, pull request 19), and deletes it. One that is gone already is a success. One that is older than 30
// days stays inactive for seven days, by the vendor's page "View, edit, delete, or restore OAuth clients".
func (c *Client) DeleteOAuthClient(ctx context.Context, id string, body OAuthClientBody) error {
	body.State = stateInactive
	_, err := c.UpdateOAuthClient(ctx, id, body)
	if err == nil {
		defer c.oauth.reads.Of("").Drop()
		err = c.api.Do(ctx, httpapi.Request{Method: http.MethodDelete, Path: pathOAuthClient, Params: oauthClientParams(id)}, nil)
	}
	if IsGone(err) {
		return nil
	}
	return err
}

func oauthClientParams(id string) map[string]string { return map[string]string{"clientId": id} }

// HomeDivision returns the id of the division that objects belong to by default. It is asked for once.
func (c *Client) HomeDivision(ctx context.Context) (string, error) { return c.oauth.home.Get(ctx) }

func (c *Client) readHomeDivision(ctx context.Context) (string, error) {
	var division struct {
		ID string `json:"id"`
	}
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathHomeDivision}, &division)
	if err == nil && division.ID == "" {
		err = errors.New("the answer does not show the home division")
	}
	return division.ID, err
}
