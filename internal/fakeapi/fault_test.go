package fakeapi_test

import (
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

func TestWhichCallsAFaultHits(t *testing.T) {
	for name, tt := range map[string]struct {
		fault fakeapi.Fault
		want  []int
	}{
		"all":            {fakeapi.Fault{Status: 503}, []int{503, 503, 503, 503, 503, 503}},
		"times":          {fakeapi.Fault{Status: 503, Times: 2}, []int{503, 503, 200, 200, 200, 200}},
		"after":          {fakeapi.Fault{Status: 503, After: 4}, []int{200, 200, 200, 200, 503, 503}},
		"every":          {fakeapi.Fault{Status: 503, Every: 3}, []int{200, 200, 503, 200, 200, 503}},
		"all of them":    {fakeapi.Fault{Status: 503, After: 1, Every: 2, Times: 1}, []int{200, 200, 503, 200, 200, 200}},
		"by route":       {fakeapi.Fault{Status: 503, Method: "GET", Route: "/notes/{id}", Times: 1}, []int{503, 200, 200, 200, 200, 200}},
		"another method": {fakeapi.Fault{Status: 503, Method: "PUT"}, []int{200, 200, 200, 200, 200, 200}},
		"another route":  {fakeapi.Fault{Status: 503, Route: "/token"}, []int{200, 200, 200, 200, 200, 200}},
	} {
		t.Run(name, func(t *testing.T) {
			base := fakeapi.Start(t, newNotes(fakeapi.Options{Faults: []fakeapi.Fault{tt.fault}}))
			if got := statuses(t, base, len(tt.want)); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func statuses(t *testing.T, base string, calls int) []int {
	t.Helper()
	var all []int
	for range calls {
		resp, _, err := exchange(t, "GET", base+"/notes/1", "")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, resp.StatusCode)
	}
	return all
}

func TestProbabilityIsRepeatable(t *testing.T) {
	run := func(seed uint64) []int {
		fault := fakeapi.Fault{Status: 503, Probability: 0.5, Seed: seed}
		return statuses(t, fakeapi.Start(t, newNotes(fakeapi.Options{Faults: []fakeapi.Fault{fault}})), 40)
	}
	first := run(1)
	if !slices.Equal(first, run(1)) {
		t.Error("the same seed gave different calls")
	}
	if slices.Equal(first, run(2)) {
		t.Error("different seeds gave the same calls")
	}
	if !slices.Contains(first, 200) || !slices.Contains(first, 503) {
		t.Errorf("got %v", first)
	}
}

func TestWhetherAFaultyWriteTakesEffect(t *testing.T) {
	for name, tt := range map[string]struct {
		fault   fakeapi.Fault
		applied bool
		reset   bool
		status  int
	}{
		"status":        {fakeapi.Fault{Status: 502}, false, false, 502},
		"lost status":   {fakeapi.Fault{Status: 502, Applied: true}, true, false, 502},
		"reset before":  {fakeapi.Fault{Reset: true}, false, true, 0},
		"reset after":   {fakeapi.Fault{Reset: true, Applied: true}, true, true, 0},
		"latency":       {fakeapi.Fault{Latency: time.Millisecond}, true, false, 200},
		"slow body":     {fakeapi.Fault{SlowBody: 8 * time.Millisecond}, true, false, 200},
		"expired token": {fakeapi.Fault{ExpireToken: true}, true, false, 200},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNotes(fakeapi.Options{Faults: []fakeapi.Fault{tt.fault}})
			resp, body, err := exchange(t, "PUT", fakeapi.Start(t, n)+"/notes/1", `{"text":"new"}`)
			if isReset(err) != tt.reset || (err != nil) != tt.reset {
				t.Fatalf("got %v", err)
			}
			if err == nil && resp.StatusCode != tt.status {
				t.Errorf("got %d %s", resp.StatusCode, body)
			}
			if got := n.read(); (got == "new") != tt.applied {
				t.Errorf("the note is %q", got)
			}
			if got := n.Requests()[0].Status; got != tt.status {
				t.Errorf("recorded status %d", got)
			}
		})
	}
}

func TestTruncatedAnswersBreakOff(t *testing.T) {
	n := newNotes(fakeapi.Options{Faults: []fakeapi.Fault{{Truncate: true}}})
	n.text = "a text to be cut"
	resp, body, err := exchange(t, "GET", fakeapi.Start(t, n)+"/notes/1", "")
	if !errors.Is(err, io.ErrUnexpectedEOF) || resp.StatusCode != 200 || !strings.HasPrefix(body, `{"text"`) {
		t.Errorf("got %q, %v", body, err)
	}
}

func TestAFaultEndsAToken(t *testing.T) {
	n := newNotes(fakeapi.Options{Faults: []fakeapi.Fault{{ExpireToken: true}}})
	n.Tokens.Allow("good")
	r, _ := http.NewRequest(http.MethodGet, fakeapi.Start(t, n)+"/notes/1", nil)
	r.Header.Set("Authorization", "Bearer good")
	if _, err := n.Tokens.Bearer(r); err != nil {
		t.Fatal(err)
	}
	if _, _, err := exchange(t, "GET", r.URL.String(), "", func(sent *http.Request) { sent.Header = r.Header }); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Tokens.Bearer(r); err == nil {
		t.Error("the token still works")
	}
}

func TestRetryAfterForms(t *testing.T) {
	now := func() time.Time { return time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC) }
	fault := fakeapi.Fault{Status: 429, RetryAfter: 1500 * time.Millisecond}
	dated := fault
	dated.RetryAfterDate = true
	withBody := fault
	withBody.Body = "<html>slow down</html>"
	const date = "Sat, 03 Feb 2001 04:05:08 GMT"
	for name, tt := range map[string]struct {
		options fakeapi.Options
		want    string
	}{
		"seconds, rounded up": {fakeapi.Options{Faults: []fakeapi.Fault{fault}}, "2"},
		"date by fault":       {fakeapi.Options{Faults: []fakeapi.Fault{dated}}, date},
		"date by option":      {fakeapi.Options{Faults: []fakeapi.Fault{fault}, RetryAfterDate: true}, date},
		"left out":            {fakeapi.Options{Faults: []fakeapi.Fault{fault}, NoRetryAfterHeader: true}, ""},
		"with own body":       {fakeapi.Options{Faults: []fakeapi.Fault{withBody}}, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.options.Now = now
			resp, body, err := exchange(t, "GET", fakeapi.Start(t, newNotes(tt.options))+"/notes/1", "")
			if err != nil || resp.StatusCode != 429 || resp.Header.Get("Retry-After") != tt.want {
				t.Errorf("got %v, %v; want Retry-After %q", resp, err, tt.want)
			}
			if own := tt.options.Faults[0].Body; own != "" && (body != own || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html")) {
				t.Errorf("got %q as %v", body, resp.Header)
			}
		})
	}
}

