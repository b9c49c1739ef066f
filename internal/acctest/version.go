package acctest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-version"
)

// engineVersion is the engine that the tests run, with its version.
type engineVersion struct {
	product string // Terraform or OpenTofu
	version *version.Version
}

// enginePath returns the engine that TF_ACC_TERRAFORM_PATH names; else terraform.
func enginePath() string {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	return "terraform"
}

// readEngineVersion asks the engine once.
var readEngineVersion = sync.OnceValues(func() (engineVersion, error) {
	ask := func(args ...string) ([]byte, error) {
		return exec.CommandContext(context.Background(), enginePath(), append([]string{"version"}, args...)...).Output() //nolint:gosec // the engine that the developer chose
	}
	text, err := ask()
	if err != nil {
		return engineVersion{}, err
	}
	product, _, _ := strings.Cut(string(text), " ")
	encoded, err := ask("-json")
	if err != nil {
		return engineVersion{}, err
	}
	var answer struct {
		Version string `json:"terraform_version"`
	}
	if err = json.Unmarshal(encoded, &answer); err != nil {
		return engineVersion{}, err
	}
	found, err := version.NewVersion(answer.Version)
	return engineVersion{product, found}, err
})

// feature is a part of the language that not every engine has.
type feature struct {
	name      string
	used      *regexp.Regexp // in configurations that need it
	terraform string         // the first version that has it
	openTofu  string         // "": none has
}

var features = []feature{
	{"write-only arguments", regexp.MustCompile(`(?m)^\s*\w+_wo\s*=`), "1.11", "1.11"},
	{"ephemeral values", regexp.MustCompile(`(?m)^\s*(ephemeral "|ephemeral\s*=\s*true)`), "1.10", "1.11"},
	{"removed blocks", regexp.MustCompile(`(?m)^\s*removed \{`), "1.7", "1.7"},
	{"moves from another provider's resources", regexp.MustCompile(`(?m)^\s*from\s*=\s*(genesyscloud|restful|restapi)_`), "1.8", "1.10"},
	{"import by identity", regexp.MustCompile(`(?m)^\s*identity\s*=\s*\{`), "1.12", "1.12"},
	{"list resources", regexp.MustCompile(`(?m)^\s*list "`), "1.14", ""},
}

// lacks returns why the engine cannot run a configuration; "": it can.
func (e engineVersion) lacks(config string) string {
	for _, f := range features {
		since := f.terraform
		if e.product == "OpenTofu" {
			since = f.openTofu
		}
		if !f.used.MatchString(config) {
			continue
		}
		if since == "" {
			return fmt.Sprintf("%s has no %s", e.product, f.name)
		}
		if e.version.Core().LessThan(version.Must(version.NewVersion(since))) {
			return fmt.Sprintf("%s %s has no %s: %s does", e.product, e.version, f.name, since)
		}
	}
	return ""
}

// SkipIfLacking skips a test whose configuration the engine cannot run.
func SkipIfLacking(t *testing.T, config string) {
	t.Helper()
	engine, err := readEngineVersion()
	if err != nil {
		t.Fatalf("the engine %s: %v", enginePath(), err)
	}
	if why := engine.lacks(config); why != "" {
		t.Skip(why)
	}
}
