package losant

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// Paths of the REST API, https://docs.losant.com/rest-api/credentials and …/credential.
const (
	pathCredentials = "/applications/{applicationId}/credentials"
	pathCredential  = pathCredentials + "/{credentialId}"
	pathLinked      = pathCredential + "/linkedResources"
)

// pageSize is what a page holds by default; no maximum is published.
const pageSize = 100

// Client calls Losant's REST API for service credentials.
type Client struct {
	api       *httpapi.Client
	creations *create.Collections[*ServiceCredential] // by application
}

// NewClient makes a client that authenticates with an API token.
func NewClient(config httpapi.Config, token secret.String) (*Client, error) {
	config.Auth = httpapi.Bearer(token)
	config.ParseError = parseError
	api, err := httpapi.New(config)
	if err != nil {
		return nil, err
	}
	c := &Client{api: api}
	c.creations = create.NewCollections(api, (*ServiceCredential).id, func(ctx context.Context, applicationID string) ([]*ServiceCredential, error) {
		return c.ListServiceCredentials(ctx, applicationID, Filter{})
	})
	return c, nil
}

// parseError reads Losant's error body, {type, message}.
func parseError(_ int, _ http.Header, body []byte) httpapi.Reported {
	var reported struct{ Type, Message string }
	if json.Unmarshal(body, &reported) != nil {
		return httpapi.Reported{}
	}
	return httpapi.Reported{Code: reported.Type, Message: reported.Message}
}

// IsGone tells whether err is Losant's own word that the object, or its application, does not exist. A bare 404, as a
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
	if created == nil && refused(err) {
		if named, findErr := c.findByName(ctx, applicationID, name); findErr == nil && len(named) > 0 {
			return nil, &create.DuplicateError{ID: named[0].ID, Err: err}
		}
	}
	return created, err
}

// refused tells whether Losant refused a body. Which status and type a taken name gets is not documented, so the name is
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

// UpdateServiceCredential changes what the body holds; Losant is assumed to merge inside a type's configuration, since the
// schema of a PATCH requires nothing there.
func (c *Client) UpdateServiceCredential(ctx context.Context, applicationID, id string, body ServiceCredentialBody) (*ServiceCredential, error) {
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

// findByName gives the service credentials with exactly this name.
func (c *Client) findByName(ctx context.Context, applicationID, name string) ([]*ServiceCredential, error) {
	filter := Filter{Field: "name", Glob: name}
	if strings.ContainsAny(name, `*?[]{}()!+@|\`) {
		filter = Filter{} // how a glob's characters are escaped is not documented
	}
	all, err := c.ListServiceCredentials(ctx, applicationID, filter)
	return keep(all, func(s *ServiceCredential) bool { return s.Name == name }), err
}

// Usage lists what refers to a service credential.
type Usage struct {
	Integrations []LinkedResource
	Flows        []LinkedResource
	FlowVersions []LinkedResource
}

// LinkedResource is an integration, a workflow or a workflow version that refers to a service credential, by its name.
type LinkedResource struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Version string `json:"version"` // workflow versions only, where it is what they are called
}

// Label is what the resource is called.
func (l LinkedResource) Label() string { return cmp.Or(l.Name, l.Version) }

// names lists everything that refers to the service credential, for people.
func (u Usage) names() []string {
	var names []string
	for _, linked := range []struct {
		kind string
		all  []LinkedResource
	}{{"integration", u.Integrations}, {"workflow", u.Flows}, {"workflow version", u.FlowVersions}} {
		for _, one := range linked.all {
			names = append(names, fmt.Sprintf("%s %q (%s)", linked.kind, one.Label(), one.ID))
		}
	}
	return names
}

// GetUsage reads what refers to a service credential; custom nodes of workflows are looked into if customNodes is set.
func (c *Client) GetUsage(ctx context.Context, applicationID, id string, customNodes bool) (Usage, error) {
	type list struct {
		Items []LinkedResource `json:"items"`
	}
	var linked struct {
		Integrations list `json:"integrations"`
		Flows        list `json:"flows"`
		FlowVersions list `json:"flowVersions"`
	}
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodGet, Path: pathLinked, Params: credentialParams(applicationID, id),
		Query: plain(url.Values{"includeCustomNodes": {strconv.FormatBool(customNodes)}}),
	}, &linked)
	if err == nil && (linked.Integrations.Items == nil || linked.Flows.Items == nil || linked.FlowVersions.Items == nil) {
		err = errNoList
	}
	return Usage{linked.Integrations.Items, linked.Flows.Items, linked.FlowVersions.Items}, err
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
