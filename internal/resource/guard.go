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

// InUse guards the deletion of an object that others refer to.
type InUse struct {
	// Object names it, such as `service credential "Dave"`.
	Object string
	// Users lists who refers to it now; empty: nobody.
	Users func(context.Context) ([]string, error)
	// Budget is that of one operation, max_elapsed: a deletion does not wait for longer.
	Budget time.Duration
	// Replace is what create_before_destroy needs besides, such as " and a new name"; may be empty.
	Replace string
}

// Refuse waits until nobody uses the object any more, for a while, and then reports an error that names the users. It
// returns true if the object must not be deleted.
func (u InUse) Refuse(ctx context.Context, diags *diag.Diagnostics) bool {
	users, err := u.wait(ctx)
	switch {
	case err != nil:
		Failed(diags, "tell who uses", u.Object, err)
	case len(users) > 0:
		diags.AddError(fmt.Sprintf("The %s is still in use", u.Object), fmt.Sprintf(
			"Used by %s. Deleting it would break them.\n\n"+
				"To replace it, set create_before_destroy in its lifecycle block%s, so that its users move to the new one before it is deleted. "+
				"To delete it anyway, set force_destroy = true and apply that first: destroying uses the value in the state.",
			strings.Join(users, ", "), u.Replace))
	}
	return diags.HasError()
}

func (u InUse) wait(ctx context.Context) (users []string, err error) {
	err = u.patiently(ctx, func() (done bool, err error) {
		users, err = u.Users(ctx)
		return len(users) == 0, err
	})
	return users, err
}

// Delete deletes the object, and tries again for a while if the platform refuses: users that nobody sees any more may have
// been detached only just. refused tells whether an error may be such a refusal.
func (u InUse) Delete(ctx context.Context, remove func(context.Context) error, refused func(error) bool) error {
	var last error
	err := u.patiently(ctx, func() (done bool, err error) {
		last = remove(ctx)
		return !refused(last), nil
	})
	if err != nil {
		return err
	}
	return last
}

// patiently tries until it is done or fails, for a while.
func (u InUse) patiently(ctx context.Context, try func() (done bool, err error)) error {
	interval := min(inUsePatience, u.Budget) / inUseLooks
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
func (u InUse) Warn(ctx context.Context, diags *diag.Diagnostics, consequence string) {
	users, err := u.Users(ctx)
	if err != nil {
		diags.AddWarning(fmt.Sprintf("Cannot tell who uses the %s", u.Object), sentence(err.Error()))
		return
	}
	if len(users) > 0 {
		diags.AddWarning(fmt.Sprintf("The %s is in use", u.Object), fmt.Sprintf("Used by %s. %s", strings.Join(users, ", "), consequence))
	}
}
