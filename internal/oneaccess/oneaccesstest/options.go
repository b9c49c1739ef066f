package oneaccesstest

import (
	_ "embed"
	"regexp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Options are the assumptions where OneAccess documents nothing or
// contradicts itself, each with its likeliest answer as the zero value, and
// the faults of the kit.
type Options struct {
	fakeapi.Options

	// Permissions are the permission codes of the client application, such as
	// "account_read". Empty: it may do everything.
	Permissions []string
	// PermissionStatus is the status if a permission code is missing; 0: 403.
	// Assumption: not documented.
	PermissionStatus int
	// TokenStatus is the status for bad client credentials and for a missing,
	// unknown or expired token; 0: 400. Assumption: the pages show the body
	// without a status and print 400 for everything else; so does a sister
	// product's page for a bad token. Only the API of user information has 401.
	TokenStatus int
	// TokenErrorCodes gives the same trouble the body of all other errors,
	// error_code and error_msg, as the page ShowAuthToken has it. Assumption:
	// it is error and error_description, as the general page on responses has
	// it.
	TokenErrorCodes bool
	// RunningTokens answers with the token that is already running and with
	// what is left of its time, until it has expired. Assumption: each answer
	// is a new token, although the vendor's example has 1719 of 1800 seconds.
	RunningTokens bool

	// Unset is how an answer has a name, organization, roles or extension that
	// an account does not have: mixed, null, empty or absent. Assumption: mixed,
	// which is null, null, absent and {} in turn.
	Unset Unset
	// BlankCodes answers error codes with a blank before them, as the pages of a
	// sister product print some. Assumption: there is none.
	BlankCodes bool

	// CreateStatus is the status of a creation by CreateAppAccount; 0: 201. A
	// sister product's pages have either status for creations and updates.
	CreateStatus int
	// UpdateStatus is the status of an update; 0: 200.
	UpdateStatus int
	// NameLeftUnset leaves a new account without a name if none was sent.
	// Assumption: it gets the user's name.
	NameLeftUnset bool
	// AllAttributes answers with every attribute of the application in
	// extension, null if it is not set. Assumption: with those that are set.
	AllAttributes bool

	// AcceptNull takes null in a body for a member that was left out.
	// Assumption: it is refused.
	AcceptNull bool
	// EmptyUpdate is what an empty text does in an update: refuse-names, refuse,
	// keep or clear. In a create it is documented to mean that nothing is set.
	EmptyUpdate Empty
	// OptionalAccountName accepts an update without account_name, which the page
	// UpdateAppAccount has as optional. Assumption: it is refused, since a sister
	// product's page requires it, and there is an error code for its absence.
	OptionalAccountName bool
	// FullUpdate unsets what an update leaves out, but for the password, which
	// the vendor's example leaves out. Assumption: it stays as it was.
	FullUpdate bool
	// MergeExtension keeps the attributes that an update's extension leaves
	// out. Assumption: the new extension takes the place of the old one.
	MergeExtension bool

	// AccountNameRule is the validation rule of the tenant for account names;
	// nil: any.
	AccountNameRule *regexp.Regexp
	// PasswordRule is the tenant's password policy; nil: any. Assumption: none
	// is documented.
	PasswordRule *regexp.Regexp
	// OneAccountPerUser refuses a user's second account in an application as a
	// duplicate. Assumption: only the account name has to be unique in the
	// application.
	OneAccountPerUser bool
	// AnyTypeWritable lets orphan and public accounts be changed and deleted.
	// Assumption: that is refused as an unsupported type.
	AnyTypeWritable bool
	// ExactUserNames finds a user by name only in the letter case that it has.
	// Assumption: letter case does not count, by the user guide's page on adding
	// users.
	ExactUserNames bool
	// UserNotFoundCode is the error code for an unknown user; empty:
	// "USER.0001", as a sister product's pages have it.
	UserNotFoundCode string

	// TotalAlwaysOne answers every list with a total of 1, as the vendor's
	// example of application organizations does with two rows. Assumption:
	// total is the number of rows on all pages.
	TotalAlwaysOne bool
	// NewestFirst lists the latest first. Assumption: the order of lists is not
	// documented; it is that of creation.
	NewestFirst bool
}

//go:embed options.go
var source string

// Source is this file: what the fields are documented to do is the help of the
// mock server.
func (Options) Source() string { return source }

// Unset is how an answer has what is not set. The pages that could be read do
// not say.
type Unset int

const (
	// UnsetMixed has the name and org_id as null, extension as {}, and no roles:
	// the sample of a sister product.
	UnsetMixed Unset = iota
	// UnsetNull has it as null, as the parent of an organization is documented,
	// and the extension of a role's member.
	UnsetNull
	// UnsetEmpty has it as an empty string, list or object.
	UnsetEmpty
	// UnsetAbsent leaves it out.
	UnsetAbsent
)

// UnmarshalText takes mixed, null, empty or absent.
func (u *Unset) UnmarshalText(text []byte) error {
	return fakeapi.ParseName(u, text, "mixed", "null", "empty", "absent")
}

// Empty is what an empty text does in an update. The pages do not say.
type Empty int

const (
	// RefuseEmptyNames refuses it for account_name and name, as their error codes
	// suggest, and keeps org_code and password as they were: a sister product's
	// sample of an update sends both empty.
	RefuseEmptyNames Empty = iota
	// RefuseEmpty refuses it for all of them.
	RefuseEmpty
	// KeepEmpty leaves the value as it was, as the page UpdateAppOrg documents
	// for the name of an organization.
	KeepEmpty
	// ClearEmpty unsets the value, except for the account name, which is
	// refused.
	ClearEmpty
)

// UnmarshalText takes refuse-names, refuse, keep or clear.
func (e *Empty) UnmarshalText(text []byte) error {
	return fakeapi.ParseName(e, text, "refuse-names", "refuse", "keep", "clear")
}
