package confidential_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"os"
	"runtime/debug"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// crashing is the variable that makes the provider crash.
const crashing = "CONFIDENTIAL_TEST_CRASH"

func TestMain(m *testing.M) {
	if os.Getenv(crashing) != "" {
		rand.Reader = crash{rand.Reader}
	}
	acctest.Main(m)
}

// crash is a source of randomness that panics when a digest asks it for a salt: at the end of a write, with the secret on
// the stack and everything that was sent in memory.
type crash struct{ io.Reader }

func (c crash) Read(random []byte) (int, error) {
	if bytes.Contains(debug.Stack(), []byte("secret.Digest(")) {
		panic("no randomness")
	}
	return c.Reader.Read(random)
}

func TestAccSecretsAreInNoStackTrace(t *testing.T) {
	w := newWorld(t, fakeapi.Options{}, false, unpinned)
	w.ServeFromTest() // the other build of the provider never crashes
	w.Setenv(crashing+"=1", "GOTRACEBACK=all")
	w.Trace()
	w.renew(unpinned)
	crashed := map[string]bool{}
	for _, i := range w.instances {
		if !i.hasSecret() || crashed[i.Type] {
			continue
		}
		crashed[i.Type] = true
		w.configure(func(other instance) string {
			if other.label() != i.label() {
				return ""
			}
			return i.block("note", i.give(acctest.WriteOnly, "var."+i.label(), ""))
		})
		acctest.Contains(t, w.Fail("apply", "-auto-approve"), "panic: no randomness", "internal/secret.Digest(")
		if !w.arrived(i) {
			t.Errorf("the secret of %s has not arrived", i.label())
		}
	}
	w.ExpectNotShown(w.secret()...)
}
