package resource

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/snapshot"
)

// Managed is embedded by the resource of an object that its platform shows. C is the type of the platform's client, M a
// pointer to the resource's model.
type Managed[C any, M ManagedModel[C, M]] struct {
	life[C, M]
	// IsGone reports whether an error is the platform's own word that the object does not exist.
	IsGone func(error) bool
}

// ManagedModel is the model of such a resource. Each verb is one call of the client between pure functions: expand and
// expandChanges make the body of a creation and of an update, complete fills in what the plan left open from the answer to a
// write, and flatten takes everything that the platform shows.
type ManagedModel[C, M any] interface {
	named
	// Create makes the object that is planned. With an error, there is no object that is known to be ours.
	Create(ctx context.Context, client C, call *Call) (Outcome, error)
	// Read takes what the platform shows now, the id in its answer included.
	Read(ctx context.Context, client C, call *Call) error
	// Update turns the object of the prior state into what is planned. What it leaves unknown stays as it was.
	Update(ctx context.Context, client C, state M, call *Call) (Outcome, error)
	// Delete removes the object; one that is gone already is a success.
	Delete(ctx context.Context, client C, call *Call) error
}

// Create implements resource.Resource.
func (r *Managed[C, M]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.create(ctx, req, resp, func(plan M, client C, call *Call) (Outcome, error) {
		outcome, err := plan.Create(ctx, client, call)
		noteWritten(ctx, call.Private, call.Diagnostics)
		return outcome, err
	})
}

// keyImported is where private state keeps that an object was imported, until it has been read.
const keyImported = "imported"

// ImportState implements resource.ResourceWithImportState. An object that the first read does not find was not deleted outside
// Terraform, and the engine's own error would not show what the platform said.
func (r *Managed[C, M]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.life.ImportState(ctx, req, resp)
	if !resp.Diagnostics.HasError() && resp.Private != nil { // which is nil in an import that the framework does not lead
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, keyImported, []byte("true"))...)
	}
}

func isImported(ctx context.Context, private triple.Private) bool {
	mark, _ := private.GetKey(ctx, keyImported)
	return mark != nil
}

// Read implements resource.Resource. The identity is set even if the object turns out to be gone: without one, Terraform
// 1.11 ends in "Missing Resource Identity After Read".
func (r *Managed[C, M]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	resp.Diagnostics.Append(r.ID.Identify(ctx, req.State, resp.Identity)...)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	r.hold(req.State)
	noteShared := r.beginRead(ctx, req.State, resp.Private)
	seen := r.look(ctx, req, resp.Private, client)
	dated := len(volatileIn(req.State).date.Steps()) > 0
	for _, wait := range laterLooks(ctx, resp.Private, client) {
		if !seen.gone && (dated || !seen.changed) { // an object that has a date is judged by that: see [triple.Tracker]
			break
		}
		if err := httpapi.Sleep(ctx, wait); err != nil {
			seen.gone, seen.err = false, err
			break
		}
		seen = r.look(snapshot.Fresh(ctx), req, resp.Private, client)
	}
	tracker := r.tracker(tfsdk.Plan(req.State))
	tracker.Settling = settlingOf(client)
	if seen.err == nil && r.hasSecrets() && tracker.Doubts(ctx, seen.state, resp.Private) {
		seen = r.lookBehind(ctx, seen, req, resp.Private, client)
	}
	if seen.err == nil {
		reportListing(client, &seen.diags)
	}
	resp.Diagnostics.Append(seen.diags...)
	from := movedFrom(ctx, req.Private)
	imported := isImported(ctx, req.Private)
	switch {
	case seen.gone && imported:
		Failed(&resp.Diagnostics, "import", seen.object, httpapi.Advise(seen.err, fmt.Sprintf("Check the import id, which has the form %s.", r.ID)))
	case seen.gone && from != "":
		goneBeforeMove(&resp.Diagnostics, seen.object, from, seen.err)
	case seen.gone:
		reportGone(&resp.Diagnostics, seen.object)
		resp.State.RemoveResource(ctx)
	case seen.err != nil:
		Failed(&resp.Diagnostics, "read", seen.object, seen.err)
	default:
		resp.State = seen.state
		resp.Diagnostics.Append(noteShared()...)
		if imported {
			resp.Diagnostics.Append(resp.Private.SetKey(ctx, keyImported, nil)...)
		}
		if from != "" {
			resp.Diagnostics.Append(resp.Private.SetKey(ctx, keyMoved, nil)...)
		}
		if imported || from != "" {
			r.warnOfUnknown(ctx, resp.State, &resp.Diagnostics)
		}
		if r.hasSecrets() {
			triple.NoteReplaced(ctx, seen.replaced, resp.Private, &resp.Diagnostics)
			tracker.Observe(ctx, req.State, &resp.State, resp.Private, &resp.Diagnostics)
		}
	}
}

