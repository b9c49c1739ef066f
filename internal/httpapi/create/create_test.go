package create_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
)

type thing struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Label  string    `json:"label"`
	Secret string    `json:"secret,omitempty"`
	shown  time.Time // when listings begin to show it
}

// warehouse is a platform that keeps things, loses answers, lags and acts late.
type warehouse struct {
	visibleAfter time.Duration // from when on listings show a thing
	appliedAfter time.Duration // how long after its answer was lost a POST takes effect
	unique       bool          // a name can be taken only once
	lose         func(post int) loss

	mu       sync.Mutex
	things   []*thing
	made     int
	stuck    bool // deleting is refused
	posts    int
	listings int
	base     string
}

// loss is what becomes of a POST whose answer is lost, or replaced by a status.
type loss struct {
	applied bool
	status  int  // 0: the connection is cut
	lost    bool // false: it is answered
}

var (
	answered = loss{}
	before   = loss{lost: true}
	after    = loss{lost: true, applied: true}
)

func always(l loss) func(int) loss { return func(int) loss { return l } }

// first loses the answers to the first n POSTs.
func first(n int, l loss) func(int) loss {
	return func(post int) loss {
		if post <= n {
			return l
		}
		return answered
	}
}

func open(t *testing.T, house *warehouse) *warehouse {
	t.Helper()
	if house.lose == nil {
		house.lose = always(answered)
	}
	server := httptest.NewServer(house)
	t.Cleanup(server.Close)
	house.base = server.URL
	return house
}

// add makes a thing, as others do too.
func (h *warehouse) add(name, label string) *thing {
	h.made++
	made := &thing{ID: fmt.Sprint("id-", h.made), Name: name, Label: label, shown: time.Now().Add(h.visibleAfter)}
	h.things = append(h.things, made)
	return made
}

func (h *warehouse) count() (posts, listings int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.posts, h.listings
}

func (h *warehouse) all() []thing {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []thing
	for _, one := range h.things {
		all = append(all, *one)
	}
	return all
}

func (h *warehouse) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var body thing
	_ = json.NewDecoder(r.Body).Decode(&body)
	switch r.Method {
	case http.MethodGet:
		h.listings++
		shown := []*thing{}
		for _, one := range h.things {
			if time.Now().After(one.shown) {
				shown = append(shown, &thing{ID: one.ID, Name: one.Name, Label: one.Label})
			}
		}
		_ = json.NewEncoder(w).Encode(shown)
	case http.MethodDelete:
		if h.stuck {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		h.things = slices.DeleteFunc(h.things, func(one *thing) bool { return "/things/"+one.ID == r.URL.Path })
		w.WriteHeader(http.StatusNoContent)
	case http.MethodPut:
		i := slices.IndexFunc(h.things, func(one *thing) bool { return "/things/"+one.ID == r.URL.Path })
		h.things[i].Label, h.things[i].Secret = body.Label, body.Secret
		_ = json.NewEncoder(w).Encode(h.things[i])
	case http.MethodPost:
		h.posts++
		fate := h.lose(h.posts)
		if h.unique && (!fate.lost || fate.applied) && slices.ContainsFunc(h.things, func(one *thing) bool { return one.Name == body.Name }) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if fate.applied && h.appliedAfter > 0 {
			time.AfterFunc(h.appliedAfter, func() {
				h.mu.Lock()
				defer h.mu.Unlock()
				h.add(body.Name, body.Label)
			})
		} else if fate.applied || !fate.lost {
			h.add(body.Name, body.Label).Secret = body.Secret
		}
		switch {
		case fate.lost && fate.status == 0:
			panic(http.ErrAbortHandler)
		case fate.lost:
			w.WriteHeader(fate.status)
		default:
			_ = json.NewEncoder(w).Encode(h.things[len(h.things)-1])
		}
	}
}

// settling is long enough for a busy machine to look in the right order.
const settling = 400 * time.Millisecond

// shop is a client of a warehouse, whose creations know of each other.
type shop struct {
	*httpapi.Client
	house      *warehouse
	collection *create.Collection[thing]
}

