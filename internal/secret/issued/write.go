package issued

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// Write is what a creation or an update does about the secret.
type Write struct {
	secret      Secret
	private     Private
	plan, state values
	need        need
	keys        keys
}

// Begin decides what the write of a plan needs, before the first request: nothing is issued that has no place to go. The
// state is null for a creation. With an error in diags, nothing must be sent.
func (s Secret) Begin(ctx context.Context, plan tfsdk.Plan, state tfsdk.State, private Private, diags *diag.Diagnostics) *Write {
	w := &Write{secret: s, private: private, plan: s.read(ctx, plan, diags), need: another}
	if problem := s.placeProblem(w.plan.store, w.plan.to); problem != "" {
		diags.AddAttributeError(path.Root(storeSecret), "The secret needs exactly one place", problem)
	}
	texts, _ := textsOf(w.plan.to)
	parsed, err := parseKeys(texts)
	if err != nil {
		diags.AddAttributeError(path.Root(encryptTo), "Invalid encrypt_to", fmt.Sprintf("In `%s`, %s.", encryptTo, err))
	}
	w.keys = parsed
	if w.plan.none {
		w.need = nothing
	}
	if !state.Raw.IsNull() {
		w.state = s.read(ctx, state, diags)
		w.need = needed(w.plan, w.state, recall(ctx, private, diags).Again)
	}
	return w
}

// Issues reports whether the write has to have a secret issued.
func (w *Write) Issues() bool { return w.need == another }

// Place puts a secret that was issued at a time where the plan says. After it, nothing is left to be issued.
func (w *Write) Place(ctx context.Context, issued secret.String, at time.Time, state *tfsdk.State) diag.Diagnostics {
	plain, encrypted, diags := w.placed(issued)
	if diags.HasError() {
		return append(diags, w.Lose(ctx, state)...)
	}
	diags.Append(w.secret.set(ctx, state, plain, encrypted, types.StringValue(at.UTC().Format(time.RFC3339)))...)
	return append(diags, memory{}.save(ctx, w.private)...)
}

// placed returns the values of x and encrypted_x.
func (w *Write) placed(issued secret.String) (plain, encrypted types.String, diags diag.Diagnostics) {
	if len(w.keys) == 0 {
		return types.StringValue(issued.Reveal()), types.StringNull(), nil
	}
	file, err := w.keys.encrypt(issued)
	if err != nil {
		diags.AddAttributeError(path.Root(encryptTo), "Secret not encrypted", fmt.Sprintf("The %s was issued, and is lost: %s.", w.secret.Name, err))
	}
	return types.StringNull(), types.StringValue(file), diags
}

// Keep is Place for a write that has no secret issued. A secret that is in the state as plain text is encrypted, if it is to
// be.
func (w *Write) Keep(ctx context.Context, state *tfsdk.State) diag.Diagnostics {
	if w.need != encryption {
		return w.secret.set(ctx, state, w.state.plain, w.state.encrypted, w.state.at)
	}
	plain, encrypted, diags := w.placed(secret.New(w.state.plain.ValueString()))
	if diags.HasError() {
		return diags
	}
	return append(diags, w.secret.set(ctx, state, plain, encrypted, w.state.at)...)
}

// Restore leaves the secret and its arguments in the state as they were before an update: the platform refused to issue
// another one, so the next plan asks for it again.
func (w *Write) Restore(ctx context.Context, state *tfsdk.State) diag.Diagnostics {
	diags := w.secret.set(ctx, state, w.state.plain, w.state.encrypted, w.state.at)
	diags.Append(state.SetAttribute(ctx, path.Root(storeSecret), w.state.store)...)
	diags.Append(state.SetAttribute(ctx, path.Root(encryptTo), w.state.to)...)
	return append(diags, state.SetAttribute(ctx, path.Root(rotate), w.state.rotate)...)
}

// Lose records that a secret may have been issued that did not arrive: the state holds none that may not work any more, and
// the next plan has another one issued.
func (w *Write) Lose(ctx context.Context, state *tfsdk.State) diag.Diagnostics {
	diags := w.secret.set(ctx, state, types.StringNull(), types.StringNull(), types.StringNull())
	return append(diags, memory{Again: true}.save(ctx, w.private)...)
}
