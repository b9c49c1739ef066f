package triple

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// Write is one write of an object with secrets: opened by [Tracker.Begin], closed by [Write.Confirm]. Its methods
// panic on the path of a secret that the [Tracker] does not have.
type Write struct {
	tracker  Tracker
	findings findings
	memory   memory
	sent     map[string]bool
	shown    map[string]bool
	made     bool         // the platform makes a secret of its own
	last     types.String // secret_written_at so far
	outside  types.String // changed_outside_at so far
	private  Private
	diags    *diag.Diagnostics
}

// Begin opens a write. state is the request's prior state, or in Create the response's, which is null. private is the
// response's. What an update writes, its plan has decided, and the engine has planned again just before it applies.
func (t Tracker) Begin(
	ctx context.Context, config tfsdk.Config, plan tfsdk.Plan, state tfsdk.State, private Private, diags *diag.Diagnostics,
) *Write {
	prior := decode(state.Raw)
	w := &Write{
		tracker: t, sent: make(map[string]bool), shown: make(map[string]bool), private: private, diags: diags,
		last: textOrNull(prior.text(writtenAt)), outside: textOrNull(prior.text(changedOutsideAt)),
	}
	if prior != nil { // a replacement's creation sees what is remembered of the object that it replaces
		w.memory = recall(ctx, private, diags)
	}
	w.memory.Created = w.memory.Created || prior == nil
	w.findings = t.examine(decode(config.Raw), decode(plan.Raw), prior, w.memory)
	for i := range w.findings {
		f := &w.findings[i]
		if prior == nil {
			f.need = yesIf(f.config.present())
			continue
		}
		f.ignored = f.unseen()
		if t.Whole {
			f.config.stored = travels(f.config.stored, decode(config.Raw).values(f.Secret).stored)
		}
		f.need = f.decideInApply()
	}
	w.memory.Secrets = make(map[string]record, len(w.findings))
	for _, f := range w.findings {
		f.record.Plan = nil
		w.memory.Secrets[f.Path.String()] = f.record
	}
	return w
}

// travels returns the stored value with what ignore_changes has kept out of the plan and a write of the whole object has to
// carry.
func travels(planned, configured tftypes.Value) tftypes.Value {
	if planned.IsNull() || configured.IsNull() {
		if planned.IsNull() {
			return configured
		}
		return planned
	}
	given := object(elements(configured))
	if given == nil {
		return planned
	}
	return given.with(configured, elements(planned))
}

func textOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

func (w *Write) at(p path.Path) finding { return w.tracker.at(w.findings, p) }

// Changed reports whether the rules ask for the secret to be sent.
func (w *Write) Changed(p path.Path) bool { return w.at(p).need == yes }

// Pinned reports whether a write of what is beside the secret leaves it out, if the API lets it and the rules do not ask for
// it: it has a version, or ignore_changes covers it.
func (w *Write) Pinned(p path.Path) bool { return w.at(p).stays() }

// Adopted reports whether the object may hold a secret that the provider does not know: it was not created by it, or has changed
// outside Terraform, and no secret of it was written since.
func (w *Write) Adopted() bool { return w.last.IsNull() && (!w.memory.Created || !w.outside.IsNull()) }

// Removed reports whether the write-only part of the secret at p was written and is no longer configured. A map may have
// another part.
func (w *Write) Removed(p path.Path) bool { return w.at(p).removed(true) }

// Send returns the secret as configured in x or x_wo, for a request that will carry it; false if it is not configured.
// From here on it counts as unknown on the platform, until the write is confirmed.
func (w *Write) Send(ctx context.Context, p path.Path) (secret.String, bool) {
	config := w.send(ctx, p)
	return config.text(), config.present()
}

// SendMap is [Write.Send] for a map secret, x and x_wo merged. It is empty if neither is configured.
func (w *Write) SendMap(ctx context.Context, p path.Path) map[string]secret.String {
	return w.send(ctx, p).merged()
}

func (w *Write) send(ctx context.Context, p path.Path) values {
	config, key := w.at(p).config, p.String()
	if config.present() {
		w.sent[key] = true
		w.memory.Secrets[key] = record{Doubtful: true}
		w.diags.Append(w.memory.save(ctx, w.private)...)
	}
	return config
}

// Shows notes that the platform shows the secret at p: a digest of it is kept under a version, too, for [Shown] to compare.
func (w *Write) Shows(p path.Path) { w.shown[p.String()] = true }

// Made notes that the platform makes a secret of its own in this write, which counts as written.
func (w *Write) Made() { w.made = true }

// Confirm closes a write that the API has confirmed, or one that had nothing to send. date is the date of the last change
// that the object has now, empty if the platform returns none. Confirm returns the value of secret_written_at: now if a secret
// was sent or made, else as it was.
func (w *Write) Confirm(ctx context.Context, date string) types.String {
	now := time.Now().UTC().Format(time.RFC3339)
	for _, f := range w.findings {
		w.memory.Secrets[f.Path.String()] = w.remember(f)
	}
	if len(w.sent) > 0 || w.made {
		w.last, w.outside, w.memory.ChangedBy = types.StringValue(now), types.StringNull(), ""
	}
	w.memory.Date, w.memory.WrittenAt = date, now
	w.diags.Append(w.memory.save(ctx, w.private)...)
	return w.last
}

// ChangedOutsideAt returns the value of changed_outside_at: null once a write has carried the secret.
func (w *Write) ChangedOutsideAt() types.String { return w.outside }

// remember returns what is kept about a secret after the write.
func (w *Write) remember(f finding) record {
	key := f.Path.String()
	parts, sent := f.config.writeOnlyParts(f.Map), w.sent[key]
	kept := record{Doubtful: f.record.Doubtful && !sent && f.config.present(), Replaced: f.record.Replaced && !sent, Ignored: f.ignored}
	if f.config.pinned() && !w.shown[key] || len(parts) == 0 {
		return kept
	}
	if f.knows(parts) && !sent {
		kept.Digest = f.record.Digest
	}
	kept.Digests = make(map[string]string, len(parts))
	for key, part := range parts {
		switch digest := f.record.Digests[key]; {
		case sent && part.IsKnown():
			kept.Digests[key] = secret.Digest(text(part))
		case !sent && digest != "":
			kept.Digests[key] = digest
		}
	}
	if sent && len(kept.Digests) == len(parts) && len(parts) > 1 {
		kept.Digest = secret.Digest(together(parts))
	}
	return kept
}
