package genesys_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

func query(f *genesystest.Fake, kind string, arguments map[string]any) engine.Query {
	return engine.Query{Platform: genesystest.Fixture, URL: f.URL, Type: "credentials_" + kind, Arguments: arguments, IncludeResource: true}
}

func TestIntegrationCredentialsAreListedByType(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	id := f.SeedCredential(genesystest.Credential{Name: "CRM", Type: "basicAuth", Fields: map[string]string{"userName": "bot", "password": "secret"}})
	for i := range 250 {
		f.SeedCredential(genesystest.Credential{Name: fmt.Sprint("c", i), Type: "userDefined"})
	}
	if all := engine.List(t.Context(), t, query(f, "integration_credential", map[string]any{}), nil); len(all) != 251 {
		t.Errorf("%d results, want 251", len(all))
	}
	f.ResetCounts()
	limited := query(f, "integration_credential", map[string]any{})
	limited.Limit = 200
	if all := engine.List(t.Context(), t, limited, nil); len(all) != 200 || f.Count(genesystest.ListCredentials) != 1 {
		t.Errorf("%d results after %d pages, want 200 after 1", len(all), f.Count(genesystest.ListCredentials))
	}
	found := engine.List(t.Context(), t, query(f, "integration_credential", map[string]any{"type": "basicAuth"}), nil)
	if len(found) != 1 || found[0].Name != "CRM (basicAuth)" || found[0].Identity["id"] != id {
		t.Fatalf("got %+v", found)
	}
	if shown := found[0].Resource; shown["modified_date"].IsNull() || !shown["fields"].IsNull() || strings.Contains(fmt.Sprint(shown), "secret\"") {
		t.Errorf("got %s", shown)
	}
}

func TestIntegrationConfigsAreListedByType(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	id := webServices(t, f).ID
	found := engine.List(t.Context(), t, query(f, "integration_config", map[string]any{"integration_type": "custom-rest-actions"}), nil)
	if len(found) != 1 || found[0].Identity["integration_id"] != id || found[0].Resource["version"].IsNull() || f.Count(genesystest.GetConfig) != 1 {
		t.Fatalf("got %+v", found)
	}
	f.ResetCounts()
	plain := query(f, "integration_config", map[string]any{})
	plain.IncludeResource = false
	if all := engine.List(t.Context(), t, plain, nil); len(all) < 2 || f.Count(genesystest.GetConfig) != 0 {
		t.Errorf("%d results, %d configurations read", len(all), f.Count(genesystest.GetConfig))
	}
	f.Inject(genesystest.GetConfig, fakeapi.Fault{Status: http.StatusForbidden})
	refused := engine.List(t.Context(), t, query(f, "integration_config", map[string]any{}), nil)
	if len(refused) != 1 || len(refused[0].Errors) != 1 || !strings.Contains(refused[0].Errors[0], "Cannot read configuration of integration") {
		t.Errorf("got %+v", refused)
	}
}
