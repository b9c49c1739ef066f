package resource_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// What is parsed is what was written: no part is lost, and none moves into another.
func FuzzImportID(f *testing.F) {
	for _, test := range imports {
		f.Add(test.id)
	}
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
