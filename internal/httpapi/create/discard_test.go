package create_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
)

// issuing is a creation of a thing that is of no use without the answer.
func (s *shop) issuing() create.Creation[thing] {
	creation := s.creation("name", "secret")
	creation.Adopt = nil
	creation.Discard = func(ctx context.Context, found thing) error {
		return s.Do(ctx, httpapi.Request{Method: http.MethodDelete, Path: "/things/" + found.ID}, nil)
	}
	return creation
}

func ids(all []thing) (ids []string) {
	for _, one := range all {
		ids = append(ids, one.ID)
	}
	return ids
}

// An older namesake stays, and nothing else does.
func TestWhatIsOfNoUseIsDeletedAndMadeAgain(t *testing.T) {
	t.Parallel()
	for name, house := range map[string]*warehouse{
		"at once":                 {lose: first(1, after)},
		"twice":                   {lose: first(2, after)},
		"a listing that lags":     {lose: first(1, after), visibleAfter: settling / 3},
		"a late effect":           {lose: first(1, after), appliedAfter: settling * 8 / 10},
		"an answer without an id": {lose: first(1, loss{lost: true, applied: true, status: 200})},
		"not made at all":         {lose: first(1, before)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			open(t, house)
			house.add("name", "label")
			time.Sleep(house.visibleAfter)
			s := house.connect(t)
			got, err := s.collection.Create(t.Context(), s.issuing())
			if all := house.all(); err != nil || got.Secret != "secret" || !slices.Equal(ids(all), []string{"id-1", got.ID}) {
				t.Errorf("got %+v, %v; stored %+v after %d POSTs", got, err, all, house.posts)
			}
		})
	}
}

// Nothing is left that nothing can use, also at the end of all attempts and once the operation is cancelled.
func TestNothingOfNoUseIsLeft(t *testing.T) {
	t.Parallel()
	house := open(t, &warehouse{lose: always(after)})
	s := house.connect(t)
	_, err := s.collection.Create(t.Context(), s.issuing())
	if lost, ok := errors.AsType[*create.LostError](err); !ok || lost.Left != nil || house.posts != 4 || len(house.all()) != 0 || !strings.Contains(err.Error(), "deleted again") {
		t.Errorf("got %v after %d POSTs; stored %+v", err, house.posts, house.all())
	}

	ctx, cancel := context.WithCancel(t.Context())
	house = open(t, &warehouse{lose: func(int) loss { cancel(); return after }})
	s = house.connect(t)
	if _, err = s.collection.Create(ctx, s.issuing()); err == nil || house.posts != 1 || len(house.all()) != 0 {
		t.Errorf("cancelled: got %v after %d POSTs; stored %+v", err, house.posts, house.all())
	}
}

func TestWhatCannotBeDeletedIsNamed(t *testing.T) {
	t.Parallel()
	house := open(t, &warehouse{lose: first(1, after), stuck: true})
	s := house.connect(t)
	_, err := s.collection.Create(t.Context(), s.issuing())
	if lost, ok := errors.AsType[*create.LostError](err); !ok || lost.ID != "id-1" || lost.Left == nil || house.posts != 1 || !strings.Contains(err.Error(), "id-1") {
		t.Errorf("got %v after %d POSTs", err, house.posts)
	}
}

// Of several that may be the one, none is deleted.
func TestOfSeveralNoneIsDeleted(t *testing.T) {
	t.Parallel()
	house := open(t, &warehouse{})
	house.lose = func(int) loss {
		house.add("name", "label")
		return after
	}
	s := house.connect(t)
	_, err := s.collection.Create(t.Context(), s.issuing())
	if ambiguous, ok := errors.AsType[*create.AmbiguousError](err); !ok || len(ambiguous.IDs) != 2 || len(house.all()) != 2 {
		t.Errorf("got %v; stored %+v", err, house.all())
	}
}
