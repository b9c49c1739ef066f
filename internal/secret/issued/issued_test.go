package issued

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestASecretIsKeptAsPlainTextOnlyIfThatIsConfigured(t *testing.T) {
	t.Parallel()
	r := newRun(t, true)
	stored := spec{"store_secret": true}
	r.opensJust(stored, "secret_issued_at", "token")
	r.mustApply(stored)
	if r.get("token") != "secret-1" || r.get("encrypted_token") != "" || r.get("secret_issued_at") == "" {
		t.Errorf("got %s", r.state)
	}
	r.opensJust(spec{"store_secret": true, "name": "new"})
	r.mustApply(spec{"store_secret": true, "name": "new"})
	r.opensJust(spec{"store_secret": true, "rotate": "a"}, "secret_issued_at", "token")
	r.says("stops working at once")
	r.mustApply(spec{"store_secret": true, "rotate": "a"})
	if r.get("token") != "secret-2" {
		t.Errorf("got %s", r.state)
	}
	r.opensJust(stored) // taking rotate out issues nothing
	r.mustApply(stored)
	r.opensJust(spec{"store_secret": true, "rotate": unknown}, "rotate", "secret_issued_at", "token")

	mine := newX25519(t)
	encrypted := spec{"encrypt_to": []string{mine.public}}
	r.opensJust(encrypted, "encrypted_token")
	r.says("older versions and backups of the state")
	r.mustApply(encrypted)
	if r.get("token") != "" || mine.open(t, r.get("encrypted_token")) != "secret-2" || r.issued != 2 {
		t.Errorf("got %s, %d issued", r.state, r.issued)
	}
	r.opensJust(stored, "secret_issued_at", "token")
	r.mustApply(stored)
	if r.get("token") != "secret-3" || r.get("encrypted_token") != "" {
		t.Errorf("got %s", r.state)
	}
}

func TestAnEncryptedSecretIsMadeOnceAndKept(t *testing.T) {
	t.Parallel()
	r := newRun(t, true)
	mine, other := newX25519(t), newX25519(t)
	r.opensJust(spec{"encrypt_to": []string{mine.public}}, "encrypted_token", "secret_issued_at")
	r.mustApply(spec{"encrypt_to": []string{mine.public}})
	file := r.get("encrypted_token")
	if mine.open(t, file) != "secret-1" || r.get("token") != "" {
		t.Errorf("got %s", r.state)
	}
	r.opensJust(spec{"encrypt_to": []string{" " + mine.public + "\n"}})
	r.mustApply(spec{"encrypt_to": []string{" " + mine.public + "\n"}, "name": "new"})
	if r.get("encrypted_token") != file || r.issued != 1 {
		t.Error("the same key, in another spelling, has had another secret issued")
	}
	r.opensJust(spec{"encrypt_to": unknown}, "encrypt_to", "encrypted_token", "secret_issued_at", "token")
	both := spec{"encrypt_to": []string{other.public, mine.public}}
	r.opensJust(both, "encrypted_token", "secret_issued_at")
	r.mustApply(both)
	if other.open(t, r.get("encrypted_token")) != "secret-2" || mine.open(t, r.get("encrypted_token")) != "secret-2" {
		t.Errorf("got %s", r.state)
	}
	r.opensJust(both)
}

// Exactly one place is configured, so what is known of one says something about the other.
func TestAPlaceThatIsNotKnownYetDecidesNothing(t *testing.T) {
	t.Parallel()
	mine := newX25519(t)
	stored, encrypted := spec{"store_secret": true}, spec{"encrypt_to": []string{mine.public}}
	perhapsStored, perhapsEncrypted := spec{"store_secret": unknown}, spec{"store_secret": true, "encrypt_to": unknown}
	open := spec{"store_secret": unknown, "encrypt_to": unknown}

	r := newRun(t, true)
	r.mustApply(stored)
	r.opensJust(perhapsStored, "store_secret")
	r.resolve(perhapsStored, stored)
	r.opensJust(perhapsEncrypted, "encrypt_to")
	r.resolve(perhapsEncrypted, stored)
	r.opensJust(open, "encrypt_to", "encrypted_token", "store_secret", "token")
	r.resolve(open, stored)
	if r.get("token") != "secret-1" || r.issued != 1 {
		t.Errorf("got %s, %d issued", r.state, r.issued)
	}
	r.resolve(open, encrypted)
	if r.get("token") != "" || mine.open(t, r.get("encrypted_token")) != "secret-1" || r.issued != 1 {
		t.Errorf("got %s, %d issued", r.state, r.issued)
	}
	r.resolve(open, encrypted)
	r.resolve(perhapsStored, stored)
	if r.get("token") != "secret-2" || r.issued != 2 {
		t.Errorf("got %s, %d issued", r.state, r.issued)
	}
}

func TestAPlatformThatIssuesOneSecretReplacesTheObject(t *testing.T) {
	t.Parallel()
	mine, other := newX25519(t).public, newX25519(t).public
	for cause, change := range map[string]spec{
		"rotate":       {"encrypt_to": []string{mine}, "rotate": "a"},
		"encrypt_to":   {"encrypt_to": []string{other}},
		"store_secret": {"store_secret": true},
	} {
		r := newRun(t, false)
		r.mustApply(spec{"encrypt_to": []string{mine}})
		planned := r.plan(change)
		if len(planned.RequiresReplace) != 1 || !planned.RequiresReplace[0].Equal(tftypes.NewAttributePath().WithAttributeName(cause)) {
			t.Errorf("%s: replaced because of %v", cause, planned.RequiresReplace)
		}
		r.mustApply(change)
		if r.issued != 2 {
			t.Errorf("%s: %d issued", cause, r.issued)
		}
		if planned = r.plan(change); len(planned.RequiresReplace) > 0 {
			t.Errorf("%s: replaced again", cause)
		}
	}
}

