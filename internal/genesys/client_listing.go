package genesys

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// maxPages is how many pages a listing may have.
const maxPages = 10_000

// listing is a list of the API whose pages name the next one.
type listing[T any] struct {
	path  string
	query url.Values // of the first page
	id    func(*T) string
	// after is the query of the page that may follow a page of so many objects, the last of which has the id, although that
	// page names no next one; nil: none. A nil function: a page that names no next one is the last.
	after func(count int, last string) url.Values
}

// each passes the new objects of each page on, and how many pages there are by what the page says, as long as more are wanted.
func (l listing[T]) each(ctx context.Context, c *Client, take func(found []*T, pages int) (more bool)) error {
	seen, asked := map[string]bool{}, map[string]bool{}
	last := ""
	for query := l.query; ; {
		latest := query.Encode()
		if asked[latest] || len(asked) == maxPages {
			return httpapi.Endless(len(asked) + 1)
		}
		asked[latest] = true
		var page struct {
			Entities  []*T   `json:"entities"`
			NextURI   string `json:"nextUri"`
			PageCount int    `json:"pageCount"`
		}
		if err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: l.path, Query: query}, &page); err != nil {
			return err
		}
		if page.Entities == nil {
			return errors.New("the answer to the listing holds no list")
		}
		var found []*T
		for _, one := range page.Entities {
			if one != nil && !seen[l.id(one)] {
				last = l.id(one)
				seen[last] = true
				found = append(found, one)
			}
		}
		if !take(found, page.PageCount) {
			return nil
		}
		next, err := nextPage(page.NextURI)
		if err != nil {
			return err
		}
		if next == nil && l.after != nil && last != "" {
			next = l.after(len(page.Entities), last)
		}
		if next == nil || next.Encode() == latest { // some follow the last page by itself
			return nil
		}
		if len(found) == 0 && len(asked) > 1 { // pages without anything new, one after the other
			return httpapi.Endless(len(asked))
		}
		query = next
	}
}

// nextPage returns the query of the next page; nil if none is named.
func nextPage(nextURI string) (url.Values, error) {
	if nextURI == "" {
		return nil, nil
	}
	next, err := url.Parse(nextURI)
	if err != nil {
		return nil, errors.New("the listing names a next page that is no URL")
	}
	return next.Query(), nil // the query alone: the token goes to no other host
}
