package triple

import (
	"context"
	"encoding/json"

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

// memory is what private state keeps about one object and its secrets.
type memory struct {
	Secrets   map[string]record `json:"secrets,omitempty"` // by the path of x
	Created   bool              `json:"created,omitempty"` // by the provider: the object holds nothing that it does not know
	Date      string            `json:"date,omitempty"`    // the platform's date of our last write
	WrittenAt string            `json:"written_at,omitempty"`
	ChangedBy string            `json:"changed_by,omitempty"` // who made the change of changed_outside_at, where known
}

// record is what is kept about one secret.
type record struct {
	// Digests are those of the write-only value as last confirmed, by key of a map; kept under rule 2, and under a version
	// where the platform shows the value.
	Digests map[string]string `json:"digests,omitempty"`
	// Digest is one of all parts of the write-only map together, so that a plan in which none has changed computes one digest
	// instead of one for each. Empty: there are fewer than two parts.
	Digest string `json:"digest,omitempty"`
	// Doubtful is set from the request until its confirmation: the platform may hold either value.
	Doubtful bool `json:"doubtful,omitempty"`
	// Replaced: the platform shows another value than the one that was last confirmed.
	Replaced bool `json:"replaced,omitempty"`
	// Ignored are the keys of the write-only value that ignore_changes kept out of the last applied plan.
	Ignored []string `json:"ignored,omitempty"`
	// Plan is what the last plan of an update saw and decided, for its apply.
	Plan *planned `json:"plan,omitempty"`
}

// planned is a plan's word about one secret.
type planned struct {
	Send need     `json:"send"`
	Keys []string `json:"keys,omitempty"` // the keys of the write-only value that it saw
}

// recall reads the memory. One that cannot be read is empty: the secrets count as changed then.
func recall(ctx context.Context, private Private, diags *diag.Diagnostics) memory {
	document, d := private.GetKey(ctx, privateKey)
	diags.Append(d...)
	var m memory
	if document != nil && json.Unmarshal(document, &m) != nil {
		m = memory{}
	}
	return m
}

// ChangedBy returns who made the change that changed_outside_at dates; empty if that is not known.
func ChangedBy(ctx context.Context, private Private, diags *diag.Diagnostics) string {
	return recall(ctx, private, diags).ChangedBy
}

// Remembers reports whether private data are those of an object whose secrets were written.
func Remembers(ctx context.Context, private Private) bool {
	document, _ := private.GetKey(ctx, privateKey)
	return document != nil
}

func (m memory) save(ctx context.Context, private Private) diag.Diagnostics {
	document, err := json.Marshal(m)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Private state not saved", err.Error())}
	}
	return private.SetKey(ctx, privateKey, document)
}

// forgetPlans drops what plans decided, and reports whether there was anything.
func (m memory) forgetPlans() (dropped bool) {
	for key, r := range m.Secrets {
		dropped = dropped || r.Plan != nil
		r.Plan = nil
		m.Secrets[key] = r
	}
	return dropped
}
