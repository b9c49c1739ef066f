package losanttest

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/ssh"
)

// derive makes what the server makes from the rest of the configuration. How
// Losant words it is not documented; that it changes with its source is all
// that a client can count on.
func (f *Fake) derive(c *Credential) {
	get := func(key string) string { value, _ := c.Config[key].(string); return value }
	switch c.Type {
	case "gcp":
		c.Config["keyMetaJson"] = f.options.KeyMetaJSON(get("keyJson"))
	case "http":
		c.Config["publicValue"] = get("publicValue") // required in answers, optional in bodies
	case "snowflake":
		c.Config["publicKey"] = publicKeyPEM(get("privateKey"))
	case "git":
		delete(c.Config, "publicKey")
		if key, err := publicKeySSH(get("secretValue")); err == nil && get("type") == "ssh-key" {
			c.Config["publicKey"] = key
		}
	case "certificateKeyPair":
		c.Config["info"] = certificateInfo(get("certificate"))
	}
}

// withoutPrivateKey is the default of Options.KeyMetaJSON.
func withoutPrivateKey(keyJSON string) string {
	meta := map[string]any{}
	if json.Unmarshal([]byte(keyJSON), &meta) != nil {
		return "{}" // the schema accepts any text as a key file
	}
	delete(meta, "private_key")
	text, err := json.Marshal(meta)
	if err != nil {
		panic(err) // it was JSON a moment ago
	}
	return string(text)
}

// privateKeyField is where a type keeps the key that generatePrivateKey makes.
func privateKeyField(typeName string) string {
	if typeName == "git" {
		return "secretValue"
	}
	return "privateKey"
}

// newPrivateKey is an Ed25519 key in PKCS #8: of the kinds that PEM and SSH
// share, the one that is made in no time.
func newPrivateKey() string {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// publicKeySSH is the public part of a private key in the form that git hosts
// take.
func publicKeySSH(privateKey string) (string, error) {
	signer, err := ssh.ParsePrivateKey([]byte(privateKey))
	if err != nil {
		return "", err
	}
	return string(ssh.MarshalAuthorizedKey(signer.PublicKey())), nil
}

// publicKeyPEM is the public part of a private key, or something invented for
// a text that is no key, since the schema accepts any.
func publicKeyPEM(privateKey string) string {
	der, err := publicKeyDER(privateKey)
	if err != nil {
		der = digest(privateKey)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func publicKeyDER(privateKey string) ([]byte, error) {
	block, _ := pem.Decode([]byte(privateKey))
	if block == nil {
		return nil, errors.New("not PEM")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, errors.New("not a signing key")
	}
	return x509.MarshalPKIXPublicKey(signer.Public())
}

// certificateInfo describes a certificate; of a text that is none, only the
// fingerprint.
func certificateInfo(certificate string) map[string]any {
	parsed, err := parseCertificate(certificate)
	if err != nil {
		return map[string]any{"fingerprint": fmt.Sprintf("%X", digest(certificate))}
	}
	return map[string]any{
		"serialNumber":   fmt.Sprintf("%X", parsed.SerialNumber),
		"fingerprint":    fmt.Sprintf("%X", digest(string(parsed.Raw))),
		"commonName":     parsed.Subject.CommonName,
		"issuerName":     parsed.Issuer.CommonName,
		"notValidBefore": dateTime(parsed.NotBefore),
		"notValidAfter":  dateTime(parsed.NotAfter),
	}
}

func parseCertificate(certificate string) (*x509.Certificate, error) {
	block, _ := pem.Decode([]byte(certificate))
	if block == nil {
		return nil, errors.New("not PEM")
	}
	return x509.ParseCertificate(block.Bytes)
}

func digest(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// dateTime writes a time as the examples of the vendor's pages do.
func dateTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
