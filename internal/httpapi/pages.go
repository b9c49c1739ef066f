package httpapi

import (
	"fmt"
	"iter"
	"slices"
)

// Page is one page of a list that is cut into numbered pages.
type Page[T any] struct {
	Items []T
	// Total is how many items the list has at least, as far as the platform says.
	Total int
	// More reports that another page may follow although there are as many items as Total.
	More bool
}

const (
	// maxReadings limits how often a list is read that shrinks during each reading, or whose platform counts in its own way.
	maxReadings = 3
	// maxPages is how long a list may be.
	maxPages = 10_000
)

// Endless is the error of a listing that leads back to what it has shown, or does not stop.
func Endless(page int) error {
	return fmt.Errorf("the listing does not end: page %d leads back to what earlier pages showed, or there are too many", page)
}

// Pages reads a whole list, from page 0 on until there is no more. What two pages show counts once. If the list shrinks
// meanwhile, what follows has moved up, and something may have slipped through between two pages: then it is read again. A
// list without pages may show all of itself as every page. Other errors than those of read are [Endless].
func Pages[T any](id func(T) string, read func(page int) (Page[T], error)) (all []T, err error) {
	all, _, err = FirstPages(0, id, read)
	return all, err
}

// FirstPages is Pages for a list that is read only if its first page says that it has at most so many pages; of another, it
// returns the first page. pages is how many there are, as far as the first one says. No limit: 0.
func FirstPages[T any](limit int, id func(T) string, read func(page int) (Page[T], error)) (items []T, pages int, err error) {
	for range maxReadings {
		r := reading[T]{id: id, seen: map[string]bool{}}
		err = r.run(limit, read)
		items, pages = r.all, r.pages
		if !r.shrank || err != nil {
			break
		}
	}
	if err != nil {
		return nil, 0, err
	}
	return items, pages, nil
}

// Stream is [Pages] for a list whose items are taken as they come, perhaps not all of them: it reads a page when the items of
// the one before are taken. The error is the last that it yields.
func Stream[T any](id func(T) string, read func(page int) (Page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		taken := map[string]bool{}
		for range maxReadings {
			r := reading[T]{id: id, seen: map[string]bool{}, take: func(item T) (more bool) {
				if taken[id(item)] {
					return true
				}
				taken[id(item)] = true
				return yield(item, nil)
			}}
			err := r.run(0, read)
			switch {
			case r.stopped:
				return
			case err != nil:
				var none T
				yield(none, err)
				return
			case !r.shrank:
				return
			}
		}
	}
}

// reading is one reading of a list.
type reading[T any] struct {
	id     func(T) string
	seen   map[string]bool
	all    []T
	pages  int // by the first page
	total  int // by the latest page
	shrank bool
	latest []string // the ids of the latest page
	// take gets each item as it comes, and returns whether more are wanted. Nil: they are collected only.
	take    func(T) (more bool)
	stopped bool // no more are wanted
}

func (r *reading[T]) run(limit int, read func(page int) (Page[T], error)) error {
	for number := range maxPages {
		page, err := read(number)
		if err != nil {
			return err
		}
		r.shrank = r.shrank || page.Total < r.total
		r.total = page.Total
		if number == 0 {
			r.pages = pagesOf(page)
		}
		news, again := r.add(page.Items)
		switch {
		case r.stopped:
			return nil
		case number == 0 && limit > 0 && r.pages > limit, len(page.Items) == 0, len(r.all) >= r.total && !page.More:
			return nil
		case news == 0 && again && r.total <= len(r.all):
			return nil // it has no pages
		case news == 0:
			return Endless(number + 1)
		}
	}
	return Endless(maxPages)
}

// add takes the items of a page, and reports how many of them are new and whether the page is the latest one again.
func (r *reading[T]) add(items []T) (news int, again bool) {
	ids := make([]string, len(items))
	for i, item := range items {
		if ids[i] = r.id(item); !r.seen[ids[i]] {
			r.seen[ids[i]] = true
			r.all = append(r.all, item)
			news++
			r.stopped = r.stopped || r.take != nil && !r.take(item)
		}
	}
	again = slices.Equal(ids, r.latest)
	r.latest = ids
	return news, again
}

// pagesOf returns how many pages a list has, by its first page.
func pagesOf[T any](first Page[T]) int {
	size := len(first.Items)
	if size == 0 {
		return 1
	}
	return max(1, (first.Total+size-1)/size)
}
