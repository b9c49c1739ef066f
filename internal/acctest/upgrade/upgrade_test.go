// Package upgrade_test holds states that released versions have written, and proves that this version plans nothing for them.
package upgrade_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// The files of a folder testdata/<resource type>/<version>: the configuration, the state, and what the platform held then.
// `make state VERSION=…` adds the folders of a version, before it is released; folders of released versions stay as they are.
const (
	configuration = "main.tf"
	state         = "state.json"
	platform      = "platform.json"
)

// resources calls a function with each resource type that there are samples of.
func resources(t *testing.T, do func(t *testing.T, fixture fakeapi.Fixture, name string)) {
	t.Helper()
	done := ""
	for _, fixture := range fakes.Fixtures {
		_, build := fixture.Configure()
		for _, r := range build().Resources {
			if r.Type != done {
				done = r.Type
				t.Run(r.Type, func(t *testing.T) { do(t, fixture, r.Type) })
			}
		}
	}
	if done == "" {
		t.Fatal("no fixture has a sample of a resource")
	}
}

func provider(fixture fakeapi.Fixture, tenant *fakeapi.Tenant) string {
	return acctest.Provider(fixture.Name, fixture.Arguments(tenant.URL)...)
}

func TestAccStatesOfEarlierVersionsPlanNothing(t *testing.T) {
	resources(t, func(t *testing.T, fixture fakeapi.Fixture, name string) {
		t.Helper()
		folders, err := filepath.Glob(filepath.Join("testdata", name, "*"))
		if err != nil || len(folders) == 0 {
			t.Fatalf("no state of a %s is kept, %v: see `make state`", name, err)
		}
		for _, folder := range folders {
			t.Run(filepath.Base(folder), func(t *testing.T) {
				c := acctest.NewCLI(t)
				tenant := fixture.Start(t, fakeapi.Options{})
				load(t, tenant, read(t, folder, platform))
				c.AddState(read(t, folder, state))
				c.Configure(provider(fixture, tenant), read(t, folder, configuration))
				c.PlanNothing()
			})
		}
	})
}

// TestAccKeepStates writes the folders of the version that STATE_VERSION names.
func TestAccKeepStates(t *testing.T) {
	version := os.Getenv("STATE_VERSION")
	if version == "" {
		t.Skip("writes states only if STATE_VERSION names a version")
	}
	if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(version) {
		t.Fatalf("%s is no version: give one as in VERSION=1.2.3", version)
	}
	resources(t, func(t *testing.T, fixture fakeapi.Fixture, name string) {
		t.Helper()
		c := acctest.NewCLI(t)
		tenant := fixture.Start(t, fakeapi.Options{})
		config := objects(tenant, name)
		c.Configure(provider(fixture, tenant), config)
		c.Apply()
		c.PlanNothing()
		held, err := json.MarshalIndent(tenant.Store.State(), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join("testdata", name, version)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		for file, text := range map[string]string{configuration: config, state: c.File("terraform.tfstate"), platform: string(held) + "\n"} {
			if err := os.WriteFile(filepath.Join(folder, file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// objects are one of each sample, each way to give the secret in its turn, and one of each way of the first.
func objects(tenant *fakeapi.Tenant, name string) string {
	var blocks []string
	add := func(r fakeapi.Resource, way acctest.Way) {
		label := fmt.Sprint("object-", len(blocks))
		given := acctest.Give(r, way, fmt.Sprintf("%q", "secret of "+label), `"1"`, `"bot"`)
		blocks = append(blocks, acctest.SampleBlock(r, label, label, "note", given))
	}
	ways := []acctest.Way{acctest.Versioned, acctest.WriteOnly, acctest.Stored}
	for _, r := range tenant.Resources {
		switch {
		case r.Type != name:
		case len(blocks) == 0 && r.Secret != "":
			for _, way := range ways {
				add(r, way)
			}
		default:
			add(r, ways[len(blocks)%len(ways)])
		}
	}
	return strings.Join(blocks, "\n")
}

func load(t *testing.T, tenant *fakeapi.Tenant, text string) {
	t.Helper()
	tree, err := fakeapi.ParseJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	commit, err := tenant.Store.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	commit()
}

func read(t *testing.T, folder, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
