// Package secret holds what the provider must never show: a string type that prints as a mask, and a digest that
// reports whether a secret has changed without keeping it.
package secret

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

const mask = "(secret)"

var errMarshal = errors.New("a secret does not marshal itself: put what Reveal returns into the request")

// String is a secret text. However it is printed or logged, it shows a mask. Marshalling it is an error, because a
// mask that reaches an API would overwrite the real secret there.
type String struct {
	_ [0]func() // not comparable: == would compare addresses

	// A pointer, because fmt ignores the methods of unexported fields: it prints those of a surrounding struct by
	// reflection, and of a nested pointer only the address.
	value *string
}

// New returns value as a secret.
func New(value string) String {
	return String{value: &value}
}

// Reveal returns the text itself, for the request that has to carry it.
func (s String) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero reports whether there is no secret: never set, or the empty string.
func (s String) IsZero() bool {
	return s.Reveal() == ""
}

// String implements [fmt.Stringer] with a mask.
func (String) String() string { return mask }

// GoString implements [fmt.GoStringer] with a mask.
func (String) GoString() string { return mask }

// Format implements [fmt.Formatter] with a mask for every verb.
func (String) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, mask)
}

// LogValue implements [slog.LogValuer] with a mask.
func (String) LogValue() slog.Value { return slog.StringValue(mask) }

// MarshalJSON always returns an error.
func (String) MarshalJSON() ([]byte, error) { return nil, errMarshal }

// MarshalText always returns an error.
func (String) MarshalText() ([]byte, error) { return nil, errMarshal }
