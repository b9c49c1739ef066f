package fakes_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// An option stands for what a platform may do. One that only the fake's own tests set proves nothing of the provider.
func TestEveryOptionOfAPlatformIsMetByTheProvider(t *testing.T) {
	t.Parallel()
	for _, fixture := range fakes.Fixtures {
		set := keysSetIn(t, filepath.Join("..", fixture.Name, "*_test.go"))
		options, _ := fixture.Configure()
		of := reflect.TypeOf(options).Elem()
		for i := range of.NumField() {
			if field := of.Field(i); !field.Anonymous && !set[field.Name] {
				t.Errorf("%s: no test of the provider or its client sets %s", fixture.Name, field.Name)
			}
		}
	}
}

// keysSetIn returns the names that composite literals in these files set.
func keysSetIn(t *testing.T, pattern string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	set := map[string]bool{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if pair, ok := n.(*ast.KeyValueExpr); ok {
				if key, ok := pair.Key.(*ast.Ident); ok {
					set[key.Name] = true
				}
			}
			return true
		})
	}
	return set
}