func (h *warehouse) connect(t *testing.T, options ...func(*httpapi.Config)) *shop {
	t.Helper()
	config := httpapi.Config{
		Platform: "example", BaseURL: h.base, Settling: settling,
		Retry: httpapi.Retry{MaxAttempts: 4, MinWait: time.Millisecond, MaxWait: 2 * time.Millisecond},
	}
	for _, option := range options {
		option(&config)
	}
	client, err := httpapi.New(config)
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{Client: client, house: h}
	s.collection = create.NewCollection(client, func(one thing) string { return one.ID }, s.list, nil)
	return s
}

func (s *shop) list(ctx context.Context) (found []thing, err error) {
	err = s.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: "/things"}, &found)
	return found, err
}

// creation makes a thing with a label, which can be read, and a secret, which cannot.
func (s *shop) creation(name, secret string) create.Creation[thing] {
	write := func(ctx context.Context, method, path string) (made thing, err error) {
		err = s.Do(ctx, httpapi.Request{Method: method, Path: path, Body: thing{Name: name, Label: "label", Secret: secret}}, &made)
		if err == nil && made.ID == "" {
			err = errors.New("no id")
		}
		return made, err
	}
	return create.Creation[thing]{
		Key:     name,
		Post:    func(ctx context.Context) (thing, error) { return write(ctx, http.MethodPost, "/things") },
		Matches: func(_ context.Context, one thing) (bool, error) { return one.Name == name && one.Label == "label", nil },
		Adopt: func(ctx context.Context, found thing) (thing, error) {
			return write(ctx, http.MethodPut, "/things/"+found.ID)
		},
	}
}

// byName is a creation on a platform where names are unique and can be looked up.
func (s *shop) byName(name, secret string) create.Creation[thing] {
	creation := s.creation(name, secret)
	creation.List = func(ctx context.Context) ([]thing, error) {
		all, err := s.list(ctx)
		return slices.DeleteFunc(all, func(one thing) bool { return one.Name != name }), err
	}
	creation.Excludes = func(one thing) bool { return one.Name == name }
	return creation
}

func (s *shop) create(t *testing.T, name string) (thing, error) {
	t.Helper()
	return s.collection.Create(t.Context(), s.creation(name, "secret"))
}

