package genesys_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// object is a JSON object.
type object = map[string]any

// provider leads the provider to a fake.
func provider(f *genesystest.Fake) string {
	return acctest.Provider("genesys", genesystest.Fixture.Arguments(f.URL)...)
}

// credential is a credential with its label as its name, unless the arguments give another.
func credential(label, kind string, arguments ...string) string {
	name := fmt.Sprintf("name = %q", label)
	for _, argument := range arguments {
		if strings.HasPrefix(argument, "name ") {
			name = ""
		}
	}
	return fmt.Sprintf("resource \"credentials_integration_credential\" %q {\n  type = %q\n  %s\n  %s\n}\n",
		label, kind, name, strings.Join(arguments, "\n  "))
}

// basicAuth are the fields of a credential of that type, its secret under a version.
func basicAuth(user, password, version string) string {
	return fmt.Sprintf("fields = { userName = %q }\n fields_wo = { password = %q }\n fields_wo_version = %q", user, password, version)
}

// integrationConfig is the configuration of an integration.
func integrationConfig(label, id string, arguments ...string) string {
	return fmt.Sprintf("resource \"credentials_integration_config\" %q {\n  integration_id = %q\n  %s\n}\n", label, id, strings.Join(arguments, "\n  "))
}

func credentialAddress(label string) string { return "credentials_integration_credential." + label }

// attach refers to a credential from a slot.
func attach(slot, label string) string {
	return fmt.Sprintf("credentials = { %s = %s.id }", slot, credentialAddress(label))
}

// stored is the credential of that name, with its secrets.
func stored(t *testing.T, f *genesystest.Fake, name string) genesystest.Credential {
	t.Helper()
	for _, c := range f.Credentials() {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("there is no credential named %q", name)
	return genesystest.Credential{}
}

// expectFields compares the fields of the credential of that name, its secrets included.
func expectFields(t *testing.T, f *genesystest.Fake, name string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, stored(t, f, name).Fields); diff != "" {
		t.Errorf("%s: other fields than wanted (-want +got):\n%s", name, diff)
	}
}

// webServices is the integration of type custom-rest-actions.
func webServices(t *testing.T, f *genesystest.Fake) genesystest.Integration {
	t.Helper()
	found, ok := f.Integration(genesystest.WebServicesID)
	if !ok {
		t.Fatal("the integration is gone")
	}
	return found
}

// expectCounts compares how often routes were called since the last call, token requests aside, and starts over.
func expectCounts(t *testing.T, f *genesystest.Fake, want map[string]int) {
	t.Helper()
	got := map[string]int{}
	for _, r := range f.Requests() {
		if r.Route != genesystest.Authenticate {
			got[r.Route]++
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("other requests than wanted (-want +got):\n%s", diff)
	}
	f.ResetCounts()
}

// bodies returns the bodies of all requests of a route.
func bodies(t *testing.T, f *genesystest.Fake, route string) []object {
	t.Helper()
	var all []object
	for _, r := range f.RequestsOn(route) {
		all = append(all, acctest.Decode(t, r.Body))
	}
	return all
}
