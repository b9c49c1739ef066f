package losanttest_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// newDave is a fake with one credential, of type azure and named Dave.
func newDave(t *testing.T, options losanttest.Options) (f *losanttest.Fake, id string) {
	t.Helper()
	f = losanttest.NewServer(t, options)
	created := send(t, f, "POST", "", config{"name": "Dave", "type": "azure", "azureConfig": complete["azure"]}).want(t, 201)
	return f, created["id"].(string)
}

func TestStatusOptions(t *testing.T) {
	f, id := newDave(t, losanttest.Options{
		ValidationStatus: 422, DuplicateNameStatus: 409, TokenStatus: 403, ScopeStatus: 401, LinkedDeleteStatus: 400,
	})
	send(t, f, "PATCH", id, config{"enabled": "x"}).want(t, 422)
	send(t, f, "POST", "", config{"name": "Dave", "type": "azure", "azureConfig": complete["azure"]}).want(t, 409)
	send(t, f, "GET", "", nil, header("Authorization", "Bearer other")).want(t, 403)
	f.Tokens.Allow("weak", "all.Device")
	send(t, f, "GET", "", nil, header("Authorization", "Bearer weak")).want(t, 401)
	f.Link(losanttest.ApplicationID, "Dave", losanttest.Flows, "flow")
	send(t, f, "DELETE", id, nil).want(t, 400)
	f.Unlink(losanttest.ApplicationID, losanttest.Flows, "flow")
	send(t, f, "DELETE", id, nil).want(t, 200)
}

func TestPageOptions(t *testing.T) {
	strict := losanttest.NewServer(t, losanttest.Options{MaxPerPage: 2})
	send(t, strict, "GET", "?perPage=2", nil).want(t, 200)
	send(t, strict, "GET", "?perPage=3", nil).want(t, 400)
	clamping := losanttest.NewServer(t, losanttest.Options{MaxPerPage: 2, ClampPerPage: true})
	for _, query := range []string{"?perPage=3", ""} {
		if page := send(t, clamping, "GET", query, nil).want(t, 200); page["perPage"] != 2.0 {
			t.Errorf("%q: got %v", query, page)
		}
	}
}

func TestFoldNames(t *testing.T) {
	f, _ := newDave(t, losanttest.Options{FoldNames: true})
	send(t, f, "POST", "", config{"name": "DAVE", "type": "azure", "azureConfig": complete["azure"]}).want(t, 400)
	if page := send(t, f, "GET", "?filterField=name&filter=dave", nil).want(t, 200); page["count"] != 1.0 {
		t.Errorf("got %v", page)
	}
}

func TestAllowMismatch(t *testing.T) {
	f, id := newDave(t, losanttest.Options{AllowMismatch: true})
	send(t, f, "POST", "", config{"name": "empty", "type": "azure"}).want(t, 201)
	send(t, f, "POST", "", config{"name": "aws", "type": "azure", "awsConfig": complete["aws"]}).want(t, 201)
	patched := send(t, f, "PATCH", id, config{"awsConfig": complete["aws"]}).want(t, 200)
	if patched["awsConfig"] != nil || patched["azureConfig"].(config)["account"] != "my account" {
		t.Errorf("got %v", patched)
	}
}

func TestReplaceConfig(t *testing.T) {
	f, id := newDave(t, losanttest.Options{ReplaceConfig: true})
	send(t, f, "PATCH", id, config{"azureConfig": config{"account": "new"}}).want(t, 200)
	stored, _ := f.Credential(losanttest.ApplicationID, id)
	if diff := cmp.Diff(config{"account": "new"}, stored.Config); diff != "" {
		t.Error(diff)
	}
}

func TestStillWhenUnchanged(t *testing.T) {
	for still, options := range map[bool]losanttest.Options{true: {StillWhenUnchanged: true}, false: {}} {
		f, id := newDave(t, options)
		before := send(t, f, "GET", id, nil).want(t, 200)
		same := send(t, f, "PATCH", id, config{"name": "Dave", "azureConfig": complete["azure"]}).want(t, 200)
		if laterThan(same["lastUpdated"], before["lastUpdated"]) == still {
			t.Errorf("StillWhenUnchanged %t: lastUpdated went from %v to %v", still, before["lastUpdated"], same["lastUpdated"])
		}
		changed := send(t, f, "PATCH", id, config{"azureConfig": config{"accountKey": "another"}}).want(t, 200)
		if !laterThan(changed["lastUpdated"], same["lastUpdated"]) {
			t.Errorf("a new secret left lastUpdated at %v", changed["lastUpdated"])
		}
	}
}

func TestLinksFollowRename(t *testing.T) {
	f, id := newDave(t, losanttest.Options{LinksFollowRename: true})
	f.Link(losanttest.ApplicationID, "Dave", losanttest.Integrations, "hub")
	send(t, f, "PATCH", id, config{"name": "David"}).want(t, 200)
	got := send(t, f, "GET", id+"/linkedResources", nil).want(t, 200)
	items := got["integrations"].(config)["items"].([]any)
	if len(items) != 1 || items[0].(config)["credentialName"] != "David" {
		t.Errorf("got %v", got)
	}
}

