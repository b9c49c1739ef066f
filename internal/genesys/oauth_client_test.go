package genesys_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

const (
	roleID     = "0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26"
	otherRole  = "1e3c9d65-7b20-4f4a-88d1-9a6f4e2b0c37"
	divisionID = "2f4dae76-8c31-405b-99e2-ab7a5f3c1d48"

	oauthAddress = "credentials_oauth_client.this"

	isStored = "store_secret = true"
)

// role is a block roles.
func role(id, division string) string {
	if division == "" {
		return fmt.Sprintf("roles {\n role_id = %q\n }", id)
	}
	return fmt.Sprintf("roles {\n role_id = %q\n division_id = %q\n }", id, division)
}

// oauthClient is a client with the grant type CLIENT-CREDENTIALS, unless the arguments give another.
func oauthClient(name string, arguments ...string) string {
	if !slices.ContainsFunc(arguments, func(a string) bool { return strings.HasPrefix(a, "authorized_grant_type") }) {
		arguments = append(arguments, `authorized_grant_type = "CLIENT-CREDENTIALS"`)
	}
	return fmt.Sprintf("resource \"credentials_oauth_client\" \"this\" {\n  name = %q\n  %s\n}\n", name, strings.Join(arguments, "\n  "))
}

// oauthStored is the only OAuth client that the fake has not from the start.
func oauthStored(t *testing.T, f *genesystest.Fake) genesystest.OAuthClient {
	t.Helper()
	all := f.OAuthClients()
	if len(all) != 1 {
		t.Fatalf("%d OAuth clients are stored, want 1: %+v", len(all), all)
	}
	return all[0]
}

func expectIssued(t *testing.T, f *genesystest.Fake, want int) {
	t.Helper()
	if got := f.Count(genesystest.CreateOAuthClientSecret); got != want {
		t.Errorf("another secret was issued %d times, want %d", got, want)
	}
	f.ResetCounts()
}

// expectSecret compares the secret in the state with that of the platform.
func expectSecret(t *testing.T, c *acctest.CLI, f *genesystest.Fake) {
	t.Helper()
	if got, want := c.Known("secret")[oauthAddress], oauthStored(t, f).Secret; got != want || want == "" {
		t.Errorf("the state has another secret than the platform, or none")
	}
}

func TestAccOAuthClientFromCreationToDestruction(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	configure := func(name string, arguments ...string) {
		c.Configure(provider(f), oauthClient(name, arguments...))
	}
	configure("first", isStored, role(roleID, ""))
	acctest.Contains(t, c.Apply(), "1 added")
	if made := oauthStored(t, f); made.Name != "first" || made.Description != "" || made.State != "active" || made.AccessTokenValiditySeconds != 86400 ||
		!slices.Equal(made.RoleDivisions, []genesystest.RoleDivision{{RoleID: roleID, DivisionID: genesystest.HomeDivisionID}}) {
		t.Errorf("got %+v", made)
	}
	expectIssued(t, f, 0)
	expectSecret(t, c, f)
	c.PlanNothing()
	first := oauthStored(t, f)

	t.Log("Each attribute is updated in place, and no update touches the secret.")
	code := []string{isStored, `authorized_grant_type = "CODE"`, `scopes = ["users", "integrations"]`, `registered_redirect_uris = ["https://a.example", "https://b.example"]`}
	for _, step := range []struct {
		arguments []string
		want      func(genesystest.OAuthClient) bool
	}{
		{[]string{isStored, role(roleID, ""), `description = "d"`}, func(c genesystest.OAuthClient) bool { return c.Description == "d" }},
		{[]string{isStored, role(roleID, "")}, func(c genesystest.OAuthClient) bool { return c.Description == "" }},
		{[]string{isStored, role(roleID, ""), "access_token_validity_seconds = 300"}, func(c genesystest.OAuthClient) bool { return c.AccessTokenValiditySeconds == 300 }},
		{[]string{isStored, role(roleID, "*"), role(otherRole, divisionID)}, func(c genesystest.OAuthClient) bool { return len(c.RoleDivisions) == 2 }},
		{[]string{isStored, role(roleID, ""), `state = "inactive"`}, func(c genesystest.OAuthClient) bool { return c.State == "inactive" }},
		{[]string{isStored, role(roleID, "")}, func(c genesystest.OAuthClient) bool { return c.State == "active" }},
		{code, func(c genesystest.OAuthClient) bool {
			return c.GrantType == "CODE" && len(c.Scope) == 2 && len(c.RedirectURIs) == 2
		}},
		{[]string{isStored, role(roleID, "")}, func(c genesystest.OAuthClient) bool {
			return c.GrantType == "CLIENT-CREDENTIALS" && len(c.Scope)+len(c.RedirectURIs) == 0
		}},
	} {
		configure("second", step.arguments...)
		c.SavePlan()
		if open := c.Unknown("saved.plan", "secret"); len(open) > 0 {
			t.Errorf("the secret is open: %v", step.arguments)
		}
		acctest.Contains(t, c.Apply("saved.plan"), "0 added, 1 changed, 0 destroyed")
		if now := oauthStored(t, f); now.ID != first.ID || now.Name != "second" || now.Secret != first.Secret || !step.want(now) {
			t.Errorf("after %q there is %+v", step.arguments, now)
		}
		c.PlanNothing()
	}
	expectIssued(t, f, 0)

	t.Log("Removed by hand, it is created again; destroyed, it is deactivated first.")
	f.RemoveOAuthClient(first.ID)
	acctest.Contains(t, c.Plan(), "no longer exists", "1 to add")
	c.Apply()
	expectSecret(t, c, f)
	acctest.Contains(t, c.Apply("-destroy"), "1 destroyed")
	if left := f.OAuthClients(); len(left) > 0 {
		t.Errorf("left over: %+v", left)
	}
}

