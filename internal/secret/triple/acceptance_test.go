package triple_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

const address = "test_account.a"

// run takes the steps through a real Terraform.
func run(t *testing.T, p *platform, steps ...resource.TestStep) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"test": providerserver.NewProtocol6WithError(p),
		},
		Steps: steps,
	})
}

// configure returns the configuration of an account with these arguments.
func configure(arguments ...string) string {
	return "resource \"test_account\" \"a\" {\n  name = \"x\"\n  " + strings.Join(arguments, "\n  ") + "\n}\n"
}

const ephemeralValue = "ephemeral \"test_vault\" \"v\" {}\n"

// sent checks the secrets in each write of the step.
func (p *platform) sent(want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := p.takeBodies(); !slices.Equal(got, want) {
			return fmt.Errorf("sent %q, want %q", got, want)
		}
		return nil
	}
}

func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// stateLacks checks that no text is anywhere in the state as Terraform shows it.
type stateLacks []string

func (texts stateLacks) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	shown, err := json.Marshal(req.State)
	if err != nil {
		resp.Error = err
		return
	}
	for _, text := range texts {
		if strings.Contains(string(shown), text) {
			resp.Error = fmt.Errorf("the state contains %q", text)
		}
	}
}

func TestAccWriteOnlyValueIsSentWhenItChanges(t *testing.T) {
	p := newPlatform()
	lacks := []statecheck.StateCheck{stateLacks{"canary", "argon2"}}
	run(t, p,
		resource.TestStep{Config: configure(`token_wo = "canary-1"`), Check: p.sent("token=canary-1"), ConfigStateChecks: lacks},
		resource.TestStep{Config: configure(`token_wo = "canary-1"`), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
		resource.TestStep{
			Config: configure(`token_wo = "canary-2"`), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			Check: p.sent("token=canary-2"), ConfigStateChecks: lacks,
		},
	)
}

func TestAccEphemeralValueIsSentWhenItsVersionChanges(t *testing.T) {
	p := newPlatform()
	vaulted := func(value string) func() { return func() { p.setVaulted(value) } }
	version := func(v string) string {
		return ephemeralValue + configure(`token_wo = ephemeral.test_vault.v.value`, `token_wo_version = "`+v+`"`)
	}
	run(t, p,
		resource.TestStep{PreConfig: vaulted("a"), Config: version("1"), Check: p.sent("token=a")},
		resource.TestStep{
			PreConfig: vaulted("b"), Config: version("1"), ConfigPlanChecks: planned(plancheck.ResourceActionNoop), Check: p.sent(),
		},
		resource.TestStep{
			PreConfig: vaulted("c"), Config: version("2"), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: p.sent("token=c"),
		},
	)
}

// vaultedAfterPlan changes the ephemeral value between plan and apply.
type vaultedAfterPlan struct {
	*platform
	value string
}

func (v vaultedAfterPlan) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	v.setVaulted(v.value)
}

// The plan has only a new name, the apply sees a new secret too. The plan keeps its word: nothing is sent, and the next plan
// announces the secret.
func TestAccEphemeralValueThatMovesAfterThePlanIsRefused(t *testing.T) {
	p := newPlatform()
	before := ephemeralValue + configure(`token_wo = ephemeral.test_vault.v.value`)
	renamed := strings.Replace(before, `"x"`, `"y"`, 1)
	run(t, p,
		resource.TestStep{PreConfig: func() { p.setVaulted("a") }, Config: before, Check: p.sent("token=a")},
		resource.TestStep{
			Config:           renamed,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{vaultedAfterPlan{p, "b"}, writes(false)}},
			ExpectError:      regexp.MustCompile("inconsistent final plan"),
		},
		resource.TestStep{
			PreConfig:        func() { p.expectNothingSent(t) },
			Config:           renamed,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{writes(true)}}, Check: p.sent("token=b"),
		},
	)
}

