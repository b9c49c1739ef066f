package confidential_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Secrets go through the whole life of every resource, with failures at every turn, on platforms that repeat each request
// in their errors: in their own shape, and as a page of HTML.
func TestAccSecretsAppearNowhere(t *testing.T) {
	for name, options := range map[string]fakeapi.Options{"json": {EchoRequests: true}, "html": {EchoHTML: true}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, options, options.EchoRequests, unpinned, stored)
			w.Trace()
			w.renew(objects...)
			w.configure(fromVariable("first", "1"))
			w.fail(func(i instance) string { return i.Login }, "plan") // which proves the credentials
			w.fail(func(i instance) string { return i.Create }, "apply", "-auto-approve")
			w.applyAll()

			w.renew(objects...)
			w.configure(fromVariable("second", "1"))
			w.SavePlan()
			w.fail(func(i instance) string { return i.Update }, "apply", "saved.plan")
			w.ExpectNotKept(w.secret()...)
			w.applyAll()

			w.configure(instance.letGo)
			var imports strings.Builder
			for _, i := range w.instances {
				fmt.Fprintf(&imports, "import {\n  to = %s\n  id = %q\n}\n", i.address(), i.stored().ImportID)
			}
			w.Apply()
			w.renew(objects...)
			w.configure(fromVariable("third", "1"), append(w.readers(), imports.String())...)
			w.fail(func(i instance) string { return i.Read }, "plan")
			w.applyAll()
			w.SavePlan("-destroy")
			w.fail(func(i instance) string { return i.Delete }, "apply", "saved.plan")
			w.ExpectNotKept(w.secret()...)
			w.Apply("-destroy")
			w.ExpectNotShown(slices.Concat(w.kept, w.secret())...)
		})
	}
}

// readers are blocks that read all that the provider can read.
func (w *world) readers() (blocks []string) {
	for _, t := range w.tenants {
		for kind, readers := range map[string][]fakeapi.Reader{"data": t.DataSources, "ephemeral": t.EphemeralResources} {
			for n, r := range readers {
				blocks = append(blocks, fmt.Sprintf("%s \"credentials_%s\" \"read_%d\" {\n%s\n}\n", kind, r.Type, n, r.Arguments()))
			}
		}
	}
	return blocks
}

// letGo takes the instance out of the state.
func (i instance) letGo() string {
	return fmt.Sprintf("removed {\n  from = %s\n  lifecycle {\n    destroy = false\n  }\n}\n", i.address())
}

// applyAll applies what sends every secret.
func (w *world) applyAll() {
	w.t.Helper()
	w.Apply()
	for _, i := range w.instances {
		if i.hasSecret() && !w.arrived(i) {
			w.t.Errorf("the secret of %s has not arrived", i.label())
		}
		w.know(false, i.stored().Made...)
	}
	for _, t := range w.tenants {
		for _, c := range t.Credentials {
			if !t.Saw(c.Value) {
				w.t.Errorf("%s of %s has not arrived", c.Argument, t.Name)
			}
		}
	}
}

// secret is what must be nowhere: all secrets but those that the user has chosen to keep in the state.
func (w *world) secret() []string {
	all := w.unkept
	for _, t := range w.tenants {
		all = slices.Concat(all, t.Shown, t.issued())
	}
	return all
}
