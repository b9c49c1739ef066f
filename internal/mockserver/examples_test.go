//go:build unix

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
)

// Every example of the documentation is applied, plans no change then, and can be destroyed. Those that find something need
// the objects in testdata/examples.json, which is also what the imports name.
func TestAccExamples(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern string
		seeded  bool
		imports string // by this file beside it
	}{
		{pattern: "provider/provider.tf"},
		{pattern: "resources/*/resource.tf"},
		{pattern: "resources/*/resource.tf", seeded: true, imports: "import-by-string-id.tf"},
		{pattern: "resources/*/resource.tf", seeded: true, imports: "import-by-identity.tf"},
		{pattern: "data-sources/*/data-source.tf", seeded: true},
		{pattern: "ephemeral-resources/*/ephemeral-resource.tf"},
	} {
		for _, file := range examplesLike(t, test.pattern) {
			name := strings.TrimPrefix(filepath.Dir(file), examples)
			seeded := test.seeded || strings.HasSuffix(name, "integration_config") // its credential is another example's
			t.Run(name+" "+test.imports, func(t *testing.T) {
				t.Parallel()
				e := newExample(t, seeded)
				e.copy(file)
				if test.imports != "" {
					e.copy(filepath.Join(filepath.Dir(file), test.imports))
				}
				output := e.run("apply", "-auto-approve")
				if test.imports != "" && !strings.Contains(output, "1 imported") {
					t.Errorf("nothing was imported:\n%s", output)
				}
				e.run("plan", "-detailed-exitcode")
				e.run("destroy", "-auto-approve")
			})
		}
	}
}

// The command of every example that imports on the command line finds its object.
func TestAccImportCommands(t *testing.T) {
	t.Parallel()
	for _, file := range examplesLike(t, "resources/*/import.sh") {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			t.Parallel()
			e := newExample(t, true)
			e.copy(filepath.Join(filepath.Dir(file), "resource.tf"))
			e.copy(file)
			if output, status := e.execute("sh", "import.sh"); status != 0 || !strings.Contains(output, "Import successful!") {
				t.Errorf("status %d\n%s", status, output)
			}
		})
	}
}

// Every example of a query is evaluated by an engine that has queries.
func TestAccQueries(t *testing.T) {
	t.Parallel()
	for _, file := range examplesLike(t, "list-resources/*/list-resource.tfquery.hcl") {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			t.Parallel()
			e := newExample(t, true)
			e.copy(file)
			if output := e.run("query"); !strings.Contains(output, "list.credentials_") {
				t.Errorf("nothing was listed:\n%s", output)
			}
		})
	}
}

// examples are what the documentation of each resource and data source shows.
const examples = "../../examples/"

// examplesLike returns the files that match a pattern; at least one.
func examplesLike(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(examples + pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v, %d files", pattern, err, len(files))
	}
	return files
}

// example is a configuration with a mock server of its own.
type example struct {
	t           *testing.T
	server      *server
	folder      string
	environment []string
}

// The provider reaches a server with TLS by what the environment says.
func TestAccTLS(t *testing.T) {
	t.Parallel()
	e := newExample(t, false, "-tls")
	e.copy("../../examples/resources/credentials_service_credential/resource.tf")
	e.run("apply", "-auto-approve")
}

func newExample(t *testing.T, seeded bool, arguments ...string) *example {
	t.Helper()
	engine, plugin := os.Getenv("TF_ACC_TERRAFORM_PATH"), os.Getenv("TF_ACC_PLUGIN")
	if os.Getenv("TF_ACC") == "" || engine == "" || plugin == "" {
		t.Skip("acceptance tests need TF_ACC=1, an engine and the provider")
	}
	e := &example{t: t, server: start(t, arguments...), folder: t.TempDir()}
	if seeded {
		e.server.seed()
	}
	e.write("terraform.tf", "terraform {\n  required_providers {\n    credentials = {\n      source = \"terraform-credentials/credentials\"\n    }\n  }\n}\n", 0o600)
	plugins := t.TempDir()
	for name, target := range map[string]string{"terraform-provider-credentials": plugin, "terraform": engine} {
		if err := os.Symlink(target, filepath.Join(plugins, name)); err != nil {
			t.Fatal(err)
		}
	}
	e.write("cli.tfrc", "disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n    \"terraform-credentials/credentials\" = \""+plugins+"\"\n  }\n  direct {}\n}\n", 0o600)
	// What the ephemeral examples hand their token to.
	for _, program := range []string{"report.sh", "curl"} {
		e.write(program, "#!/bin/sh\ntest -n \"$ACCESS_TOKEN$TOKEN\"\n", 0o700)
	}
	e.environment = []string{"PATH=" + e.folder + ":" + plugins + ":" + os.Getenv("PATH"), "HOME=" + plugins, "TF_CLI_CONFIG_FILE=" + e.folder + "/cli.tfrc", "TF_INPUT=0", "CHECKPOINT_DISABLE=1"}
	for variable, value := range e.server.environment {
		e.environment = append(e.environment, variable+"="+value)
	}
	return e
}

func (e *example) write(name, text string, mode os.FileMode) {
	e.t.Helper()
	if err := os.WriteFile(filepath.Join(e.folder, name), []byte(text), mode); err != nil {
		e.t.Fatal(err)
	}
}

// copy takes a file of the example; each variable in it gets a value.
func (e *example) copy(file string) {
	e.t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		e.t.Fatal(err)
	}
	e.add(filepath.Base(file), string(text))
}

// add writes a configuration; each variable in it gets a value.
func (e *example) add(name, text string) {
	e.t.Helper()
	acctest.SkipIfLacking(e.t, text)
	if strings.Contains(text, "required_providers") {
		e.write("terraform.tf", "", 0o600)
	}
	e.write(name, text, 0o600)
	for _, variable := range regexp.MustCompile(`(?m)^variable "(\w+)"`).FindAllStringSubmatch(text, -1) {
		e.environment = append(e.environment, "TF_VAR_"+variable[1]+"=example-s3cret-1")
	}
}

func (e *example) run(arguments ...string) (output string) {
	e.t.Helper()
	command := exec.Command("terraform", append(arguments, "-no-color")...)
	command.Path = filepath.Join(strings.Split(strings.TrimPrefix(e.environment[0], "PATH="), ":")[1], "terraform")
	command.Dir, command.Env, command.Err = e.folder, e.environment, nil
	text, err := command.CombinedOutput()
	if err != nil {
		e.t.Fatalf("terraform %s: %v\n%s", strings.Join(arguments, " "), err, text)
	}
	return string(text)
}
