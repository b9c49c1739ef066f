package issued

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"filippo.io/age/armor"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// Errors of keys quote nothing, since a key may be a private one by a slip. (The library's own quote the text.)
var (
	errPrivateKey = errors.New("an element is a private key. Set the public key that belongs to it, and replace this one: it was shown to Terraform")
	errLines      = errors.New("an element has several lines. Each key must be an element of its own")
	errNoKey      = errors.New("an element is no public key. It must be age1…, or a line of ssh-ed25519 or ssh-rsa (of 2048 bits or more) as in authorized_keys")
	errMixed      = errors.New("age1pq1… cannot be combined with other kinds of keys: what is encrypted to both would not be safe from quantum computers")
)

// keys are public keys, by the one spelling that each of them has.
type keys map[string]age.Recipient

func parseKeys(texts []string) (keys, error) {
	all := keys{}
	hybrid := 0
	for _, text := range texts {
		spelling, recipient, err := parseKey(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		if _, ok := recipient.(*age.HybridRecipient); ok && all[spelling] == nil {
			hybrid++
		}
		all[spelling] = recipient
	}
	if hybrid > 0 && hybrid < len(all) {
		return nil, errMixed
	}
	return all, nil
}

func parseKey(text string) (spelling string, recipient age.Recipient, err error) {
	switch folded, fields := strings.ToLower(text), strings.Fields(text); {
	case strings.Contains(folded, "age-secret-key-"), strings.HasPrefix(folded, "age-plugin-"), strings.Contains(folded, "private key"):
		return "", nil, errPrivateKey
	case strings.ContainsAny(text, "\r\n"):
		return "", nil, errLines
	case strings.HasPrefix(text, "age1pq1"):
		spelling = text
		recipient, err = age.ParseHybridRecipient(text)
	case strings.HasPrefix(text, "age1"):
		spelling = text
		recipient, err = age.ParseX25519Recipient(text)
	case len(fields) >= 2 && (fields[0] == "ssh-ed25519" || fields[0] == "ssh-rsa"):
		spelling = fields[0] + " " + fields[1] // what follows is a comment
		recipient, err = agessh.ParseRecipient(spelling)
	default:
		err = errNoKey
	}
	if err != nil {
		return "", nil, errNoKey
	}
	return spelling, recipient, nil
}

// same reports whether two sets are of the same keys, however they are written.
func (k keys) same(other keys) bool {
	return maps.EqualFunc(k, other, func(_, _ age.Recipient) bool { return true })
}

// encrypt returns an armored age file of exactly the secret's bytes.
func (k keys) encrypt(s secret.String) (string, error) {
	recipients := make([]age.Recipient, 0, len(k))
	for _, recipient := range k {
		recipients = append(recipients, recipient)
	}
	var file bytes.Buffer
	armored := armor.NewWriter(&file)
	writer, err := age.Encrypt(armored, recipients...)
	if err != nil {
		return "", fmt.Errorf("cannot encrypt: %w", err)
	}
	_, err = io.WriteString(writer, s.Reveal())
	if err = errors.Join(err, writer.Close(), armored.Close()); err != nil {
		return "", fmt.Errorf("cannot encrypt: %w", err)
	}
	return file.String(), nil
}
