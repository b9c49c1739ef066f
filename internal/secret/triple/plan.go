package triple

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Update is a planned update of an object with secrets. Its methods panic on the path of a secret that the [Tracker]
// does not have.
type Update struct {
	tracker     Tracker
	findings    findings
	plan, state object
	created     bool     // by the provider
	sends       bool     // something is sent, a secret or not
	writes      bool     // not only if a key that the plan does not see was removed
	blocks      []string // those that it changes
}

// ModifyPlan decides whether an update writes a secret, and makes secret_written_at unknown if it does. It warns about secrets
// that were replaced outside Terraform, are left behind, or may be written although they are ignored. It returns the update,
// or nil if none is planned. A resource calls it once all else in the plan stands.
func (t Tracker) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) *Update {
	created, destroyed := req.State.Raw.IsNull(), resp.Plan.Raw.IsNull()
	if created || destroyed || len(resp.RequiresReplace) > 0 || resp.Diagnostics.HasError() {
		return nil
	}
	config := decode(req.Config.Raw)
	u := &Update{tracker: t, plan: decode(resp.Plan.Raw), state: decode(req.State.Raw)}
	m := recall(ctx, req.Private, &resp.Diagnostics)
	u.created = m.Created
	u.findings = t.examine(config, u.plan, u.state, m)
	updated := !resp.Plan.Raw.Equal(req.State.Raw)
	if updated {
		u.sends, u.blocks = t.sends(config, u.plan, u.state)
		if t.Sends != nil {
			u.sends = t.Sends(ctx, resp.Plan, req.State)
		}
	}
	u.writes = u.sends
	for i := range u.findings {
		f := &u.findings[i]
		if f.need = f.decide(); t.Rewrites && f.config.present() {
			f.need = yes
		}
		u.sends = u.sends || f.need != no
		u.writes = u.writes || f.need == yes || f.need == perhaps && len(f.missing()) == 0
	}
	u.warn(m.ChangedBy, &resp.Diagnostics)
	if !updated && !u.sends {
		if m.forgetPlans() { // an update that failed has left them
			resp.Diagnostics.Append(m.save(ctx, resp.Private)...)
		}
		return nil
	}
	u.mark(&resp.Plan)
	m.Secrets = u.records()
	resp.Diagnostics.Append(m.save(ctx, resp.Private)...)
	return u
}

// Settled reports whether the update surely leaves the secret at p as it is. What a platform derives from a secret, such
// as a public key, can be known in the plan only then: a write-only value that travels with its block may be another when
// the plan is applied.
func (u *Update) Settled(p path.Path) bool {
	f := u.tracker.at(u.findings, p)
	return f.need == no && (!u.carries(f) || f.config.writeOnly.IsNull())
}

// SurelyRemoved reports whether the write-only part of the secret at p was written and is no longer configured. A map may have
// another part. Of what ignore_changes may cover, only the apply knows it: see [Write.Removed].
func (u *Update) SurelyRemoved(p path.Path) bool { return u.tracker.at(u.findings, p).removed(false) }

// Hidden reports whether a write of the whole object may carry a write-only part of the secret at p that this plan does not see:
// ignore_changes may cover it.
func (u *Update) Hidden(p path.Path) bool {
	f := u.tracker.at(u.findings, p)
	return f.hidden() || f.config.writeOnly.IsNull() && u.state[writtenAt].IsNull()
}

// Adopted is [Write.Adopted].
func (u *Update) Adopted() bool {
	return u.state[writtenAt].IsNull() && (!u.created || !u.state[changedOutsideAt].IsNull())
}

// Makes notes that the platform makes a secret of its own in this update, which counts as written.
func (u *Update) Makes(resp *resource.ModifyPlanResponse) {
	u.plan = decode(resp.Plan.Raw)
	u.announce(&resp.Plan, true)
}

// carries reports whether a secret goes with what else the update sends.
func (u *Update) carries(f finding) bool {
	if u.tracker.Whole {
		return u.sends
	}
	return slices.Contains(u.blocks, f.block()) && f.config.present() && !f.stays()
}

// mark makes unknown in the plan what the update changes, and known what it leaves.
func (u *Update) mark(plan *tfsdk.Plan) {
	u.announce(plan, slices.ContainsFunc(u.findings, func(f finding) bool { return f.need != no || u.carries(f) }))
}

func (u *Update) announce(plan *tfsdk.Plan, writes bool) {
	changes := make(map[string]tftypes.Value)
	leave := func(name string, moves bool) {
		if value, ok := u.plan[name]; ok {
			changes[name] = u.state[name]
			if moves {
				changes[name] = tftypes.NewValue(value.Type(), tftypes.UnknownValue)
			}
		}
	}
	leave(writtenAt, writes)
	leave(changedOutsideAt, writes && !u.state[changedOutsideAt].IsNull())
	for _, p := range u.tracker.Volatile {
		leave(lastName(p), u.sends || writes)
	}
	plan.Raw = u.plan.with(plan.Raw, changes)
}

// records returns what the apply has to know of this plan.
func (u *Update) records() map[string]record {
	records := make(map[string]record, len(u.findings))
	for _, f := range u.findings {
		f.record.Plan = &planned{Send: f.need, Keys: keys(f.config.writeOnlyParts(f.Map))}
		records[f.Path.String()] = f.record
	}
	return records
}

func (u *Update) warn(by string, diags *diag.Diagnostics) {
	for _, f := range u.findings {
		u.tracker.warnOf(f, u.state.text(changedOutsideAt), by, u.carries(f), u.writes, diags)
	}
}
