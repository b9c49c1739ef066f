package reliability_test

import (
	"fmt"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// platform is one line of the table.
type platform struct {
	name  string
	start func(t *testing.T, options fakeapi.Options, count int) *fleet
	// posts: objects are made by a POST that must not be repeated blindly.
	posts bool
	// unique: a second object of the same name is refused.
	unique bool
	// expires: access tokens are fetched, so they can be replaced when they expire.
	expires bool
}

var platforms = []platform{
	{name: "losant", start: losant, posts: true, unique: true},
}

func losant(t *testing.T, options fakeapi.Options, _ int) *fleet {
	f := losanttest.NewServer(t, losanttest.Options{Options: options})
	return &fleet{
		Server:   f.Server,
		settings: fmt.Sprintf("losant {\n base_url = %q\n api_token = %q\n %s\n }", f.URL, losanttest.Token, unlimited),
		resource: "credentials_service_credential",
		arguments: fmt.Sprintf("application_id = %q\n name = %s\n azure {\n account_key_wo = %s\n }",
			losanttest.ApplicationID, name, secret),
		write: losanttest.Create,
		stored: func() (all []object) {
			for _, c := range f.Credentials(losanttest.ApplicationID) {
				all = append(all, object{c.Name, c.ID, fmt.Sprint(c.Config["accountKey"])})
			}
			return all
		},
	}
}
