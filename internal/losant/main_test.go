package losant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// object is a JSON object.
type object = map[string]any

// app is the application that all tests use.
const app = losanttest.ApplicationID

// provider leads the provider to a fake.
func provider(f *losanttest.Fake) string {
	return acctest.Provider("losant", losanttest.Fixture.Arguments(f.URL)...)
}

// resource is a service credential with its label as its name, unless the arguments give another.
func resource(label string, arguments ...string) string {
	name := fmt.Sprintf("name = %q", label)
	for _, argument := range arguments {
		if strings.HasPrefix(argument, "name ") {
			name = ""
		}
	}
	return fmt.Sprintf("resource \"credentials_service_credential\" %q {\n  application_id = %q\n  %s\n  %s\n}\n",
		label, app, name, strings.Join(arguments, "\n  "))
}

func address(label string) string { return "credentials_service_credential." + label }

// stored is the service credential of that name, with its secret.
func stored(t *testing.T, f *losanttest.Fake, name string) losanttest.Credential {
	t.Helper()
	for _, c := range f.Credentials(app) {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("there is no service credential named %q", name)
	return losanttest.Credential{}
}

// patches returns the bodies of all PATCH requests since the last call, by the name that the object has now.
func patches(t *testing.T, f *losanttest.Fake) map[string]object {
	t.Helper()
	all := map[string]object{}
	for _, r := range f.RequestsOn(losanttest.Patch) {
		id := r.Path[strings.LastIndexByte(r.Path, '/')+1:]
		found, ok := f.Credential(app, id)
		if !ok || all[found.Name] != nil {
			t.Errorf("%q (%s) was patched twice, or does not exist", found.Name, id)
		}
		all[found.Name] = acctest.Decode(t, r.Body)
	}
	f.ResetCounts()
	return all
}

// expectPatches compares what was patched since the last call with JSON bodies, by name.
func expectPatches(t *testing.T, f *losanttest.Fake, want map[string]string) {
	t.Helper()
	bodies := map[string]object{}
	for name, body := range want {
		bodies[name] = acctest.Decode(t, body)
	}
	if diff := cmp.Diff(bodies, patches(t, f)); diff != "" {
		t.Errorf("other patches than wanted (-want +got):\n%s", diff)
	}
}
