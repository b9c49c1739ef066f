package resource

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

// keyShared is where private state keeps what other resources of the state have in common with this one, as after a replacement
// that failed halfway. An apply, which is another process, sees no resource that does not change, and the engine plans the
// destruction of a deposed object again in it: that gets what a read has noted, and nothing of the plan.
const keyShared = "shared"

// shared is what other resources of the state have in common with one.
type shared struct {
	// Twin says that another one that was read before has the same identity: its destruction may hit this one, so that a plan
	// writes it again.
	Twin bool `json:"twin,omitempty"`
	// Others counts the others that were read before, by the parts of the target that they share. See [Target].
	Others map[string]int `json:"others,omitempty"`
	// Kept are the parts that one of them keeps, by the plan.
	Kept []string `json:"kept,omitempty"`
}

func sharedIn(ctx context.Context, private triple.Private) (s shared) {
	document, diags := private.GetKey(ctx, keyShared)
	if diags.HasError() || document == nil || json.Unmarshal(document, &s) != nil {
		return shared{}
	}
	return s
}

// Rewrites reports whether a plan writes the object of a state again: a destruction may hit it.
func Rewrites(ctx context.Context, private triple.Private) bool { return sharedIn(ctx, private).Twin }

func (s shared) isNothing() bool { return !s.Twin && len(s.Others) == 0 && len(s.Kept) == 0 }

func (s shared) save(ctx context.Context, private triple.Private) diag.Diagnostics {
	if s.isNothing() && sharedIn(ctx, private).isNothing() {
		return nil
	}
	document, _ := json.Marshal(s) // texts marshal
	return private.SetKey(ctx, keyShared, document)
}

// What a run counts, by the names of objects and of what deletions hit.
const (
	reading     = "reading of "
	destruction = "destruction of "
)

// hits returns what the deletion of an object hits: the part of the target by each name that the resources of this run have for it.
func (l *life[C, M]) hits(ctx context.Context, state tfsdk.State) map[string]string {
	model := l.New()
	targeted, isTargeted := any(model).(Targeted[C])
	if !isTargeted || Get(ctx, state, model).HasError() {
		return nil
	}
	client, isReachable := l.PlanClient(&diag.Diagnostics{})
	hits := map[string]string{}
	if identified, ok := any(model).(Identified[C]); ok && isReachable {
		for _, name := range identified.Names(ctx, client) {
			hits[l.Name+" "+name] = ""
		}
	} else if !ok {
		target := targeted.Target(ctx, client)
		for _, part := range target.Parts {
			hits[l.Name+" "+target.Name+" "+part] = part
		}
	}
	return hits
}

// beginRead counts a read. The returned function notes what other resources have in common whose reads have begun by then.
func (l *life[C, M]) beginRead(ctx context.Context, state tfsdk.State, private triple.Private) (note func() diag.Diagnostics) {
	hits, identity := l.hits(ctx, state), l.nameOf(state)
	l.Run().Count(reading + identity)
	for name := range hits {
		l.Run().Count(reading + name)
	}
	return func() diag.Diagnostics {
		s := shared{Others: map[string]int{}}
		for name, part := range hits {
			if others := l.Run().Counted(reading+name) - 1; others > 0 {
				s.Others[part] = others
				s.Twin = l.Run().Counted(reading+identity) > 1
			}
		}
		return s.save(ctx, private)
	}
}

// nameOf is the name of an object among those that a run counts.
func (l *life[C, M]) nameOf(state tfsdk.State) string {
	return l.Name + " identity " + l.identity(state.Raw)
}

// PlanSuccession plans what happens to an object that other resources of the state share. A destruction leaves alone what another
// one keeps; if that is everything, kept is true.
func (l *life[C, M]) PlanSuccession(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) (kept bool) {
	created, destroyed := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	switch {
	case created && isRemembered(ctx, req.Private) && len(sharedIn(ctx, req.Private).Kept) == 0:
		// A replacement that only the engine knows of was planned as an update before, which has kept what it shares.
		kept = l.planDestruction(ctx, tfsdk.State(req.Plan), 1, resp)
	case created:
	case destroyed && !isAbandoned(ctx, req.State):
		kept = l.planDestruction(ctx, req.State, 0, resp)
	case !destroyed && !req.Plan.Raw.Equal(req.State.Raw) && l.identity(req.Plan.Raw) != l.identity(req.State.Raw): // replaced
		l.planDestruction(ctx, req.State, 0, resp)
	default:
		l.keep(ctx, req, &resp.Diagnostics)
	}
	return kept
}

// isRemembered reports whether private data are those of an object that was written or read before.
func isRemembered(ctx context.Context, private triple.Private) bool {
	written, _ := private.GetKey(ctx, keyWritten)
	return written != nil || triple.Remembers(ctx, private)
}

// planDestruction notes, for the apply, what of a destruction's target others keep. own is how often the object itself was kept.
func (l *life[C, M]) planDestruction(ctx context.Context, state tfsdk.State, own int, resp *resource.ModifyPlanResponse) (kept bool) {
	run, hits := l.Run(), l.hits(ctx, state)
	for name := range hits {
		if run.Keepers(name) < own { // this is the apply, where only the creation of a replacement is planned again
			return false
		}
	}
	s := sharedIn(ctx, resp.Private)
	s.Kept = nil
	for name, part := range hits {
		if run.WillKeep(ctx, name, own) {
			s.Kept = append(s.Kept, part)
		}
	}
	resp.Diagnostics.Append(s.save(ctx, resp.Private)...)
	kept = len(hits) > 0
	for name, part := range hits {
		if !slices.Contains(s.Kept, part) {
			kept = false
			if s.Others[part] == 0 {
				run.Count(destruction + name)
			}
		}
	}
	if len(s.Kept) > 0 {
		resp.Diagnostics.AddWarning(fmt.Sprintf("Another resource keeps the %s", l.objectOf(ctx, state)),
			"Another resource of the state manages what destroying this one would undo, as after a replacement that failed halfway. That stays as it is.")
	}
	return kept
}

// leaveShared takes what others keep out of a deletion. Where a read has found others that share a part, one of them may be kept: only
// the last deletion hits the part, if all of them are destroyed.
func (l *life[C, M]) leaveShared(ctx context.Context, model M, client C, call *Call) {
	targeted, ok := any(model).(Targeted[C])
	s := sharedIn(ctx, call.Private)
	if !ok || s.isNothing() {
		return
	}
	target := targeted.Target(ctx, client)
	kept := map[string]bool{}
	for _, part := range target.Parts {
		nth := l.Run().Count("deletion of " + l.Name + " " + target.Name + " " + part)
		kept[part] = slices.Contains(s.Kept, part) || nth <= s.Others[part]
	}
	written := call.Succeeded
	call.Succeeded = func(part string) bool { return written(part) || kept[part] }
}

// keep notes that an object stays. One that a planned destruction will hit has to be written again, or the plan is refused.
func (l *life[C, M]) keep(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	lost := false
	for name := range l.hits(ctx, req.State) {
		l.Run().Keep(name)
		lost = lost || l.Run().Counted(destruction+name) > 0
	}
	if lost && !Rewrites(ctx, req.Private) {
		diags.AddError(fmt.Sprintf("Another resource manages the %s", l.objectOf(ctx, req.State)),
			"This plan destroys one resource, while another one in the state manages the same object, or one that the deletion hits, too. "+
				"To keep it, apply destroy_behavior = \"abandon\" first for the one that is to go, or take that out of the state without destroying it: terraform state rm ADDRESS, "+
				"or a removed block with destroy = false.")
	}
}
