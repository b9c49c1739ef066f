package resource_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

func TestOne(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		found []string
		want  string
		fault string
	}{
		{found: []string{"a"}, want: "a"},
		{fault: "there is no thing"},
		{found: []string{"a", "b"}, fault: "there is more than one thing. Choose one by its id: id-a, id-b"},
	} {
		got, err := resource.One(test.found, "thing", func(name string) string { return "id-" + name })
		if got != test.want || (err == nil) != (test.fault == "") || err != nil && err.Error() != test.fault {
			t.Errorf("of %q: got %q and %v, want %q and %q", test.found, got, err, test.want, test.fault)
		}
	}
}
