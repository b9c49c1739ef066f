package reliability_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// providerBlock is the provider's block of a platform, with other values for its secrets and other arguments.
func providerBlock(fixture fakeapi.Fixture, url string, value func(fakeapi.Credential) string, more ...string) string {
	arguments := append([]string{fmt.Sprintf("base_url = %q", url)}, more...)
	for _, c := range fixture.Credentials {
		arguments = append(arguments, fmt.Sprintf("%s = %q", c.Argument, value(c)))
	}
	return acctest.Provider(fixture.Name, arguments...)
}

func valid(c fakeapi.Credential) string { return c.Value }

func wrong(c fakeapi.Credential) string {
	if c.Public {
		return c.Value
	}
	return "not-the-credential"
}

// A plan that is green means that the apply can begin, on every platform and for every resource type.
func TestAccPlanOfACreationTellsWhatIsWrong(t *testing.T) {
	each(t, all, func(t *testing.T, s starter) {
		c := acctest.NewCLI(t)
		f := s.start(t, fakeapi.Options{})
		block := f.block(0)
		title := "Error: Cannot plan "

		c.Configure(providerBlock(s.Fixture, f.URL, wrong), block)
		acctest.Contains(t, c.Fail("plan"), title, "with "+f.address(0), "Check them")
		f.ResetCounts()
		c.Validate()
		c.Configure(providerBlock(s.Fixture, "https://unknown.invalid", valid), block)
		acctest.Contains(t, c.Fail("plan"), title, "with "+f.address(0), "unknown.invalid")

		t.Log("Unless the check is turned off, or the block is not known yet.")
		c.Configure(providerBlock(s.Fixture, "https://unknown.invalid", valid, "check_on_plan = false"), block)
		acctest.Lacks(t, c.Plan(), "Error")
		late := strings.Replace(providerBlock(s.Fixture, "late", valid), `"late"`, "terraform_data.late.output", 1)
		c.Configure(late, fmt.Sprintf("resource \"terraform_data\" \"late\" {\n input = %q\n}\n", f.URL), block)
		acctest.Lacks(t, c.Plan(), "Error")
		if n := len(f.Requests()); n != 0 {
			t.Errorf("%d requests were sent", n)
		}
	})
}

// A check that alone is not permitted is a warning of the plan. One that the platform cannot answer is an error.
func TestAccPlanWhoseCheckIsRefused(t *testing.T) {
	each(t, all, func(t *testing.T, s starter) {
		c := acctest.NewCLI(t)
		f := s.start(t, fakeapi.Options{})
		c.Configure(acctest.Budget(providerBlock(s.Fixture, f.URL, valid), "1s"), f.block(0))
		answerReads := func(status int) {
			f.ClearFaults()
			for _, route := range f.Routes() {
				if strings.HasPrefix(route, "GET ") && route != f.Login {
					f.Inject(route, fakeapi.Fault{Status: status})
				}
			}
		}
		answerReads(http.StatusForbidden)
		acctest.Contains(t, c.Plan(), "Warning: ", "with "+f.address(0), "403", "1 to add")
		answerReads(http.StatusInternalServerError)
		acctest.Contains(t, c.Fail("plan"), "Error: Cannot plan ", "with "+f.address(0), "500")
	})
}

// Credentials that may only read are enough to plan everything: creations, and what is there.
func TestAccPlanWithCredentialsThatOnlyRead(t *testing.T) {
	c := acctest.NewCLI(t)
	var blocks, full, readOnly []string
	var tenants []*fakeapi.Tenant
	for _, fixture := range fakes.Fixtures {
		tenant := fixture.Start(t, fakeapi.Options{})
		tenants = append(tenants, tenant)
		block := func(value func(fakeapi.Credential) string) string {
			text := fmt.Sprintf("%s {\n base_url = %q\n", fixture.Name, tenant.URL)
			for _, credential := range fixture.Credentials {
				text += fmt.Sprintf(" %s = %q\n", credential.Argument, value(credential))
			}
			return text + "}\n"
		}
		full = append(full, block(valid))
		readOnly = append(readOnly, block(func(c fakeapi.Credential) string { return c.ReadOnly }))
		for row, r := range tenant.Resources {
			name := fmt.Sprint(fixture.Name, "-", row)
			given := acctest.Give(r, acctest.WriteOnly, `"secret"`, "", `"other"`)
			blocks = append(blocks, acctest.SampleBlock(r, name, name, "note", given))
		}
	}
	configure := func(platforms []string) {
		c.Configure("provider \"credentials\" {\n"+strings.Join(platforms, "")+"}\n", strings.Join(blocks, "\n"))
		for _, tenant := range tenants {
			tenant.ResetCounts()
		}
	}
	expectReadsOnly := func() {
		t.Helper()
		for i, tenant := range tenants {
			if len(tenant.Requests()) == 0 {
				t.Errorf("%s was not asked", fakes.Fixtures[i].Name)
			}
			for _, r := range tenant.Requests() {
				if r.Method != http.MethodGet && (tenant.Login == "" || !strings.HasSuffix(tenant.Login, r.Path)) {
					t.Errorf("the plan has sent %s %s", r.Method, r.Path)
				}
			}
		}
	}
	configure(readOnly)
	acctest.Contains(t, c.Plan(), fmt.Sprintf("Plan: %d to add, 0 to change, 0 to destroy", len(blocks)))
	expectReadsOnly()

	configure(full)
	c.Apply()
	configure(readOnly)
	c.PlanNothing()
	expectReadsOnly()
}
