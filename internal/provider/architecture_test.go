package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
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
var common = []string{"acctest", "argument", "bench", "fakeapi", "fakes", "httpapi", "mockserver", "once", "platform", "provider", "resource", "secret", "snapshot", "tools"}

// The imports that the rules below speak of.
var (
	terraform = regexp.MustCompile(`^github\.com/hashicorp/terraform-`)
	none      = regexp.MustCompile(`^$`)
	tflog     = regexp.MustCompile(`^github\.com/hashicorp/terraform-plugin-log/tflog$`)
)

// TestArchitecture holds the ways that data may take: Terraform, a resource, the platform's client, httpapi, the wire.
func TestArchitecture(t *testing.T) {
	t.Parallel()
	files := sources(t)
	// The next platform need not be named here.
	platform := strings.Join(platforms(t, files), "|")
	rules := map[string]struct {
		files     *regexp.Regexp
		terraform *regexp.Regexp // the Terraform packages that may be imported; nil: any
		own       *regexp.Regexp // the packages of this module that may be imported
	}{
		"main knows the provider only": {
			files: regexp.MustCompile(`^main\.go$`),
			own:   regexp.MustCompile(`^internal/provider$`),
		},
		"the provider knows the platforms, and no resource": {
			files: regexp.MustCompile(`^internal/provider/`),
			own:   regexp.MustCompile(`^internal/(argument|httpapi|platform|secret/redact|` + platform + `)$`),
		},
		"a platform knows no other platform, and what all share": {
			files: regexp.MustCompile(`^internal/(` + platform + `)/[^/]+$`),
			own:   regexp.MustCompile(`^internal/(argument|httpapi(/create)?|once|platform|resource|secret(/issued|/triple)?|snapshot)$`),
		},
		"a platform's client knows no Terraform": {
			files:     regexp.MustCompile(`^internal/(` + platform + `)/client[^/]*$`),
			terraform: none,
			own:       regexp.MustCompile(`^internal/(httpapi(/create)?|once|secret|snapshot)$`),
		},
		"the life of a resource knows no platform": {
			files: regexp.MustCompile(`^internal/resource/`),
			own:   regexp.MustCompile(`^internal/(argument|httpapi(/create)?|platform|secret(/issued|/triple)?|snapshot)$`),
		},
		"what a platform is knows no resource": {
			files: regexp.MustCompile(`^internal/platform/`),
			own:   regexp.MustCompile(`^internal/(argument|httpapi|once|secret)$`),
		},
		"a secret that is configured knows arguments only": {
			files: regexp.MustCompile(`^internal/secret/triple/`),
			own:   regexp.MustCompile(`^internal/(argument|secret)$`),
		},
		"a secret that a platform makes knows secrets only": {
			files: regexp.MustCompile(`^internal/secret/issued/`),
			own:   regexp.MustCompile(`^internal/secret$`),
		},
		"an argument knows Terraform only": {
			files: regexp.MustCompile(`^internal/argument/`),
			own:   none,
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
		"a listing knows what is fetched once only": {
			files:     regexp.MustCompile(`^internal/snapshot/`),
			terraform: none,
			own:       regexp.MustCompile(`^internal/once$`),
		},
		"the HTTP client knows no platform, and Terraform's log only": {
			files:     regexp.MustCompile(`^internal/httpapi/[^/]+$`),
			terraform: tflog,
			own:       regexp.MustCompile(`^internal/(once|secret(/redact)?)$`),
		},
		"a creation knows the HTTP client and what is fetched once only": {
			files:     regexp.MustCompile(`^internal/httpapi/create/`),
			terraform: none,
			own:       regexp.MustCompile(`^internal/(httpapi|once)$`),
		},
		"what tests share knows no platform": {
			files: regexp.MustCompile(`^internal/acctest/[^/]+$`),
			own:   regexp.MustCompile(`^internal/(fakeapi|httpapi|provider|secret)$`),
		},
		"the miniature engine knows no platform": {
			files: regexp.MustCompile(`^internal/acctest/engine/`),
			own:   regexp.MustCompile(`^internal/(acctest|fakeapi|provider)$`),
		},
		"the mock server knows the fixtures only": {
			files: regexp.MustCompile(`^internal/mockserver/`),
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
		"a tool asks the provider": {
			files: regexp.MustCompile(`^internal/(bench|tools)/`),
			own:   regexp.MustCompile(`^internal/(provider|secret)$`),
		},
	}
	ruled := map[string]bool{}
	for _, rule := range rules {
		for file := range files {
			if rule.files.MatchString(file) {
				ruled[file] = true
			}
		}
	}
	for file := range files {
		if !ruled[file] {
			t.Errorf("no rule says what %s may import", file)
		}
	}
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
					if isOwn && !rule.own.MatchString(folder) ||
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

// TestClientsAreWhole keeps methods of a client out of the files that know Terraform.
func TestClientsAreWhole(t *testing.T) {
	t.Parallel()
	clients := map[string]bool{}
	files := sources(t)
	for file, source := range files {
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
	if all := platforms(t, files); len(clients) != len(all) {
		t.Errorf("clients of %d platforms were looked at, and there are %d", len(clients), len(all))
	}
}

// TestPackageCommentsAreShort keeps them to three lines: what is longer belongs to a type or a file.
func TestPackageCommentsAreShort(t *testing.T) {
	t.Parallel()
	commented := map[string]bool{}
	files := parse(t, func(string) bool { return true })
	for file, source := range files {
		if source.Doc == nil {
			continue
		}
		commented[path.Dir(file)] = true
		if lines := len(source.Doc.List); lines > 3 {
			t.Errorf("%s: the package comment has %d lines, and 3 are allowed", file, lines)
		}
	}
	for file := range files {
		if folder := path.Dir(file); !commented[folder] {
			t.Errorf("%s: the package has no comment", folder)
			commented[folder] = true
		}
	}
}

// platforms returns the folders of the platforms, in order.
func platforms(t *testing.T, files map[string]*ast.File) []string {
	t.Helper()
	found := map[string]bool{}
	for file := range files {
		found[platformOf(path.Dir(file))] = true
	}
	delete(found, "")
	if len(found) != len(provider.Titles()) {
		t.Fatalf("there are folders of %d platforms, and the provider has %d", len(found), len(provider.Titles()))
	}
	return slices.Sorted(maps.Keys(found))
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
	return parse(t, func(file string) bool { return !strings.HasSuffix(file, "_test.go") })
}

// parse returns the module's Go files that are wanted, by path from the module's root.
func parse(t *testing.T, wanted func(file string) bool) map[string]*ast.File {
	t.Helper()
	root := os.DirFS("../..")
	files := map[string]*ast.File{}
	collect := func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case !strings.HasSuffix(file, ".go") || !wanted(file):
			return nil
		}
		source, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		files[file], err = parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution|parser.ParseComments)
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
