package redact

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"unicode"
)

const (
	// span is how many characters of a secret in a row are masked.
	span = 6
	// minAlone is the length from which a shorter secret is masked where it stands alone.
	minAlone = 4
	// maxEncoded is the length in bytes up to which a secret is looked for in hexadecimal and base64 too. Of a longer one,
	// either is a run that is masked whatever it holds.
	maxEncoded = 48
)

// index finds secrets in a text, in a time that does not depend on how many there are.
type index struct {
	windows map[window]struct{} // all that span characters in a row of a secret can be
	alone   map[string]struct{} // secrets that are shorter than that
	whole   map[string]struct{} // whole secrets that consist of listed words
	lengths []int               // of whole, in characters
}

func newIndex() index {
	return index{windows: map[window]struct{}{}, alone: map[string]struct{}{}, whole: map[string]struct{}{}}
}

// window is span characters, of 21 bits each.
type window [2]uint64

func (w window) push(c rune) window {
	const bits = 21
	const half = bits * span / 2
	return window{
		(w[0]<<bits | w[1]>>(half-bits)) & (1<<half - 1),
		(w[1]<<bits | uint64(c)) & (1<<half - 1),
	}
}

// fold returns the character that stands for all its letter cases.
func fold(c rune) rune { return unicode.ToLower(unicode.ToUpper(c)) }

// folded returns the text without letter case and white space.
func folded(text string) []rune {
	runes := make([]rune, 0, len(text))
	for _, c := range text {
		if !isGap(c) {
			runes = append(runes, fold(c))
		}
	}
	return runes
}

func (x *index) add(secret string) {
	whole := folded(secret)
	switch {
	case len(whole) < minAlone:
		return
	case len(whole) < span:
		x.alone[string(whole)] = struct{}{}
	case isListed(secret):
		x.whole[string(whole)] = struct{}{}
		if !slices.Contains(x.lengths, len(whole)) {
			x.lengths = append(x.lengths, len(whole))
		}
	}
	for _, part := range confidential(secret) {
		x.addPart(part)
	}
}

func (x *index) addPart(part string) {
	runes := folded(part)
	if len(runes) < minAlone {
		return
	}
	if len(runes) < span && !isListed(part) {
		x.alone[string(runes)] = struct{}{}
	}
	x.addWindows(runes)
	if len(part) <= maxEncoded {
		for _, encoded := range inEncodings(part) {
			x.addWindows(folded(encoded))
		}
	}
}

func (x *index) addWindows(runes []rune) {
	var w window
	for i, c := range runes {
		if w = w.push(c); i >= span-1 {
			x.windows[w] = struct{}{}
		}
	}
}

// inEncodings returns the secret in hexadecimal, in base64, and what all base64 texts around it have in common, for each
// position that it can have in a group of three: it is found in base64("user:" + secret) too.
func inEncodings(secret string) []string {
	texts := []string{hex.EncodeToString([]byte(secret))}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		texts = append(texts, encoding.EncodeToString([]byte(secret)))
		for before := range 3 {
			encoded := encoding.EncodeToString(append(make([]byte, before), secret...))
			end := (before + len(secret)) * 8 / 6 // from there on, it depends on what follows
			texts = append(texts, encoded[(before*8+5)/6:end])
		}
	}
	return texts
}

// find calls mark for each stretch of the text that must not be shown because of a secret.
func (x *index) find(text []byte, mark func(from, to int)) {
	if len(x.windows) == 0 && len(x.alone) == 0 {
		return
	}
	l := newLine(text)
	x.findWindows(l, func(from, to int) {
		if !isListed(l.words(from, to)) {
			mark(l.from[from], l.to[to-1])
		}
	})
	x.findAlone(l, mark)
	x.findWhole(l, mark)
}

// findWindows calls found for each stretch of characters that windows cover.
func (x *index) findWindows(l line, found func(from, to int)) {
	var w window
	from, to := 0, 0 // the stretch so far
	for i, c := range l.runes {
		w = w.push(c)
		if _, ok := x.windows[w]; !ok || i < span-1 {
			continue
		}
		if begin := i - span + 1; begin > to || to == 0 {
			if to > 0 {
				found(from, to)
			}
			from = begin
		}
		to = i + 1
	}
	if to > 0 {
		found(from, to)
	}
}

// findAlone finds secrets that are too short for a window where they are no part of a word.
func (x *index) findAlone(l line, mark func(from, to int)) {
	if len(x.alone) == 0 {
		return
	}
	for from := range l.runes {
		if !l.beginsWord(from) {
			continue
		}
		for length := minAlone; length < span && from+length <= len(l.runes); length++ {
			to := from + length
			if _, ok := x.alone[string(l.runes[from:to])]; ok && l.endsWord(to) {
				mark(l.from[from], l.to[to-1])
			}
		}
	}
}

// findWhole finds secrets that consist of listed words.
func (x *index) findWhole(l line, mark func(from, to int)) {
	for _, length := range x.lengths {
		for from := 0; from+length <= len(l.runes); from++ {
			if _, ok := x.whole[string(l.runes[from:from+length])]; ok {
				mark(l.from[from], l.to[from+length-1])
			}
		}
	}
}
