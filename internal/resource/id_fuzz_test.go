package resource_test

import (
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
)

// What is parsed is what was written: no part is lost, and none moves into another.
func FuzzImportID(f *testing.F) {
	var ids []string
	for _, test := range imports {
		ids = append(ids, test.id)
		f.Add(test.id)
	}
	acctest.AddVariants(f, ids, func(_ *rand.Rand, id string) { f.Add(id) })
	f.Fuzz(func(t *testing.T, id string) {
		values, err := setID.Parse(id)
		if err != nil {
			return
		}
		decoded, _ := url.PathUnescape(id)
		if again := setID.Format(values...); again != id && again != decoded {
			t.Errorf("%q became %q", id, again)
		}
		if slices.Contains(values, "") || len(values) != len(setID) || strings.Contains(values[0]+values[1], "/") {
			t.Errorf("%q was parsed into %q", id, values)
		}
	})
}
