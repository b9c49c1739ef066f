// Package redact masks secrets in what may be shown: what a platform says in an error, or a network error.
package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode"
)

const (
	mask = "(secret)"
	// minRun is how many leading characters of a secret are masked when the rest is cut off.
	minRun = 8
	// minPlain is the length from which a secret is masked inside of words too.
	minPlain = 4
	// maxScrubbed bounds the work on one text. Texts are cut far below it once they are scrubbed.
	maxScrubbed = 16 << 10
	maxMessage  = 1000 // characters
	// maxNesting is how many encodings around each other are seen through, such as JSON in JSON in HTML.
	maxNesting = 3
)

// Redactor masks the secrets that it has learnt in texts that come from elsewhere. It reads a text in every way that it
// may be encoded, and looks for the secrets, plain and in base64, in each reading. It is safe for concurrent use.
type Redactor struct {
	mu    sync.RWMutex
	known map[string]bool
	forms map[string][]form // by their first minPlain bytes
	tiny  []string          // shorter than minPlain
}

// form is a text to mask, from a run of its first least bytes on.
type form struct {
	text  string
	least int
}

// New returns a Redactor that knows no secret.
func New() *Redactor {
	return &Redactor{known: map[string]bool{}, forms: map[string][]form{}}
}

// Learn remembers a secret, and the parts of one that has lines or is JSON.
func (r *Redactor) Learn(value string) {
	r.mu.RLock()
	known := value == "" || r.known[value]
	r.mu.RUnlock()
	if known {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, part := range append(parts(value), value, strings.TrimSpace(value)) {
		if part != "" && !r.known[part] { // of blanks, nothing is left once they are trimmed
			r.known[part] = true
			r.add(part)
		}
	}
}

// parts returns the lines and the string leaves that are long enough to be secrets of their own.
func parts(value string) []string {
	var found []string
	collect := func(part string) {
		if part = strings.TrimSpace(part); len(part) >= minRun {
			found = append(found, part)
		}
	}
	for line := range strings.Lines(value) {
		collect(line)
	}
	var document any
	if json.Unmarshal([]byte(value), &document) == nil {
		eachString(document, func(leaf string) {
			for line := range strings.Lines(leaf) {
				collect(line)
			}
		})
	}
	return found
}

func eachString(document any, visit func(string)) {
	switch node := document.(type) {
	case string:
		visit(node)
	case []any:
		for _, child := range node {
			eachString(child, visit)
		}
	case map[string]any:
		for _, child := range node {
			eachString(child, visit)
		}
	}
}

func (r *Redactor) add(value string) {
	if len(value) < minPlain {
		r.tiny = append(r.tiny, value)
		return
	}
	// encoding/json puts U+FFFD for each byte that is not UTF-8.
	texts := append(inBase64(value), value, string([]rune(value)))
	if sent, err := toJSON(value); err == nil { // a whole body may be echoed in base64
		texts = append(texts, inBase64(string(sent[1:len(sent)-1]))...)
	}
	slices.Sort(texts)
	for _, text := range slices.Compact(texts) {
		if len(text) < minPlain {
			continue
		}
		least := min(len(text), minRun)
		if i := strings.Index(text, "://"); i > 0 && i < minRun {
			least = min(len(text), i+3+minRun) // a scheme alone gives nothing away
		}
		r.forms[text[:minPlain]] = append(r.forms[text[:minPlain]], form{text, least})
	}
}

// inBase64 returns what all base64 texts around the value have in common, for each position that it can have in a
// group of three, so that it is found in base64("user:" + value) too.
func inBase64(value string) []string {
	var texts []string
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			encoded := encoding.EncodeToString(append(make([]byte, before), value...))
			whole := (before + len(value)) * 8 / 6 // characters that do not depend on what follows
			texts = append(texts, encoded[(before*8+5)/6:whole])
		}
	}
	return texts
}

// Text returns the text with every secret masked.
func (r *Redactor) Text(text string) string {
	if len(text) > maxScrubbed {
		text = text[:maxScrubbed]
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	hidden := make([]bool, len(text))
	r.search(plainReading(text), maxNesting, hidden)
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

// Message masks a text and makes it fit into a sentence. It is cut last, so that no half of a secret escapes the mask.
func (r *Redactor) Message(text string) string {
	words := strings.FieldsFunc(r.Text(text), func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) })
	runes := []rune(strings.Join(words, " "))
	if len(runes) > maxMessage {
		return string(runes[:maxMessage]) + "…"
	}
	return string(runes)
}

// search marks in hidden where the reading, or what it reads like when decoded once more, shows a secret.
func (r *Redactor) search(in reading, nesting int, hidden []bool) {
	in.mark(r.find, hidden)
	if nesting == 0 {
		return
	}
	for _, unescape := range encodings {
		if next, changed := in.decode(unescape); changed {
			r.search(next, nesting-1, hidden)
		}
	}
}

// find calls mark for each secret in a text.
func (r *Redactor) find(text []byte, mark func(from, to int)) {
	for i := range len(text) - minPlain + 1 {
		for _, f := range r.forms[string(text[i:i+minPlain])] {
			if n := commonPrefix(text[i:], f.text); n >= f.least {
				mark(i, i+n)
			}
		}
	}
	for _, secret := range r.tiny {
		for i := 0; i+len(secret) <= len(text); i++ {
			end := i + len(secret)
			if bytes.HasPrefix(text[i:], []byte(secret)) &&
				(i == 0 || !isWord(text[i-1])) && (end == len(text) || !isWord(text[end])) {
				mark(i, end)
			}
		}
	}
}

func commonPrefix(a []byte, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

func isWord(c byte) bool {
	return c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// toJSON encodes a text as this provider sends it: what only HTML would have escaped is left alone.
func toJSON(value string) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}
