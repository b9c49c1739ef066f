package triple

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// need reports whether the rules ask for a secret to be sent. A plan may not know it.
type need string

const (
	no      need = "no"
	perhaps need = "perhaps"
	yes     need = "yes"
)

func yesIf(condition bool) need {
	if condition {
		return yes
	}
	return no
}

// finding is what is known about one secret when a plan or a write begins.
type finding struct {
	Secret
	config, state values   // config: the write-only value of the configuration, the others of the plan
	record        record   // of the last write
	outside       bool     // the platform reports a change since our last write of the secret, or shows another value
	ignored       []string // keys of the write-only value that an apply sees and its plan did not
	need          need
}

// findings are those about the secrets of an object, as far as the block that holds them is there.
type findings []finding

// examine collects what is known about the secrets of a configuration and its plan.
func (t Tracker) examine(config, plan, state object, m memory) findings {
	var found findings
	outside := state.text(changedOutsideAt) != ""
	for _, s := range t.Secrets {
		if plan.holder(s) == nil {
			continue
		}
		// Write-only values are in no plan. All else is taken from the plan: an apply sees in the configuration what
		// ignore_changes has kept out of the plan.
		v := plan.values(s)
		v.writeOnly = config.values(s).writeOnly
		r := m.Secrets[s.Path.String()]
		found = append(found, finding{
			Secret: s, config: v, state: state.values(s), record: r, outside: outside || r.Replaced, need: no,
		})
	}
	return found
}

// at returns the finding about the secret at p; if its block is absent, one without any value.
func (t Tracker) at(all findings, p path.Path) finding {
	for _, f := range all {
		if f.Path.Equal(p) {
			return f
		}
	}
	for _, s := range t.Secrets {
		if s.Path.Equal(p) {
			return finding{Secret: s, need: no}
		}
	}
	panic(fmt.Sprintf("%s is not the path of a secret", p))
}

// decide applies the rules to a plan. A plan cannot know whether a write-only value that it does not see was taken out of the
// configuration or is covered by ignore_changes, so it leaves the secret alone. Of a missing key, the apply decides.
func (f finding) decide() need {
	switch {
	case !f.config.present() && !f.surelyIgnored():
		return no
	case f.record.Doubtful, !same(f.config.stored, f.state.stored):
		return yes
	case !same(f.config.version, f.state.version):
		if f.state.version.IsNull() && f.config.version.IsKnown() && !f.config.writeOnly.IsNull() && !f.outside {
			return f.compare() // the first version of a value that was written already
		}
		return yes
	case f.config.pinned(), f.config.writeOnly.IsNull():
		return no
	case f.outside && !f.partlyIgnored() && len(f.config.writeOnlyParts(f.Map)) > 0:
		return yes
	}
	return f.compare()
}

// partlyIgnored reports whether ignore_changes covers keys of the write-only value, or may do so: a write would overwrite them.
// What it covered in an earlier apply, and this plan sees, it covers no longer.
func (f finding) partlyIgnored() bool {
	parts := f.config.writeOnlyParts(f.Map)
	stillIgnored := slices.ContainsFunc(f.record.Ignored, func(key string) bool { return !has(parts, key) })
	return stillIgnored || len(f.ignored) > 0 || len(f.missing()) > 0
}

// decideInApply makes of the last plan's decision the final one. Without a decision, the plan had nothing to update.
func (f finding) decideInApply() need {
	last := f.record.Plan
	switch {
	case last == nil:
		return no
	case last.Send != perhaps:
		return last.Send
	}
	return yesIf(f.decide() != no) // a key that is still missing was taken out
}

// compare decides by the digests of the write-only value. Without a digest, as after an import, it counts as changed.
func (f finding) compare() need {
	if !f.config.writeOnly.IsFullyKnown() {
		return perhaps
	}
	parts := f.config.writeOnlyParts(f.Map)
	if f.record.Digest != "" && len(f.ignored) == 0 && f.knows(parts) {
		return yesIf(!secret.Matches(f.record.Digest, together(parts)))
	}
	for key, part := range parts {
		digest := f.record.Digests[key]
		if !slices.Contains(f.ignored, key) && (digest == "" || !secret.Matches(digest, text(part))) {
			return yes
		}
	}
	if len(f.missing()) > 0 {
		return perhaps
	}
	return no
}

// knows reports whether the parts are, by their keys, those whose digests are kept.
func (f finding) knows(parts map[string]tftypes.Value) bool {
	return slices.Equal(keys(parts), slices.Sorted(maps.Keys(f.record.Digests)))
}

// together returns all parts as one text. No other parts have the same.
func together(parts map[string]tftypes.Value) string {
	texts := make(map[string]string, len(parts))
	for key, part := range parts {
		texts[key] = text(part)
	}
	encoded, _ := json.Marshal(texts) // texts marshal
	return string(encoded)
}

// missing returns the keys of the write-only map that were written and are not in it, unless ignore_changes is known to cover
// them.
func (f finding) missing() []string {
	parts := f.config.writeOnlyParts(f.Map)
	return slices.DeleteFunc(slices.Sorted(maps.Keys(f.record.Digests)), func(key string) bool {
		return has(parts, key) || slices.Contains(f.record.Ignored, key)
	})
}

// surelyIgnored reports whether only ignore_changes can have kept the secret out of a plan: validation asks for a value.
func (f finding) surelyIgnored() bool {
	return f.config.writeOnly.IsNull() && (f.config.pinned() || f.Required && !f.config.present())
}

// hidden reports whether a write of the whole object may carry a write-only value that the plan does not see.
func (f finding) hidden() bool {
	if f.config.writeOnly.IsNull() {
		return f.surelyIgnored() || len(f.record.Digests) > 0
	}
	return f.partlyIgnored()
}

// stays reports whether a write of what is beside the secret leaves it out, if the API lets it: a version pins it, it is
// ignored, or it is a stored one that may have been replaced, since ignore_changes may protect it.
func (f finding) stays() bool {
	ignored := f.config.writeOnly.IsNull() && !f.config.present() || len(f.ignored) > 0
	return f.config.pinned() || ignored || f.outside && f.config.writeOnly.IsNull()
}

// removed reports whether a write-only value that was written is surely no longer configured.
func (f finding) removed(inApply bool) bool {
	return f.config.writeOnly.IsNull() && !f.config.pinned() &&
		(!f.state.version.IsNull() || inApply && len(f.record.Digests) > 0)
}

// leftBehind reports whether a secret in the state is surely no longer configured. (One that ignore_changes covers stays as it
// is in the state.)
func (f finding) leftBehind() bool {
	return !f.config.present() && !f.surelyIgnored() && (!f.state.stored.IsNull() || !f.state.version.IsNull())
}

// unseen returns the keys of the write-only value that an apply sees and its plan did not.
func (f finding) unseen() []string {
	last := f.record.Plan
	if last == nil {
		return nil
	}
	return slices.DeleteFunc(keys(f.config.writeOnlyParts(f.Map)), func(key string) bool { return slices.Contains(last.Keys, key) })
}

func has(parts map[string]tftypes.Value, key string) bool {
	_, there := parts[key]
	return there
}

func keys(parts map[string]tftypes.Value) []string { return slices.Sorted(maps.Keys(parts)) }
