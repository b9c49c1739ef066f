// Package confidential_test proves of every resource on every platform what the provider promises about secrets: that they
// appear nowhere, and that they are sent when the rules say so. All resources share their configurations, because it is the
// engine's start that takes the time.
package confidential_test

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// canary is a secret whose beginning looks different in every encoding.
func canary(purpose string) string { return rand.Text()[:8] + `"<+%` + acctest.Canary(purpose) }

// tenant is a platform with its fake.
type tenant struct {
	*fakeapi.Tenant
	fakeapi.Fixture
	// old are the tokens that the platform knew before the provider asked for one.
	old []string
}

// objects are the names that every resource must have room for: an object for each way of giving its secret.
var objects = []string{pinned, unpinned, stored}

const (
	pinned   = "pinned"   // write-only, with a version
	unpinned = "unpinned" // write-only
	stored   = "stored"   // kept in the state
)

// ways are how the objects of these names give their secrets.
var ways = map[string]acctest.Way{pinned: acctest.Versioned, unpinned: acctest.WriteOnly, stored: acctest.Stored}

// instance is an object of a resource type in the configuration.
type instance struct {
	*tenant
	fakeapi.Resource
	name string
}

// label returns a name that is unique among all instances.
func (i instance) label() string { return i.Type + "_" + i.Variant + "_" + i.name }

func (i instance) hasSecret() bool { return i.Secret != "" }

func (i instance) isMap() bool { return i.Key != "" }

func (i instance) address() string { return "credentials_" + i.Type + "." + i.label() }

// stored is what the platform has of the instance.
func (i instance) stored() fakeapi.Stored { return i.Object(i.name) }

// give writes the arguments that give the secret, as an expression. The other key of a map secret stays the same.
func (i instance) give(way acctest.Way, expression, version string) string {
	return acctest.Give(i.Resource, way, expression, version, "var."+i.other())
}

// other is the variable with the secret of the other key of a map.
func (i instance) other() string { return "other_" + i.label() + "_" + stored }

// block is the instance as a resource block.
func (i instance) block(note, given string) string {
	return acctest.SampleBlock(i.Resource, i.label(), i.name, note, given)
}

// world is a working directory that has all instances on tenants of all platforms.
type world struct {
	t *testing.T
	*acctest.CLI
	tenants   []*tenant
	instances []instance
	// values are those of the variables, by name.
	values map[string]string
	// kept are all secrets so far that the user has chosen to keep in the state, and unkept are all others.
	kept, unkept []string
}

// newWorld makes a world with objects of these names of every resource type. With variants, each other row of a type has one
// of them, too. The test runs in parallel with others.
func newWorld(t *testing.T, options fakeapi.Options, variants bool, names ...string) *world {
	t.Helper()
	w := &world{t: t, CLI: acctest.NewCLI(t), values: map[string]string{}}
	for _, fixture := range fakes.Fixtures {
		one := &tenant{Tenant: fixture.Start(t, options), Fixture: fixture}
		one.old = one.Tokens.Values()
		w.tenants = append(w.tenants, one)
		for _, c := range one.Credentials {
			if !c.Public {
				w.set(one.Name+"_"+c.Argument, c.Value)
			}
		}
		for row, r := range one.Resources {
			for n, name := range names {
				first := row == 0 || one.Resources[row-1].Type != r.Type
				if first || variants && row%len(names) == n {
					w.add(instance{one, r, name})
				}
			}
		}
	}
	if len(w.instances) == 0 {
		t.Fatal("there is no sample")
	}
	return w
}

func (w *world) add(i instance) {
	w.instances = append(w.instances, i)
	if i.isMap() {
		w.set(i.other(), canary("other"))
	}
}

// set sets a variable for all later commands.
func (w *world) set(variable, value string) {
	w.values[variable] = value
	w.Setenv("TF_VAR_" + variable + "=" + value)
	w.know(isStored(variable), value)
}

// isStored reports whether the user has chosen to keep in the state what a variable or an instance of that name has.
func isStored(name string) bool { return strings.HasSuffix(name, stored) }

// know remembers secrets.
func (w *world) know(isKept bool, secrets ...string) {
	if isKept {
		w.kept = append(w.kept, secrets...)
	} else {
		w.unkept = append(w.unkept, secrets...)
	}
}

// renew gives every instance a secret that it never had, in the variable of its label.
func (w *world) renew(names ...string) {
	for _, i := range w.instances {
		if i.hasSecret() && slices.Contains(names, i.name) {
			w.set(i.label(), canary(i.label()))
		}
	}
}

// configure writes the configuration: the provider, the variables and what each instance is.
func (w *world) configure(block func(instance) string, more ...string) {
	w.t.Helper()
	w.Configure(append(w.blocks(block), more...)...)
}

func (w *world) blocks(block func(instance) string) []string {
	provider := "provider \"credentials\" {\n  retry {\n    min_wait = \"1ms\"\n    max_wait = \"20ms\"\n  }\n"
	for _, t := range w.tenants {
		provider += fmt.Sprintf("  %s {\n    base_url = %q\n", t.Name, t.URL)
		for _, c := range t.Credentials {
			value := fmt.Sprintf("%q", c.Value)
			if !c.Public {
				value = fmt.Sprintf("var.%s_%s", t.Name, c.Argument)
			}
			provider += fmt.Sprintf("    %s = %s\n", c.Argument, value)
		}
		provider += "  }\n"
	}
	all := []string{provider + "}\n"}
	for variable := range w.values {
		// What is kept in the state cannot come from an ephemeral variable.
		all = append(all, fmt.Sprintf("variable %q {\n  type      = string\n  sensitive = true\n  ephemeral = %t\n}\n",
			variable, !isStored(variable)))
	}
	for _, i := range w.instances {
		all = append(all, block(i))
	}
	return all
}

// fromVariable is an instance whose secret comes from its variable, in the way that it is called after.
func fromVariable(note, version string) func(instance) string {
	return func(i instance) string { return i.block(note, i.give(ways[i.name], "var."+i.label(), version)) }
}

// fail runs a command that has to fail, since a route of every instance is broken for as long.
func (w *world) fail(route func(instance) string, command ...string) {
	w.t.Helper()
	w.forget()
	for _, i := range w.instances {
		if route(i) != "" {
			i.Inject(route(i), fakeapi.Fault{Status: 500})
		}
	}
	w.Fail(command...)
	for _, i := range w.instances {
		if route(i) != "" && !slices.ContainsFunc(i.RequestsOn(route(i)), func(r fakeapi.Request) bool { return r.Status == 500 }) {
			w.t.Errorf("%s did not fail", i.label())
		}
	}
	for _, t := range w.tenants {
		t.ClearFaults()
	}
}

// issued are the tokens that the provider was given.
func (t *tenant) issued() []string {
	return slices.DeleteFunc(t.Tokens.Values(), func(token string) bool { return slices.Contains(t.old, token) })
}

// forget makes the fakes forget what has arrived.
func (w *world) forget() {
	for _, t := range w.tenants {
		t.ResetCounts()
	}
}

// arrived reports whether the instance's present secret has arrived since forget; a map secret has to arrive whole.
func (w *world) arrived(i instance) bool {
	w.t.Helper()
	arrived := i.Saw(w.values[i.label()])
	if i.isMap() && i.Saw(w.values[i.other()]) != arrived {
		w.t.Errorf("the secret of %s was not sent whole", i.label())
	}
	return arrived
}
