package redact_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/redact"
)

func FuzzMessage(f *testing.F) {
	secrets := []string{"simple-secret-1", `q"uo\te<>&'s`, "späce €uro 😀", "a+b c/d=e%20f", "line\nbreak", "\xff\xfe\xfd\xfc\xfb\xfa", "%41%41%41%41", "bell\a-bell", "      ", "Password-2026!", "ſtraße-ſecret", "12345"}
	for _, secret := range secrets {
		f.Add("before ", secret, " after")
	}
	acctest.AddVariants(f, secrets, func(_ *rand.Rand, secret string) { f.Add("before ", secret, " after") })
	f.Fuzz(func(t *testing.T, before, secret, after string) {
		if len(before)+100*len(secret)+len(after) > 16<<10 || strings.ContainsAny(secret, "{[") ||
			strings.Contains(secret, "://") || strings.Contains(secret, "-----") {
			return // longer texts are cut, and a part of documents, keys and URIs is public
		}
		if length := utf8.RuneCountInString(redact.Folded(secret)); 4 <= length && length < 6 {
			if got := masked(before+`"`+secret+`"`+after, secret); strings.Contains(got, `"`+secret+`"`) {
				t.Fatalf("%q alone survives in %q", secret, got)
			}
		}
		for name, variant := range variants(secret) {
			// A quotation mark ends what may be an escape begun in the text before.
			got := masked(before+`"`+variant+`"`+after, secret)
			for _, part := range redact.Runs(secret) {
				for shown := range strings.SplitSeq(got, "(secret)") {
					if strings.Contains(redact.Folded(shown), part) && !redact.InListedWord(part) {
						t.Fatalf("%q of %q (%s) survives in %q", part, secret, name, got)
					}
				}
			}
		}
	})
}
