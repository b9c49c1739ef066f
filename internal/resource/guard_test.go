package resource_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

func TestRefuse(t *testing.T) {
	t.Parallel()
	always := func(int) ([]string, error) { return []string{"flow A", "flow B"}, nil }
	for name, test := range map[string]struct {
		users  func(look int) ([]string, error)
		budget time.Duration
		took   time.Duration
		fault  string
	}{
		"no users":        {users: func(int) ([]string, error) { return nil, nil }, budget: time.Hour},
		"always":          {users: always, budget: time.Hour, took: 30 * time.Second, fault: "Used by flow A, flow B."},
		"budget is short": {users: always, budget: time.Second, took: time.Second, fault: "Used by flow A, flow B."},
		"detached meanwhile": {budget: time.Hour, took: 6 * time.Second, users: func(look int) ([]string, error) {
			if look == 3 {
				return nil, nil
			}
			return always(look)
		}},
		"unknown": {users: func(int) ([]string, error) { return nil, errors.New("no answer") }, fault: "No answer."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				looks := 0
				guard := resource.Guard{Object: "thing", Budget: test.budget, Replace: " and wait", Users: func(context.Context) ([]string, error) {
					looks++
					return test.users(looks)
				}}
				var diags diag.Diagnostics
				begun := time.Now()
				if refused := guard.Refuse(t.Context(), &diags); refused != (test.fault != "") || !faulty(diags, test.fault) {
					t.Errorf("refused is %v, got %v, want %q", refused, diags, test.fault)
				}
				if took := time.Since(begun); took != test.took { // the time of the bubble, which no slow machine moves
					t.Errorf("took %s, want %s", took, test.took)
				}
			})
		})
	}
}

func TestRefuseEndsWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	guard := resource.Guard{Object: "thing", Budget: time.Hour, Users: func(context.Context) ([]string, error) {
		cancel()
		return []string{"flow"}, nil
	}}
	var diags diag.Diagnostics
	if !guard.Refuse(ctx, &diags) || !faulty(diags, "Context canceled.") {
		t.Errorf("got %v", diags)
	}
}

func TestDeleteTriesAgainWhileUsersAreDetaching(t *testing.T) {
	t.Parallel()
	inUse, other := errors.New("in use"), errors.New("other")
	for name, test := range map[string]struct {
		answer func(call int) error
		calls  int
		want   error
	}{
		"at once":             {func(int) error { return nil }, 1, nil},
		"another error":       {func(int) error { return other }, 1, other},
		"detached meanwhile":  {func(call int) error { return map[bool]error{true: inUse}[call < 3] }, 3, nil},
		"in use all the time": {func(int) error { return inUse }, 11, inUse},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				guard := resource.Guard{Budget: time.Hour, Refused: func(err error) bool { return errors.Is(err, inUse) }}
				err := guard.Delete(t.Context(), func() error { calls++; return test.answer(calls) })
				if !errors.Is(err, test.want) || calls != test.calls {
					t.Errorf("got %v after %d calls, want %v after %d", err, calls, test.want, test.calls)
				}
			})
		})
	}
}

func TestWarnOfUsers(t *testing.T) {
	t.Parallel()
	for want, users := range map[string]func(context.Context) ([]string, error){
		"":                               func(context.Context) ([]string, error) { return nil, nil },
		"Used by flow. They will break.": func(context.Context) ([]string, error) { return []string{"flow"}, nil },
		"No answer.":                     func(context.Context) ([]string, error) { return nil, errors.New("no answer") },
	} {
		var diags diag.Diagnostics
		resource.Guard{Object: "thing", Users: users}.Warn(t.Context(), &diags, "They will break.")
		var got []string
		for _, d := range diags {
			got = append(got, d.Detail())
		}
		if diags.HasError() || strings.Join(got, "") != want {
			t.Errorf("got %v, want %q", diags, want)
		}
	}
}

func faulty(diags diag.Diagnostics, text string) bool {
	faults := diags.Errors()
	if text == "" {
		return len(faults) == 0
	}
	return len(faults) == 1 && strings.Contains(faults[0].Detail(), text)
}

// The wait is one for all deletions of a run, until one was not in vain.
func TestPatienceIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var patience platform.Patience
		begun := time.Now()
		ends := patience.Begin(30 * time.Second)
		time.Sleep(10 * time.Second)
		if other := patience.Begin(30 * time.Second); !other.Equal(ends) || !ends.Equal(begun.Add(30*time.Second)) {
			t.Errorf("they end at %s and %s", ends, other)
		}
		patience.End(false)
		time.Sleep(20 * time.Second)
		patience.End(true)
		if again := patience.Begin(30 * time.Second); !again.Equal(ends) {
			t.Errorf("after a wait in vain, another one ends at %s", again)
		}
		patience.End(true)

		var fruitful platform.Patience
		fruitful.Begin(30 * time.Second)
		time.Sleep(3 * time.Second)
		fruitful.End(false)
		if next := fruitful.Begin(30 * time.Second); time.Until(next) != 30*time.Second {
			t.Errorf("the next one has %s", time.Until(next))
		}
	})
}
