package httpapi

import (
	"fmt"
	"strings"
)

// Answers returns an error if an answer shows the object with another id than the one that was asked for, as behind a
// gateway that mixes answers up. Platforms do not agree with themselves on the letter case of ids, so it does not count.
func Answers(asked, shown string) error {
	if strings.EqualFold(asked, shown) {
		return nil
	}
	return fmt.Errorf("the answer shows another object, with the id %q instead of %q. A proxy or gateway may mix answers up: check what is in between, and try again", shown, asked)
}
