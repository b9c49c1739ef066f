package confidential_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// What arrives at every platform when secrets and what is around them change.
func TestAccSecretsAreSentWhenTheRulesSaySo(t *testing.T) {
	w := newWorld(t, fakeapi.Options{}, false, objects...)
	unlessPinned := func(i instance) bool { return i.name != pinned }

	t.Log("Rules 1 and 2: another value is sent, but not under the same version.")
	w.renew(objects...)
	w.configure(fromVariable("first", "1"))
	w.expectSent(instance.hasSecret)
	w.PlanNothing()
	w.renew(pinned)
	w.PlanNothing()
	w.renew(objects...)
	w.SavePlan()
	w.renew(pinned, unpinned) // as an ephemeral value that is another in every run
	w.expectApplied(unlessPinned, unlessPinned)

	t.Log("Another argument changes: where the API replaces the whole object, it gets the secret of this run.")
	w.configure(fromVariable("second", "1"))
	w.expectSent(func(i instance) bool { return i.Whole })

	t.Log("Rule 3: replaced outside Terraform. What is stored or has a version only warns, until it is written again.")
	for _, i := range w.instances {
		if i.hasSecret() {
			i.Edit(i.name)
		}
	}
	w.expectWarned(func(i instance) bool { return i.Dates })
	w.expectSent(func(i instance) bool { return i.Dates && i.name == unpinned })
	w.expectWarned(func(i instance) bool { return i.Dates && i.name != unpinned })
	w.configure(fromVariable("second", "2"))
	w.expectSent(func(i instance) bool { return i.name == pinned })
	w.expectWarned(func(i instance) bool { return i.Dates && i.name == stored })
	w.renew(stored)
	w.expectSent(func(i instance) bool { return i.name == stored })
	w.expectWarned(none)
	w.PlanNothing()
}

func none(instance) bool { return false }

// What is unknown at plan is decided when it is known.
func TestAccUnknownSecretsAreSentIfTheyTurnOutToBeOthers(t *testing.T) {
	w := newWorld(t, fakeapi.Options{}, false, objects...)
	versions := 0
	// later applies a secret and a version that are unknown at plan.
	later := func(secret, version string, want func(instance) bool) {
		t.Helper()
		versions++
		label := fmt.Sprintf("later%d", versions)
		for _, i := range w.instances {
			w.set(i.label(), secret+i.label())
		}
		w.configure(func(i instance) string {
			output := "terraform_data." + label + ".output"
			return i.block("note", i.give(ways[i.name], fmt.Sprintf("\"${%s.secret}%s\"", output, i.label()), output+".version"))
		}, fmt.Sprintf("resource \"terraform_data\" %q {\n  input = { secret = %q, version = %q }\n}\n", label, secret, version))
		w.expectAnnounced(instance.hasSecret, want)
		w.PlanNothing()
	}
	first, second := canary("first"), canary("second")
	later(first, "1", instance.hasSecret)
	later(first, "1", none)
	later(second, "1", func(i instance) bool { return i.name != pinned })
	later(second, "2", func(i instance) bool { return i.name == pinned })
}

// What ignore_changes names is left alone, right after the creation and later. Only an API that replaces the whole object gets it
// with what changes beside it.
func TestAccIgnoredSecretsAreLeftAlone(t *testing.T) {
	w := newWorld(t, fakeapi.Options{}, false, pinned, unpinned)
	ignored := func(note string) func(instance) string {
		return func(i instance) string {
			block := i.block(note, i.give(ways[i.name], "var."+i.label(), "1"))
			if !i.hasSecret() {
				return block
			}
			return strings.TrimSuffix(block, "}\n") + fmt.Sprintf("lifecycle {\n ignore_changes = [%s_wo]\n}\n}\n", i.path())
		}
	}
	w.renew(objects...)
	w.configure(ignored("first"))
	w.expectSent(instance.hasSecret)
	w.PlanNothing()
	w.renew(objects...)
	w.PlanNothing()
	for _, i := range w.instances {
		if i.hasSecret() {
			i.Edit(i.name)
		}
	}
	w.PlanNothing()
	w.configure(ignored("second"))
	w.expectSent(func(i instance) bool { return i.Whole })
	w.PlanNothing()
}

