package acctest

import (
	"fmt"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Way is how a configuration gives a secret x.
type Way string

// The ways to give a secret.
const (
	Stored    Way = "x"
	WriteOnly Way = "x_wo"
	Versioned Way = "x_wo with x_wo_version"
)

// Give returns the arguments that give the secret of a sample; "" if it has none. Secret, version and other are expressions.
// In a map secret, other is the value of the second key, which is kept in the state whatever the way.
func Give(r fakeapi.Resource, way Way, secret, version, other string) string {
	if r.Secret == "" {
		return ""
	}
	argument := r.Secret
	if way != Stored {
		argument += "_wo"
	}
	given := argument + " = " + secret
	switch {
	case r.Key != "" && way == Stored:
		given = fmt.Sprintf("%s = { %s = %s, %s = %s }", argument, r.Key, secret, r.Other, other)
	case r.Key != "":
		given = fmt.Sprintf("%s = { %s = %s }\n%s = { %s = %s }", argument, r.Key, secret, r.Secret, r.Other, other)
	}
	if way == Versioned {
		given += fmt.Sprintf("\n%s_version = %s", argument, version)
	}
	return given
}

// SampleBlock returns a resource block of a sample.
func SampleBlock(r fakeapi.Resource, label, name, note, given string, more ...string) string {
	block := fmt.Sprintf("resource \"credentials_%s\" %q {\n%s\n", r.Type, label, r.Arguments(name, note, given))
	for _, argument := range more {
		block += argument + "\n"
	}
	return block + "}\n"
}

// Relabelled returns a resource block that is labelled "this" with another label.
func Relabelled(block, label string) string {
	return strings.Replace(block, `"this"`, fmt.Sprintf("%q", label), 1)
}

// Dependent returns a resource that uses the one with the address, and hands its create_before_destroy down to it.
func Dependent(address string) string {
	return fmt.Sprintf("resource \"terraform_data\" \"dependent\" {\n  input = %s.id\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n", address)
}
