package httpapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

type thing struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Body    string    `json:"body"`
	Created time.Time `json:"created,omitzero"`
}

// warehouse is a platform that keeps things and loses answers. Its clock is an hour behind.
type warehouse struct {
	mu     sync.Mutex
	things []thing
	posts  int
	unique bool // a name can be taken only once
	lose   func(post int) (before, after bool)
}

const behind = -time.Hour

func (h *warehouse) add(name string, age time.Duration) {
	h.things = append(h.things, thing{
		ID: fmt.Sprint("id-", len(h.things)+1), Name: name, Created: time.Now().Add(behind - age).Truncate(time.Second),
	})
}

// posted counts the POSTs so far; a cancelled one may still be under way.
func (h *warehouse) posted() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.posts
}

func (h *warehouse) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w.Header().Set("Date", time.Now().Add(behind).UTC().Format(http.TimeFormat))
	var body thing
	_ = json.NewDecoder(r.Body).Decode(&body)
	switch r.Method {
	case http.MethodGet:
		_ = json.NewEncoder(w).Encode(h.things)
	case http.MethodPut:
		i := slices.IndexFunc(h.things, func(t thing) bool { return "/things/"+t.ID == r.URL.Path })
		h.things[i].Body = body.Body
		_ = json.NewEncoder(w).Encode(h.things[i])
	case http.MethodPost:
		h.posts++
		before, after := h.lose(h.posts)
		if before {
			panic(http.ErrAbortHandler)
		}
		if h.unique && slices.ContainsFunc(h.things, func(t thing) bool { return t.Name == body.Name }) {
			reply(400, `{"code": "duplicate"}`)(w, r)
			return
		}
		h.add(body.Name, 0)
		h.things[len(h.things)-1].Body = body.Body
		if after {
			panic(http.ErrAbortHandler)
		}
		_ = json.NewEncoder(w).Encode(h.things[len(h.things)-1])
	}
}

func never(int) (before, after bool)  { return false, false }
func always(int) (before, after bool) { return false, true }

// creation makes a thing through a client.
func creation(c *httpapi.Client, name, body string) httpapi.Creation[thing] {
	write := func(ctx context.Context, method, path string) (made thing, err error) {
		err = c.Do(ctx, httpapi.Request{Method: method, Path: path, Body: thing{Name: name, Body: body}}, &made)
		return made, err
	}
	return httpapi.Creation[thing]{
		Key:  name,
		Post: func(ctx context.Context) (thing, error) { return write(ctx, http.MethodPost, "/things") },
		Find: func(ctx context.Context) (found []thing, err error) {
			err = c.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: "/things"}, &found)
			return found, err
		},
		Resembles: func(t thing) bool { return t.Name == name },
		ID:        func(t thing) string { return t.ID },
		Created:   func(t thing) time.Time { return t.Created },
		Adopt: func(ctx context.Context, found thing) (thing, error) {
			return write(ctx, http.MethodPut, "/things/"+found.ID)
		},
	}
}

// withoutDates is a creation on a platform that tells no dates.
func withoutDates(cr httpapi.Creation[thing]) httpapi.Creation[thing] {
	cr.Created = nil
	return cr
}

func asItIs(cr httpapi.Creation[thing]) httpapi.Creation[thing] { return cr }

