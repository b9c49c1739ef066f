package acctest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/provider"
)

// Plugin names the environment variable with the path of the provider that the engine starts.
const Plugin = "TF_ACC_PLUGIN"

// source is where configurations say that the provider comes from, and address what main.go serves it as.
const (
	source  = "terraform-credentials/credentials"
	address = "registry.terraform.io/" + source
)

// Main is the TestMain of a package that uses a CLI. Without [Plugin], the engine starts the test binary as its plugin:
// the provider runs in a process of its own without another build, and under the race detector if the tests do.
func Main(m *testing.M) {
	if os.Getenv("TF_PLUGIN_MAGIC_COOKIE") == "" {
		m.Run()
		return
	}
	if err := provider.TuneProcess(); err != nil {
		panic(err)
	}
	if err := tf6server.Serve(address, provider.Server("test")); err != nil {
		panic(err)
	}
}

// CLI runs the engine's commands in a working directory, as a user does. It shows what a test case of the plugin framework
// cannot: warnings, logs, `validate`, saved plans, and the provider's own environment.
type CLI struct {
	t   *testing.T
	dir string
	// plugins has the providers, and overrides are the lines of the settings that lead there.
	plugins, overrides string
	engine             string
	env                []string
	output             strings.Builder

	// Hasty commands come right after the one before, while the platform may not have settled yet.
	Hasty bool
}

// NewCLI makes an empty working directory. The provider's environment has nothing but the given variables, each NAME=value.
// Without TF_ACC the test is skipped. The test runs in parallel with others.
func NewCLI(t *testing.T, env ...string) *CLI {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests need TF_ACC=1")
	}
	t.Parallel()
	c := &CLI{t: t, dir: t.TempDir(), engine: enginePath()}
	c.plugins = t.TempDir()
	settings := c.addPlugin(source, cmp.Or(os.Getenv(Plugin), c.testBinary()))
	c.env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + c.plugins, "TF_CLI_CONFIG_FILE=" + settings, "TF_IN_AUTOMATION=1", "TF_INPUT=0",
		// The engine does not show what a plugin's race detector finds. By default, the detector keeps every plugin alive for
		// a second. The path is quoted because it contains the test's name, and a comma there would end the option.
		fmt.Sprintf("GORACE=atexit_sleep_ms=0 log_path='%s'", filepath.Join(c.plugins, raceReport)),
		// These logs cost much time, and a test that needs them calls Trace.
		"TF_LOG_SDK=OFF", "TF_LOG_SDK_FRAMEWORK=OFF",
	}, env...)
	t.Cleanup(func() { reportRaces(t, c.plugins) })
	return c
}

// StandIn makes the test binary the provider with that address, which may have a registry's host.
func (c *CLI) StandIn(address string) { c.addPlugin(address, c.testBinary()) }

// ServeFromTest makes the test binary our provider, whatever [Plugin] says.
func (c *CLI) ServeFromTest() {
	c.t.Helper()
	if err := os.Remove(c.pluginFile(source)); err != nil {
		c.t.Fatal(err)
	}
	c.link(source, c.testBinary())
}

func (c *CLI) testBinary() string {
	c.t.Helper()
	binary, err := os.Executable()
	if err != nil {
		c.t.Fatal(err)
	}
	return binary
}

// addPlugin makes a program the provider with that address, and returns the file with the engine's settings.
func (c *CLI) addPlugin(address, program string) (settings string) {
	c.t.Helper()
	c.link(address, program)
	c.overrides += fmt.Sprintf("    %q = %q\n", address, c.plugins)
	settings = filepath.Join(c.plugins, "cli.tfrc")
	c.write(settings, "disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n"+c.overrides+"  }\n  direct {}\n}\n")
	return settings
}

func (c *CLI) link(address, program string) {
	c.t.Helper()
	if err := os.Symlink(program, c.pluginFile(address)); err != nil && !errors.Is(err, os.ErrExist) {
		c.t.Fatal(err)
	}
}

func (c *CLI) pluginFile(address string) string {
	return filepath.Join(c.plugins, "terraform-provider-"+filepath.Base(address))
}

// raceReport starts the names of the files with what the race detector finds in plugins.
const raceReport = "race"

