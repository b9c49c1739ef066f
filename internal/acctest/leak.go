package acctest

import (
	"archive/zip"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const (
	savedPlan = "saved.plan"
	traceLog  = "trace.log"
)

// Trace makes all later commands log as much as they can.
func (c *CLI) Trace() {
	c.Setenv("TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(c.dir, traceLog))
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
	if !strings.Contains(log, "API request") {
		c.t.Fatal("the log does not have what the provider logs")
	}
	c.search(map[string]string{"the output": c.output.String(), "the log": log}, secrets)
}

// ExpectNotKept reports secrets that are in the state, in its backup, in the provider's private data there, or in the saved
// plan, where every write-only value would be a leak.
func (c *CLI) ExpectNotKept(secrets ...string) {
	c.t.Helper()
	states, err := filepath.Glob(filepath.Join(c.dir, "*.tfstate*"))
	if err != nil {
		c.t.Fatal(err)
	}
	kept := c.readPlan()
	for _, state := range states {
		name := filepath.Base(state)
		kept[name] = c.read(name)
		kept["the private data in "+name] = c.private(name)
	}
	if kept["the private data in terraform.tfstate"] == "" {
		c.t.Fatal("the state does not have what the provider keeps there")
	}
	c.search(kept, secrets)
}

func (c *CLI) read(name string) string {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.dir, name)) //nolint:gosec // a file of the test's own
	if err != nil {
		c.t.Fatal(err)
	}
	return string(text)
}

// private gives the private data of all objects in a state, decoded.
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

// readPlan gives what the saved plan is made of, but for the configuration, and the plan as JSON.
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

func (c *CLI) search(places map[string]string, secrets []string) {
	c.t.Helper()
	for place, text := range places {
		for _, secret := range secrets {
			for _, form := range forms(secret) {
				if at := strings.Index(text, form); at >= 0 {
					c.t.Errorf("the secret %q is in %s: …%s…", secret, place, text[max(0, at-200):min(len(text), at+200)])
				}
			}
		}
	}
}

// forms are a text as it is, and as it looks inside something longer that is encoded in base64, such as basic
// authentication: by how many bytes come before it.
func forms(text string) []string {
	all := []string{text}
	for before := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", before) + text))
		all = append(all, encoded[4:len(encoded)-4]) // both ends depend on what is around
	}
	return all
}
