package redact_test

import (
	"cmp"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/redact"
)

// masked returns what a Redactor that knows the secrets shows of a text.
func masked(text string, secrets ...string) string {
	r := redact.New()
	for _, secret := range secrets {
		r.Mask(secret)
	}
	return r.Message(text)
}

// variants are the ways in which an API may write a secret into an error.
func variants(secret string) map[string]string {
	inner := inJSON(secret)
	return map[string]string{
		"plain":           secret,
		"json":            inner,
		"json in json":    inJSON(inner),
		"json by units":   byUnits(secret),
		"go":              strings.TrimSuffix(strconv.QuoteToASCII(secret)[1:], `"`),
		"query":           url.QueryEscape(secret),
		"path":            url.PathEscape(secret),
		"query, low hex":  lowHex(url.QueryEscape(secret)),
		"every byte":      everyByte(secret),
		"query in query":  url.QueryEscape(url.QueryEscape(secret)),
		"html":            html.EscapeString(secret),
		"json in html":    html.EscapeString(inner),
		"json in a query": url.QueryEscape(inner),
		"base64":          base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64 of pair":  base64.StdEncoding.EncodeToString([]byte("user:" + secret)),
		"base64 of three": base64.StdEncoding.EncodeToString([]byte("id:" + secret + ":x")),
		"base64 of body":  base64.StdEncoding.EncodeToString([]byte(`{"k":"` + asSent(secret) + `"}`)),
		"base64url":       base64.RawURLEncoding.EncodeToString([]byte("ab" + secret)),
		"hexadecimal":     hex.EncodeToString([]byte(secret)),
		"big hexadecimal": fmt.Sprintf("%X", secret),
		"small letters":   strings.ToLower(secret),
		"big letters":     strings.ToUpper(secret),
		"spaced":          strings.Join(strings.Split(secret, ""), " "),
		"wrapped":         wrapped(secret, 5),
	}
}

// wrapped breaks a text into lines of so many characters.
func wrapped(text string, width int) string {
	var b strings.Builder
	for i, c := range []rune(text) {
		if i > 0 && i%width == 0 {
			b.WriteString("\n\t")
		}
		b.WriteRune(c)
	}
	return b.String()
}

// inJSON returns the text as it stands between the quotation marks of a JSON string.
func inJSON(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(encoded[1 : len(encoded)-1])
}

// asSent is inJSON as the provider sends it: what is special in HTML alone is not escaped.
func asSent(text string) string {
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(inJSON(text))
}

func byUnits(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r > 0xffff {
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04X`, 0xd800+r>>10, 0xdc00+r&0x3ff)
			continue
		}
		fmt.Fprintf(&b, `\u%04X`, r)
	}
	return b.String()
}

func everyByte(text string) string {
	var b strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&b, "%%%02X", text[i])
	}
	return b.String()
}

// lowHex writes the digits of percent escapes in small letters.
func lowHex(text string) string {
	parts := strings.Split(text, "%")
	for i := 1; i < len(parts); i++ {
		parts[i] = strings.ToLower(parts[i][:2]) + parts[i][2:]
	}
	return strings.Join(parts, "%")
}

func TestEveryVariantIsMasked(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{
		"simple-secret-1", `q"uo\te<>&'s`, "späce und €uro 😀", "a+b c/d=e%20f", "line\r\nbreak\ttab", "12345678", "pw12pw", "\\n\\t\\\\x41", "bad\xffutf8\xfe!",
	} {
		for name, variant := range variants(secret) {
			got := masked(`before "`+variant+`" after`, secret)
			// Of base64, the characters at the edges carry bits of the neighbours; they may stay.
			if !strings.Contains(got, "(secret)") || strings.Contains(got, variant) {
				t.Errorf("%s of %q: got %s", name, secret, got)
			}
			if !strings.Contains(name, "base64") && got != `before "(secret)" after` {
				t.Errorf("%s of %q: got %s", name, secret, got)
			}
		}
	}
}

const (
	key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEA\nAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4/M2bS1GB4t7\n-----END PRIVATE KEY-----\n"
	uri = "mongodb://warehouse:Tr0ub4dor&3@db.example.com:27017/reports?authSource=admins"
)

