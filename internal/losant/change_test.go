package losant_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

func TestAccWhatIsTakenOutOfTheConfigurationIsCleared(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	// The optional arguments of each type, and the body that clears them. The secrets are pinned: they are not sent.
	optional := []struct{ block, needed, optional, cleared string }{
		{"azure", "", `account = "a"`, `{"account": ""}`},
		{
			"http", `uri_match = "https://a.example", auth_method = "header"`, `public_value = "X-Key"`,
			`{"uriMatch": "https://a.example", "authMethod": "header", "publicValue": ""}`,
		},
		{"jwt", `algorithm = "HS256"`, `issuer = "a"`, `{"algorithm": "HS256", "issuer": ""}`},
		{
			"sql", `system = "pg", host = "h", username = "u"`,
			`port = 5432, secure_connection = true, disable_ssl_verification = true, ca_certificate = "A"`,
			`{"system": "pg", "host": "h", "username": "u", "port": null, "secureConnection": false, "disableSSLVerification": false, "caCertificate": ""}`,
		},
		{
			"git", `type = "http-password", clone_url = "https://a.example"`, `username = "a", committer_name = "A", committer_email = "a@a.example"`,
			`{"type": "http-password", "cloneUrl": "https://a.example", "username": "", "committerName": "", "committerEmail": ""}`,
		},
	}
	before, after, want := provider(f), provider(f), map[string]string{}
	for _, o := range optional {
		s := sampleOf(o.block)
		needed := o.needed + ", " + s.writeOnly(firstSecret) + fmt.Sprintf(", %s_wo_version = 1", s.secret)
		before += s.with(needed+", "+o.optional, `description = "text"`, "enabled = false")
		after += s.with(needed)
		want[o.block] = fmt.Sprintf(`{"description": "", "enabled": true, %q: %s}`, s.configKey(), o.cleared)
	}
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
		{Config: before, Check: acctest.Check(f.ResetCounts)},
		{Config: after, Check: acctest.Check(func() { expectPatches(t, f, want) })},
	}})
}

func TestAccWhatTheAPICannotChangeIsReplaced(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	const other = "575ec8687ae143cd83dc4a98"
	f.AddApplication(other)
	azure, datadog, mailgun := sampleOf("azure"), sampleOf("datadog"), sampleOf("mailgun")
	replaced := tftest.ConfigPlanChecks{}
	for _, label := range []string{"azure", "datadog", "mailgun"} {
		replaced.PreApply = append(replaced.PreApply, plancheck.ExpectResourceAction(address(label), plancheck.ResourceActionDestroyBeforeCreate))
	}
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
		{Config: provider(f) + azure.first() + datadog.first() + mailgun.first()},
		{
			Config: provider(f) + strings.Replace(azure.first(), app, other, 1) +
				datadog.with(datadog.writeOnly(firstSecret)) +
				resource("mailgun", `sendgrid { api_key_wo = "`+firstSecret+`" }`),
			ConfigPlanChecks: replaced,
			Check: acctest.Check(func() {
				if found := f.Credentials(other); len(found) != 1 || found[0].Name != "azure" {
					t.Errorf("the other application has %v", found)
				}
				if site, ok := stored(t, f, "datadog").Config["site"]; ok {
					t.Errorf("the site is still %v", site)
				}
				if s := stored(t, f, "mailgun"); s.Type != "sendgrid" {
					t.Errorf("the type is still %s", s.Type)
				}
			}),
		},
	}})
}

// A certificate that comes back with other line ends is no drift. One with another line is.
func TestAccLineEndsOfACertificateAreNoDrift(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), sampleOf("certificate_key_pair").with(`certificate = "BEGIN\nabc\nEND\n", private_key_wo = "key"`))
	c.Apply()
	shows := func(certificate string) {
		f.Edit(app, stored(t, f, "certificate_key_pair").ID, func(s *losanttest.Credential) { s.Config["certificate"] = certificate })
		f.ResetCounts()
	}
	for _, certificate := range []string{"BEGIN\r\nabc\r\nEND\r\n", "BEGIN\nabc\nEND", "BEGIN\r\nabc\r\nEND"} {
		shows(certificate)
		acctest.Lacks(t, c.Plan(), "~ certificate ")
	}
	shows("BEGIN\r\nabd\r\nEND\r\n")
	acctest.Contains(t, c.Plan(), "~ certificate ")
}

func TestAccWhatIsGoneIsMadeAgain(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), sampleOf("azure").first())
	c.Apply()
	f.Remove(app, stored(t, f, "azure").ID)
	acctest.Contains(t, c.Apply(), `The service credential "azure" no longer exists`, "1 added, 0 changed, 0 destroyed")
	expectStored(t, f, sampleOf("azure"), acctest.Decode(t, sampleOf("azure").sent))
	f.Remove(app, stored(t, f, "azure").ID)
	c.Apply("-destroy", "-refresh=false") // to be gone is what a deletion is for
}

// Only Losant's own word removes something from the state.
func TestAccFailedReadsRemoveNothing(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), sampleOf("azure").first())
	c.Apply()
	for _, trouble := range []fakeapi.Fault{
		{Status: http.StatusNotFound, Body: "<html><body>no such page</body></html>"},
		{Status: http.StatusNotFound, Body: `{"message": "no route"}`},
		{Status: http.StatusUnauthorized},
		{Status: http.StatusForbidden},
		{Status: http.StatusInternalServerError},
	} {
		f.Inject(losanttest.Get, trouble)
		acctest.Contains(t, c.Fail("apply", "-auto-approve"), `Cannot read service credential "azure"`, fmt.Sprint("answered ", trouble.Status))
		f.ClearFaults()
	}
	c.PlanNothing()
	f.Inject(losanttest.Delete, fakeapi.Fault{Status: http.StatusInternalServerError})
	acctest.Contains(t, c.Fail("destroy", "-auto-approve"), `Cannot delete service credential "azure"`)
	f.ClearFaults()
	c.PlanNothing()
}

// A type that a later API adds is not ours to manage.
func TestAccUnknownTypeIsNotImported(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	id := f.Seed(app, losanttest.Credential{Name: "azure", Type: "future", Enabled: true, Config: object{"a": "b"}})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), sampleOf("azure").first())
	acctest.Contains(t, c.Fail("import", address("azure"), app+"/"+id), "Cannot read service credential "+id, `It is of type "future"`)
}

// A platform may repeat what it has, although a request does not carry it: a refused read, or a change of another field.
func TestAccASecretThatIsOnlyInTheStateIsMasked(t *testing.T) {
	c := acctest.NewCLI(t)
	f := losanttest.NewServer(t, losanttest.Options{})
	const key = "Correct:Horse:Battery" // of letters: nothing else gives it away
	given := fmt.Sprintf("azure {\n    account = \"store\"\n    account_key = %q\n  }", key)
	c.Configure(provider(f), resource("a", given))
	c.Apply()

	refusal := fakeapi.Fault{Status: http.StatusBadRequest, Body: fmt.Sprintf(`{"type": "Validation", "message": "%s is refused"}`, strings.ToLower(key))}
	const want = "(Validation): (secret) is refused"
	f.Inject(losanttest.Patch, refusal)
	c.Configure(provider(f), resource("a", given, `description = "new"`))
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), want)
	f.ClearFaults()
	f.Inject(losanttest.Get, refusal)
	f.Inject(losanttest.List, refusal)
	acctest.Contains(t, c.Fail("plan"), want)
}
