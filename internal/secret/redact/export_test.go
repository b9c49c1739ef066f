package redact

import "strings"

// Folded returns a text without letter case and white space.
func Folded(text string) string { return string(folded(text)) }

// Runs returns all that 6 characters in a row of a secret can be.
func Runs(secret string) []string {
	runes := folded(secret)
	var runs []string
	for i := range len(runes) - span + 1 {
		runs = append(runs, string(runes[i:i+span]))
	}
	return runs
}

// InListedWord reports whether a run may be shown as a part of a listed word.
func InListedWord(run string) bool {
	for word := range listed {
		if strings.Contains(word+"s", run) {
			return true
		}
	}
	return false
}