// path is that of the secret within the resource.
func (i instance) path() string {
	if i.Within == "" {
		return i.Secret
	}
	return i.Within + "." + i.Secret
}

// A secret that moves out of the state leaves nothing there, nor does one that moves back.
func TestAccSecretsMoveOutOfTheStateAndBack(t *testing.T) {
	w := newWorld(t, fakeapi.Options{}, true, stored)
	for step, way := range []acctest.Way{acctest.Stored, acctest.WriteOnly, acctest.Stored, acctest.Versioned, acctest.Stored} {
		if step != 1 { // there, the same secret moves
			w.renew(stored)
		}
		digests := 0
		w.configure(func(i instance) string {
			block := i.block("note", i.give(way, "var."+i.label(), "1"))
			if strings.Contains(block, "_wo = ") && !strings.Contains(block, "_wo = {}") && way != acctest.Versioned {
				digests++
			}
			return block
		})
		w.expectSent(instance.hasSecret)
		state := w.State()
		if got := strings.Count(state, "argon2"); got != digests {
			t.Errorf("step %d: %d digests are in the state, want %d", step, got, digests)
		}
		allowed := map[string]bool{}
		for _, i := range w.instances {
			allowed[w.values[i.label()]] = way == acctest.Stored
			allowed[w.values[i.other()]] = true
		}
		for _, secret := range w.kept {
			if got := acctest.Shows(state, secret); got != allowed[secret] {
				t.Errorf("step %d: %q is in the state: %t, want %t", step, secret, got, allowed[secret])
			}
		}
	}
}

// expectSent applies, and compares whose present secret has arrived, and whose plan has announced it.
func (w *world) expectSent(want func(instance) bool) {
	w.t.Helper()
	w.expectAnnounced(want, want)
}

// expectAnnounced is expectSent where a plan may not know yet what the apply will do.
func (w *world) expectAnnounced(announced, want func(instance) bool) {
	w.t.Helper()
	w.SavePlan()
	w.expectApplied(announced, want)
}

// expectApplied applies the saved plan.
func (w *world) expectApplied(announced, want func(instance) bool) {
	w.t.Helper()
	open := w.Unknown("saved.plan", "secret_written_at")
	w.forget()
	w.Apply("saved.plan")
	for _, i := range w.instances {
		if !i.hasSecret() {
			continue
		}
		if sent := w.arrived(i); sent != want(i) {
			w.t.Errorf("secret of %s sent: %t, want %t", i.label(), sent, want(i))
		}
		if open[i.address()] != announced(i) {
			w.t.Errorf("secret of %s announced: %t, want %t", i.label(), open[i.address()], announced(i))
		}
	}
}

// expectWarned plans, and compares whose secret is said to be perhaps replaced outside Terraform.
func (w *world) expectWarned(want func(instance) bool) {
	w.t.Helper()
	w.expectWarning("Secret may have been replaced outside Terraform", want)
}

// expectWarning plans, and compares which instances have a warning with that title.
func (w *world) expectWarning(title string, want func(instance) bool) {
	w.t.Helper()
	output, _ := w.Run("plan", "-json")
	warned := map[string]bool{}
	for messages := json.NewDecoder(strings.NewReader(output)); ; {
		var message struct {
			Diagnostic struct{ Summary, Address string }
		}
		err := messages.Decode(&message)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			w.t.Fatal(err)
		}
		if message.Diagnostic.Summary == title {
			warned[message.Diagnostic.Address] = true
		}
	}
	for _, i := range w.instances {
		if warned[i.address()] != want(i) {
			w.t.Errorf("warned of %s: %t, want %t", i.label(), warned[i.address()], want(i))
		}
	}
}
