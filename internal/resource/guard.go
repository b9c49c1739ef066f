package resource

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// inUsePatience is for how long a deletion looks whether the object is still in use, and inUseLooks how often. Something
// else in the same run may be detaching it.
const (
	inUsePatience = 30 * time.Second
	inUseLooks    = 10
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
}

// Refuse waits until the object is not in use any more, for a while, and then reports an error that names the users. It
// returns true if the object must not be deleted.
func (g Guard) Refuse(ctx context.Context, diags *diag.Diagnostics) bool {
	users, err := g.wait(ctx)
	switch {
	case err != nil:
		Failed(diags, "determine what uses", g.Object, err)
	case len(users) > 0:
		diags.AddError(fmt.Sprintf("The %s is still in use", g.Object), fmt.Sprintf(
			"Used by %s. Deleting it would break them.\n\n"+
				"To replace it, set create_before_destroy in its lifecycle block%s, so that its users move to the new one before it is deleted. "+
				"To delete it anyway, set force_destroy = true and apply that first: destroying uses the value in the state.",
			strings.Join(users, ", "), g.Replace))
	}
	return diags.HasError()
}

func (g Guard) wait(ctx context.Context) (users []string, err error) {
	err = g.patiently(ctx, func() (done bool, err error) {
		users, err = g.Users(ctx)
		return len(users) == 0, err
	})
	return users, err
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
	interval := min(inUsePatience, g.Budget) / inUseLooks
	for range inUseLooks {
		if done, err := try(); done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(interval):
		}
	}
	_, err := try()
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
