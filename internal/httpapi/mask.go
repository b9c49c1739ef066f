package httpapi

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
)

// mask returns what may be shown of a text: no secret that this operation knows, and of what looks like one only what the
// request itself carried.
func (x *exchange) mask(text string) string {
	if text == "" {
		return ""
	}
	x.client.redactor.Mask(x.secrets()...)
	return x.client.redactor.Message(text, x.carriedIDs()...)
}

// maskError is mask of an error's text. A failed exchange, such as one for a token, has masked what is in it.
func (x *exchange) maskError(err error) string {
	if _, isMasked := errors.AsType[*Error](err); isMasked {
		return err.Error()
	}
	return x.mask(err.Error())
}

// carriedIDs returns what a request carries besides its secrets: hosts, path and query, and the ids in its body.
func (x *exchange) carriedIDs() []string {
	r, base := x.request, x.client.base
	ids := []string{base.Host}
	if proxy, err := url.Parse(x.client.config.Transport.ProxyURL); err == nil {
		ids = append(ids, proxy.Host)
	}
	if path, err := expand(r.Path, r.Params, url.PathEscape); err == nil {
		ids = append(ids, base.Path+path)
		if plain, err := url.PathUnescape(base.Path + path); err == nil {
			ids = append(ids, plain)
		}
	}
	for _, value := range r.Params {
		ids = append(ids, value, url.PathEscape(value))
	}
	for _, values := range r.Query {
		ids = append(ids, values...)
	}
	body, err := toJSON(r.Body)
	var document any
	if err == nil && json.Unmarshal(body, &document) == nil {
		ids = append(ids, idsIn("", document)...)
	}
	return ids
}

// idsIn returns the texts of a document that are named as ids are: "userId", "org_ids", "applicationGUID".
func idsIn(name string, document any) (ids []string) {
	switch node := document.(type) {
	case string:
		name = strings.TrimSuffix(strings.ToLower(name), "s")
		if strings.HasSuffix(name, "id") {
			return []string{node}
		}
	case []any:
		for _, child := range node {
			ids = append(ids, idsIn(name, child)...)
		}
	case map[string]any:
		for member, child := range node {
			ids = append(ids, idsIn(member, child)...)
		}
	}
	return ids
}
