package platform_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

func TestInUseWaitsForUsersToGo(t *testing.T) {
	const long = 5 * time.Minute
	for name, test := range map[string]struct {
		gone, budget time.Duration // when the users are gone; max_elapsed
		err          error
		refused      string
		waited       time.Duration
	}{
		"nobody":         {budget: long},
		"in time":        {gone: 29 * time.Second, budget: long, waited: 30 * time.Second},
		"too late":       {gone: 31 * time.Second, budget: long, refused: "Used by flow \"a\". Deleting it", waited: 30 * time.Second},
		"a small budget": {gone: 6 * time.Second, budget: 5 * time.Second, refused: "create_before_destroy in its lifecycle block and rename it", waited: 5 * time.Second},
		"who can tell":   {gone: long, budget: long, err: errors.New("no answer"), refused: "No answer."},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				guard := platform.InUse{
					Object: "thing", Budget: test.budget, Replace: " and rename it",
					Users: func(context.Context) ([]string, error) {
						if time.Since(began) < test.gone {
							return []string{`flow "a"`}, test.err
						}
						return nil, nil
					},
				}
				var diags diag.Diagnostics
				refused := guard.Refuse(t.Context(), &diags)
				if refused != (test.refused != "") || refused && !strings.Contains(diags[0].Detail(), test.refused) {
					t.Errorf("refused: %v, %v", refused, diags)
				}
				if waited := time.Since(began); waited != test.waited {
					t.Errorf("waited %s, want %s", waited, test.waited)
				}
			})
		})
	}
}

func TestInUseStopsWaitingWhenItIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		guard := platform.InUse{Budget: time.Hour, Users: func(context.Context) ([]string, error) { return []string{"a"}, nil }}
		var diags diag.Diagnostics
		began := time.Now()
		if !guard.Refuse(ctx, &diags) || time.Since(began) != time.Second {
			t.Errorf("waited %s: %v", time.Since(began), diags)
		}
	})
}
