package triple

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// Write is one write of an object with secrets: opened by [Tracker.Begin], closed by [Write.Confirm]. Its methods
// panic on the path of a secret that the [Tracker] does not have.
type Write struct {
	findings
	memory  memory
	sent    map[string]bool
	made    bool         // the platform makes a secret of its own
	last    types.String // secret_written_at so far
	private Private
	diags   *diag.Diagnostics
}

// Begin opens a write. state is the request's prior state, or in Create the response's, which is null. private is the
// response's.
func (t Tracker) Begin(
	ctx context.Context, config tfsdk.Config, plan tfsdk.Plan, state tfsdk.State, private Private, diags *diag.Diagnostics,
) *Write {
	memory := recall(ctx, private, diags)
	clear(memory.Ignored)
	w := &Write{
		findings: t.examine(ctx, config, plan, state, memory, diags),
		memory:   memory,
		sent:     make(map[string]bool),
		last:     types.StringNull(),
		private:  private,
		diags:    diags,
	}
	if last := optional(ctx, state, writtenAt, diags); last != "" {
		w.last = types.StringValue(last)
	}
	return w
}

// Changed reports whether the rules ask for the secret to be sent.
func (w *Write) Changed(p path.Path) bool { return w.at(p).changed }

// Pinned reports whether a version is configured, so that only another version asks for the secret to be sent.
func (w *Write) Pinned(p path.Path) bool { return w.at(p).pinned() }

// Send returns the secret as configured in x or x_wo, for a request that will carry it; false if it is not configured.
// From here on it counts as unknown on the platform, until the write is confirmed.
func (w *Write) Send(ctx context.Context, p path.Path) (secret.String, bool) {
	config := w.send(ctx, p)
	return config.text(ctx), config.present()
}

// SendMap is [Write.Send] for a map secret, x and x_wo merged. It is empty if neither is configured.
func (w *Write) SendMap(ctx context.Context, p path.Path) map[string]secret.String {
	return w.send(ctx, p).merged(ctx)
}

func (w *Write) send(ctx context.Context, p path.Path) values {
	config := w.at(p).config
	if config.present() {
		w.sent[p.String()] = true
		delete(w.memory.Digests, p.String())
		w.memory.Doubtful[p.String()] = true
		w.diags.Append(w.memory.save(ctx, w.private)...)
	}
	return config
}

// Made notes that the platform makes a secret of its own in this write, which counts as written.
func (w *Write) Made() { w.made = true }

// Confirm closes a write that the API has confirmed. stamp is the date of the last change that its answer gives,
// empty if it gives none. Confirm returns the value of secret_written_at: now if a secret was sent or made, else as it was.
func (w *Write) Confirm(ctx context.Context, stamp string) types.String {
	for _, f := range w.findings {
		w.remember(ctx, f.Path.String(), f)
	}
	w.memory.Stamp = stamp
	w.diags.Append(w.memory.save(ctx, w.private)...)
	if len(w.sent) > 0 || w.made {
		w.last = types.StringValue(time.Now().UTC().Format(time.RFC3339))
	}
	return w.last
}

func (w *Write) remember(ctx context.Context, key string, f finding) {
	if f.ignored {
		w.memory.Ignored[key] = true
	}
	if f.pinned() || f.config.writeOnly.IsNull() {
		delete(w.memory.Digests, key)
	} else if plain, known := f.config.digested(ctx); known && w.sent[key] {
		w.memory.Digests[key] = secret.Digest(plain)
	}
	if w.sent[key] || !f.config.present() {
		delete(w.memory.Doubtful, key)
		delete(w.memory.Tampered, key)
	} else if f.tampered != nil {
		w.memory.Tampered[key] = *f.tampered
	}
}
