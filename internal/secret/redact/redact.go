// Package redact masks secrets in what others say, such as a platform's error message, by rule instead of by a list of
// encodings. The rules are those of [Redactor.Message].
package redact

import (
	"strings"
	"sync"
	"unicode"
)

const (
	mask = "(secret)"
	// maxText bounds the work on one text, in bytes. What is shown of a text is far shorter.
	maxText    = 16 << 10
	maxMessage = 1000 // characters
	// maxNesting is how many escapes around each other are seen through, such as JSON in JSON in HTML.
	maxNesting = 3
)

// Redactor masks secrets in texts. It is safe for concurrent use.
type Redactor struct {
	mu      sync.Mutex
	known   map[string]bool
	pending []string // known, and not yet in the index: most clients never have to mask anything
	index   index
}

// New returns a Redactor that masks no secret yet.
func New() *Redactor {
	return &Redactor{known: map[string]bool{}, index: newIndex()}
}

// Mask makes the Redactor mask these secrets from now on.
func (r *Redactor) Mask(secrets ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range secrets {
		if s != "" && !r.known[s] {
			r.known[s] = true
			r.pending = append(r.pending, s)
		}
	}
}

// Message returns what may be shown of a text, in one line of at most 1000 characters:
//   - no 6 characters in a row of any secret, whatever the letter case, the white space and the escapes (of JSON, URLs and
//     HTML) in the text, except for what is public in the secret and for listed words that are not the whole secret;
//   - no secret of 4 or 5 characters that stands alone; a shorter one cannot be told from text;
//   - no run of 16 or more characters of an encoding with a digit among them, unless it is a UUID, a date or what the
//     request carried: an id, a path, a host.
func (r *Redactor) Message(text string, carried ...string) string {
	words := strings.FieldsFunc(r.redact(text, carried), isGap)
	// It is cut last, so that no part of a secret escapes the mask.
	runes := []rune(strings.Join(words, " "))
	if len(runes) > maxMessage {
		return string(runes[:maxMessage]) + "…"
	}
	return string(runes)
}

// isGap reports whether a character is none to read: the same characters separate words and are skipped inside of secrets.
func isGap(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) }

func (r *Redactor) redact(text string, carried []string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.pending {
		r.index.add(s)
	}
	r.pending = nil

	cut := len(text) > maxText
	if cut {
		text = text[:maxText]
	}
	hidden := make([]bool, len(text))
	if cut { // what the cut goes through may be longer than it looks
		for i := len(text) - 1; i >= 0 && isEncoding(text[i]); i-- {
			hidden[i] = true
		}
	}
	r.search(plainReading(text), newCarried(carried), maxNesting, hidden)
	return masked(text, hidden)
}

// search marks in hidden what must not be shown of the reading, and of what it reads like when it is unescaped.
func (r *Redactor) search(in reading, shown carried, nesting int, hidden []bool) {
	in.mark(r.index.find, hidden)
	in.mark(shown.findRuns, hidden)
	if nesting == 0 {
		return
	}
	for _, unescape := range escapes {
		if next, changed := in.decode(unescape); changed {
			r.search(next, shown, nesting-1, hidden)
		}
	}
}

// masked returns the text with a mask in place of each stretch that is hidden.
func masked(text string, hidden []bool) string {
	var clean strings.Builder
	for i := range len(text) {
		switch {
		case !hidden[i]:
			clean.WriteByte(text[i])
		case i == 0 || !hidden[i-1]:
			clean.WriteString(mask)
		}
	}
	return clean.String()
}
