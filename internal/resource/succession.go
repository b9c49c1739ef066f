package resource

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// Targeted is the model of a resource whose object is named by what it belongs to: another resource can write it in the run
// that deletes this one, in either order. A deletion never undoes what another resource has written since.
type Targeted[C any] interface {
	Target(ctx context.Context, client C) Target
}

// Target is what a write writes, and a deletion hits.
type Target struct {
	// Name names it among those of the type. Its writes and deletions take turns.
	Name string
	// Parts are what can be written by itself, such as the slots of an integration.
	Parts []string
}

// TargetWhole is a target that is always written and deleted as a whole.
func TargetWhole(name string) Target { return Target{Name: name, Parts: []string{""}} }

// beginTurn waits for the turn of what a model names. Call.Succeeded knows from then on what others have written.
func (l *life[C, M]) beginTurn(ctx context.Context, model M, client C, call *Call) (parts []string, end func(), err error) {
	targeted, ok := any(model).(Targeted[C])
	if !ok {
		return nil, func() {}, nil
	}
	target := targeted.Target(ctx, client)
	key := l.Name + " " + target.Name
	end, err = l.Run().Turn(ctx, key)
	call.Succeeded = func(part string) bool { return l.Run().HasWritten(key + " " + part) }
	call.wrote = func(part string) { l.Run().Wrote(key + " " + part) }
	return target.Parts, end, err
}

// write sends a write, and notes what it may have written.
func (l *life[C, M]) write(ctx context.Context, model M, client C, call *Call, send func() (Outcome, error)) (Outcome, error) {
	parts, end, err := l.beginTurn(ctx, model, client, call)
	if err != nil {
		return Outcome{}, err
	}
	defer end()
	outcome, err := send()
	if err == nil || httpapi.AppliedOf(err) != httpapi.NotApplied {
		for _, part := range parts {
			call.wrote(part)
		}
	}
	return outcome, err
}

// remove sends a deletion, unless other resources have written all of it since. One whose answer was lost may yet take effect: it ends
// only when the platform has settled, so that nothing is written meanwhile, by this run or the next.
func (l *life[C, M]) remove(ctx context.Context, state M, client C, call *Call, action string, send func(context.Context) error) error {
	parts, end, err := l.beginTurn(ctx, state, client, call)
	if err != nil {
		return err
	}
	l.leaveShared(ctx, state, client, call)
	defer end()
	if len(parts) > 0 && !slices.ContainsFunc(parts, func(part string) bool { return !call.Succeeded(part) }) {
		call.Diagnostics.AddWarning(fmt.Sprintf("The %s is left as it is", state.Object()), fmt.Sprintf(
			"Another resource manages what it would %s, so nothing is sent.", action))
		return nil
	}
	watched, late := httpapi.WatchLate(ctx)
	err = send(watched)
	if late() && len(parts) > 0 {
		_ = httpapi.Sleep(ctx, settlingOf(client)) // a cancelled run ends at once
	}
	return err
}

// Identified is the model of a resource that has several names for one object.
type Identified[C any] interface {
	// Identity returns a name that is the same for all of them, as far as the platform shows.
	Identity(ctx context.Context, client C) string
	// Names returns those by which the resources of this run refer to it. It asks the platform for as little as it can.
	Names(ctx context.Context, client C) []string
}

// RefuseTwins reports a second resource with the same identity. One that is created and one that is destroyed look like a
// replacement.
func (l *life[C, M]) RefuseTwins(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	created, destroyed := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	switch {
	case destroyed:
	case created:
		l.refuseSecondCreation(ctx, req.Plan, diags)
	case req.Plan.Raw.Equal(req.State.Raw), l.identity(req.Plan.Raw) == l.identity(req.State.Raw):
		l.refuseSecondManager(ctx, req.State, diags)
	}
}

func (l *life[C, M]) refuseSecondCreation(ctx context.Context, plan tfsdk.Plan, diags *diag.Diagnostics) {
	name, model := l.identity(plan.Raw), l.New()
	if name == "" || Get(ctx, plan, model).HasError() {
		return
	}
	if identified, ok := any(model).(Identified[C]); ok && l.ChecksCreations() {
		client, _ := l.PlanClient(&diag.Diagnostics{})
		name = identified.Identity(ctx, client)
	}
	if l.Run().Count("creation of "+l.Name+" "+name) > 1 {
		diags.AddAttributeError(l.lastPart(), "Two resources for one object", fmt.Sprintf(
			"Another resource of this plan creates the %s, too. Each would overwrite what the other one has written. Take one of them out of the configuration.", model.Object()))
	}
}

func (l *life[C, M]) refuseSecondManager(ctx context.Context, state tfsdk.State, diags *diag.Diagnostics) {
	names := []string{l.identity(state.Raw)}
	model := l.New()
	if identified, ok := any(model).(Identified[C]); ok && !Get(ctx, state, model).HasError() {
		if client, isReachable := l.PlanClient(&diag.Diagnostics{}); isReachable {
			names = identified.Names(ctx, client)
		}
	}
	twin := false
	for _, name := range names {
		twin = l.Run().Count("existence of "+l.Name+" "+name) > 1 || twin
	}
	if twin {
		diags.AddAttributeError(l.lastPart(), "Two resources for one object", fmt.Sprintf(
			"Another resource of the state manages the %s, too. Each overwrites what the other one has written, and destroying one takes the object from the other. "+
				"Take one of them out of the state and of the configuration, without destroying it: terraform state rm ADDRESS, or a removed block with destroy = false.", l.objectOf(ctx, state)))
	}
}

// lastPart is the attribute with the last part of the id.
func (l *life[C, M]) lastPart() path.Path { return path.Root(l.ID[len(l.ID)-1].Attribute) }

// objectOf names the object of a state. The name may lack what cannot be decoded.
func (l *life[C, M]) objectOf(ctx context.Context, state tfsdk.State) string {
	model := l.New()
	_ = Get(ctx, state, model) // a state that cannot be decoded is reported elsewhere
	return model.Object()
}

// identity returns the identity in a plan or a state in one spelling; empty: it is not known yet.
func (l *life[C, M]) identity(in tftypes.Value) string {
	values := make([]string, len(l.ID))
	for i, part := range l.ID {
		value := part.of(in)
		if value.IsUnknown() || value.IsNull() {
			return ""
		}
		values[i] = canonicalID(value.ValueString())
	}
	return l.ID.Format(values...)
}
