package confidential_test

import (
	"fmt"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

// helloidTenant has an application for each object, because the set of an application is deleted whole, and a credential
// that nobody manages, which every answer shows.
func helloidTenant(t *testing.T, options fakeapi.Options) tenant {
	t.Helper()
	const user = helloidtest.UserGUID
	f := helloidtest.NewServer(t, helloidtest.Options{Options: options})
	applications := map[string]string{}
	for _, name := range objects {
		applications[name] = f.AddApplication(helloidtest.Application{Name: name}).GUID
	}
	apiKey, apiSecret, sibling := acctest.Canary("key"), acctest.Canary("secret"), acctest.Canary("sibling")
	f.Tokens.Allow(helloidtest.Pair(apiKey, apiSecret))
	f.Store(user, helloidtest.ApplicationGUID, "Default", map[string]string{"Password": sibling})
	return tenant{
		Server: f.Server, block: "helloid", settings: baseURL(f.URL), credentials: map[string]string{"api_key": apiKey, "api_secret": apiSecret},
		shown: []string{sibling, helloidtest.NeighborPassword},
		resources: []resource{{
			kind: "enduser_credential", variant: "map", secret: "credentials", isMap: true,
			arguments: func(name, note, given string) string { // there is no other argument that can be changed
				return fmt.Sprintf("user_guid = %q\napplication_guid = %q\n# %s\n%s", user, applications[name], note, given)
			},
			importID: func(name string) string { return user + "/" + applications[name] + "/Default" },
			create:   helloidtest.UpdateCredential, update: helloidtest.UpdateCredential, destroy: helloidtest.DeleteCredentialSet,
			replace: func(name string) { f.Store(user, applications[name], "Default", map[string]string{key: "by hand"}) },
		}},
	}
}