// Announced, and the same as before once it is applied: nothing is written.
func TestAccEphemeralValueThatMovesBackIsNotWritten(t *testing.T) {
	p := newPlatform()
	config := ephemeralValue + configure(`token_wo = ephemeral.test_vault.v.value`)
	run(t, p,
		resource.TestStep{PreConfig: func() { p.setVaulted("a") }, Config: config, Check: p.sent("token=a")},
		resource.TestStep{
			PreConfig:        func() { p.setVaulted("b") },
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{writes(true), vaultedAfterPlan{p, "a"}}}, Check: p.sent(),
		},
		resource.TestStep{
			Config:           strings.Replace(config, `"x"`, `"y"`, 1),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{writes(true), vaultedAfterPlan{p, "a"}}},
			PreConfig:        func() { p.setVaulted("b") }, Check: p.sent(""),
		},
	)
}

func (p *platform) expectNothingSent(t *testing.T) {
	t.Helper()
	if got := p.takeBodies(); len(got) > 0 {
		t.Errorf("sent %q", got)
	}
}

// writes checks whether a plan writes a secret.
type writes bool

func (w writes) CheckPlan(ctx context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	var unknown plancheck.CheckPlanResponse
	plancheck.ExpectUnknownValue(address, tfjsonpath.New("secret_written_at")).CheckPlan(ctx, req, &unknown)
	if (unknown.Error == nil) != bool(w) {
		resp.Error = fmt.Errorf("the plan writes a secret: %v, want %v", unknown.Error == nil, bool(w))
	}
}

func TestAccUnknownAtPlanIsDecidedInUpdate(t *testing.T) {
	p := newPlatform()
	unknownUntilApply := "resource \"terraform_data\" \"d\" {\n  input = \"a\"\n}\n"
	later := unknownUntilApply + "resource \"terraform_data\" \"e\" {\n  input = \"b\"\n}\n"
	run(t, p,
		resource.TestStep{Config: configure(`token_wo = "a"`), Check: p.sent("token=a")},
		resource.TestStep{
			Config:           unknownUntilApply + configure(`token_wo = terraform_data.d.output`),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: p.sent(),
		},
		resource.TestStep{
			Config:           later + configure(`token_wo = terraform_data.e.output`),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: p.sent("token=b"),
		},
		resource.TestStep{
			Config: later + configure(`token_wo = terraform_data.e.output`), ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
		},
	)
}

func TestAccFailedUpdateIsRepeated(t *testing.T) {
	for name, token := range map[string]func(string) string{
		"stored":     func(value string) string { return configure(`token = "` + value + `"`) },
		"write-only": func(value string) string { return configure(`token_wo = "` + value + `"`) },
		"version": func(value string) string {
			return configure(`token_wo = "`+value+`"`, `token_wo_version = "`+value+`"`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlatform()
			run(t, p,
				resource.TestStep{Config: token("a"), Check: p.sent("token=a")},
				resource.TestStep{
					PreConfig: func() { p.broken = true }, Config: token("b"), ExpectError: regexp.MustCompile("out of order"),
				},
				// The write may have taken effect, so even the old value is sent again.
				resource.TestStep{Config: token("a"), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: p.sent("token=a")},
				resource.TestStep{Config: token("a"), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
			)
		})
	}
}

func TestAccImportIsFollowedByOneUpdateInPlace(t *testing.T) {
	for name, argument := range map[string]string{
		"stored": `token = "a"`, "write-only": `token_wo = "a"`, "version": "token_wo = \"a\"\n  token_wo_version = \"1\"",
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlatform()
			if _, err := p.write("mallory", "x", map[string]string{"token": "stolen"}); err != nil {
				t.Fatal(err)
			}
			run(t, p,
				resource.TestStep{
					Config: configure(argument), ResourceName: address, ImportState: true, ImportStateId: "1", ImportStatePersist: true,
				},
				resource.TestStep{
					Config: configure(argument), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: p.sent("token=a"),
				},
				resource.TestStep{Config: configure(argument), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
			)
		})
	}
}

