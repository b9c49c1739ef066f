package resource

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

// Unreadable is embedded by the resource of an object that its platform takes whole and never shows again. C is the type of
// the platform's client, M a pointer to the resource's model.
//
// Create and Update write the whole object, but an update that changes nothing on the platform sends nothing. Read keeps
// the state, so what somebody else changes stays unseen. Import takes the id on trust, and the first plan after it is an
// update that writes. Delete undoes the writing as far as the platform can, or does nothing: destroy_behavior chooses.
type Unreadable[C any, M UnreadableModel[C, M]] struct {
	Resource[C]
	// New makes an empty model.
	New func() M
	// ID is the shape of the import id.
	ID ID
	// Secrets are the resource's secrets; the Tracker is Whole.
	Secrets triple.Tracker
	// Destroy is what destroying does to the object, unless it is abandoned.
	Destroy Destroy
}

// UnreadableModel is the model of such a resource: a struct that embeds UnreadableAttributes.
type UnreadableModel[C, M any] interface {
	// Common gives the embedded attributes.
	Common() *UnreadableAttributes
	// Object names the object, such as `integration of organization "acme"`.
	Object() string
	// Keep takes from the prior state what the plan leaves open, so that it stays if no answer shows it.
	Keep(state M)
	// Differs tells whether the plan changes anything on the platform, the secrets aside.
	Differs(state M) bool
	// Write sends the whole object, and takes up what the answer shows.
	Write(ctx context.Context, client C, write *triple.Write) error
	// Undo does what Destroy.Behavior says.
	Undo(ctx context.Context, client C) error
}

// UnreadableAttributes are the attributes that all such resources have, beside their own and those of their secrets.
type UnreadableAttributes struct {
	ID              types.String `tfsdk:"id"`
	DestroyBehavior types.String `tfsdk:"destroy_behavior"`
	SecretWrittenAt types.String `tfsdk:"secret_written_at"`
}

// Common implements UnreadableModel.
func (a *UnreadableAttributes) Common() *UnreadableAttributes { return a }

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *Unreadable[C, M]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = r.ID.Schema()
}

// Create implements resource.Resource.
func (r *Unreadable[C, M]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	CreateByUpdate(ctx, req, resp, r.Update)
}

// Read implements resource.Resource. The response's state is the request's already.
func (r *Unreadable[C, M]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	resp.Diagnostics.Append(r.ID.Identify(ctx, req.State, resp.Identity)...)
}

// Update implements resource.Resource.
func (r *Unreadable[C, M]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, state := r.New(), r.New()
	created := req.State.Raw.IsNull()
	resp.Diagnostics.Append(req.Plan.Get(ctx, plan)...)
	if !created {
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	write := r.Secrets.Begin(ctx, req.Config, req.Plan, req.State, resp.Private, &resp.Diagnostics)
	client, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	plan.Keep(state)
	if created || plan.Differs(state) || r.secretsChanged(write) {
		if err := plan.Write(ctx, client, write); err != nil {
			Failed(&resp.Diagnostics, "write", plan.Object(), err)
			return
		}
	}
	plan.Common().SecretWrittenAt = write.Confirm(ctx, "")
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	if created {
		resp.Diagnostics.Append(r.ID.Compose(ctx, &resp.State)...)
	}
	resp.Diagnostics.Append(r.ID.Identify(ctx, resp.State, resp.Identity)...)
}

func (r *Unreadable[C, M]) secretsChanged(write *triple.Write) bool {
	return slices.ContainsFunc(r.Secrets.Secrets, func(s triple.Secret) bool { return write.Changed(s.Path) })
}

// Delete implements resource.Resource.
func (r *Unreadable[C, M]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state := r.New()
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if state.Common().DestroyBehavior.ValueString() == abandon {
		r.warnAbandoned(state.Object(), &resp.Diagnostics)
		return
	}
	client, ok := r.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	switch err := state.Undo(ctx, client); {
	case err == nil:
	case r.Destroy.IsGone(err):
		resp.Diagnostics.AddWarning(fmt.Sprintf("There was nothing to %s", r.Destroy.Behavior),
			fmt.Sprintf("The %s has been removed from the state. %s", state.Object(), sentence(err.Error())))
	default:
		Failed(&resp.Diagnostics, r.Destroy.Behavior, state.Object(),
			httpapi.Advise(err, fmt.Sprintf("To remove it from the state without changing anything on the platform, apply destroy_behavior = %q first.", abandon)))
	}
}

// ImportState implements resource.ResourceWithImportState.
func (r *Unreadable[C, M]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ID.Import(ctx, req, resp)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.ID.Compose(ctx, &resp.State)...)
	}
}
