package httpapi_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/redact"
)

func TestErrorsAreReadable(t *testing.T) {
	t.Parallel()
	for want, test := range map[string]struct {
		method string
		answer step
	}{
		"example: PATCH /things/7 on HOST answered 400 Bad Request (Validation): name is too long; request id r-1; 1 attempt": {
			http.MethodPatch, reply(400, `{"code": "Validation", "message": "name is\n too long."}`, "X-Request-Id", "r-1"),
		},
		"example: GET /things/7 on HOST answered 401 Unauthorized; 1 attempt. " +
			"Check the credentials in the provider's example block, or in the environment": {http.MethodGet, reply(401, "<html>")},
		"example: GET /things/7 on HOST answered 403 Forbidden; 1 attempt. " +
			"The credentials are valid but not authorized for this request. Check their scopes, roles or permissions": {http.MethodGet, reply(403, "")},
		"example: POST /things/7 on HOST answered 429 Too Many Requests; 3 attempts. " +
			"Lower requests_per_second in the example block, or raise max_attempts or max_elapsed in the retry block": {http.MethodPost, reply(429, "")},
		"example: POST /things/7 on HOST answered 500 Internal Server Error; 1 attempt. " +
			"The request may still have taken effect. Check before retrying. " +
			"example could not process the request. Try again later": {http.MethodPost, reply(500, "<html>oh no</html>")},
		"example: GET /things/7 on HOST answered 299; 1 attempt": {http.MethodGet, reply(299, "{")},
	} {
		server := play(t, test.answer)
		var out struct{}
		err := connect(t, server.URL).Do(t.Context(),
			httpapi.Request{Method: test.method, Path: "/things/{id}", Params: map[string]string{"id": "7"}}, &out)
		want = strings.Replace(want, "HOST", server.Listener.Addr().String(), 1)
		want = strings.Replace(want, "299;", "299: the answer (1 bytes) is not the JSON that was expected;", 1)
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

// What a path carries is shown, escaped as it was sent, and a host that does not exist comes with what to look at.
func TestErrorsNameWhatWasCalled(t *testing.T) {
	t.Parallel()
	server := play(t, reply(404, "{}"))
	escaped := httpapi.Request{Method: http.MethodGet, Path: "/api/v2/integrations/{id}", Params: map[string]string{"id": "Web Services 2 Data Actions"}}
	err := connect(t, server.URL).Do(t.Context(), escaped, nil)
	if want := "GET /api/v2/integrations/Web%20Services%202%20Data%20Actions on"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	err = connect(t, "https://nowhere.invalid").Do(t.Context(), escaped, nil)
	if want := "Check the host in the provider's example block, or in the environment"; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	err = connect(t, strings.Replace(server.URL, "http:", "https:", 1)).Do(t.Context(), escaped, nil)
	if want := "This address speaks http, not https. Check the base_url in the provider's example block"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	server.Close()
	err = connect(t, server.URL).Do(t.Context(), escaped, nil)
	if want := "Nothing listens at this address. Check the base_url in the provider's example block"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}

func TestErrorsNestAsSentences(t *testing.T) {
	t.Parallel()
	inner := &httpapi.Error{Platform: "example", Title: "Example Inc.", Method: http.MethodPost, Path: "/token", Status: 503, Attempts: 1}
	outer := &httpapi.Error{Platform: "example", Method: http.MethodGet, Path: "/things", Err: inner}
	advised := httpapi.Advise(httpapi.Advise(outer, "Wait."), "Then go on.")
	const want = "example: GET /things: Example Inc.: POST /token answered 503 Service Unavailable; 1 attempt. " +
		"Example Inc. could not process the request. Try again later. Wait. Then go on"
	if advised.Error() != want {
		t.Errorf("got  %v\nwant %s", advised, want)
	}
	if found, ok := errors.AsType[*httpapi.Error](advised); !ok || found != outer {
		t.Errorf("%v underneath", found)
	}
}

func TestHelpersKnowOtherErrors(t *testing.T) {
	t.Parallel()
	other := errors.New("other")
	if httpapi.StatusOf(other) != 0 || httpapi.CodeOf(other) != "" || httpapi.AppliedOf(other) != httpapi.NotApplied {
		t.Error("an error of another kind has a status, a code or an unknown outcome")
	}
	if httpapi.MessageOf(other) != "" {
		t.Error("an error of another kind has a message of a platform")
	}
	wrapped := fmt.Errorf("wrapped: %w", &httpapi.Error{Status: 404, Applied: httpapi.MaybeApplied})
	if httpapi.StatusOf(wrapped) != 404 || httpapi.CodeOf(wrapped) != "" || httpapi.AppliedOf(wrapped) == httpapi.NotApplied {
		t.Error("a wrapped error is not seen through")
	}
}

// TestWhatIsShownDecidesNothing has a secret that is a part of a code: the code is masked, and still means what it means.
func TestWhatIsShownDecidesNothing(t *testing.T) {
	t.Parallel()
	server := play(t, reply(400, `{"code": "THING.0001", "message": "version 0001 does not match"}`))
	client := connect(t, server.URL)
	client.Redact(secret.New("0001"))
	err := fmt.Errorf("wrapped: %w", client.Do(t.Context(), httpapi.Request{Method: http.MethodGet, Path: "/things"}, nil))
	if httpapi.CodeOf(err) != "THING.0001" || httpapi.MessageOf(err) != "version 0001 does not match" {
		t.Errorf("judged by %q and %q", httpapi.CodeOf(err), httpapi.MessageOf(err))
	}
	if want := "(THING.(secret)): version (secret) does not match"; !strings.Contains(err.Error(), want) {
		t.Errorf("shown as %q, want %q in it", err, want)
	}
}

// TestWhatAnOperationKnowsIsMasked has secrets that no request carries, such as those of a state.
func TestWhatAnOperationKnowsIsMasked(t *testing.T) {
	t.Parallel()
	const (
		id      = "675ec8687ae143cd83dc4a98"
		another = "675ec8687ae143cd83dc4a99"
		guid    = "0d9f6a1e3c524b7a8f1d2e6c7b8a9d01"
	)
	server := play(t, reply(400, `{"code": "bad", "message": "thing `+id+` of `+another+` with `+guid+` and `+strings.ToUpper("canary-in-the-state")+` is refused"}`))
	collected := 0
	ctx := redact.With(t.Context(), func() []string { collected++; return []string{"canary-in-the-state"} })
	request := httpapi.Request{
		Method: http.MethodPut, Path: "/things/{id}", Params: map[string]string{"id": id}, Body: map[string]any{"userGUIDs": []string{guid}},
	}
	err := connect(t, server.URL).Do(ctx, request, nil)
	want := "thing " + id + " of (secret) with " + guid + " and (secret) is refused"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q in it", err, want)
	}
	if collected != 1 {
		t.Errorf("collected %d times", collected)
	}

	server = play(t, reply(200, "{}"))
	ctx = redact.With(t.Context(), func() []string { t.Error("collected, and nothing is to be masked"); return nil })
	if err := connect(t, server.URL).Do(ctx, request, nil); err != nil {
		t.Error(err)
	}
}

// TestEchoesAreMasked lets the platform repeat everything it was sent in every place that an error is made from.
func TestEchoesAreMasked(t *testing.T) {
	t.Parallel()
	const ( // that begin differently, or one would be masked for another
		body   = "body's canary"
		token  = "token-canary-1"
		learnt = "learnt canary"
		short  = "pin7"
	)
	all := strings.Join([]string{
		body, token, learnt, short, base64.StdEncoding.EncodeToString([]byte("user:" + body)),
	}, " ")
	echo := func(w http.ResponseWriter, r *http.Request) {
		reply(400, fmt.Sprintf(`{"code": %q, "message": %q}`, all, "you sent "+all+strings.Repeat(" and so on", 200)+token),
			"X-Request-Id", all)(w, r)
	}
	redirect := reply(302, "", "Location", "http://example.invalid/"+body+token)
	for name, answer := range map[string]step{"echo": echo, "redirect": redirect, "bad redirect": reply(302, "", "Location", "http://["+body)} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			t.Run(name+" "+method, func(t *testing.T) {
				t.Parallel()
				server := play(t, answer)
				client := connect(t, server.URL, func(c *httpapi.Config) { c.Auth = httpapi.Bearer(secret.New(token)) })
				client.Redact(secret.New(learnt), secret.New(""))
				var logged bytes.Buffer
				err := client.Do(tflogtest.RootLogger(t.Context(), &logged), httpapi.Request{
					Method: method, Path: "/things/{id}", Params: map[string]string{"id": body},
					Body: map[string]string{"secret": body}, Secrets: []secret.String{secret.New(body), secret.New(short)},
				}, nil)
				failed, ok := errors.AsType[*httpapi.Error](err)
				if !ok {
					t.Fatalf("got %v", err)
				}
				texts := fmt.Sprintf("%v %+v %#v", err, err, *failed) + logged.String()
				for _, canary := range []string{body, token, learnt, short, body[:12], token[:12]} {
					if strings.Contains(texts, canary) {
						t.Errorf("%q is shown in %s", canary, texts)
					}
				}
				if len(err.Error()) > 3500 { // three texts of the platform's
					t.Errorf("the error has %d bytes", len(err.Error()))
				}
			})
		}
	}
}

