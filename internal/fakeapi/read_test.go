package fakeapi_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

var schema = fakeapi.Object("",
	fakeapi.String("name", 2, 4).Required(),
	fakeapi.Enum("kind", "a", "b"),
	fakeapi.Pattern("id", regexp.MustCompile(`^\d+$`)),
	fakeapi.DateTime("at"),
	fakeapi.Integer("port", 1, 65535).OrNull(),
	fakeapi.Boolean("on"),
	fakeapi.Object("inner", fakeapi.String("key", 1, 0).Required()),
	fakeapi.Map("labels", fakeapi.String("", 0, 3)),
	fakeapi.Array("list", fakeapi.Integer("", 0, 9), 1, 2),
	fakeapi.Any("free"),
	fakeapi.Either("size", fakeapi.Integer("", 0, 9), fakeapi.Enum("", "all")),
)

func request(method, target, contentType, body string) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	return r
}

// refusal returns what was refused, as "status field: message".
func refusal(t *testing.T, err error) *fakeapi.Refusal {
	t.Helper()
	refused := (*fakeapi.Refusal)(nil)
	if err != nil && !errors.As(err, &refused) {
		t.Fatalf("not a refusal: %v", err)
	}
	return refused
}

func TestReadJSONAccepts(t *testing.T) {
	for _, body := range []string{
		`{"name":"ab"}`,
		` {"name":"ab"} `,
		`{"name":"日本語文"}`,
		`{"name":"abcd","kind":"b","id":"12","at":"2016-06-13T04:00:00.000Z","port":65535,"on":false}`,
		`{"name":"ab","port":null,"inner":{"key":"` + strings.Repeat("x", 9999) + `"},"labels":{"Any Key":"abc"},"list":[0,9],"free":[{}]}`,
		`{"name":"ab","list":[1],"free":false,"labels":{}}`,
		`{"name":"ab","size":9}`,
		`{"name":"ab","size":"all"}`,
	} {
		if err := fakeapi.ReadJSON(request("POST", "/", "application/json; charset=utf-8", body), schema, nil); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestReadJSONRefuses(t *testing.T) {
	for body, want := range map[string]string{
		``:                                    "not valid JSON",
		`{"name":"ab"`:                        "not valid JSON",
		`{"name":"ab"}{}`:                     "something follows the value",
		`{"name":"ab","name":"cd"}`:           `the key "name" is there twice`,
		`{"name":"ab","free":{"x":1,"x":2}}`:  `the key "x" is there twice`,
		`{"name":"ab","free":[1,]}`:           "not valid JSON",
		"{\"name\":\"a\xff\"}":                "invalid UTF-8",
		`[]`:                                  "the body has to be an object",
		`null`:                                "the body must not be null",
		`{}`:                                  "name is required",
		`{"Name":"ab"}`:                       "name is required",
		`{"name":"ab","x":1}`:                 "x is not a known property",
		`{"name":"ab","Kind":"a"}`:            "Kind is not a known property",
		`{"name":null}`:                       "name must not be null",
		`{"name":1}`:                          "name has to be a string",
		`{"name":"a"}`:                        "name has 1 characters, outside 2 to 4",
		`{"name":"abcde"}`:                    "name has 5 characters, outside 2 to 4",
		`{"name":"ab","kind":"c"}`:            "kind has to be one of a, b",
		`{"name":"ab","kind":true}`:           "kind has to be a string",
		`{"name":"ab","id":"x"}`:              `id has to match ^\d+$`,
		`{"name":"ab","at":"today"}`:          "at has to be a date and time",
		`{"name":"ab","port":0}`:              "port is 0, outside 1 to 65535",
		`{"name":"ab","port":65536}`:          "port is 65536, outside 1 to 65535",
		`{"name":"ab","port":1.5}`:            "port has to be an integer",
		`{"name":"ab","port":"1"}`:            "port has to be an integer",
		`{"name":"ab","on":"true"}`:           "on has to be true or false",
		`{"name":"ab","inner":{}}`:            "inner.key is required",
		`{"name":"ab","inner":{"key":""}}`:    "inner.key has 0 characters, outside 1 or more",
		`{"name":"ab","labels":[]}`:           "labels has to be an object",
		`{"name":"ab","labels":{"a":"long"}}`: "labels.a has 4 characters",
		`{"name":"ab","list":{}}`:             "list has to be an array",
		`{"name":"ab","list":[]}`:             "list has 0 values, outside 1 to 2",
		`{"name":"ab","list":[1,2,3]}`:        "list has 3 values, outside 1 to 2",
		`{"name":"ab","list":[1,null]}`:       "list[1] must not be null",
		`{"name":"ab","free":null}`:           "free must not be null",
		`{"name":"ab","size":10}`:             "size has to be a string",
		`{"name":"ab","size":"none"}`:         "size has to be one of all",
	} {
		got := refusal(t, fakeapi.ReadJSON(request("POST", "/", "application/json", body), schema, nil))
		if got == nil || got.Status != 400 || !strings.Contains(got.Message, want) {
			t.Errorf("%s: got %+v, want %q", body, got, want)
		}
	}
}

func TestRefusalsNameTheFieldButNotTheValue(t *testing.T) {
	body := `{"name":"ab","inner":{"key":{"deep":"canary"}}}`
	got := refusal(t, fakeapi.ReadJSON(request("POST", "/", "application/json", body), schema, nil))
	if got == nil || got.Field != "inner.key" || strings.Contains(got.Message, "canary") {
		t.Errorf("got %+v", got)
	}
}

func TestReadJSONDecodes(t *testing.T) {
	var out struct {
		Name string
		Port *int
	}
	if err := fakeapi.ReadJSON(request("POST", "/", "application/json", `{"name":"ab","port":5}`), schema, &out); err != nil {
		t.Fatal(err)
	}
	if out.Name != "ab" || out.Port == nil || *out.Port != 5 {
		t.Errorf("got %+v", out)
	}
}

func TestContentType(t *testing.T) {
	for contentType, want := range map[string]int{
		"application/json":              0,
		"application/json;charset=utf8": 0,
		"":                              415,
		"text/plain":                    415,
		"application/json-patch+json":   415,
	} {
		got := refusal(t, fakeapi.ReadJSON(request("POST", "/", contentType, `{"name":"ab"}`), schema, nil))
		if (got != nil) != (want != 0) || got != nil && got.Status != want {
			t.Errorf("%q: got %+v, want %d", contentType, got, want)
		}
	}
}

func TestReadForm(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	got, err := fakeapi.ReadForm(request("POST", "/", form, "a=1&b=x+%26+y"), "a", "b", "c")
	if err != nil || got.Get("a") != "1" || got.Get("b") != "x & y" {
		t.Errorf("got %v, %v", got, err)
	}
	for _, tt := range []struct {
		contentType, body string
		want              int
	}{
		{form, "d=1", 400},
		{form, "a=1&a=2", 400},
		{form, "a=%zz", 400},
		{"application/json", "a=1", 415},
	} {
		_, err := fakeapi.ReadForm(request("POST", "/", tt.contentType, tt.body), "a", "b", "c")
		if got := refusal(t, err); got == nil || got.Status != tt.want {
			t.Errorf("%s: got %v, want %d", tt.body, err, tt.want)
		}
	}
}

func TestNoBody(t *testing.T) {
	if err := fakeapi.NoBody(request("GET", "/", "", "")); err != nil {
		t.Error(err)
	}
	if got := refusal(t, fakeapi.NoBody(request("GET", "/", "", "{}"))); got == nil || got.Status != 400 {
		t.Errorf("got %v", got)
	}
}

func TestQuery(t *testing.T) {
	for target, ok := range map[string]bool{
		"/":              true,
		"/?n=5":          true,
		"/?n=1&b=true":   true,
		"/?b=false&o=up": true,
		"/?i=1&i=2&n=1":  true,
		"/?x=1":          false,
		"/?N=1":          false,
		"/?n=1&n=2":      false,
		"/?n=%zz":        false,
		"/?n=0":          false,
		"/?n=11":         false,
		"/?n=":           false,
		"/?b=1":          false,
		"/?o=left":       false,
	} {
		err := readQuery(request("GET", target, "", ""))
		if got := refusal(t, err); (got == nil) != ok || got != nil && got.Status != 400 {
			t.Errorf("%s: got %v", target, err)
		}
	}
}

func readQuery(r *http.Request) error {
	query, err := fakeapi.Query(r, "n", "b", "o", "i...")
	if err != nil {
		return err
	}
	_, nErr := query.Int("n", 7, 1, 10)
	_, bErr := query.Bool("b", false)
	_, oErr := query.OneOf("o", "up", "up", "down")
	return errors.Join(nErr, bErr, oErr)
}

func TestParametersFallBack(t *testing.T) {
	query, err := fakeapi.Query(request("GET", "/?n=3&b=true&o=down", "", ""), "n", "b", "o")
	if err != nil {
		t.Fatal(err)
	}
	n, _ := query.Int("n", 7, 1, 10)
	b, _ := query.Bool("b", false)
	o, _ := query.OneOf("o", "up", "up", "down")
	if n != 3 || !b || o != "down" {
		t.Errorf("got %d, %t, %s", n, b, o)
	}
	var none fakeapi.Parameters
	n, _ = none.Int("n", 7, 1, 10)
	b, _ = none.Bool("b", true)
	o, _ = none.OneOf("o", "up", "up", "down")
	if n != 7 || !b || o != "up" {
		t.Errorf("got %d, %t, %s", n, b, o)
	}
}

func TestPathValue(t *testing.T) {
	digits := regexp.MustCompile(`^\d+$`)
	r := request("GET", "/", "", "")
	r.SetPathValue("id", "12")
	if got, err := fakeapi.PathValue(r, "id", digits); err != nil || got != "12" {
		t.Errorf("got %q, %v", got, err)
	}
	r.SetPathValue("id", "12/3")
	if _, err := fakeapi.PathValue(r, "id", digits); refusal(t, err) == nil {
		t.Error("accepted 12/3")
	}
}
