package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Escape sequences become styles, whatever the parts in which they come; what stands on a line begins where the part before it ends.
func TestRender(t *testing.T) {
	t.Parallel()
	svg := render("make demo", []chunk{
		{0, "\x1b[1mTitle <1>\x1b[0m "}, {time.Second, "\x1b[32mdone\x1b[0m\nnext"},
	})
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{
		`<text class="b t0" x="16.0" y="51">Title &lt;1&gt;</text>`,
		`<text class="g t1" x="100.0" y="51">done</text>`,
		`<text class="t1" x="16.0" y="71">next</text>`,
		"@keyframes k1{0%,16.67%{opacity:0}",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in:\n%s", want, svg)
		}
	}
}

func TestRunRecordsTheCommand(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.svg")
	if err := run(t.Context(), file, []string{"sh", "-c", "echo $CLICOLOR_FORCE-colour"}); err != nil {
		t.Fatal(err)
	}
	svg, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(svg), ">1-colour<") {
		t.Errorf("%v: %s", err, svg)
	}
	if err := run(t.Context(), filepath.Join(t.TempDir(), "b.svg"), []string{"sh", "-c", "exit 3"}); err == nil {
		t.Error("a run that failed was recorded")
	}
}
