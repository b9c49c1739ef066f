package issued

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"filippo.io/age/armor"
	"golang.org/x/crypto/ssh"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// pair is a public key with what opens files that are encrypted to it.
type pair struct {
	public   string
	identity age.Identity
}

func newX25519(t *testing.T) pair {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return pair{identity.Recipient().String(), identity}
}

func newHybrid(t *testing.T) pair {
	t.Helper()
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return pair{identity.Recipient().String(), identity}
}

func newSSH(t *testing.T, kind string) pair {
	t.Helper()
	var public any
	var identity age.Identity
	var err error
	if kind == "ssh-rsa" {
		key, keyErr := rsa.GenerateKey(rand.Reader, 2048)
		if keyErr != nil {
			t.Fatal(keyErr)
		}
		public = key.Public()
		identity, err = agessh.NewRSAIdentity(key)
	} else {
		_, key, keyErr := ed25519.GenerateKey(rand.Reader)
		if keyErr != nil {
			t.Fatal(keyErr)
		}
		public = key.Public()
		identity, err = agessh.NewEd25519Identity(key)
	}
	if err != nil {
		t.Fatal(err)
	}
	line, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return pair{strings.TrimSpace(string(ssh.MarshalAuthorizedKey(line))), identity}
}

// open decrypts an armored file.
func (p pair) open(t *testing.T, file string) string {
	t.Helper()
	reader, err := age.Decrypt(armor.NewReader(strings.NewReader(file)), p.identity)
	if err != nil {
		t.Fatal(err)
	}
	var plain bytes.Buffer
	if _, err := io.Copy(&plain, reader); err != nil {
		t.Fatal(err)
	}
	return plain.String()
}

func TestEachKeyOpensWhatIsEncrypted(t *testing.T) {
	t.Parallel()
	const plain = "s3cret with a blank "
	classic := []pair{newX25519(t), newX25519(t), newSSH(t, "ssh-ed25519"), newSSH(t, "ssh-rsa")}
	for _, pairs := range [][]pair{classic, {newHybrid(t), newHybrid(t)}} {
		var public []string
		for _, p := range pairs {
			public = append(public, p.public)
		}
		all, err := parseKeys(public)
		if err != nil {
			t.Fatal(err)
		}
		file, err := all.encrypt(secret.New(plain))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(file, "-----BEGIN AGE ENCRYPTED FILE-----\n") {
			t.Errorf("not armored: %.40q", file)
		}
		for _, p := range pairs {
			if got := p.open(t, file); got != plain {
				t.Errorf("%.20s opens %q", p.public, got)
			}
		}
		if _, err := age.Decrypt(armor.NewReader(strings.NewReader(file)), newX25519(t).identity); err == nil {
			t.Error("another key opens it")
		}
	}
}

func TestKeysAreComparedAsKeys(t *testing.T) {
	t.Parallel()
	a, b, line := newX25519(t).public, newX25519(t).public, newSSH(t, "ssh-ed25519").public
	for _, test := range []struct {
		first, second []string
		same          bool
	}{
		{[]string{a, b}, []string{b, a}, true},
		{[]string{a}, []string{" " + a + "\n"}, true},
		{[]string{line}, []string{line + " ada@example.com"}, true},
		{[]string{line}, []string{strings.Replace(line, " ", "   ", 1)}, true},
		{[]string{a, a}, []string{a}, true},
		{[]string{a}, []string{b}, false},
		{[]string{a}, []string{a, line}, false},
	} {
		first, err := parseKeys(test.first)
		if err != nil {
			t.Fatal(err)
		}
		second, err := parseKeys(test.second)
		if err != nil {
			t.Fatal(err)
		}
		if first.same(second) != test.same {
			t.Errorf("%q and %q: same is %t", test.first, test.second, !test.same)
		}
	}
}

func TestWhatIsNoKeyIsRefusedAndNotRepeated(t *testing.T) {
	t.Parallel()
	private, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	public := newX25519(t).public
	for name, test := range map[string]struct {
		keys []string
		want error
	}{
		"a private key":            {[]string{private.String()}, errPrivateKey},
		"in small letters":         {[]string{strings.ToLower(private.String())}, errPrivateKey},
		"a private key of SSH":     {[]string{"-----BEGIN OPENSSH PRIVATE KEY-----\ncanary\n-----END OPENSSH PRIVATE KEY-----"}, errPrivateKey},
		"a plugin's identity":      {[]string{"AGE-PLUGIN-YUBIKEY-1CANARY"}, errPrivateKey},
		"a plugin's key":           {[]string{"age1yubikey1canary"}, errNoKey},
		"a text":                   {[]string{"canary"}, errNoKey},
		"an empty text":            {[]string{""}, errNoKey},
		"a key that is cut off":    {[]string{public[:40]}, errNoKey},
		"another kind of SSH":      {[]string{"ecdsa-sha2-nistp256 AAAAcanary"}, errNoKey},
		"a broken line of SSH":     {[]string{"ssh-ed25519 AAAAcanary"}, errNoKey},
		"post-quantum and classic": {[]string{newHybrid(t).public, public}, errMixed},
		"a good one and a bad one": {[]string{public, "canary"}, errNoKey},
		"two lines in one element": {[]string{public + "\n" + public}, errLines},
		"post-quantum and SSH's":   {[]string{newHybrid(t).public, newSSH(t, "ssh-ed25519").public}, errMixed},
	} {
		if _, err := parseKeys(test.keys); err == nil || err.Error() != test.want.Error() {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
