package engine

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// edit returns the body with the text in the place of one of its values. What is no JSON is replaced whole.
func (t tampering) edit(body string) string {
	at := t.place % len(values(body))
	if at == 0 {
		return t.text
	}
	const mark = "the-place" // the text need not be JSON
	var document any
	_ = json.Unmarshal([]byte(body), &document) // it has several places
	edited, err := json.Marshal(walk(document, func(value any) any {
		at--
		switch {
		case at != -1:
			return value
		case t.text == "":
			return none{}
		}
		return mark
	}))
	if err != nil {
		panic(err) // it came from JSON
	}
	return strings.Replace(string(edited), `"`+mark+`"`, t.text, 1)
}

// values returns the values in a JSON document, in a fixed order. The first is the document itself; of what is no JSON it is nil.
func values(body string) []any {
	var document any
	_ = json.Unmarshal([]byte(body), &document)
	var all []any
	walk(document, func(value any) any {
		all = append(all, value)
		return value
	})
	return all
}

// walk returns a JSON document with each value replaced, outer ones first.
func walk(value any, replace func(any) any) any {
	switch value := replace(value).(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			value[name] = walk(value[name], replace)
		}
		maps.DeleteFunc(value, func(_ string, member any) bool { return member == any(none{}) })
		return value
	case []any:
		for i := range value {
			value[i] = walk(value[i], replace)
		}
		return slices.DeleteFunc(value, func(element any) bool { return element == any(none{}) })
	default:
		return value
	}
}

// none stands for a value that is taken out.
type none struct{}
