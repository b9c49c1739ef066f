package redact

import (
	"bytes"
	"encoding/hex"
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// reading is a text as it reads after some decoding. Each of its bytes knows which bytes of the original it came from.
type reading struct {
	text     []byte
	from, to []int
}

func plainReading(text string) reading {
	r := reading{text: []byte(text), from: make([]int, len(text)), to: make([]int, len(text))}
	for i := range len(text) {
		r.from[i], r.to[i] = i, i+1
	}
	return r
}

// mark sets hidden for all bytes of the original behind what find reports.
func (r reading) mark(find func(text []byte, mark func(from, to int)), hidden []bool) {
	find(r.text, func(from, to int) {
		for i := r.from[from]; i < r.to[to-1]; i++ {
			hidden[i] = true
		}
	})
}

// decode returns the reading with all escapes of one encoding resolved, and whether there were any.
func (r reading) decode(unescape unescaper) (reading, bool) {
	var next reading
	changed := false
	for i := 0; i < len(r.text); {
		decoded, length := unescape(r.text[i:])
		if length == 0 {
			decoded, length = r.text[i:i+1], 1
		} else {
			changed = true
		}
		for _, c := range decoded {
			next.text = append(next.text, c)
			next.from = append(next.from, r.from[i])
			next.to = append(next.to, r.to[i+length-1])
		}
		i += length
	}
	return next, changed
}

// unescaper decodes the escape that text begins with and returns its length; 0: text begins with none.
type unescaper func(text []byte) (decoded []byte, length int)

// escapes are those that are seen through.
var escapes = []unescaper{unescapeString, unescapePercent, unescapeForm, unescapeHTML}

// unescapeString reads the escapes of JSON, JavaScript and Go strings.
func unescapeString(text []byte) ([]byte, int) {
	if len(text) < 2 || text[0] != '\\' {
		return nil, 0
	}
	const letters, meanings = `"\/'abfnrtv`, "\"\\/'\a\b\f\n\r\t\v"
	if i := strings.IndexByte(letters, text[1]); i >= 0 {
		return []byte{meanings[i]}, 2
	}
	switch text[1] {
	case 'x':
		return unescapeHex(text, 2)
	case 'u':
		return unescapeUTF16(text)
	case 'U':
		return unescapeUTF32(text)
	}
	return nil, 0
}

func unescapeUTF16(text []byte) ([]byte, int) {
	first, ok := codeUnit(text)
	if !ok {
		return nil, 0
	}
	if second, ok := codeUnit(text[6:]); ok && utf16.IsSurrogate(first) {
		if whole := utf16.DecodeRune(first, second); whole != utf8.RuneError {
			return utf8.AppendRune(nil, whole), 12
		}
	}
	return utf8.AppendRune(nil, first), 6
}

// unescapeUTF32 reads \UXXXXXXXX, which only Go writes.
func unescapeUTF32(text []byte) ([]byte, int) {
	if len(text) < 10 {
		return nil, 0
	}
	point, err := strconv.ParseUint(string(text[2:10]), 16, 31)
	if err != nil {
		return nil, 0
	}
	return utf8.AppendRune(nil, rune(point)), 10
}

// codeUnit reads \uXXXX.
func codeUnit(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(unit), err == nil
}

// unescapeHex reads two hexadecimal digits behind a marker.
func unescapeHex(text []byte, marker int) ([]byte, int) {
	if len(text) < marker+2 {
		return nil, 0
	}
	decoded, err := hex.DecodeString(string(text[marker : marker+2]))
	if err != nil {
		return nil, 0
	}
	return decoded, marker + 2
}

// unescapePercent reads the escapes of a URL's path, where a plus is a plus.
func unescapePercent(text []byte) ([]byte, int) {
	if text[0] != '%' {
		return nil, 0
	}
	return unescapeHex(text, 1)
}

// unescapeForm reads the escapes of a URL's query or of a form, where a plus is a space.
func unescapeForm(text []byte) ([]byte, int) {
	if text[0] == '+' {
		return []byte{' '}, 1
	}
	return unescapePercent(text)
}

const longestEntity = 32

func unescapeHTML(text []byte) ([]byte, int) {
	if text[0] != '&' {
		return nil, 0
	}
	end := bytes.IndexByte(text[:min(len(text), longestEntity)], ';')
	if end < 0 {
		return nil, 0
	}
	entity := string(text[:end+1])
	decoded := html.UnescapeString(entity)
	if decoded == entity {
		return nil, 0
	}
	return []byte(decoded), end + 1
}
