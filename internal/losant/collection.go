package losant

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/snapshot"
)

// pageSize is what a page holds by default; no maximum is published.
const pageSize = 100

// collection is the objects of one kind in all applications.
type collection[T any] struct {
	api  *httpapi.Client
	path string // of the list, with {applicationId}
	id   func(*T) string
	name func(*T) string

	creations *create.Collections[*T]   // by application
	reads     *snapshot.Collections[*T] // by application
}

func newCollection[T any](api *httpapi.Client, path string, id, name func(*T) string) *collection[T] {
	c := &collection[T]{api: api, path: path, id: id, name: name}
	c.creations = create.NewCollections(func(applicationID string) *create.Collection[*T] {
		return create.NewCollection(api, id, func(ctx context.Context) ([]*T, error) {
			return c.list(ctx, applicationID, Filter{})
		}, c.reads.Of(applicationID).List)
	})
	c.reads = snapshot.New(func(applicationID string) snapshot.Source[*T] {
		return snapshot.Source[*T]{
			Get: func(ctx context.Context, id string) (*T, error) { return c.get(ctx, applicationID, id) },
			List: func(ctx context.Context, most int) ([]*T, int, error) {
				all, pages, err := httpapi.FirstPages(most, id, c.pages(ctx, applicationID, Filter{}))
				if err == nil && (most == 0 || pages <= most) {
					c.creations.Of(applicationID).Seen(all)
				}
				return all, pages, err
			},
			ID: id, IsGone: IsGone,
		}
	})
	return c
}

// post is the request that creates an object.
func (c *collection[T]) post(applicationID string, body any, secrets ...secret.String) httpapi.Request {
	return httpapi.Request{
		Method: http.MethodPost, Path: c.path, Params: map[string]string{"applicationId": applicationID}, Query: plain(nil), Body: body, Secrets: secrets,
	}
}

// one is the request for one object.
func (c *collection[T]) one(method, applicationID, id string) httpapi.Request {
	return httpapi.Request{Method: method, Path: c.path + "/{id}", Params: map[string]string{"applicationId": applicationID, "id": id}}
}

func (c *collection[T]) get(ctx context.Context, applicationID, id string) (*T, error) {
	r := c.one(http.MethodGet, applicationID, id)
	r.Query = plain(nil)
	return c.answered(ctx, id, r)
}

// read is get for a refresh: from the second read in an application on, all share a listing. It may be older than the call,
// but not than our last write.
func (c *collection[T]) read(ctx context.Context, applicationID, id string) (*T, error) {
	found, _, err := c.reads.Of(applicationID).Get(ctx, id)
	return found, err
}

// patch changes the members that the body has.
func (c *collection[T]) patch(ctx context.Context, applicationID, id string, body map[string]any, secrets ...secret.String) (*T, error) {
	defer c.reads.Of(applicationID).Drop()
	r := c.one(http.MethodPatch, applicationID, id)
	r.Query, r.Body, r.Secrets = plain(nil), body, secrets
	return c.answered(ctx, id, r)
}

// answered sends a request whose answer shows the object with the id.
func (c *collection[T]) answered(ctx context.Context, id string, r httpapi.Request) (*T, error) {
	var found T
	err := c.api.Do(ctx, r, &found)
	if err == nil {
		err = httpapi.Answers(id, c.id(&found))
	}
	if err != nil {
		return nil, err
	}
	return &found, nil
}

// delete deletes an object; one that is gone already is a success.
func (c *collection[T]) delete(ctx context.Context, applicationID, id string) error {
	defer c.reads.Of(applicationID).Drop()
	if err := c.api.Do(ctx, c.one(http.MethodDelete, applicationID, id), nil); !IsGone(err) {
		return err
	}
	return nil
}

// look returns the ids of the objects of a name, so that a creation need not look again; "": it has none, or it is not known
// yet. The first look in an application asks for the name, from the second on all share the listing of a
// refresh.
func (c *collection[T]) look(ctx context.Context, applicationID, name string) (taken []string, err error) {
	shown, err := c.creations.Of(applicationID).Look(ctx, name, c.namesakes(applicationID, name))
	for _, one := range shown {
		if name != "" && c.name(one) == name {
			taken = append(taken, c.id(one))
		}
	}
	return taken, err
}

// list reads all pages, the oldest first, which keeps the pages stable.
func (c *collection[T]) list(ctx context.Context, applicationID string, filter Filter) ([]*T, error) {
	return httpapi.Pages(c.id, c.pages(ctx, applicationID, filter))
}

// stream is list, page by page as they are taken.
func (c *collection[T]) stream(ctx context.Context, applicationID string, filter Filter) iter.Seq2[*T, error] {
	return httpapi.Stream(c.id, c.pages(ctx, applicationID, filter))
}

func (c *collection[T]) pages(ctx context.Context, applicationID string, filter Filter) func(page int) (httpapi.Page[*T], error) {
	return func(page int) (httpapi.Page[*T], error) {
		query := plain(url.Values{
			"page": {strconv.Itoa(page)}, "perPage": {strconv.Itoa(pageSize)},
			"sortField": {"creationDate"}, "sortDirection": {"asc"},
		})
		if filter.Field != "" {
			query.Set("filterField", filter.Field)
			query.Set("filter", filter.Glob)
		}
		var list struct {
			Items      []*T `json:"items"`
			TotalCount int  `json:"totalCount"`
		}
		err := c.api.Do(ctx, httpapi.Request{
			Method: http.MethodGet, Path: c.path, Params: map[string]string{"applicationId": applicationID}, Query: query,
		}, &list)
		if err == nil && list.Items == nil {
			err = errNoList
		}
		return httpapi.Page[*T]{Items: keep(list.Items, func(one *T) bool { return one != nil }), Total: list.TotalCount}, err
	}
}

// namesakes is the listing that shows the objects of a name; nil: only that of the whole application does.
func (c *collection[T]) namesakes(applicationID, name string) func(context.Context) ([]*T, error) {
	if name == "" {
		return nil
	}
	return func(ctx context.Context) ([]*T, error) { return c.named(ctx, applicationID, name) }
}

// named returns the objects with exactly this name.
func (c *collection[T]) named(ctx context.Context, applicationID, name string) ([]*T, error) {
	all, err := c.list(ctx, applicationID, exactly(name))
	return keep(all, func(one *T) bool { return c.name(one) == name }), err
}

// exactly is a filter that lets objects of this name through, and perhaps others: how a glob's characters are escaped is not
// documented.
func exactly(name string) Filter {
	if strings.ContainsAny(name, `*?[]{}()!+@|\`) {
		return Filter{}
	}
	return Filter{Field: "name", Glob: name}
}

// errNoList means that an answer is JSON, but does not say what there is; an empty list would.
var errNoList = errors.New("the answer to a question for a list holds none")

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