func TestCheckIfMatch(t *testing.T) {
	for options, want := range map[bool]int{true: 412, false: 200} {
		f, id := newDave(t, losanttest.Options{CheckIfMatch: options})
		old := send(t, f, "GET", id, nil).want(t, 200)["_etag"].(string)
		send(t, f, "PATCH", id, config{"enabled": false}, header("If-Match", old)).want(t, 200)
		send(t, f, "PATCH", id, config{"enabled": true}, header("If-Match", old)).want(t, want)
		send(t, f, "DELETE", id, nil, header("If-Match", old)).want(t, want)
	}
}

func TestKeyMetaJSON(t *testing.T) {
	create := func(options losanttest.Options, keyJSON string) any {
		f := losanttest.NewServer(t, options)
		return send(t, f, "POST", "", with("gcp", "key", "keyJson", keyJSON)).want(t, 201)["gcpConfig"].(config)["keyMetaJson"]
	}
	file := `{"type":"service_account","private_key":"secret","client_email":"me@example.com"}`
	if got := create(losanttest.Options{}, file); got != `{"client_email":"me@example.com","type":"service_account"}` {
		t.Errorf("got %v", got)
	}
	if got := create(losanttest.Options{}, "no JSON"); got != "{}" {
		t.Errorf("got %v", got)
	}
	own := losanttest.Options{KeyMetaJSON: func(string) string { return "own" }}
	if got := create(own, file); got != "own" {
		t.Errorf("got %v", got)
	}
}

func TestGeneratedKeys(t *testing.T) {
	for typeName, prefix := range map[string]string{"snowflake": "-----BEGIN PUBLIC KEY-----", "git": "ssh-ed25519 "} {
		f := losanttest.NewServer(t, losanttest.Options{})
		body := with(typeName, "key", "generatePrivateKey", true)
		if typeName == "git" {
			body["gitConfig"].(config)["type"] = "ssh-key"
		}
		created := send(t, f, "POST", "", body).want(t, 201)
		id := created["id"].(string)
		publicKey := func(answer config) string {
			key, _ := answer[typeName+"Config"].(config)["publicKey"].(string)
			return key
		}
		first := publicKey(created)
		if !strings.HasPrefix(first, prefix) {
			t.Errorf("%s: got %q", typeName, first)
		}
		same := send(t, f, "PATCH", id, config{typeName + "Config": config{"generatePrivateKey": false}}).want(t, 200)
		if publicKey(same) != first {
			t.Errorf("%s: generatePrivateKey = false made a new key", typeName)
		}
		renewed := send(t, f, "PATCH", id, config{typeName + "Config": config{"generatePrivateKey": true}}).want(t, 200)
		if got := publicKey(renewed); got == first || !strings.HasPrefix(got, prefix) {
			t.Errorf("%s: got %q after %q", typeName, got, first)
		}
	}
}

func TestPublicKeysFollowTheirSource(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	key := func(id, privateKey string) any {
		patched := send(t, f, "PATCH", id, config{"snowflakeConfig": config{"privateKey": privateKey}}).want(t, 200)
		return patched["snowflakeConfig"].(config)["publicKey"]
	}
	id := send(t, f, "POST", "", with("snowflake", "key", "privateKey", "first")).want(t, 201)["id"].(string)
	first := key(id, "first")
	if second := key(id, "second"); second == first || key(id, "first") != first {
		t.Errorf("got %v, then %v", first, second)
	}
	git := send(t, f, "POST", "", with("git", "git", "type", "http-password")).want(t, 201)
	if _, present := git["gitConfig"].(config)["publicKey"]; present {
		t.Errorf("a password has a public key: %v", git)
	}
}

func TestRefuseGenerateInPatch(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{RefuseGenerateInPatch: true})
	id := send(t, f, "POST", "", with("git", "key", "generatePrivateKey", true)).want(t, 201)["id"].(string)
	send(t, f, "PATCH", id, config{"gitConfig": config{"generatePrivateKey": true}}).want(t, 400)
	send(t, f, "PATCH", id, config{"gitConfig": config{"generatePrivateKey": false}}).want(t, 200)
}

func TestCertificateInfo(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(0xabc), Subject: pkix.Name{CommonName: "leaf"},
		NotBefore: time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC), NotAfter: time.Date(2101, 2, 3, 4, 5, 6, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		t.Fatal(err)
	}
	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	f := losanttest.NewServer(t, losanttest.Options{})
	created := send(t, f, "POST", "", with("certificateKeyPair", "cert", "certificate", certificate)).want(t, 201)
	info := created["certificateKeyPairConfig"].(config)["info"].(config)
	want := config{
		"serialNumber": "ABC", "fingerprint": info["fingerprint"], "commonName": "leaf", "issuerName": "leaf",
		"notValidBefore": "2001-02-03T04:05:06.000Z", "notValidAfter": "2101-02-03T04:05:06.000Z",
	}
	if diff := cmp.Diff(want, info); diff != "" || info["fingerprint"] == "" {
		t.Error(diff, info)
	}
	patched := send(t, f, "PATCH", created["id"].(string), config{"certificateKeyPairConfig": config{"certificate": "none"}}).want(t, 200)
	if other := patched["certificateKeyPairConfig"].(config)["info"].(config); other["fingerprint"] == info["fingerprint"] || len(other) != 1 {
		t.Errorf("got %v", other)
	}
}

