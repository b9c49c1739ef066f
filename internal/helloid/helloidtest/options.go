package helloidtest

import (
	_ "embed"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Options are the assumptions where HelloID documents nothing or contradicts
// itself, each with its likeliest answer as the zero value, and the faults of
// the kit.
type Options struct {
	fakeapi.Options

	// CurlPath serves UpdateCredentialByCurl, and answers 404 to
	// UpdateCredential. Assumption: it is the other way round, since elsewhere
	// in these pages the table was right and the curl sample wrong.
	CurlPath bool
	// ErrorBody is the shape of errors; the page that describes them is not
	// public: result-msg, message or text. Assumption: the first, where the
	// vendor's connectors look first.
	ErrorBody ErrorBody
	// UnknownStatus is the status for an unknown user, an unknown application
	// and one that has no credentials, when a credential is written or a set
	// deleted; 0: 400. Assumption: the pages list no other.
	UnknownStatus int
	// NoSetStatus is the status for deleting the set of a user who has none; 0:
	// 404. Assumption: not documented.
	NoSetStatus int
	// InBandErrors answers 200 to a write that is refused on account of the
	// application, and says why in the error of its item. Assumption: such a
	// write has UnknownStatus; what error is for is not documented.
	InBandErrors bool
	// UpdateOnly refuses to write to a set that is not there. Assumption: it is
	// made.
	UpdateOnly bool
	// KeepUnnamed keeps the values of functions that a write does not name.
	// Assumption: a write replaces the set, as it does with credentialset.
	KeepUnnamed bool
	// FreshGUID gives a set and its credentials new GUIDs with each write.
	// Assumption: they keep theirs.
	FreshGUID bool
	// OnlyChanged answers a write with the set that it changed, in one language.
	// Assumption: all applications, languages and sets of the user, those of
	// the written application last.
	OnlyChanged bool
	// OtherCase answers with GUIDs in capitals, and with functions and names of
	// sets in lower case. Assumption: all are as they were sent, although the
	// pages waver.
	OtherCase bool
	// FoldNames finds users, applications and sets by name without regard to
	// letter case. Assumption: case counts.
	FoldNames bool
	// DeleteOnlyDefault deletes the set named "Default" and keeps the others.
	// Assumption: all sets of the user for the application go, since the call
	// names none.
	DeleteOnlyDefault bool
	// RefuseDisabled takes a disabled user for an unknown one when a credential
	// is written or a set deleted. Assumption: only deleted users are.
	RefuseDisabled bool
	// AllowEmpty accepts a write with an empty value or without credentials.
	// Assumption: it is refused.
	AllowEmpty bool
	// ListMember lists in an object that has the array in this member: "data" or
	// "pageData", which the vendor's connectors accept, too. Assumption: a bare
	// array, as in the pages.
	ListMember string
	// PermissionStatus is the status for a write with a key that may only read;
	// 0: 403. Assumption: no page documents such keys; all that is wrong with a key
	// is 401 there.
	PermissionStatus int
	// VariableEcho is the value of a secret variable in the answers to writes:
	// cipher, clear or absent. Assumption: ciphertext, as in the list.
	VariableEcho Echo
	// FreshCipher shows the value of a secret variable as another ciphertext in
	// each answer. Assumption: it changes with each write.
	FreshCipher bool
	// VariableMissingNull answers null where there is no variable of a name.
	// Assumption: an empty object; the vendor's scripts take both.
	VariableMissingNull bool
	// VariableExistsStatus is the status for a creation of a name that exists,
	// without OverwriteIfExists; 0: 400. Assumption: not documented.
	VariableExistsStatus int
	// VariablePutMissingStatus is the status for an update of a variable that does
	// not exist; 0: 400. Assumption: not documented.
	VariablePutMissingStatus int
	// MaxTake is the largest page of a list; 0: 1000, which the vendor's
	// connectors ask for. Assumption: a larger one is refused.
	MaxTake int
}

//go:embed options.go
var source string

// Source is this file: what the fields are documented to do is the help of the
// mock server.
func (Options) Source() string { return source }

// Echo is how a secret variable is shown in the answers to writes.
type Echo int

const (
	// EchoCipher shows ciphertext.
	EchoCipher Echo = iota
	// EchoClear shows the value in the clear.
	EchoClear
	// EchoAbsent leaves the value out.
	EchoAbsent
)

// UnmarshalText takes cipher, clear or absent.
func (e *Echo) UnmarshalText(text []byte) error {
	return fakeapi.ParseName(e, text, "cipher", "clear", "absent")
}

// ErrorBody is the shape of an error's body.
type ErrorBody int

// UnmarshalText takes result-msg, message or text.
func (b *ErrorBody) UnmarshalText(text []byte) error {
	return fakeapi.ParseName(b, text, "result-msg", "message", "text")
}

const (
	// ResultMsg is {"resultMsg": "..."}.
	ResultMsg ErrorBody = iota
	// Message is {"message": "..."}.
	Message
	// Text is plain text.
	Text
)
