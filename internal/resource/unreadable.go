package resource

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// Unreadable is embedded by the resource of an object that its platform takes whole and never shows again. C is the type of
// the platform's client, M a pointer to the resource's model.
//
// Create and Update write the whole object, but an update that changes nothing on the platform sends nothing. Read keeps
// the state, so what others change stays unseen. Import takes the id on trust, and the first plan after it is an update
// that writes. Delete undoes the writing as far as the platform can, or does nothing: destroy_behavior chooses.
type Unreadable[C any, M UnreadableModel[C, M]] struct {
	life[C, M]
	// Destroy is what destroying does to the object, unless it is abandoned.
	Destroy Destroy
}

// UnreadableModel is the model of such a resource: a struct that embeds UnreadableAttributes.
type UnreadableModel[C, M any] interface {
	named
	// Write sends the whole object, and takes what the answer shows. What it leaves unknown stays as it was.
	Write(ctx context.Context, client C, call *Call) error
	// Differs reports whether the plan changes anything on the platform, the secrets aside.
	Differs(state M) bool
	// Delete does what Destroy.Behavior says.
	Delete(ctx context.Context, client C) error
}

// Derived is an UnreadableModel with attributes that the provider makes of others.
type Derived[M any] interface {
	// Derive sets them in an update, once what there was to send is sent.
	Derive(state M, diags *diag.Diagnostics)
}

// UnreadableAttributes are the attributes that all such resources have, beside their own and those of their secrets.
type UnreadableAttributes struct {
	ID              types.String `tfsdk:"id"`
	DestroyBehavior types.String `tfsdk:"destroy_behavior"`
	SecretWrittenAt types.String `tfsdk:"secret_written_at"`
}

// Create implements resource.Resource.
func (r *Unreadable[C, M]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.create(ctx, req, resp, func(plan M, client C, call *Call) (Outcome, error) {
		return Outcome{}, plan.Write(ctx, client, call)
	})
	if !resp.State.Raw.IsNull() {
		resp.Diagnostics.Append(r.ID.Compose(ctx, &resp.State)...)
	}
}

// Read implements resource.Resource. The response's state is the request's already.
func (r *Unreadable[C, M]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	resp.Diagnostics.Append(r.ID.Identify(ctx, req.State, resp.Identity)...)
	resp.Diagnostics.Append(r.beginRead(ctx, req.State, resp.Private)()...)
}

// Update implements resource.Resource.
func (r *Unreadable[C, M]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	r.update(ctx, req, resp, func(plan, state M, client C, call *Call) (Outcome, error) {
		if plan.Differs(state) || r.secretsChanged(call) {
			if err := plan.Write(ctx, client, call); err != nil {
				return Outcome{}, err
			}
		}
		if derived, ok := any(plan).(Derived[M]); ok {
			derived.Derive(state, call.Diagnostics)
		}
		return Outcome{}, nil
	})
}

func (r *Unreadable[C, M]) secretsChanged(call *Call) bool {
	for _, s := range r.Secrets {
		if call.Secrets.Changed(s.Path) {
			return true
		}
	}
	return false
}

// Delete implements resource.Resource.
func (r *Unreadable[C, M]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if isAbandoned(ctx, req.State) {
		state := r.New()
		resp.Diagnostics.Append(Get(ctx, req.State, state)...)
		r.warnAbandoned(state.Object(), &resp.Diagnostics)
		return
	}
	r.delete(ctx, req, resp, r.Destroy.Behavior, func(ctx context.Context, state M, client C, call *Call) error {
		err := state.Delete(ctx, client)
		switch {
		case err == nil:
			return nil
		case r.Destroy.IsGone(err):
			call.Diagnostics.AddWarning(fmt.Sprintf("There was nothing to %s", r.Destroy.Behavior),
				fmt.Sprintf("The %s has been removed from the state. %s", state.Object(), sentence(err.Error())))
			return nil
		}
		return httpapi.Advise(err, fmt.Sprintf("To remove it from the state without changing anything on the platform, apply destroy_behavior = %q first.", Abandon))
	})
}

// ImportState implements resource.ResourceWithImportState.
func (r *Unreadable[C, M]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.life.ImportState(ctx, req, resp)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.ID.Compose(ctx, &resp.State)...)
	}
	r.warnOfUnknown(ctx, resp.State, &resp.Diagnostics)
}

// isAbandoned reports whether destroying the object of a state leaves it as it is.
func isAbandoned(ctx context.Context, state tfsdk.State) bool {
	var behavior types.String
	return !state.GetAttribute(ctx, pathDestroyBehavior, &behavior).HasError() && behavior.ValueString() == Abandon // which not all resources have
}