func reportRaces(t *testing.T, folder string) {
	t.Helper()
	reports, err := filepath.Glob(filepath.Join(folder, raceReport+".*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, report := range reports {
		text, err := os.ReadFile(report) //nolint:gosec // a file of the test's own
		if err != nil {
			t.Fatal(err)
		}
		t.Errorf("the provider has a data race:\n%s", text)
	}
}

func (c *CLI) write(file, text string) {
	c.t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// Configure writes the configuration, which replaces the one before. Where the provider comes from need not be said. The test
// is skipped if the engine lacks a feature that the configuration uses.
func (c *CLI) Configure(parts ...string) {
	c.t.Helper()
	config := strings.Join(parts, "\n")
	SkipIfLacking(c.t, config)
	if !strings.Contains(config, "required_providers") {
		config += fmt.Sprintf("\nterraform {\n  required_providers {\n    credentials = {\n      source = %q\n    }\n  }\n}\n", source)
	}
	c.write(filepath.Join(c.dir, "main.tf"), config)
}

// Setenv adds variables, each NAME=value, to the environment of later commands.
func (c *CLI) Setenv(variables ...string) { c.env = append(c.env, variables...) }

// Run runs a command, and returns what it printed and its exit status.
func (c *CLI) Run(args ...string) (output string, status int) {
	c.t.Helper()
	printed, status := c.execute(args...)
	c.output.WriteString(printed)
	return unwrapped(printed), status
}

func (c *CLI) execute(args ...string) (printed string, status int) {
	c.t.Helper()
	if !c.Hasty {
		settle(c.t, c.dir)
	}
	output, err := c.command(args...).CombinedOutput()
	if exit, failed := errors.AsType[*exec.ExitError](err); failed {
		return string(output), exit.ExitCode()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	return string(output), 0
}

func (c *CLI) command(args ...string) *exec.Cmd {
	command := exec.CommandContext(c.t.Context(), c.engine, append([]string{args[0], "-no-color"}, args[1:]...)...) //nolint:gosec // the engine that the developer chose
	command.Dir, command.Env = c.dir, c.env
	return command
}

// unwrapped undoes the frame and the line breaks with which the engine prints diagnostics, so that a text is found as it
// was written.
func unwrapped(output string) string {
	lines := strings.Split(output, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(strings.TrimLeft(line, "│╷╵"))
	}
	return strings.Join(lines, " ")
}

// Apply applies the configuration, which has to succeed.
func (c *CLI) Apply(args ...string) (output string) {
	c.t.Helper()
	return c.expect(0, append([]string{"apply", "-auto-approve"}, args...)...)
}

// Plan makes a plan that has changes.
func (c *CLI) Plan(args ...string) (output string) {
	c.t.Helper()
	return c.expect(2, append([]string{"plan", "-detailed-exitcode"}, args...)...)
}

// PlanNothing makes a plan that has no changes.
func (c *CLI) PlanNothing(args ...string) (output string) {
	c.t.Helper()
	return c.expect(0, append([]string{"plan", "-detailed-exitcode"}, args...)...)
}

// Unknown returns the addresses of the resources of which a saved plan leaves that attribute open.
func (c *CLI) Unknown(plan, attribute string) map[string]bool {
	c.t.Helper()
	shown, status := c.execute("show", "-json", plan) // not part of the output: it shows what is kept in the state
	var decoded tfjson.Plan
	if err := json.Unmarshal([]byte(shown), &decoded); status != 0 || err != nil {
		c.t.Fatalf("show -json: exit status %d, %v", status, err)
	}
	open := map[string]bool{}
	for _, change := range decoded.ResourceChanges {
		if unknown, ok := change.Change.AfterUnknown.(map[string]any); ok && unknown[attribute] == true {
			open[change.Address] = true
		}
	}
	return open
}

// Validate validates the configuration, which has to be valid.
func (c *CLI) Validate() {
	c.t.Helper()
	c.expect(0, "validate")
}

// Fail runs a command that has to fail.
func (c *CLI) Fail(args ...string) (output string) {
	c.t.Helper()
	return c.expect(1, args...)
}

func (c *CLI) expect(status int, args ...string) string {
	c.t.Helper()
	output, got := c.Run(args...)
	if got != status {
		c.t.Fatalf("%s: exit status %d, want %d:\n%s", strings.Join(args, " "), got, status, output)
	}
	return output
}

// Contains reports texts that are missing from an output.
func Contains(t *testing.T, output string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(output, text) {
			t.Errorf("%q is not in:\n%s", text, output)
		}
	}
}

// Lacks reports texts that are in an output but should not be.
func Lacks(t *testing.T, output string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(output, text) {
			t.Errorf("%q is in:\n%s", text, output)
		}
	}
}
