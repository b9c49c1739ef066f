package helloid_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

// Both forms of a list, and GUIDs in another letter case, and what is looked for on the last page.
func TestAccLookupsMatchExactly(t *testing.T) {
	for name, options := range map[string]helloidtest.Options{
		"an array":             {},
		"an array in data":     {ListMember: "data", OtherCase: true},
		"an array in pageData": {ListMember: "pageData", MaxTake: 100},
	} {
		t.Run(name, func(t *testing.T) {
			f := helloidtest.NewServer(t, options)
			for i := range 200 {
				f.AddUser(helloidtest.User{UserName: fmt.Sprintf("Mike%d", i)})
				f.AddApplication(helloidtest.Application{Name: fmt.Sprintf("App%d", i)})
			}
			last, app := f.AddUser(helloidtest.User{UserName: "Mik"}), f.AddApplication(helloidtest.Application{Name: "App", Type: "SAML"})
			upper := strings.ToUpper(last.GUID)
			acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
				{
					Config: provider(f) + lookup("enduser", "named", `user_name = "Mik"`) + lookup("enduser", "known", `user_guid = "`+upper+`"`) +
						lookup("enduser_application", "named", `name = "App"`),
					Check: tftest.ComposeAggregateTestCheckFunc(
						isGUID("data.credentials_enduser.named", "user_guid", last.GUID),
						tftest.TestCheckResourceAttr("data.credentials_enduser.named", "user_name", "Mik"),
						isGUID("data.credentials_enduser.known", "user_guid", last.GUID),
						tftest.TestCheckResourceAttr("data.credentials_enduser.known", "user_name", "Mik"),
						isGUID("data.credentials_enduser_application.named", "application_guid", app.GUID),
						tftest.TestCheckResourceAttr("data.credentials_enduser_application.named", "type", "SAML"),
					),
				},
			}})
		})
	}
}

func lookup(kind, name, argument string) string {
	return fmt.Sprintf("data \"credentials_%s\" %q {\n  %s\n}\n", kind, name, argument)
}

func isGUID(address, attribute, want string) tftest.TestCheckFunc {
	return tftest.TestMatchResourceAttr(address, attribute, regexp.MustCompile("(?i)^"+want+"$"))
}

func TestAccLookupsFindOneOrFail(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	one, two := f.AddApplication(helloidtest.Application{Name: "Twice"}), f.AddApplication(helloidtest.Application{Name: "Twice"})
	f.EditUser(f.AddUser(helloidtest.User{UserName: "Gone"}).GUID, func(u *helloidtest.User) { u.Deleted = true })
	c := acctest.NewCLI(t)
	c.Configure(provider(f),
		lookup("enduser", "letter_case", `user_name = "mike"`), lookup("enduser", "deleted", `user_name = "Gone"`),
		lookup("enduser", "unknown", `user_guid = "00000000-0000-0000-0000-000000000000"`),
		lookup("enduser_application", "part", `name = "Gith"`), lookup("enduser_application", "case", `name = "GitHub"`), lookup("enduser_application", "twice", `name = "Twice"`))
	acctest.Contains(t, c.Fail("plan"),
		`Cannot find end user "mike"`, `There is no user named "mike". Did you mean "Mike"?`, `There is no user named "Gone"`, `Cannot find end user "00000000-0000-0000-0000-000000000000"`, "404 Not Found: User not found",
		`Cannot find application "Gith"`, `There is no application named "Gith".`, `There is no application named "GitHub". Did you mean "Github"?`,
		`There is more than one application named "Twice". Choose one by its id: `+one.GUID+", "+two.GUID)
}
