// Package confidential_test proves of every resource on every platform what the provider promises about secrets: that they
// appear nowhere, and that they are sent when the rules say so. All resources share their configurations, because it is the
// engine's start that takes the time.
package confidential_test

import (
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// canary is a secret whose beginning looks different in every encoding.
func canary(purpose string) string { return rand.Text()[:8] + `"<+%` + acctest.Canary(purpose) }

// tenants make a tenant of each platform.
var tenants = []func(*testing.T, fakeapi.Options) tenant{appliveryTenant, genesysTenant, helloidTenant, losantTenant, oneaccessTenant}

// tenant is the fake of a platform, with how the provider gets there and which resources it finds there.
type tenant struct {
	*fakeapi.Server
	// block is the platform's block in the provider.
	block string
	// settings are the block's other arguments.
	settings string
	// login is the route on which access tokens are fetched; "": none are.
	login string
	// credentials are the block's secret arguments, and what they are.
	credentials map[string]string
	// resources are the rows of the table, one for each resource type. (Losant has one for each type of credential.)
	resources []resource
	// shown are secrets of others that the answers of the platform show.
	shown []string
	// old are the tokens that the platform knew before anybody asked for one.
	old []string
}

// objects are the names that every resource must have room for: an object for each way of giving its secret.
var objects = []string{pinned, unpinned, stored}

const (
	pinned   = "pinned"   // write-only, with a version
	unpinned = "unpinned" // write-only
	stored   = "stored"   // kept in the state
)

// resource is a resource type.
type resource struct {
	// kind is the type, and variant tells rows of the same type from each other.
	kind, variant string
	// secret is the argument with the secret; "": there is none. In a map secret, it is the value of a key.
	secret string
	isMap  bool
	// within is the path of the block that the secret is in, with a dot; "": it is in none.
	within string
	// arguments are those of the object of that name. The note goes into an argument that can be changed and is no
	// secret, given is what gives the secret.
	arguments func(name, note, given string) string
	// importID is that of the object of that name.
	importID func(name string) string
	// create, read, update and destroy are the routes on which that happens. read: "" if it never happens.
	create, read, update, destroy string
	// made are the secrets that the platform has made for the object; nil: it makes none.
	made func(name string) []string
	// replace replaces an object's secret by hand. tells says that the platform dates changes, so that the provider
	// can know.
	replace func(name string)
	tells   bool
	// whole says that the API replaces the whole object, so that a change of the note carries the secret.
	whole bool
}

// key is a key of every map secret.
const key = "password"

func baseURL(url string) string { return fmt.Sprintf("base_url = %q\n", url) }

// instance is an object of a resource type in the configuration.
type instance struct {
	*tenant
	resource
	name string
}

// label tells the instance from all others.
func (i instance) label() string { return i.kind + "_" + i.variant + "_" + i.name }

func (i instance) hasSecret() bool { return i.secret != "" }

func (i instance) address() string { return "credentials_" + i.kind + "." + i.label() }

// give writes the arguments that give the secret, as an expression, in one of the three ways; only what is pinned has the
// version. A map secret gets another key, which is always kept in the state and stays the same.
func (i instance) give(way, expression, version string) string {
	if !i.hasSecret() {
		return ""
	}
	argument := i.secret
	if way != stored {
		argument += "_wo"
	}
	given := argument + " = " + expression
	if other := "userName = var." + i.other(); i.isMap && way == stored {
		given = fmt.Sprintf("%s = { %s = %s, %s }", argument, key, expression, other)
	} else if i.isMap {
		given = fmt.Sprintf("%s = { %s = %s }\n%s = { %s }", argument, key, expression, i.secret, other)
	}
	if way == pinned {
		given += fmt.Sprintf("\n%s_version = %s", argument, version)
	}
	return given
}

// other is the variable with the secret of the other key of a map.
func (i instance) other() string { return "other_" + i.label() + "_" + stored }

// block is the instance as a resource block.
func (i instance) block(note, given string) string {
	return fmt.Sprintf("resource \"credentials_%s\" %q {\n%s\n}\n", i.kind, i.label(), i.arguments(i.name, note, given))
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
	for _, found := range tenants {
		one := found(t, options)
		one.old = one.Tokens.Values()
		w.tenants = append(w.tenants, &one)
		for argument, value := range one.credentials {
			w.set(one.block+"_"+argument, value)
		}
		for row, r := range one.resources {
			for n, name := range names {
				first := row == 0 || one.resources[row-1].kind != r.kind
				if first || variants && row%len(names) == n {
					w.add(instance{&one, r, name})
				}
			}
		}
	}
	return w
}

func (w *world) add(i instance) {
	w.instances = append(w.instances, i)
	if i.isMap {
		w.set(i.other(), canary("other"))
	}
}

// set sets a variable for all later commands.
func (w *world) set(variable, value string) {
	w.values[variable] = value
	w.Setenv("TF_VAR_" + variable + "=" + value)
	w.know(isStored(variable), value)
}

// isStored tells whether the user has chosen to keep in the state what a variable or an instance of that name has.
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
		provider += fmt.Sprintf("  %s {\n    %s", t.block, t.settings)
		for _, argument := range slices.Sorted(maps.Keys(t.credentials)) {
			provider += fmt.Sprintf("    %s = var.%s_%s\n", argument, t.block, argument)
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
	return func(i instance) string { return i.block(note, i.give(i.name, "var."+i.label(), version)) }
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

// arrived tells whether the instance's present secret has arrived since forget; a map secret has to arrive whole.
func (w *world) arrived(i instance) bool {
	w.t.Helper()
	arrived := i.Saw(w.values[i.label()])
	if i.isMap && i.Saw(w.values[i.other()]) != arrived {
		w.t.Errorf("the secret of %s was not sent whole", i.label())
	}
	return arrived
}
