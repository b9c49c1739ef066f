package fakeapi_test

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

const (
	getNote = "GET /notes/{id}"
	putNote = "PUT /notes/{id}"
	token   = "POST /token"
)

// notes is a platform with one object: a note that can be read and written.
type notes struct {
	*fakeapi.Server
	mu   sync.Mutex
	text string
}

func newNotes(options fakeapi.Options) *notes {
	n := &notes{}
	n.Server = fakeapi.New(fakeapi.Platform{
		Routes: map[string]fakeapi.Handler{
			getNote: n.get,
			putNote: n.put,
			token:   func(*http.Request) (fakeapi.Answer, error) { return fakeapi.NoContent() },
		},
		Error: func(refusal fakeapi.Refusal) fakeapi.Answer {
			return fakeapi.Answer{Status: refusal.Status, Body: map[string]any{"oops": refusal.Message}}
		},
		Unlimited: []string{token},
	}, options)
	return n
}

func (n *notes) get(r *http.Request) (fakeapi.Answer, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if r.PathValue("id") != "1" {
		return fakeapi.Answer{}, errors.New("a handler's own bug")
	}
	return fakeapi.OK(map[string]string{"text": n.text})
}

func (n *notes) put(r *http.Request) (fakeapi.Answer, error) {
	var in struct{ Text string }
	if err := fakeapi.ReadJSON(r, fakeapi.Object("", fakeapi.String("text", 1, 100).Required()), &in); err != nil {
		return fakeapi.Answer{}, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.text = in.Text
	return fakeapi.OK(map[string]string{"text": n.text})
}

func (n *notes) read() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text
}

// exchange is one request by a real client on a connection of its own.
func exchange(t *testing.T, method, url, body string, edit ...func(*http.Request)) (*http.Response, string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, e := range edit {
		e(req)
	}
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return resp, string(data), err
}

func TestRoutesAnswerInThePlatformsShape(t *testing.T) {
	n := newNotes(fakeapi.Options{})
	base := fakeapi.Start(t, n)
	for _, tt := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"PUT", "/notes/1", `{"text":"a<b"}`, 200, `{"text":"a<b"}`},
		{"GET", "/notes/1", "", 200, `{"text":"a<b"}`},
		{"POST", "/token", "", 204, ""},
		{"PUT", "/notes/1", `{"text":""}`, 400, `{"oops":"text has 0 characters, outside 1 to 100"}`},
		{"GET", "/notes/2", "", 500, `{"oops":"the fake is at fault: a handler's own bug"}`},
		{"GET", "/none", "", 404, `{"oops":"there is no /none"}`},
		{"GET", "/notes/1/", "", 404, `{"oops":"there is no /notes/1/"}`},
		{"GET", "//notes/1", "", 404, `{"oops":"there is no //notes/1"}`},
		{"GET", "/x/../notes/1", "", 404, `{"oops":"there is no /x/../notes/1"}`},
		{"PATCH", "/notes/1", "", 405, `{"oops":"PATCH is not allowed on /notes/1"}`},
		{"PUT", "/notes/1", `{"text":"` + strings.Repeat("x", 11<<20) + `"}`, 413, `{"oops":"the body is larger than 10485760 bytes"}`},
	} {
		t.Run(tt.method+" "+tt.path+" "+strconv.Itoa(tt.status), func(t *testing.T) {
			resp, body, err := exchange(t, tt.method, base+tt.path, tt.body)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != tt.status || strings.TrimSpace(body) != tt.want {
				t.Errorf("got %d %s, want %d %s", resp.StatusCode, body, tt.status, tt.want)
			}
			if tt.status == 405 && resp.Header.Get("Allow") != "GET, HEAD, PUT" {
				t.Errorf("got Allow: %q", resp.Header.Get("Allow"))
			}
		})
	}
}

func TestMountedUnderAPrefix(t *testing.T) {
	n := newNotes(fakeapi.Options{})
	mux := http.NewServeMux()
	mux.Handle("/pre/", http.StripPrefix("/pre", n))
	base := fakeapi.Start(t, mux)
	if resp, _, err := exchange(t, "GET", base+"/pre/notes/1", ""); err != nil || resp.StatusCode != 200 {
		t.Fatalf("got %v, %v", resp, err)
	}
	if n.Count(getNote) != 1 || n.Requests()[0].Path != "/notes/1" {
		t.Errorf("recorded %+v", n.Requests())
	}
}

