package fakeapi

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Fixture is one platform as tests and the mock server meet it: how its fake is
// made, how the provider reaches it, and samples of all that the provider has
// for the platform. Each <platform>test package exports one, and
// internal/fakes lists them.
//
// A test calls Start. The mock server calls Configure for each fixture, makes a
// flag of each field of the options that it returns, calls build once the flags
// are parsed, mounts the tenant (an http.Handler) below /Name, and prints
// Environment and ReadOnlyEnvironment for that URL.
type Fixture struct {
	// Name is the platform's block in the provider, and the folder below which
	// the mock server serves it.
	Name string
	// Title is what people call the platform.
	Title string
	// URLVariable is the environment variable that stands in for base_url.
	URLVariable string
	// Credentials are the arguments of the block that give full access to every
	// new fake.
	Credentials []Credential
	// OtherVariables are the environment variables that the provider reads for
	// this platform beside URLVariable and those of the credentials.
	OtherVariables []string
	// Gone is how the platform says that an object does not exist.
	Gone Refusal
	// Configure returns options with their defaults, and what makes a new tenant
	// by them. Build is to be called after the options have been set. It
	// panics if a fault of the options names a route that there is not.
	Configure func() (options Configurable, build func() *Tenant)
}

// Configurable are the options of one platform's fake: a pointer to a struct
// that embeds Options.
type Configurable interface {
	// Common are the options that the fakes of all platforms have.
	Common() *Options
	// Source is the Go file that declares and documents the struct.
	Source() string
}

// Common is the embedded part of a platform's options; see Configurable.
func (o *Options) Common() *Options { return o }

// Credential is an argument of the platform's block, with the value that every
// new fake knows.
type Credential struct {
	Argument string
	Variable string // the environment variable that stands in for it
	Value    string
	// ReadOnly takes the place of Value in credentials that may only read.
	ReadOnly string
	// Public says that the value may be shown, such as the id of an OAuth client.
	Public bool
}

// Start serves a new tenant on a loopback address until the test ends.
func (f Fixture) Start(t TB, common Options) *Tenant {
	t.Helper()
	options, build := f.Configure()
	*options.Common() = common
	tenant := build()
	tenant.URL = Start(t, tenant.Server)
	return tenant
}

// Refusal returns the status and the body of a refused request, in the
// platform's own shape.
func (s *Server) Refusal(refusal Refusal) (status int, body string) {
	answer := s.platform.Error(refusal)
	if text, ok := answer.Body.([]byte); ok {
		return answer.Status, string(text)
	}
	encoded, err := json.Marshal(answer.Body)
	if err != nil {
		panic(err) // a fake answers with JSON
	}
	return answer.Status, string(encoded)
}

// Arguments are those of the platform's block, one a line of HCL, that lead the
// provider to a fake at the URL.
func (f Fixture) Arguments(url string) []string {
	lines := []string{fmt.Sprintf("base_url = %q", url)}
	for _, c := range f.Credentials {
		lines = append(lines, fmt.Sprintf("%s = %q", c.Argument, c.Value))
	}
	return lines
}

// Variable is an environment variable.
type Variable struct{ Name, Value string }

// Environment leads the provider to a fake at the URL without any block.
func (f Fixture) Environment(url string) []Variable {
	variables := []Variable{{f.URLVariable, url}}
	for _, c := range f.Credentials {
		variables = append(variables, Variable{c.Variable, c.Value})
	}
	return variables
}

// ReadOnlyEnvironment has the read-only twin of each credential, READONLY_
// before the name of its variable.
func (f Fixture) ReadOnlyEnvironment() []Variable {
	variables := make([]Variable, 0, len(f.Credentials))
	for _, c := range f.Credentials {
		variables = append(variables, Variable{"READONLY_" + c.Variable, c.ReadOnly})
	}
	return variables
}

// Tenant is a fake with the samples of what the provider manages and reads
// there. Nothing is stored for a sample before a test asks for its arguments,
// so a tenant of which none is used holds the built-in objects only.
type Tenant struct {
	*Server
	// URL is where a tenant made by Fixture.Start listens, without a trailing
	// slash.
	URL string
	// Store is what the fake holds.
	Store Store
	// Login is the route on which access tokens are fetched; "": none are.
	Login string
	// Shown are secrets of objects that no sample manages, which the platform's
	// answers show.
	Shown []string
	// Resources are the samples of resource types: at least one a type, and
	// samples of the same type one after the other.
	Resources []Resource
	// DataSources, EphemeralResources and ListResources are the samples of those.
	DataSources, EphemeralResources, ListResources []Reader
}

// Resource is a sample of a resource type, of which a test makes as many
// objects as it likes, each of another name.
type Resource struct {
	// Type is without the provider's prefix. Variant tells samples of one type
	// apart.
	Type, Variant string
	// Secret is the argument with the secret; "": there is none.
	Secret string
	// Key is the key of the secret if Secret is a map; Other is a second key.
	Key, Other string
	// Within is the block that the secret is in; "": it is in none.
	Within string
	// Arguments are those of the object of that name, as HCL. The note goes into
	// an argument that can be changed and is no secret; given is what sets the
	// secret, and stands in the block that it belongs to. Whatever the object
	// belongs to is made on the platform, if it is not there yet.
	Arguments func(name, note, given string) string
	// Objects are all objects that are stored and were configured by Arguments.
	Objects func() []Stored
	// Edit replaces the secret of an object by hand, or what else it has.
	Edit func(name string)
	// Remove deletes an object by hand.
	Remove func(name string)
	// Create, Read, Update and Delete are the routes on which that happens.
	// Read is "" if the platform has none.
	Create, Read, Update, Delete string
	// Posts says that objects are made by a POST that must not be repeated
	// blindly.
	Posts bool
	// Unique says that a second object of the same name is refused.
	Unique bool
	// Dates says that the platform dates changes, so that one by hand shows.
	Dates bool
	// Whole says that the API replaces the whole object, so that a change of the
	// note carries the secret.
	Whole bool
}

// Stored is an object as the platform stores it.
type Stored struct {
	Name     string // as given to Resource.Arguments
	ID       string // the id in the state
	ImportID string
	Secret   string // its note if the resource has no secret
	// Made are the secrets that the platform has made for it.
	Made []string
}

// Object returns the stored object of that name. It panics if there is none.
func (r Resource) Object(name string) Stored {
	for _, o := range r.Objects() {
		if o.Name == name {
			return o
		}
	}
	panic(fmt.Sprintf("fakeapi: there is no %s %q", r.Type, name))
}

// Reader is a sample of a data source, an ephemeral resource or a list
// resource.
type Reader struct {
	// Type is without the provider's prefix. Variant tells samples of one type
	// apart.
	Type, Variant string
	// Arguments are HCL. What they name is made on the platform.
	Arguments func() string
}

var _ http.Handler = (*Tenant)(nil)
