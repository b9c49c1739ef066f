package losanttest

import (
	_ "embed"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Options are the assumptions where Losant documents nothing, each with its
// likeliest answer as the zero value, and the faults of the kit.
type Options struct {
	fakeapi.Options

	// MaxPerPage is the largest page of a list; 0: 1000. Assumption: the
	// maximum is not published.
	MaxPerPage int
	// ClampPerPage answers a larger page with the largest one. Assumption: it
	// is refused.
	ClampPerPage bool
	// ValidationStatus is the status of an error of type Validation; 0: 400.
	// Assumption: the pages name the type but print no status.
	ValidationStatus int
	// DuplicateNameStatus is the status of a name that is taken, of type
	// AlreadyExists; 0: 400. Assumption: as above.
	DuplicateNameStatus int
	// FoldNames takes names that differ only by letter case for the same, and
	// filters without regard to it. Assumption: case counts.
	FoldNames bool
	// AllowMismatch accepts a body whose configuration is missing or of another
	// type, and ignores what does not fit. Assumption: it is refused as
	// Validation, although the published schema accepts it.
	AllowMismatch bool
	// TokenStatus is the status for a missing, unknown or expired token; 0:
	// 401. Assumption: only documented for signing in.
	TokenStatus int
	// ScopeStatus is the status for a token without the scope; 0: 403.
	// Assumption: not documented.
	ScopeStatus int
	// LinkedDeleteStatus is the status that refuses to delete a credential in
	// use. Assumption: 0, it is deleted.
	LinkedDeleteStatus int
	// LinksFollowRename carries the references along when a credential is
	// renamed. Assumption: they refer by name, so a rename breaks them.
	LinksFollowRename bool
	// ReplaceConfig replaces the whole configuration by the one in a PATCH, so
	// that a secret that is not sent is lost. Assumption: they are merged, for
	// the schema of PATCH requires nothing inside.
	ReplaceConfig bool
	// StillWhenUnchanged leaves lastUpdated alone if a PATCH changes nothing,
	// be it the same secret again. Assumption: every PATCH moves it.
	StillWhenUnchanged bool
	// KeyMetaJSON makes gcpConfig.keyMetaJson from keyJson. Assumption: the key
	// file without its private_key.
	KeyMetaJSON func(keyJSON string) string
	// RefuseGenerateInPatch refuses generatePrivateKey in PATCH. Assumption: it
	// makes a new pair of keys, each time that it is true.
	RefuseGenerateInPatch bool
	// KeyFilterType is the filterType of an access key that was made without one;
	// empty: none, the default of the vendor's portal. Assumption: that of the API
	// is not documented.
	KeyFilterType string
	// TokenShown shows API tokens whenever they are read, as the vendor's published
	// examples do. Assumption: only the answer to their creation has them, by the
	// vendor's page on application tokens.
	TokenShown bool
	// CheckIfMatch answers 412 to a PATCH or DELETE whose If-Match is not the
	// current _etag. Assumption: the header is ignored.
	CheckIfMatch bool
}

//go:embed options.go
var source string

// Source is this file: what the fields are documented to do is the help of the
// mock server.
func (Options) Source() string { return source }