func TestLostAnswersMakeNothingTwice(t *testing.T) {
	t.Parallel()
	// 30 % of the answers are lost, half of them before the write.
	lose := func(post int) (before, after bool) { return post%20 < 3, post%20 >= 10 && post%20 < 13 }
	for name, test := range map[string]struct {
		name   func(i int) string
		dates  func(httpapi.Creation[thing]) httpapi.Creation[thing]
		unique bool
	}{
		"unique names, dates":    {func(i int) string { return fmt.Sprint("name-", i) }, asItIs, true},
		"unique names, no dates": {func(i int) string { return fmt.Sprint("name-", i) }, withoutDates, true},
		"namesakes, dates":       {func(i int) string { return fmt.Sprint("name-", i%3) }, asItIs, false},
		"namesakes, no dates":    {func(i int) string { return fmt.Sprint("name-", i%3) }, withoutDates, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const n = 100
			house := &warehouse{lose: lose, unique: test.unique}
			house.add("name-1", time.Hour) // older, so never to be taken up
			if test.unique {
				house.things[0].Name = "older"
			}
			client := connect(t, play(t, house.ServeHTTP).URL, func(c *httpapi.Config) {
				c.Retry.MaxAttempts = 10 // the losses come in threes
			})
			var group sync.WaitGroup
			made := make([]thing, n)
			for i := range n {
				group.Go(func() {
					var err error
					made[i], err = httpapi.CreateOnce(t.Context(), client,
						test.dates(creation(client, test.name(i), fmt.Sprint("body-", i))))
					if err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			if len(house.things) != n+1 {
				t.Errorf("%d objects were made, want %d", len(house.things)-1, n)
			}
			ids := map[string]bool{house.things[0].ID: true}
			for i, got := range made {
				if ids[got.ID] || got.Body != fmt.Sprint("body-", i) {
					t.Errorf("creation %d got %+v", i, got)
				}
				ids[got.ID] = true
			}
		})
	}
}

func TestOlderNamesakesAreNeverTakenUp(t *testing.T) {
	t.Parallel()
	lost := func(int) (before, after bool) { return true, false }
	for name, dates := range map[string]func(httpapi.Creation[thing]) httpapi.Creation[thing]{
		"dates": asItIs, "no dates": withoutDates,
	} {
		house := &warehouse{lose: lost}
		house.add("name", 10*time.Second)
		client := connect(t, play(t, house.ServeHTTP).URL)
		got, err := httpapi.CreateOnce(t.Context(), client, dates(creation(client, "name", "new")))
		if err == nil || got.ID != "" || house.things[0].Body != "" || house.posts != quick.MaxAttempts {
			t.Errorf("%s: got %+v, %v after %d POSTs", name, got, err, house.posts)
		}
	}
}

func TestWhatWasRenamedMeanwhileIsNotTakenUp(t *testing.T) {
	t.Parallel()
	for name, dates := range map[string]func(httpapi.Creation[thing]) httpapi.Creation[thing]{
		"dates": asItIs, "no dates": withoutDates,
	} {
		house := &warehouse{}
		house.add("old name", time.Hour)
		house.lose = func(int) (before, after bool) {
			house.things[0].Name = "name"
			return true, false
		}
		client := connect(t, play(t, house.ServeHTTP).URL)
		if got, err := httpapi.CreateOnce(t.Context(), client, dates(creation(client, "name", "new"))); err == nil || house.things[0].Body != "" {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

// A platform that answers, but not that it is overloaded, would answer the same again; and one that says that the object was
// made, may show it only later.
func TestOnlyAnAnswerThatMayPassIsAskedForAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer step
		posts  int
	}{
		"reset":          {reset, quick.MaxAttempts},
		"503":            {reply(503, ""), quick.MaxAttempts},
		"500":            {reply(500, ""), 1},
		"501":            {reply(501, ""), 1},
		"302":            {reply(302, ""), 1},
		"200 without id": {reply(200, "<html>"), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			posts := 0
			server := play(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					reply(200, "[]", "Date", time.Now().UTC().Format(http.TimeFormat))(w, r)
					return
				}
				posts++
				test.answer(w, r)
			})
			client := connect(t, server.URL)
			_, err := httpapi.CreateOnce(t.Context(), client, creation(client, "name", "new"))
			failed, ok := errors.AsType[*httpapi.Error](err)
			if !ok || posts != test.posts || failed.Attempts != test.posts || !strings.Contains(err.Error(), "no new object was found") {
				t.Errorf("got %v after %d POSTs, want %d", err, posts, test.posts)
			}
		})
	}
}

