package redact

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
)

// maxDepth is how deep documents in documents are read.
const maxDepth = 4

var (
	armour = regexp.MustCompile(`-----(BEGIN|END) [A-Z0-9 ]+-----`)
	scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)
)

// confidential returns the parts of a secret that are left when what is public in it is taken out: the armour of a PEM, the
// member names of JSON, and scheme, host and path of a URI.
func confidential(secret string) []string {
	return parts(strings.TrimSpace(secret), 0)
}

func parts(text string, depth int) []string {
	if document, ok := parseJSON(text); ok && depth < maxDepth {
		return leaves(document, depth+1)
	}
	if scheme.MatchString(text) {
		return partsOfURI(text, depth)
	}
	return armour.Split(text, -1)
}

// parseJSON reads an object or a list. Any other JSON is a text like others.
func parseJSON(text string) (any, bool) {
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return nil, false
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var document any
	err := decoder.Decode(&document)
	return document, err == nil && !decoder.More()
}

func leaves(document any, depth int) (found []string) {
	switch node := document.(type) {
	case string:
		return parts(strings.TrimSpace(node), depth)
	case json.Number:
		return []string{node.String()}
	case []any:
		for _, child := range node {
			found = append(found, leaves(child, depth)...)
		}
	case map[string]any:
		for _, child := range node {
			found = append(found, leaves(child, depth)...)
		}
	}
	return found
}

// partsOfURI returns user information, query and fragment. A secret link may have none of them: then it is the path, and if
// there is no path either, the whole.
func partsOfURI(uri string, depth int) (found []string) {
	rest := uri[len(scheme.FindString(uri)):]
	if at := userInfoEnd(rest); at >= 0 {
		user, password, _ := strings.Cut(rest[:at], ":")
		found = append(found, rest[:at], unescaped(user), password, unescaped(password))
		rest = rest[at+1:]
	}
	rest, fragment, _ := strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	for _, part := range []string{query, fragment} {
		if part != "" {
			found = append(found, part, unescaped(part))
		}
	}
	switch _, path, _ := strings.Cut(rest, "/"); {
	case len(found) > 0, depth > 0:
		return found
	case path != "":
		return []string{path, unescaped(path)}
	}
	return []string{uri}
}

// userInfoEnd returns where the user information of what follows the scheme ends; -1: there is none. A password may hold
// characters that should have been escaped: of a slash among them, what then looks like a port is no number.
func userInfoEnd(rest string) int {
	authority, _, _ := strings.Cut(rest, "/")
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		return at
	}
	authority, _, _ = strings.Cut(authority, "?")
	if _, port, _ := strings.Cut(authority, ":"); strings.Trim(port, "0123456789,") == "" {
		return -1
	}
	return strings.LastIndex(rest, "@")
}

func unescaped(text string) string {
	if decoded, err := url.PathUnescape(text); err == nil {
		return decoded
	}
	return text
}