func TestAnImportIssuesNothingUntilItIsRotated(t *testing.T) {
	t.Parallel()
	for _, inPlace := range []bool{true, false} {
		r := newRun(t, inPlace)
		r.imported()
		given := spec{"store_secret": true, "rotate": "a"}
		r.opensJust(given)
		r.says("The secret is not known")
		r.mustApply(given)
		if r.get("token") != "" || r.get("secret_issued_at") != "" || r.issued != 0 {
			t.Errorf("got %s, %d issued", r.state, r.issued)
		}
		r.opensJust(given)
		moved := spec{"encrypt_to": []string{newX25519(t).public}, "rotate": "a"}
		r.opensJust(moved) // as long as no secret is known, its place changes nothing
		rotated := spec{"store_secret": true, "rotate": "b"}
		r.opensJust(rotated, "secret_issued_at", "token")
		r.mustApply(rotated)
		if r.get("token") != "secret-1" {
			t.Errorf("got %s", r.state)
		}
	}
}

func TestALostSecretIsIssuedAgain(t *testing.T) {
	t.Parallel()
	r := newRun(t, true)
	given := spec{"store_secret": true}
	r.mustApply(given)
	r.lose = true
	rotated := spec{"store_secret": true, "rotate": "a"}
	if r.apply(rotated) {
		t.Error("a lost secret is no error")
	}
	if r.get("token") != "" || r.get("secret_issued_at") != "" {
		t.Errorf("the state keeps a secret that may not work: %s", r.state)
	}
	r.lose = false
	r.opensJust(rotated, "secret_issued_at", "token")
	r.mustApply(rotated)
	if r.get("token") != "secret-3" {
		t.Errorf("got %s", r.state)
	}
	r.opensJust(rotated)
}

// A platform that issues one secret only has no other way than another object.
func TestALostSecretThatCannotBeIssuedAgainReplacesTheObject(t *testing.T) {
	t.Parallel()
	r := newRun(t, false)
	given := spec{"store_secret": true, "rotate": "a"}
	r.mustApply(given)
	r.lose = true
	r.state, r.private = tftypes.NewValue(r.of, nil), nil
	r.apply(given)
	r.lose = false
	for _, now := range []spec{given, {"store_secret": true}} { // taking rotate out is no rotation
		planned := r.plan(now)
		if planned == nil || !r.replaces(planned) {
			t.Errorf("%v: the object is not replaced: %v", now, r.said)
		}
	}
	r.mustApply(given)
	if r.get("token") != "secret-3" {
		t.Errorf("got %s", r.state)
	}
	r.opensJust(given)
}

func TestASecretHasExactlyOnePlace(t *testing.T) {
	t.Parallel()
	key := newX25519(t).public
	for name, test := range map[string]struct {
		given spec
		want  string
	}{
		"neither":           {spec{}, "Example shows the token only once."},
		"not stored":        {spec{"store_secret": false}, "Example shows the token only once."},
		"both":              {spec{"store_secret": true, "encrypt_to": []string{key}}, "cannot be set together"},
		"no key":            {spec{"encrypt_to": []string{}}, "must have a public key"},
		"no public key":     {spec{"encrypt_to": []string{"canary"}}, "In `encrypt_to`, an element is no public key."},
		"stored":            {spec{"store_secret": true}, ""},
		"encrypted":         {spec{"encrypt_to": []string{key}, "store_secret": false}, ""},
		"unknown":           {spec{"encrypt_to": unknown}, ""},
		"perhaps stored":    {spec{"store_secret": unknown, "encrypt_to": []string{key}}, ""},
		"both, one unknown": {spec{"store_secret": true, "encrypt_to": unknown}, ""},
	} {
		r := newRun(t, true)
		resp, err := r.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: "toy_key", Config: r.encode(tftypes.NewValue(r.of, r.config(test.given))),
		})
		if valid := r.heard(resp.Diagnostics, err); valid != (test.want == "") {
			t.Errorf("%s: valid is %t: %s", name, valid, r.said)
		}
		r.says(test.want)
		if test.want == "Example shows the token only once." || test.want == "cannot be set together" {
			if r.apply(test.given) || r.issued > 0 { // what is known only now
				t.Errorf("%s: a secret without a place was issued", name)
			}
		}
	}
}

// An object of a kind that has no secret becomes one of a kind that has.
func TestAnObjectWithoutASecretHasNoneIssued(t *testing.T) {
	t.Parallel()
	r := newRun(t, true)
	r.secret.None = func(ctx context.Context, object Data) bool {
		var name types.String
		return object.GetAttribute(ctx, path.Root("name"), &name) == nil && name.ValueString() == "none"
	}
	none, one := spec{"store_secret": true, "name": "none"}, spec{"store_secret": true, "name": "one"}
	r.opensJust(none)
	r.mustApply(none)
	if r.issued != 0 || r.get("token") != "" || r.get("secret_issued_at") != "" {
		t.Errorf("%d issued: %s", r.issued, r.state)
	}
	r.opensJust(spec{"store_secret": true, "name": "none", "rotate": "a"})
	r.opensJust(one, "secret_issued_at", "token")
	r.mustApply(one)
	if r.get("token") != "secret-1" {
		t.Errorf("got %s", r.state)
	}
	r.opensJust(one)
}