// TestFaultsComeInTheVendorsShape shows that the kit's faults and limits speak
// Losant's language.
func TestFaultsComeInTheVendorsShape(t *testing.T) {
	fault, err := fakeapi.ParseFault("POST /applications/{applicationId}/credentials status=503 retry-after=2s times=1 applied")
	if err != nil {
		t.Fatal(err)
	}
	f := losanttest.NewServer(t, losanttest.Options{Options: fakeapi.Options{Faults: []fakeapi.Fault{fault}, RatePerMinute: 2}})
	body := config{"name": "Dave", "type": "azure", "azureConfig": complete["azure"]}
	send(t, f, "POST", "", body).want(t, 503)
	if stored := f.Credentials(losanttest.ApplicationID); len(stored) != 1 {
		t.Errorf("the lost answer left %v", stored)
	}
	send(t, f, "POST", "", body).want(t, 400)
	if limited := send(t, f, "POST", "", body).want(t, 429); limited["type"] != "TooManyRequests" {
		t.Errorf("got %v", limited)
	}
	if f.Count(losanttest.Create) != 3 || !f.Saw("123abc") {
		t.Errorf("recorded %v", f.Requests())
	}
}

func TestAFutureTypeIsShownWhole(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	id := f.Seed(losanttest.ApplicationID, losanttest.Credential{Name: "x", Type: "future", Enabled: true, Config: config{"new": json.Number("1")}})
	got := send(t, f, "GET", id, nil).want(t, 200)
	if got["type"] != "future" || got["futureConfig"].(config)["new"] != 1.0 || got["createdByType"] != "user" {
		t.Errorf("got %v", got)
	}
}

func TestReadsLagBehindWrites(t *testing.T) {
	var clock fakeapi.Clock
	f, id := newDave(t, losanttest.Options{Options: fakeapi.Options{Now: clock.Now, VisibleAfter: time.Minute}})
	wait := func() { clock.Advance(2 * time.Minute) }
	shows := func(status int, name string, listed float64) {
		t.Helper()
		if got := send(t, f, "GET", id, nil).want(t, status); status == 200 && got["name"] != name {
			t.Errorf("got %v, want the name %s", got, name)
		}
		if got := send(t, f, "GET", "", nil).want(t, 200); got["totalCount"] != listed {
			t.Errorf("got %v, want %v listed", got, listed)
		}
	}
	shows(404, "", 0)
	send(t, f, "POST", "", config{"name": "Dave", "type": "azure", "azureConfig": complete["azure"]}).want(t, 400)
	wait()
	shows(200, "Dave", 1)
	if got := send(t, f, "PATCH", id, config{"name": "Eve"}).want(t, 200); got["name"] != "Eve" {
		t.Errorf("the answer to a write lags: %v", got)
	}
	shows(200, "Dave", 1)
	wait()
	shows(200, "Eve", 1)
	send(t, f, "DELETE", id, nil).want(t, 200)
	send(t, f, "DELETE", id, nil).want(t, 404)
	shows(200, "Eve", 1)
	wait()
	shows(404, "", 0)
}

func TestObjectsAreDatedByAClockOfTheirOwn(t *testing.T) {
	f, id := newDave(t, losanttest.Options{Options: fakeapi.Options{
		Now: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }, ObjectDateSkew: -time.Minute,
	}})
	for _, path := range []string{id, ""} {
		if got := send(t, f, "GET", path, nil).want(t, 200); !strings.Contains(fmt.Sprint(got), "creationDate:2025-12-31T23:59:00.000Z") {
			t.Errorf("got %v", got)
		}
	}
}

func TestEndlessPages(t *testing.T) {
	f, _ := newDave(t, losanttest.Options{Options: fakeapi.Options{EndlessPages: true}})
	page := send(t, f, "GET", "?page=7&perPage=5", nil).want(t, 200)
	if items, _ := page["items"].([]any); len(items) != 5 || page["totalCount"].(float64) < 1e9 {
		t.Errorf("got %v", page)
	}
}

func TestATokenThatOnlyReads(t *testing.T) {
	f, id := newDave(t, losanttest.Options{})
	reading := header("Authorization", "Bearer "+losanttest.ReadOnlyToken)
	for _, path := range []string{"", id, id + "/linkedResources"} {
		send(t, f, "GET", path, nil, reading).want(t, 200)
	}
	send(t, f, "POST", "", config{"name": "Eve", "type": "azure", "azureConfig": complete["azure"]}, reading).want(t, 403)
	send(t, f, "PATCH", id, config{"name": "Eve"}, reading).want(t, 403)
	send(t, f, "DELETE", id, nil, reading).want(t, 403)
	if got := f.Credentials(losanttest.ApplicationID); len(got) != 1 || got[0].Name != "Dave" {
		t.Errorf("got %v", got)
	}
}
