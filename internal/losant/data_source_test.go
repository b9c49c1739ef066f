package losant_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// data is a data source; kind is what follows service_credential in its name.
func data(kind, label string, arguments ...string) string {
	return fmt.Sprintf("data \"credentials_service_credential%s\" %q {\n  application_id = %q\n  %s\n}\n", kind, label, app, strings.Join(arguments, "\n  "))
}

func TestAccServiceCredentialsOfEveryTypeAreFound(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	config := provider(f)
	var checks []tftest.TestCheckFunc
	for i, s := range samples {
		id := f.Seed(app, losanttest.Credential{Name: s.block, Type: s.name, Enabled: true, Config: acctest.Decode(t, s.sent)})
		if i%2 == 0 {
			config += data("", s.block, fmt.Sprintf("name = %q", s.block))
		} else { // the letter case of an id does not matter, and stays
			id = strings.ToUpper(id)
			config += strings.Replace(data("", s.block, fmt.Sprintf("id = %q", id)), app, strings.ToUpper(app), 1)
		}
		found := "data." + address(s.block)
		checks = append(checks, tftest.TestCheckResourceAttr(found, "id", id), tftest.TestCheckResourceAttr(found, "type", s.name),
			tftest.TestCheckResourceAttr(found, "created_by_type", "user"))
		for argument := range strings.SplitSeq(s.created, ", ") {
			if name, value, ok := strings.Cut(argument, " = "); ok {
				checks = append(checks, tftest.TestCheckResourceAttr(found, s.block+"."+name, strings.Trim(value, `"`)))
			}
		}
	}
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{{Config: config, Check: tftest.ComposeAggregateTestCheckFunc(checks...)}}})
}

func TestAccServiceCredentialsAreListedOverManyPages(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{MaxPerPage: 100})
	for i := range 205 {
		f.Seed(app, losanttest.Credential{Name: fmt.Sprintf("bulk %03d", i), Type: "azure", Enabled: true})
	}
	f.Seed(app, losanttest.Credential{Name: "new", Type: "future", Config: object{"anything": "goes"}})
	name := func(label string) string { return "data.credentials_service_credentials." + label }
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
		{Config: provider(f) + data("s", "all", `filter = "a"`), ExpectError: regexp.MustCompile("`filter` needs `filter_field`")},
		{
			Config: provider(f) + data("s", "all") + data("s", "bulk", `filter_field = "name"`, `filter = "bulk 10*"`) +
				data("s", "future", `filter_field = "type"`, `filter = "future"`),
			Check: tftest.ComposeAggregateTestCheckFunc(
				tftest.TestCheckResourceAttr(name("all"), "service_credentials.#", "206"),
				tftest.TestCheckResourceAttr(name("all"), "service_credentials.0.name", "bulk 000"),
				tftest.TestCheckResourceAttr(name("all"), "service_credentials.204.name", "bulk 204"),
				tftest.TestCheckResourceAttr(name("bulk"), "service_credentials.#", "10"),
				tftest.TestCheckResourceAttr(name("future"), "service_credentials.#", "1"),
				tftest.TestCheckResourceAttr(name("future"), "service_credentials.0.type", "future"),
				tftest.TestCheckResourceAttr(name("future"), "service_credentials.0.enabled", "false"),
			),
		},
	}})
}

func TestAccServiceCredentialMatchesExactlyOne(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	for _, name := range []string{"a*b", "axb", "first", "second"} {
		f.Seed(app, losanttest.Credential{Name: name, Type: "azure", Enabled: true})
	}
	second := stored(t, f, "second").ID
	c := acctest.NewCLI(t)
	c.Configure(provider(f), data("", "one", `name = "a*b"`), "output \"id\" {\n value = data.credentials_service_credential.one.id\n}\n")
	acctest.Contains(t, c.Plan(), stored(t, f, "a*b").ID)

	f.Edit(app, second, func(s *losanttest.Credential) { s.Name = "first" })
	for argument, want := range map[string]string{
		`name = "a?b"`:                           `There is no service credential named "a?b"`,
		`name = "Firsst"`:                        "There is no service credential named \"Firsst\" in application " + app + ". Did you mean \"first\"?",
		`name = "first"`:                         "There is more than one service credential named \"first\" in application " + app + ". Choose one by its id: " + stored(t, f, "first").ID + ", " + second,
		`id = "` + app + `"`:                     "answered 404 Not Found (NotFound)",
		`id = "1"`:                               "`id` must be 24 hexadecimal digits",
		"":                                       "Set either `id` or `name`",
		"name = \"first\"\n id = \"" + app + `"`: "Set either `id` or `name`",
	} {
		c.Configure(provider(f), data("", "one", argument))
		acctest.Contains(t, c.Fail("plan"), want)
	}
}

func TestAccUsageNamesTheUsers(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	used := f.Seed(app, losanttest.Credential{Name: "used", Type: "azure"})
	idle := f.Seed(app, losanttest.Credential{Name: "idle", Type: "azure"})
	f.Link(app, "used", losanttest.Flows, "Night shift")
	f.Link(app, "used", losanttest.FlowVersions, "v1.2")
	f.Link(app, "used", losanttest.Integrations, "Hub")
	name := func(label string) string { return "data.credentials_service_credential_usage." + label }
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
		{Config: provider(f) + data("_usage", "gone", `id = "`+app+`"`), ExpectError: regexp.MustCompile(`Cannot determine what uses service credential`)},
		{
			Config: provider(f) + data("_usage", "used", `id = "`+used+`"`, "include_custom_nodes = true") + data("_usage", "idle", `id = "`+idle+`"`),
			Check: tftest.ComposeAggregateTestCheckFunc(
				tftest.TestCheckResourceAttr(name("used"), "in_use", "true"),
				tftest.TestCheckResourceAttr(name("used"), "flows.0.name", "Night shift"),
				tftest.TestCheckResourceAttr(name("used"), "flow_versions.0.name", "v1.2"),
				tftest.TestCheckResourceAttr(name("used"), "integrations.0.name", "Hub"),
				tftest.TestCheckResourceAttr(name("idle"), "in_use", "false"),
				tftest.TestCheckResourceAttr(name("idle"), "flows.#", "0"),
			),
		},
	}})
}