// Without a division, a role is granted in the home division, which only the platform knows.
func TestAccOAuthClientHasARoleOnce(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), oauthClient("twice", isStored, role(roleID, ""), role(roleID, genesystest.HomeDivisionID)))
	acctest.Contains(t, c.Fail("plan"), "Two blocks for one role")
}

func TestAccOAuthClientDriftIsRepaired(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), oauthClient("drift", isStored, `description = "d"`, role(roleID, "")))
	c.Apply()
	before := oauthStored(t, f)
	f.EditOAuthClient(before.ID, func(c *genesystest.OAuthClient) { c.RoleDivisions = append(c.RoleDivisions, c.RoleDivisions[0]) })
	c.PlanNothing() // a role is granted once, however often it is listed
	f.EditOAuthClient(before.ID, func(c *genesystest.OAuthClient) { c.RoleDivisions = c.RoleDivisions[:1] })
	f.EditOAuthClient(before.ID, func(c *genesystest.OAuthClient) { c.DateModified = before.DateModified })
	for attribute, edit := range map[string]func(*genesystest.OAuthClient){
		"name":                          func(c *genesystest.OAuthClient) { c.Name = "by hand" },
		"description":                   func(c *genesystest.OAuthClient) { c.Description = "by hand" },
		"authorized_grant_type":         func(c *genesystest.OAuthClient) { c.GrantType = "CODE" },
		"access_token_validity_seconds": func(c *genesystest.OAuthClient) { c.AccessTokenValiditySeconds = 400 },
		"registered_redirect_uris":      func(c *genesystest.OAuthClient) { c.RedirectURIs = []string{"https://by.hand.example"} },
		"scopes":                        func(c *genesystest.OAuthClient) { c.Scope = []string{"users"} },
		"roles":                         func(c *genesystest.OAuthClient) { c.RoleDivisions[0].DivisionID = divisionID },
		"state":                         func(c *genesystest.OAuthClient) { c.State = "disabled" },
	} {
		f.EditOAuthClient(before.ID, edit)
		acctest.Contains(t, c.Plan(), attribute, "1 to change", "Secret may have been replaced outside Terraform")
		c.Apply()
		now := oauthStored(t, f)
		now.DateModified, now.ModifiedBy = before.DateModified, before.ModifiedBy
		if fmt.Sprint(now) != fmt.Sprint(before) {
			t.Errorf("%s is not repaired: %+v", attribute, now)
		}
	}
	expectIssued(t, f, 0)

	t.Log("That the secret may have been replaced is shown until another one is issued, in place.")
	acctest.Contains(t, c.PlanNothing(), "Secret may have been replaced outside Terraform", "A change of `rotate` has a new secret issued")
	if c.Known("changed_outside_at")[oauthAddress] == nil {
		t.Error("changed_outside_at is null")
	}
	c.Configure(provider(f), oauthClient("drift", isStored, `description = "d"`, role(roleID, ""), `rotate = "1"`))
	c.SavePlan()
	for _, attribute := range []string{"secret", "secret_issued_at", "changed_outside_at", "date_modified"} {
		if !c.Unknown("saved.plan", attribute)[oauthAddress] {
			t.Errorf("the plan does not leave %s open", attribute)
		}
	}
	c.Apply("saved.plan")
	expectIssued(t, f, 1)
	expectSecret(t, c, f)
	if now := oauthStored(t, f); now.Secret == before.Secret || now.ID != before.ID || f.Count(genesystest.PutOAuthClient) != 0 {
		t.Errorf("got %+v", now)
	}
	acctest.Lacks(t, c.PlanNothing(), "may have been replaced")
}

