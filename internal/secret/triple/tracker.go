package triple

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The attributes that a resource with secrets has beside them; the second one only where the platform dates its objects.
const (
	writtenAt        = "secret_written_at"
	changedOutsideAt = "changed_outside_at"
)

// Tracker decides when the secrets of one resource type are sent. There is one value per resource type. The rules:
//
//  1. With a version, when the version changes, and only then.
//  2. Without one, when the value changes; for a write-only value a digest in private state shows it.
//  3. When the platform says that the object changed since our last write, a write-only value under rule 2 is sent again.
//     What is stored or has a version only warns: ignore_changes may protect it.
//
// A plan decides ([Tracker.ModifyPlan]): secret_written_at is unknown in it if and only if it writes a secret. The engine plans
// again in the apply, in another process, and refuses the change if that decides otherwise. The write ([Tracker.Begin]) does
// what this last plan has decided, which private state hands on, and records what the next plan compares ([Write.Confirm]). A
// read sets changed_outside_at ([Tracker.Observe]).
//
// Properties of the engines shape this. A write-only value can be unknown in a plan, which counts as perhaps changed.
// ignore_changes takes what it covers out of the configuration of a plan, and not out of an apply's, so a plan cannot tell it
// from what was removed. Planned private state is saved even if the write fails, so only a write touches the digests: it drops
// them before the request and records others after the answer. No digest, as after an import, means changed; so does a
// secret that was sent in a write which failed, since the platform may hold either value.
type Tracker struct {
	// Platform is the platform's name in warnings.
	Platform string
	// Secrets of the type, all of them.
	Secrets []Secret
	// Volatile are the computed attributes that every write moves, such as last_updated: none inside a block, which
	// may be absent. A plan marks them unknown if something is sent.
	Volatile []path.Path
	// Local are the arguments that only the provider knows, such as force_destroy: none inside a block. A change of them
	// sends nothing.
	Local []path.Path
	// Date is the computed attribute with the platform's date of the last change, in RFC 3339. The zero path means
	// that the platform has none: rule 3 never applies, and the type has no changed_outside_at.
	Date path.Path
	// Settling is for how long after a write the platform may still show what was before it. [Tracker.Observe] needs it.
	Settling time.Duration
	// Author is the computed attribute that says who made that change. It may be the zero path.
	Author path.Path
	// Sends reports whether an update sends anything beside the secrets, where the resource knows better than a comparison of
	// all arguments but the Local ones. Nil: it does not.
	Sends func(ctx context.Context, plan tfsdk.Plan, state tfsdk.State) bool
	// Rewrites says that an update writes all secrets that are configured, whatever the rules say.
	Rewrites bool
	// Whole says that the API replaces the whole object, so that each write carries the configured secrets. Otherwise a
	// secret without a version inside a block goes with any change of its block.
	Whole bool
}

// WrittenAt returns the attribute secret_written_at.
func (t Tracker) WrittenAt() schema.Attribute {
	text := "When the provider last wrote the secret (RFC 3339, UTC). A plan shows it as known after apply if it writes the secret, and only then."
	if t.Whole {
		text += fmt.Sprintf(" Every update sends the secrets to %s, even if their version is the same.", t.Platform)
	}
	return schema.StringAttribute{Computed: true, MarkdownDescription: text}
}

// ChangedOutsideAt returns the attribute changed_outside_at.
func (t Tracker) ChangedOutsideAt() schema.Attribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: fmt.Sprintf(
		"When %s last reported a change that the provider did not make (RFC 3339): the secret may have been replaced then. "+
			"Null if there was none since the provider last wrote the secret.", t.Platform)}
}

// Observe compares the date of the last change in a state that has just been read with that of the provider's last write.
// Another date sets changed_outside_at. An earlier one, while the platform settles after the write, is a stale answer: it
// leaves the state as it was before. private is the response's.
func (t Tracker) Observe(ctx context.Context, before tfsdk.State, read *tfsdk.State, private Private, diags *diag.Diagnostics) {
	if len(t.Date.Steps()) == 0 {
		return
	}
	state := decode(read.Raw)
	m := recall(ctx, private, diags)
	date := state.text(lastName(t.Date))
	moved := compare(m.Date, date)
	switch {
	case state == nil || moved == 0:
	case moved < 0 && t.settles(m.WrittenAt):
		read.Raw = before.Raw
	case state.text(changedOutsideAt) != date:
		read.Raw = state.with(read.Raw, map[string]tftypes.Value{changedOutsideAt: tftypes.NewValue(tftypes.String, date)})
		m.ChangedBy = ""
		if len(t.Author.Steps()) > 0 {
			m.ChangedBy = state.text(lastName(t.Author))
		}
		diags.Append(m.save(ctx, private)...)
	}
}

// Doubts reports whether a state that has just been read has a date before that of the provider's last write although the platform
// has settled, and no earlier read has had that date: only a GET shows whether the object changed, since a listing may lag for longer.
func (t Tracker) Doubts(ctx context.Context, read tfsdk.State, private Private) bool {
	if len(t.Date.Steps()) == 0 {
		return false
	}
	state, m := decode(read.Raw), recall(ctx, private, &diag.Diagnostics{})
	date := state.text(lastName(t.Date))
	return compare(m.Date, date) < 0 && !t.settles(m.WrittenAt) && state.text(changedOutsideAt) != date
}

// sends reports whether an update sends something beside the secrets, and lists the blocks that it changes. Computed values
// that are not known yet follow from what else changes.
func (t Tracker) sends(config, plan, state object) (sends bool, blocks []string) {
	quiet := map[string]bool{writtenAt: true, changedOutsideAt: true}
	for _, p := range slices.Concat(t.Volatile, t.Local) {
		quiet[lastName(p)] = true
	}
	for name, value := range plan {
		if quiet[name] || same(value, state[name]) || t.isOfSecret("", name) || derived(config[name], value) {
			continue
		}
		if inner := decode(value); inner != nil && value.Type().Is(tftypes.Object{}) {
			if !t.changes(name, decode(config[name]), inner, decode(state[name])) {
				continue
			}
			blocks = append(blocks, name)
		}
		sends = true
	}
	return sends, blocks
}

// changes reports whether a block changes, its secret aside.
func (t Tracker) changes(block string, config, plan, state object) bool {
	for name, value := range plan {
		if !same(value, state[name]) && !t.isOfSecret(block, name) && !derived(config[name], value) {
			return true
		}
	}
	return false
}

func derived(config, plan tftypes.Value) bool { return !plan.IsKnown() && config.IsNull() }

// isOfSecret reports whether an attribute belongs to a secret.
func (t Tracker) isOfSecret(block, name string) bool {
	return slices.ContainsFunc(t.Secrets, func(s Secret) bool {
		names := s.names()
		return s.block() == block && slices.Contains(names[:], name)
	})
}
