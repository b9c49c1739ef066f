package losant_test

import (
	"testing"

	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	f := losanttest.NewServer(t, losanttest.Options{})
	id := f.Seed(app, losanttest.Credential{Name: "Dave", Type: "azure", Enabled: true})
	state := engine.ImportByIdentity(t, losanttest.Fixture, f.URL,
		"credentials_service_credential", map[string]string{"application_id": app, "id": id})
	if state["name"] != "Dave" || state["type"] != "azure" || state["id"] != id {
		t.Errorf("read %v", state)
	}
}

// The engine's part in it.
func TestAccImportByIdentity(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	acctest.Test(t, tftest.TestCase{
		Steps: []tftest.TestStep{
			{Config: provider(f) + sampleOf("azure").first()},
			{
				ResourceName: address("azure"), ImportState: true, ImportStateKind: tftest.ImportBlockWithResourceIdentity,
				ExpectNonEmptyPlan: true, // the secret is written
			},
		},
	})
}
