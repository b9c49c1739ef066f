package main

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Sizes in pixels: of a character, of a line, and of the margin.
const (
	charWidth  = 8.4
	lineHeight = 20
	margin     = 16
)

// hold is how long the whole picture stands before it begins again.
const hold = 5 * time.Second

// colours are the classes of the escape sequences that the demo uses.
var colours = map[string]string{"1": "b", "31": "r", "32": "g", "33": "y"}

const style = `text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre;fill:#24292f}
.bg{fill:#f6f8fa}.b{font-weight:bold}.r{fill:#cf222e}.g{fill:#1a7f37}.y{fill:#9a6700}.p{fill:#57606a}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.bg{fill:#161b22}.r{fill:#ff7b72}.g{fill:#3fb950}.y{fill:#d29922}.p{fill:#8b949e}}
@media (prefers-reduced-motion){text{animation:none!important}}
`

// span is a text in one style on one line, which appears at a time.
type span struct {
	at     time.Duration
	line   int
	column int
	class  string
	text   string
}

var escape = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// spans lays out what was printed.
func spans(chunks []chunk) (all []span, lines, columns int) {
	line, column, class := 0, 0, ""
	put := func(at time.Duration, text string) {
		for n, part := range strings.Split(text, "\n") {
			if n > 0 {
				line, column = line+1, 0
			}
			if part != "" {
				all = append(all, span{at, line, column, class, part})
				column += utf8.RuneCountInString(part)
				columns = max(columns, column)
			}
		}
	}
	for _, c := range chunks {
		rest := c.text
		for {
			found := escape.FindStringSubmatchIndex(rest)
			if found == nil {
				break
			}
			put(c.at, rest[:found[0]])
			class = colours[rest[found[2]:found[3]]]
			rest = rest[found[1]:]
		}
		put(c.at, rest)
	}
	return all, line + 1, columns
}

// render draws the command and what it printed. Where an image is not animated, all of it shows.
func render(command string, chunks []chunk) string {
	prompt := "$ " + command
	all, lines, columns := spans(chunks)
	columns = max(columns, utf8.RuneCountInString(prompt))
	width, height := 2*margin+int(float64(columns)*charWidth), 2*margin+(lines+1)*lineHeight
	total := hold
	if len(all) > 0 {
		total += all[len(all)-1].at
	}

	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, "<title>%s</title>\n<style>%s", html.EscapeString(command), style)
	moments := map[time.Duration]int{}
	for _, s := range all {
		if _, known := moments[s.at]; known {
			continue
		}
		n := len(moments)
		moments[s.at] = n
		share := 100 * s.at.Seconds() / total.Seconds()
		fmt.Fprintf(&b, "@keyframes k%d{0%%,%.2f%%{opacity:0}%.2f%%,100%%{opacity:1}}.t%d{animation:k%d %.1fs infinite}\n",
			n, share, share+0.01, n, n, total.Seconds())
	}
	b.WriteString("</style>\n")
	fmt.Fprintf(&b, `<rect class="bg" width="%d" height="%d" rx="8"/>`+"\n", width, height)
	fmt.Fprintf(&b, `<text class="p" x="%d" y="%d">%s</text>`+"\n", margin, margin+lineHeight-5, html.EscapeString(prompt))
	for _, s := range all {
		x, y := margin+float64(s.column)*charWidth, margin+(s.line+2)*lineHeight-5
		class := strings.TrimSpace(fmt.Sprintf("%s t%d", s.class, moments[s.at]))
		fmt.Fprintf(&b, `<text class="%s" x="%.1f" y="%d">%s</text>`+"\n", class, x, y, html.EscapeString(s.text))
	}
	b.WriteString("</svg>\n")
	return b.String()
}