// seen is what a look at an object has shown.
type seen struct {
	object   string
	gone     bool
	changed  bool        // it is not as in the prior state, or has another secret
	replaced []path.Path // secrets that are shown with other values than were written
	state    tfsdk.State
	diags    diag.Diagnostics
	err      error
}

// look reads the object.
func (r *Managed[C, M]) look(ctx context.Context, req resource.ReadRequest, private triple.Private, client C) (s seen) {
	state := r.New()
	s.state = tfsdk.State{Schema: req.State.Schema, Raw: req.State.Raw}
	s.diags.Append(Get(ctx, req.State, state)...)
	if s.diags.HasError() {
		return s
	}
	s.object = state.Object()
	call := &Call{Private: private, Diagnostics: &s.diags}
	s.err = state.Read(ctx, client, call)
	s.gone = r.IsGone(s.err)
	if s.err != nil {
		return s
	}
	s.diags.Append(set(ctx, &s.state, state)...)
	if r.ID.differs(req.State.Raw, s.state.Raw) {
		s.err = errors.New("the answer is about an object with another id")
	}
	s.replaced = call.replaced
	s.changed = len(s.replaced) > 0 || !s.state.Raw.Equal(req.State.Raw)
	return s
}

// lookBehind looks at an object by a GET, which decides where a listing may lag. What was listed counts where a GET has no date.
func (r *Managed[C, M]) lookBehind(ctx context.Context, listed seen, req resource.ReadRequest, private triple.Private, client C) seen {
	date := volatileIn(req.State).date
	before := tfsdk.State{Schema: req.State.Schema, Raw: req.State.Raw.Copy()}
	listed.diags.Append(before.SetAttribute(ctx, date, types.StringNull())...) // a GET without a date leaves it so
	req.State = before
	shown := r.look(snapshot.Fresh(ctx), req, private, client)
	var dated types.String
	if shown.err == nil {
		shown.diags.Append(shown.state.GetAttribute(ctx, date, &dated)...)
	}
	if shown.err == nil && dated.ValueString() == "" {
		return listed
	}
	return shown
}

// lister is the client of a platform whose objects are read by listings.
type lister interface {
	// ListingProblem returns, once, why objects are read one by one although they should not be; nil: they are not.
	ListingProblem() error
}

// reportListing reports, once in a run, that reads cost more requests than they should because a list could not be read.
func reportListing(client any, diags *diag.Diagnostics) {
	if l, ok := client.(lister); ok {
		if err := l.ListingProblem(); err != nil {
			diags.AddWarning("Objects are read one by one",
				"A list of objects could not be read, so each object takes a request of its own. If that is expected, set batch_reads = false in the platform's block. "+sentence(err.Error()))
		}
	}
}

// Update implements resource.Resource.
func (r *Managed[C, M]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	r.update(ctx, req, resp, func(plan, state M, client C, call *Call) (Outcome, error) {
		outcome, err := plan.Update(ctx, client, state, call)
		noteWritten(ctx, call.Private, call.Diagnostics)
		if r.IsGone(err) {
			err = httpapi.Advise(err, "It no longer exists. Plan again, without -refresh=false: what is still configured is then created again.")
		}
		return outcome, err
	})
}

// Delete implements resource.Resource.
func (r *Managed[C, M]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	r.delete(ctx, req, resp, "delete", func(ctx context.Context, state M, client C, call *Call) error {
		return state.Delete(ctx, client, call)
	})
}