func TestCheckComesBeforeEveryHandler(t *testing.T) {
	server := fakeapi.New(fakeapi.Platform{
		Routes: map[string]fakeapi.Handler{"GET /": func(*http.Request) (fakeapi.Answer, error) { return fakeapi.OK(1) }},
		Check:  func(*http.Request) error { return fakeapi.Refuse(403, "no", "no") },
		Error:  func(r fakeapi.Refusal) fakeapi.Answer { return fakeapi.Answer{Status: r.Status, Body: r.Code} },
	}, fakeapi.Options{})
	resp, body, err := exchange(t, "GET", fakeapi.Start(t, server), "")
	if err != nil || resp.StatusCode != 403 || strings.TrimSpace(body) != `"no"` {
		t.Errorf("got %v %q %v", resp, body, err)
	}
}

func TestRequestsAreRecorded(t *testing.T) {
	n := newNotes(fakeapi.Options{})
	base := fakeapi.Start(t, n)
	secrets := map[string]func(*http.Request){
		"query & secret": func(r *http.Request) { r.URL.RawQuery = url.Values{"q": {"query & secret"}}.Encode() },
		"header-secret":  func(r *http.Request) { r.Header.Set("X-Key", "header-secret") },
		"basic-password": func(r *http.Request) { r.SetBasicAuth("basic-user", "basic-password") },
		"json \" secret\n": func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(`{"a":[{"b":"json \" secret\n"}]}`))
			r.ContentLength = -1
		},
		"form + secret": func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader("a=form+%2B+secret"))
			r.ContentLength = -1
		},
	}
	for secret, edit := range secrets {
		if n.Saw(secret) {
			t.Errorf("saw %q before it was sent", secret)
		}
		if _, _, err := exchange(t, "PUT", base+"/notes/1", "", edit); err != nil {
			t.Fatal(err)
		}
		if !n.Saw(secret) {
			t.Errorf("did not see %q", secret)
		}
	}
	if n.Saw(base64.StdEncoding.EncodeToString([]byte("never sent"))) {
		t.Error("saw what was never sent")
	}
	if got := n.Count(putNote); got != len(secrets) {
		t.Errorf("counted %d", got)
	}
	last := n.Requests()[len(secrets)-1]
	if last.Method != http.MethodPut || last.Route != putNote || last.Path != "/notes/1" || last.Status != 415 {
		t.Errorf("recorded %+v", last)
	}
	n.ResetCounts()
	if n.Count(putNote) != 0 || len(n.Requests()) != 0 || n.Saw("header-secret") {
		t.Error("ResetCounts left something")
	}
}

func TestCountPanicsOnAMisspelledRoute(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	newNotes(fakeapi.Options{}).Count("GET /note/{id}")
}

func TestPeakCountsRequestsAtOneTime(t *testing.T) {
	started := make(chan struct{})
	release := make(chan struct{})
	server := fakeapi.New(fakeapi.Platform{
		Routes: map[string]fakeapi.Handler{"GET /": func(*http.Request) (fakeapi.Answer, error) {
			started <- struct{}{}
			<-release
			return fakeapi.NoContent()
		}},
	}, fakeapi.Options{})
	base := fakeapi.Start(t, server)
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() { _, _, _ = exchange(t, "GET", base, "") })
	}
	for range 3 {
		<-started
	}
	close(release)
	group.Wait()
	if server.Peak() != 3 {
		t.Errorf("got %d, want 3", server.Peak())
	}
}

func TestRatePerMinute(t *testing.T) {
	clock := &fakeapi.Clock{}
	n := newNotes(fakeapi.Options{RatePerMinute: 2, Now: clock.Now})
	base := fakeapi.Start(t, n)
	status := func(path string) int {
		t.Helper()
		method := "GET"
		if path == "/token" {
			method = "POST"
		}
		resp, _, err := exchange(t, method, base+path, "")
		if err != nil {
			t.Fatal(err)
		}
		if wait := resp.Header.Get("Retry-After"); (wait != "") != (resp.StatusCode == 429) {
			t.Errorf("%d with Retry-After %q", resp.StatusCode, wait)
		}
		return resp.StatusCode
	}
	for i, want := range []int{200, 200, 429, 429} {
		if got := status("/notes/1"); got != want {
			t.Errorf("call %d: got %d, want %d", i, got, want)
		}
	}
	if got := status("/token"); got != 204 {
		t.Errorf("unlimited route: got %d", got)
	}
	clock.Advance(time.Minute)
	if got := status("/notes/1"); got != 200 {
		t.Errorf("a minute later: got %d", got)
	}
}

