//go:build unix

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// guide are the files that the guide "Test your modules without a tenant" shows.
const guide = "../../examples/guides/test-modules"

// The commands of the guide's job, in their order, install the provider from a filesystem mirror as `make dist` writes it,
// test the module, and check a plan.
func TestAccGuide(t *testing.T) {
	engine := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if os.Getenv("TF_ACC") == "" || engine == "" {
		t.Skip("acceptance tests need TF_ACC=1 and an engine")
	}
	folder := t.TempDir()
	makeMirror(t, folder+"/mirror")
	if err := os.CopyFS(folder+"/work", os.DirFS(guide)); err != nil {
		t.Fatal(err)
	}
	programs := folder + "/bin"
	if err := os.Mkdir(programs, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"mockserver": binary, "terraform": engine} {
		if err := os.Symlink(target, filepath.Join(programs, name)); err != nil {
			t.Fatal(err)
		}
	}
	settings := folder + "/cli.tfrc"
	shown := strings.Replace(readmeBlock(t, "hcl", "filesystem_mirror"), mirrorInReadme, folder+"/mirror", 1)
	if err := os.WriteFile(settings, []byte("disable_checkpoint = true\n"+shown), 0o600); err != nil {
		t.Fatal(err)
	}

	job, err := os.ReadFile(guide + "/github-actions.yml")
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile(`(?m)^ +- run: (.+)$`).FindAllStringSubmatch(string(job), -1)
	if len(commands) != 3 {
		t.Fatalf("the job has the commands %q", commands)
	}
	for _, command := range commands {
		run := exec.Command("bash", "-e", "-o", "pipefail", "-c", command[1])
		run.Dir = folder + "/work"
		run.Env = []string{"PATH=" + programs + ":" + os.Getenv("PATH"), "HOME=" + folder, "TF_CLI_CONFIG_FILE=" + settings, "TF_CLI_ARGS=-no-color"}
		output, err := run.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", command[1], err, output)
		}
		for _, want := range map[string][]string{
			"terraform init -input=false":                {"v1.2.3"},
			"mockserver -- terraform test":               {`run "rotate_in_place"... pass`, "Success! 3 passed, 0 failed."},
			"mockserver -seed seed.json -- ./plan-check": {"Plan: 1 to add, 0 to change, 0 to destroy."},
		}[command[1]] {
			if !strings.Contains(string(output), want) {
				t.Errorf("%s: %q is not in\n%s", command[1], want, output)
			}
		}
	}
}

// The job reads only from where releases are, under the name that they have.
func TestGuideInstallsARelease(t *testing.T) {
	job, err := os.ReadFile(guide + "/github-actions.yml")
	if err != nil {
		t.Fatal(err)
	}
	release, err := os.ReadFile("../../.goreleaser.yml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(job), "mockserver_${MOCKSERVER_VERSION}_linux_amd64.zip") || !strings.Contains(string(release), `name_template: "mockserver_{{ .Version }}_{{ .Os }}_{{ .Arch }}"`) {
		t.Error("the archive of the job is none of a release")
	}
}
