package resource

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
)

// Abandon is the value of destroy_behavior that leaves the object as it is.
const Abandon = "abandon"

// Destroy is what destroying does to an object that cannot be read.
type Destroy struct {
	// Behavior is the default value of destroy_behavior, a verb such as "delete". Done is its participle: "deleted".
	Behavior, Done string
	// Description says in markdown what that does: a phrase that begins with a verb, without a full stop.
	Description string
	// Warning is shown by every plan that will do it; empty: none.
	Warning string
	// IsGone reports whether an error means that there is nothing to undo.
	IsGone func(error) bool
}

// Attributes adds to a resource's own attributes those that all resources of unreadable objects have.
func (r *Unreadable[C, M]) Attributes(own map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := r.life.Attributes(own)
	attributes["id"] = Stable(fmt.Sprintf("The import id, `%s`.", r.ID))
	attributes["destroy_behavior"] = DestroyBehavior(r.Destroy.Behavior, r.Destroy.Description)
	return attributes
}

// DestroyBehavior is the attribute destroy_behavior, by default the behavior, or else [Abandon]. The description says in markdown
// what the behavior does: a phrase that begins with a verb, without a full stop.
func DestroyBehavior(behavior, description string) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("What destroying does: `%s` (default) %s; `%s` sends nothing, and leaves everything as it is. "+
			"Apply this setting before you destroy: a destroy uses the value in the state.", behavior, description, Abandon),
		Optional:   true,
		Computed:   true,
		Default:    stringdefault.StaticString(behavior),
		Validators: []validator.String{argument.OneOf(behavior, Abandon)},
	}
}

// ModifyPlan implements resource.ResourceWithModifyPlan. A replacement that the configuration does not ask for, by
// replace_triggered_by or -replace, cannot be told from an update here: Terraform plans one first, and shows no warning of
// what it plans then. Delete says what there is to say.
func (r *Unreadable[C, M]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	state := r.New()
	created, destroyed := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	changed := !created && !req.Plan.Raw.Equal(req.State.Raw)
	if changed { // nothing is to be said of an object that does not change, so it is not decoded
		resp.Diagnostics.Append(Get(ctx, req.State, state)...)
	}
	abandoned := !created && isAbandoned(ctx, req.State)
	if !destroyed || !abandoned {
		r.PlanClient(&resp.Diagnostics)
	}
	if created && !destroyed && !resp.Diagnostics.HasError() {
		plan := r.New()
		resp.Diagnostics.Append(Get(ctx, req.Plan, plan)...)
		r.CheckCreation(ctx, plan, req.Plan, &resp.Diagnostics)
	}
	r.RefuseTwins(ctx, req, &resp.Diagnostics)
	kept := r.PlanSuccession(ctx, req, resp)
	replaced := changed && !destroyed && r.ID.differs(req.State.Raw, req.Plan.Raw)
	switch {
	case resp.Diagnostics.HasError():
	case replaced && abandoned:
		r.warnAbandoned(state.Object(), &resp.Diagnostics)
	case (replaced || destroyed && !kept) && !abandoned && r.Destroy.Warning != "":
		resp.Diagnostics.AddWarning(fmt.Sprintf("Destroying the %s has a side effect", state.Object()), r.Destroy.Warning)
	}
	tracker := r.tracker(req.Plan)
	tracker.Rewrites = Rewrites(ctx, req.Private)
	tracker.Sends = func(ctx context.Context, plan tfsdk.Plan, _ tfsdk.State) bool {
		after := r.New()
		diags := plan.Get(ctx, after)
		return diags.HasError() || after.Differs(state)
	}
	tracker.ModifyPlan(ctx, req, resp)
}

func (r *Unreadable[C, M]) warnAbandoned(object string, diags *diag.Diagnostics) {
	diags.AddWarning(fmt.Sprintf("The %s is left as it is", object), fmt.Sprintf(
		"Its destroy_behavior is %q, so nothing is %s. Replacing it will not rotate anything; for that, apply destroy_behavior = %q first.",
		Abandon, r.Destroy.Done, r.Destroy.Behavior))
}
