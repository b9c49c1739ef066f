// Package takeover_test proves that what exists is taken over: from the states of other providers, by import, and by the guides
// that say how.
package takeover_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// readable runs a test for the first sample of each type whose objects can be read, or of these types only.
func readable(t *testing.T, types []string, do func(t *testing.T, fixture fakeapi.Fixture, tenant *fakeapi.Tenant, r fakeapi.Resource)) {
	t.Helper()
	for _, fixture := range fakes.Fixtures {
		_, build := fixture.Configure()
		done := ""
		for n, sample := range build().Resources {
			if sample.Type == done || sample.Read == "" || types != nil && !slices.Contains(types, sample.Type) {
				continue
			}
			done = sample.Type
			t.Run(sample.Type, func(t *testing.T) {
				tenant := fixture.Start(t, fakeapi.Options{})
				do(t, fixture, tenant, tenant.Resources[n])
			})
		}
	}
}

func provider(fixture fakeapi.Fixture, tenant *fakeapi.Tenant) string {
	return acctest.Provider(fixture.Name, fixture.Arguments(tenant.URL)...)
}

// block is a sample as a resource with a write-only secret under a version.
func block(r fakeapi.Resource, label, name, secret string, more ...string) string {
	return acctest.SampleBlock(r, label, name, "note", acctest.Give(r, acctest.Versioned, fmt.Sprintf("%q", secret), `"1"`, `"bot"`), more...)
}

// newCLI makes a working directory, and objects of these names on the platform, as any other tool would: no state has them.
func newCLI(t *testing.T, fixture fakeapi.Fixture, tenant *fakeapi.Tenant, r fakeapi.Resource, secret string, names ...string) *acctest.CLI {
	t.Helper()
	c := acctest.NewCLI(t)
	for _, address := range others {
		c.StandIn(address)
	}
	blocks := []string{provider(fixture, tenant)}
	for _, name := range names {
		blocks = append(blocks, block(r, name, name, secret))
	}
	c.Configure(blocks...)
	c.Apply()
	c.AddState(stateOf(t))
	return c
}

func moved(from, to string) string {
	return fmt.Sprintf("moved {\n  from = %s\n  to   = %s\n}\n", from, to)
}

// A moved block takes an object over from a provider for any REST API: under another label, in a module, and with for_each. The
// plan is the update in place that an import has, and then empty. Nothing of the old state is carried along but the id.
func TestAccMovedFromAnyRESTProvider(t *testing.T) {
	readable(t, nil, func(t *testing.T, fixture fakeapi.Fixture, tenant *fakeapi.Tenant, r fakeapi.Resource) {
		t.Helper()
		before, after := acctest.Canary("before"), acctest.Canary("after")
		c := newCLI(t, fixture, tenant, r, before, "first", "second")
		first, second := pathOf(t, r, r.Object("first")), pathOf(t, r, r.Object("second"))

		one, two := restAPI("old", first, before), restful("many", second, before)
		two.Module, two.Key = "inner", "key"
		c.AddState(stateOf(t, one, two))
		address := "credentials_" + r.Type
		c.AddFile("inner/main.tf", block(r, "taken", "second", after, "for_each = { key = {} }")+
			moved("restful_resource.many", address+".taken")+required)
		c.Configure(provider(fixture, tenant), block(r, "renamed", "first", after), moved("restapi_object.old", address+".renamed"),
			"module \"inner\" {\n  source = \"./inner\"\n}\n")
		if output, status := c.Run("get"); status != 0 {
			t.Fatal(output)
		}
		plan := c.SavePlan()
		expectUnknownSecret(t, r, plan)
		acctest.Contains(t, plan, "0 to add, 2 to change, 0 to destroy",
			"(moved from restapi_object.old)", `(moved from module.inner.restful_resource.many["key"])`)
		c.Apply(savedPlan)
		for _, name := range []string{"first", "second"} {
			if r.Secret != "" && r.Object(name).Secret != after {
				t.Errorf("%s has %q", name, r.Object(name).Secret)
			}
		}
		c.PlanNothing()
		c.ExpectNotInState(before, after, oldPrivate)
		if strings.Contains(c.State(), "moved_from") {
			t.Error("the mark of a move is still there after a Read")
		}
	})
}

