package genesystest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// maxListingPage is the largest page of the listing, by the operation's
// documentation.
const maxListingPage = 200

// listCredentials pages by cursor. The vendor's Terraform provider shows that
// an id serves as one.
func (f *Fake) listCredentials(c call) (fakeapi.Answer, error) {
	size, err := c.query.Int("pageSize", 25, 1, maxListingPage)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	start, end, err := f.window(c.query)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	ids, now := f.credentials.IDs(), f.Readable()
	found := f.credentials.Of(ids[start:end], now)
	switch {
	case f.options.EndlessPages:
		found = fakeapi.Page(f.options.Options, f.credentials.All(now), len(f.credentials.Of(ids[:start], now)), size)
	case c.query.Has("before"):
		found = found[max(0, len(found)-size):]
	default:
		found = found[:min(size, len(found))]
	}
	answer := map[string]any{"entities": views(found, f.listed), "selfUri": c.URL.RequestURI()}
	if len(found) == 0 || f.options.OmitNextURI {
		return fakeapi.OK(answer)
	}
	first, last := found[0].ID, found[len(found)-1].ID
	if f.options.EndlessPages || len(f.credentials.Of(ids[slices.Index(ids, last)+1:], now)) > 0 {
		answer["nextUri"] = listingURI("after", last, size)
	}
	if len(f.credentials.Of(ids[:slices.Index(ids, first)], now)) > 0 {
		answer["previousUri"] = listingURI("before", first, size)
	}
	return fakeapi.OK(answer)
}

// window is the part of the ids that the cursors leave. An id keeps its place
// when it is deleted, so that a deletion between two pages skips nothing.
func (f *Fake) window(query fakeapi.Parameters) (start, end int, err error) {
	ids := f.credentials.IDs()
	end = len(ids)
	if query.Has("before") && query.Has("after") {
		return 0, 0, fakeapi.Refuse(http.StatusBadRequest, "", "before and after exclude each other")
	}
	if query.Has("after") {
		start = slices.Index(ids, query.Get("after")) + 1
	}
	if query.Has("before") {
		end = slices.Index(ids, query.Get("before"))
	}
	if end < 0 || query.Has("after") && start == 0 {
		return 0, 0, fakeapi.Refuse(http.StatusBadRequest, "", "the cursor is not known")
	}
	return start, end, nil
}

func listingURI(cursor, id string, size int) string {
	query := url.Values{cursor: {id}, "pageSize": {strconv.Itoa(size)}}
	return credentials + "/listing?" + query.Encode()
}

func (f *Fake) listCredentialsByPage(c call) (fakeapi.Answer, error) {
	return page(f, c, f.credentials.All(f.Readable()), f.listed)
}

func views[T any](all []T, view func(T) any) []any {
	shown := make([]any, len(all))
	for i, found := range all {
		shown[i] = view(found)
	}
	return shown
}

// pageParameters are those of every list that pages by number.
var pageParameters = []string{"pageSize", "pageNumber"}

// page answers with one page of the list.
func page[T any](f *Fake, c call, all []T, view func(T) any) (fakeapi.Answer, error) {
	size, err := c.query.Int("pageSize", 25, 1, 999)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	number, err := c.query.Int("pageNumber", 1, 1, 999)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	shown, total := fakeapi.Page(f.options.Options, all, (number-1)*size, size), f.options.Total(len(all))
	count := (total + size - 1) / size
	answer := map[string]any{
		"entities":   views(shown, view),
		"pageSize":   size,
		"pageNumber": number,
		"pageCount":  count,
		"total":      total,
		"selfUri":    pageURI(c, number, size),
		"firstUri":   pageURI(c, 1, size),
		"lastUri":    pageURI(c, max(1, count), size),
	}
	if number < count {
		answer["nextUri"] = pageURI(c, number+1, size)
	}
	if number > 1 {
		answer["previousUri"] = pageURI(c, number-1, size)
	}
	return fakeapi.OK(answer)
}

func pageURI(c call, number, size int) string {
	query := c.URL.Query()
	query.Set("pageNumber", strconv.Itoa(number))
	query.Set("pageSize", strconv.Itoa(size))
	return c.URL.Path + "?" + query.Encode()
}
