package httpapi

// Page is one page of a list that is cut into numbered pages.
type Page[T any] struct {
	Items []T
	// Total is how many items the list has at least, as far as the platform tells.
	Total int
	// More reports that another page may follow although there are as many items as Total.
	More bool
}

// maxReadings is how often a list is read at most that shrinks all the while, or has a platform that counts in its own way.
const maxReadings = 3

// Pages reads a whole list, from page 0 on until there is no more, or nothing new: some platforms repeat the last page for
// ever. What two pages show counts once. If the list shrinks meanwhile, what follows has moved up, and something may have
// slipped through between two pages: then it is read again. All errors are those of read.
func Pages[T any](id func(T) string, read func(page int) (Page[T], error)) (all []T, err error) {
	for range maxReadings {
		var shrank bool
		all, shrank, err = readPages(id, read)
		if !shrank || err != nil {
			break
		}
	}
	return all, err
}

func readPages[T any](id func(T) string, read func(page int) (Page[T], error)) (all []T, shrank bool, err error) {
	seen := map[string]bool{}
	total := 0
	for number := 0; ; number++ {
		page, err := read(number)
		if err != nil {
			return nil, false, err
		}
		shrank = shrank || page.Total < total
		total = page.Total
		before := len(all)
		for _, item := range page.Items {
			if !seen[id(item)] {
				seen[id(item)] = true
				all = append(all, item)
			}
		}
		if len(all) == before || len(all) >= total && !page.More {
			return all, shrank, nil
		}
	}
}
