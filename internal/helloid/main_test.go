package helloid_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// The user, the application and the resource that all tests use.
const (
	user    = helloidtest.UserGUID
	app     = helloidtest.ApplicationGUID
	address = "credentials_enduser_credential.this"
)

// provider leads the provider to a fake. More arguments of the helloid block may follow.
func provider(f *helloidtest.Fake, arguments ...string) string {
	return acctest.Provider("helloid", append(helloidtest.Fixture.Arguments(f.URL), arguments...)...)
}

// credential is a resource with these arguments, and where they are silent, with some of its own.
func credential(arguments ...string) string {
	for _, own := range []string{`user_guid = "` + user + `"`, `application_guid = "` + app + `"`, values("g!sg*Z_x5")} {
		name, _, _ := strings.Cut(own, "_")
		if !slices.ContainsFunc(arguments, func(argument string) bool { return strings.HasPrefix(argument, name) }) {
			arguments = append(arguments, own)
		}
	}
	return "resource \"credentials_enduser_credential\" \"this\" {\n  " + strings.Join(arguments, "\n  ") + "\n}\n"
}

func values(password string) string {
	return fmt.Sprintf("credentials_wo = { UserName = \"Mike\", Password = %q }", password)
}

// expectStored compares the values of a set. None at all mean that it is not there.
func expectStored(t *testing.T, f *helloidtest.Fake, set string, want map[string]string) {
	t.Helper()
	if got := f.Values(user, app, set); !maps.Equal(got, want) {
		t.Errorf("set %q has %v, want %v", set, got, want)
	}
}

func login(userName, password string) map[string]string {
	return map[string]string{"UserName": userName, "Password": password}
}

// expectRequests compares how many writes and deletions there were since the last call. Beside them, only the checks of planned
// creations read.
func expectRequests(t *testing.T, f *helloidtest.Fake, updates, deletions int) {
	t.Helper()
	if u, d := f.Count(helloidtest.UpdateCredential), f.Count(helloidtest.DeleteCredentialSet); u != updates || d != deletions || len(f.Requests()) != u+d+f.Count(helloidtest.GetUser) {
		t.Errorf("%d writes and %d deletions among %d requests, want %d and %d and no other", u, d, len(f.Requests()), updates, deletions)
	}
	f.ResetCounts()
}
