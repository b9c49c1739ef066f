//go:build unix

package main_test

import (
	"context"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// guides are the files that the guides show.
const guides = "../../examples/guides/"

// Every folder below examples/guides is named by a test that runs its files, so a new guide needs one.
func TestEveryGuideIsTested(t *testing.T) {
	folders, err := filepath.Glob(guides + "*")
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) == 0 {
		t.Fatal("there are no guides")
	}
	var all strings.Builder
	err = filepath.WalkDir("..", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, "_test.go") {
			return err
		}
		text, err := os.ReadFile(file)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		name := filepath.Base(folder)
		if !strings.Contains(all.String(), name) && !strings.HasPrefix(name, "getting-started-") {
			t.Errorf("no test runs the files of the guide %s", name)
		}
	}
}

// The first credential of each platform is created, planned with credentials that may only read, and refused with wrong ones.
func TestAccGuidesGettingStarted(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(guides + "getting-started-*")
	if err != nil || len(folders) < 5 {
		t.Fatalf("%v, %d guides", err, len(folders))
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			e := newExample(t, false)
			e.copy(folder + "/main.tf")
			e.runsOnItsOwn()
			e.run("apply", "-auto-approve")
			e.run("plan", "-detailed-exitcode")

			reading, wrong := e.as("READONLY_"), e.with("LOSANT_API_TOKEN=wrong", "GENESYSCLOUD_OAUTHCLIENT_SECRET=wrong", "HELLOID_API_SECRET=wrong",
				"ONEACCESS_CLIENT_SECRET=wrong", "APPLIVERY_API_TOKEN=wrong")
			reading.run("plan", "-detailed-exitcode")
			if strings.HasSuffix(folder, "applivery") { // cannot be read, and this plan writes nothing
				return
			}
			output, status := wrong.execute("terraform", "plan", "-no-color")
			for _, want := range []string{"in the environment", "Check them"} {
				if status != 1 || !strings.Contains(strings.Join(strings.Fields(output), " "), want) {
					t.Errorf("wrong credentials: status %d, and no %q in:\n%s", status, want, output)
				}
			}
			e.run("destroy", "-auto-approve")
		})
	}
}

// A write-only secret is in no file that the engine leaves behind.
func TestAccGuideKeepSecretsOutOfState(t *testing.T) {
	t.Parallel()
	e := newExample(t, false)
	e.copy(guides + "keep-secrets-out-of-state/main.tf")
	e.runsOnItsOwn()
	e.run("plan", "-out", "saved")
	e.run("apply", "saved")
	if got := e.databasePassword(); got != "example-s3cret-1" {
		t.Errorf("the platform has the password %q", got)
	}
	for _, command := range []string{"show -json", "show -json saved", "state pull"} {
		if output := e.run(strings.Fields(command)...); strings.Contains(output, "example-s3cret") {
			t.Errorf("terraform %s has the secret:\n%s", command, output)
		}
	}
}

// A new version rotates the secret, in place; without one, nothing is written.
func TestAccGuideRotateSecrets(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ variable, first, second, before, after string }{
		"by-version":  {"database_password_version", "1", "2", "first", "second"},
		"vault":       {"password_version", "1", "2", "vault, version 1", "vault, version 2"},
		"aws":         {"password_version", "a1", "b2", "aws, version a1", "aws, version b2"},
		"onepassword": {"password_version", "1", "2", "onepassword", "onepassword"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newExample(t, false)
			e.copy(guides + "rotate-secrets/" + name + "/main.tf")
			e.runsOnItsOwn()
			e.standIn()
			first := e.with("TF_VAR_"+test.variable+"="+test.first, "TF_VAR_database_password=first")
			second := e.with("TF_VAR_"+test.variable+"="+test.second, "TF_VAR_database_password=second")
			first.run("apply", "-auto-approve")
			if got := e.databasePassword(); got != test.before {
				t.Errorf("the platform has the password %q", got)
			}
			first.run("plan", "-detailed-exitcode")
			if output := second.run("apply", "-auto-approve"); !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
				t.Errorf("not rotated in place:\n%s", output)
			}
			if got := e.databasePassword(); got != test.after {
				t.Errorf("after the rotation the platform has the password %q", got)
			}
		})
	}
}

