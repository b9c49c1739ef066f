// Package resource is the life of a resource, written once: of one whose object can be read, and of one whose object
// cannot. What data sources and ephemeral resources share with it is here, too.
package resource

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// Resource is embedded by every resource, with the type of its platform's client.
type Resource[C any] struct{ platform.UsesClient[C] }

// Configure implements resource.ResourceWithConfigure.
func (r *Resource[C]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.FindClient(req.ProviderData, &resp.Diagnostics)
}

// CreateByUpdate implements Create by Update, for an object that is there already or is written whole: a creation is the
// update of nothing, whose prior state is null.
func CreateByUpdate(
	ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse,
	update func(context.Context, resource.UpdateRequest, *resource.UpdateResponse),
) {
	updated := resource.UpdateResponse{State: resp.State, Identity: resp.Identity, Private: resp.Private}
	update(ctx, resource.UpdateRequest{Config: req.Config, Plan: req.Plan, State: resp.State}, &updated)
	resp.State, resp.Diagnostics = updated.State, updated.Diagnostics
}
