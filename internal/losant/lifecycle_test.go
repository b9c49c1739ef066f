package losant_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// The engine checks after every step that another plan, with and without a refresh, is empty. All types share a
// configuration, because it is the engine's start that takes the time.
func TestAccEveryTypeIsCreatedChangedRepairedAndDestroyed(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	created, changed := provider(f)+all(sample.first), provider(f)+all(sample.second)
	acctest.Test(t, tftest.TestCase{
		CheckDestroy: func(*terraform.State) error {
			if left := f.Credentials(app); len(left) > 0 {
				return fmt.Errorf("left over: %v", left)
			}
			return nil
		},
		Steps: []tftest.TestStep{
			{
				Config: created,
				Check: acctest.Check(func() {
					for _, s := range samples {
						expectStored(t, f, s, acctest.Decode(t, s.sent))
					}
				}),
			},
			{
				PreConfig:        f.ResetCounts,
				Config:           changed,
				ConfigPlanChecks: everyActionIs(plancheck.ResourceActionUpdate),
				Check: acctest.Check(func() {
					want := map[string]object{}
					for _, s := range samples {
						want[s.block] = object{s.configKey(): acctest.Decode(t, s.patched)}
						expectStored(t, f, s, acctest.Decode(t, s.patched))
					}
					if diff := cmp.Diff(want, patches(t, f)); diff != "" {
						t.Errorf("other patches than wanted (-want +got):\n%s", diff)
					}
				}),
			},
			{
				PreConfig:        func() { vandalize(t, f) },
				Config:           changed,
				ConfigPlanChecks: everyActionIs(plancheck.ResourceActionUpdate),
				Check: acctest.Check(func() {
					for _, s := range samples {
						expectStored(t, f, s, acctest.Decode(t, s.patched))
					}
				}),
			},
		},
	})
}

// expectStored compares the stored object, all but what Losant makes of it.
func expectStored(t *testing.T, f *losanttest.Fake, s sample, config object) {
	t.Helper()
	got := stored(t, f, s.block)
	if s.made != "" && got.Config[s.made] == nil {
		t.Errorf("%s: no %s", s.block, s.made)
	}
	delete(got.Config, s.made)
	if diff := cmp.Diff(config, got.Config); diff != "" || got.Type != s.name || !got.Enabled || got.Description != nil && *got.Description != "" {
		t.Errorf("%s: stored %+v, other configuration than wanted (-want +got):\n%s", s.block, got, diff)
	}
}

// vandalize changes every field of every service credential by hand, its secret included.
func vandalize(t *testing.T, f *losanttest.Fake) {
	t.Helper()
	for _, s := range samples {
		other := acctest.Decode(t, s.sent)
		f.Edit(app, stored(t, f, s.block).ID, func(c *losanttest.Credential) {
			description := "vandalized"
			c.Description, c.Enabled = &description, false
			for key := range c.Config {
				if value, ok := other[key]; ok {
					c.Config[key] = value
				}
			}
		})
	}
}

// everyActionIs checks the plan for all types.
func everyActionIs(action plancheck.ResourceActionType) tftest.ConfigPlanChecks {
	var checks tftest.ConfigPlanChecks
	for _, s := range samples {
		checks.PreApply = append(checks.PreApply, plancheck.ExpectResourceAction(address(s.block), action))
	}
	return checks
}

// The pages leave these behaviours open, and the import works under the ones that the fake does not have by default.
func TestAccEveryTypeIsImportedAndUpdatedInPlace(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{
		MaxPerPage: 5, ClampPerPage: true, AllowMismatch: true, LinksFollowRename: true, ReplaceConfig: true, StillWhenUnchanged: true,
		RefuseGenerateInPatch: true, CheckIfMatch: true, FoldNames: true, KeyMetaJSON: func(string) string { return "{}" },
	})
	config := provider(f) + all(sample.second)
	for _, s := range samples {
		// Everything but the secret is as configured.
		seed := acctest.Decode(t, s.patched)
		for key, value := range seed {
			if value == secondSecret {
				seed[key] = "another secret"
			}
		}
		id := f.Seed(app, losanttest.Credential{Name: s.block, Type: s.name, Enabled: true, Config: seed})
		config += fmt.Sprintf("import {\n  to = %s\n  id = \"%s/%s\"\n}\n", address(s.block), app, id)
	}
	checks := everyActionIs(plancheck.ResourceActionUpdate)
	checks.PreApply = append(checks.PreApply, onlySecretsDiffer{})
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{{
		Config:           config,
		ConfigPlanChecks: checks,
		Check: acctest.Check(func() {
			for _, s := range samples {
				expectStored(t, f, s, acctest.Decode(t, s.patched))
			}
		}),
	}}})
}

// onlySecretsDiffer checks that an import has read everything that can be read.
type onlySecretsDiffer struct{}

func (onlySecretsDiffer) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		resp.Error = errors.Join(resp.Error, importedWhole(change))
	}
}