func TestRefusalsEchoTheRequest(t *testing.T) {
	for name, options := range map[string]fakeapi.Options{
		"in the platform's shape": {EchoRequests: true},
		"as HTML":                 {EchoHTML: true},
	} {
		t.Run(name, func(t *testing.T) {
			base := fakeapi.Start(t, newNotes(options))
			resp, body, err := exchange(t, "PUT", base+"/notes/1?q=canary-q", `{"wrong":"canary-body"}`,
				func(r *http.Request) { r.Header.Set("Authorization", "Bearer canary-token") })
			if err != nil || resp.StatusCode != 400 {
				t.Fatalf("got %v, %v", resp, err)
			}
			for _, canary := range []string{"canary-q", "canary-body", "canary-token"} {
				if !strings.Contains(body, canary) || !strings.Contains(resp.Header.Get("X-Request-Echo"), canary) {
					t.Errorf("%s is not in both of %q and %v", canary, body, resp.Header)
				}
			}
			if html := strings.HasPrefix(body, "<html>"); html != options.EchoHTML {
				t.Errorf("got %s", body)
			}
		})
	}
}

func TestTheClockStampsAnswers(t *testing.T) {
	at := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	base := fakeapi.Start(t, newNotes(fakeapi.Options{Now: func() time.Time { return at }}))
	resp, _, err := exchange(t, "GET", base+"/notes/1", "")
	if err != nil || resp.Header.Get("Date") != "Sat, 03 Feb 2001 04:05:06 GMT" {
		t.Errorf("got %v, %v", resp, err)
	}
}

func TestStartEndsWaitingRequests(t *testing.T) {
	n := newNotes(fakeapi.Options{Faults: []fakeapi.Fault{{Latency: time.Hour}}})
	failed := make(chan error, 1)
	t.Run("server", func(t *testing.T) {
		base := fakeapi.Start(t, n)
		go func() {
			resp, err := http.Get(base + "/notes/1")
			if err == nil {
				_ = resp.Body.Close()
			}
			failed <- err
		}()
		for n.Peak() == 0 {
			time.Sleep(time.Millisecond)
		}
	})
	if err := <-failed; err == nil {
		t.Error("the request was answered")
	}
}

func TestTokensAreAcceptedUntilTheyExpire(t *testing.T) {
	clock := &fakeapi.Clock{}
	tokens := newNotes(fakeapi.Options{Now: clock.Now}).Tokens
	tokens.Allow("forever", "read")
	short := tokens.Issue(time.Minute, "write")
	status := func(header string) int {
		r, _ := http.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Authorization", header)
		_, err := tokens.Bearer(r)
		if refusal := (*fakeapi.Refusal)(nil); errors.As(err, &refusal) {
			return refusal.Status
		}
		return 200
	}
	check := func(when string, want map[string]int) {
		t.Helper()
		for header, wanted := range want {
			if got := status(header); got != wanted {
				t.Errorf("%s, %q: got %d, want %d", when, header, got, wanted)
			}
		}
	}
	check("at first", map[string]int{
		"Bearer forever": 200, "Bearer " + short.Value: 200,
		"": 401, "forever": 401, "Bearer ": 401, "Bearer unknown": 401, "Basic forever": 401,
	})
	clock.Advance(time.Minute)
	check("a minute later", map[string]int{"Bearer forever": 200, "Bearer " + short.Value: 401})
	tokens.Expire("unknown")
	tokens.ExpireAll()
	check("after the end", map[string]int{"Bearer forever": 401, "Bearer unknown": 401})
	if len(tokens.Values()) != 2 {
		t.Errorf("got %v", tokens.Values())
	}
}

// isReset reports whether a connection was reset, and not closed in order.
func isReset(err error) bool { return errors.Is(err, syscall.ECONNRESET) }
