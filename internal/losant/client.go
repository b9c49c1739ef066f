package losant

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/snapshot"
)

// Paths of the REST API, https://docs.losant.com/rest-api/credentials and …/credential.
const (
	pathCredentials = "/applications/{applicationId}/credentials"
	pathCredential  = pathCredentials + "/{credentialId}"
	pathLinked      = pathCredential + "/linkedResources"
	pathApplication = "/applications/{applicationId}"
)

// codeExists is the type of the error for a name that is taken, https://docs.losant.com/rest-api/overview.
const codeExists = "AlreadyExists"

// pageSize is what a page holds by default; no maximum is published.
const pageSize = 100

// Client calls Losant's REST API for what authenticates in an application: service credentials, access keys and API tokens.
type Client struct {
	api       *httpapi.Client
	creations *create.Collections[*ServiceCredential]   // by application
	reads     *snapshot.Collections[*ServiceCredential] // by application
	keys      *collection[ApplicationKey]
	tokens    *collection[ApplicationAPIToken]
}

// NewClient makes a client that authenticates with an API token.
func NewClient(config httpapi.Config, token secret.String) (*Client, error) {
	config.Auth = httpapi.Bearer(token)
	config.ParseError = parseError
	api, err := httpapi.New(config)
	if err != nil {
		return nil, err
	}
	c := &Client{
		api:    api,
		keys:   newCollection(api, pathKeys, "secret", (*ApplicationKey).id, (*ApplicationKey).name),
		tokens: newCollection(api, pathTokens, "token", (*ApplicationAPIToken).id, (*ApplicationAPIToken).name),
	}
	c.creations = create.NewCollections(api, (*ServiceCredential).id, func(ctx context.Context, applicationID string) ([]*ServiceCredential, error) {
		return c.ListServiceCredentials(ctx, applicationID, Filter{})
	})
	c.creations.ShareListings(func(ctx context.Context, applicationID string) ([]*ServiceCredential, error) {
		return c.reads.Of(applicationID).List(ctx)
	})
	c.reads = snapshot.New(func(applicationID string) snapshot.Source[*ServiceCredential] {
		return snapshot.Source[*ServiceCredential]{
			Get: func(ctx context.Context, id string) (*ServiceCredential, error) {
				return c.GetServiceCredential(ctx, applicationID, id)
			},
			List: func(ctx context.Context, most int) ([]*ServiceCredential, int, error) {
				all, pages, err := httpapi.FirstPages(most, (*ServiceCredential).id, c.servicePages(ctx, applicationID, Filter{}))
				if err == nil && (most == 0 || pages <= most) {
					c.creations.Of(applicationID).Seen(all)
				}
				return all, pages, err
			},
			ID: (*ServiceCredential).id, IsGone: IsGone,
		}
	})
	return c, nil
}

// Settling is for how long reads may lag behind writes.
func (c *Client) Settling() time.Duration { return c.api.Settling() }

// ReadOneByOne turns list-backed reads off.
func (c *Client) ReadOneByOne() {
	c.reads.TurnOff()
	c.keys.reads.TurnOff()
	c.tokens.reads.TurnOff()
}

