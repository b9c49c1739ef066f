package losant_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

const tokenAddress = "credentials_application_api_token.this"

// token is the resource that the tests use.
func token(arguments ...string) string {
	return fmt.Sprintf("resource \"credentials_application_api_token\" \"this\" {\n  application_id = %q\n  %s\n}\n", app, strings.Join(arguments, "\n  "))
}

const (
	named   = `name = "ci"`
	reading = `scope = ["devices.get", "data.timeSeriesQuery"]`
)

// onlyToken is the one API token that there is.
func onlyToken(t *testing.T, f *losanttest.Fake) losanttest.APIToken {
	t.Helper()
	all := f.APITokens(app)
	if len(all) != 1 {
		t.Fatalf("%d API tokens, want one: %+v", len(all), all)
	}
	return all[0]
}

func inDays(days int) string {
	return time.Now().Add(time.Duration(days) * 24 * time.Hour).UTC().Format(time.RFC3339)
}

func expiring(at string) string { return fmt.Sprintf("expiration_date = %q", at) }

func TestAccAPITokenFromCreationToDestruction(t *testing.T) {
	for name, options := range map[string]losanttest.Options{"": {}, "the token is shown": {TokenShown: true}} {
		t.Run(name, func(t *testing.T) {
			f := losanttest.NewServer(t, options)
			c := acctest.NewCLI(t)
			until := inDays(90)
			c.Configure(provider(f), token(named, reading, `description = "of the pipeline"`, `status = "inactive"`, expiring(until), inState))
			acctest.Contains(t, c.Apply(), "1 added")
			made := onlyToken(t, f)
			if made.Name != "ci" || made.Status != "inactive" || *made.Description != "of the pipeline" || made.ExpirationDate.Format(time.RFC3339) != until ||
				!slices.Equal(made.Scope, []string{"data.timeSeriesQuery", "devices.get"}) || c.Attribute(tokenAddress, "token") != made.Token {
				t.Errorf("stored %+v", made)
			}
			acctest.Lacks(t, c.PlanNothing(), "expires")

			t.Log("Each attribute is changed by itself, in place.")
			for _, change := range []struct{ name, description, status, sent string }{
				{`name = "cd"`, `description = "of the pipeline"`, `status = "inactive"`, `{"name": "cd"}`},
				{`name = "cd"`, "", `status = "inactive"`, `{"description": ""}`},
				{`name = "cd"`, "", "", `{"status": "active"}`},
			} {
				f.ResetCounts()
				c.Configure(provider(f), token(change.name, reading, change.description, change.status, expiring(until), inState))
				acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
				sent := f.RequestsOn(losanttest.PatchToken)
				if len(sent) != 1 || !cmp.Equal(acctest.Decode(t, change.sent), acctest.Decode(t, sent[0].Body)) {
					t.Errorf("sent %v, want %s", sent, change.sent)
				}
			}
			current := []string{`name = "cd"`, reading, inState}

			t.Log("Another spelling of a time is the same time.")
			at, _ := time.Parse(time.RFC3339, until)
			c.Configure(provider(f), token(append(current, expiring(at.In(time.FixedZone("", 3600)).Format(time.RFC3339)))...))
			acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
			c.PlanNothing()

			t.Log("What is changed by hand is shown and undone.")
			for _, edit := range []func(*losanttest.APIToken){
				func(k *losanttest.APIToken) { k.Name = "by hand" },
				func(k *losanttest.APIToken) { text := "by hand"; k.Description = &text },
				func(k *losanttest.APIToken) { k.Status = "inactive" },
			} {
				f.EditAPIToken(app, made.ID, edit)
				acctest.Contains(t, c.Plan(), "0 to add, 1 to change, 0 to destroy")
				c.Apply()
			}
			if got := onlyToken(t, f); got.Name != "cd" || *got.Description != "" || got.Status != "active" || got.ID != made.ID {
				t.Errorf("stored %+v", got)
			}

			t.Log("Another scope and another time take another token, be they chosen by hand or configured, and so does a deletion by hand.")
			for _, edit := range []func(*losanttest.APIToken){
				func(k *losanttest.APIToken) { k.Scope = []string{"all.Application"} },
				func(k *losanttest.APIToken) { k.ExpirationDate = k.ExpirationDate.Add(time.Hour) },
			} {
				f.EditAPIToken(app, made.ID, edit)
				acctest.Contains(t, c.Plan(), "forces replacement", "1 to add, 0 to change, 1 to destroy")
				f.EditAPIToken(app, made.ID, func(k *losanttest.APIToken) { k.Scope, k.ExpirationDate = made.Scope, made.ExpirationDate })
			}
			c.Configure(provider(f), token(append(current, expiring(inDays(120)))...))
			acctest.Contains(t, c.Apply(), "1 added, 0 changed, 1 destroyed")
			c.Configure(provider(f), token(`name = "cd"`, `scope = ["all.Application"]`, inState))
			acctest.Contains(t, c.Apply(), "1 added, 0 changed, 1 destroyed")
			f.RemoveAPIToken(app, onlyToken(t, f).ID)
			acctest.Contains(t, c.Plan(), "no longer exists", "1 to add")
			c.Apply()
			if got := onlyToken(t, f); c.Attribute(tokenAddress, "token") != got.Token || !got.ExpirationDate.IsZero() {
				t.Errorf("stored %+v", got)
			}
			c.PlanNothing()
			c.Apply("-destroy")
			if left := f.APITokens(app); len(left) != 0 {
				t.Errorf("left over: %+v", left)
			}
		})
	}
}

