package triple_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
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
		{"2026-01-01T00:00:00.123Z", "2026-01-01T00:00:00.124Z", true}, // both have fractions
		{"2026-01-01T00:00:00.123Z", "2026-01-01T01:00:00.123+01:00", false},
		{"2026-01-01T00:00:00.123Z", "2026-01-01T00:00:00.123000Z", false},
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
		"stored":                     {spec{"token": "canary"}, 0},
		"write-only":                 {spec{"token_wo": "canary"}, 1},
		"version":                    {spec{"token_wo": "canary", "token_wo_version": "1"}, 0},
		"map":                        {spec{"fields": spec{"u": "canary"}, "fields_wo": spec{"v": "canary"}}, 1},
		"write-only and a block":     {spec{"token_wo": "canary", "box": spec{"key_wo": "canary"}}, 2},
		"map with two keys":          {spec{"fields_wo": spec{"v": "canary", "w": "canary"}}, 3}, // of each key, and of both
		"map with all under version": {spec{"fields_wo": spec{"v": "canary", "w": "canary"}, "fields_wo_version": "1"}, 0},
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

// A digest takes milliseconds, so a plan computes one for a map, whatever the number of its keys, as long as none is added,
// missing or ignored. That those of the keys are not looked at shows when they are spoilt.
func TestAMapIsComparedByOneDigest(t *testing.T) {
	t.Parallel()
	e := newEngine(t, newPlatform())
	both := spec{"fields_wo": spec{"v": "canary", "w": "other"}}
	e.apply(spec{})
	e.apply(both)
	e.spoil(`"v":"$argon2id$`, `"w":"$argon2id$`)
	e.expectNoChange(both)
	for name, changed := range map[string]spec{"a value": {"v": "canary", "w": "new"}, "the values' places": {"v": "other", "w": "canary"}} {
		if e.attributes(e.object(e.plan(spec{"fields_wo": changed}).PlannedState))["secret_written_at"].IsKnown() {
			t.Errorf("no write is planned although %s changed", name)
		}
	}

	e = newEngine(t, newPlatform())
	e.apply(spec{})
	e.apply(both)
	e.spoil(`"digest":"$argon2id$`)
	if e.attributes(e.object(e.plan(both).PlannedState))["secret_written_at"].IsKnown() {
		t.Error("the digest of the whole map is not looked at")
	}
	// A key that is missing from the plan may be ignored, so the others are compared one by one.
	if planned := e.attributes(e.object(e.plan(spec{"fields_wo": spec{"v": "canary"}}).PlannedState)); planned["secret_written_at"].IsKnown() {
		t.Error("a missing key is not perhaps a change")
	}
}

// A change by hand that came while the secret was ignored is undone once it is ignored no longer, whatever was applied meanwhile.
func TestChangeOutsideOutlivesIgnoring(t *testing.T) {
	t.Parallel()
	for name, secret := range map[string]spec{"text": {"token_wo": "a"}, "key of a map": {"fields_wo": spec{"pw": "a"}}} {
		p := newPlatform()
		e := newEngine(t, p)
		config, seen := spec{"name": "x"}, spec{"name": "y"}
		maps.Copy(config, secret)
		e.apply(config)
		p.replaceByHand()
		e.refresh()
		config["name"] = "y"
		e.check(e.tryToApplyIgnoring(seen, config), nil)
		e.refresh()
		e.expectNoChange(seen)
		if e.attributes(e.object(e.plan(config).PlannedState))["secret_written_at"].IsKnown() {
			t.Errorf("%s: no write is planned", name)
		}
	}
}

// A key that a plan does not see is perhaps ignored. Where a write replaces the whole object, the plan says that the key travels only
// if there is such a write.
func TestAMissingKeyIsWarnedOfOnce(t *testing.T) {
	t.Parallel()
	p := newPlatform()
	p.whole = true
	e := newEngine(t, p)
	e.apply(spec{"name": "x", "fields_wo": spec{"pw": "a", "pin": "1"}})
	for name, sent := range map[string]bool{"x": false, "y": true} {
		p.takeWarnings()
		e.plan(spec{"name": name, "fields_wo": spec{"pin": "1"}})
		warnings := strings.Join(p.takeWarnings(), "\n")
		if !strings.Contains(warnings, "had a key that this plan does not see") || strings.Contains(warnings, "The update sends what is configured there") != sent {
			t.Errorf("name %s: got %s", name, warnings)
		}
	}
}