func TestEachAttemptIsLogged(t *testing.T) {
	t.Parallel()
	server := play(t, reset, reply(503, "", "X-Request-Id", "r-1"), reply(200, "{}"))
	var logged bytes.Buffer
	if err := connect(t, server.URL).Do(tflogtest.RootLogger(t.Context(), &logged), read, nil); err != nil {
		t.Fatal(err)
	}
	entries, err := tflogtest.MultilineJSONDecode(&logged)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 3 {
		t.Fatalf("%d entries, want one for each attempt: %v", len(entries), entries)
	}
	for i, want := range []map[string]any{
		{"platform": "example", "method": "GET", "path": "/things", "attempt": 1.0, "error": "EOF"},
		{"platform": "example", "method": "GET", "path": "/things", "attempt": 2.0, "status": 503.0, "request_id": "r-1"},
		{"platform": "example", "method": "GET", "path": "/things", "attempt": 3.0, "status": 200.0},
	} {
		for key, value := range want {
			if entries[i][key] != value {
				t.Errorf("entry %d: %s is %v, want %v", i+1, key, entries[i][key], value)
			}
		}
	}
	if _, ok := entries[0]["wait_ms"]; !ok {
		t.Error("the wait before the repeat is not logged")
	}
}

// envelope is an answer that reports failures in its body, whatever its status.
type envelope struct{ Error, Password string }