func TestAccAPITokenIsEncryptedImportedAndRotated(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	seeded := f.SeedAPIToken(app, losanttest.APIToken{Name: "ci", Scope: []string{"devices.get", "data.timeSeriesQuery"}})
	pair, to := identity(t)
	c := acctest.NewCLI(t)
	c.Configure(provider(f), token(named, reading, to))
	if output, status := c.Run("import", tokenAddress, app+"/"+seeded.ID); status != 0 {
		t.Fatal(output)
	}
	f.ResetCounts()
	acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed", "The secret is not known")
	if f.Count(losanttest.PatchToken)+f.Count(losanttest.CreateToken) != 0 {
		t.Error("something was sent")
	}
	c.PlanNothing()
	c.Configure(provider(f), token(named, reading, to, `rotate = "2026"`))
	acctest.Contains(t, c.Apply(), "1 added, 0 changed, 1 destroyed")
	made := onlyToken(t, f)
	if got := decrypted(t, c.Attribute(tokenAddress, "encrypted_token"), pair); got != made.Token || made.ID == seeded.ID {
		t.Errorf("encrypted is %q, want %q", got, made.Token)
	}
	acctest.Lacks(t, c.State(), made.Token)
	c.PlanNothing()
}

// An answer that is lost has lost the token, which is deleted and made again. An older namesake stays.
func TestAccAPITokenIsMadeAgainIfItIsLost(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	older := f.SeedAPIToken(app, losanttest.APIToken{Name: "ci", Scope: []string{"devices.get", "data.timeSeriesQuery"}})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), token(named, reading, expiring(inDays(60)), inState))
	f.Inject(losanttest.CreateToken, fakeapi.Fault{Reset: true, Applied: true, Times: 2})
	c.Apply()
	all := f.APITokens(app)
	if len(all) != 2 || all[0].ID != older.ID || c.Attribute(tokenAddress, "token") != all[1].Token {
		t.Errorf("stored %+v", all)
	}
	c.PlanNothing()
}

func TestAccAPITokensExpiryIsWarnedOf(t *testing.T) {
	var clock fakeapi.Clock
	f := losanttest.NewServer(t, losanttest.Options{Options: fakeapi.Options{Now: clock.Now}})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), token(named, reading, expiring(inDays(31)), inState))
	acctest.Lacks(t, c.Apply(), "expires soon")
	f.EditAPIToken(app, onlyToken(t, f).ID, func(k *losanttest.APIToken) { k.ExpirationDate = time.Now().Add(29 * 24 * time.Hour) })
	soon := onlyToken(t, f).ExpirationDate.UTC().Format(time.RFC3339)
	c.Configure(provider(f), token(named, reading, expiring(soon), inState))
	acctest.Contains(t, c.Plan(), "expires soon", soon)

	t.Log("A date in the past is an error of a creation, and a warning of a token that has expired.")
	c.Configure(provider(f), token(named, reading, expiring(inDays(-1)), inState))
	acctest.Contains(t, c.Fail("plan"), "The expiry is in the past")
	f.EditAPIToken(app, onlyToken(t, f).ID, func(k *losanttest.APIToken) { k.ExpirationDate = time.Now().Add(-time.Hour).Truncate(time.Second) })
	past := onlyToken(t, f).ExpirationDate.UTC().Format(time.RFC3339)
	c.Configure(provider(f), token(named, reading, expiring(past), inState))
	acctest.Contains(t, c.Plan(), "has expired", past)
}

func TestAccAPITokenIsValidated(t *testing.T) {
	_, to := identity(t)
	c := acctest.NewCLI(t)
	c.ValidateEach(map[string]string{
		token(named, reading, inState):                               "",
		token(named, reading, to):                                    "",
		token(named, reading):                                        "The secret needs exactly one place",
		token(reading, inState):                                      `"name" is required`,
		token(named, inState):                                        `"scope" is required`,
		token(named, "scope = []", inState):                          "at least 1 elements",
		token(named, `scope = ["devices"]`, inState):                 "noun.verb",
		token(named, `scope = ["devices.get "]`, inState):            "noun.verb",
		token(named, `scope = ["devices.invented"]`, inState):        "", // a warning
		token(named, reading, `status = "gone"`, inState):            "one of active, inactive",
		token(named, reading, expiring("tomorrow"), inState):         "a time in RFC 3339",
		token(named, reading, expiring("2026-01-01"), inState):       "a time in RFC 3339",
		token(`name = ""`, reading, inState):                         "1 to 255 characters",
		strings.Replace(token(named, reading, inState), app, "5", 1): "24 hexadecimal digits",
	})
	c.Configure(token(named, `scope = ["devices.invented", "all.Application"]`, inState))
	if output, status := c.Run("validate"); status != 0 || !strings.Contains(output, "1 of the elements of `scope`") {
		t.Errorf("exit status %d: %s", status, output)
	}
}

