package httpapi_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	type object = map[string]string
	for name, test := range map[string]struct {
		base    string
		request httpapi.Request
		uri     string
		body    string
		header  map[string]string
	}{
		"a read": {
			request: httpapi.Request{Path: "/things", Query: url.Values{"q": {"a b&c"}}},
			uri:     "/things?q=a+b%26c",
			header: map[string]string{
				"User-Agent": "test/1", "Accept": "application/json", "Content-Type": "", "Authorization": "Bearer token",
			},
		},
		"escaped parameters": {
			base:    "/prefix/",
			request: httpapi.Request{Path: "/a/{a}/b/{b}", Params: object{"a": "x/y?z%", "b": "{a}"}},
			uri:     "/prefix/a/x%2Fy%3Fz%25/b/%7Ba%7D",
		},
		"json": {
			request: httpapi.Request{Path: "/things", Body: object{"k": "<é>"}},
			uri:     "/things", body: `{"k":"<é>"}`,
			header: map[string]string{"Content-Type": "application/json"},
		},
		"json by another name": {
			request: httpapi.Request{
				Path: "/things", Body: object{},
				Header: http.Header{"content-type": {"application/json;charset=utf8"}},
			},
			uri: "/things", body: `{}`,
			header: map[string]string{"Content-Type": "application/json;charset=utf8"},
		},
		"form without credentials": {
			request: httpapi.Request{Path: "/token", Form: url.Values{"grant_type": {"client_credentials"}}, NoAuth: true},
			uri:     "/token", body: "grant_type=client_credentials",
			header: map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Authorization": ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := play(t, reply(200, ""))
			client := connect(t, server.URL+test.base, func(c *httpapi.Config) {
				c.Auth = httpapi.Bearer(secret.New("token"))
			})
			test.request.Method = http.MethodPut
			if err := client.Do(t.Context(), test.request, nil); err != nil {
				t.Fatal(err)
			}
			got, body := server.request(0)
			if got.RequestURI != test.uri || body != test.body {
				t.Errorf("got %s with %q, want %s with %q", got.RequestURI, body, test.uri, test.body)
			}
			for key, want := range maps.All(test.header) {
				if got.Header.Get(key) != want {
					t.Errorf("%s is %q, want %q", key, got.Header.Get(key), want)
				}
			}
		})
	}
}

func TestRequestsThatCannotBeSent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		request httpapi.Request
		want    string
	}{
		"missing parameter": {httpapi.Request{Path: "/{id}"}, "path parameter id is empty"},
		"dot segment":       {httpapi.Request{Path: "/{id}", Params: map[string]string{"id": ".."}}, "must not be a dot segment"},
		"broken template":   {httpapi.Request{Path: "/{id"}, "a brace is not closed"},
		"secret in body":    {httpapi.Request{Path: "/", Body: secret.New("canary")}, "a secret does not marshal itself"},
		"header with a line break": {
			httpapi.Request{Path: "/", Header: http.Header{"Authorization": {"Bearer canary\n"}}},
			"header Authorization would contain a line break",
		},
		"method": {httpapi.Request{Method: "NO WAY", Path: "/"}, "invalid method"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := play(t, reply(200, ""))
			if test.request.Method == "" {
				test.request.Method = http.MethodPut
			}
			err := connect(t, server.URL).Do(t.Context(), test.request, nil)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "canary") {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if httpapi.AppliedOf(err) != httpapi.NotApplied || server.count() != 0 || !strings.Contains(err.Error(), "nothing was sent") {
				t.Errorf("%d requests arrived, got %v", server.count(), err)
			}
		})
	}
}
