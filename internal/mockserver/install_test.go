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

// shortSource is the source address that all documentation has.
const shortSource = "terraform-credentials/credentials"

// The README's example, installed from a mirror as `make dist` writes it with the settings that the README shows, is applied.
// The same program does so under any other address.
func TestAccReadme(t *testing.T) {
	t.Parallel()
	config, settings := readmeBlock(t, "terraform", "required_providers"), readmeBlock(t, "hcl", "filesystem_mirror")
	for name, address := range map[string]string{"short": "", "other": "tf.example.com/acme/credentials"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newExample(t, false)
			e.runsOnItsOwn()
			mirror := e.folder + "/mirror"
			makeMirror(t, mirror, "ADDRESS="+address)
			readdressed := strings.NewReplacer(shortSource, address, mirrorInReadme, mirror)
			if address == "" {
				readdressed = strings.NewReplacer(mirrorInReadme, mirror)
			}
			e.write("cli.tfrc", readdressed.Replace(settings), 0o600)
			e.add("main.tf", readdressed.Replace(config))
			if output := e.run("init", "-input=false"); !strings.Contains(output, "v1.2.3") {
				t.Errorf("init installed another version:\n%s", output)
			}
			if output := e.run("apply", "-auto-approve"); !strings.Contains(output, "1 added") {
				t.Errorf("apply made nothing:\n%s", output)
			}
			e.run("plan", "-detailed-exitcode")
			e.run("destroy", "-auto-approve")
		})
	}
}

// mirrorInReadme stands in the README for the folder that `make dist` writes.
const mirrorInReadme = "/path/to/this/folder/.bin/dist"

// readmeBlock returns the README's block in a language that has a text in it.
func readmeBlock(t *testing.T, language, text string) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(string(readme), -1) {
		if strings.Contains(block[1], text) {
			return block[1]
		}
	}
	t.Fatalf("the README has no %s block with %s", language, text)
	return ""
}

// makeMirror writes a filesystem mirror of version 1.2.3, and returns the programs in it.
func makeMirror(t *testing.T, folder string, environment ...string) (programs []string) {
	t.Helper()
	dist := exec.Command("../../.ci/dist", "v1.2.3", folder)
	dist.Env = append(os.Environ(), environment...)
	output, err := dist.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return strings.Fields(string(output))
}

// Without ADDRESS, the mirror has the addresses that Terraform and OpenTofu make of the short one, with one program.
func TestAccMirror(t *testing.T) {
	folder := t.TempDir()
	programs := makeMirror(t, folder)
	var first string
	for i, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		found, err := filepath.Glob(filepath.Join(folder, host, shortSource, "1.2.3/*/terraform-provider-credentials_v1.2.3"))
		if err != nil || len(found) != 1 || len(programs) != 2 || programs[i] != found[0] {
			t.Fatalf("%s: %v, %q, and printed were %q", host, err, found, programs)
		}
		text, err := os.ReadFile(found[0])
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = string(text)
		} else if string(text) != first {
			t.Error("the programs differ")
		}
		if output, err := exec.Command(found[0], "-version").CombinedOutput(); err != nil || string(output) != "terraform-provider-credentials 1.2.3\n" {
			t.Errorf("-version: %v, %q", err, output)
		}
	}
}