func importedWhole(change *tfjson.ResourceChange) error {
	before, _ := change.Change.Before.(object)
	after, _ := change.Change.After.(object)
	known := func(name string) bool { // all others are what a write moves
		return !strings.HasPrefix(name, "last_updated") && name != "secret_written_at" && name != "force_destroy"
	}
	if len(before) == 0 {
		return fmt.Errorf("%s: nothing was imported", change.Address)
	}
	for name, value := range before {
		planned, nested := after[name].(object)
		if !nested {
			if known(name) && !cmp.Equal(value, after[name]) {
				return fmt.Errorf("%s.%s: imported %v, planned %v", change.Address, name, value, after[name])
			}
			continue
		}
		for inner, want := range planned {
			// An import cannot tell an absent flag from false.
			if got := value.(object)[inner]; !cmp.Equal(got, want) && (got != nil || want != false) {
				return fmt.Errorf("%s.%s.%s: imported %v, planned %v", change.Address, name, inner, got, want)
			}
		}
	}
	return nil
}

func TestAccImportByCommand(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	id := f.Seed(app, losanttest.Credential{Name: "azure", Type: "azure", Enabled: true, Config: object{"account": "my account"}})
	// The letter case of hexadecimal digits does not matter.
	upper := strings.ToUpper(app)
	c := acctest.NewCLI(t)
	c.Configure(provider(f), sampleOf("azure").first())
	for importID, want := range map[string]string{
		id:                   "has only 1 of 2 parts. The import id has the form <application_id>/<id>.",
		upper + "/575ec":     `id is "575ec", which does not match`,
		upper + "/" + app:    "404 Not Found (NotFound): Credential was not found; 1 attempt. Check the import id, which has the form <application_id>/<id>.",
		app[:23] + "0/" + id: "404 Not Found (NotFound): Application was not found",
		"/" + id:             "application_id must not be empty",
		"":                   "The import id has the form <application_id>/<id>.",
		app + "/x/" + id:     "has 3 parts instead of 2. The import id has the form <application_id>/<id>.",
	} {
		acctest.Contains(t, c.Fail("import", address("azure"), importID), want)
	}
	if output, status := c.Run("import", address("azure"), upper+"/"+strings.ToUpper(id)); status != 0 {
		t.Fatal(output)
	}
	acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
	c.PlanNothing()

	t.Log("Nor does it when the object is replaced by one of the same name.")
	c.Configure(provider(f), resource("azure", "loggly {\n customer_token_wo = \"a token\"\n}"))
	acctest.Contains(t, c.Apply(), "1 added, 0 changed, 1 destroyed")
	c.PlanNothing()
}

// Where no secret is to be written, there is nothing to do after an import: what the provider alone knows is at its default.
func TestAccImportWithoutASecretChangesNothing(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	git := acctest.Decode(t, `{"type": "http-password", "cloneUrl": "https://a.example/a.git", "username": "a", "committerName": "A", "committerEmail": "a@a.example"}`)
	id := f.Seed(app, losanttest.Credential{Name: "it", Type: "git", Enabled: true, Config: git})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), resource("it", `git {
 type = "http-password"
 clone_url = "https://a.example/a.git"
 username = "a"
 committer_name = "A"
 committer_email = "a@a.example"
}`), fmt.Sprintf("import {\n to = %s\n id = \"%s/%s\"\n}\n", address("it"), app, id))
	acctest.Contains(t, c.Apply(), "1 to import, 0 to add, 0 to change, 0 to destroy")
	if force := c.Attribute(address("it"), "force_destroy"); force != false {
		t.Errorf("force_destroy is %v", force)
	}
	c.PlanNothing()
	expectPatches(t, f, map[string]string{})
}

// A credential that is not shown right after its creation is not lost, also to the process that comes next.
func TestAccLagIsNoLoss(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{Options: fakeapi.Options{VisibleAfter: 2 * time.Second}})
	c := acctest.NewCLI(t)
	c.Hasty = true
	c.Configure(provider(f), sampleOf("azure").first())
	c.Apply()
	f.ResetCounts()
	c.PlanNothing()
	if looks := f.Count(losanttest.Get); looks < 2 {
		t.Errorf("%d looks, want several", looks)
	}
}

// Without the permission to list, and with batch_reads = false, each credential is read by itself; the first is reported
// once.
func TestAccCredentialsAreReadOneByOne(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	three := strings.Replace(sampleOf("azure").first(), "{", "{\n  count = 3", 1)
	three = strings.Replace(three, `name = "azure"`, `name = "azure ${count.index}"`, 1)
	c.Configure(provider(f), three)
	c.Apply()
	f.ResetCounts()
	c.PlanNothing()
	if gets, pages := f.Count(losanttest.Get), f.Count(losanttest.List); gets != 1 || pages != 1 {
		t.Errorf("%d gets and %d pages, want one each", gets, pages)
	}
	f.Inject(losanttest.List, fakeapi.Fault{Status: http.StatusForbidden})
	f.ResetCounts()
	if output := c.PlanNothing(); strings.Count(output, "Objects are read one by one") != 1 {
		t.Errorf("not reported once:\n%s", output)
	}
	if gets, pages := f.Count(losanttest.Get), f.Count(losanttest.List); gets != 3 || pages != 1 {
		t.Errorf("%d gets and %d pages, want 3 and 1", gets, pages)
	}
	c.Configure(strings.Replace(provider(f), "losant {", "losant {\n batch_reads = false", 1), three)
	f.ResetCounts()
	acctest.Lacks(t, c.PlanNothing(), "Objects are read one by one")
	if gets, pages := f.Count(losanttest.Get), f.Count(losanttest.List); gets != 3 || pages != 0 {
		t.Errorf("%d gets and %d pages, want 3 and none", gets, pages)
	}
}