func (e envelope) Secrets() []secret.String { return []secret.String{secret.New(e.Password)} }

func (e envelope) Failure() (httpapi.Reported, bool) {
	return httpapi.Reported{Message: e.Error}, e.Error != ""
}

func TestFailureInsideAnAnswerIsAnError(t *testing.T) {
	t.Parallel()
	server := play(t,
		reply(200, `{"password": "hunter2-canary"}`),
		reply(200, `{"error": "hunter2-canary and hunter3-canary are refused", "password": "hunter3-canary"}`))
	client := connect(t, server.URL)
	put := httpapi.Request{Method: http.MethodPut, Path: "/thing"}

	var out envelope
	if err := client.Do(t.Context(), put, &out); err != nil || out.Password != "hunter2-canary" {
		t.Fatalf("got %+v, %v", out, err)
	}
	err := client.Do(t.Context(), put, &envelope{})
	want := "example: PUT /thing on " + server.Listener.Addr().String() + " answered 200 OK: (secret) and (secret) are refused; 1 attempt. " +
		"The request may still have taken effect. Check before retrying"
	if err == nil || err.Error() != want || httpapi.StatusOf(err) != 200 {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestRefusedCredentialsAreNamedByTheirOrigin(t *testing.T) {
	t.Parallel()
	from := func(c *httpapi.Config) {
		c.CredentialsFrom, c.Unauthorized = "EXAMPLE_TOKEN in the environment", func(status int, body []byte) bool {
			return status == 401 || strings.Contains(string(body), "invalid_token")
		}
	}
	const named = "The credentials come from EXAMPLE_TOKEN in the environment. Check them"
	for name, test := range map[string]struct {
		answer  step
		call    func(*httpapi.Client) error
		refused bool
	}{
		"by status":       {reply(401, ""), func(c *httpapi.Client) error { return c.Do(t.Context(), read, nil) }, true},
		"by body":         {reply(400, `{"code": "invalid_token"}`), func(c *httpapi.Client) error { return c.Do(t.Context(), read, nil) }, true},
		"another refusal": {reply(400, ""), func(c *httpapi.Client) error { return c.Do(t.Context(), read, nil) }, false},
		"not permitted":   {reply(403, ""), func(c *httpapi.Client) error { return c.Do(t.Context(), read, nil) }, false},
		"a token's client": {reply(400, `{"code": "invalid_client"}`), func(c *httpapi.Client) error {
			_, err := c.FetchToken(t.Context(), httpapi.Request{Path: "/token"})
			return err
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := test.call(connect(t, play(t, test.answer).URL, from))
			failed, ok := errors.AsType[*httpapi.Error](err)
			if !ok || failed.Refused != test.refused || strings.HasSuffix(err.Error(), named) != test.refused {
				t.Errorf("got %v", err)
			}
		})
	}
}
