//go:build unix

package main_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsimple"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// Not every engine has queries and imports by identity. So each example of them is also evaluated without one: a query lists
// something, and an identity finds its object.
func TestExamplesOfQueriesAndIdentities(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.seed()
	queries := append(examplesLike(t, "list-resources/*/list-resource.tfquery.hcl"), examplesLike(t, "guides/*/*.tfquery.hcl")...)
	for _, file := range queries {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			t.Parallel()
			var query struct {
				Lists []struct {
					Type            string         `hcl:"type,label"`
					Name            string         `hcl:"name,label"`
					Provider        hcl.Expression `hcl:"provider"`
					IncludeResource bool           `hcl:"include_resource,optional"`
					Limit           int64          `hcl:"limit,optional"`
					Config          *struct {
						Arguments hcl.Attributes `hcl:",remain"`
					} `hcl:"config,block"`
				} `hcl:"list,block"`
			}
			decodeExample(t, file, &query)
			for _, list := range query.Lists {
				arguments := map[string]any{}
				if list.Config != nil {
					for name, attribute := range list.Config.Arguments {
						value, problems := attribute.Expr.Value(nil)
						if problems.HasErrors() {
							t.Fatal(problems)
						}
						arguments[name] = value.AsString()
					}
				}
				platform, url := platformOf(t, s, list.Type)
				found := engine.List(t.Context(), t, engine.Query{
					Platform: platform, URL: url, Type: list.Type, Arguments: arguments, Limit: list.Limit, IncludeResource: list.IncludeResource,
				}, nil)
				if len(found) == 0 {
					t.Errorf("%s lists nothing", list.Name)
				}
				for _, one := range found {
					if len(one.Errors) > 0 || list.IncludeResource && len(one.Resource) == 0 {
						t.Errorf("%s lists %+v", list.Name, one)
					}
				}
			}
		})
	}
	for _, file := range examplesLike(t, "resources/*/import-by-identity.tf") {
		typeName := filepath.Base(filepath.Dir(file))
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			var imports struct {
				Import struct {
					To       hcl.Expression    `hcl:"to"`
					Identity map[string]string `hcl:"identity"`
				} `hcl:"import,block"`
			}
			decodeExample(t, file, &imports)
			platform, url := platformOf(t, s, typeName)
			if state := engine.ImportByIdentity(t, platform, url, typeName, imports.Import.Identity); state["id"] == "" {
				t.Errorf("imported is %v", state)
			}
		})
	}
}

func decodeExample(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := hclsimple.Decode("example.hcl", text, nil, into); err != nil {
		t.Fatal(err)
	}
}

// platformOf returns the platform that a type belongs to, and where the mock server serves it.
func platformOf(t *testing.T, s *server, typeName string) (platform fakeapi.Fixture, url string) {
	t.Helper()
	for _, fixture := range fakes.Fixtures {
		_, build := fixture.Configure()
		for _, sample := range build().Resources {
			if "credentials_"+sample.Type == typeName {
				return fixture, s.environment[fixture.URLVariable]
			}
		}
	}
	t.Fatalf("%s belongs to no platform", typeName)
	return platform, url
}