// spoil damages digests in private state.
func (e *engine) spoil(digests ...string) {
	e.Helper()
	document := e.remembered()
	for _, digest := range digests {
		if !strings.Contains(document, digest) {
			e.Fatalf("%s is not in %s", digest, document)
		}
		document = strings.Replace(document, digest, strings.Replace(digest, "argon2id", "spoilt", 1), 1)
	}
	private, err := json.Marshal(map[string][]byte{"secrets": []byte(document)})
	if err != nil {
		e.Fatal(err)
	}
	e.private = private
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

// A write that failed may have taken effect, so even the value before it is sent again.
func TestAFailedWriteIsMadeUpFor(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]func(value string) spec{
		"stored":     func(value string) spec { return spec{"token": value} },
		"write-only": func(value string) spec { return spec{"token_wo": value} },
		"version":    func(value string) spec { return spec{"token_wo": value, "token_wo_version": value} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlatform()
			e := newEngine(t, p)
			e.apply(config("a"))
			p.broken = true
			if len(e.tryToApply(config("b"))) == 0 {
				t.Fatal("the write has not failed")
			}
			p.takeBodies()
			e.refresh()
			e.apply(config("a"))
			if got := p.takeBodies(); !slices.Equal(got, []string{"token=a"}) {
				t.Errorf("sent %q", got)
			}
			e.expectNoChange(config("a"))
		})
	}
}

// A platform that lags shows a date before our write, and one whose nodes have other clocks shows one for good.
func TestAnEarlierDateIsStaleWhileThePlatformSettles(t *testing.T) {
	t.Parallel()
	p := newPlatform()
	e := newEngine(t, p)
	e.apply(spec{"token_wo": "a", "token_wo_version": "1"})
	written := e.get("updated")
	e.apply(spec{"name": "y", "token_wo": "a", "token_wo_version": "1"})
	before := e.state

	p.account.name, p.account.updated = "x", written // the answer of a node that has not seen the second write
	e.refresh()
	if !e.state.Equal(before) {
		t.Errorf("a stale answer changes the state: %s", e.state)
	}
	e.settle(t)
	e.refresh()
	if got := e.get("changed_outside_at"); got != written || e.get("name") != "x" {
		t.Errorf("changed_outside_at is %q, want %q; name is %q", got, written, e.get("name"))
	}
	private := string(e.private)
	e.refresh()
	if string(e.private) != private {
		t.Error("the same date is recorded again")
	}
}

func TestALaterDateIsAChangeAtOnce(t *testing.T) {
	t.Parallel()
	p := newPlatform()
	e := newEngine(t, p)
	e.apply(spec{"token_wo": "a", "token_wo_version": "1"})
	p.replaceByHand()
	e.refresh()
	first := e.get("changed_outside_at")
	if first == "" || first != e.get("updated") {
		t.Errorf("changed_outside_at is %q, updated %q", first, e.get("updated"))
	}
	e.apply(spec{"name": "y", "token_wo": "a", "token_wo_version": "1"})
	e.refresh()
	if got := e.get("changed_outside_at"); got != first {
		t.Errorf("a write without the secret makes %q of %q", got, first)
	}
	e.apply(spec{"name": "y", "token_wo": "a", "token_wo_version": "2"})
	e.refresh()
	if got := e.get("changed_outside_at"); got != "" {
		t.Errorf("changed_outside_at is %q after a write of the secret", got)
	}
}

// settle makes the provider's last write an old one.
func (e *engine) settle(t *testing.T) {
	t.Helper()
	var private map[string][]byte
	var kept map[string]any
	if err := errors.Join(json.Unmarshal(e.private, &private), json.Unmarshal(private["secrets"], &kept)); err != nil {
		t.Fatal(err)
	}
	kept["written_at"] = longAgo
	document, err := json.Marshal(kept)
	if err != nil {
		t.Fatal(err)
	}
	private["secrets"] = document
	if e.private, err = json.Marshal(private); err != nil {
		t.Fatal(err)
	}
}