func TestAccOAuthClientSecretIsEncrypted(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{EchoRequests: true}})
	c := acctest.NewCLI(t)
	c.Trace()
	encrypted := fmt.Sprintf("encrypt_to = [%q]", key.Recipient())
	c.Configure(provider(f), oauthClient("encrypted", encrypted, role(roleID, "")))
	c.Apply()
	var secrets []string
	opens := func() {
		t.Helper()
		text, _ := c.Known("encrypted_secret")[oauthAddress].(string)
		file, err := age.Decrypt(armor.NewReader(strings.NewReader(text)), key)
		if err != nil {
			t.Fatal(err)
		}
		if readAll(t, file) != oauthStored(t, f).Secret {
			t.Error("the file holds another secret")
		}
		secrets = append(secrets, oauthStored(t, f).Secret)
	}
	opens()
	c.PlanNothing()
	c.Configure(provider(f), oauthClient("encrypted", encrypted, role(roleID, ""), `rotate = "1"`))
	acctest.Contains(t, c.Plan(), "The old one stops working at once")
	c.Apply()
	opens()
	if c.Known("secret")[oauthAddress] != nil || secrets[0] == secrets[1] {
		t.Error("the secret is in the state, or is the same")
	}
	expectIssued(t, f, 1)
	c.Apply("-destroy")
	c.ExpectNotShown(secrets...)
}

func TestAccOAuthClientImport(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	id := f.SeedOAuthClient(genesystest.OAuthClient{
		Name: "theirs", Secret: "theirs-0123456789", RoleDivisions: []genesystest.RoleDivision{{RoleID: roleID, DivisionID: genesystest.HomeDivisionID}},
	})
	c := acctest.NewCLI(t)
	configure := func(arguments ...string) {
		c.Configure(provider(f), oauthClient("theirs", append(arguments, role(roleID, ""))...),
			fmt.Sprintf("import {\n to = %s\n id = %q\n}\n", oauthAddress, id))
	}
	configure(isStored, `rotate = "1"`)
	acctest.Contains(t, c.Plan(), "The secret is not known", "1 to import, 0 to add, 1 to change")
	c.Apply()
	if f.Count(genesystest.PutOAuthClient)+f.Count(genesystest.CreateOAuthClientSecret) != 0 || oauthStored(t, f).Secret != "theirs-0123456789" {
		t.Error("the import has sent a write")
	}
	c.PlanNothing()
	if c.Known("secret")[oauthAddress] != nil || c.Known("secret_issued_at")[oauthAddress] != nil {
		t.Error("the state has a secret that the provider cannot know")
	}
	configure(isStored, `rotate = "2"`)
	c.Apply()
	expectIssued(t, f, 1)
	expectSecret(t, c, f)
	c.PlanNothing()
}

