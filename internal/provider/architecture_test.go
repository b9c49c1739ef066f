package provider_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// own starts the import paths of this module's packages; what follows is the folder.
const own = "github.com/terraform-credentials/terraform-provider-credentials/"

// common are the folders below internal/ that all platforms share. Every other one is a platform's.
var common = []string{"acctest", "fakeapi", "httpapi", "mockserver", "platform", "provider", "secret", "snapshot", "tools"}

// The imports that the rules below speak of.
var (
	terraform = regexp.MustCompile(`^github\.com/hashicorp/terraform-`)
	none      = regexp.MustCompile(`^$`)
	tflog     = regexp.MustCompile(`^github\.com/hashicorp/terraform-plugin-log/tflog$`)
)

// TestArchitecture holds the ways that data may take: Terraform, a resource, the platform's client, httpapi, the wire.
func TestArchitecture(t *testing.T) {
	t.Parallel()
	rules := map[string]struct {
		files     *regexp.Regexp
		terraform *regexp.Regexp // the Terraform packages that may be imported; nil: any
		own       *regexp.Regexp // the packages of this module that may be imported; nil: any
	}{
		"main knows the provider only": {
			files: regexp.MustCompile(`^main\.go$`),
			own:   regexp.MustCompile(`^internal/provider$`),
		},
		"a secret knows nothing": {
			files:     regexp.MustCompile(`^internal/secret/[^/]+$`),
			terraform: none,
			own:       none,
		},
		"the HTTP client knows no platform, and Terraform's log only": {
			files:     regexp.MustCompile(`^internal/httpapi/`),
			terraform: tflog,
			own:       regexp.MustCompile(`^internal/secret$`),
		},
		"a platform's client knows no Terraform": {
			files:     regexp.MustCompile(`^internal/[^/]+/client[^/]*\.go$`),
			terraform: none,
		},
		"a fake is made from the contract, not from the provider": {
			files:     regexp.MustCompile(`^internal/(fakeapi|[^/]+/[^/]+test)/`),
			terraform: none,
			own:       regexp.MustCompile(`^internal/fakeapi$`),
		},
	}
	imports := importsByFile(t)
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := false
			for file, imported := range imports {
				if !rule.files.MatchString(file) {
					continue
				}
				seen = true
				for _, i := range imported {
					folder, isOwn := strings.CutPrefix(i, own)
					if isOwn && rule.own != nil && !rule.own.MatchString(folder) ||
						terraform.MatchString(i) && rule.terraform != nil && !rule.terraform.MatchString(i) {
						t.Errorf("%s imports %s", file, i)
					}
				}
			}
			if !seen {
				t.Errorf("no file matches %s", rule.files)
			}
		})
	}
}

// TestPlatformsDoNotImportEachOther also holds for the next platform, which need not be named here.
func TestPlatformsDoNotImportEachOther(t *testing.T) {
	t.Parallel()
	for file, imported := range importsByFile(t) {
		importer := platformOf(path.Dir(file))
		for _, i := range imported {
			folder, isOwn := strings.CutPrefix(i, own)
			if other := platformOf(folder); isOwn && importer != "" && other != "" && other != importer {
				t.Errorf("%s imports %s", file, i)
			}
		}
	}
}

// platformOf names the platform that a folder belongs to; "" if it is nobody's.
func platformOf(folder string) string {
	below, ok := strings.CutPrefix(folder, "internal/")
	room, _, _ := strings.Cut(below, "/")
	if !ok || slices.Contains(common, room) {
		return ""
	}
	return room
}

// importsByFile gives the imports of the module's Go files but tests, by path from the module's root.
func importsByFile(t *testing.T) map[string][]string {
	t.Helper()
	root := os.DirFS("../..")
	imports := map[string][]string{}
	collect := func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		source, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range parsed.Imports {
			unquoted, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			imports[file] = append(imports[file], unquoted)
		}
		return nil
	}
	if err := fs.WalkDir(root, ".", collect); err != nil {
		t.Fatal(err)
	}
	return imports
}