// The jobs plan with a token that may only read, list which secrets a plan writes, and apply. The drift script sees an edit.
func TestAccGuideCheckPlansInCI(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("the scripts of the guide need jq")
	}
	e := newExample(t, false)
	for _, file := range []string{"main.tf", "secret-writes", "drift"} {
		e.copy(guides + "check-plans-in-ci/" + file)
	}
	e.runsOnItsOwn()
	for _, script := range []string{"secret-writes", "drift"} {
		if err := os.Chmod(e.folder+"/"+script, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	reading := e.as("READONLY_")
	for _, command := range jobCommands(t, "pull-request.yml") {
		output, status := reading.execute("bash", "-e", "-c", command)
		if status != 0 {
			t.Fatalf("%s: status %d\n%s", command, status, output)
		}
		if command == "./secret-writes plan" && !strings.Contains(output, "Secrets written: 1\ncredentials_service_credential.database\n") {
			t.Errorf("%s printed:\n%s", command, output)
		}
	}
	if output, status := reading.with("MAX_SECRET_WRITES=0").execute("./secret-writes", "plan"); status != 1 {
		t.Errorf("a limit of 0: status %d\n%s", status, output)
	}
	if _, status := reading.execute("terraform", "apply", "-auto-approve"); status != 1 {
		t.Error("the token that may only read was allowed to write")
	}
	for _, command := range jobCommands(t, "apply.yml") {
		if output, status := e.execute("bash", "-e", "-c", command); status != 0 {
			t.Fatalf("%s: status %d\n%s", command, status, output)
		}
	}

	if output, status := reading.execute("./drift"); status != 0 || output != "" {
		t.Errorf("no drift: status %d\n%s", status, output)
	}
	e.editDatabase()
	if output, status := reading.execute("./drift"); status != 2 || output != "credentials_service_credential.database\n" {
		t.Errorf("drift: status %d\n%s", status, output)
	}
	if output, status := reading.execute("terraform", "plan", "-refresh-only", "-detailed-exitcode"); status != 2 {
		t.Errorf("-refresh-only -detailed-exitcode: status %d\n%s", status, output)
	}
}

// jobCommands returns what a job runs, without the installation of the provider, which [TestAccGuide] runs.
func jobCommands(t *testing.T, job string) (commands []string) {
	t.Helper()
	text, err := os.ReadFile(guides + "check-plans-in-ci/" + job)
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range regexp.MustCompile(`(?m)^ +- run: (.+)$`).FindAllStringSubmatch(string(text), -1) {
		if command[1] != "terraform init -input=false" {
			commands = append(commands, command[1])
		}
	}
	if len(commands) == 0 {
		t.Fatalf("%s runs nothing", job)
	}
	return commands
}

// runsOnItsOwn takes away what the files of examples lack, and those of guides have.
func (e *example) runsOnItsOwn() {
	e.t.Helper()
	if err := os.Remove(e.folder + "/terraform.tf"); err != nil {
		e.t.Fatal(err)
	}
}

// standIn lets an example install the stores.
func (e *example) standIn() {
	e.t.Helper()
	self, err := os.Executable()
	if err != nil {
		e.t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(e.folder, "cli.tfrc"))
	if err != nil {
		e.t.Fatal(err)
	}
	folder, overrides := e.t.TempDir(), "dev_overrides {\n"
	for program, store := range stores {
		if err := os.Symlink(self, filepath.Join(folder, program)); err != nil {
			e.t.Fatal(err)
		}
		overrides += "    \"" + store.source + "\" = \"" + folder + "\"\n"
	}
	e.write("cli.tfrc", strings.Replace(string(text), "dev_overrides {\n", overrides, 1), 0o600)
}

// with returns the example with further variables in its environment.
func (e *example) with(variables ...string) *example {
	other := *e
	other.environment = append(slices.Clone(e.environment), variables...)
	return &other
}

// as returns the example with the credentials whose variables have a prefix.
func (e *example) as(prefix string) *example {
	var variables []string
	for _, variable := range e.environment {
		if name, found := strings.CutPrefix(variable, prefix); found {
			variables = append(variables, name)
		}
	}
	if len(variables) == 0 {
		e.t.Fatalf("the environment has no variable %s…", prefix)
	}
	return e.with(variables...)
}

// execute runs a program that may fail.
func (e *example) execute(program string, arguments ...string) (output string, status int) {
	e.t.Helper()
	search, _, _ := strings.Cut(strings.TrimPrefix(e.environment[0], "PATH="+e.folder+":"), ":")
	path := filepath.Join(search, program)
	if program != "terraform" {
		var err error
		if path, err = exec.LookPath(program); err != nil {
			path = filepath.Join(e.folder, program)
		}
	}
	command := exec.CommandContext(context.Background(), path, arguments...)
	command.Dir, command.Env = e.folder, e.environment
	text, _ := command.CombinedOutput()
	return string(text), command.ProcessState.ExitCode()
}

// database is the service credential that the guides make.
func (e *example) database() (found object) {
	e.t.Helper()
	state := e.server.get("/_mock/state?secrets=true").(object)
	for _, credential := range state["losant"].(object)["credentials"].(list) {
		if c := credential.(object); c["name"] == "Reporting database" {
			found = c
		}
	}
	if found == nil {
		e.t.Fatal("there is no such credential on the platform")
	}
	return found
}

func (e *example) databasePassword() string {
	e.t.Helper()
	return e.database()["sqlConfig"].(object)["password"].(string)
}

// editDatabase changes the credential as an administrator does.
func (e *example) editDatabase() {
	e.t.Helper()
	credential := e.database()
	address := e.server.environment["LOSANT_BASE_URL"] + "/applications/" + credential["applicationId"].(string) + "/credentials/" + credential["id"].(string)
	request, err := http.NewRequestWithContext(e.t.Context(), http.MethodPatch, address, strings.NewReader(`{"description": "Edited by hand."}`))
	if err != nil {
		e.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+e.server.environment["LOSANT_API_TOKEN"])
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	answer, err := e.server.client.Do(request)
	if err != nil {
		e.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		e.t.Fatalf("the edit is answered %s", answer.Status)
	}
}