// The answer with a secret gets lost: at the creation, and later.
func TestAccOAuthClientLostAnswers(t *testing.T) {
	for name, fault := range map[string]fakeapi.Fault{
		"applied":     {Reset: true, Applied: true, Times: 1},
		"cut off":     {Truncate: true, Times: 1},
		"not applied": {Reset: true, Times: 1},
		"late effect": {Reset: true, AppliedAfter: 3 * time.Second, Times: 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := genesystest.NewServer(t, genesystest.Options{SecretKeepsDate: name == "cut off"})
			older := f.SeedOAuthClient(genesystest.OAuthClient{Name: "lost", RoleDivisions: []genesystest.RoleDivision{{RoleID: roleID, DivisionID: "*"}}})
			kept, _ := f.OAuthClient(older)
			c := acctest.NewCLI(t)
			f.Inject(genesystest.CreateOAuthClient, fault)
			c.Configure(provider(f), oauthClient("lost", isStored, role(roleID, "*")))
			c.Apply()
			all := f.OAuthClients()
			if len(all) != 2 || c.Known("secret")[oauthAddress] != all[1].Secret {
				t.Fatalf("%d OAuth clients, or the state has another secret", len(all))
			}
			if now, _ := f.OAuthClient(older); now.Secret != kept.Secret || !now.DateModified.Equal(kept.DateModified) {
				t.Error("the older one was touched")
			}
			c.PlanNothing()

			f.Inject(genesystest.CreateOAuthClientSecret, fault)
			c.Configure(provider(f), oauthClient("lost", isStored, role(roleID, "*"), `rotate = "1"`))
			begun := time.Now()
			c.Apply()
			time.Sleep(time.Until(begun.Add(fault.AppliedAfter + time.Second)))
			if now := f.OAuthClients()[1]; c.Known("secret")[oauthAddress] != now.Secret || now.Secret == all[1].Secret {
				t.Error("the state has another secret than the platform, or the old one")
			}
			acctest.Lacks(t, c.PlanNothing(), "may have been replaced")
		})
	}
}

// No answer with a secret arrives at all.
func TestAccOAuthClientSecretThatNeverArrives(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	configure := func(arguments ...string) {
		c.Configure(acctest.Budget(provider(f), "2s"), oauthClient("lost", append(arguments, isStored, role(roleID, ""))...))
	}
	configure()
	f.Inject(genesystest.CreateOAuthClient, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	f.Inject(genesystest.CreateOAuthClientSecret, fakeapi.Fault{Reset: true, Applied: true})
	acctest.Contains(t, c.Apply(), "No secret was issued for the OAuth client", "1 added") // a creation does not fail for that
	if c.Known("secret")[oauthAddress] != nil {
		t.Error("the state has a secret")
	}
	f.ClearFaults()
	c.Apply()
	expectSecret(t, c, f)
	acctest.Lacks(t, c.PlanNothing(), "may have been replaced")

	configure(`rotate = "1"`, `description = "new"`)
	f.Inject(genesystest.CreateOAuthClientSecret, fakeapi.Fault{Reset: true, Applied: true})
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "No secret was issued", "The old one may no longer work")
	if c.Known("secret")[oauthAddress] != nil || c.Known("description")[oauthAddress] != "new" {
		t.Error("the state has a secret that may not work, or lacks what was written")
	}
	f.ClearFaults()
	acctest.Contains(t, c.Plan(), "Another secret is issued")
	c.Apply()
	expectSecret(t, c, f)
	acctest.Lacks(t, c.PlanNothing(), "may have been replaced")

	t.Log("Refused, the old one stays.")
	old := oauthStored(t, f).Secret
	configure(`rotate = "2"`, `description = "newer"`)
	f.Inject(genesystest.CreateOAuthClientSecret, fakeapi.Fault{Status: 403})
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "No secret was issued", "The old one still works")
	if c.Known("secret")[oauthAddress] != old || c.Known("rotate")[oauthAddress] != "1" || c.Known("description")[oauthAddress] != "newer" {
		t.Error("the state has not the old secret under the old rotate")
	}
	f.ClearFaults()
	acctest.Lacks(t, c.Plan(), "may have been replaced")
	c.Apply()
	expectSecret(t, c, f)
	if oauthStored(t, f).Secret == old {
		t.Error("no secret was issued")
	}
	c.PlanNothing()
}

