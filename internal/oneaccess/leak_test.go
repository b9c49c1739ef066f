package oneaccess_test

import (
	"fmt"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

// Secrets go through creations and updates, failed ones too, to platforms that repeat every request in their errors: as
// JSON, and as a proxy's page.
func TestAccSecretsAppearNowhere(t *testing.T) {
	for name, options := range map[string]fakeapi.Options{"json": {EchoRequests: true}, "html": {EchoHTML: true}} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, oneaccesstest.Options{Options: options})
			c := acctest.NewCLI(t, "ONEACCESS_BASE_URL="+f.URL, "ONEACCESS_CLIENT_ID="+oneaccesstest.ClientID, "ONEACCESS_CLIENT_SECRET="+oneaccesstest.ClientSecret)
			c.Trace()
			secrets, writeOnly := []string{oneaccesstest.ClientSecret}, []string{oneaccesstest.ClientSecret}
			configure := func(argument string) {
				canary := acctest.Canary(argument)
				c.Setenv("TF_VAR_password=" + canary)
				isWriteOnly := argument == "password_wo"
				c.Configure(account(`account_name = "Test02"`, argument+" = var.password"),
					fmt.Sprintf("variable \"password\" {\n type = string\n sensitive = true\n ephemeral = %t\n}\n", isWriteOnly))
				secrets = append(secrets, canary)
				if isWriteOnly {
					writeOnly = append(writeOnly, canary)
				}
			}
			configure("password_wo")
			fault(t, f, oneaccesstest.CreateAppAccount, fakeapi.Fault{Status: 400, Times: 1})
			acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Cannot create application account")
			c.Apply()
			for _, argument := range []string{"password", "password_wo"} {
				configure(argument)
				fault(t, f, oneaccesstest.UpdateAppAccount, fakeapi.Fault{Status: 400, Times: 1})
				acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Cannot update application account")
				c.SavePlan()
				c.Apply()
			}
			for _, secret := range secrets {
				if !f.Saw(secret) {
					t.Errorf("%q has not arrived", secret)
				}
			}
			tokens := f.Tokens.Values()
			c.ExpectNotShown(append(secrets, tokens...)...)
			c.ExpectNotKept(append(writeOnly, tokens...)...)
		})
	}
}