// ListingProblem returns, once for each kind, why objects are read one by one although they should not be; nil: they are not.
func (c *Client) ListingProblem() error {
	return errors.Join(c.reads.Problem(), c.keys.reads.Problem(), c.tokens.reads.Problem())
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

// CreateServiceCredential creates a service credential exactly once, although the answer may be lost: names are unique in
// an application, so a lost one is found again. A name that is taken is a *create.DuplicateError. With an error, the result is
// not nil if the object exists.
func (c *Client) CreateServiceCredential(ctx context.Context, applicationID string, body ServiceCredentialBody) (*ServiceCredential, error) {
	var name string
	if body.Name != nil {
		name = *body.Name
	}
	defer c.reads.Of(applicationID).Drop()
	created, err := c.creations.Of(applicationID).Create(ctx, create.Creation[*ServiceCredential]{
		Key: name,
		Post: func(ctx context.Context) (*ServiceCredential, error) {
			return c.write(ctx, http.MethodPost, pathCredentials, map[string]string{"applicationId": applicationID}, body)
		},
		List: func(ctx context.Context) ([]*ServiceCredential, error) {
			return c.findByName(ctx, applicationID, name)
		},
		Matches:  func(_ context.Context, found *ServiceCredential) (bool, error) { return found.matches(body), nil },
		Excludes: func(found *ServiceCredential) bool { return found.Name == name },
		Adopt: func(ctx context.Context, found *ServiceCredential) (*ServiceCredential, error) {
			return c.UpdateServiceCredential(ctx, applicationID, found.ID, body)
		},
	})
	if created != nil || !refused(err) {
		return created, err
	}
	named, findErr := c.findByName(ctx, applicationID, name)
	switch {
	case findErr == nil && len(named) > 0:
		err = &create.DuplicateError{ID: named[0].ID, Err: err}
	case findErr == nil && httpapi.CodeOf(err) == codeExists:
		err = &create.DuplicateError{Err: httpapi.Advise(err, "It is not listed any more: it may have been deleted meanwhile. Apply again")}
	}
	return nil, err
}

// LookBeforeCreate returns the ids of the service credentials that a new one of this name would meet; "": the name is not
// known yet. The first look in an application asks for the name, from the second on all share the listing of a refresh. What
// it shows serves [Client.CreateServiceCredential].
func (c *Client) LookBeforeCreate(ctx context.Context, applicationID, name string) (taken []string, err error) {
	var narrow func(context.Context) ([]*ServiceCredential, error)
	if name != "" {
		narrow = func(ctx context.Context) ([]*ServiceCredential, error) { return c.findByName(ctx, applicationID, name) }
	}
	shown, err := c.creations.Of(applicationID).Look(ctx, name, narrow)
	for _, one := range shown {
		if one.Name == name {
			taken = append(taken, one.ID)
		}
	}
	return taken, err
}

// refused reports whether Losant refused a body. Which status and type a taken name gets is not documented, so the name is
// looked up after any refusal.
func refused(err error) bool {
	switch httpapi.StatusOf(err) {
	case http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity:
		return true
	}
	return false
}

// GetServiceCredential reads one service credential. See IsGone for one that does not exist.
func (c *Client) GetServiceCredential(ctx context.Context, applicationID, id string) (*ServiceCredential, error) {
	var found ServiceCredential
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodGet, Path: pathCredential, Params: credentialParams(applicationID, id), Query: plain(nil),
	}, &found)
	if err == nil {
		err = httpapi.Answers(id, found.ID)
	}
	if err != nil {
		return nil, err
	}
	return &found, nil
}

// ReadServiceCredential reads a service credential for a refresh: from the second read in an application on, all share a
// listing. It may be older than the call, but not than our last write. See IsGone for one that does not exist.
func (c *Client) ReadServiceCredential(ctx context.Context, applicationID, id string) (*ServiceCredential, error) {
	found, _, err := c.reads.Of(applicationID).Get(ctx, id)
	return found, err
}

// UpdateServiceCredential changes what the body holds; Losant is assumed to merge inside a type's configuration, since the
// schema of a PATCH requires nothing there.
func (c *Client) UpdateServiceCredential(ctx context.Context, applicationID, id string, body ServiceCredentialBody) (*ServiceCredential, error) {
	defer c.reads.Of(applicationID).Drop()
	updated, err := c.write(ctx, http.MethodPatch, pathCredential, credentialParams(applicationID, id), body)
	if err == nil {
		err = httpapi.Answers(id, updated.ID)
	}
	if err != nil {
		return nil, err
	}
	return updated, nil
}

