package triple

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var writtenAt = path.Root("secret_written_at")

// Tracker decides when the secrets of one resource type are sent. There is one value per resource type.
type Tracker struct {
	// Secrets of the type, all of them.
	Secrets []Secret
	// Volatile are the computed attributes that every write moves, such as last_updated: none inside a block, which
	// may be absent. Every planned update marks them unknown.
	Volatile []path.Path
	// Stamp is the computed attribute with the platform's date of the last change, in RFC 3339. The zero path means
	// that the platform tells none, and rule 3 never applies.
	Stamp path.Path
	// Author is the computed attribute that says who made that change. It may be the zero path.
	Author path.Path
	// Whole says that the API replaces the whole object, so that each write carries the configured secrets.
	Whole bool
}

// WrittenAt returns the attribute secret_written_at.
func (t Tracker) WrittenAt() schema.Attribute {
	text := "When the provider last wrote a secret of this object (RFC 3339, UTC). " +
		"Unknown in every planned update, because the apply decides whether a secret is written."
	if t.Whole {
		text += " The API replaces the whole object, so every update that is sent carries the secrets of that run's configuration, " +
			"even under an unchanged version."
	}
	return schema.StringAttribute{Computed: true, MarkdownDescription: text}
}

// ModifyPlan marks what an update will change, and warns about secrets that were replaced by hand or are left behind. It
// returns the update, or nil if none is planned. A resource calls it once all else in the plan stands.
func (t Tracker) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) *Update {
	created, destroyed := req.State.Raw.IsNull(), resp.Plan.Raw.IsNull()
	if created || destroyed || len(resp.RequiresReplace) > 0 || resp.Diagnostics.HasError() {
		return nil
	}
	m := recall(ctx, req.Private, &resp.Diagnostics)
	clear(m.Absent)
	found := t.examine(ctx, req.Config, resp.Plan, req.State, m, &resp.Diagnostics)
	updated := !resp.Plan.Raw.Equal(req.State.Raw) || slices.ContainsFunc(found, finding.asksForUpdate)
	for _, f := range found {
		f.warn(updated && t.Whole, &resp.Diagnostics)
	}
	if !updated {
		return nil
	}
	t.markUnknown(ctx, &resp.Plan, &resp.Diagnostics)
	for _, f := range found {
		if f.held && f.config.writeOnly.IsNull() {
			m.Absent[f.Path.String()] = true
		}
	}
	resp.Diagnostics.Append(m.save(ctx, resp.Private)...)
	return &Update{found}
}

// Update is a planned update of an object with secrets. Its methods panic on the path of a secret that the [Tracker]
// does not have.
type Update struct{ findings }

// Settled reports whether the update surely leaves the secret at p as it is. What a platform derives from a secret, such
// as a public key, can be known in the plan only then: a write-only value without a version may be another when the plan
// is applied.
func (u *Update) Settled(p path.Path) bool {
	f := u.at(p)
	return !f.changed && (f.pinned() || f.config.writeOnly.IsNull())
}

func (t Tracker) markUnknown(ctx context.Context, plan *tfsdk.Plan, diags *diag.Diagnostics) {
	for _, p := range append([]path.Path{writtenAt}, t.Volatile...) {
		attrType, d := plan.Schema.TypeAtPath(ctx, p)
		diags.Append(d...)
		if d.HasError() {
			continue
		}
		unknown, err := attrType.ValueFromTerraform(ctx, tftypes.NewValue(attrType.TerraformType(ctx), tftypes.UnknownValue))
		if err != nil {
			diags.AddAttributeError(p, "Attribute cannot be unknown", err.Error())
			continue
		}
		diags.Append(plan.SetAttribute(ctx, p, unknown)...)
	}
}

// examine compares the secrets of a configuration and its plan with the state and with what is m.
func (t Tracker) examine(
	ctx context.Context, config tfsdk.Config, plan tfsdk.Plan, state tfsdk.State, m memory, diags *diag.Diagnostics,
) findings {
	fresh := t.changeByHand(ctx, state, m.Stamp, diags)
	found := make(findings, 0, len(t.Secrets))
	for _, s := range t.Secrets {
		f := finding{
			Secret:   s,
			held:     holds(ctx, plan, s.Path, diags),
			config:   s.read(ctx, plan, config, diags),
			state:    s.read(ctx, state, state, diags),
			digest:   m.Digests[s.Path.String()],
			doubtful: m.Doubtful[s.Path.String()],
		}
		f.ignored = f.isIgnored(m)
		if earlier, ok := m.Tampered[s.Path.String()]; ok {
			f.tampered = &earlier
		}
		if fresh != nil {
			f.tampered = fresh
		}
		f.changed = f.hasChanged(ctx)
		found = append(found, f)
	}
	return found
}

// changeByHand returns the change that the platform tells of since our write of that date; nil if it tells of none.
func (t Tracker) changeByHand(ctx context.Context, state tfsdk.State, written string, diags *diag.Diagnostics) *change {
	at := optional(ctx, state, t.Stamp, diags)
	if !Moved(written, at) {
		return nil
	}
	return &change{At: at, By: optional(ctx, state, t.Author, diags)}
}

// optional returns the text at p; none at the zero path.
func optional(ctx context.Context, in object, p path.Path, diags *diag.Diagnostics) string {
	if len(p.Steps()) == 0 {
		return ""
	}
	return text(ctx, value(ctx, in, p, diags))
}
