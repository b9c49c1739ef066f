package genesystest

import (
	_ "embed"
	"fmt"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Options are the assumptions where Genesys documents nothing, each with its
// likeliest answer, or else the least forgiving one, as the zero value; and the
// faults of the kit.
type Options struct {
	fakeapi.Options

	// Redaction is what a GET shows of a sensitive field: absent, null or
	// masked. Assumption: the field is absent. The model only says that
	// sensitive fields are redacted.
	Redaction Redaction
	// ShowFreeForm shows the fields of the types userDefined and
	// userDefinedOAuth. Assumption: nothing declares them harmless, so all of
	// them are redacted.
	ShowFreeForm bool
	// MergeFields keeps the credentialFields that a PUT leaves out. Assumption:
	// it replaces them all, so that an omitted secret is lost, or refused where
	// the type requires it.
	MergeFields bool
	// AllowTypeChange lets a PUT change the type of a credential. Assumption:
	// it is refused with 400; the vendor's help warns against it.
	AllowTypeChange bool
	// UniqueNames refuses with 409 a second credential of the same name.
	// Assumption: names repeat freely.
	UniqueNames bool
	// MaxNameLength is the longest name in characters. Assumption: 0, any.
	MaxNameLength int
	// CreateStatus is the status of a POST that made something; 0: 200.
	// Assumption: 200 or 201.
	CreateStatus int
	// DeleteStatus is the status for a deleted credential; 0: 204. Assumption:
	// 200 or 204, neither with a body.
	DeleteStatus int
	// AllowDeleteInUse deletes a credential that an integration uses, whose
	// reference is then left dangling. Assumption: it is refused.
	AllowDeleteInUse bool
	// InUseStatus is the status that refuses it; 0: 409. Assumption: 400 or
	// 409.
	InUseStatus int
	// DetachDelay is how long a credential still counts as in use after it was
	// taken out of an integration. Assumption: 0; the vendor's sample
	// application waits three seconds between the two.
	DetachDelay time.Duration
	// ListMilliseconds prints the dates in lists to the millisecond.
	// Assumption: to the second, as in answers to writes.
	ListMilliseconds bool
	// OmitNextURI leaves nextUri and previousUri out of the listing, so that
	// the last id has to serve as the cursor. Assumption: they are there if
	// there is such a page.
	OmitNextURI bool

	// AcceptTextVersion accepts the version of a configuration as text, too.
	// Assumption: only as a number.
	AcceptTextVersion bool
	// VersionStatus is the status for a configuration whose version is not the
	// current one; 0: 409. Assumption: 409, 408 or 400, which are what the
	// vendor's Terraform provider repeats.
	VersionStatus int
	// NullWhenEmpty shows null for a configuration's name, notes, properties,
	// advanced and credentials that are empty. Assumption: "" and {}.
	NullWhenEmpty bool
	// NotesPlaceholder shows node_dynamodb_empty_string for notes that are
	// empty, which the vendor's Terraform provider has seen. Assumption: "".
	NotesPlaceholder bool

	// OAuthDeleteActiveStatus is the status that refuses to delete an OAuth client
	// that is not inactive; 0: 400. Assumption: not documented.
	OAuthDeleteActiveStatus int
	// OAuthDeletedShown shows a deleted OAuth client with the state deleted, also in
	// the list. Assumption: it is 404; the vendor's Terraform provider expects
	// either.
	OAuthDeletedShown bool
	// OAuthPageSize is the size of the pages in which OAuth clients are listed; 0:
	// 999. The operation is documented without parameters; those of the answer's
	// own nextUri are accepted.
	OAuthPageSize int
	// SecretKeepsDate leaves dateModified of an OAuth client alone when another
	// secret is issued. Assumption: it moves.
	SecretKeepsDate bool
	// RefuseImplicitGrant refuses new OAuth clients of the grant type TOKEN, as the
	// vendor's staff has announced. Assumption: they are accepted, since the dates
	// have moved before.
	RefuseImplicitGrant bool
	// ThrottleTokens is how many token requests are refused at first, as the
	// limit of the token endpoint does: with 400, "rate limit exceeded;".
	ThrottleTokens int
	// ClientStatus is the status for an unknown OAuth client; 0: 401.
	// Assumption: documented is only that it is not 200.
	ClientStatus int

	// TypesEnvelope lists the types of credentials in an object with entities, as
	// was documented before 250.0.0 of the vendor's release notes. Assumption: an
	// array, as since then.
	TypesEnvelope bool

	// CredentialTypes replaces the known types of credentials. Assumption: those
	// whose fields the vendor's pages and samples document.
	CredentialTypes []CredentialType
	// IntegrationTypes replaces the known types of integrations. Assumption:
	// those whose slots the vendor's samples show.
	IntegrationTypes []IntegrationType
}

//go:embed options.go
var source string

// Source is this file: what the fields are documented to do is the help of the
// mock server.
func (Options) Source() string { return source }

// Redaction is a form of hiding a sensitive field.
type Redaction string

// The forms of redaction.
const (
	Absent Redaction = ""
	Null   Redaction = "null"
	Masked Redaction = "masked"
)

// UnmarshalText takes absent, null or masked.
func (r *Redaction) UnmarshalText(text []byte) error {
	forms := map[string]Redaction{"absent": Absent, "null": Null, "masked": Masked}
	form, ok := forms[string(text)]
	if !ok {
		return fmt.Errorf("%q is none of absent, null, masked", text)
	}
	*r = form
	return nil
}

// Mask stands for a sensitive field if Options.Redaction is Masked.
const Mask = "********"
