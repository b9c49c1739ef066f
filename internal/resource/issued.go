package resource

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

// issues reports whether the resource has a secret that the platform makes and shows once.
func (l *life[C, M]) issues() bool { return l.Issued.Name != "" }

// changedOutsideAt is the attribute of that name.
func (l *life[C, M]) changedOutsideAt() schema.Attribute {
	return computedText(fmt.Sprintf("When %[1]s last reported a change that the provider did not make (RFC 3339): another %[2]s may have been issued then. "+
		"Null if there was none since the provider had the %[2]s issued.", l.Platform, l.Issued.Name))
}

// PlanIssued is [issued.Secret.ModifyPlan] of the resource's issued secret, and reports whether the apply has one issued. It
// warns of a change outside Terraform, which may have been the issue of another secret. A resource calls it once all else in
// the plan stands.
func (l *life[C, M]) PlanIssued(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) (issues bool) {
	issues = l.Issued.ModifyPlan(ctx, req, resp)
	update := l.tracker(req.Plan).ModifyPlan(ctx, req, resp)
	switch {
	case resp.Diagnostics.HasError(), req.State.Raw.IsNull(), req.Plan.Raw.IsNull():
	case !issues:
		l.warnOfChange(ctx, req, &resp.Diagnostics)
	case update != nil:
		update.Makes(resp)
	}
	return issues
}

// warnOfChange warns that the secret in the state may have been replaced.
func (l *life[C, M]) warnOfChange(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	var at, issued types.String
	if len(volatileIn(req.State).date.Steps()) == 0 {
		return
	}
	diags.Append(req.State.GetAttribute(ctx, pathChangedOutsideAt, &at)...)
	diags.Append(req.State.GetAttribute(ctx, path.Root("secret_issued_at"), &issued)...)
	if at.IsNull() || issued.IsNull() {
		return
	}
	by := triple.ChangedBy(ctx, req.Private, diags)
	if by != "" {
		by = " by " + by
	}
	diags.AddWarning("Secret may have been replaced outside Terraform", fmt.Sprintf(
		"%s reports that this object was changed at %s%s, after the %[4]s was issued. The %[4]s cannot be read back, so another one may have been issued. "+
			"A change of `rotate` has a new %[4]s issued.", l.Platform, at.ValueString(), by, l.Issued.Name))
}

// place puts an issued secret into the state where the plan says. One that has not arrived is an error of an update, and a
// warning of a creation: after an error, the engine would replace the object.
func (l *life[C, M]) place(ctx context.Context, object string, outcome Outcome, call *Call, state *tfsdk.State, created bool) {
	var found diag.Diagnostics
	summary := fmt.Sprintf("No %s was issued for the %s", l.Issued.Name, object)
	reason := ""
	if outcome.Unissued != nil {
		reason = sentence(outcome.Unissued.Error()) + "\n\n"
	}
	switch {
	case !call.Issued.Issues():
		found = call.Issued.Keep(ctx, state)
	case !outcome.Issued.IsZero():
		call.Secrets.Made()
		found = call.Issued.Place(ctx, outcome.Issued, time.Now(), state)
	case created:
		found = call.Issued.Lose(ctx, state)
		found.AddError(summary, reason+"The object exists, and is in the state, without its secret. The next plan has another one issued.")
	case outcome.refused():
		found = call.Issued.Restore(ctx, state)
		found.AddError(summary, reason+"The old one still works, and stays in the state.")
	default:
		found = call.Issued.Lose(ctx, state)
		found.AddError(summary, reason+"The old one may no longer work, and is not in the state any more. The next plan has another one issued.")
	}
	for _, d := range found {
		if created && d.Severity() == diag.SeverityError {
			d = diag.NewWarningDiagnostic(d.Summary(), d.Detail())
		}
		call.Diagnostics.Append(d)
	}
}
