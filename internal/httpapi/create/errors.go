package create

import (
	"errors"
	"fmt"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// AmbiguousError is a creation whose answer was lost, and after which several objects could be the one that it made.
type AmbiguousError struct {
	IDs []string
	Err error // the failed POST
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("no response was received, and more than one object may be the new one: %s: %s", strings.Join(e.IDs, ", "), e.Err)
}

// Unwrap returns the error of the POST.
func (e *AmbiguousError) Unwrap() error { return e.Err }

// DuplicateError is a creation that the platform refuses because there is such an object already.
type DuplicateError struct {
	ID  string // of the object that exists; empty if it is not known which one that is
	Err error  // the failed POST
}

func (e *DuplicateError) Error() string {
	if e.ID == "" {
		return fmt.Sprintf("it already exists: %s", e.Err)
	}
	return fmt.Sprintf("it already exists, with id %s: %s", e.ID, e.Err)
}

// Unwrap returns the error of the POST.
func (e *DuplicateError) Unwrap() error { return e.Err }

// UnknownError is a creation whose answer was lost, and whose object could not be looked for.
type UnknownError struct {
	Err  error // the failed POST
	Look error // why the look failed
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("whether the object was created is unknown: %s. Looking for it failed: %s", e.Err, e.Look)
}

// Unwrap returns both errors, that of the POST first.
func (e *UnknownError) Unwrap() []error { return []error{e.Err, e.Look} }

// LostError is a creation that has made an object which is of no use, since the answer that is shown once was lost.
type LostError struct {
	ID   string
	Err  error // the failed POST
	Left error // why the object could not be deleted; nil: it was deleted
}

func (e *LostError) Error() string {
	if e.Left != nil {
		return fmt.Sprintf("the object %s was created, but is of no use, since the answer with its secret was lost: %s. Deleting it failed, so delete it on the platform: %s", e.ID, e.Err, e.Left)
	}
	cause := e.Err
	if failed, ok := errors.AsType[*httpapi.Error](cause); ok { // whether it took effect is known by now
		settled := *failed
		settled.Applied = httpapi.NotApplied
		cause = &settled
	}
	return fmt.Sprintf("the answer with the secret was lost, and the object that was created has been deleted again: %s", cause)
}

// Unwrap returns the error of the POST.
func (e *LostError) Unwrap() error { return e.Err }
