package triple

import (
	"context"
	"fmt"
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
	ctx      context.Context // of the Create or Update that the write belongs to
	findings map[string]finding
	memory   memory
	sent     map[string]bool
	made     bool         // the platform makes a secret of its own
	last     types.String // secret_written_at so far
	private  Private
	diags    *diag.Diagnostics
}

// Begin opens a write. In Create, state is nil and private is the response's; in Update they are the request's prior
// state and the response's private state.
func (t Tracker) Begin(
	ctx context.Context, config tfsdk.Config, state *tfsdk.State, private Private, diags *diag.Diagnostics,
) *Write {
	if state == nil {
		null := tftypes.NewValue(config.Schema.Type().TerraformType(ctx), nil)
		state = &tfsdk.State{Schema: config.Schema, Raw: null}
	}
	w := &Write{
		ctx:      ctx,
		findings: make(map[string]finding, len(t.Secrets)),
		memory:   recall(ctx, private, diags),
		sent:     make(map[string]bool),
		last:     types.StringNull(),
		private:  private,
		diags:    diags,
	}
	if last := optional(ctx, state, writtenAt, diags); last != "" {
		w.last = types.StringValue(last)
	}
	for _, f := range t.examine(ctx, config, *state, w.memory, diags) {
		w.findings[f.Path.String()] = f
	}
	return w
}

func (w *Write) at(p path.Path) finding {
	f, ok := w.findings[p.String()]
	if !ok {
		panic(fmt.Sprintf("%s is not the path of a secret", p))
	}
	return f
}

// Value returns the secret as configured in x or x_wo; false if it is not configured.
func (w *Write) Value(p path.Path) (secret.String, bool) {
	f := w.at(p)
	return f.config.text(w.ctx), f.config.present()
}

// Map returns a map secret as configured, x and x_wo merged. It is empty if neither is configured.
func (w *Write) Map(p path.Path) map[string]secret.String {
	return w.at(p).config.merged(w.ctx)
}

// Changed reports whether the rules ask for the secret to be sent.
func (w *Write) Changed(p path.Path) bool { return w.at(p).changed }

// Pinned reports whether a version is configured, so that only another version asks for the secret to be sent.
func (w *Write) Pinned(p path.Path) bool { return w.at(p).pinned() }

// Withdrawn is [Tracker.Withdrawn] for a configuration that is known by now.
func (w *Write) Withdrawn(p path.Path) bool { return w.at(p).withdrawn() }

// Send is [Write.Value] for a request that will carry the secret. From here on it counts as unknown on the platform,
// until the write is confirmed.
func (w *Write) Send(p path.Path) (secret.String, bool) {
	value, ok := w.Value(p)
	w.forget(p, ok)
	return value, ok
}

// SendMap is [Write.Map] for a request that will carry the secret, see [Write.Send].
func (w *Write) SendMap(p path.Path) (map[string]secret.String, bool) {
	ok := w.at(p).config.present()
	w.forget(p, ok)
	return w.Map(p), ok
}

func (w *Write) forget(p path.Path, sent bool) {
	if !sent {
		return
	}
	w.sent[p.String()] = true
	delete(w.memory.Digests, p.String())
	w.memory.Doubtful[p.String()] = true
	w.diags.Append(w.memory.save(w.ctx, w.private)...)
}

// Made notes that the platform makes a secret of its own in this write, which counts as written.
func (w *Write) Made() { w.made = true }

// Secrets returns everything that is configured, to be kept out of logs and errors.
func (w *Write) Secrets() []secret.String {
	var all []secret.String
	for _, f := range w.findings {
		if f.Map {
			for _, value := range f.config.merged(w.ctx) {
				all = append(all, value)
			}
		} else if f.config.present() {
			all = append(all, f.config.text(w.ctx))
		}
	}
	return all
}

// Confirm closes a write that the API has confirmed. stamp is the date of the last change that its answer gives,
// empty if it gives none. Confirm returns the value of secret_written_at: now if a secret was sent or made, else as it was.
func (w *Write) Confirm(ctx context.Context, stamp string) types.String {
	for key, f := range w.findings {
		w.remember(ctx, key, f)
	}
	w.memory.Stamp = stamp
	w.diags.Append(w.memory.save(ctx, w.private)...)
	if len(w.sent) > 0 || w.made {
		w.last = types.StringValue(time.Now().UTC().Format(time.RFC3339))
	}
	return w.last
}

func (w *Write) remember(ctx context.Context, key string, f finding) {
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
