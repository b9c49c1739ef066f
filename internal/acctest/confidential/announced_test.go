package confidential_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// A version that is added to a secret that was written already sends nothing. Taking it away sends the secret once.
func TestAccSecretsComeUnderAVersionUnwritten(t *testing.T) {
	w := newWorld(t, fakeapi.Options{}, false, unpinned)
	given := func(way acctest.Way) func(instance) string {
		return func(i instance) string { return i.block("note", i.give(way, "var."+i.label(), "1")) }
	}
	w.renew(unpinned)
	w.configure(given(acctest.WriteOnly))
	w.expectSent(instance.hasSecret)
	w.configure(given(acctest.Versioned))
	w.expectSent(none)
	w.PlanNothing()
	w.configure(given(acctest.WriteOnly))
	w.expectSent(instance.hasSecret)
	w.PlanNothing()
}

// What only the provider knows is recorded without a request, and no secret is announced.
func TestAccProviderOnlyArgumentsSendNothing(t *testing.T) {
	w := newWorld(t, fakeapi.Options{}, false, unpinned)
	with := func(force, behavior string) func(instance) string {
		return func(i instance) string {
			block := strings.TrimSuffix(i.block("note", i.give(acctest.WriteOnly, "var."+i.label(), "1")), "}\n")
			switch i.Type {
			case "service_credential", "integration_credential":
				block += "force_destroy = " + force + "\n"
			case "enduser_credential", "harmony_mobile_integration":
				block += behavior + "\n"
			}
			return block + "}\n"
		}
	}
	w.renew(unpinned)
	w.configure(with("false", ""))
	w.expectSent(instance.hasSecret)
	w.configure(with("true", `destroy_behavior = "abandon"`))
	w.expectSent(none)
	if open := w.Unknown("saved.plan", "last_updated"); len(open) > 0 {
		t.Errorf("last_updated is open: %v", open)
	}
	for _, tenant := range w.tenants {
		for _, r := range tenant.Requests() {
			if r.Method != http.MethodGet && r.Route != tenant.Login {
				t.Errorf("%s was sent", r.Route)
			}
		}
	}
	w.PlanNothing()
}

// A change outside Terraform shows in a refresh, under a version too, until a write carries the secret.
func TestAccChangesOutsideTerraformShowInARefresh(t *testing.T) {
	w := newWorld(t, fakeapi.Options{}, false, objects...)
	dated := func(i instance) bool { return i.hasSecret() && i.Dates }
	w.renew(objects...)
	w.configure(fromVariable("first", "1"))
	w.Apply()
	// The status is no proof of the contrary: Terraform 1.11 reorders a state's sensitive paths at random, and takes that for a change.
	acctest.Lacks(t, w.PlanNothing("-refresh=true"), "changed_outside_at")
	for _, i := range w.instances {
		if dated(i) {
			i.Edit(i.name)
		}
	}
	for range 2 { // a plan that is not applied forgets nothing
		if output, status := w.Run("plan", "-refresh-only", "-detailed-exitcode"); status != 2 || !strings.Contains(output, "changed_outside_at") {
			t.Errorf("refresh: exit status %d, want 2\n%s", status, output)
		}
	}
	w.Apply("-refresh-only")
	expect := func(want func(instance) bool) {
		t.Helper()
		changed := w.Known("changed_outside_at")
		for _, i := range w.instances {
			if (changed[i.address()] != nil) != want(i) {
				t.Errorf("changed_outside_at of %s is %v", i.label(), changed[i.address()])
			}
		}
	}
	expect(dated)
	t.Log("A write of something else, without the secret, leaves it.")
	w.configure(fromVariable("second", "1"))
	w.Apply()
	expect(func(i instance) bool { return dated(i) && !i.Whole && i.name != unpinned })
	w.renew(objects...)
	w.configure(fromVariable("second", "2"))
	w.expectSent(instance.hasSecret)
	expect(none)
}

// Every platform warns of a secret that is kept in the state, and of no other.
func TestAccStoredSecretsWarn(t *testing.T) {
	w := newWorld(t, fakeapi.Options{}, false, objects...)
	w.renew(objects...)
	w.configure(fromVariable("first", "1"))
	w.expectWarning("Secret kept in the state", func(i instance) bool { return i.hasSecret() && i.name == stored })
}
