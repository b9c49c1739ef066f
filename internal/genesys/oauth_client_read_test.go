package genesys_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

// seedOAuthClients stores that many OAuth clients, and returns their ids.
func seedOAuthClients(f *genesystest.Fake, n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = f.SeedOAuthClient(genesystest.OAuthClient{
			Name: fmt.Sprint("client ", i), Secret: fmt.Sprint("seeded-s3cret-", i), RoleDivisions: []genesystest.RoleDivision{{RoleID: roleID, DivisionID: "*"}},
		})
	}
	return ids
}

// From the second read on, one listing answers, whose pages nextUri leads to.
func TestOAuthClientsAreReadByOneListing(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{OAuthPageSize: 10})
	ids := seedOAuthClients(f, 25)
	client := connect(t, f)
	for _, id := range append(ids, genesystest.ClientID) {
		if found, err := client.LookupOAuthClient(t.Context(), strings.ToUpper(id)); err == nil && found.ID != id {
			t.Errorf("found %s instead of %s", found.ID, id)
		}
	}
	if gets, lists := f.Count(genesystest.GetOAuthClient), f.Count(genesystest.ListOAuthClients); gets != 1 || lists != 3 {
		t.Errorf("%d single reads and %d pages, want 1 and 3", gets, lists)
	}

	f.RemoveOAuthClient(ids[0])
	f.EditOAuthClient(ids[1], func(c *genesystest.OAuthClient) { c.State = "deleted" })
	other := connect(t, f)
	for range 2 { // by itself, and by the listing
		for _, id := range ids[:2] {
			if _, err := other.LookupOAuthClient(t.Context(), id); !genesys.IsOAuthClientGone(err) {
				t.Errorf("got %v of a deleted OAuth client", err)
			}
		}
	}
	all, err := other.OAuthClients(t.Context())
	if err != nil || len(all) != 25 {
		t.Errorf("%d OAuth clients, %v; want 23, and the 2 of the start", len(all), err)
	}
}

func TestAListingOfOAuthClientsThatDoesNotEndIsAnError(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{OAuthPageSize: 2, Options: fakeapi.Options{EndlessPages: true}})
	seedOAuthClients(f, 5)
	if all, err := connect(t, f).OAuthClients(t.Context()); err == nil || !strings.Contains(err.Error(), "does not end") {
		t.Errorf("got %d and %v", len(all), err)
	}
}

// Genesys has announced that the grant type TOKEN ends. Its refusal is final.
func TestAGrantTypeThatIsRefusedIsAnError(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{RefuseImplicitGrant: true})
	made, err := connect(t, f).CreateOAuthClient(t.Context(), genesys.OAuthClientBody{
		Name: "n", GrantType: "TOKEN", Scopes: []string{"users"}, AccessTokenValiditySeconds: 300, State: "active",
	})
	if err == nil || !strings.Contains(err.Error(), " answered 400 Bad Request") || f.Count(genesystest.CreateOAuthClient) != 1 {
		t.Errorf("got %v, %v after %d creations", made, err, f.Count(genesystest.CreateOAuthClient))
	}
}

func TestOAuthClientsAreListed(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{OAuthPageSize: 2})
	ids := seedOAuthClients(f, 3)
	f.EditOAuthClient(ids[2], func(c *genesystest.OAuthClient) { c.State = "deleted" })
	listed := engine.List(t.Context(), t, query(f, "oauth_client", map[string]any{}), nil)
	if len(listed) != 4 { // with the two that the fake has from the start
		t.Fatalf("got %+v", listed)
	}
	at := slices.IndexFunc(listed, func(r engine.Listed) bool { return r.Identity["id"] == ids[0] })
	if at < 0 || listed[at].Name != "client 0" || listed[at].Resource["date_modified"].IsNull() || !listed[at].Resource["secret"].IsNull() {
		t.Errorf("got %+v", listed)
	}
	if strings.Contains(fmt.Sprint(listed), "seeded-s3cret") {
		t.Error("a secret is listed")
	}
}

func TestAccOAuthClientDataSources(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	ids := seedOAuthClients(f, 2)
	f.EditOAuthClient(ids[1], func(c *genesystest.OAuthClient) { c.Name, c.State = "client 0", "deleted" }) // does not count
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{{
		Config: provider(f) + `
data "credentials_oauth_client" "id" {
  id = "` + ids[0] + `"
}
data "credentials_oauth_client" "name" {
  name = "client 0"
}
data "credentials_oauth_clients" "all" {}
`,
		Check: tftest.ComposeAggregateTestCheckFunc(
			tftest.TestCheckResourceAttr("data.credentials_oauth_client.id", "name", "client 0"),
			tftest.TestCheckResourceAttr("data.credentials_oauth_client.name", "id", ids[0]),
			tftest.TestCheckResourceAttr("data.credentials_oauth_client.name", "authorized_grant_type", "CLIENT-CREDENTIALS"),
			tftest.TestCheckResourceAttr("data.credentials_oauth_client.name", "roles.0.role_id", roleID),
			tftest.TestCheckResourceAttr("data.credentials_oauth_client.name", "roles.0.division_id", "*"),
			tftest.TestCheckNoResourceAttr("data.credentials_oauth_client.name", "description"),
			tftest.TestCheckResourceAttr("data.credentials_oauth_clients.all", "oauth_clients.#", "3"),
		),
	}}})
}

func TestAccOAuthClientsThatAreNotFound(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	ids := seedOAuthClients(f, 2)
	f.EditOAuthClient(ids[1], func(c *genesystest.OAuthClient) { c.Name = "client 0" })
	c := acctest.NewCLI(t)
	named := func(name string) string {
		return fmt.Sprintf("data \"credentials_oauth_client\" \"this\" {\n name = %q\n}\n", name)
	}
	c.Configure(provider(f), named("client 0"))
	acctest.Contains(t, c.Fail("plan"), `There is more than one OAuth client named "client 0"`, ids[0], ids[1])
	c.Configure(provider(f), named("none"))
	acctest.Contains(t, c.Fail("plan"), `There is no OAuth client named "none"`)
}
