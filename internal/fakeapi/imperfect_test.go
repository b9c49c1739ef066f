package fakeapi_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

func TestLateEffects(t *testing.T) {
	const delay = 300 * time.Millisecond
	for name, tt := range map[string]struct {
		options fakeapi.Options
		fault   fakeapi.Fault
		status  int
	}{
		"after a reset":          {fakeapi.Options{}, fakeapi.Fault{Reset: true, AppliedAfter: delay}, 0},
		"after a gateway's 504":  {fakeapi.Options{}, fakeapi.Fault{Status: 504, Gateway: true, AppliedAfter: delay}, 504},
		"by the option":          {fakeapi.Options{AppliedAfter: delay}, fakeapi.Fault{Status: 504, Applied: true}, 504},
		"the fault's goes first": {fakeapi.Options{AppliedAfter: time.Hour}, fakeapi.Fault{Reset: true, AppliedAfter: delay}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNotes(tt.options)
			n.Inject(putNote, tt.fault)
			resp, body, err := exchange(t, "PUT", fakeapi.Start(t, n)+"/notes/1", `{"text":"late"}`)
			if tt.status == 0 && !isReset(err) || tt.status != 0 && (err != nil || resp.StatusCode != tt.status) {
				t.Fatalf("got %v %s, %v", resp, body, err)
			}
			if n.read() != "" {
				t.Fatal("it took effect at once")
			}
			for deadline := time.Now().Add(10 * time.Second); n.read() != "late"; time.Sleep(delay / 10) {
				if time.Now().After(deadline) {
					t.Fatal("it never took effect")
				}
			}
		})
	}
}

func TestSkewedClocks(t *testing.T) {
	at := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	n := newNotes(fakeapi.Options{
		Now:            func() time.Time { return at },
		DateHeaderSkew: 2 * time.Second,
		ObjectDateSkew: -time.Minute,
		VisibleAfter:   time.Hour,
		Faults:         []fakeapi.Fault{{Status: 429, RetryAfter: time.Second, RetryAfterDate: true}},
	})
	resp, _, err := exchange(t, "GET", fakeapi.Start(t, n)+"/notes/1", "")
	if err != nil || resp.Header.Get("Date") != "Sat, 03 Feb 2001 04:05:08 GMT" || resp.Header.Get("Retry-After") != "Sat, 03 Feb 2001 04:05:09 GMT" {
		t.Errorf("got %v, %v", resp, err)
	}
	if !n.Now().Equal(at) || !n.ObjectDate().Equal(at.Add(-time.Minute)) || !n.Readable().Equal(at.Add(-time.Hour)) {
		t.Errorf("got %s, %s, %s", n.Now(), n.ObjectDate(), n.Readable())
	}
}

func TestAGatewayAnswers(t *testing.T) {
	n := newNotes(fakeapi.Options{Faults: []fakeapi.Fault{{Status: 404, Gateway: true}}})
	resp, body, err := exchange(t, "GET", fakeapi.Start(t, n)+"/notes/1", "")
	if err != nil || resp.StatusCode != 404 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") ||
		!strings.Contains(body, "<h1>Not Found</h1>") {
		t.Errorf("got %v %s, %v", resp, body, err)
	}
}

func TestAnotherObjectsID(t *testing.T) {
	n := newNotes(fakeapi.Options{Faults: []fakeapi.Fault{{OtherID: true, Times: 1}}})
	n.text = "note 1"
	base := fakeapi.Start(t, n)
	for _, want := range []string{"note 0", "note 1"} {
		if _, body, err := exchange(t, "GET", base+"/notes/1", ""); err != nil || !strings.Contains(body, want) {
			t.Errorf("got %s, %v, want %s", body, err, want)
		}
	}
	if err := n.AddFault(fakeapi.Fault{Method: "POST", Route: "/token", OtherID: true}); err == nil {
		t.Error("accepted where the path has no id")
	}
}

func TestPage(t *testing.T) {
	rows, endless := []int{1, 2, 3}, fakeapi.Options{EndlessPages: true}
	for _, tt := range []struct {
		options    fakeapi.Options
		rows       []int
		from, size int
		want       []int
	}{
		{fakeapi.Options{}, rows, 0, 2, []int{1, 2}},
		{fakeapi.Options{}, rows, 2, 2, []int{3}},
		{fakeapi.Options{}, rows, 9, 2, []int{}},
		{endless, rows, 2, 2, []int{3, 1}},
		{endless, rows, 9, 4, []int{1, 2, 3, 1}},
		{endless, nil, 9, 4, nil},
	} {
		if got := fakeapi.Page(tt.options, tt.rows, tt.from, tt.size); !slices.Equal(got, tt.want) {
			t.Errorf("%+v: got %v", tt, got)
		}
	}
	if (fakeapi.Options{}).Total(3) != 3 || endless.Total(3) < 1e9 {
		t.Error("the total is wrong")
	}
}

func TestHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h fakeapi.History[string]
		write := func(text string) { h.Set("1", time.Now(), &text); time.Sleep(time.Minute) }
		read := func(ago time.Duration) string {
			if found := h.At("1", time.Now().Add(-ago)); found != nil {
				return *found
			}
			return ""
		}
		write("a")
		write("b")
		if !h.Remove("1", time.Now(), time.Now()) || h.Remove("1", time.Now(), time.Now()) {
			t.Error("it has to be removed once")
		}
		for ago, want := range map[time.Duration]string{0: "", time.Second: "b", 61 * time.Second: "a", 3 * time.Minute: ""} {
			if got := read(ago); got != want {
				t.Errorf("%s ago: got %q, want %q", ago, got, want)
			}
		}
		if !h.Knows("1") || h.Knows("2") || len(h.All(time.Now())) != 0 || len(h.All(time.Now().Add(-time.Second))) != 1 {
			t.Error("what is known is wrong")
		}
	})
}