func TestLostAnswersMakeNothingTwice(t *testing.T) {
	t.Parallel()
	// 30 % of the answers are lost, half of them before the write.
	lose := func(post int) loss {
		switch {
		case post%20 < 3:
			return before
		case post%20 >= 10 && post%20 < 13:
			return after
		}
		return answered
	}
	for name, test := range map[string]struct {
		name   func(i int) string
		unique bool
	}{
		"unique names": {func(i int) string { return fmt.Sprint("name-", i) }, true},
		"namesakes":    {func(i int) string { return fmt.Sprint("name-", i%3) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const n = 60
			house := open(t, &warehouse{lose: lose, unique: test.unique})
			house.add("older", "label")
			house.add("name-1", "label").Name = map[bool]string{true: "other", false: "name-1"}[test.unique]
			s := house.connect(t, func(c *httpapi.Config) { c.Retry.MaxAttempts = 20; c.Settling = 50 * time.Millisecond })
			var group sync.WaitGroup
			made := make([]thing, n)
			for i := range n {
				group.Go(func() {
					creation := s.creation(test.name(i), fmt.Sprint("secret-", i))
					if test.unique {
						creation = s.byName(test.name(i), fmt.Sprint("secret-", i))
					}
					var err error
					if made[i], err = s.collection.Create(t.Context(), creation); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			all := house.all()
			if len(all) != n+2 {
				t.Errorf("%d objects were made, want %d", len(all)-2, n)
			}
			ids := map[string]bool{"id-1": true, "id-2": true}
			for i, got := range made {
				if ids[got.ID] || got.Secret != fmt.Sprint("secret-", i) {
					t.Errorf("creation %d got %+v", i, got)
				}
				ids[got.ID] = true
			}
		})
	}
}

// A platform shows an object late, or carries a POST out after its connection was cut or a gateway answered.
func TestWhatShowsLateIsAdopted(t *testing.T) {
	t.Parallel()
	for name, house := range map[string]*warehouse{
		"at once":                 {lose: first(1, after)},
		"a listing that lags":     {lose: first(1, after), visibleAfter: settling / 3},
		"one that lags long":      {lose: first(1, after), visibleAfter: settling * 8 / 10},
		"a late effect":           {lose: first(1, after), appliedAfter: settling * 8 / 10},
		"late, behind a gateway":  {lose: first(1, loss{lost: true, applied: true, status: 504}), appliedAfter: settling / 2},
		"a status that is a lie":  {lose: first(1, loss{lost: true, applied: true, status: 500})},
		"an answer without an id": {lose: first(1, loss{lost: true, applied: true, status: 200})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			open(t, house)
			got, err := house.connect(t).create(t, "name")
			if all := house.all(); err != nil || got.ID != "id-1" || len(all) != 1 || all[0].Secret != "secret" || house.posts != 1 {
				t.Errorf("got %+v, %v; stored %+v after %d POSTs", got, err, all, house.posts)
			}
		})
	}
}

func TestWhatIsAbsentIsMadeAgain(t *testing.T) {
	t.Parallel()
	house := open(t, &warehouse{lose: first(2, before)})
	begun := time.Now()
	got, err := house.connect(t).create(t, "name")
	if posts, listings := house.count(); err != nil || got.ID != "id-1" || posts != 3 || listings != 1+2*3 {
		t.Errorf("got %+v, %v after %d POSTs and %d listings, want 3 looks for each POST that was lost", got, err, posts, listings)
	}
	if took := time.Since(begun); took < 2*settling {
		t.Errorf("two POSTs were repeated within %s, before the platform had settled", took)
	}
}

// An older namesake is never adopted, nor one whose content is another, nor one that was renamed meanwhile.
func TestWhatIsNotOursIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]func(*warehouse){
		"older":         func(*warehouse) {},
		"other content": func(h *warehouse) { h.add("name", "another label") },
		"renamed":       func(h *warehouse) { h.things[1].Name = "name" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			house := open(t, &warehouse{})
			house.add("name", "label")
			house.add("other", "label")
			house.lose = func(post int) loss {
				if post == 1 {
					meanwhile(house)
				}
				return before
			}
			got, err := house.connect(t).create(t, "name")
			if err == nil || got.ID != "" || house.posts != 4 || slices.ContainsFunc(house.all(), func(one thing) bool { return one.Secret != "" }) {
				t.Errorf("got %+v, %v after %d POSTs", got, err, house.posts)
			}
		})
	}
}

// Another run makes an object of the name in the same second as our POST is lost. Names are unique.
func TestANameThatIsTakenMeanwhileIsADuplicate(t *testing.T) {
	t.Parallel()
	house := open(t, &warehouse{unique: true})
	house.lose = func(post int) loss {
		if post == 1 {
			house.add("name", "theirs")
		}
		return before
	}
	s := house.connect(t)
	_, err := s.collection.Create(t.Context(), s.byName("name", "secret"))
	duplicate, ok := errors.AsType[*create.DuplicateError](err)
	if !ok || duplicate.ID != "id-1" || house.posts != 1 || house.all()[0].Secret != "" {
		t.Errorf("got %v after %d POSTs", err, house.posts)
	}
}

// A platform that answers, but not that it is overloaded, would answer the same again; and one that says that the object was
// made, may show it only later.
func TestOnlyAnAnswerThatMayPassIsAskedForAgain(t *testing.T) {
	t.Parallel()
	for status, posts := range map[int]int{0: 4, 408: 4, 502: 4, 503: 4, 504: 4, 500: 1, 501: 1, 302: 1, 200: 1} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			house := open(t, &warehouse{lose: always(loss{lost: true, status: status})})
			_, err := house.connect(t, quickly).create(t, "name")
			failed, ok := errors.AsType[*httpapi.Error](err)
			if !ok || house.posts != posts || failed.Attempts != posts || !strings.Contains(err.Error(), "No new object was found") {
				t.Errorf("got %v after %d POSTs, want %d", err, house.posts, posts)
			}
		})
	}
}