// account is a service account, of which all is secret but the names of its members.
var account = `{"type": "service_account", "project_id": "acme-prod-1", "private_key": ` + strconv.Quote(key) +
	`, "client_email": "robot@acme-prod-1.iam", "token_uri": "https://oauth2.example.com/token"}`

// TestMessages shows messages before and after. An empty want is the message as it is.
func TestMessages(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x9Qz!", 8) + "tail-of-it-all"
	for _, test := range []struct{ name, secret, text, want string }{
		// What must not be shown.
		{"from the 41st character on", long, "unexpected 'tail-of-it-all'", "unexpected '(secret)'"},
		{"wrapped at 40 columns", long, "got\n" + wrapped(long, 40) + "\n.", "got (secret) ."},
		{"wrapped at 5 columns", "correct horse", "got corre\nct ho\nrse", "got (secret)"},
		{"lower case", "Hunter2-CANARY", "login hunter2-canary failed", "login (secret) failed"},
		{"hexadecimal", "Hunter2-CANARY", "hash 48756e746572322d43414e415259", "hash (secret)"},
		{"hexadecimal of a short secret", "pw12pw", "bytes 707731327077", "bytes (secret)"},
		{"base64 without a digit", "hunter", "got aHVudGVy", "got (secret)"},
		{"cut off", "0123456789abcdef", "got 0123456789ab…", "got (secret)…"},
		{"cut off after 6 characters", "0123456789abcdef", "got 012345…", "got (secret)…"},
		{"cut off after 5 characters", "0123456789abcdef", "got 01234…", ""},
		{"cut off in an escape", "0123456789€", `got 0123456789\u20`, `got (secret)\u20`},
		{"the password of a connection URI", uri, "authentication of warehouse with Tr0ub4dor&3 failed", "authentication of (secret) with (secret) failed"},
		{"escaped in a URI", "postgres://app:p%40ss%2Fword@db.example.com/x", "bad password p@ss/word", "bad password (secret)"},
		{"not escaped in a URI", "postgres://app:pa/ss@wo#rd@db.example.com/x", "bad password pa/ss@wo", "bad password (secret)"},
		{"a URI that is secret for its path", "https://hooks.example.com/T0/B0x/x2c", "posted to /T0/B0x/x2c", "posted to /(secret)"},
		{"one line of a key", key, "bad line AoIBAQC7VJTUt9Us8cKj", "bad line (secret)"},
		{"a key as JSON", key, "got " + strconv.Quote(key), `got "-----BEGIN PRIVATE KEY-----\(secret)\n-----END PRIVATE KEY-----\n"`},
		{"a member of a document", account, "robot@acme-prod-1.iam may not use acme-prod-1", "(secret) may not use (secret)"},
		{"a key in a document", account, "bad line AoIBAQC7VJTUt9Us8cKj", "bad line (secret)"},
		{"a line break that was read with it", "secret-token\n", "token secret-token!", "token (secret)!"},
		{"four characters alone", "0001", "pin 0001, (0001) APP.0001", "pin (secret), ((secret)) APP.(secret)"},
		{"four characters in a word", "0001", "pin 10001 x0001", ""},
		{"a listed word is the whole secret", "password", "no Password is set", "no (secret) is set"},
		{"a listed word in any spelling is the whole secret", "paſſword", "no PASSWORD is set", "no (secret) is set"},
		{"listed words are the whole secret", "client secret", "bad client\nsecret", "bad (secret)"},
		{"a listed word and more", "Password-2026!", "got Password-2026!", "got (secret)"},
		{"a part that goes beyond a listed word", "Password-2026!", "got password-2", "got (secret)"},
		{"between other secrets", "abcdef", "abcdef-abcdefabcdef", "(secret)-(secret)"},
		{"an unknown secret", "", "token eyJhbGciOiJIUzI1NiJ9 and AKIAIOSFODNN7EXAMPLE", "token (secret) and (secret)"},
		{"beside an id", "", "key=3b5f8a3c-7d41-4e0b-9c66-d1a2b3c4e5f7/wJalrXUtnFEMIK7MDENG", "key=3b5f8a3c-7d41-4e0b-9c66-d1a2b3c4e5f7(secret)"},
		{"glued to an id", "", "675ec8687ae143cd83dc4a98wJalrXUtnFEMIK7MDENG", "(secret)"},

		// What must stay readable.
		{"the id that was asked for", key, "no application 675ec8687ae143cd83dc4a98", ""},
		{"its path", key, "GET /api/v2/applications/675ec8687ae143cd83dc4a98/credentials", ""},
		{"an id in capitals", key, "no application 675EC8687AE143CD83DC4A98", ""},
		{"a UUID", key, "user 3b5f8a3c-7d41-4e0b-9c66-d1a2b3c4e5f7 and id=3B5F8A3C-7D41-4E0B-9C66-D1A2B3C4E5F7", ""},
		{"a date", key, "since 2026-01-02T03:04:05.678Z, 2026-01-02T03 and 20260102T030405Z", ""},
		{"words without a digit", key, "internationalization failed: application/x-www-form-urlencoded", ""},
		{"short codes", key, "APP_ACCOUNT.0001, 4002, bad.request, HTTP/1.1 500", ""},
		{"the property of a key", key, "privateKey must be a valid PEM private key", ""},
		{"the armour of a key", key, "expected -----BEGIN PRIVATE KEY----- in private_key", ""},
		{"the policy for a password", "Password-2026!", "The password does not meet the password policy", ""},
		{"passwords", "Password-2026!", "Passwords and PASSWORD", ""},
		{"members of a document", account, "client_email and private_key of a service_account are required, token_uri is https://oauth2.example.com/token", ""},
		{"what is public in a URI", uri, "mongodb://db.example.com:27017/reports does not answer", ""},
		{"a link", "https://hooks.example.com/T0/B0x/x2c", "see https://hooks.example.com and https://docs.example.com/", ""},
		{"one character", "7", "7 of 17, id=7", ""},
		{"three characters", "abc", "abc abcx xabc", ""},
		{"blanks", "   ", "a    b", "a b"},
		{"escapes of something else", "abcdef", `100% \u00e4 &amp; a+b`, ""},
	} {
		r := redact.New()
		r.Mask(test.secret)
		got := r.Message(test.text, "675ec8687ae143cd83dc4a98", "/api/v2/applications/675ec8687ae143cd83dc4a98/credentials")
		if want := cmp.Or(test.want, test.text); got != want {
			t.Errorf("%s\n got %q\nwant %q", test.name, got, want)
		}
	}
}

