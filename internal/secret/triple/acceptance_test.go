package triple_test

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

const address = "test_account.a"

// run takes the steps through a real Terraform.
func run(t *testing.T, p provider.Provider, steps ...resource.TestStep) {
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

// What ignore_changes names is left out of the configuration of a plan, but not of that of an apply. It is left alone: what
// changes beside it is written without it, as far as the API lets a write leave it out.
func TestAccIgnoredSecretIsLeftAlone(t *testing.T) {
	const box, pinned = "box {\n %s\n key_wo = %q\n }", "token_wo = %q\n token_wo_version = %q"
	rows := map[string]struct {
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
	}
	p := accounts{platform: newPlatform(), all: map[string]*platform{}}
	for name, row := range rows {
		p.all[name] = newPlatform()
		p.all[name].whole = row.whole
	}
	// stage applies all rows at once, because it is the engine's start that takes the time. changed: which secrets a row sends in
	// an update; nil if it has none. before happens on each row's platform.
	stage := func(before func(*platform), config func(name string) string, changed func(name string) []string) resource.TestStep {
		var all strings.Builder
		var actions []plancheck.PlanCheck
		for name := range rows {
			all.WriteString(config(name))
			action := plancheck.ResourceActionNoop
			if changed(name) != nil {
				action = plancheck.ResourceActionUpdate
			}
			actions = append(actions, plancheck.ExpectResourceAction(addressOf(name), action))
		}
		return resource.TestStep{
			PreConfig: func() {
				for _, one := range p.all {
					before(one)
					one.takeBodies()
				}
			},
			Config: all.String(), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: actions},
			Check: func(*terraform.State) error {
				for name, one := range p.all {
					if err := one.sent(changed(name)...)(nil); err != nil {
						return fmt.Errorf("%s: %w", name, err)
					}
				}
				return nil
			},
		}
	}
	config := func(name, called, secret string) string {
		ignored := "[" + rows[name].ignored + "]"
		if rows[name].ignored == "all" {
			ignored = "all"
		}
		return fmt.Sprintf("resource %q \"a\" {\n name = %q\n %s\n lifecycle {\n ignore_changes = %s\n }\n}\n", typeOf(name), called, secret, ignored)
	}
	first := func(name string) string { return config(name, "x", rows[name].first) }
	then := func(name string) string { return config(name, "x", rows[name].then) }
	renamed := func(name string) string { return config(name, "y", rows[name].then) }
	beside := func(name string) string { return config(name, "y", cmp.Or(rows[name].beside, rows[name].then)) }
	nothing := func(*platform) {}
	unchanged := func(string) []string { return nil }

	created := stage(nothing, first, unchanged)
	created.Check, created.ConfigPlanChecks, created.ExpectNonEmptyPlan = nil, resource.ConfigPlanChecks{}, true
	foundOut := stage(nothing, then, unchanged)
	foundOut.ConfigPlanChecks = resource.ConfigPlanChecks{}
	for name, row := range rows {
		action := plancheck.ResourceActionNoop
		if row.once {
			action = plancheck.ResourceActionUpdate
		}
		foundOut.ConfigPlanChecks.PreApply = append(foundOut.ConfigPlanChecks.PreApply, plancheck.ExpectResourceAction(addressOf(name), action))
	}
	run(t, p,
		created,
		foundOut,
		stage(nothing, then, unchanged),
		stage((*platform).replaceByHand, then, unchanged),
		stage(nothing, renamed, func(name string) []string {
			if rows[name].ignored == "all" {
				return nil
			}
			return []string{rows[name].sent}
		}),
		stage(nothing, beside, func(name string) []string {
			if rows[name].beside == "" {
				return nil
			}
			return []string{""}
		}),
	)
}

// accounts is a provider with a resource type for each of several platforms.
type accounts struct {
	*platform
	all map[string]*platform
}

func (a accounts) Resources(context.Context) (all []func() framework.Resource) {
	for name, p := range a.all {
		all = append(all, func() framework.Resource { return &accountResource{platform: p, name: typeOf(name)} })
	}
	return all
}

// typeOf is the type of the resource on one of several platforms.
func typeOf(name string) string {
	return "test_" + strings.NewReplacer(" ", "_", ",", "").Replace(name)
}

func addressOf(name string) string { return typeOf(name) + ".a" }
