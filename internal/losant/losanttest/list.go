package losanttest

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

var listParameters = []string{"page", "perPage", "sortField", "sortDirection", "filterField", "filter"}

// listing is how objects of one kind are listed. The first of the sort fields is
// the default.
type listing[T any] struct {
	typeName     string // _type of the answer
	path         string // of the collection, below the application
	sortFields   []string
	direction    string // the default
	filterFields []string
	// text is the value of a sort or filter field; dates sort as they are written.
	text func(object *T, field string) string
	view func(*Fake, *T, hypermedia) map[string]any
	// owner replaces the envelope's applicationId, if it is set.
	owner map[string]any
}

// listQuery is a list request in order.
type listQuery struct {
	page, perPage          int
	sortField, direction   string
	filterField, filterFor string
}

func (f *Fake) readListQuery(query fakeapi.Parameters, sortFields []string, direction string, filterFields []string) (listQuery, error) {
	var (
		q   listQuery
		err error
	)
	most := f.options.MaxPerPage
	if f.options.ClampPerPage {
		most = math.MaxInt32
	}
	if q.page, err = query.Int("page", 0, 0, math.MaxInt32); err != nil {
		return q, err
	}
	if q.perPage, err = query.Int("perPage", min(100, f.options.MaxPerPage), 1, most); err != nil {
		return q, err
	}
	q.perPage = min(q.perPage, f.options.MaxPerPage)
	if q.sortField, err = query.OneOf("sortField", sortFields[0], sortFields...); err != nil {
		return q, err
	}
	if q.direction, err = query.OneOf("sortDirection", direction, "asc", "desc"); err != nil {
		return q, err
	}
	q.filterFor = query.Get("filter")
	q.filterField, err = query.OneOf("filterField", "", filterFields...)
	return q, err
}

// list answers with a page of the objects, which come in the order of their
// creation.
func list[T any](f *Fake, c call, kind listing[T], all []*T) (fakeapi.Answer, error) {
	q, err := f.readListQuery(c.query, kind.sortFields, kind.direction, kind.filterFields)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	if q.filterField != "" && q.filterFor != "" {
		pattern := glob(q.filterFor, f.options.FoldNames)
		all = slices.DeleteFunc(all, func(object *T) bool { return !pattern.MatchString(kind.text(object, q.filterField)) })
	}
	slices.SortStableFunc(all, func(a, b *T) int { return strings.Compare(kind.text(a, q.sortField), kind.text(b, q.sortField)) })
	if q.direction == "desc" {
		slices.Reverse(all)
	}
	page := fakeapi.Page(f.options.Options, all, q.page*q.perPage, q.perPage)
	items := make([]any, len(page))
	for i, object := range page {
		items[i] = kind.view(f, object, c.shown)
	}
	answer := envelope(c.application.id, items, f.options.Total(len(all)))
	answer["page"], answer["perPage"] = q.page, q.perPage
	answer["sortField"], answer["sortDirection"] = q.sortField, q.direction
	if q.filterField != "" {
		answer["filterField"], answer["filter"] = q.filterField, q.filterFor
	}
	if kind.owner != nil {
		delete(answer, "applicationId")
		maps.Copy(answer, kind.owner)
	}
	return fakeapi.OK(c.shown.decorate(answer, kind.typeName, "/applications/"+c.application.id+kind.path))
}

func (f *Fake) list(c call) (fakeapi.Answer, error) {
	return list(f, c, credentialListing, c.application.credentials.All(f.Readable()))
}

var credentialListing = listing[Credential]{
	typeName:     "credentials",
	path:         "/credentials",
	sortFields:   []string{"creationDate", "name", "type", "lastUpdated"},
	direction:    "desc",
	filterFields: []string{"name", "type"},
	text: func(c *Credential, field string) string {
		switch field {
		case "name":
			return c.Name
		case "type":
			return c.Type
		}
		return c.date(field)
	},
	view: (*Fake).view,
}

// envelope is what all lists of the API have in common; it stands for a first
// page that holds everything.
func envelope(applicationID string, items []any, total int) map[string]any {
	return map[string]any{
		"items":         items,
		"count":         len(items),
		"totalCount":    total,
		"perPage":       max(100, total),
		"page":          0,
		"sortField":     "creationDate",
		"sortDirection": "desc",
		"applicationId": applicationID,
	}
}

// glob translates a pattern of the list's filter. Documented is only that
// globs are supported. Assumption: "*" is any text, "?" any character, and a
// backslash takes its meaning from the character that follows.
func glob(pattern string, fold bool) *regexp.Regexp {
	var expression strings.Builder
	expression.WriteString("(?s")
	if fold {
		expression.WriteString("i")
	}
	expression.WriteString(")^")
	escaped := false
	for _, char := range pattern {
		switch {
		case escaped:
			expression.WriteString(regexp.QuoteMeta(string(char)))
			escaped = false
		case char == '\\':
			escaped = true
		case char == '*':
			expression.WriteString(".*")
		case char == '?':
			expression.WriteString(".")
		default:
			expression.WriteString(regexp.QuoteMeta(string(char)))
		}
	}
	return regexp.MustCompile(expression.String() + "$")
}
