package platform

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Sources are the sources of all platforms: what the provider passes to Configure.
type Sources []Source

// base finds the client of type C among the provider's sources.
type base[C any] struct{ resolve source[C] }

func (b *base[C]) configure(providerData any, diags *diag.Diagnostics) {
	if providerData == nil { // validation comes before the provider is configured
		return
	}
	sources, _ := providerData.(Sources)
	for _, s := range sources {
		if found, ok := s.(source[C]); ok {
			b.resolve = found
			return
		}
	}
	diags.AddError("Bug in the provider", fmt.Sprintf("No platform offers a client of type %T.", *new(C)))
}

// Client gives the platform's client. If the platform is not configured, or not known yet, that is an error in diags and
// ok is false.
func (b *base[C]) Client(diags *diag.Diagnostics) (client C, ok bool) {
	client, ok = b.PlanClient(diags)
	diags.Append(b.resolve().unknown...)
	return client, ok
}

// PlanClient is Client for plan-time checks: an incomplete configuration is an error, but one that is not known yet only
// means that the check cannot be made.
func (b *base[C]) PlanClient(diags *diag.Diagnostics) (client C, ok bool) {
	r := b.resolve()
	diags.Append(r.missing...)
	return r.client, r.usable()
}

// Resource is embedded by every resource, with the type of its platform's client.
type Resource[C any] struct{ base[C] }

// Configure implements resource.ResourceWithConfigure.
func (r *Resource[C]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.configure(req.ProviderData, &resp.Diagnostics)
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

// DataSource is embedded by every data source, with the type of its platform's client.
type DataSource[C any] struct{ base[C] }

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSource[C]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configure(req.ProviderData, &resp.Diagnostics)
}
