package losant_test

import (
	"fmt"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// A key that was entered in Losant is never overwritten by what stands in the configuration for it.
func TestAccPlaceholderIsNeverWritten(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	adopted := f.Seed(app, losanttest.Credential{Name: "adopted", Type: "azure", Enabled: true, Config: object{"account": "a", "accountKey": "real"}})
	ignored := map[string]string{"all": "all", "key": "[azure.account_key]", "block": "[azure]", "adopted": "[azure.account_key]"}
	configure := func(account, description string) {
		config := provider(f) + fmt.Sprintf("import {\n to = %s\n id = \"%s/%s\"\n}\n", address("adopted"), app, adopted)
		for label, what := range ignored {
			config += resource(label, fmt.Sprintf("description = %q", description),
				fmt.Sprintf("azure {\n account = %q\n account_key = \"placeholder\"\n}\nlifecycle {\n ignore_changes = %s\n}", account, what))
		}
		c.Configure(config)
	}
	configure("a", "")
	acctest.Contains(t, c.Apply(), "1 imported, 3 added, ")
	c.PlanNothing()
	for _, label := range []string{"all", "key", "block"} {
		f.Edit(app, stored(t, f, label).ID, func(s *losanttest.Credential) { s.Config["accountKey"] = "real" })
	}
	expect := func() {
		t.Helper()
		for label := range ignored {
			if key := stored(t, f, label).Config["accountKey"]; key != "real" {
				t.Errorf("the key of %s is %q", label, key)
			}
		}
	}
	acctest.Contains(t, c.PlanNothing(), "Secret may have been replaced outside Terraform")
	c.Apply()
	expect()

	t.Log("Nor with what changes beside it, in the same block or outside.")
	configure("a", "described")
	c.Apply()
	expect()
	configure("b", "described")
	c.Apply()
	expect()
	for label, account := range map[string]string{"all": "a", "block": "a", "key": "b", "adopted": "b"} {
		if got := stored(t, f, label).Config["account"]; got != account {
			t.Errorf("the account of %s is %q, want %q", label, got, account)
		}
	}
	c.PlanNothing()
}
