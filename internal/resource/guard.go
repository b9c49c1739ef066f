package resource

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// inUsePatience is for how long the deletions of a run look whether the objects are still in use, and inUseLooks how often each.
// Something else may be detaching them. usersLookedUp is for how many objects a plan looks who uses them.
const (
	inUsePatience = 30 * time.Second
	inUseLooks    = 10
	usersLookedUp = 20
)

// Guard guards the deletion of an object that others refer to.
type Guard struct {
	// Object names it, such as `service credential "Dave"`.
	Object string
	// Users lists what refers to it now.
	Users func(context.Context) ([]string, error)
	// Budget is that of one operation, max_elapsed: a deletion does not wait for longer.
	Budget time.Duration
	// Replace is what create_before_destroy needs besides, such as " and a new name"; may be empty.
	Replace string
	// Refused reports whether an error is the platform's refusal to delete what is in use; nil: there is none.
	Refused func(error) bool

	patience *platform.Patience
}

// Refuse waits until the object is not in use any more, for a while, and then reports an error that names the users. It
// returns true if the object must not be deleted.
func (g Guard) Refuse(ctx context.Context, diags *diag.Diagnostics) bool {
	var users []string
	err := g.patiently(ctx, func() (done bool, err error) {
		users, err = g.Users(ctx)
		return len(users) == 0, err
	})
	switch {
	case err != nil:
		Failed(diags, "determine what uses", g.Object, err)
	case len(users) > 0:
		diags.AddError(fmt.Sprintf("The %s is still in use", g.Object), fmt.Sprintf(
			"Used by %s. Deleting it would break what uses it.\n\n"+
				"Terraform deletes it before it updates its users, unless create_before_destroy has been applied. "+
				"To replace it, set create_before_destroy in its lifecycle block%s, so that its users move to the new one before it is deleted. "+
				"If its block is gone from the configuration, put it back with create_before_destroy, apply that together with what its users use instead, and take the block out then. "+
				"To delete it anyway, set force_destroy = true and apply that first: destroying uses the value in the state.",
			strings.Join(users, ", "), g.Replace))
	}
	return diags.HasError()
}

// Delete deletes the object, and tries again for a while if the platform refuses: users that are not shown any more may
// have been detached only just.
func (g Guard) Delete(ctx context.Context, remove func() error) error {
	var last error
	err := g.patiently(ctx, func() (done bool, err error) {
		last = remove()
		return g.Refused == nil || !g.Refused(last), nil
	})
	if err != nil {
		return err
	}
	return last
}

// patiently tries until it is done or fails, for a while.
func (g Guard) patiently(ctx context.Context, try func() (done bool, err error)) error {
	patience := g.patience
	if patience == nil {
		patience = &platform.Patience{}
	}
	done, err := try()
	if done || err != nil {
		return err
	}
	total := min(inUsePatience, g.Budget)
	ends := patience.Begin(total)
	defer func() { patience.End(!done) }()
	for !done && err == nil && !time.Now().Add(total/inUseLooks).After(ends) {
		if err = httpapi.Sleep(ctx, total/inUseLooks); err == nil {
			done, err = try()
		}
	}
	return err
}

// Warn reports at plan what replacing or renaming the object will do to its users. consequence completes "Used by ….".
func (g Guard) Warn(ctx context.Context, diags *diag.Diagnostics, consequence string) {
	users, err := g.Users(ctx)
	if err != nil {
		diags.AddWarning(fmt.Sprintf("Cannot determine what uses the %s", g.Object), sentence(err.Error()))
		return
	}
	if len(users) > 0 {
		diags.AddWarning(fmt.Sprintf("The %s is in use", g.Object), fmt.Sprintf("Used by %s. %s", strings.Join(users, ", "), consequence))
	}
}

// WarnOfUsers is [Guard.Warn] for the first objects of a run; of further ones it reports once that their users are not looked up.
func (l *life[C, M]) WarnOfUsers(ctx context.Context, guard Guard, diags *diag.Diagnostics, consequence string) {
	switch n := l.Run().Count("users of " + l.Name); {
	case n <= usersLookedUp:
		guard.Warn(ctx, diags, consequence)
	case n == usersLookedUp+1:
		diags.AddWarning("More objects may be in use", fmt.Sprintf(
			"This plan replaces, renames or destroys more than %d objects. What uses the %s, and any further one, is not looked up. The apply deletes none that is in use, unless force_destroy has been applied.", usersLookedUp, guard.Object))
	}
}

// WarnOfDestruction warns that a plan destroys or replaces the object of a state, if it is in use. verb is what the plan does, such
// as "Replacing".
func (l *life[C, M]) WarnOfDestruction(ctx context.Context, client C, state tfsdk.State, verb string, diags *diag.Diagnostics) {
	model := l.New()
	guarded, ok := any(model).(Guarded[C])
	if !ok {
		return
	}
	var force types.Bool
	diags.Append(Get(ctx, state, model)...)
	diags.Append(state.GetAttribute(ctx, pathForceDestroy, &force)...)
	consequence := verb + " it breaks what uses it. The apply refuses that, unless force_destroy has been applied or nothing uses it any more by then."
	if force.ValueBool() {
		consequence = verb + " it breaks what uses it: force_destroy has been applied."
	}
	l.WarnOfUsers(ctx, guarded.Guard(client), diags, consequence)
}