// A client that is older than 30 days can be restored for seven days.
func TestAccOAuthClientThatIsRestored(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	id := f.SeedOAuthClient(genesystest.OAuthClient{
		Name: "old", DateCreated: time.Now().AddDate(0, -2, 0), RoleDivisions: []genesystest.RoleDivision{{RoleID: roleID, DivisionID: "*"}},
	})
	c := acctest.NewCLI(t)
	configure := func(arguments ...string) {
		c.Configure(provider(f), oauthClient("old", append(arguments, isStored, role(roleID, "*"))...), fmt.Sprintf("import {\n to = %s\n id = %q\n}\n", oauthAddress, id))
	}
	configure()
	c.Apply()
	byHand := func() {
		f.EditOAuthClient(id, func(c *genesystest.OAuthClient) { c.State, c.DateToDelete = "inactive", time.Now().AddDate(0, 0, 7) })
	}
	byHand()
	acctest.Contains(t, c.Plan(), "state", "1 to change")
	c.Apply()
	if now := oauthStored(t, f); now.State != "active" || !now.DateToDelete.IsZero() {
		t.Errorf("it is not restored: %+v", now)
	}
	c.PlanNothing()

	configure(`state = "inactive"`)
	c.Apply()
	byHand()
	acctest.Contains(t, c.PlanNothing(), "will be removed", "It was deleted outside Terraform")

	configure()
	c.Apply()
	output := c.Apply("-destroy")
	acctest.Contains(t, output, "can be restored", "1 destroyed")
	if now := oauthStored(t, f); now.State != "inactive" || now.DateToDelete.IsZero() {
		t.Errorf("got %+v", now)
	}
}

// A deleted client may be shown as such.
func TestAccOAuthClientThatIsShownAsDeleted(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{OAuthDeletedShown: true, OAuthPageSize: 2, OAuthDeleteActiveStatus: 409})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), oauthClient("shown", isStored, role(roleID, "*")))
	c.Apply()
	f.EditOAuthClient(oauthStored(t, f).ID, func(c *genesystest.OAuthClient) { c.State = "deleted" })
	acctest.Contains(t, c.Plan(), "no longer exists", "1 to add")
	c.Apply()
	c.Configure(provider(f), oauthClient("shown", isStored, role(roleID, "*")), "data \"credentials_oauth_client\" \"this\" {\n name = \"shown\"\n depends_on = [credentials_oauth_client.this]\n}\n")
	c.Apply()
	c.Apply("-destroy")
	if left := f.OAuthClients(); len(left) > 0 {
		t.Errorf("left over: %+v", left)
	}
}

// Terraform does not lock itself out.
func TestAccOAuthClientThatTerraformUses(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	configure := func(name string, arguments ...string) {
		c.Configure(provider(f), oauthClient(name, append(arguments, isStored, role(roleID, "*"))...),
			fmt.Sprintf("import {\n to = %s\n id = %q\n}\n", oauthAddress, genesystest.ClientID))
	}
	configure("Terraform")
	c.Apply()
	configure("Terraform itself")
	c.Apply()
	for _, change := range []string{`rotate = "1"`, `state = "inactive"`} {
		configure("Terraform itself", change)
		acctest.Contains(t, c.Fail("plan"), "Terraform itself uses the OAuth client \"Terraform itself\"", "It is the `client_id` of the provider")
	}
	configure("Terraform itself")
	acctest.Contains(t, c.Fail("plan", "-destroy"), "Terraform itself uses the OAuth client", "take it out of the state")
	acctest.Contains(t, c.Fail("apply", "-auto-approve", "-replace="+oauthAddress), "lock itself out")
	if own, _ := f.OAuthClient(genesystest.ClientID); own.State != "active" || own.Secret != genesystest.ClientSecret || own.Name != "Terraform itself" {
		t.Errorf("got %+v", own)
	}
}

