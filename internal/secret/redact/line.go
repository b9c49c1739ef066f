package redact

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// line is a text without letter case and white space. Each character knows where it stands in the text.
type line struct {
	text     []byte
	runes    []rune
	from, to []int // in text
}

func newLine(text []byte) line {
	l := line{text: text, runes: make([]rune, 0, len(text)), from: make([]int, 0, len(text)), to: make([]int, 0, len(text))}
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRune(text[i:])
		if !isGap(c) {
			l.runes, l.from, l.to = append(l.runes, fold(c)), append(l.from, i), append(l.to, i+size)
		}
		i += size
	}
	return l
}

func isWord(c rune) bool { return c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c) }

// beginsWord reports whether the text has no word character before the character.
func (l line) beginsWord(i int) bool {
	before, _ := utf8.DecodeLastRune(l.text[:l.from[i]])
	return l.from[i] == 0 || !isWord(before)
}

// endsWord reports whether the text has no word character after the character before end.
func (l line) endsWord(end int) bool {
	after, _ := utf8.DecodeRune(l.text[l.to[end-1]:])
	return l.to[end-1] == len(l.text) || !isWord(after)
}

// words returns the text of the characters, with the rest of the words that they begin and end in.
func (l line) words(from, to int) string {
	begin, end := l.from[from], l.to[to-1]
	if c, _ := utf8.DecodeRune(l.text[begin:]); isWord(c) {
		begin -= len(l.text[:begin]) - len(bytes.TrimRightFunc(l.text[:begin], isWord))
	}
	if c, _ := utf8.DecodeLastRune(l.text[:end]); isWord(c) {
		end = len(l.text) - len(bytes.TrimLeftFunc(l.text[end:], isWord))
	}
	return string(l.text[begin:end])
}
