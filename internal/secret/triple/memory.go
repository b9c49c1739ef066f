package triple

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

const privateKey = "secrets"

// Private is the part of the framework's private state that this package uses.
type Private interface {
	// GetKey returns the JSON document stored at key, or nil.
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	// SetKey stores a JSON document at key.
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// memory is what private state keeps about the secrets of one object. Its maps are keyed by the path of x.
type memory struct {
	Digests  map[string]string `json:"digests,omitempty"`  // of write-only values under rule 2, as last confirmed
	Doubtful map[string]bool   `json:"doubtful,omitempty"` // sent, but the platform has not confirmed it
	Tampered map[string]change `json:"tampered,omitempty"` // changes by hand that no write has undone
	Absent   map[string]bool   `json:"absent,omitempty"`   // write-only values that the last plan of an update has not seen
	Ignored  map[string]bool   `json:"ignored,omitempty"`  // those of them that its apply has seen all the same
	Stamp    string            `json:"stamp,omitempty"`    // the platform's date of our last write
}

// change is one that somebody else made, as the platform tells it.
type change struct {
	At string `json:"at"`
	By string `json:"by,omitempty"`
}

// recall reads the memory. One that cannot be read is empty: the secrets count as changed then.
func recall(ctx context.Context, private Private, diags *diag.Diagnostics) memory {
	document, d := private.GetKey(ctx, privateKey)
	diags.Append(d...)
	var m memory
	if document != nil && json.Unmarshal(document, &m) != nil {
		m = memory{}
	}
	if m.Digests == nil {
		m.Digests = make(map[string]string)
	}
	if m.Doubtful == nil {
		m.Doubtful = make(map[string]bool)
	}
	if m.Tampered == nil {
		m.Tampered = make(map[string]change)
	}
	if m.Absent == nil {
		m.Absent = make(map[string]bool)
	}
	if m.Ignored == nil {
		m.Ignored = make(map[string]bool)
	}
	return m
}

func (m memory) save(ctx context.Context, private Private) diag.Diagnostics {
	document, err := json.Marshal(m)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Private state not saved", err.Error())}
	}
	return private.SetKey(ctx, privateKey, document)
}

// Moved reports whether two dates that a platform gives in RFC 3339 are a second or more apart. A date that is empty
// or cannot be read has not moved: nobody can tell. Fractions of a second do not count, because a platform may print
// them in the answer to a write and not in a listing.
func Moved(from, to string) bool {
	a, errA := time.Parse(time.RFC3339, from)
	b, errB := time.Parse(time.RFC3339, to)
	return errA == nil && errB == nil && b.Sub(a).Abs() >= time.Second
}
