package acctest

import (
	"flag"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"
)

// Story is what FuzzState has Terraform do with a platform.
type Story struct {
	Fake     http.Handler
	Platform string             // the name of its block
	Settings map[string]any     // the arguments of its block, beside base_url
	Secret   string             // of the block, which is to be shown in no diagnostic
	Secrets  []string           // of the objects, which are to be shown in none once they have been sent
	Objects  func() int         // how many there are on the Fake that could be left behind; nil: none can
	Chapters map[string]Chapter // each begins with the Fake as it is
}

// FuzzState fuzzes what becomes of a platform's answers in Terraform: whatever one of them is, the provider must not panic,
// nor ask on and on, nor show a secret, nor lose what it has made, nor return what Terraform takes for a bug of the provider.
// One answer of the fake at a time is meddled with. The seed corpus has answers of other statuses and bodies, and answers
// in which a value is missing or of another kind; see meddlings. tell gives a new fake each time.
func FuzzState(f *testing.F, tell func() Story) {
	f.Helper()
	m := &meddler{}
	server := httptest.NewUnstartedServer(m)
	server.Config.IdleTimeout = time.Second // every run has a client of its own, whose connections nobody else ends
	server.Start()
	f.Cleanup(server.Close)

	play := func(t testing.TB, chapter string, at int, done meddling) *engine {
		story := tell()
		m.begin(story.Fake, at, done)
		e := &engine{
			server: newServer(t, story.config(server.URL)), trusted: at >= 0, secret: story.Secret, secrets: story.Secrets,
			told: m, made: story.Objects, refused: done.status >= 300 && done.status < 500,
		}
		story.Chapters[chapter](e)
		return e
	}
	chapters := slices.Sorted(maps.Keys(tell().Chapters))
	said := map[string][]exchange{} // by chapter, if nobody meddles
	seen := 0
	for number, chapter := range chapters {
		if e := play(f, chapter, -1, meddling{}); len(e.errors) > 0 {
			f.Fatalf("%s: %q", chapter, e.errors)
		}
		said[chapter] = m.exchanges()
		for at, one := range said[chapter] {
			if at > 0 && one == said[chapter][at-1] { // the same question again and again
				continue
			}
			all := meddlings(seen, one.answer, append(tell().Secrets, tell().Secret))
			if fuzzing() {
				all = all[:1]
			}
			for _, done := range all {
				f.Add(uint8(number), uint8(at), uint16(done.status), uint16(done.place), done.text)
			}
			seen++
		}
	}
	f.Fuzz(func(t *testing.T, number, at uint8, status, place uint16, text string) {
		chapter := chapters[int(number)%len(chapters)]
		play(t, chapter, int(at)%len(said[chapter]), meddling{status: int(status), place: int(place), text: text})
		if len(m.exchanges()) > maxRequests {
			t.Error("the provider asks on and on")
		}
	})
}

func (s Story) config(baseURL string) map[string]any {
	block := maps.Clone(s.Settings)
	block["base_url"] = baseURL
	block["requests_per_second"] = 1e6
	return map[string]any{
		s.Platform: block,
		"retry":    map[string]any{"max_attempts": 2, "min_wait": "1us", "max_wait": "1us", "max_elapsed": "100ms"},
	}
}

// odd are values of all kinds, as they stand in JSON; the empty one stands for none.
var odd = []string{"", "null", "7", "1.5", `"text"`, `""`, "true", "{}", "[]", "[null]", `{"": null}`}

// meddlings are the ways to meddle with the answer of that number. At full size they are all that there are; else they are
// those that hurt most, and of the rest others for each number.
func meddlings(number int, body string, secrets []string) []meddling {
	statuses := []int{204, 400, 401, 403, 404, 409, 422, 429, 500, 502}
	texts := append(slices.Clone(odd), "<html>"+secrets[0], body[:len(body)/2])
	if !full() {
		statuses = statuses[number%len(statuses):][:1]
		texts = []string{"{}", texts[number%len(texts)]}
	}
	var all []meddling
	for i, status := range statuses {
		all = append(all, meddling{status: status}, meddling{status: status, text: refusal(secrets[(number+i)%len(secrets)])})
	}
	for _, text := range texts {
		all = append(all, meddling{text: text})
	}
	for place, value := range values(body) {
		switch {
		case place == 0:
		case full():
			for _, text := range odd {
				all = append(all, meddling{place: place, text: text})
			}
		case (place+number)%4 == 0: // of an answer that comes again, others do then
			all = append(all, meddling{place: place, text: worst(value)})
		}
	}
	return all
}

// fuzzing tells whether the seeds are but a beginning, which is played several times before anything else is.
func fuzzing() bool { return flag.Lookup("test.fuzz").Value.String() != "" }

func full() bool { return Sized(0, 1) == 1 }

// worst is what a program that awaits such a value is least prepared for.
func worst(value any) string {
	switch value.(type) {
	case []any:
		return "[null]"
	case map[string]any, bool:
		return "null"
	case float64:
		return "1.5"
	}
	return ""
}

// refusal is an error of any platform, which repeats a secret that it was sent.
func refusal(secret string) string {
	return `{"type": "NotFound", "code": "not.found", "error_code": "APP_ACCOUNT.0001", "message": "` + secret + `", "error_msg": "` + secret + `"}`
}
