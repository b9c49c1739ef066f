package issued

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// PublicKeys accepts sets of public keys that something can be encrypted to together.
func PublicKeys() validator.Set { return publicKeys{} }

// SameKeys reports whether two sets are of the same public keys, however they are written. Keys that are not known are others.
func SameKeys(a, b types.Set) bool {
	texts, known := textsOf(a)
	before, alsoKnown := textsOf(b)
	now, err := parseKeys(texts)
	then, alsoErr := parseKeys(before)
	return known && alsoKnown && err == nil && alsoErr == nil && now.same(then)
}

// Encrypt returns an armored age file of exactly the secret's bytes, for the owners of the public keys.
func Encrypt(to types.Set, s secret.String) (string, error) {
	texts, _ := textsOf(to)
	all, err := parseKeys(texts)
	if err != nil {
		return "", fmt.Errorf("in encrypt_to, %w", err)
	}
	return all.encrypt(s)
}
