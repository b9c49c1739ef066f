package fakes_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/provider"
)

func schema(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	schema, err := provider.Server("test")().GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// What the provider has without a sample is in no test that ranges over the fixtures.
func TestEveryPartOfTheProviderHasASample(t *testing.T) {
	t.Parallel()
	schema := schema(t)
	sampled := map[string][]string{"platform": {"retry", "http"}}
	for _, fixture := range fakes.Fixtures {
		sampled["platform"] = append(sampled["platform"], fixture.Name)
		_, build := fixture.Configure()
		tenant := build()
		for _, r := range tenant.Resources {
			sampled["resource"] = append(sampled["resource"], "credentials_"+r.Type)
		}
		for kind, readers := range map[string][]fakeapi.Reader{
			"data source": tenant.DataSources, "ephemeral resource": tenant.EphemeralResources, "list resource": tenant.ListResources,
		} {
			for _, r := range readers {
				sampled[kind] = append(sampled[kind], "credentials_"+r.Type)
			}
		}
	}
	blocks := map[string]bool{}
	for _, block := range schema.Provider.Block.BlockTypes {
		blocks[block.TypeName] = true
	}
	compare(t, "platform", sampled, blocks)
	compare(t, "resource", sampled, schema.ResourceSchemas)
	compare(t, "data source", sampled, schema.DataSourceSchemas)
	compare(t, "ephemeral resource", sampled, schema.EphemeralResourceSchemas)
	compare(t, "list resource", sampled, schema.ListResourceSchemas)
}

// The fuzzing of a platform is in its own folder, since it calls the platform's client.
func TestEveryPlatformIsFuzzed(t *testing.T) {
	t.Parallel()
	for _, fixture := range fakes.Fixtures {
		text, err := os.ReadFile("../" + fixture.Name + "/fuzz_test.go")
		if err != nil {
			t.Error(err)
			continue
		}
		wanted := []string{"acctest.FuzzAnswers(", "engine.FuzzState("}
		_, build := fixture.Configure()
		tenant := build()
		for _, r := range tenant.Resources {
			wanted = append(wanted, fmt.Sprintf("engine.Resource(%q", r.Type))
		}
		for _, r := range tenant.DataSources {
			wanted = append(wanted, fmt.Sprintf("engine.DataSource(%q", r.Type))
		}
		for _, r := range tenant.EphemeralResources {
			wanted = append(wanted, fmt.Sprintf("engine.EphemeralResource(%q", r.Type))
		}
		for _, want := range wanted {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s/fuzz_test.go lacks %s", fixture.Name, want)
			}
		}
	}
}

func compare[T any](t *testing.T, kind string, sampled map[string][]string, provided map[string]T) {
	t.Helper()
	for name := range provided {
		if !slices.Contains(sampled[kind], name) {
			t.Errorf("the %s %s has no sample: add one to the fixture of its platform", kind, name)
		}
	}
	for _, name := range sampled[kind] {
		if _, ok := provided[name]; !ok {
			t.Errorf("the provider has no %s %s, of which there is a sample", kind, name)
		}
	}
}

// The description of each argument of a block names its environment variable, so the variables can be compared.
func TestFixturesKnowEveryVariable(t *testing.T) {
	t.Parallel()
	blocks := map[string]*tfprotov6.SchemaBlock{}
	for _, block := range schema(t).Provider.Block.BlockTypes {
		blocks[block.TypeName] = block.Block
	}
	for _, fixture := range fakes.Fixtures {
		var known []string
		for _, v := range fixture.Environment("") {
			known = append(known, v.Name)
		}
		known = append(known, fixture.OtherVariables...)
		prefix, _ := strings.CutSuffix(fixture.URLVariable, "BASE_URL")
		for _, attribute := range blocks[fixture.Name].Attributes {
			for _, word := range strings.FieldsFunc(attribute.Description, func(r rune) bool { return r == '`' || r == ' ' }) {
				if strings.HasPrefix(word, prefix) && !slices.Contains(known, word) {
					t.Errorf("%s: %s is in the description of %s, and not in the fixture", fixture.Name, word, attribute.Name)
				}
			}
		}
	}
}

// A new tenant holds what is built in, not what a sample will need; and its credentials get an answer from every fake.
func TestTenantsAnswer(t *testing.T) {
	t.Parallel()
	for _, fixture := range fakes.Fixtures {
		tenant := fixture.Start(t, fakeapi.Options{})
		resp, err := http.Get(tenant.URL + "/nowhere")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode < 400 {
			t.Errorf("%s: %d %s, %v", fixture.Name, resp.StatusCode, body, err)
		}
		if status, text := tenant.Refusal(fixture.Gone); status < 400 || text == "" {
			t.Errorf("%s says that an object is gone by %d %q", fixture.Name, status, text)
		}
	}
}
