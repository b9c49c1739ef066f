package redact_test

import (
	"encoding/base64"
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
		r.Learn(secret)
	}
	return r.Text(text)
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
	}
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
		"simple-secret-1", `q"uo\te<>&'s`, "späce und €uro 😀", "a+b c/d=e%20f", "line\r\nbreak\ttab", "12345678", "pw12", "\\n\\t\\\\x41", "bad\xffutf8\xfe!",
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

func TestWhatIsMaskedAndWhatIsNot(t *testing.T) {
	t.Parallel()
	const pem = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n"
	for _, test := range []struct{ name, secret, text, want string }{
		{"cut off", "0123456789abcdef", "got 0123456789ab…", "got (secret)…"},
		{"cut off too early to matter", "0123456789abcdef", "got 0123456…", "got 0123456…"},
		{"cut off in an escape", "0123456789€", `got 0123456789\u20`, `got (secret)\u20`},
		{"one line of many", pem, "bad line hkiG9w0BAQEFAASC", "bad line (secret)"},
		{"one member of a document", `{"type": "x", "nested": [{"key": "the-private-key"}]}`, "bad key the-private-key", "bad key (secret)"},
		{"a line in a document", `{"k": "` + inJSON(pem) + `"}`, "bad MIIEvQIBADANBgkq", "bad (secret)"},
		{"a line break that was read with it", "secret-token\n", "token secret-token!", "token (secret)!"},
		{"a blank in front", "  secret-token", "token secret-token!", "token (secret)!"},
		{"a link is not its scheme", "https://hooks.example.com/T0/B0", "see https://docs.example.com", "see https://docs.example.com"},
		{"a secret link", "https://hooks.example.com/T0/B0", "to https://hooks.example.com/T0/B0", "to (secret)"},
		{"four characters", "abcd", "xabcdx", "x(secret)x"},
		{"three characters in a word", "abc", "xabc abcx abc", "xabc abcx (secret)"},
		{"one character", "7", "7 of 17, id=7", "(secret) of 17, id=(secret)"},
		{"nothing", "", "text", "text"},
		{"twice", "abcdef", "abcdef-abcdefabcdef", "(secret)-(secret)"},
		{"unrelated escapes", "abcdef", `100% \u00e4 &amp; a+b`, `100% \u00e4 &amp; a+b`},
	} {
		if got := masked(test.text, test.secret); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestOverlappingSecrets(t *testing.T) {
	t.Parallel()
	if got := masked("x abcdefghij y", "abcdefgh", "efghij"); got != "x (secret) y" {
		t.Errorf("got %q", got)
	}
}

func FuzzText(f *testing.F) {
	for _, secret := range []string{"simple-secret-1", `q"uo\te<>&'s`, "späce €uro 😀", "a+b c/d=e%20f", "line\nbreak", "\xff\xfe\xfd\xfc", "%41%41%41%41", "bell\a", "    "} {
		f.Add("before ", secret, " after")
	}
	f.Fuzz(func(t *testing.T, before, secret, after string) {
		// Shorter ones are masked between words only; longer texts are cut; and a secret may be a part of the mask.
		if len(secret) < 4 || len(before)+100*len(secret) > 16<<10 ||
			strings.ContainsAny(secret, "()") || strings.Contains("(secret)", secret) { //nolint:gocritic // in this order
			return
		}
		for name, variant := range variants(secret) {
			// A quotation mark ends what may be an escape begun in the text before.
			text := before + `"` + variant + `"` + after
			got := masked(text, secret)
			if strings.Contains(got, `"`+variant+`"`) {
				t.Errorf("%s of %q survives in %q", name, secret, got)
			}
			if strings.Contains(got, secret) {
				t.Errorf("%q survives in %q, which was %q", secret, got, text)
			}
		}
	})
}

func TestALongBodyIsScrubbedInTime(t *testing.T) {
	t.Parallel()
	secrets := make([]string, 1000)
	for i := range secrets {
		secrets[i] = fmt.Sprintf("secret number %d %s", i, time.Duration(i))
	}
	text := strings.Repeat(`%25\\u0041&amp;+secret `, 10_000)
	if got := masked(text+secrets[0], secrets...); strings.Contains(got, "secret number") {
		t.Error("a secret is shown")
	}
}
