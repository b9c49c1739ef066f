package fakeapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Field is what a platform accepts for one member of a JSON body. Make it with
// String, Enum, Integer and so on, and narrow it with its methods, each of
// which returns a changed copy.
type Field struct {
	name     string
	required bool
	nullable bool
	members  []Field
	check    func(path string, value any) *Refusal
}

// String accepts text of least to most characters (code points); most 0: no
// upper bound.
func String(name string, least, most int) Field {
	return Field{name: name, check: func(path string, value any) *Refusal {
		text, ok := value.(string)
		if !ok {
			return wrong(path, "has to be a string")
		}
		if n := utf8.RuneCountInString(text); n < least || most > 0 && n > most {
			return wrong(path, "has %d characters, outside %s", n, bounds(least, most))
		}
		return nil
	}}
}

// Enum accepts one of the given texts.
func Enum(name string, values ...string) Field {
	return String(name, 0, 0).that(func(text string) string {
		if slices.Contains(values, text) {
			return ""
		}
		return fmt.Sprintf("has to be one of %s", strings.Join(values, ", "))
	})
}

// Pattern accepts text that the expression matches.
func Pattern(name string, pattern *regexp.Regexp) Field {
	return String(name, 0, 0).that(func(text string) string {
		if pattern.MatchString(text) {
			return ""
		}
		return fmt.Sprintf("has to match %s", pattern)
	})
}

// DateTime accepts an RFC 3339 time.
func DateTime(name string) Field {
	return String(name, 0, 0).that(func(text string) string {
		if _, err := time.Parse(time.RFC3339, text); err != nil {
			return "has to be a date and time"
		}
		return ""
	})
}

// Integer accepts a whole number from least to most.
func Integer(name string, least, most int64) Field {
	return Field{name: name, check: func(path string, value any) *Refusal {
		number, _ := value.(json.Number)
		n, err := number.Int64()
		if err != nil {
			return wrong(path, "has to be an integer")
		}
		if n < least || n > most {
			return wrong(path, "is %d, outside %d to %d", n, least, most)
		}
		return nil
	}}
}

// Boolean accepts true or false.
func Boolean(name string) Field {
	return Field{name: name, check: func(path string, value any) *Refusal {
		if _, ok := value.(bool); !ok {
			return wrong(path, "has to be true or false")
		}
		return nil
	}}
}

// Object accepts an object of exactly these members; letter case counts.
func Object(name string, members ...Field) Field {
	return Field{name: name, members: members, check: func(path string, value any) *Refusal {
		object, ok := value.(map[string]any)
		if !ok {
			return wrong(path, "has to be an object")
		}
		return checkMembers(path, object, members)
	}}
}

// Map accepts an object of any keys whose values are all like elem.
func Map(name string, elem Field) Field {
	return Field{name: name, check: func(path string, value any) *Refusal {
		object, ok := value.(map[string]any)
		if !ok {
			return wrong(path, "has to be an object")
		}
		for key, v := range object {
			if refusal := elem.accept(join(path, key), v); refusal != nil {
				return refusal
			}
		}
		return nil
	}}
}

// Array accepts least to most values like elem; most 0: no upper bound.
func Array(name string, elem Field, least, most int) Field {
	return Field{name: name, check: func(path string, value any) *Refusal {
		array, ok := value.([]any)
		if !ok {
			return wrong(path, "has to be an array")
		}
		if len(array) < least || most > 0 && len(array) > most {
			return wrong(path, "has %d values, outside %s", len(array), bounds(least, most))
		}
		for i, v := range array {
			if refusal := elem.accept(fmt.Sprintf("%s[%d]", path, i), v); refusal != nil {
				return refusal
			}
		}
		return nil
	}}
}

// Any accepts every value but null.
func Any(name string) Field {
	return Field{name: name, check: func(string, any) *Refusal { return nil }}
}

// Either accepts what any of the forms accepts. What none of them does, it
// refuses in the words of the last.
func Either(name string, forms ...Field) Field {
	return Field{name: name, check: func(path string, value any) *Refusal {
		var refusal *Refusal
		for _, form := range forms {
			if refusal = form.check(path, value); refusal == nil {
				return nil
			}
		}
		return refusal
	}}
}

// Required makes the member one that an object has to have.
func (f Field) Required() Field { f.required = true; return f }

// Optional undoes Required.
func (f Field) Optional() Field { f.required = false; return f }

// OrNull accepts null, too.
func (f Field) OrNull() Field { f.nullable = true; return f }

// Name is the member's key.
func (f Field) Name() string { return f.name }

// IsRequired reports whether an object has to have the member.
func (f Field) IsRequired() bool { return f.required }

// Members are the members of an Object.
func (f Field) Members() []Field { return f.members }

// that adds a condition on the text, which answers with what is wrong.
func (f Field) that(problem func(text string) string) Field {
	before := f.check
	f.check = func(path string, value any) *Refusal {
		if refusal := before(path, value); refusal != nil {
			return refusal
		}
		text, _ := value.(string)
		if found := problem(text); found != "" {
			return wrong(path, "%s", found)
		}
		return nil
	}
	return f
}

func (f Field) accept(path string, value any) *Refusal {
	if value != nil {
		return f.check(path, value)
	}
	if !f.nullable {
		return wrong(path, "must not be null")
	}
	return nil
}

func checkMembers(path string, object map[string]any, members []Field) *Refusal {
	known := map[string]bool{}
	for _, member := range members {
		known[member.name] = true
		at := join(path, member.name)
		value, present := object[member.name]
		if !present {
			if member.required {
				return wrong(at, "is required")
			}
			continue
		}
		if refusal := member.accept(at, value); refusal != nil {
			return refusal
		}
	}
	for key := range object {
		if !known[key] {
			return wrong(join(path, key), "is not a known property")
		}
	}
	return nil
}

// theBody is the path of the whole.
const theBody = "the body"

// wrong never shows the value: it may be a secret, and only a hostile
// platform (Options.EchoRequests) would show that.
func wrong(path, format string, args ...any) *Refusal {
	problem := fmt.Sprintf(format, args...)
	if path == "" {
		path = theBody
	}
	refusal := Refuse(http.StatusBadRequest, "", "%s %s", path, problem)
	refusal.Field = path
	return refusal
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func bounds(least, most int) string {
	if most == 0 {
		return fmt.Sprintf("%d or more", least)
	}
	return fmt.Sprintf("%d to %d", least, most)
}