// The clock of a proxy that answers for the platform is not the platform's.
func TestOnlyThePlatformTellsItsTime(t *testing.T) {
	t.Parallel()
	house := &warehouse{lose: always}
	ahead := reply(502, "", "Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
	client := connect(t, play(t, ahead, house.ServeHTTP).URL)
	if err := client.Do(t.Context(), read, nil); err != nil {
		t.Fatal(err)
	}
	if got, err := httpapi.CreateOnce(t.Context(), client, creation(client, "name", "new")); err != nil || got.ID != "id-1" || house.posts != 1 {
		t.Errorf("got %+v, %v after %d POSTs", got, err, house.posts)
	}
}

func TestSeveralCandidatesAreAnError(t *testing.T) {
	t.Parallel()
	house := &warehouse{}
	house.lose = func(int) (before, after bool) {
		house.add("name", 0) // somebody else made a namesake just now
		return false, true
	}
	client := connect(t, play(t, house.ServeHTTP).URL)
	_, err := httpapi.CreateOnce(t.Context(), client, creation(client, "name", "new"))
	ambiguous, ok := errors.AsType[*httpapi.AmbiguousError](err)
	if !ok || !slices.Equal(ambiguous.IDs, []string{"id-1", "id-2"}) || httpapi.AppliedOf(err) == httpapi.NotApplied {
		t.Errorf("got %v", err)
	}
}

func TestADefiniteFailureIsReturnedAsItIs(t *testing.T) {
	t.Parallel()
	house := &warehouse{lose: never, unique: true}
	house.add("name", time.Hour)
	client := connect(t, play(t, house.ServeHTTP).URL)
	_, err := httpapi.CreateOnce(t.Context(), client, creation(client, "name", "new"))
	if httpapi.CodeOf(err) != "duplicate" || httpapi.AppliedOf(err) != httpapi.NotApplied || house.posts != 1 {
		t.Errorf("got %v after %d POSTs", err, house.posts)
	}
}

func TestAWriteThatEndsLateIsTakenUp(t *testing.T) {
	t.Parallel()
	house := &warehouse{unique: true}
	// The first POST is carried out only after the first look; the second finds the name taken.
	house.lose = func(post int) (before, after bool) {
		if post == 2 {
			house.add("name", 0)
		}
		return post == 1, false
	}
	client := connect(t, play(t, house.ServeHTTP).URL)
	got, err := httpapi.CreateOnce(t.Context(), client, creation(client, "name", "new"))
	if err != nil || got.ID != "id-1" || got.Body != "new" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestWhenTheOutcomeStaysUnknown(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*httpapi.Creation[thing], context.CancelFunc){
		"the look fails": func(cr *httpapi.Creation[thing], _ context.CancelFunc) {
			cr.Find = func(context.Context) ([]thing, error) { return nil, errors.New("no list") }
		},
		"cancelled": func(cr *httpapi.Creation[thing], cancel context.CancelFunc) {
			post := cr.Post
			cr.Post = func(ctx context.Context) (thing, error) {
				defer cancel()
				return post(ctx)
			}
		},
		"undated": func(cr *httpapi.Creation[thing], _ context.CancelFunc) {
			cr.Created = func(thing) time.Time { return time.Time{} }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			house := &warehouse{lose: always}
			client := connect(t, play(t, house.ServeHTTP).URL)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			cr := creation(client, "name", "new")
			change(&cr, cancel)
			_, err := httpapi.CreateOnce(ctx, client, cr)
			if httpapi.AppliedOf(err) == httpapi.NotApplied || !strings.HasPrefix(err.Error(), "whether the object was made is unknown") || house.posted() != 1 {
				t.Errorf("got %v after %d POSTs", err, house.posted())
			}
		})
	}
}

func TestAFailedAdoptStillTellsTheObject(t *testing.T) {
	t.Parallel()
	house := &warehouse{lose: always}
	client := connect(t, play(t, house.ServeHTTP).URL)
	cr := creation(client, "name", "new")
	broken := errors.New("broken")
	cr.Adopt = func(context.Context, thing) (thing, error) { return thing{}, broken }
	if got, err := httpapi.CreateOnce(t.Context(), client, cr); !errors.Is(err, broken) || got.ID != "id-1" {
		t.Errorf("got %+v, %v", got, err)
	}
	// The object stays claimed: a second creation makes its own.
	if got, err := httpapi.CreateOnce(t.Context(), client, cr); !errors.Is(err, broken) || got.ID != "id-2" {
		t.Errorf("the second creation got %+v, %v", got, err)
	}
}

func TestBudgetEndsCreations(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		house := &warehouse{lose: func(int) (before, after bool) { return true, false }}
		client := connect(t, nowhere, impatient)
		rehearse(client, house.ServeHTTP)
		_, err := httpapi.CreateOnce(t.Context(), client, creation(client, "name", "new"))
		if httpapi.AppliedOf(err) == httpapi.NotApplied || !strings.Contains(err.Error(), "no new object was found") {
			t.Errorf("got %v after %d POSTs", err, house.posted())
		}
	})
}

func TestAllStepsOfACreationShareOneBudget(t *testing.T) {
	t.Parallel()
	server := play(t, reset, reply(429, "", "Retry-After", "3600"))
	client := connect(t, server.URL)
	_, err := httpapi.CreateOnce(t.Context(), client, creation(client, "name", "new"))
	if err == nil || !strings.Contains(err.Error(), "max_elapsed") || httpapi.AppliedOf(err) == httpapi.NotApplied || server.count() != 2 {
		t.Errorf("got %v after %d requests", err, server.count())
	}
}
