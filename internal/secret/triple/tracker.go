package triple

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

var writtenAt = path.Root("secret_written_at")

// Tracker decides when the secrets of one resource type are sent. There is one value per resource type.
type Tracker struct {
	// Secrets of the type, all of them.
	Secrets []Secret
	// Volatile are the computed attributes that every write moves, such as last_updated. Every planned update marks
	// them unknown.
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
		"Unknown in every planned update: the apply decides whether a secret is written."
	if t.Whole {
		text += " The API replaces the whole object, so every update writes the secrets of that run's configuration, " +
			"also under an unchanged version."
	}
	return schema.StringAttribute{Computed: true, MarkdownDescription: text}
}

// ModifyPlan marks what an update will change, and warns about secrets that were replaced by hand or are left behind.
// A resource calls it last in its own ModifyPlan.
func (t Tracker) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	created, destroyed := req.State.Raw.IsNull(), resp.Plan.Raw.IsNull()
	if created || destroyed || len(resp.RequiresReplace) > 0 || resp.Diagnostics.HasError() {
		return
	}
	findings := t.examine(ctx, req.Config, req.State, recall(ctx, req.Private, &resp.Diagnostics), &resp.Diagnostics)
	update := !resp.Plan.Raw.Equal(req.State.Raw) || slices.ContainsFunc(findings, finding.asksForUpdate)
	if update {
		t.markUnknown(ctx, &resp.Plan, &resp.Diagnostics)
	}
	for _, f := range findings {
		f.warn(update && t.Whole, &resp.Diagnostics)
	}
}

func (t Tracker) markUnknown(ctx context.Context, plan *tfsdk.Plan, diags *diag.Diagnostics) {
	for _, p := range append([]path.Path{writtenAt}, t.Volatile...) {
		if !holds(ctx, plan, p, diags) {
			continue
		}
		attrType, d := plan.Schema.TypeAtPath(ctx, p)
		diags.Append(d...)
		if d.HasError() {
			continue
		}
		unknown, err := attrType.ValueFromTerraform(ctx, tftypes.NewValue(attrType.TerraformType(ctx), tftypes.UnknownValue))
		if err != nil {
			diags.AddAttributeError(p, "Attribute Cannot Be Unknown", err.Error())
			continue
		}
		diags.Append(plan.SetAttribute(ctx, p, unknown)...)
	}
}

// examine compares the secrets of a configuration with the state and with what is remembered.
func (t Tracker) examine(
	ctx context.Context, config tfsdk.Config, state tfsdk.State, m memory, diags *diag.Diagnostics,
) []finding {
	fresh := t.changeByHand(ctx, state, m.Stamp, diags)
	findings := make([]finding, 0, len(t.Secrets))
	for _, s := range t.Secrets {
		f := finding{
			Secret: s,
			held:   holds(ctx, config, s.Path, diags),
			config: s.read(ctx, config, diags),
			state:  s.read(ctx, state, diags),
			digest: m.Digests[s.Path.String()],
		}
		if earlier, ok := m.Tampered[s.Path.String()]; ok {
			f.tampered = &earlier
		}
		if fresh != nil {
			f.tampered = fresh
		}
		f.changed = f.hasChanged(ctx)
		findings = append(findings, f)
	}
	return findings
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

// finding is what is known about one secret when a plan or a write begins.
type finding struct {
	Secret
	held          bool // the object that holds the secret is in the configuration
	config, state values
	digest        string  // of the write-only part as last written; empty if none is known
	tampered      *change // nil: none that we know of
	changed       bool    // the rules ask for the secret to be sent
}

func (f finding) pinned() bool { return !f.config.version.IsNull() }

func (f finding) hasChanged(ctx context.Context) bool {
	switch {
	case !f.config.present():
		return false
	case !f.config.stored.Equal(f.state.stored), !f.config.version.Equal(f.state.version):
		return true
	case f.pinned():
		return false
	case f.tampered != nil:
		return true
	case f.config.writeOnly.IsNull():
		return f.digest != "" // the write-only part of a map has gone
	}
	now, known := f.config.digested(ctx)
	return !known || f.digest == "" || !secret.Matches(f.digest, now)
}

// abandoned reports whether the secret was written once and is no longer configured, while its object still is.
func (f finding) abandoned() bool {
	return f.held && !f.config.present() && (f.state.present() || !f.state.version.IsNull() || f.digest != "")
}

// asksForUpdate includes an abandoned secret, whose traces an update removes: the warning comes once.
func (f finding) asksForUpdate() bool { return f.changed || f.abandoned() }

func (f finding) warn(sentAnyway bool, diags *diag.Diagnostics) {
	p := f.Path
	if f.config.stored.IsNull() && !f.config.writeOnly.IsNull() {
		p = f.writeOnly()
	}
	switch {
	case f.abandoned():
		diags.AddAttributeWarning(p, "Secret Left Behind", fmt.Sprintf(
			"%s is no longer configured. That takes it out of Terraform's care, but the platform keeps its last value.", f.Path))
	case f.tampered != nil && f.config.present():
		diags.AddAttributeWarning(p, "Secret Perhaps Replaced by Hand", fmt.Sprintf(
			"The platform says that this object was changed%s, after the provider last wrote it. The secret %s cannot be "+
				"read, so it may have been replaced. %s", f.tampered, f.Path, f.remedy(sentAnyway)))
	}
}

func (f finding) remedy(sentAnyway bool) string {
	if f.changed || sentAnyway {
		return "This plan writes it again."
	}
	return fmt.Sprintf("It is written again when %s changes, and not before.", f.version())
}

// String says when, and if known who.
func (c change) String() string {
	if c.By == "" {
		return " at " + c.At
	}
	return " at " + c.At + " by " + c.By
}
