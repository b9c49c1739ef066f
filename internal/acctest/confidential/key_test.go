package confidential_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

// By a slip, a key of a secret map is the secret. What validation or a plan reports of it neither quotes it nor has it in the
// path that an SDK logs.
func TestAccAKeyOfAMapIsNotShown(t *testing.T) {
	genesys, helloid := genesystest.NewServer(t, genesystest.Options{}), helloidtest.NewServer(t, helloidtest.Options{})
	block := func(fixture fakeapi.Fixture, url string) string {
		return fmt.Sprintf("  %s {\n    %s\n  }\n", fixture.Name, strings.Join(fixture.Arguments(url), "\n    "))
	}
	provider := "provider \"credentials\" {\n" + block(genesystest.Fixture, genesys.URL) + block(helloidtest.Fixture, helloid.URL) + "}\n"
	const key = "variable \"key\" {\n  type      = string\n  sensitive = true\n}\n"
	labels := 0
	credential := func(arguments string) string {
		labels++
		return fmt.Sprintf("resource \"credentials_integration_credential\" \"r%d\" {\n  name = \"r%[1]d\"\n  type = \"basicAuth\"\n  %s\n}\n", labels, arguments)
	}
	login := func(arguments string) string {
		labels++
		return fmt.Sprintf("resource \"credentials_enduser_credential\" \"r%d\" {\n  user_guid = %q\n  application_guid = %q\n  cred_set_name = \"r%[1]d\"\n  %[4]s\n}\n",
			labels, helloidtest.UserGUID, helloidtest.ApplicationGUID, arguments)
	}
	c, secret := acctest.NewCLI(t), acctest.Canary("key")
	c.Setenv("TF_VAR_key=" + secret)
	c.Trace()
	c.Configure(provider, credential(`fields = { userName = "u", password = "p" }`))
	c.Plan()

	c.Setenv("TF_LOG_SDK=", "TF_LOG_SDK_FRAMEWORK=") // where asked for, the framework logs the path of each element
	t.Log("What validation reports.")
	c.Configure(key, provider,
		login("credentials = { (var.key) = \"p\" }\n  credentials_wo = { (var.key) = \"p\" }"),
		login("credentials = { (var.key) = \"p\" }\n  credentials_wo = { lower(var.key) = \"p\" }"),
		login(`credentials_wo = { (var.key) = "" }`), login(`credentials_wo = { (var.key) = null }`))
	acctest.Contains(t, c.Fail("plan"), "Secret set twice", "Function set twice", "Empty credentials_wo", "Null in credentials_wo")

	t.Log("What a plan reports.")
	c.Configure(key, provider, credential(`fields = { userName = "u", (var.key) = "p" }`),
		credential("fields = { userName = \"u\" }\n  fields_wo = { (var.key) = \"p\" }"), credential(`fields = { userName = "u", password = "p", (var.key) = "" }`))
	acctest.Contains(t, c.Fail("plan"), "Unknown field", "`fields` has a key", "`fields_wo` has a key")
	c.ExpectNotShown(secret)
}
