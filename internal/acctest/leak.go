package acctest

import (
	"archive/zip"
	"encoding/base64"
	"encoding/json"
	"html"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	savedPlan = "saved.plan"
	traceLog  = "trace.log"
)

// Trace makes all later commands log as much as they can.
func (c *CLI) Trace() {
	c.Setenv("TF_LOG=TRACE", "TF_LOG_SDK=TRACE", "TF_LOG_SDK_FRAMEWORK=TRACE", "TF_LOG_PATH="+filepath.Join(c.dir, traceLog))
}

// SavePlan makes a plan that has changes and saves it, for ExpectNotKept and for apply.
func (c *CLI) SavePlan(args ...string) string {
	c.t.Helper()
	return c.Plan(append([]string{"-out=" + savedPlan}, args...)...)
}

// ExpectNotShown reports secrets that any command so far has printed, in a diagnostic or otherwise, or has logged since Trace.
func (c *CLI) ExpectNotShown(secrets ...string) {
	c.t.Helper()
	log := c.read(traceLog)
	for _, logged := range []string{"API request", "sdk.framework", "sdk.proto"} {
		if !strings.Contains(log, logged) {
			c.t.Fatalf("the log does not have what the provider and its framework log: no %q", logged)
		}
	}
	c.search(map[string]string{"the output": c.output.String(), "the log": log}, secrets)
	c.t.Logf("looked for %d secrets in %d kB of output and %d MB of log", len(secrets), c.output.Len()>>10, len(log)>>20)
}

// ExpectNotKept reports secrets that are in the state, in its backup, in the provider's private data there, or in the saved
// plan, where every write-only value would be a leak.
func (c *CLI) ExpectNotKept(secrets ...string) {
	c.t.Helper()
	states, err := filepath.Glob(filepath.Join(c.dir, "*.tfstate*"))
	if err != nil {
		c.t.Fatal(err)
	}
	kept, private := c.readPlan(), ""
	for _, state := range states {
		name := filepath.Base(state)
		kept[name] = c.read(name)
		private += c.private(name)
	}
	if private == "" {
		c.t.Fatal("no state has what the provider keeps there")
	}
	kept["the private data in the state"] = private
	c.search(kept, secrets)
}

// State returns the state, with the provider's private data in it decoded.
func (c *CLI) State() string {
	c.t.Helper()
	return c.read(stateFile) + c.private(stateFile)
}

func (c *CLI) read(name string) string {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.dir, name)) //nolint:gosec // a file of the test's own
	if err != nil {
		c.t.Fatal(err)
	}
	return string(text)
}

// private returns the private data of all objects in a state, decoded.
func (c *CLI) private(name string) string {
	c.t.Helper()
	var state struct {
		Resources []struct {
			Instances []struct{ Private []byte }
		}
	}
	if err := json.Unmarshal([]byte(c.read(name)), &state); err != nil {
		c.t.Fatal(err)
	}
	var all strings.Builder
	for _, resource := range state.Resources {
		for _, instance := range resource.Instances {
			if len(instance.Private) == 0 { // of a data source
				continue
			}
			var private map[string][]byte
			if err := json.Unmarshal(instance.Private, &private); err != nil {
				c.t.Fatal(err)
			}
			for _, document := range private {
				all.Write(document)
			}
		}
	}
	return all.String()
}

// readPlan returns what the saved plan is made of, but for the configuration, and the plan as JSON.
func (c *CLI) readPlan() map[string]string {
	c.t.Helper()
	parts, err := zip.OpenReader(filepath.Join(c.dir, savedPlan))
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = parts.Close() }()
	shown, status := c.execute("show", "-json", savedPlan)
	if status != 0 {
		c.t.Fatal(shown)
	}
	all := map[string]string{"the plan as JSON": shown}
	for _, part := range parts.File {
		if strings.HasPrefix(part.Name, "tfconfig/") {
			continue
		}
		file, err := part.Open()
		if err != nil {
			c.t.Fatal(err)
		}
		text, err := io.ReadAll(file)
		if err != nil {
			c.t.Fatal(err)
		}
		all[part.Name+" in the plan"] = string(text)
	}
	return all
}

// search goes through each place once, however many secrets there are.
func (c *CLI) search(places map[string]string, secrets []string) {
	c.t.Helper()
	type sought struct{ form, secret string }
	byStart := map[string][]sought{}
	const start = 8
	for _, secret := range secrets {
		for _, form := range forms(secret) {
			byStart[form[:start]] = append(byStart[form[:start]], sought{form, secret})
		}
	}
	for place, text := range places {
		for at := range max(0, len(text)-start) {
			for _, s := range byStart[text[at:at+start]] {
				if strings.HasPrefix(text[at:], s.form) {
					c.t.Errorf("the secret %q is in %s: …%s…", s.secret, place, text[max(0, at-200):min(len(text), at+200)])
				}
			}
		}
	}
}

// Shows reports whether a text shows a secret, or one of its ends.
func Shows(text, secret string) bool {
	return slices.ContainsFunc(forms(secret), func(form string) bool { return strings.Contains(text, form) })
}

// ends is how many characters of a secret are looked for at either end of it: some show texts cut off, and a mask may cover
// a part only.
const ends = 12

// forms are both ends of a text as they may look in what is shown or kept: as they are, escaped in the way of Go, JSON, URLs
// or HTML, and in base64, such as in basic authentication.
func forms(text string) []string {
	var all []string
	for _, end := range []string{text[:min(ends, len(text))], text[max(0, len(text)-ends):]} {
		all = append(all, end, strings.Trim(strconv.Quote(end), `"`), inJSON(end), url.QueryEscape(end), url.PathEscape(end), html.EscapeString(end))
		// By how many bytes come before it; what is around decides on the first and the last characters.
		for before := range 3 {
			encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", before) + end))
			all = append(all, encoded[4:len(encoded)-4])
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// inJSON is a text within a JSON string, as Go writes it: with escapes for HTML, too.
func inJSON(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(encoded[1 : len(encoded)-1])
}
