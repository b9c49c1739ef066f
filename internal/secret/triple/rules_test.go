package triple_test

import (
	"slices"
	"strings"
	"testing"
)

const longAgo = "2020-01-01T00:00:00Z"

// TestRules applies one configuration, then plans and applies another.
func TestRules(t *testing.T) {
	t.Parallel()
	byHand := (*platform).replaceByHand
	for name, test := range map[string]struct {
		whole     bool
		first     spec
		between   func(*platform)
		then      spec
		known     spec // then, as apply knows it; nil: the same
		update    bool
		sends     string // in the update
		unsent    bool   // nothing is sent
		warnings  []string
		reminders []string // warnings of the plan after
	}{
		"nothing changes": {
			first: spec{"token": "a", "fields": spec{"u": "bot"}, "box": spec{"key": "k"}},
			then:  spec{"token": "a", "fields": spec{"u": "bot"}, "box": spec{"key": "k"}},
		},
		"stored secret changes": {
			first: spec{"token": "a"}, then: spec{"token": "b"}, update: true, sends: "token=b",
		},
		"stored secret unknown": {
			first: spec{"token": "a"}, then: spec{"token": unknown}, known: spec{"token": "b"}, update: true, sends: "token=b",
		},
		"another attribute changes": {
			first: spec{"name": "x", "token_wo": "a"}, then: spec{"name": "y", "token_wo": "a"}, update: true, unsent: true,
		},

		"rule 2, same value": {
			first: spec{"token_wo": "a"}, then: spec{"token_wo": "a"},
		},
		"rule 2, other value": {
			first: spec{"token_wo": "a"}, then: spec{"token_wo": "b"}, update: true, sends: "token=b",
		},
		"rule 2, unknown, turns out another": {
			first: spec{"token_wo": "a"}, then: spec{"token_wo": unknown}, known: spec{"token_wo": "b"}, update: true, sends: "token=b",
		},
		"rule 2, unknown, turns out the same": {
			first: spec{"name": "x", "token_wo": "a"}, then: spec{"name": "y", "token_wo": unknown},
			known: spec{"name": "y", "token_wo": "a"}, update: true, unsent: true,
		},

		"rule 2, moves between plan and apply": {
			first: spec{"name": "x", "token_wo": "a"}, then: spec{"name": "y", "token_wo": "a"},
			known: spec{"name": "y", "token_wo": "b"}, update: true, sends: "token=b",
		},

		"rule 1, other value, same version": {
			first: spec{"token_wo": "a", "token_wo_version": "1"}, then: spec{"token_wo": "b", "token_wo_version": "1"},
		},
		"rule 1, unknown value, same version": {
			first: spec{"token_wo": "a", "token_wo_version": "1"}, then: spec{"token_wo": unknown, "token_wo_version": "1"},
			known: spec{"token_wo": "b", "token_wo_version": "1"},
		},
		"rule 1, same value, other version": {
			first: spec{"token_wo": "a", "token_wo_version": "1"}, then: spec{"token_wo": "a", "token_wo_version": "2"},
			update: true, sends: "token=a",
		},
		"rule 1, unknown version": {
			first: spec{"token_wo": "a", "token_wo_version": "1"}, then: spec{"token_wo": "b", "token_wo_version": unknown},
			known: spec{"token_wo": "b", "token_wo_version": "2"}, update: true, sends: "token=b",
		},

		"from rule 1 to rule 2": {
			first: spec{"token_wo": "a", "token_wo_version": "1"}, then: spec{"token_wo": "a"}, update: true, sends: "token=a",
		},
		"from rule 2 to rule 1": {
			first: spec{"token_wo": "a"}, then: spec{"token_wo": "a", "token_wo_version": "1"}, update: true, sends: "token=a",
		},
		"from stored to write-only": {
			first: spec{"token": "a"}, then: spec{"token_wo": "a"}, update: true, sends: "token=a",
		},
		"from write-only to stored": {
			first: spec{"token_wo": "a"}, then: spec{"token": "a"}, update: true, sends: "token=a",
		},

		"rule 3, stored": {
			first: spec{"token": "a"}, between: byHand, then: spec{"token": "a"}, update: true, sends: "token=a",
			warnings: []string{"at 2026-01-01T00:02:00Z by mallory", "The secret token ", "This plan writes it again"},
		},
		"rule 3, write-only": {
			first: spec{"token_wo": "a"}, between: byHand, then: spec{"token_wo": "a"}, update: true, sends: "token=a",
			warnings: []string{"by mallory", "This plan writes it again"},
		},
		"rule 3, version": {
			first: spec{"token_wo": "a", "token_wo_version": "1"}, between: byHand, then: spec{"token_wo": "a", "token_wo_version": "1"},
			warnings: []string{"by mallory", "when token_wo_version changes"}, reminders: []string{"by mallory"},
		},
		"rule 3, version, other attribute changes": {
			first: spec{"name": "x", "token_wo": "a", "token_wo_version": "1"}, between: byHand,
			then: spec{"name": "y", "token_wo": "a", "token_wo_version": "1"}, update: true, unsent: true,
			warnings: []string{"by mallory", "when token_wo_version changes"}, reminders: []string{"at 2026-01-01T00:02:00Z by mallory"},
		},
		"rule 3, other version": {
			first: spec{"token_wo": "a", "token_wo_version": "1"}, between: byHand, then: spec{"token_wo": "a", "token_wo_version": "2"},
			update: true, sends: "token=a", warnings: []string{"This plan writes it again"},
		},
		"rule 3, map with version": {
			first:    spec{"fields": spec{"u": "bot"}, "fields_wo": spec{"pw": "a"}, "fields_wo_version": "1"},
			between:  byHand,
			then:     spec{"fields": spec{"u": "bot"}, "fields_wo": spec{"pw": "a"}, "fields_wo_version": "1"},
			warnings: []string{"when fields_wo_version changes"}, reminders: []string{"when fields_wo_version changes"},
		},
		"rule 3, no secret configured": {first: spec{"name": "x"}, between: byHand, then: spec{"name": "x"}},

		"map, one stored key changes": {
			first: spec{"fields": spec{"u": "bot", "v": "c"}}, then: spec{"fields": spec{"u": "bot2", "v": "c"}},
			update: true, sends: "fields.u=bot2 fields.v=c",
		},
		"map, one write-only key changes": {
			first: spec{"fields": spec{"u": "bot"}, "fields_wo": spec{"pw": "a", "pin": "1"}},
			then:  spec{"fields": spec{"u": "bot"}, "fields_wo": spec{"pw": "b", "pin": "1"}}, update: true, sends: "fields.pin=1 fields.pw=b fields.u=bot",
		},
		"map, one write-only key unknown": {
			first: spec{"fields_wo": spec{"pw": "a", "pin": "1"}}, then: spec{"fields_wo": spec{"pw": unknown, "pin": "1"}},
			known: spec{"fields_wo": spec{"pw": "b", "pin": "1"}}, update: true, sends: "fields.pin=1 fields.pw=b",
		},
		"map, same keys": {
			first: spec{"fields_wo": spec{"pw": "a", "pin": "1"}}, then: spec{"fields_wo": spec{"pin": "1", "pw": "a"}},
		},
		"map, write-only part goes": {
			first: spec{"fields": spec{"u": "bot"}, "fields_wo": spec{"pw": "a"}}, then: spec{"fields": spec{"u": "bot"}},
			update: true, sends: "fields.u=bot",
		},
		"map, stored key changes under a version": {
			first:  spec{"fields": spec{"u": "bot"}, "fields_wo": spec{"pw": "a"}, "fields_wo_version": "1"},
			then:   spec{"fields": spec{"u": "bot2"}, "fields_wo": spec{"pw": "a"}, "fields_wo_version": "1"},
			update: true, sends: "fields.pw=a fields.u=bot2",
		},

		"secret in a block": {
			first: spec{"box": spec{"key_wo": "a"}}, then: spec{"box": spec{"key_wo": "b"}}, update: true, sends: "box.key=b",
		},
		"block goes": {
			first: spec{"box": spec{"key_wo": "a"}}, then: spec{}, update: true, unsent: true,
		},
		"write-only secret goes": {
			first: spec{"token_wo": "a"}, then: spec{}, update: true, unsent: true,
			warnings: []string{"token is no longer configured", "keeps the last value"},
		},
		"versioned secret goes": {
			first: spec{"token_wo": "a", "token_wo_version": "1"}, then: spec{}, update: true, unsent: true,
			warnings: []string{"token is no longer configured"},
		},
		"stored secret goes": {
			first: spec{"token": "a"}, then: spec{}, update: true, unsent: true, warnings: []string{"token is no longer configured"},
		},

		"whole, another attribute changes under a version": {
			whole: true,
			first: spec{"name": "x", "token_wo": "a", "token_wo_version": "1"}, then: spec{"name": "y", "token_wo": "b", "token_wo_version": "1"},
			update: true, sends: "token=b",
		},
		"whole, changed by hand, another attribute changes under a version": {
			whole: true, between: byHand,
			first: spec{"name": "x", "token_wo": "a", "token_wo_version": "1"}, then: spec{"name": "y", "token_wo": "a", "token_wo_version": "1"},
			update: true, sends: "token=a", warnings: []string{"This plan writes it again"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlatform()
			p.whole = test.whole
			e := newEngine(t, p)
			e.apply(test.first)
			e.set("secret_written_at", longAgo)
			p.takeBodies()
			if test.between != nil {
				test.between(p)
			}
			e.refresh()

			planned := e.attributes(e.object(e.plan(test.then).PlannedState))
			for _, computed := range []string{"secret_written_at", "updated", "updated_by"} {
				if open := !planned[computed].IsKnown(); open != test.update {
					t.Errorf("%s unknown in the plan: %v, want %v", computed, open, test.update)
				}
			}
			expectWarnings(t, p.takeWarnings(), test.warnings)
			if !test.update {
				e.expectNoChange(test.then)
				return
			}

			known := test.then
			if test.known != nil {
				known = test.known
			}
			e.apply(known)
			if got, want := p.takeBodies(), []string{test.sends}; !slices.Equal(got, want) {
				t.Errorf("sent %q, want %q", got, want)
			}
			if kept := e.get("secret_written_at") == longAgo; kept != test.unsent {
				t.Errorf("secret_written_at kept: %v, want %v", kept, test.unsent)
			}
			p.takeWarnings()
			e.refresh()
			e.expectNoChange(known)
			expectWarnings(t, p.takeWarnings(), test.reminders)
		})
	}
}

// expectWarnings wants one warning that contains all of want, or none if there is nothing to contain.
func expectWarnings(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != min(len(want), 1) {
		t.Errorf("warnings %q, want one with %q", got, want)
		return
	}
	for _, text := range want {
		if !strings.Contains(got[0], text) {
			t.Errorf("warning %q lacks %q", got[0], text)
		}
	}
}
