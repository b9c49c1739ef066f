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
		unsent    bool   // the request carries no secret
		silent    bool   // there is no request
		perhaps   bool   // the plan cannot know yet, so it announces a secret
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
			known: spec{"name": "y", "token_wo": "a"}, update: true, unsent: true, perhaps: true,
		},
		"rule 2, unknown, turns out the same, nothing else changes": {
			first: spec{"token_wo": "a"}, then: spec{"token_wo": unknown}, known: spec{"token_wo": "a"},
			update: true, silent: true, perhaps: true,
		},
		"rule 2, moves back between plan and apply": {
			first: spec{"token_wo": "a"}, then: spec{"token_wo": "b"}, known: spec{"token_wo": "a"},
			update: true, silent: true, perhaps: true,
		},
		"what only the provider knows changes": {
			first: spec{"token_wo": "a"}, then: spec{"token_wo": "a", "force": true}, update: true, silent: true,
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
			first: spec{"token_wo": "a"}, then: spec{"token_wo": "a", "token_wo_version": "1"}, update: true, silent: true,
		},
		"from rule 2 to rule 1, other value": {
			first: spec{"token_wo": "a"}, then: spec{"token_wo": "b", "token_wo_version": "1"}, update: true, sends: "token=b",
		},
		"from rule 2 to rule 1, unknown": {
			first: spec{"token_wo": "a"}, then: spec{"token_wo": unknown, "token_wo_version": "1"},
			known: spec{"token_wo": "a", "token_wo_version": "1"}, update: true, silent: true, perhaps: true,
		},
		"from rule 2 to rule 1, replaced outside": {
			first: spec{"token_wo": "a"}, between: byHand, then: spec{"token_wo": "a", "token_wo_version": "1"}, update: true, sends: "token=a",
			warnings: []string{"This plan writes it again"},
		},
		"from stored to write-only": {
			first: spec{"token": "a"}, then: spec{"token_wo": "a"}, update: true, sends: "token=a",
		},
		"from write-only to stored": {
			first: spec{"token_wo": "a"}, then: spec{"token": "a"}, update: true, sends: "token=a",
		},

		"rule 3, stored": {
			first: spec{"token": "a"}, between: byHand, then: spec{"token": "a"},
			warnings: []string{"Example reports that this object was changed at 2026-01-01T00:02:00Z by mallory", "token cannot be read back", "only when token changes"},
		},
		"rule 3, stored, other value": {
			first: spec{"token": "a"}, between: byHand, then: spec{"token": "b"}, update: true, sends: "token=b",
			warnings: []string{"This plan writes it again"},
		},
		"rule 3, stored, its block changes": { // ignore_changes may protect it
			first: spec{"box": spec{"key": "a"}}, between: byHand, then: spec{"box": spec{"key": "a", "note": "n"}}, update: true, unsent: true,
			warnings: []string{"only when box.key changes"}, reminders: []string{"only when box.key changes"},
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
		"map, one write-only key goes": {
			first: spec{"fields_wo": spec{"pw": "a", "pin": "1"}}, then: spec{"fields_wo": spec{"pw": "a"}},
			update: true, sends: "fields.pw=a", warnings: []string{"the apply writes the secret without it", "ignore_changes"},
		},
		"map, all write-only keys go": {
			first: spec{"fields": spec{"u": "bot"}, "fields_wo": spec{"pw": "a"}}, then: spec{"fields": spec{"u": "bot"}, "fields_wo": spec{}},
			update: true, sends: "fields.u=bot", warnings: []string{"the apply writes the secret without it"},
		},
		"map, one write-only key comes": {
			first: spec{"fields_wo": spec{"pw": "a"}}, then: spec{"fields_wo": spec{"pw": "a", "pin": "1"}},
			update: true, sends: "fields.pin=1 fields.pw=a",
		},
		"map, one write-only key unknown": {
			first: spec{"fields_wo": spec{"pw": "a", "pin": "1"}}, then: spec{"fields_wo": spec{"pw": unknown, "pin": "1"}},
			known: spec{"fields_wo": spec{"pw": "b", "pin": "1"}}, update: true, sends: "fields.pin=1 fields.pw=b",
		},
		"map, same keys": {
			first: spec{"fields_wo": spec{"pw": "a", "pin": "1"}}, then: spec{"fields_wo": spec{"pin": "1", "pw": "a"}},
		},
		"map, write-only part goes": { // or is ignored
			first: spec{"fields": spec{"u": "bot"}, "fields_wo": spec{"pw": "a"}}, then: spec{"fields": spec{"u": "bot"}},
		},
		"map, stored key changes under a version": {
			first:  spec{"fields": spec{"u": "bot"}, "fields_wo": spec{"pw": "a"}, "fields_wo_version": "1"},
			then:   spec{"fields": spec{"u": "bot2"}, "fields_wo": spec{"pw": "a"}, "fields_wo_version": "1"},
			update: true, sends: "fields.pw=a fields.u=bot2",
		},

		"secret in a block": {
			first: spec{"box": spec{"key_wo": "a"}}, then: spec{"box": spec{"key_wo": "b"}}, update: true, sends: "box.key=b",
		},
		"secret without a version, its block changes": {
			first: spec{"box": spec{"key_wo": "a"}}, then: spec{"box": spec{"key_wo": "a", "note": "n"}}, update: true, sends: "box.key=a",
		},
		"secret with a version, its block changes": {
			first: spec{"box": spec{"key_wo": "a", "key_wo_version": "1"}}, then: spec{"box": spec{"key_wo": "a", "key_wo_version": "1", "note": "n"}},
			update: true, unsent: true,
		},
		"stored secret, its block changes": {
			first: spec{"box": spec{"key": "a"}}, then: spec{"box": spec{"key": "a", "note": "n"}}, update: true, sends: "box.key=a",
		},
		"ignored secret, its block changes": { // to a plan, it is not there
			first: spec{"box": spec{"key_wo": "a"}}, then: spec{"box": spec{"note": "n"}}, update: true, unsent: true,
		},
		"block goes": {
			first: spec{"box": spec{"key_wo": "a"}}, then: spec{}, update: true, unsent: true, silent: true,
		},
		"write-only secret goes": { // or is ignored
			first: spec{"token_wo": "a"}, then: spec{},
		},
		"versioned secret goes": {
			first: spec{"token_wo": "a", "token_wo_version": "1"}, then: spec{}, update: true, silent: true,
			warnings: []string{"token is no longer configured"},
		},
		"stored secret goes": {
			first: spec{"token": "a"}, then: spec{}, update: true, silent: true,
			warnings: []string{"token is no longer configured", "stays on Example"},
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
			announced := test.update && !test.unsent && !test.silent || test.perhaps
			for computed, want := range map[string]bool{
				"secret_written_at": announced, "updated": announced || test.unsent, "updated_by": announced || test.unsent,
				"changed_outside_at": announced && e.get("changed_outside_at") != "",
			} {
				if open := !planned[computed].IsKnown(); open != want {
					t.Errorf("%s unknown in the plan: %v, want %v", computed, open, want)
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
			want := []string{test.sends}
			if test.silent {
				want = nil
			}
			if got := p.takeBodies(); !slices.Equal(got, want) {
				t.Errorf("sent %q, want %q", got, want)
			}
			writes := !test.unsent && !test.silent
			if kept := e.get("secret_written_at") == longAgo; kept == writes {
				t.Errorf("secret_written_at kept: %v, want %v", kept, !writes)
			}
			if outside := e.get("changed_outside_at"); writes && outside != "" {
				t.Errorf("changed_outside_at is %s after a write of the secret", outside)
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
