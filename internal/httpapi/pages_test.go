package httpapi_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

func itself(s string) string { return s }

// list is a list of so many items, three to a page, that changes whenever a page has been read.
type list struct {
	items []string
	reads int
	after func(l *list)
}

func listOf(n int, after func(*list)) *list {
	l := &list{after: after}
	for i := range n {
		l.items = append(l.items, strconv.Itoa(i))
	}
	return l
}

func (l *list) page(number int) (httpapi.Page[string], error) {
	from, to := min(3*number, len(l.items)), min(3*number+3, len(l.items))
	page := httpapi.Page[string]{Items: slices.Clone(l.items[from:to]), Total: len(l.items)}
	l.reads++
	l.after(l)
	return page, nil
}

func TestPages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		list  *list
		reads int
	}{
		"none":      {listOf(0, func(*list) {}), 1},
		"one":       {listOf(3, func(*list) {}), 1},
		"several":   {listOf(7, func(*list) {}), 3},
		"it shrank": {listOf(7, shrinkOnce), 2 + 2},
		"it grew":   {listOf(5, growOnce), 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, err := httpapi.Pages(itself, test.list.page)
			if err != nil || test.list.reads != test.reads {
				t.Errorf("got %v after %d pages, want %d", err, test.list.reads, test.reads)
			}
			for _, item := range test.list.items {
				if !slices.Contains(all, item) {
					t.Errorf("%s is missing in %v", item, all)
				}
			}
		})
	}
}

// shrinkOnce removes an item of the first page once that has been read.
func shrinkOnce(l *list) {
	if l.reads == 1 {
		l.items = l.items[1:]
	}
}

// growOnce puts an item in front, so that the last one of the first page comes again.
func growOnce(l *list) {
	if l.reads == 1 {
		l.items = append([]string{"0"}, l.items...)
	}
}

func TestPagesEnd(t *testing.T) {
	t.Parallel()
	reads := 0
	all, err := httpapi.Pages(itself, func(int) (httpapi.Page[string], error) {
		reads++
		return httpapi.Page[string]{Items: []string{"same"}, Total: 999, More: true}, nil
	})
	if err != nil || len(all) != 1 || reads != 2 {
		t.Errorf("a page that repeats itself: %v, %v after %d pages", all, err, reads)
	}

	reads = 0
	all, err = httpapi.Pages(itself, func(page int) (httpapi.Page[string], error) {
		reads++
		return httpapi.Page[string]{Items: []string{strconv.Itoa(page)}, Total: 10 - page, More: page < 3}, nil
	})
	if err != nil || len(all) < 4 || reads > 30 {
		t.Errorf("a total that counts in its own way: %v, %v after %d pages", all, err, reads)
	}

	broken := errors.New("broken")
	if _, err := httpapi.Pages(itself, func(int) (httpapi.Page[string], error) { return httpapi.Page[string]{}, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
