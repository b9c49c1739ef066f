package losanttest

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

var listParameters = []string{"page", "perPage", "sortField", "sortDirection", "filterField", "filter"}

// listQuery is a list request in order.
type listQuery struct {
	page, perPage          int
	sortField, direction   string
	filterField, filterFor string
}

func (f *Fake) readListQuery(query fakeapi.Parameters) (listQuery, error) {
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
	if q.sortField, err = query.OneOf("sortField", "creationDate", "name", "type", "creationDate", "lastUpdated"); err != nil {
		return q, err
	}
	if q.direction, err = query.OneOf("sortDirection", "desc", "asc", "desc"); err != nil {
		return q, err
	}
	q.filterFor = query.Get("filter")
	q.filterField, err = query.OneOf("filterField", "", "name", "type")
	return q, err
}

func (f *Fake) list(c call) (fakeapi.Answer, error) {
	q, err := f.readListQuery(c.query)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	matching := c.application.credentials.All(f.Readable())
	slices.SortFunc(matching, q.compare)
	matching = slices.DeleteFunc(matching, func(credential *Credential) bool { return !q.matches(credential, f.options.FoldNames) })
	page := fakeapi.Page(f.options.Options, matching, q.page*q.perPage, q.perPage)
	items := make([]any, len(page))
	for i, credential := range page {
		items[i] = f.view(credential, c.shown)
	}
	answer := envelope(c.application.id, items, f.options.Total(len(matching)))
	answer["page"], answer["perPage"] = q.page, q.perPage
	answer["sortField"], answer["sortDirection"] = q.sortField, q.direction
	if q.filterField != "" {
		answer["filterField"], answer["filter"] = q.filterField, q.filterFor
	}
	return fakeapi.OK(c.shown.decorate(answer, "credentials", "/applications/"+c.application.id+"/credentials"))
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

// compare orders by the sort field; ids, which grow with time, decide between
// equals.
func (q listQuery) compare(a, b *Credential) int {
	order := cmp.Or(q.compareField(a, b), strings.Compare(a.ID, b.ID))
	if q.direction == "desc" {
		return -order
	}
	return order
}

func (q listQuery) compareField(a, b *Credential) int {
	switch q.sortField {
	case "name":
		return strings.Compare(a.Name, b.Name)
	case "type":
		return strings.Compare(a.Type, b.Type)
	case "lastUpdated":
		return a.LastUpdated.Compare(b.LastUpdated)
	default:
		return a.CreationDate.Compare(b.CreationDate)
	}
}

func (q listQuery) matches(c *Credential, fold bool) bool {
	if q.filterField == "" || q.filterFor == "" {
		return true
	}
	value := c.Name
	if q.filterField == "type" {
		value = c.Type
	}
	return glob(q.filterFor, fold).MatchString(value)
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
