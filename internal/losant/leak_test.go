package losant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// Secrets go through every type, write-only and kept in the state, to two platforms that repeat every request in their
// errors: as JSON, and as a proxy's page.
func TestAccSecretsAppearNowhere(t *testing.T) {
	c := acctest.NewCLI(t)
	token := acctest.Canary("token")
	stored, writeOnly := acctest.Canary("stored"), acctest.Canary("write-only") // each secret ends with one of them
	fakes := []*losanttest.Fake{
		losanttest.NewServer(t, losanttest.Options{Options: fakeapi.Options{EchoRequests: true}}),
		losanttest.NewServer(t, losanttest.Options{Options: fakeapi.Options{EchoHTML: true}}),
	}
	everywhere := func(do func(f *losanttest.Fake)) {
		for _, f := range fakes {
			do(f)
		}
	}
	everywhere(func(f *losanttest.Fake) { f.Tokens.Allow(token, "all.Application") })

	var secrets []string
	// Every secret comes from a variable, so that none is in the configuration.
	configure := func() {
		config := []string{variable("token", true)}
		for i, f := range fakes {
			config = append(config, strings.Replace(acctest.Provider("losant", fmt.Sprintf("base_url = %q", f.URL), "api_token = var.token"),
				"{", fmt.Sprintf("{\n alias = \"fake%d\"", i), 1))
			for j, s := range samples {
				argument, canary, ephemeral := s.secret, stored, false
				if (i+j)%2 == 0 {
					argument, canary, ephemeral = s.secret+"_wo", writeOnly, true
				}
				name := fmt.Sprintf("%s%d", s.block, i)
				secret := acctest.Canary(name) + canary
				secrets = append(secrets, secret)
				c.Setenv("TF_VAR_" + name + "=" + secret)
				block := fmt.Sprintf("%s {\n%s\n%s = var.%s\n}", s.block, strings.ReplaceAll(s.created, ", ", "\n"), argument, name)
				config = append(config, variable(name, ephemeral), resource(name, block, fmt.Sprintf("provider = credentials.fake%d", i)))
			}
		}
		c.Configure(config...)
	}
	c.Setenv("TF_VAR_token=" + token)
	c.Trace()

	configure()
	everywhere(func(f *losanttest.Fake) { broken(t, f, losanttest.Create) })
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Cannot create service credential")
	everywhere(func(f *losanttest.Fake) { f.ClearFaults() })
	c.Apply()
	configure()
	everywhere(func(f *losanttest.Fake) { broken(t, f, losanttest.Patch) })
	c.SavePlan()
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Cannot update service credential")

	var arrived strings.Builder
	everywhere(func(f *losanttest.Fake) {
		for _, r := range f.Requests() {
			arrived.Write(r.Body)
		}
	})
	for _, secret := range secrets {
		if !strings.Contains(arrived.String(), secret) {
			t.Errorf("%q has not arrived", secret)
		}
	}
	c.ExpectNotShown(stored, writeOnly, token)
	c.ExpectNotKept(writeOnly, token)
}

func variable(name string, ephemeral bool) string {
	return fmt.Sprintf("variable %q {\n  type      = string\n  sensitive = true\n  ephemeral = %t\n}\n", name, ephemeral)
}