func TestAccWarningOfAPinnedSecretLastsUntilItsVersionChanges(t *testing.T) {
	p := newPlatform()
	warned := func(want bool) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if warnings := p.takeWarnings(); slices.ContainsFunc(warnings, func(w string) bool {
				return strings.Contains(w, "when token_wo_version changes")
			}) != want {
				return fmt.Errorf("warnings %q, want one: %v", warnings, want)
			}
			return nil
		}
	}
	pinned := configure(`token_wo = "a"`, `token_wo_version = "1"`)
	renamed := strings.Replace(pinned, `"x"`, `"y"`, 1)
	bumped := strings.Replace(renamed, `"1"`, `"2"`, 1)
	both := resource.ComposeAggregateTestCheckFunc
	run(t, p,
		resource.TestStep{Config: pinned, Check: both(warned(false), p.sent("token=a"))},
		resource.TestStep{PreConfig: p.replaceByHand, Config: pinned, Check: both(warned(true), p.sent())},
		resource.TestStep{Config: renamed, Check: both(warned(true), p.sent(""))},
		resource.TestStep{Config: renamed, Check: both(warned(true), p.sent())},
		resource.TestStep{Config: bumped, Check: p.sent("token=a")},
		resource.TestStep{PreConfig: func() { p.takeWarnings() }, Config: bumped, Check: both(warned(false), p.sent())},
	)
}

func TestAccMovingBetweenStoredAndWriteOnlyLeavesNothingInState(t *testing.T) {
	p := newPlatform()
	lacks := []statecheck.StateCheck{stateLacks{"canary", "argon2"}}
	run(t, p,
		resource.TestStep{Config: configure(`token = "canary-1"`), Check: p.sent("token=canary-1")},
		resource.TestStep{Config: configure(`token_wo = "canary-1"`), Check: p.sent("token=canary-1"), ConfigStateChecks: lacks},
		resource.TestStep{
			Config: configure(`token = "canary-2"`), Check: p.sent("token=canary-2"),
			ConfigStateChecks: []statecheck.StateCheck{stateLacks{"canary-1", "argon2"}},
		},
		resource.TestStep{Config: configure(), Check: p.sent(), ConfigStateChecks: lacks},
	)
}

func TestAccMapSecretIsSentWholeWhenOneKeyChanges(t *testing.T) {
	p := newPlatform()
	maps := func(password string) string {
		return configure(`fields = { user = "bot" }`, `fields_wo = { pin = "1", pw = "`+password+`" }`)
	}
	run(t, p,
		resource.TestStep{Config: maps("canary-1"), Check: p.sent("fields.pin=1 fields.pw=canary-1 fields.user=bot")},
		resource.TestStep{
			Config: maps("canary-2"), Check: p.sent("fields.pin=1 fields.pw=canary-2 fields.user=bot"),
			ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{stateLacks{"canary", "argon2"}},
		},
	)
}

