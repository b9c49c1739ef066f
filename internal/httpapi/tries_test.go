package httpapi_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestRepeatTriesAsOftenAsItIsAskedTo(t *testing.T) {
	t.Parallel()
	conflict := errors.New("conflict")
	for name, test := range map[string]struct {
		until int // the try that asks for no other
		tries int
		err   error
	}{
		"at once":        {until: 1, tries: 1},
		"at the second":  {until: 2, tries: 2},
		"not for ever":   {until: 1000, tries: quick.MaxAttempts, err: conflict},
		"until the last": {until: quick.MaxAttempts, tries: quick.MaxAttempts},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, tries := connect(t, "http://localhost:1"), 0
			err := client.Repeat(t.Context(), func(context.Context) (bool, error) {
				tries++
				if tries < test.until {
					return true, conflict
				}
				return false, nil
			})
			if tries != test.tries || !errors.Is(err, test.err) {
				t.Errorf("got %v after %d tries, want %v after %d", err, tries, test.err, test.tries)
			}
		})
	}
}

func TestRepeatKeepsToTheBudgetOfOneOperation(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, tries := connect(t, "http://localhost:1", budget(10*time.Second)), 0
		conflict := errors.New("conflict")
		err := client.Repeat(t.Context(), func(context.Context) (bool, error) {
			tries++
			time.Sleep(6 * time.Second) // in the bubble
			return true, conflict
		})
		if !errors.Is(err, conflict) || tries != 2 {
			t.Errorf("got %v after %d tries, want 2", err, tries)
		}
	})
}

func TestRepeatEndsWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	client, tries := connect(t, "http://localhost:1"), 0
	err := client.Repeat(ctx, func(context.Context) (bool, error) {
		tries++
		cancel()
		return true, errors.New("conflict")
	})
	if !errors.Is(err, context.Canceled) || tries != 1 {
		t.Errorf("got %v after %d tries", err, tries)
	}
}
