package confidential_test

import (
	"fmt"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// appliveryTenant has an organization for each object. Each write makes a new password, which is kept in the state only of
// what keeps its secret there.
func appliveryTenant(t *testing.T, options fakeapi.Options) tenant {
	t.Helper()
	f := appliverytest.NewServer(t, appliverytest.Options{Options: options, NewPasswordOnPut: true})
	for n, name := range objects {
		f.AddOrganization(fmt.Sprintf("%024x", n), name)
	}
	token := acctest.Canary("applivery")
	f.Tokens.Allow(token, appliverytest.PermissionUpdate, appliverytest.PermissionReset)
	integration := func(name string) appliverytest.Integration {
		found, opened := f.Integration(name)
		if !opened {
			t.Fatalf("the integration of %s was never opened", name)
		}
		return found
	}
	return tenant{
		Server: f.Server, block: "applivery", settings: baseURL(f.URL), credentials: map[string]string{"api_token": token},
		resources: []resource{{
			kind: "harmony_mobile_integration", variant: "token", secret: "token", whole: true,
			arguments: func(name, note, given string) string {
				return fmt.Sprintf("organization_id = %q\nportal_account_id = %q\ngw_address = \"gw.example\"\nstore_login = %t\n%s", name, note, isStored(name), given)
			},
			importID: func(name string) string { return name },
			create:   appliverytest.Update, update: appliverytest.Update, destroy: appliverytest.Reset,
			made:    func(name string) []string { return []string{integration(name).Password} },
			replace: func(name string) { f.EditIntegration(name, func(i *appliverytest.Integration) { i.Token = "by hand" }) },
		}},
	}
}
