package oneaccess_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// object is a JSON object.
type object = map[string]any

// The application and the user that all tests use.
const (
	app  = oneaccesstest.ApplicationID
	user = oneaccesstest.UserID
)

// provider leads the provider to a fake, as a client that fetches its tokens.
func provider(f *oneaccesstest.Fake) string {
	return acctest.Provider("oneaccess", oneaccesstest.Fixture.Arguments(f.URL)...)
}

// account is the one account of a configuration. The arguments may name another application or user.
func account(arguments ...string) string {
	text := strings.Join(arguments, "\n  ")
	for name, id := range map[string]string{"application_id": app, "user_id": user} {
		if !strings.Contains(text, name+" ") {
			text = fmt.Sprintf("%s = %q\n  %s", name, id, text)
		}
	}
	return fmt.Sprintf("resource \"credentials_application_account\" \"a\" {\n  %s\n}\n", text)
}

const address = "credentials_application_account.a"

// stored is the only account of the application, with its password.
func stored(t *testing.T, f *oneaccesstest.Fake) oneaccesstest.Account {
	t.Helper()
	all := f.Accounts(app)
	if len(all) != 1 {
		t.Fatalf("there are %d accounts: %v", len(all), all)
	}
	return all[0]
}

// edit changes the only account of the application by hand.
func edit(t *testing.T, f *oneaccesstest.Fake, change func(*oneaccesstest.Account)) {
	t.Helper()
	f.EditAccount(app, stored(t, f).ID, change)
}

// expectUpdates compares the bodies of all updates since the last call with JSON.
func expectUpdates(t *testing.T, f *oneaccesstest.Fake, want ...string) {
	t.Helper()
	var bodies, sent []object
	for _, body := range want {
		bodies = append(bodies, acctest.Decode(t, body))
	}
	for _, r := range f.RequestsOn(oneaccesstest.UpdateAppAccount) {
		sent = append(sent, acctest.Decode(t, r.Body))
	}
	if diff := cmp.Diff(bodies, sent); diff != "" {
		t.Errorf("other updates than wanted (-want +got):\n%s", diff)
	}
	f.ResetCounts()
}

// expectRequests compares all requests since the last call with the names of their routes.
func expectRequests(t *testing.T, f *oneaccesstest.Fake, want ...string) {
	t.Helper()
	var got []string
	for _, r := range f.Requests() {
		if r.Route != oneaccesstest.ShowAuthToken {
			got = append(got, r.Route)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("other requests than wanted (-want +got):\n%s", diff)
	}
	f.ResetCounts()
}
