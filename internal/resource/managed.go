package resource

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
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
	r.create(ctx, req, resp, func(plan M, client C, call *Call) (Outcome, error) { return plan.Create(ctx, client, call) })
}

// Read implements resource.Resource. The identity is set even if the object turns out to be gone: without one, Terraform
// 1.11 ends in "Missing Resource Identity After Read".
func (r *Managed[C, M]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	resp.Diagnostics.Append(r.ID.Identify(ctx, req.State, resp.Identity)...)
	state := r.New()
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	object := state.Object()
	defer func() { reportListing(client, &resp.Diagnostics) }()
	err := state.Read(ctx, client, &Call{Private: resp.Private, Diagnostics: &resp.Diagnostics})
	if r.IsGone(err) {
		Gone(&resp.Diagnostics, object)
		resp.State.RemoveResource(ctx)
		return
	}
	if err == nil {
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
		if r.ID.differs(ctx, req.State, resp.State) {
			err = errors.New("the answer is about an object with another id")
		} else if len(r.Secrets) > 0 {
			tracker := r.tracker(tfsdk.Plan(req.State))
			tracker.Observe(ctx, req.State, &resp.State, resp.Private, &resp.Diagnostics)
		}
	}
	if err != nil {
		resp.State = req.State
		Failed(&resp.Diagnostics, "read", object, err)
	}
}

// lister is the client of a platform whose objects are read by listings.
type lister interface {
	// ListingProblem returns, once, why objects are read one by one although they should not be; nil: they are not.
	ListingProblem() error
}

// reportListing reports once in a run that a refresh costs more requests than it should.
func reportListing(client any, diags *diag.Diagnostics) {
	if l, ok := client.(lister); ok {
		if err := l.ListingProblem(); err != nil {
			diags.AddWarning("Objects are read one by one",
				"A list of objects could not be read, so each object takes a request of its own. To expect no list, set batch_reads = false in the platform's block. "+sentence(err.Error()))
		}
	}
}

// Update implements resource.Resource.
func (r *Managed[C, M]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	r.update(ctx, req, resp, func(plan, state M, client C, call *Call) (Outcome, error) {
		return plan.Update(ctx, client, state, call)
	})
}

// Delete implements resource.Resource.
func (r *Managed[C, M]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	r.delete(ctx, req, resp, "delete", func(state M, client C, call *Call) error { return state.Delete(ctx, client, call) })
}
