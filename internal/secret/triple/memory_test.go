package triple_test

import (
	"encoding/json"
	"strings"
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

// remembered returns what private state keeps of the secrets.
func (e *engine) remembered() string {
	var private map[string][]byte
	if err := json.Unmarshal(e.private, &private); err != nil {
		e.Fatal(err)
	}
	return string(private["secrets"])
}

func TestPrivateStateKeepsADigestOnlyWhereItIsNeeded(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config  spec
		digests int
	}{
		"stored":                 {spec{"token": "canary"}, 0},
		"write-only":             {spec{"token_wo": "canary"}, 1},
		"version":                {spec{"token_wo": "canary", "token_wo_version": "1"}, 0},
		"map":                    {spec{"fields": spec{"u": "canary"}, "fields_wo": spec{"v": "canary"}}, 1},
		"write-only and a block": {spec{"token_wo": "canary", "box": spec{"key_wo": "canary"}}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, newPlatform())
			e.apply(spec{"token_wo": "earlier"})
			e.apply(test.config)
			document := e.remembered()
			if got := strings.Count(document, "$argon2id$"); got != test.digests {
				t.Errorf("%d digests, want %d: %s", got, test.digests, document)
			}
			if strings.Contains(document, "canary") {
				t.Errorf("private state contains the secret: %s", document)
			}
		})
	}
}

func TestUnreadablePrivateStateMeansChanged(t *testing.T) {
	t.Parallel()
	e := newEngine(t, newPlatform())
	e.apply(spec{"token_wo": "a"})
	private, err := json.Marshal(map[string][]byte{"secrets": []byte(`{"stamp": 1}`)})
	if err != nil {
		t.Fatal(err)
	}
	e.private = private
	if e.attributes(e.object(e.plan(spec{"token_wo": "a"}).PlannedState))["secret_written_at"].IsKnown() {
		t.Error("no update is planned")
	}
}
