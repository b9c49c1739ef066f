package secret_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

const canary = "canary-4f1d"

func TestStringRevealsOnlyOnDemand(t *testing.T) {
	t.Parallel()
	s := secret.New(canary)
	if s.Reveal() != canary || s.IsZero() {
		t.Errorf("Reveal() = %q, IsZero() = %v", s.Reveal(), s.IsZero())
	}
	for name, empty := range map[string]secret.String{"never set": {}, "empty": secret.New("")} {
		if empty.Reveal() != "" || !empty.IsZero() {
			t.Errorf("%s: Reveal() = %q, IsZero() = %v", name, empty.Reveal(), empty.IsZero())
		}
	}
}

func TestStringIsMaskedHoweverItIsPrinted(t *testing.T) {
	t.Parallel()
	s := secret.New(canary)
	unexported := struct{ s secret.String }{s}
	printed := map[string]string{
		"slice": fmt.Sprint([]secret.String{s}), "map": fmt.Sprint(map[string]secret.String{"k": s}),
		"pointer": fmt.Sprint(&s), "unexported field": fmt.Sprintf("%v %+v %#v", unexported, unexported, unexported),
		"String": s.String(), "GoString": s.GoString(), "error": fmt.Errorf("got %v", s).Error(),
	}
	for _, verb := range "vsqxXdtbcoOUeEfFgGTwp" {
		for _, flag := range []string{"", "+", "#", "-20", ".3"} {
			format := "%" + flag + string(verb)
			printed[format] = fmt.Sprintf(format, s)
		}
	}
	var logged bytes.Buffer
	slog.New(slog.NewTextHandler(&logged, nil)).Info("m", "s", s)
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("m", "s", s, "nested", unexported)
	printed["slog"] = logged.String()

	for how, text := range printed {
		for _, form := range []string{canary, canary[:6], fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary)} {
			if strings.Contains(text, form) {
				t.Errorf("%s prints %q", how, text)
			}
		}
	}
	if got := fmt.Sprintf("%v", s); got != "(secret)" {
		t.Errorf("%%v prints %q, want the mask", got)
	}
}

func TestStringRefusesToMarshal(t *testing.T) {
	t.Parallel()
	s := secret.New(canary)
	for name, v := range map[string]any{
		"value": s, "pointer": &s, "field": struct{ Password secret.String }{s}, "zero": secret.String{},
	} {
		if document, err := json.Marshal(v); err == nil {
			t.Errorf("%s marshals to %s", name, document)
		}
	}
	if text, err := s.MarshalText(); err == nil {
		t.Errorf("marshals to text %q", text)
	}
}

func TestDigestMatchesItsValueOnly(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"", canary, strings.Repeat("ü", 5000), "a\x00b"} {
		digest := secret.Digest(value)
		if !secret.Matches(digest, value) {
			t.Errorf("digest of %.20q does not match its value", value)
		}
		if secret.Matches(digest, value+"x") {
			t.Errorf("digest of %.20q matches another value", value)
		}
		if value != "" && strings.Contains(digest, value) {
			t.Errorf("digest %q shows its value", digest)
		}
		if digest == secret.Digest(value) {
			t.Errorf("two digests of %.20q are equal, so they are not salted", value)
		}
	}
}

func TestMatchesReadsTheParametersOfTheDigest(t *testing.T) {
	t.Parallel()
	// Made with the reference implementation: printf %s password | argon2 somesalt -id -t 2 -k 256 -p 1 -l 32 -e
	const digest = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	if !secret.Matches(digest, "password") {
		t.Error("a digest with other parameters does not match")
	}
}

func TestMatchesNothingWithoutADigest(t *testing.T) {
	t.Parallel()
	const salt, hash = "c29tZXNhbHQ", "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	for _, digest := range []string{
		"",
		"password",
		"$argon2id$v=19$",
		"$argon2i$v=19$m=256,t=2,p=1$" + salt + "$" + hash,
		"$argon2id$v=16$m=256,t=2,p=1$" + salt + "$" + hash,
		"$argon2id$v=19$m=256,t=2$" + salt + "$" + hash,
		"$argon2id$v=19$m=256,t=0,p=1$" + salt + "$" + hash,
		"$argon2id$v=19$m=256,t=2,p=0$" + salt + "$" + hash,
		"$argon2id$v=19$m=4000000000,t=2,p=1$" + salt + "$" + hash,
		"$argon2id$v=19$m=256,t=4000000000,p=1$" + salt + "$" + hash,
		"$argon2id$v=19$m=256,t=2,p=1$" + salt + "$",
		"$argon2id$v=19$m=256,t=2,p=1$" + salt + "$nf65",
		"$argon2id$v=19$m=256,t=2,p=1$*$" + hash,
		"$argon2id$v=19$m=256,t=2,p=1$" + salt + "$" + hash + "$",
	} {
		if secret.Matches(digest, "password") {
			t.Errorf("%q matches", digest)
		}
	}
}

func TestDigestsOfManyWorkers(t *testing.T) {
	t.Parallel()
	var workers sync.WaitGroup
	for range 4 * runtime.GOMAXPROCS(0) { // more than may work at a time
		workers.Go(func() {
			if !secret.Matches(secret.Digest(canary), canary) {
				t.Error("digest does not match")
			}
		})
	}
	workers.Wait()
}

func BenchmarkDigest(b *testing.B) {
	for b.Loop() {
		secret.Digest(canary)
	}
}
