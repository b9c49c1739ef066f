package redact

import (
	"bytes"
	"regexp"
	"strings"
)

const (
	// minRun is the length from which a run of characters of an encoding may hold a secret.
	minRun = 16
	// minCarried is the length from which what a request carried is looked for inside of a run.
	minCarried = 6
)

// known are runs that may be shown: UUIDs and dates.
var known = []*regexp.Regexp{
	regexp.MustCompile(`(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`),
	regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2,6}Z?)?`),
	regexp.MustCompile(`[0-9]{8}T[0-9]{6}Z?`),
}

// isEncoding reports whether a character is one of base64, of base64 for URLs, of hexadecimal or of a URL's escapes.
func isEncoding(c byte) bool {
	return isAlphanumeric(c) || strings.IndexByte("+/_=%-", c) >= 0
}

func isAlphanumeric(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// carried is what a request carried for all to see, such as ids, in small letters.
type carried []string

func newCarried(values []string) carried {
	var c carried
	for _, value := range values {
		for run := range strings.FieldsFuncSeq(strings.ToLower(value), func(r rune) bool { return r >= 0x80 || !isEncoding(byte(r)) }) {
			if len(run) >= minCarried {
				c = append(c, run)
			}
		}
	}
	return c
}

// findRuns calls mark for each run that may be an encoded secret.
func (c carried) findRuns(text []byte, mark func(from, to int)) {
	for from := 0; from < len(text); from++ {
		to := from
		for to < len(text) && isEncoding(text[to]) {
			to++
		}
		if to-from >= minRun {
			c.findInRun(text, from, to, mark)
		}
		from = to
	}
}

// findInRun calls mark for what is left of the run without what may be shown, if that is long enough.
func (c carried) findInRun(text []byte, from, to int, mark func(from, to int)) {
	shown := make([]bool, to-from)
	c.show(text[from:to], shown)
	begin, digit := from, false
	for i := from; i <= to; i++ {
		if i < to && !shown[i-from] {
			digit = digit || isDigit(text[i])
			continue
		}
		if i-begin >= minRun && digit {
			mark(begin, i)
		}
		begin, digit = i+1, false
	}
}

// show sets shown for what may be shown of a run.
func (c carried) show(run []byte, shown []bool) {
	set := func(from, to int) {
		if (from > 0 && isAlphanumeric(run[from]) && isAlphanumeric(run[from-1])) ||
			(to < len(run) && isAlphanumeric(run[to-1]) && isAlphanumeric(run[to])) {
			return
		}
		for i := from; i < to; i++ {
			shown[i] = true
		}
	}
	for _, pattern := range known {
		for _, found := range pattern.FindAllIndex(run, -1) {
			set(found[0], found[1])
		}
	}
	small := bytes.ToLower(run)
	for _, value := range c {
		for from := 0; ; {
			i := bytes.Index(small[from:], []byte(value))
			if i < 0 {
				break
			}
			set(from+i, from+i+len(value))
			from += i + 1
		}
	}
}
