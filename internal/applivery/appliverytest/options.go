package appliverytest

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Options are the assumptions where Applivery documents nothing or contradicts
// itself, each with its likeliest answer as the zero value, and the faults of
// the kit.
type Options struct {
	fakeapi.Options

	// Slash is what the slash at the end of the path means: optional, required,
	// added or removed. Assumption: it is optional; the pages of these operations
	// print it, newer pages of the same API do not, and a client in use reads with
	// it and without.
	Slash Slash
	// MustBeOpened answers a PUT with 404 until the integration was opened in the
	// dashboard, or is among the objects of a seed. Assumption: PUT creates what is not there, as its sibling mdm/configurations is said to.
	MustBeOpened bool
	// NewPasswordOnPut makes a new password with each PUT. Assumption: only the
	// first PUT and each DELETE make one.
	NewPasswordOnPut bool
	// PasswordOnce shows a password only in the answer to the request that made
	// it. Assumption: every answer has it.
	PasswordOnce bool
	// Omitted are members of data that no answer has; all are documented as
	// optional. Assumption: every answer has all of them.
	Omitted []string
	// Masked are members of data whose value is Mask in every answer.
	// Assumption: all are in the clear.
	Masked []string
	// AllowEmpty accepts empty strings in a PUT. Assumption: they are refused,
	// although no least length is documented.
	AllowEmpty bool
	// BlankNotFound answers a DELETE of an integration that is blank already
	// with 404. Assumption: it makes one more password. One that was never
	// opened is not found either way.
	BlankNotFound bool
	// MDMEcho is how answers show the clientSecret of an MDM configuration: absent,
	// clear or masked. Assumption: absent; the pages are cut off there.
	MDMEcho Echo
	// MDMMissingNull answers 200 with null data for an organization without an MDM
	// configuration. Assumption: 404.
	MDMMissingNull bool
	// PermissionStatus is the status for a token without the permission; 0:
	// 401. Assumption: no page documents a 403.
	PermissionStatus int
	// LegacyErrors sends errors with "status": true, as the samples of the
	// legacy API do. Assumption: it is false, as on these pages.
	LegacyErrors bool
}

//go:embed options.go
var source string

// Source is this file: what the fields are documented to do is the help of the
// mock server.
func (Options) Source() string { return source }

// Slash is what the slash at the end of the path means to the fake.
type Slash int

const (
	// SlashOptional serves both forms.
	SlashOptional Slash = iota
	// SlashRequired answers 404 to the path without the slash.
	SlashRequired
	// SlashAdded redirects the path without the slash to the one with it.
	SlashAdded
	// SlashRemoved redirects the path with the slash to the one without it.
	SlashRemoved
)

// UnmarshalText takes optional, required, added or removed.
func (s *Slash) UnmarshalText(text []byte) error {
	return fakeapi.ParseName(s, text, "optional", "required", "added", "removed")
}

// Echo is how a secret is shown in an answer.
type Echo int

const (
	// EchoAbsent leaves it out.
	EchoAbsent Echo = iota
	// EchoClear shows it.
	EchoClear
	// EchoMasked shows Mask in its place.
	EchoMasked
)

// UnmarshalText takes absent, clear or masked.
func (e *Echo) UnmarshalText(text []byte) error {
	return fakeapi.ParseName(e, text, "absent", "clear", "masked")
}

// Mask stands for the value of Options.Masked members. It is long enough for a
// password.
const Mask = "********"

// mustBeSound panics on the name of a member that no answer has, so that a
// test cannot pass because of a misspelled one.
func (o Options) mustBeSound() {
	for _, name := range slices.Concat(o.Omitted, o.Masked) {
		if _, ok := (Integration{}).members()[name]; !ok {
			panic(fmt.Sprintf("appliverytest: answers have no member %q", name))
		}
	}
}