// With the grant type TOKEN there is no secret, until the grant type changes.
func TestAccOAuthClientWithoutASecret(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	configure := func(grant string) {
		c.Configure(provider(f), oauthClient("implicit", isStored, fmt.Sprintf("authorized_grant_type = %q", grant), `scopes = ["users"]`))
	}
	configure("TOKEN")
	acctest.Contains(t, c.Apply(), "Grant type without a future", "1 added")
	expectIssued(t, f, 0)
	if c.Known("secret")[oauthAddress] != nil || c.Known("secret_issued_at")[oauthAddress] != nil {
		t.Error("the state has a secret")
	}
	c.PlanNothing()
	configure("CODE")
	c.Apply()
	expectIssued(t, f, 1)
	expectSecret(t, c, f)
	c.PlanNothing()
}

func TestAccOAuthClientArguments(t *testing.T) {
	ok := role(roleID, "")
	acctest.NewCLI(t).ValidateEach(map[string]string{
		oauthClient("n", isStored, role(roleID, "*"), role(strings.ToUpper(roleID), "*")):                                 "Two blocks `roles` grant the same role in the same division",
		oauthClient("n", isStored, role(roleID, "*"), role(roleID, "")):                                                   "",
		oauthClient("n", isStored, ok):                                                                                    "",
		oauthClient("n", isStored, role(roleID, "*")):                                                                     "",
		oauthClient("n", isStored, "access_token_validity_seconds = 38880000", ok):                                        "",
		oauthClient("n", isStored, `authorized_grant_type = "CODE"`, `scopes = ["users"]`):                                "",
		oauthClient("n", isStored, ok, `scopes = ["users"]`):                                                              "",
		oauthClient("", isStored, ok):                                                                                     "`name` is empty",
		oauthClient("n", ok):                                                                                              "Genesys Cloud shows the secret only once.",
		oauthClient("n", ok, isStored, `encrypt_to = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]`): "cannot be set together",
		oauthClient("n", ok, `encrypt_to = ["none"]`):                                                                     "an element is no public key",
		oauthClient("n", ok, `encrypt_to = []`):                                                                           "must have a public key",
		oauthClient("n", isStored):                                                                                        "needs a block `roles`",
		oauthClient("n", isStored, `authorized_grant_type = "CODE"`):                                                      "needs `scopes`",
		oauthClient("n", isStored, `authorized_grant_type = "code"`):                                                      "`authorized_grant_type` must be one of CODE, TOKEN",
		oauthClient("n", isStored, ok, "access_token_validity_seconds = 299"):                                             "must be 300 to 38880000",
		oauthClient("n", isStored, ok, `state = "disabled"`):                                                              "`state` must be one of active, inactive",
		oauthClient("n", isStored, role("admin", "")):                                                                     "must be a GUID",
		oauthClient("n", isStored, role(roleID, "home")):                                                                  "must be a GUID",
		oauthClient("n", isStored, "roles {\n division_id = \"*\"\n }"):                                                   "Each block `roles` needs `role_id`",
		oauthClient("n", isStored, `authorized_grant_type = "CODE"`, `scopes = [""]`):                                     "An element of `scopes`",
		oauthClient("n", isStored, ok, `registered_redirect_uris = [null]`):                                               "is null",
	})
}

func readAll(t *testing.T, from io.Reader) string {
	t.Helper()
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A plan proves that the apply can begin, by the listing that the apply begins with.
func TestAccOAuthClientPlanProvesTheCredentials(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), oauthClient("first", isStored, role(roleID, "*")), strings.Replace(oauthClient("second", isStored, role(roleID, "*")), "this", "other", 1))
	c.Plan()
	expectCounts(t, f, map[string]int{genesystest.ListOAuthClients: 1})
	f.Inject(genesystest.ListOAuthClients, fakeapi.Fault{Status: 403})
	acctest.Contains(t, c.Plan(), "A creation is not checked")
	f.ClearFaults()
	f.Inject(genesystest.ListOAuthClients, fakeapi.Fault{Status: 500})
	acctest.Contains(t, c.Fail("plan"), `Cannot plan OAuth client "first"`)
}
