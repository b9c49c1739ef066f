package engine

import (
	"cmp"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Scenario is a platform with the steps that Terraform takes on it.
type Scenario struct {
	Platform fakeapi.Fixture
	Fake     Fake
	Secrets  []string   // of the objects, which must be in no diagnostic once they have been sent
	Objects  func() int // how many there are on the Fake that could be left behind; nil: none can
	// Anew begins another run of the provider with each plan, as engines do: in one run, what was written is not undone, and one
	// object has one resource. Secrets of earlier runs are unknown then, so what echoes them is not masked.
	Anew  bool
	Steps map[string]Step // each begins with the Fake as it is
}

// Fake is a platform's fake.
type Fake interface {
	http.Handler
	Refusal(refusal fakeapi.Refusal) (status int, body string)
}

// FuzzState fuzzes what becomes of a platform's answers in Terraform: whatever one of them is, the provider must not panic,
// repeat its requests without end, show a secret, lose what it has made, or return what Terraform calls a bug of the provider.
// One answer of the fake at a time is tampered with. The seed corpus has answers of other statuses and bodies, and answers in
// which a value is missing or of another kind: all of them at full size (`make fuzz`), else a few for each answer. begin returns
// a scenario with a new fake.
func FuzzState(f *testing.F, begin func() Scenario) {
	f.Helper()
	tamperer := &Tamperer{}
	server := httptest.NewUnstartedServer(tamperer)
	server.Config.IdleTimeout = time.Second // every run has a client of its own, whose connections nothing else ends
	server.Start()
	f.Cleanup(server.Close)

	play := func(t testing.TB, step string, at int, done tampering) *Engine {
		scenario := begin()
		tamperer.begin(scenario.Fake, at, done)
		e := &Engine{
			server: newServer(t, scenario.config(server.URL)), platform: tamperer,
			secrets: scenario.credentials(), sent: scenario.Secrets, stored: scenario.Objects, anew: scenario.Anew,
			trusted: at >= 0, denied: done.status >= 300 && done.status < 500,
		}
		scenario.Steps[step](e)
		return e
	}
	steps := slices.Sorted(maps.Keys(begin().Steps))
	said := map[string][]exchange{} // by step, if nothing is tampered with
	seen := 0
	for number, step := range steps {
		if e := play(f, step, -1, tampering{}); len(e.errors) > 0 {
			f.Fatalf("%s: %q", step, e.errors)
		}
		said[step] = tamperer.exchanges()
		for at, one := range said[step] {
			if at > 0 && one == said[step][at-1] { // the same request again and again
				continue
			}
			for _, done := range some(begin().tamperings(one.answer), seen) {
				f.Add(uint8(number), uint8(at), uint16(done.status), uint16(done.place), done.text)
			}
			seen++
		}
	}
	f.Fuzz(func(t *testing.T, number, at uint8, status, place uint16, text string) {
		step := steps[int(number)%len(steps)]
		play(t, step, int(at)%len(said[step]), tampering{status: int(status), place: int(place), text: text})
		if len(tamperer.exchanges()) > maxRequests {
			t.Error("the provider repeats its requests without end")
		}
	})
}

func (s Scenario) config(baseURL string) map[string]any {
	platform := block(s.Platform, baseURL)
	platform["requests_per_second"] = 1e6
	return map[string]any{
		s.Platform.Name: platform,
		"retry":         map[string]any{"max_attempts": 2, "min_wait": "1us", "max_wait": "1us", "max_elapsed": "100ms"},
	}
}

// block is the platform's block of the provider.
func block(platform fakeapi.Fixture, baseURL string) map[string]any {
	arguments := map[string]any{"base_url": baseURL}
	for _, c := range platform.Credentials {
		arguments[c.Argument] = c.Value
	}
	return arguments
}

// credentials are the secrets of the provider's block.
func (s Scenario) credentials() (secrets []string) {
	for _, c := range s.Platform.Credentials {
		if !c.Public {
			secrets = append(secrets, c.Value)
		}
	}
	return secrets
}

// odd are values of all kinds, as they stand in JSON; the empty one stands for none.
var odd = []string{"", "null", "7", "1.5", `"text"`, `""`, "true", "{}", "[]", "[null]", `{"": null}`}

// tamperings are all ways to tamper with an answer that has this body.
func (s Scenario) tamperings(body string) []tampering {
	secrets := append(s.credentials(), s.Secrets...)
	var all []tampering
	for n, status := range []int{0, 204, 400, 401, 403, 404, 409, 422, 429, 500, 502} {
		gone := s.Platform.Gone
		gone.Message = secrets[n%len(secrets)] // some platforms repeat what they were sent
		own, text := s.Fake.Refusal(gone)
		all = append(all, tampering{status: status}, tampering{status: cmp.Or(status, own), text: text})
	}
	for _, text := range append(slices.Clone(odd), "<html>"+secrets[0], body[:len(body)/2]) {
		all = append(all, tampering{text: text})
	}
	for place := range values(body) {
		if place > 0 {
			for _, text := range odd {
				all = append(all, tampering{place: place, text: text})
			}
		}
	}
	return all
}

// some are all of the tamperings at full size; else a few, which differ from answer to answer.
func some(all []tampering, seen int) (chosen []tampering) {
	count := 2
	switch {
	case acctest.Sized(0, 1) == 1:
		return all
	case acctest.Fuzzing(): // the seeds are a beginning only, which is played several times before anything else is
		count = 1
	}
	for n := range count {
		chosen = append(chosen, all[(31*seen+n*len(all)/count)%len(all)])
	}
	return chosen
}