func TestAccAPITokensAreFound(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{TokenShown: true})
	one := f.SeedAPIToken(app, losanttest.APIToken{Name: "ci", Scope: []string{"devices.get"}})
	f.SeedAPIToken(app, losanttest.APIToken{Name: "other", Status: "inactive"})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), fmt.Sprintf(`data "credentials_application_api_token" "it" {
 application_id = %[1]q
 name = "ci"
}
data "credentials_application_api_tokens" "all" {
 application_id = %[1]q
 filter_field = "status"
 filter = "inactive"
}
output "found" {
 value = [data.credentials_application_api_token.it.id, one(data.credentials_application_api_token.it.scope), one(data.credentials_application_api_tokens.all.application_api_tokens).name]
}
`, app))
	acctest.Contains(t, c.Apply(), fmt.Sprintf("%q, \"devices.get\", \"other\"", one.ID))
	acctest.Lacks(t, c.State(), one.Token)
}

func TestAPITokensAreListed(t *testing.T) {
	t.Parallel()
	f := losanttest.NewServer(t, losanttest.Options{})
	f.SeedAPIToken(app, losanttest.APIToken{Name: "ci"})
	f.SeedAPIToken(app, losanttest.APIToken{Name: "another"})
	q := query(f, map[string]any{"filter_field": "name", "filter": "c*"})
	q.Type = "credentials_application_api_token"
	q.IncludeResource = true
	if all := engine.List(t.Context(), t, q, nil); names(all) != "ci" || !all[0].Resource["token"].IsNull() {
		t.Errorf("got %+v", all)
	}
}

// ephemeralToken is an ephemeral token with a check that needs it.
func ephemeralToken(arguments ...string) string {
	return fmt.Sprintf("ephemeral \"credentials_application_api_token\" \"run\" {\n application_id = %q\n scope = [\"devices.get\"]\n %s\n}\n", app, strings.Join(arguments, "\n ")) +
		"resource \"terraform_data\" \"use\" {\n provisioner \"local-exec\" {\n command = \"test -n \\\"$TOKEN\\\"\"\n environment = { TOKEN = ephemeral.credentials_application_api_token.run.token }\n }\n}\n"
}

func TestAccEphemeralTokenLivesForTheRun(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Trace()
	c.Configure(provider(f), ephemeralToken(`name = "run"`, `expires_in = "10m"`))
	c.Apply()
	posts := f.RequestsOn(losanttest.CreateToken)
	if left := f.APITokens(app); len(left) != 0 || len(posts) == 0 || f.Count(losanttest.DeleteToken) != len(posts) {
		t.Errorf("left over: %+v after %d POSTs", left, len(posts))
	}
	seen := map[any]bool{}
	for _, post := range posts {
		body := acctest.Decode(t, post.Body)
		name, _ := body["name"].(string)
		expires, err := time.Parse(time.RFC3339, fmt.Sprint(body["expirationDate"]))
		if left := time.Until(expires); err != nil || left < 8*time.Minute || left > 10*time.Minute || !strings.HasPrefix(name, "run-") || len(name) != len("run-")+26 || seen[name] {
			t.Errorf("sent %v", body)
		}
		seen[name] = true
	}

	t.Log("One that is deleted meanwhile is no error.")
	f.Inject(losanttest.DeleteToken, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	acctest.Lacks(t, c.Plan("-replace=terraform_data.use"), "was not deleted")

	t.Log("A lost answer leaves nothing behind, and one that cannot be deleted is named.")
	f.Inject(losanttest.CreateToken, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	c.Plan("-replace=terraform_data.use")
	if left := f.APITokens(app); len(left) != 0 {
		t.Errorf("left over: %+v", left)
	}
	f.Inject(losanttest.DeleteToken, fakeapi.Fault{Status: http.StatusForbidden})
	output := c.Plan("-replace=terraform_data.use")
	left := onlyToken(t, f)
	acctest.Contains(t, output, "was not deleted", left.ID)
	c.ExpectNotShown(left.Token)
}

func TestAccEphemeralTokenIsValidated(t *testing.T) {
	c := acctest.NewCLI(t)
	for arguments, want := range map[string]string{
		`expires_in = "59s"`: "a duration from 1m to 24h",
		`expires_in = "25h"`: "a duration from 1m to 24h",
		`expires_in = "1"`:   "a duration from 1m to 24h",
		`name = ""`:          "1 to 228 characters",
	} {
		c.Configure(ephemeralToken(arguments))
		acctest.Contains(t, c.Fail("validate"), want)
	}
}