// What ignore_changes names is left out of the configuration of a plan, but not of that of an apply. It is left alone: what
// changes beside it is written without it, as far as the API lets a write leave it out.
func TestAccIgnoredSecretIsLeftAlone(t *testing.T) {
	const box, pinned = "box {\n %s\n key_wo = %q\n }", "token_wo = %q\n token_wo_version = %q"
	for name, test := range map[string]struct {
		ignored     string
		first, then string // the arguments of the secret
		whole       bool
		sent        string // with another name
		beside      string // the arguments with another neighbour in the same block
		once        bool   // the plan cannot know yet that a key is ignored
	}{
		"required":      {ignored: "box.key_wo", first: fmt.Sprintf(box, "", "a"), then: fmt.Sprintf(box, "", "b"), beside: fmt.Sprintf(box, `note = "n"`, "b")},
		"stored":        {ignored: "box.key", first: "box {\n key = \"a\"\n }", then: "box {\n key = \"b\"\n }"},
		"block":         {ignored: "box", first: fmt.Sprintf(box, "", "a"), then: fmt.Sprintf(box, `note = "n"`, "b")},
		"version":       {ignored: "token_wo", first: fmt.Sprintf(pinned, "a", "1"), then: fmt.Sprintf(pinned, "b", "1")},
		"only version":  {ignored: "token_wo_version", first: fmt.Sprintf(pinned, "a", "1"), then: fmt.Sprintf(pinned, "b", "2")},
		"text":          {ignored: "token", first: `token = "a"`, then: `token = "b"`},
		"optional":      {ignored: "token_wo", first: `token_wo = "a"`, then: `token_wo = "b"`},
		"added later":   {ignored: "token_wo", first: "", then: `token_wo = "b"`},
		"part of a map": {ignored: "fields_wo", first: `fields_wo = { pw = "a" }`, then: `fields_wo = { pw = "b" }`},
		"map":           {ignored: "fields, fields_wo", first: "fields = { u = \"a\" }\n fields_wo = { pw = \"a\" }", then: "fields = { u = \"b\" }\n fields_wo = { pw = \"b\" }"},
		"key":           {ignored: `fields_wo["pw"]`, first: `fields_wo = { pw = "a", pin = "1" }`, then: `fields_wo = { pw = "b", pin = "1" }`, once: true},
		"only key":      {ignored: `fields_wo["pw"]`, first: `fields_wo = { pw = "a" }`, then: `fields_wo = { pw = "b" }`, once: true},
		"stored key":    {ignored: `fields["pw"]`, first: `fields = { pw = "a", pin = "1" }`, then: `fields = { pw = "b", pin = "1" }`},
		"everything":    {ignored: "all", first: "token = \"a\"\n fields_wo = { pw = \"a\" }\n " + fmt.Sprintf(box, "", "a"), then: "token = \"b\"\n fields_wo = { pw = \"b\" }\n " + fmt.Sprintf(box, `note = "n"`, "b")},
		"whole":         {ignored: "box.key_wo", first: fmt.Sprintf(box, "", "a"), then: fmt.Sprintf(box, "", "b"), whole: true, sent: "box.key=b"},
		"whole, map":    {ignored: "fields, fields_wo", first: `fields_wo = { pw = "a" }`, then: `fields_wo = { pw = "b" }`, whole: true, sent: "fields.pw=b"},
		"whole, key":    {ignored: `fields_wo["pw"]`, first: `fields_wo = { pw = "a", pin = "1" }`, then: `fields_wo = { pw = "b", pin = "1" }`, whole: true, sent: "fields.pin=1 fields.pw=b", once: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlatform()
			p.whole = test.whole
			config := func(name, secret string) string {
				ignored := "[" + test.ignored + "]"
				if test.ignored == "all" {
					ignored = "all"
				}
				return fmt.Sprintf("resource \"test_account\" \"a\" {\n name = %q\n %s\n lifecycle {\n ignore_changes = %s\n }\n}\n", name, secret, ignored)
			}
			unchanged := planned(plancheck.ResourceActionNoop)
			steps := []resource.TestStep{{Config: config("x", test.first), ExpectNonEmptyPlan: test.once}}
			if test.once {
				steps = append(steps, resource.TestStep{
					PreConfig: func() { p.takeBodies() }, Config: config("x", test.then),
					ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: p.sent(),
				})
			}
			steps = append(steps, resource.TestStep{Config: config("x", test.then), ConfigPlanChecks: unchanged})
			steps = append(steps, resource.TestStep{PreConfig: p.replaceByHand, Config: config("x", test.then), ConfigPlanChecks: unchanged})
			if test.ignored != "all" {
				steps = append(steps, resource.TestStep{
					PreConfig: func() { p.takeBodies() }, Config: config("y", test.then),
					ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: p.sent(test.sent),
				})
			}
			if test.beside != "" {
				steps = append(steps, resource.TestStep{
					Config: config("y", test.beside), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: p.sent(""),
				})
			}
			run(t, p, steps...)
		})
	}
}
