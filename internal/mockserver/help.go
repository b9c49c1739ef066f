package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

const usage = `Usage: mockserver [flags] [-- command argument...]

Serves mock APIs of all platforms, so that Terraform can plan and apply without touching a tenant. All objects are in memory.

With a command, mockserver runs it in an environment that points the provider at the mock APIs, and ends with its exit status:

  mockserver -- terraform test

Without one, it prints that environment for a shell, and serves until it is interrupted. The page at MOCKSERVER_URL shows
what it holds, and GET /_mock/health answers once it is ready.
`

// help is the usage and the common flags first, then the assumptions of each platform.
func (o *options) help() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\nFlags:\n", usage)
	printFlags(&out, o.flags, func(name string) bool { return !strings.Contains(name, ".") })
	for _, p := range o.platforms {
		fmt.Fprintf(&out, "\n%s: what its documentation leaves open, and faults:\n", p.fixture.Title)
		printFlags(&out, o.flags, func(name string) bool { return strings.HasPrefix(name, p.fixture.Name+".") })
	}
	return out.String()
}

func printFlags(out io.Writer, flags *flag.FlagSet, wanted func(name string) bool) {
	flags.VisitAll(func(f *flag.Flag) {
		if !wanted(f.Name) {
			return
		}
		value, text := flag.UnquoteUsage(f)
		if value != "" {
			value = " " + value
		}
		fmt.Fprintf(out, "  -%s%s\n%s", f.Name, value, wrapped(text, 8, 110))
	})
}

// wrapped breaks a text into lines of at most a width, each with an indent.
func wrapped(text string, indent, width int) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		switch {
		case column == 0:
			b.WriteString(strings.Repeat(" ", indent))
			column = indent
		case column+1+len(word) > width:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			column = indent
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String() + "\n"
}
