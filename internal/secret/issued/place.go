package issued

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// values are those of the attributes in a plan or a state.
type values struct {
	plain, encrypted, rotate, at types.String
	store                        types.Bool
	to                           types.Set
	none                         bool // the object has no secret
}

// Data is a plan or a state.
type Data interface {
	GetAttribute(ctx context.Context, p path.Path, target any) diag.Diagnostics
}

func (s Secret) read(ctx context.Context, from Data, diags *diag.Diagnostics) (v values) {
	plain, encrypted, at := s.paths()
	for _, attribute := range []struct {
		path   path.Path
		target any
	}{
		{plain, &v.plain},
		{encrypted, &v.encrypted},
		{at, &v.at},
		{path.Root(rotate), &v.rotate},
		{path.Root(storeSecret), &v.store},
		{path.Root(encryptTo), &v.to},
	} {
		diags.Append(from.GetAttribute(ctx, attribute.path, attribute.target)...)
	}
	v.none = s.None != nil && s.None(ctx, from)
	return v
}

// recorded reports whether the place of the secret is in the state: it is not after an import, until the first update.
func (v values) recorded() bool { return !v.store.IsNull() || !v.to.IsNull() }

// need is what an apply has to do about the secret.
type need int

const (
	nothing need = iota
	// encryption of the plain text that is in the state, or nothing, where it is not known yet which place is configured
	encryption
	// another secret
	another
)

// needed decides. again says that a secret that was to be issued got lost.
func needed(plan, state values, again bool) need {
	rotated := !plan.rotate.IsNull() && !plan.rotate.Equal(state.rotate)
	switch {
	case plan.none:
		return nothing
	case again:
		return another
	case !state.recorded():
		return nothing // an import: the first update records what is configured
	case state.none:
		return another // it becomes an object with a secret
	case rotated:
		return another
	case state.at.IsNull():
		return nothing // it is not known which secret the platform has
	case plan.to.IsNull(), plan.store.ValueBool(): // exactly one is configured
		if state.plain.IsNull() {
			return another // from encrypt_to to store_secret
		}
		return nothing
	case !state.plain.IsNull():
		return encryption // from store_secret to encrypt_to
	case SameKeys(plan.to, state.to):
		return nothing
	}
	return another
}

// privateKey is where private state remembers that a secret got lost.
const privateKey = "issued"

// Private is the part of the framework's private state that this package uses.
type Private interface {
	// GetKey returns the JSON document stored at key, or nil.
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	// SetKey stores a JSON document at key.
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

type memory struct {
	// Again: the next plan has a secret issued, since the last one got lost.
	Again bool `json:"again"`
}

func recall(ctx context.Context, private Private, diags *diag.Diagnostics) (m memory) {
	document, d := private.GetKey(ctx, privateKey)
	diags.Append(d...)
	if document != nil && json.Unmarshal(document, &m) != nil {
		return memory{}
	}
	return m
}

func (m memory) save(ctx context.Context, private Private) diag.Diagnostics {
	document, _ := json.Marshal(m) // a truth value marshals
	return private.SetKey(ctx, privateKey, document)
}

// setter is what a value is set in: a plan or a state.
type setter interface {
	SetAttribute(ctx context.Context, p path.Path, value any) diag.Diagnostics
}

func (s Secret) set(ctx context.Context, in setter, plain, encrypted, at attr.Value) (diags diag.Diagnostics) {
	plainPath, encryptedPath, atPath := s.paths()
	diags.Append(in.SetAttribute(ctx, plainPath, plain)...)
	diags.Append(in.SetAttribute(ctx, encryptedPath, encrypted)...)
	diags.Append(in.SetAttribute(ctx, atPath, at)...)
	return diags
}
