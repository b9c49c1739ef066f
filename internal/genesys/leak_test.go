package genesys_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

// Secrets go, write-only and kept in the state, to two platforms that repeat every request in their errors: as JSON, and
// as a proxy's page.
func TestAccSecretsAppearNowhere(t *testing.T) {
	c := acctest.NewCLI(t)
	fakes := []*genesystest.Fake{
		genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{EchoRequests: true}}),
		genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{EchoHTML: true}}),
	}
	config := []string{variable("client_secret", true)}
	var writeOnly, stored []string
	for i, f := range fakes {
		secrets := map[bool]string{false: fmt.Sprint("stored", i), true: fmt.Sprint("write_only", i)}
		config = append(config, variable(secrets[false], false), variable(secrets[true], true),
			strings.Replace(acctest.Provider("genesys", fmt.Sprintf("base_url = %q", f.URL), fmt.Sprintf("client_id = %q", genesystest.ClientID), "client_secret = var.client_secret"),
				"{", fmt.Sprintf("{\n alias = \"fake%d\"", i), 1),
			credential(fmt.Sprint("a", i), "pureCloudOAuthClient", fmt.Sprintf("provider = credentials.fake%d", i),
				"fields = { clientId = var."+secrets[false]+" }", "fields_wo = { clientSecret = var."+secrets[true]+" }"))
	}
	c.Configure(config...)
	rotate := func() {
		for i := range fakes {
			stored, writeOnly = append(stored, acctest.Canary("stored")), append(writeOnly, acctest.Canary("write-only"))
			c.Setenv(fmt.Sprintf("TF_VAR_stored%d=%s", i, stored[len(stored)-1]), fmt.Sprintf("TF_VAR_write_only%d=%s", i, writeOnly[len(writeOnly)-1]))
		}
	}
	trouble := func(route string, do func()) {
		for _, f := range fakes {
			broken(t, f, route)
		}
		do()
		for _, f := range fakes {
			f.ClearFaults()
		}
	}
	c.Setenv("TF_VAR_client_secret=" + genesystest.ClientSecret)
	c.Trace()
	rotate()
	trouble(genesystest.Authenticate, func() {
		acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Cannot create integration credential")
	})
	trouble(genesystest.CreateCredential, func() {
		acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Cannot create integration credential")
	})
	c.Apply()
	rotate()
	trouble(genesystest.PutCredential, func() {
		c.SavePlan()
		acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Cannot update integration credential")
	})

	var tokens []string
	var arrived strings.Builder
	for _, f := range fakes {
		tokens = append(tokens, f.Tokens.Values()...)
		for _, r := range f.Requests() {
			arrived.Write(r.Body)
		}
	}
	for _, secret := range append(writeOnly, stored...) {
		if !strings.Contains(arrived.String(), secret) {
			t.Errorf("%q has not arrived", secret)
		}
	}
	never := append(append(tokens, writeOnly...), genesystest.ClientSecret)
	c.ExpectNotShown(append(stored, never...)...)
	c.ExpectNotKept(never...)
}

func variable(name string, ephemeral bool) string {
	return fmt.Sprintf("variable %q {\n  type      = string\n  sensitive = true\n  ephemeral = %t\n}\n", name, ephemeral)
}
