package resource

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
)

// Checked is the model of a resource whose creation is checked when it is planned.
type Checked[C any] interface {
	// Check returns what the planned creation is checked by; false: what it belongs to is not known yet.
	Check(client C) (Check, bool)
}

// Check is the one read that proves, when a creation is planned, that the apply can begin: that the platform accepts the
// credentials, and that what the object belongs to exists. The client makes it once for each parent in a run.
type Check struct {
	// Read makes the read, and returns the ids of existing objects that are in the way.
	Read func(context.Context) (taken []string, err error)
	// Parent is the attribute with the id of what the object belongs to, and Kind what that is, such as "application".
	// Empty: the object belongs to none.
	Parent, Kind string
	// ParentHint is a sentence that says where the id of a parent is found.
	ParentHint string
	// IsUnknown reports whether an error is the platform's word that there is no such parent. Nil: it never is.
	IsUnknown func(error) bool
	// IsForbidden reports whether an error means that this read alone is not permitted. Nil: [IsForbidden] does.
	IsForbidden func(error) bool
	// Name is the name that no two objects may have; see [NameIn]. Empty: several may, or it is not known.
	Name string
	// MayShare says that an object may exist beside those that are in the way: then they are only a warning.
	MayShare bool
}

// NameIn returns a name together with the ids of what it is unique in; empty: a part of it is empty or not known.
func NameIn(name types.String, ids ...types.String) string {
	parts := []string{name.ValueString()}
	for _, id := range ids {
		parts = append(parts, canonicalID(id.ValueString()))
	}
	if slices.Contains(parts, "") {
		return ""
	}
	return strings.Join(parts, "/")
}

// IsForbidden reports whether a platform has accepted the credentials, and refused the request.
func IsForbidden(err error) bool { return httpapi.StatusOf(err) == http.StatusForbidden }

// BeginPlan begins each plan of a resource: it returns the platform's client, as PlanClient does, notes the object of the state as
// one that this run knows, and warns if the plan destroys what is in use.
func (l *life[C, M]) BeginPlan(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) (client C, reachable bool) {
	client, reachable = l.PlanClient(diags)
	l.hold(req.State)
	if reachable && req.Plan.Raw.IsNull() && !diags.HasError() {
		l.WarnOfDestruction(ctx, client, req.State, "Destroying", diags)
	}
	return client, reachable
}

// hold notes the object of a state as one that this run knows, so that its name does not count as taken.
func (l *life[C, M]) hold(state tfsdk.State) {
	if !state.Raw.IsNull() {
		l.Run().Hold(l.Name, l.ownID(state))
	}
}

// ownID is the id of the object of a state, without those of what it belongs to.
func (l *life[C, M]) ownID(state tfsdk.State) string {
	return canonicalID(l.ID[len(l.ID)-1].of(state.Raw).ValueString())
}

// CheckCreation checks a creation that is planned, unless check_on_plan is off or too little is known yet.
func (l *life[C, M]) CheckCreation(ctx context.Context, model M, plan tfsdk.Plan, diags *diag.Diagnostics) {
	client, ok := l.PlanClient(&diag.Diagnostics{})
	checked, isChecked := any(model).(Checked[C])
	if !ok || !isChecked || !l.ChecksCreations() {
		return
	}
	check, known := checked.Check(client)
	if !known {
		return
	}
	if check.Name != "" && l.Run().Count("creation named "+l.Name+" "+check.Name) > 1 {
		diags.AddError("Two resources with one name", fmt.Sprintf(
			"Another resource of this plan creates the %s, too. %s would refuse the second one. Give one of them another name.", model.Object(), l.Platform))
		return
	}
	taken, err := check.Read(ctx)
	var parents []string
	for _, part := range l.ID[:len(l.ID)-1] {
		parents = append(parents, part.of(plan.Raw).ValueString())
	}
	isCertain := true
	taken = slices.DeleteFunc(taken, func(id string) bool {
		held, certain := l.Run().WillHold(ctx, l.Name, canonicalID(id))
		isCertain = isCertain && certain
		return held
	})
	isForbidden := check.IsForbidden
	if isForbidden == nil {
		isForbidden = IsForbidden
	}
	switch {
	case err != nil && check.IsUnknown != nil && check.IsUnknown(err):
		diags.AddAttributeError(path.Root(check.Parent), fmt.Sprintf("Unknown %s", check.Kind),
			fmt.Sprintf(
				"These credentials show no %s with this id, so the %s cannot be created. %s\n\n%s", check.Kind, model.Object(), check.ParentHint, sentence(err.Error())))
	case err != nil && isForbidden(err):
		diags.AddWarning("A creation is not checked", fmt.Sprintf(
			"These credentials may not read what the check needs, so only the apply shows whether the %s can be created. "+
				"If that is expected, set check_on_plan = false in the platform's block. %s", model.Object(), sentence(err.Error())))
	case err != nil:
		Failed(diags, "plan", model.Object(), err)
	case len(taken) > 0 && !isCertain:
		diags.AddWarning(fmt.Sprintf("The %s may exist already", model.Object()), fmt.Sprintf(
			"There is one, with the id %s, and this plan has too many creations to wait until the whole state is read. If its resource has another name or for_each key now, "+
				"add a moved block, which keeps the object. Otherwise the apply may fail. If no resource has it and it is the object you mean, import it:\n\n%s",
			taken[0], HowToImport(l.ID.Format(append(parents, taken[0])...))))
	case len(taken) > 0 && check.MayShare:
		diags.AddWarning(fmt.Sprintf("The %s may exist already", model.Object()), fmt.Sprintf(
			"There is an object like it, with the id %s. If it is the one you mean, import it instead of creating another.", taken[0]))
	case len(taken) > 0:
		refused := fmt.Errorf("%s would refuse another one", l.Platform)
		createFailed(diags, model.Object(), &create.DuplicateError{ID: taken[0], Err: refused}, l.ID, func(string) bool { return false }, parents...)
	}
}