// DeleteServiceCredential deletes a service credential; one that is gone already is a success.
func (c *Client) DeleteServiceCredential(ctx context.Context, applicationID, id string) error {
	defer c.reads.Of(applicationID).Drop()
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodDelete, Path: pathCredential, Params: credentialParams(applicationID, id)}, nil)
	if IsGone(err) {
		return nil
	}
	return err
}

// ListServiceCredentials reads all pages, the oldest first, which keeps the pages stable.
func (c *Client) ListServiceCredentials(ctx context.Context, applicationID string, filter Filter) ([]*ServiceCredential, error) {
	return httpapi.Pages((*ServiceCredential).id, c.servicePages(ctx, applicationID, filter))
}

// StreamServiceCredentials is ListServiceCredentials, page by page as they are taken.
func (c *Client) StreamServiceCredentials(ctx context.Context, applicationID string, filter Filter) iter.Seq2[*ServiceCredential, error] {
	return httpapi.Stream((*ServiceCredential).id, c.servicePages(ctx, applicationID, filter))
}

func (c *Client) servicePages(ctx context.Context, applicationID string, filter Filter) func(page int) (httpapi.Page[*ServiceCredential], error) {
	return func(page int) (httpapi.Page[*ServiceCredential], error) {
		query := plain(url.Values{
			"page": {strconv.Itoa(page)}, "perPage": {strconv.Itoa(pageSize)},
			"sortField": {"creationDate"}, "sortDirection": {"asc"},
		})
		if filter.Field != "" {
			query.Set("filterField", filter.Field)
			query.Set("filter", filter.Glob)
		}
		var list struct {
			Items      []*ServiceCredential `json:"items"`
			TotalCount int                  `json:"totalCount"`
		}
		err := c.api.Do(ctx, httpapi.Request{
			Method: http.MethodGet, Path: pathCredentials, Params: map[string]string{"applicationId": applicationID}, Query: query,
		}, &list)
		if err == nil && list.Items == nil {
			err = errNoList
		}
		items := keep(list.Items, func(s *ServiceCredential) bool { return s != nil })
		return httpapi.Page[*ServiceCredential]{Items: items, Total: list.TotalCount}, err
	}
}

// errNoList is of an answer that is JSON, but does not say what there is; an empty list would.
var errNoList = errors.New("the answer to a question for a list holds none")

// findByName returns the service credentials with exactly this name.
func (c *Client) findByName(ctx context.Context, applicationID, name string) ([]*ServiceCredential, error) {
	filter := Filter{Field: "name", Glob: name}
	if strings.ContainsAny(name, `*?[]{}()!+@|\`) {
		filter = Filter{} // how a glob's characters are escaped is not documented
	}
	all, err := c.ListServiceCredentials(ctx, applicationID, filter)
	return keep(all, func(s *ServiceCredential) bool { return s.Name == name }), err
}

func (c *Client) write(ctx context.Context, method, path string, params map[string]string, body ServiceCredentialBody) (*ServiceCredential, error) {
	wire, secrets := body.wire()
	if method == http.MethodPost {
		wire["type"] = body.Type
	}
	var written ServiceCredential
	err := c.api.Do(ctx, httpapi.Request{Method: method, Path: path, Params: params, Query: plain(nil), Body: wire, Secrets: secrets}, &written)
	if err != nil {
		return nil, err
	}
	return &written, nil
}

func credentialParams(applicationID, id string) map[string]string {
	return map[string]string{"applicationId": applicationID, "credentialId": id}
}

// plain adds the parameters that keep hypermedia out of the answer.
func plain(query url.Values) url.Values {
	if query == nil {
		query = url.Values{}
	}
	for _, name := range []string{"_actions", "_links", "_embedded"} {
		query.Set(name, "false")
	}
	return query
}

func keep[T any](all []T, wanted func(T) bool) []T {
	var kept []T
	for _, one := range all {
		if wanted(one) {
			kept = append(kept, one)
		}
	}
	return kept
}