func TestSecretsOverlap(t *testing.T) {
	t.Parallel()
	if got := masked("x abcdefghij y", "abcdefgh", "efghij"); got != "x (secret) y" {
		t.Errorf("got %q", got)
	}
}

func TestALongTextIsCut(t *testing.T) {
	t.Parallel()
	r := redact.New()
	if got := r.Message(strings.Repeat("very long ", 10_000)); len(got) != 1000+len("…") {
		t.Errorf("got %d bytes", len(got))
	}
	// At the cut, too little is left of a run to be recognised.
	text := strings.Repeat(" ", 16<<10-10) + "a1b2c3d4e5f6g7h8i9"
	if got := r.Message(text); got != "(secret)" {
		t.Errorf("got %q", got)
	}
}

// random returns a secret that nothing has in common with another.
func random(length int) string {
	bytes := make([]byte, length)
	_, _ = rand.Read(bytes)
	return base64.StdEncoding.EncodeToString(bytes)[:length]
}

func TestManySecretsAndALongText(t *testing.T) {
	t.Parallel()
	secrets := make([]string, 5000)
	for i := range secrets {
		secrets[i] = random(200)
	}
	text := strings.Repeat(`%25\\u0041&amp;+secret `, 10_000)
	begun := time.Now()
	if got := masked(secrets[0][100:110]+text, secrets...); !strings.HasPrefix(got, "(secret)%25") {
		t.Errorf("got %.30q", got)
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("took %s", took)
	}
}

// BenchmarkMessage shows that the time for one message hardly depends on how many secrets there are.
func BenchmarkMessage(b *testing.B) {
	for _, count := range []int{1, 1000, 10_000} {
		b.Run(fmt.Sprint(count, " secrets"), func(b *testing.B) {
			r := redact.New()
			for range count {
				r.Mask(random(100))
			}
			text := strings.Repeat(`"password": "does not meet the policy \u0041&amp;", `, 300)
			r.Message(text)
			b.ResetTimer()
			for b.Loop() {
				r.Message(text)
			}
		})
	}
}