func quickly(c *httpapi.Config) { c.Settling = 20 * time.Millisecond }

func TestSeveralCandidatesAreAnError(t *testing.T) {
	t.Parallel()
	house := open(t, &warehouse{})
	house.lose = func(int) loss {
		house.add("name", "label") // another run makes a namesake just now
		return after
	}
	_, err := house.connect(t).create(t, "name")
	ambiguous, ok := errors.AsType[*create.AmbiguousError](err)
	if !ok || !slices.Equal(ambiguous.IDs, []string{"id-1", "id-2"}) || httpapi.AppliedOf(err) != httpapi.MaybeApplied {
		t.Errorf("got %v", err)
	}
}

func TestADefiniteFailureIsReturnedAsItIs(t *testing.T) {
	t.Parallel()
	house := open(t, &warehouse{unique: true})
	house.add("name", "label")
	_, err := house.connect(t).create(t, "name")
	if httpapi.StatusOf(err) != 400 || httpapi.AppliedOf(err) != httpapi.NotApplied || house.posts != 1 {
		t.Errorf("got %v after %d POSTs", err, house.posts)
	}
}

// The first POST takes effect only after the platform should have settled; the second finds the name taken.
func TestAWriteThatEndsVeryLateIsAdopted(t *testing.T) {
	t.Parallel()
	house := open(t, &warehouse{unique: true})
	house.lose = func(post int) loss {
		if post == 2 {
			house.add("name", "label")
		}
		return loss{lost: post == 1}
	}
	s := house.connect(t, quickly)
	got, err := s.collection.Create(t.Context(), s.byName("name", "secret"))
	if err != nil || got.ID != "id-1" || got.Secret != "secret" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// One listing is enough for all creations of a run, and a plan or a refresh may have read it.
func TestTheListingBeforeIsTakenOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		creation func(*shop, string) create.Creation[thing]
		seen     bool
		listings int
	}{
		"whole":                       {func(s *shop, name string) create.Creation[thing] { return s.creation(name, "") }, false, 1},
		"a look-up, then whole":       {func(s *shop, name string) create.Creation[thing] { return s.byName(name, "") }, false, 2},
		"already seen":                {func(s *shop, name string) create.Creation[thing] { return s.creation(name, "") }, true, 0},
		"already seen, not looked up": {func(s *shop, name string) create.Creation[thing] { return s.byName(name, "") }, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			house := open(t, &warehouse{})
			s := house.connect(t)
			if test.seen {
				s.collection.Seen(nil)
			}
			for i := range 5 {
				if _, err := s.collection.Create(t.Context(), test.creation(s, fmt.Sprint("name-", i))); err != nil {
					t.Error(err)
				}
			}
			if _, listings := house.count(); listings != test.listings {
				t.Errorf("%d listings, want %d", listings, test.listings)
			}
		})
	}
}

