package fakeapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ReadJSON reads a JSON body strictly and decodes it into out, if out is not
// nil. It refuses a content type other than application/json (415), and with
// 400: anything but one JSON value in valid UTF-8, an object with the same key
// twice, and whatever the schema does not accept, keys in another letter case
// included.
func ReadJSON(r *http.Request, schema Field, out any) error {
	if err := contentType(r, "application/json"); err != nil {
		return err
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	tree, err := parse(data)
	if err != nil {
		return Refuse(http.StatusBadRequest, "", "the body is not valid JSON: %v", err)
	}
	if refusal := schema.accept("", tree); refusal != nil {
		return refusal
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(data, out)
}

// parse decodes one JSON value, with numbers kept as they were written.
func parse(data []byte) (any, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("invalid UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	tree, err := parseValue(decoder)
	if err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the value")
	}
	return tree, nil
}

// parseValue exists because encoding/json lets the last of several equal keys
// win in silence.
func parseValue(decoder *json.Decoder) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		return parseArray(decoder)
	case json.Delim('{'):
		return parseObject(decoder)
	}
	return token, nil
}

func parseArray(decoder *json.Decoder) (any, error) {
	array := []any{}
	for decoder.More() {
		value, err := parseValue(decoder)
		if err != nil {
			return nil, err
		}
		array = append(array, value)
	}
	_, err := decoder.Token()
	return array, err
}

func parseObject(decoder *json.Decoder) (any, error) {
	object := map[string]any{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		key, ok := token.(string)
		if !ok {
			return nil, fmt.Errorf("%v is not a key", token)
		}
		if _, twice := object[key]; twice {
			return nil, fmt.Errorf("the key %q is there twice", key)
		}
		if object[key], err = parseValue(decoder); err != nil {
			return nil, err
		}
	}
	_, err := decoder.Token()
	return object, err
}

// ReadForm reads a body of application/x-www-form-urlencoded that may have
// each of the given fields once, and no others.
func ReadForm(r *http.Request, fields ...string) (url.Values, error) {
	if err := contentType(r, "application/x-www-form-urlencoded"); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(data))
	if err != nil {
		return nil, Refuse(http.StatusBadRequest, "", "the body is not a valid form")
	}
	return form, onceEach("form field", form, fields)
}

// NoBody refuses a request that has a body.
func NoBody(r *http.Request) error {
	if data, err := io.ReadAll(r.Body); err != nil || len(data) > 0 {
		return Refuse(http.StatusBadRequest, "", "%s takes no body", r.Method)
	}
	return nil
}

// contentType accepts parameters besides the type, such as a charset.
func contentType(r *http.Request, want string) error {
	got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || got != want {
		return Refuse(http.StatusUnsupportedMediaType, "", "Content-Type has to be %s", want)
	}
	return nil
}

// Query returns the query of a request that may have each of the given
// parameters once, and no others. One that is given as "ids..." may be there
// any number of times.
func Query(r *http.Request, parameters ...string) (Parameters, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return Parameters{}, Refuse(http.StatusBadRequest, "", "the query is malformed")
	}
	return Parameters{query}, onceEach("query parameter", query, parameters)
}

func onceEach(what string, values url.Values, known []string) error {
	for name, all := range values {
		if slices.Contains(known, name+"...") {
			continue
		}
		if !slices.Contains(known, name) {
			return Refuse(http.StatusBadRequest, "", "%s %q is not known", what, name)
		}
		if len(all) > 1 {
			return Refuse(http.StatusBadRequest, "", "%s %q is there more than once", what, name)
		}
	}
	return nil
}

// Parameters is a query that was found in order by Query.
type Parameters struct{ url.Values }

// Int returns a parameter as an integer from least to most, or fallback if it is
// absent.
func (p Parameters) Int(name string, fallback, least, most int) (int, error) {
	if !p.Has(name) {
		return fallback, nil
	}
	n, err := strconv.Atoi(p.Get(name))
	if err != nil || n < least || n > most {
		return 0, Refuse(http.StatusBadRequest, "", "query parameter %q has to be an integer from %d to %d", name, least, most)
	}
	return n, nil
}

// Bool returns a parameter that is "true" or "false", or fallback if it is
// absent.
func (p Parameters) Bool(name string, fallback bool) (bool, error) {
	if !p.Has(name) {
		return fallback, nil
	}
	text, err := p.OneOf(name, "", "true", "false")
	return text == "true", err
}

// OneOf returns a parameter that has one of the given values, or fallback if
// it is absent.
func (p Parameters) OneOf(name, fallback string, values ...string) (string, error) {
	if !p.Has(name) {
		return fallback, nil
	}
	if !slices.Contains(values, p.Get(name)) {
		return "", Refuse(http.StatusBadRequest, "", "query parameter %q has to be one of %s", name, strings.Join(values, ", "))
	}
	return p.Get(name), nil
}

// PathValue returns a component of the path, refused with 400 if the pattern
// does not match it.
func PathValue(r *http.Request, name string, pattern *regexp.Regexp) (string, error) {
	value := r.PathValue(name)
	if !pattern.MatchString(value) {
		return "", Refuse(http.StatusBadRequest, "", "%s has to match %s", name, pattern)
	}
	return value, nil
}
