package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/provider"
)

// own starts the import paths of this module's packages; what follows is the folder.
const own = "github.com/terraform-credentials/terraform-provider-credentials/"

// common are the folders below internal/ that all platforms share. Every other one is a platform's.
var common = []string{"acctest", "argument", "fakeapi", "fakes", "httpapi", "mockserver", "once", "platform", "provider", "resource", "secret", "snapshot", "tools"}

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
			files:     regexp.MustCompile(`^internal/secret/(redact/)?[^/]+$`),
			terraform: none,
			own:       none,
		},
		"what is fetched once is any value": {
			files:     regexp.MustCompile(`^internal/once/`),
			terraform: none,
			own:       none,
		},
		"the HTTP client knows no platform, and Terraform's log only": {
			files:     regexp.MustCompile(`^internal/httpapi/[^/]+$`),
			terraform: tflog,
			own:       regexp.MustCompile(`^internal/(once|secret(/redact)?)$`),
		},
		"a creation knows the HTTP client and what is fetched once only": {
			files:     regexp.MustCompile(`^internal/httpapi/create/`),
			terraform: none,
			own:       regexp.MustCompile(`^internal/(httpapi(/create)?|once)$`),
		},
		"a platform's client knows no Terraform": {
			files:     regexp.MustCompile(`^internal/[^/]+/client[^/]*\.go$`),
			terraform: none,
		},
		"what tests share knows no platform": {
			files: regexp.MustCompile(`^internal/acctest/`),
			own:   regexp.MustCompile(`^internal/(acctest|fakeapi|httpapi|provider|secret)(/|$)`),
		},
		"the mock server knows the fixtures only": {
			files: regexp.MustCompile(`^internal/mockserver/[^/]+$`),
			own:   regexp.MustCompile(`^internal/(fakeapi|fakes)$`),
		},
		"the fixtures are listed once": {
			files: regexp.MustCompile(`^internal/fakes/`),
			own:   regexp.MustCompile(`^internal/(fakeapi|[^/]+/[^/]+test)$`),
		},
		"a fake is made from the contract, not from the provider": {
			files:     regexp.MustCompile(`^internal/(fakeapi|[^/]+/[^/]+test)/`),
			terraform: none,
			own:       regexp.MustCompile(`^internal/fakeapi$`),
		},
	}
	files := sources(t)
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := false
			for file, source := range files {
				if !rule.files.MatchString(file) {
					continue
				}
				seen = true
				for _, i := range imports(source) {
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
	found := map[string]bool{}
	for file, source := range sources(t) {
		importer := platformOf(path.Dir(file))
		found[importer] = true
		for _, i := range imports(source) {
			folder, isOwn := strings.CutPrefix(i, own)
			if other := platformOf(folder); isOwn && importer != "" && other != "" && other != importer {
				t.Errorf("%s imports %s", file, i)
			}
		}
	}
	expectPlatforms(t, found)
}

// expectPlatforms fails unless files of several platforms were looked at: the rules hold of none, too.
func expectPlatforms(t *testing.T, found map[string]bool) {
	t.Helper()
	delete(found, "")
	if len(found) < len(provider.Titles()) {
		t.Errorf("files of %d platforms were looked at, and there are %d", len(found), len(provider.Titles()))
	}
}

// TestClientsAreWhole keeps methods of a client out of the files that know Terraform.
func TestClientsAreWhole(t *testing.T) {
	t.Parallel()
	clients := map[string]bool{}
	for file, source := range sources(t) {
		platform := platformOf(path.Dir(file))
		for _, declared := range source.Decls {
			f, ok := declared.(*ast.FuncDecl)
			if platform == "" || !ok || f.Recv == nil || types.ExprString(f.Recv.List[0].Type) != "*Client" {
				continue
			}
			clients[platform] = true
			if !strings.HasPrefix(path.Base(file), "client") {
				t.Errorf("%s declares the client's method %s", file, f.Name)
			}
		}
	}
	expectPlatforms(t, clients)
}

// platformOf names the platform that a folder belongs to; "" if it belongs to none.
func platformOf(folder string) string {
	below, ok := strings.CutPrefix(folder, "internal/")
	room, _, _ := strings.Cut(below, "/")
	if !ok || slices.Contains(common, room) {
		return ""
	}
	return room
}

// sources returns the module's Go files but tests, by path from the module's root.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	root := os.DirFS("../..")
	files := map[string]*ast.File{}
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
		files[file], err = parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
		return err
	}
	if err := fs.WalkDir(root, ".", collect); err != nil {
		t.Fatal(err)
	}
	return files
}

// imports returns the paths that a file imports.
func imports(source *ast.File) []string {
	paths := make([]string, len(source.Imports))
	for i, imported := range source.Imports {
		paths[i] = strings.Trim(imported.Path.Value, `"`)
	}
	return paths
}