// Creations that look at the same time share their listings.
func TestLooksShareListings(t *testing.T) {
	t.Parallel()
	const n = 30
	house := open(t, &warehouse{lose: always(after), visibleAfter: settling / 3})
	s := house.connect(t)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			if _, err := s.create(t, fmt.Sprint("name-", i)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if _, listings := house.count(); listings > n || len(house.all()) != n {
		t.Errorf("%d objects after %d listings", len(house.all()), listings)
	}
}

// A parent has one collection, however its id is spelled: else each would take what the other has made for new.
func TestAParentHasOneCollectionInAnySpelling(t *testing.T) {
	t.Parallel()
	s := open(t, &warehouse{}).connect(t)
	all := create.NewCollections(func(string) *create.Collection[thing] { return s.house.connect(t).collection })
	if all.Of("575EC8687AE143CD83DC4A97") != all.Of("575ec8687ae143cd83dc4a97") {
		t.Error("there are two")
	}
}

// A platform that refuses to list does not stand in the way of a creation whose answer arrives.
func TestARefusedListingIsNeededOnlyIfAnAnswerIsLost(t *testing.T) {
	t.Parallel()
	for status, made := range map[int]bool{403: true, 400: true, 500: false} {
		for _, lost := range []bool{false, true} {
			refuse := func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					w.WriteHeader(status)
					return
				}
				if lost {
					panic(http.ErrAbortHandler)
				}
				_, _ = w.Write([]byte(`{"id": "id-1"}`))
			}
			server := httptest.NewServer(http.HandlerFunc(refuse))
			t.Cleanup(server.Close)
			s := (&warehouse{base: server.URL}).connect(t, quickly)
			got, err := s.create(t, "name")
			_, unknown := errors.AsType[*create.UnknownError](err)
			if (got.ID != "") != (made && !lost) || unknown != (made && lost) {
				t.Errorf("%d, lost %t: got %+v, %v", status, lost, got, err)
			}
		}
	}
}

func TestTheLookFails(t *testing.T) {
	t.Parallel()
	house := open(t, &warehouse{lose: always(after)})
	s := house.connect(t, quickly)
	creation := s.creation("name", "secret")
	creation.Matches = func(context.Context, thing) (bool, error) { return false, errors.New("no answer") }
	_, err := s.collection.Create(t.Context(), creation)
	if _, ok := errors.AsType[*create.UnknownError](err); !ok || httpapi.AppliedOf(err) != httpapi.MaybeApplied || house.posts != 1 ||
		!strings.HasPrefix(err.Error(), "whether the object was created is unknown") {
		t.Errorf("got %v after %d POSTs", err, house.posts)
	}
}

// After it was cancelled, a creation looks once more for what a lost answer left behind, and repeats nothing.
func TestCancelledWhileItLooks(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]loss{"made": after, "not made": before} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			house := open(t, &warehouse{lose: always(lose)})
			s := house.connect(t, func(c *httpapi.Config) { c.Settling = time.Hour })
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			creation := s.creation("name", "secret")
			post := creation.Post
			creation.Post = func(ctx context.Context) (thing, error) {
				defer cancel()
				return post(ctx)
			}
			got, err := s.collection.Create(ctx, creation)
			if posts, listings := house.count(); posts != 1 || listings != 2 {
				t.Errorf("%d POSTs, %d listings", posts, listings)
			}
			_, unknown := errors.AsType[*create.UnknownError](err)
			if lose.applied && (err != nil || got.Secret != "secret") || !lose.applied && !unknown {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestAFailedAdoptStillReturnsTheObject(t *testing.T) {
	t.Parallel()
	house := open(t, &warehouse{lose: always(after)})
	s := house.connect(t, quickly)
	creation := s.creation("name", "secret")
	broken := errors.New("broken")
	creation.Adopt = func(context.Context, thing) (thing, error) { return thing{}, broken }
	// The object stays claimed: a second creation makes its own.
	for _, id := range []string{"id-1", "id-2"} {
		if got, err := s.collection.Create(t.Context(), creation); !errors.Is(err, broken) || got.ID != id {
			t.Errorf("got %+v, %v, want %s", got, err, id)
		}
	}
}

func TestAllStepsOfACreationShareOneBudget(t *testing.T) {
	t.Parallel()
	house := open(t, &warehouse{lose: always(before)})
	s := house.connect(t, func(c *httpapi.Config) {
		c.Retry.MaxAttempts, c.Retry.MaxElapsed = 1_000_000, 3*settling/2
	})
	begun := time.Now()
	_, err := s.create(t, "name")
	if took := time.Since(begun); err == nil || !strings.Contains(err.Error(), "No new object was found") || !strings.Contains(err.Error(), "max_elapsed") ||
		httpapi.AppliedOf(err) != httpapi.MaybeApplied || took > 2*settling {
		t.Errorf("got %v after %s", err, took)
	}
}