func TestFaultsAddUp(t *testing.T) {
	n := newNotes(fakeapi.Options{Faults: []fakeapi.Fault{{Status: 503, Times: 1}, {Status: 500, Times: 2}, {Latency: time.Millisecond}}})
	base := fakeapi.Start(t, n)
	if got := statuses(t, base, 3); !slices.Equal(got, []int{503, 500, 200}) {
		t.Errorf("got %v", got)
	}
	n.Inject(getNote, fakeapi.Fault{Status: 404})
	if got := statuses(t, base, 1); got[0] != 404 {
		t.Errorf("got %v", got)
	}
	n.ClearFaults()
	if got := statuses(t, base, 1); got[0] != 200 {
		t.Errorf("got %v", got)
	}
}

func TestParseFault(t *testing.T) {
	for text, want := range map[string]fakeapi.Fault{
		"* * reset": {Reset: true},
		"POST /applications/{applicationId}/credentials status=503 retry-after=2s times=1": {
			Method: "POST", Route: "/applications/{applicationId}/credentials", Status: 503, RetryAfter: 2 * time.Second, Times: 1,
		},
		"GET * after=1 every=3 probability=0.25 seed=7 latency=50ms slow-body=1s expire-token truncate": {
			Method: "GET", After: 1, Every: 3, Probability: 0.25, Seed: 7,
			Latency: 50 * time.Millisecond, SlowBody: time.Second, ExpireToken: true, Truncate: true,
		},
		"DELETE * status=404 gateway applied-after=3s other-id": {
			Method: "DELETE", Status: 404, Gateway: true, AppliedAfter: 3 * time.Second, OtherID: true,
		},
		"* /x applied retry-after=1m0s retry-after-date status=429 body=<p>a = b c</p>": {
			Route: "/x", Applied: true, RetryAfter: time.Minute, RetryAfterDate: true, Status: 429, Body: "<p>a = b c</p>",
		},
	} {
		got, err := fakeapi.ParseFault(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
		again, err := fakeapi.ParseFault(got.String())
		if err != nil || again != got {
			t.Errorf("%s was written as %s, which reads as %+v, %v", text, got, again, err)
		}
	}
}

func TestParseFaultRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "want METHOD ROUTE setting...",
		"GET":                               "want METHOD ROUTE setting...",
		"get * reset":                       "want a method in capitals",
		"GET x reset":                       "a path that begins with /",
		"GET * ":                            "does nothing",
		"GET * stauts=503":                  "the settings are body, after",
		"GET * status=abc":                  `invalid value "abc"`,
		"GET * status=99":                   "a status outside 200 to 599",
		"GET * latency=5":                   `invalid value "5"`,
		"GET * latency=-5s":                 "has a negative number",
		"GET * reset retry-after=2s":        "but no status",
		"GET * reset body=x":                "but no status",
		"GET * status=429 retry-after-date": "but no retry-after",
		"GET * latency=1s applied":          "neither status nor reset",
		"GET * latency=1s applied-after=1s": "neither status nor reset",
		"GET * reset gateway":               "takes a status",
		"GET * status=404 gateway body=x":   "no body",
		"GET * reset applied-after=-1s":     "has a negative number",
		"GET * reset probability=2":         "a probability outside 0 to 1",
	} {
		if _, err := fakeapi.ParseFault(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

func TestAFaultHasToHitARoute(t *testing.T) {
	err := newNotes(fakeapi.Options{}).AddFault(fakeapi.Fault{Method: "DELETE", Route: "/notes/{id}", Status: 500})
	if err == nil || !strings.Contains(err.Error(), getNote) {
		t.Errorf("got %v, want an error that lists the routes", err)
	}
	for name, misspelled := range map[string]func(){
		"New":    func() { newNotes(fakeapi.Options{Faults: []fakeapi.Fault{{Route: "/note", Reset: true}}}) },
		"Inject": func() { newNotes(fakeapi.Options{}).Inject("GET /note", fakeapi.Fault{Reset: true}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s did not panic", name)
				}
			}()
			misspelled()
		}()
	}
}

func TestFaultsAreAFlag(t *testing.T) {
	var faults fakeapi.Faults
	set := flag.NewFlagSet("", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.Var(&faults, "fault", "")
	if err := set.Parse([]string{"-fault", "* * reset", "-fault", "GET /x status=500"}); err != nil {
		t.Fatal(err)
	}
	if got := faults.String(); got != "* * reset; GET /x status=500" {
		t.Errorf("got %s", got)
	}
	if err := set.Parse([]string{"-fault", "nonsense"}); err == nil {
		t.Error("accepted nonsense")
	}
}

// Every setting is written, and in the order of the documentation.
func TestFaultIsWrittenAsItWasRead(t *testing.T) {
	texts := []string{
		"POST * status=503 retry-after=2s times=1",
		"* /users/{userId} status=429 retry-after=1m0s retry-after-date applied after=2 every=3 times=4 probability=0.5 seed=6",
		"GET * status=502 applied-after=1s gateway",
		"GET * reset other-id truncate latency=1ms slow-body=2ms expire-token",
		"GET * status=500 body={\"a\": 1}",
	}
	_, err := fakeapi.ParseFault("GET * none")
	_, names, _ := strings.Cut(err.Error(), "the settings are ")
	for _, name := range strings.Split(names, ", ") {
		if !strings.Contains(strings.Join(texts, " ")+" ", " "+name) {
			t.Errorf("%s is in none of the texts", name)
		}
	}
	for _, text := range texts {
		f, err := fakeapi.ParseFault(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got := f.String(); got != text {
			t.Errorf("got  %s\nwant %s", got, text)
		}
		settings := f.Settings()
		again, err := fakeapi.FaultOf(reparsed(t, settings))
		if err != nil || again != f {
			t.Errorf("from its settings: %v, %v", again, err)
		}
		if f.Method != "" && f.Route != "" { // as the list of requests shows a route
			settings["route"] = f.Method + " " + f.Route
			if again, err := fakeapi.FaultOf(reparsed(t, settings)); err != nil || again != f {
				t.Errorf("from the whole route: %v, %v", again, err)
			}
		}
	}
}

func reparsed(t *testing.T, settings any) any {
	t.Helper()
	text, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := fakeapi.ParseJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}
