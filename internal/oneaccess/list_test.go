package oneaccess_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

func TestApplicationAccountsAreListed(t *testing.T) {
	t.Parallel()
	f, id := seeded(t)
	f.AddAccount(oneaccesstest.Account{ApplicationID: app, AccountName: "shared", Type: "PUBLIC_ACCOUNT"})
	query := engine.Query{
		Platform: oneaccesstest.Fixture, URL: f.URL, Type: "credentials_application_account",
		Arguments: map[string]any{"application_id": app}, IncludeResource: true,
	}
	found := engine.List(t.Context(), t, query, nil)
	if len(found) != 1 || found[0].Name != "Test02" || found[0].Identity["account_id"] != id || found[0].Identity["application_id"] != app {
		t.Fatalf("got %+v", found)
	}
	shown := found[0].Resource
	for name, want := range map[string]any{"account_id": id, "name": "Example", "account_type": "BASIC_ACCOUNT", "disabled": false} {
		if wanted := tftypes.NewValue(shown[name].Type(), want); !shown[name].Equal(wanted) {
			t.Errorf("%s is %s, want %s", name, shown[name], wanted)
		}
	}
	query.Arguments["account_type"] = "PUBLIC_ACCOUNT"
	if shared := engine.List(t.Context(), t, query, nil); len(shared) != 1 || shared[0].Name != "shared" {
		t.Errorf("got %+v", shared)
	}

	for i := range 150 {
		f.AddAccount(oneaccesstest.Account{ApplicationID: app, UserID: user, AccountName: fmt.Sprint("a", i)})
	}
	f.ResetCounts()
	query.Arguments["account_type"], query.Limit = "BASIC_ACCOUNT", 100
	if all := engine.List(t.Context(), t, query, nil); len(all) != 100 || f.Count(oneaccesstest.ListAppAccounts) != 1 {
		t.Errorf("%d results after %d pages", len(all), f.Count(oneaccesstest.ListAppAccounts))
	}
}
