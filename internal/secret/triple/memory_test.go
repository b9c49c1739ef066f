package triple_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

func TestMoved(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from, to string
		want     bool
	}{
		{"2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", false},
		{"2026-01-01T00:00:00.123Z", "2026-01-01T00:00:00Z", false},
		{"2026-01-01T00:00:00.999Z", "2026-01-01T00:00:01Z", false}, // rounded in a listing
		{"2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00.000Z", false},
		{"2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", true},
		{"2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z", true},
		{"2026-01-01T00:00:00Z", "2026-01-01T00:00:00+01:00", true},
		{"", "2026-01-01T00:00:00Z", false},
		{"2026-01-01T00:00:00Z", "", false},
		{"2026-01-01T00:00:00Z", "yesterday", false},
	} {
		if got := triple.Moved(test.from, test.to); got != test.want {
			t.Errorf("Moved(%q, %q) = %v, want %v", test.from, test.to, got, test.want)
		}
	}
}
