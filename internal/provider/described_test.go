package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
)

// `terraform providers schema -json`, editors and the registries show a description of everything.
func TestEverythingIsDescribed(t *testing.T) {
	t.Parallel()
	server, err := acctest.Factories()["credentials"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	describedBlock(t, "provider", schemas.Provider.Block)
	for _, kind := range []map[string]*tfprotov6.Schema{
		schemas.ResourceSchemas, schemas.DataSourceSchemas, schemas.EphemeralResourceSchemas, schemas.ListResourceSchemas,
	} {
		for name, schema := range kind {
			describedBlock(t, name, schema.Block)
		}
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name, schema := range identities.IdentitySchemas {
		for _, attribute := range schema.IdentityAttributes {
			described(t, name+"'s identity "+attribute.Name, attribute.Description)
		}
	}
}

func describedBlock(t *testing.T, name string, block *tfprotov6.SchemaBlock) {
	t.Helper()
	described(t, name, block.Description)
	describedAttributes(t, name, block.Attributes)
	for _, nested := range block.BlockTypes {
		describedBlock(t, name+"."+nested.TypeName, nested.Block)
	}
}

func describedAttributes(t *testing.T, of string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, attribute := range attributes {
		name := of + "." + attribute.Name
		described(t, name, attribute.Description)
		if attribute.NestedType != nil {
			describedAttributes(t, name, attribute.NestedType.Attributes)
		}
	}
}

func described(t *testing.T, name, description string) {
	t.Helper()
	if description == "" {
		t.Errorf("%s has no description", name)
	}
	if sentences := len(sentenceEnd.FindAllString(description, -1)); sentences > 3 {
		t.Errorf("%s has a description of %d sentences: at most 3", name, sentences)
	}
}

var sentenceEnd = regexp.MustCompile(`[.!?](\s|$)`)

// The registries' menu has a place for every page.
func TestEveryPageHasASubcategory(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("../../docs/*/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("%v, %d pages", err, len(pages))
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`(?m)^subcategory: "[A-Z].+"$`).Match(text) {
			t.Errorf("%s has no subcategory", page)
		}
	}
}
