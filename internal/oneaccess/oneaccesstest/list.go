package oneaccesstest

import (
	"math"
	"slices"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// page answers with one page of a list. offset counts pages, not rows. The
// bounds of limit are those of an older edition of the page ListAppAccounts and
// of its siblings.
func page[T any](f *Fake, c call, key string, all []T) (fakeapi.Answer, error) {
	offset, err := requiredInt(c, "offset", 0, math.MaxInt32)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	limit, err := requiredInt(c, "limit", 10, 100)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return list(f, key, all, offset, limit)
}

// list answers with the rows of a page, at most limit of them.
func list[T any](f *Fake, key string, all []T, offset, limit int) (fakeapi.Answer, error) {
	rows := append([]T{}, all...) // never null
	if f.options.NewestFirst {
		slices.Reverse(rows)
	}
	rows = fakeapi.Page(f.options.Options, rows, offset*limit, limit)
	total := f.options.Total(len(all))
	if f.options.TotalAlwaysOne {
		total = 1
	}
	return fakeapi.OK(map[string]any{"total": total, key: rows})
}

func requiredInt(c call, name string, least, most int) (int, error) {
	if !c.query.Has(name) {
		return 0, invalid("query parameter %q is required", name)
	}
	return c.query.Int(name, 0, least, most)
}
