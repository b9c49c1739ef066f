package platform

import (
	"fmt"
	"strings"
)

// One gives the only object of a list. None and several are errors, and the latter lists the ids. what names the object,
// such as `service credential named "Dave"`.
func One[T any](found []T, what string, id func(T) string) (T, error) {
	if len(found) == 1 {
		return found[0], nil
	}
	var none T
	if len(found) == 0 {
		return none, fmt.Errorf("there is no %s", what)
	}
	ids := make([]string, len(found))
	for i, object := range found {
		ids[i] = id(object)
	}
	return none, fmt.Errorf("there is more than one %s. Choose one by its id: %s", what, strings.Join(ids, ", "))
}
