// Package reliability_test proves on all platforms that nothing is lost and nothing is made twice, whatever becomes of the
// platform's answers and of the process: a real engine and a provider in a process of its own manage many objects at once.
// The sizes are small unless TEST_SIZE is "full"; -v shows what was measured.
package reliability_test

import (
	"flag"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
)

// parallel tests at once: most of them wait, for a platform that settles.
const parallel = "12"

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", parallel); err != nil {
		panic(err)
	}
	acctest.Main(m)
}
