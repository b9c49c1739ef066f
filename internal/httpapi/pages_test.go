package httpapi_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
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

// A stream reads no page before it is wanted, and ends with an error that it yields.
func TestStream(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for want, test := range map[string]struct {
		take  int
		reads int
		err   error
	}{
		"a b":     {take: 2, reads: 1},
		"a b c":   {take: 3, reads: 2},
		"a b c d": {take: 9, reads: 3, err: broken},
	} {
		reads := 0
		stream := httpapi.Stream(itself, func(page int) (httpapi.Page[string], error) {
			reads++
			if page == 2 {
				return httpapi.Page[string]{}, broken
			}
			return httpapi.Page[string]{Items: [][]string{{"a", "b"}, {"c", "d"}}[page], Total: 5}, nil
		})
		var got []string
		var failed error
		for item, err := range stream {
			if failed = err; err != nil {
				break
			}
			if got = append(got, item); len(got) == test.take {
				break
			}
		}
		if strings.Join(got, " ") != want || reads != test.reads || !errors.Is(failed, test.err) {
			t.Errorf("got %q and %v after %d pages, want %q and %v after %d", got, failed, reads, want, test.err, test.reads)
		}
	}
}

// What moved up between two pages is yielded, and nothing twice.
func TestStreamOfAListThatShrinks(t *testing.T) {
	t.Parallel()
	items := []string{"a", "b", "c", "d", "e"}
	reads := 0
	stream := httpapi.Stream(itself, func(page int) (httpapi.Page[string], error) {
		if reads++; reads == 2 {
			items = items[1:]
		}
		from := min(2*page, len(items))
		return httpapi.Page[string]{Items: items[from:min(from+2, len(items))], Total: len(items)}, nil
	})
	var got []string
	for item, err := range stream {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, item)
	}
	if slices.Sort(got); strings.Join(got, " ") != "a b c d e" {
		t.Errorf("got %q", got)
	}
}

func TestPagesEnd(t *testing.T) {
	t.Parallel()
	rows := func(page ...string) httpapi.Page[string] { return httpapi.Page[string]{Items: page} }
	more := func(page httpapi.Page[string]) httpapi.Page[string] { page.More = true; return page }
	of := func(total int, page httpapi.Page[string]) httpapi.Page[string] { page.Total = total; return page }
	for name, test := range map[string]struct {
		page  func(number int) httpapi.Page[string]
		items int
		reads int
		fails bool
	}{
		"without pages":     {func(int) httpapi.Page[string] { return more(rows("a", "b")) }, 2, 2, false},
		"total is too high": {func(n int) httpapi.Page[string] { return of(9, rows([]string{"a", "b"}[min(2*n, 2):]...)) }, 2, 2, false},
		"total counts in its own way": {func(n int) httpapi.Page[string] {
			return httpapi.Page[string]{Items: []string{strconv.Itoa(n)}, Total: 10 - n, More: n < 3}
		}, 6, 18, false},
		"first page for ever":   {func(int) httpapi.Page[string] { return more(of(999, rows("a"))) }, 0, 2, true},
		"first page once more":  {func(n int) httpapi.Page[string] { return more(rows([]string{"a", "b"}[n%2])) }, 0, 3, true},
		"something new forever": {func(n int) httpapi.Page[string] { return more(rows(strconv.Itoa(n))) }, 0, 10_000, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reads := 0
			all, err := httpapi.Pages(itself, func(page int) (httpapi.Page[string], error) {
				reads++
				return test.page(page), nil
			})
			if len(all) != test.items || reads != test.reads || test.fails != (err != nil) {
				t.Errorf("%d items and %v after %d pages, want %d after %d", len(all), err, reads, test.items, test.reads)
			}
		})
	}
	broken := errors.New("broken")
	if _, err := httpapi.Pages(itself, func(int) (httpapi.Page[string], error) { return httpapi.Page[string]{}, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// A list that is longer than the limit costs one page.
func TestFirstPages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ items, limit, got, pages, reads int }{
		"within":   {6, 2, 6, 2, 2},
		"beyond":   {7, 2, 3, 3, 1},
		"no limit": {7, 0, 7, 3, 3},
		"empty":    {0, 2, 0, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listOf(test.items, func(*list) {})
			got, pages, err := httpapi.FirstPages(test.limit, itself, l.page)
			if err != nil || len(got) != test.got || pages != test.pages || l.reads != test.reads {
				t.Errorf("%d items of %d pages by %d requests, %v; want %+v", len(got), pages, l.reads, err, test)
			}
		})
	}
}
