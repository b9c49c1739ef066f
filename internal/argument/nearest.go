package argument

import (
	"fmt"
	"strings"

	"github.com/agext/levenshtein"
)

// DidYouMean returns the question whether the most similar of some known names was meant, with a space before it; empty if
// none is similar. Letter case does not count.
func DidYouMean(name string, known []string) string {
	if nearest := Nearest(name, known); nearest != "" {
		return fmt.Sprintf(" Did you mean %q?", nearest)
	}
	return ""
}

// Nearest returns the most similar of some known names, if at most every third character differs, letter case aside; else
// the empty text.
func Nearest(name string, known []string) (nearest string) {
	folded := strings.ToLower(name)
	least := len([]rune(name))/3 + 1
	for _, candidate := range known {
		if distance := levenshtein.Distance(folded, strings.ToLower(candidate), nil); distance < least {
			nearest, least = candidate, distance
		}
	}
	return nearest
}