// The provider of the platform itself, from either registry: its resource for the credential, and the one of whose
// configuration a part is managed here.
func TestAccMovedFromGenesyscloud(t *testing.T) {
	vendor := map[string]string{
		"integration_credential": "genesyscloud_integration_credential", "integration_config": "genesyscloud_integration", "oauth_client": "genesyscloud_oauth_client",
	}
	readable(t, slices.Collect(maps.Keys(vendor)), func(t *testing.T, fixture fakeapi.Fixture, tenant *fakeapi.Tenant, r fakeapi.Resource) {
		t.Helper()
		typeName := vendor[r.Type]
		before, after := acctest.Canary("before"), acctest.Canary("after")
		c := newCLI(t, fixture, tenant, r, before, "first", "second")
		c.StandIn("registry.example.com/mypurecloud/genesyscloud")
		var objects []old
		for _, name := range []string{"first", "second"} {
			objects = append(objects, old{
				Type: typeName, Name: name, Provider: "mypurecloud/genesyscloud", Version: 1,
				Attributes: map[string]any{
					"id": r.Object(name).ImportID, "name": name, "credential_type_name": "basicAuth", "fields": map[string]any{"password": before},
					"config": []any{map[string]any{"properties": `{"secret":"` + before + `"}`}},
				},
			})
		}
		objects[1].Host = "registry.example.com"
		c.AddState(stateOf(t, objects...))
		address := "credentials_" + r.Type
		c.Configure(provider(fixture, tenant),
			block(r, "first", "first", after), moved(typeName+".first", address+".first"),
			block(r, "second", "second", after), moved(typeName+".second", address+".second"))
		acctest.Contains(t, c.SavePlan(), "0 to add, 2 to change, 0 to destroy")
		c.Apply(savedPlan)
		c.PlanNothing()
		c.ExpectNotInState(before, after, oldPrivate)
	})
}

// refusal is a move of an object to a resource type that a plan refuses.
type refusal struct {
	*acctest.CLI
	fixture      fakeapi.Fixture
	tenant       *fakeapi.Tenant
	r            fakeapi.Resource
	secret, path string
	target       string
}

func newRefusal(t *testing.T, fixture fakeapi.Fixture, tenant *fakeapi.Tenant, r fakeapi.Resource) refusal {
	t.Helper()
	secret := acctest.Canary("before")
	c := newCLI(t, fixture, tenant, r, secret, "first")
	return refusal{c, fixture, tenant, r, secret, pathOf(t, r, r.Object("first")), "credentials_" + r.Type}
}

// expect checks what the plan of a move from a state says, and that the state stays as it is.
func (f refusal) expect(t *testing.T, source old, wants ...string) {
	t.Helper()
	state := stateOf(t, source)
	f.AddState(state)
	f.Configure(provider(f.fixture, f.tenant), block(f.r, "new", "first", "secret-2"), moved(source.Type+".old", f.target+".new"))
	output := f.Fail("plan")
	acctest.Contains(t, output, wants...)
	acctest.Lacks(t, output, f.secret, "Plan:")
	if f.File("terraform.tfstate") != state {
		t.Error("the state has changed")
	}
}

// withImport adds to what a refusal says the command that imports the object instead.
func (f refusal) withImport(wants ...string) []string {
	return append([]string{"terraform import ADDRESS '<", f.target}, wants...)
}

// What cannot be moved is an error of the plan, which changes nothing and names the source, the target and the import command.
func TestAccNotMoved(t *testing.T) {
	readable(t, nil, func(t *testing.T, fixture fakeapi.Fixture, tenant *fakeapi.Tenant, r fakeapi.Resource) {
		t.Helper()
		f := newRefusal(t, fixture, tenant, r)

		t.Log("The path of another platform, and that of a list.")
		f.expect(t, restful("old", "/api/v3/elsewhere/42?key="+f.secret, f.secret), f.withImport(`The path "/api/v3/elsewhere/42" of the source is not that of a `+f.target)...)
		f.expect(t, restAPI("old", f.path[:strings.LastIndexByte(f.path, '/')]+"/list/of", f.secret), f.withImport("Cannot move restapi_object to "+f.target)...)

		t.Log("An object that is gone: a mover cannot look for it, so the first Read does, and nothing is created in its place.")
		r.Remove("first")
		tenant.ResetCounts()
		f.expect(t, restful("old", f.path, f.secret), "does not exist", "restful_resource", "No other object is created in its place", "terraform state rm")
	})
}

// What every resource type refuses alike is shown by one.
func TestAccSourcesThatCannotBeMoved(t *testing.T) {
	readable(t, []string{"service_credential"}, func(t *testing.T, fixture fakeapi.Fixture, tenant *fakeapi.Tenant, r fakeapi.Resource) {
		t.Helper()
		f := newRefusal(t, fixture, tenant, r)
		f.StandIn("example/other")

		t.Log("A resource that the mover does not know, and one of a provider that has borrowed the name.")
		other := restful("old", f.path, f.secret)
		other.Provider, other.Type = "example/other", "other_thing"
		f.expect(t, other, f.withImport("Cannot move other_thing to "+f.target, "/example/other", "restful_resource (magodo/restful)")...)
		other.Type = "restful_resource"
		f.expect(t, other, f.withImport("The source is a restful_resource of the provider", "/example/other")...)

		t.Log("A half-filled state.")
		half := restAPI("old", f.path, f.secret)
		half.Attributes["path"] = nil
		f.expect(t, half, f.withImport("has no id, or no path")...)
		half.Attributes["path"], half.Attributes["id"] = f.path, ""
		f.expect(t, half, f.withImport("has no id, or no path")...)
	})
}

const (
	savedPlan  = "saved.plan"
	oldPrivate = "old-private-s3cret-4f7d"
	required   = "terraform {\n  required_providers {\n    credentials = {\n      source = \"terraform-credentials/credentials\"\n    }\n  }\n}\n"
)
