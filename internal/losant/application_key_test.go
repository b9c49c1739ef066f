package losant_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

const keyAddress = "credentials_application_key.this"

// key is the resource that the tests use.
func key(arguments ...string) string {
	return fmt.Sprintf("resource \"credentials_application_key\" \"this\" {\n  application_id = %q\n  %s\n}\n", app, strings.Join(arguments, "\n  "))
}

const inState = "store_secret = true"

// identity makes a key pair, and returns the argument that encrypts to it.
func identity(t *testing.T) (pair *age.X25519Identity, argument string) {
	t.Helper()
	pair, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return pair, fmt.Sprintf("encrypt_to = [%q]", pair.Recipient())
}

func decrypted(t *testing.T, file any, pair *age.X25519Identity) string {
	t.Helper()
	text, _ := file.(string)
	reader, err := age.Decrypt(armor.NewReader(strings.NewReader(text)), pair)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(secret)
}

// onlyKey is the one access key that there is.
func onlyKey(t *testing.T, f *losanttest.Fake) losanttest.Key {
	t.Helper()
	all := f.Keys(app)
	if len(all) != 1 {
		t.Fatalf("%d access keys, want one: %+v", len(all), all)
	}
	return all[0]
}

// everything is set in a key of this configuration.
const everything = `name = "gateway"
  description = "of the plant"
  status = "inactive"
  device_ids = ["575ECE2B7AE143CD83DC4A9D", "575ece2b7ae143cd83dc4a9e"]
  device_tags {
    key = "plant"
    value = "north"
  }
  device_tags {
    value = "south"
  }
  filter_type = "whitelist"
  pub_topics = ["b", "a"]
  sub_topics = ["c/#"]
  address_filter_type = "blacklist"
  addresses = ["10.0.0.0/8"]
  store_secret = true`

func TestAccApplicationKeyFromCreationToDestruction(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), key(everything))
	acctest.Contains(t, c.Apply(), "1 added")
	made := onlyKey(t, f)
	texts := func(all ...any) []any { return all }
	want := object{
		"name": "gateway", "description": "of the plant", "filterType": "whitelist", "addressFilterType": "blacklist",
		"deviceIds": texts("575ECE2B7AE143CD83DC4A9D", "575ece2b7ae143cd83dc4a9e"), "deviceTags": made.Values["deviceTags"],
		"pubTopics": texts("a", "b"), "subTopics": texts("c/#"), "addresses": texts("10.0.0.0/8"),
	}
	tags, _ := made.Values["deviceTags"].([]any)
	if diff := cmp.Diff(want, made.Values); diff != "" || made.Status != "inactive" || len(tags) != 2 || f.Count(losanttest.CreateKey) != 1 || f.Count(losanttest.PatchKey) != 1 {
		t.Errorf("stored other values than wanted (-want +got):\n%s\n%+v", diff, made)
	}
	if got := c.Attribute(keyAddress, "secret"); got != made.Secret || c.Attribute(keyAddress, "key") != made.Key || c.Attribute(keyAddress, "secret_issued_at") == nil {
		t.Errorf("the state has not what was issued: %v", got)
	}
	c.PlanNothing()

	t.Log("Another spelling of the same devices is the same key.")
	f.ResetCounts()
	c.Configure(provider(f), key(strings.ToLower(everything)))
	acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
	if f.Count(losanttest.PatchKey) != 0 {
		t.Error("it was sent")
	}
	c.PlanNothing()

	t.Log("Each attribute is changed by itself, in place.")
	current := strings.ToLower(everything)
	for _, change := range []struct{ from, to, sent string }{
		{`name = "gateway"`, `name = "hub"`, `{"name": "hub"}`},
		{`name = "hub"`, ``, `{"name": null}`},
		{`description = "of the plant"`, ``, `{"description": ""}`},
		{`status = "inactive"`, ``, `{"status": "active"}`},
		{`filter_type = "whitelist"`, `filter_type = "none"`, `{"filterType": "none"}`},
		{`pub_topics = ["b", "a"]`, `pub_topics = ["a"]`, `{"pubTopics": ["a"]}`},
		{`sub_topics = ["c/#"]`, ``, `{"subTopics": []}`},
		{`address_filter_type = "blacklist"`, `address_filter_type = "all"`, `{"addressFilterType": "all"}`},
		{`addresses = ["10.0.0.0/8"]`, `addresses = []`, `{"addresses": []}`},
	} {
		current = strings.Replace(current, change.from, change.to, 1)
		if change.from == `addresses = ["10.0.0.0/8"]` {
			current = strings.Replace(current, `address_filter_type = "all"`, "", 1) // Optional and computed: what it was stays
		}
		f.ResetCounts()
		c.Configure(provider(f), key(current))
		acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
		sent := f.RequestsOn(losanttest.PatchKey)
		if len(sent) != 1 {
			t.Fatalf("%s: %d PATCHes", change.sent, len(sent))
		}
		if diff := cmp.Diff(acctest.Decode(t, change.sent), acctest.Decode(t, sent[0].Body)); diff != "" {
			t.Errorf("%s: sent (-want +got):\n%s", change.sent, diff)
		}
		if got := c.Attribute(keyAddress, "secret"); got != made.Secret {
			t.Errorf("%s: the secret became %v", change.sent, got)
		}
	}
	c.PlanNothing()

	t.Log("What is changed by hand is shown and undone.")
	current = strings.Replace(current, "addresses = []", "addresses = []\n  address_filter_type = \"all\"", 1)
	c.Configure(provider(f), key(current))
	before := onlyKey(t, f)
	for member, value := range map[string]any{
		"name": "by hand", "description": "by hand", "filterType": "all", "pubTopics": texts("x"), "subTopics": texts("x"), "addresses": texts("1.2.3.4"),
		"addressFilterType": "whitelist",
	} {
		f.EditKey(app, before.ID, func(k *losanttest.Key) { k.Values[member] = value })
		acctest.Contains(t, c.Plan(), "0 to add, 1 to change, 0 to destroy")
		c.Apply()
		if got := onlyKey(t, f).Values[member]; got != nil && !cmp.Equal(got, before.Values[member]) {
			t.Errorf("%s is %v", member, got)
		}
	}
	f.EditKey(app, before.ID, func(k *losanttest.Key) { k.Status = "inactive" })
	c.Apply()
	if onlyKey(t, f).Status != "active" {
		t.Error("it is still inactive")
	}

	t.Log("Other devices take another key, be they chosen by hand or configured, and so does a deletion by hand.")
	for member, value := range map[string]any{
		"deviceIds": texts("575ece2b7ae143cd83dc4a90"), "deviceTags": texts(object{"key": "by", "value": "hand"}),
	} {
		f.EditKey(app, before.ID, func(k *losanttest.Key) { k.Values[member] = value })
		acctest.Contains(t, c.Plan(), "forces replacement", "1 to add, 0 to change, 1 to destroy")
		f.EditKey(app, before.ID, func(k *losanttest.Key) { k.Values[member] = before.Values[member] })
	}
	c.Configure(provider(f), key(strings.Replace(current, "575ece2b7ae143cd83dc4a9d", "575ece2b7ae143cd83dc4a90", 1)))
	acctest.Contains(t, c.Apply(), "1 added, 0 changed, 1 destroyed")
	f.RemoveKey(app, onlyKey(t, f).ID)
	acctest.Contains(t, c.Plan(), "no longer exists", "1 to add")
	c.Apply()
	if got := c.Attribute(keyAddress, "secret"); got != onlyKey(t, f).Secret {
		t.Errorf("the state has not the present secret: %v", got)
	}
	c.PlanNothing()
	c.Apply("-destroy")
	if left := f.Keys(app); len(left) != 0 {
		t.Errorf("left over: %+v", left)
	}
}

func TestAccApplicationKeysSecretGoesWhereItBelongs(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	first, toFirst := identity(t)
	second, toSecond := identity(t)
	c.Trace()
	c.Configure(provider(f), key(toFirst))
	c.SavePlan()
	c.Apply("saved.plan")
	made := onlyKey(t, f)
	if got := decrypted(t, c.Attribute(keyAddress, "encrypted_secret"), first); got != made.Secret || c.Attribute(keyAddress, "secret") != nil {
		t.Errorf("encrypted is %q, want %q", got, made.Secret)
	}
	c.PlanNothing()
	c.ExpectNotShown(made.Secret)
	c.ExpectNotKept(made.Secret)

	t.Log("An update in place issues nothing.")
	c.Configure(provider(f), key(toFirst, `name = "x"`))
	acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")

	t.Log("Other keys, another place and another rotate take another key: Losant cannot issue another secret.")
	for _, arguments := range []string{toSecond, toSecond + "\n rotate = \"2026\"", inState + "\n rotate = \"2026\""} {
		old := onlyKey(t, f).ID
		c.Configure(provider(f), key(arguments))
		acctest.Contains(t, c.Plan(), "forces replacement")
		acctest.Contains(t, c.Apply(), "1 added, 0 changed, 1 destroyed")
		if onlyKey(t, f).ID == old {
			t.Error("it is the old one")
		}
		c.PlanNothing()
	}

	t.Log("The known secret is encrypted without a request.")
	f.ResetCounts()
	c.Configure(provider(f), key(toSecond))
	acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed", "Older states keep the plain text")
	if got := decrypted(t, c.Attribute(keyAddress, "encrypted_secret"), second); got != onlyKey(t, f).Secret || f.Count(losanttest.CreateKey)+f.Count(losanttest.PatchKey) != 0 {
		t.Errorf("encrypted is %q after %v", got, f.Requests())
	}
	c.PlanNothing()
}

func TestAccApplicationKeyIsImportedAndRecorded(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{KeyFilterType: "whitelist"}) // taken as it is, since none is configured
	seeded := f.SeedKey(app, object{"name": "gateway", "deviceTags": []any{object{"key": "a"}}, "addresses": []any{"10.0.0.1"}})
	c := acctest.NewCLI(t)
	block := "name = \"gateway\"\n device_tags {\n key = \"a\"\n }\n addresses = [\"10.0.0.1\"]\n"
	c.Configure(provider(f), key(block, inState))
	for importID, want := range map[string]string{
		seeded.ID:       "has only 1 of 2 parts. The import id has the form <application_id>/<id>.",
		app + "/" + app: "Cannot import application key " + app,
		app + "/575ec":  `id is "575ec", which does not match`,
	} {
		acctest.Contains(t, c.Fail("import", keyAddress, importID), want)
	}
	if output, status := c.Run("import", keyAddress, app+"/"+strings.ToUpper(seeded.ID)); status != 0 {
		t.Fatal(output)
	}
	acctest.Contains(t, c.Plan(), "0 to add, 1 to change, 0 to destroy", "The secret is not known")
	acctest.Lacks(t, c.Plan(), "known after apply")
	f.ResetCounts()
	c.Apply()
	if f.Count(losanttest.PatchKey)+f.Count(losanttest.CreateKey)+f.Count(losanttest.DeleteKey) != 0 || c.Attribute(keyAddress, "secret") != nil {
		t.Errorf("something was sent: %v", f.Requests())
	}
	c.PlanNothing()
	_, to := identity(t)
	c.Configure(provider(f), key(block, to))
	acctest.Contains(t, c.Apply(), "0 added, 1 changed, 0 destroyed")
	c.Configure(provider(f), key(block, to, `rotate = "once"`))
	acctest.Contains(t, c.Apply(), "1 added, 0 changed, 1 destroyed")
	c.PlanNothing()
}

// An answer that is lost has lost the secret: the key is deleted, and made again. An older namesake stays.
func TestAccApplicationKeyIsMadeAgainIfItsSecretIsLost(t *testing.T) {
	for name, fault := range map[string]fakeapi.Fault{
		"reset":     {Reset: true, Applied: true, Times: 2},
		"truncated": {Truncate: true, Times: 1},
		"gateway":   {Status: http.StatusGatewayTimeout, Gateway: true, Applied: true, Times: 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := losanttest.NewServer(t, losanttest.Options{})
			older := f.SeedKey(app, object{"name": "gateway"})
			c := acctest.NewCLI(t)
			c.Configure(provider(f), key(`name = "gateway"`, inState))
			f.Inject(losanttest.CreateKey, fault)
			c.Apply()
			all := f.Keys(app)
			if len(all) != 2 || all[0].ID != older.ID || c.Attribute(keyAddress, "secret") != all[1].Secret || f.Count(losanttest.CreateKey) != fault.Times+1 {
				t.Errorf("stored %+v after %d POSTs", all, f.Count(losanttest.CreateKey))
			}
			c.PlanNothing()
		})
	}
	t.Run("for good", func(t *testing.T) {
		f := losanttest.NewServer(t, losanttest.Options{})
		c := acctest.NewCLI(t)
		c.Configure(provider(f), key(`name = "gateway"`, inState))
		f.Inject(losanttest.CreateKey, fakeapi.Fault{Reset: true, Applied: true})
		output := c.Fail("apply", "-auto-approve")
		acctest.Contains(t, output, "has been deleted again")
		acctest.Lacks(t, output, "may still have taken effect")
		if left := f.Keys(app); len(left) != 0 {
			t.Errorf("left over: %+v", left)
		}
	})
	t.Run("several", func(t *testing.T) {
		f := losanttest.NewServer(t, losanttest.Options{})
		c := acctest.NewCLI(t)
		c.Configure(provider(f), key(`name = "gateway"`, inState))
		f.Inject(losanttest.CreateKey, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
		var once sync.Once // another run makes a namesake at the same moment
		f.Observe(func(r fakeapi.Request) {
			if r.Route == losanttest.CreateKey {
				once.Do(func() { f.SeedKey(app, object{"name": "gateway"}) })
			}
		})
		output := c.Fail("apply", "-auto-approve")
		all := f.Keys(app)
		if len(all) != 2 || !strings.Contains(output, all[0].ID) || !strings.Contains(output, all[1].ID) {
			t.Errorf("stored %+v: %s", all, output)
		}
	})
}

// An error at the attribute would have the engine show its line.
func TestAccPrivateKeyIsNotRepeated(t *testing.T) {
	private, _ := identity(t)
	c := acctest.NewCLI(t)
	for element, want := range map[string]string{
		private.String(): "an element is a private key",
		"# public key: " + private.Recipient().String() + "\n" + private.String(): "an element is a private key",
		private.Recipient().String() + "\nLS0tLS1CRUdJTi" + private.String()[20:]: "an element has several lines",
	} {
		c.Configure(key(fmt.Sprintf("encrypt_to = [%q]", element)))
		for _, arguments := range [][]string{{"validate"}, {"validate", "-json"}} {
			output := c.Fail(arguments...)
			acctest.Contains(t, output, want)
			acctest.Lacks(t, output, private.String()[20:])
		}
	}
}

func TestAccApplicationKeyIsValidated(t *testing.T) {
	var ids strings.Builder
	for n := range 1001 {
		fmt.Fprintf(&ids, "\"%024x\", ", n)
	}
	_, to := identity(t)
	acctest.NewCLI(t).ValidateEach(map[string]string{
		key(inState):                         "",
		key(to):                              "",
		key():                                "The secret needs exactly one place",
		key(inState, to):                     "cannot be set together",
		key("encrypt_to = []"):               "must have a public key",
		key(`encrypt_to = ["ssh-dss AAAA"]`): "an element is no public key",
		key(inState, `name = ""`):            "1 to 255 characters",
		key(inState, `status = "deleted"`):   "one of active, inactive",
		key(inState, `device_ids = ["x"]`):   "24 hexadecimal digits",
		key(inState, "device_ids = ["+ids.String()+"]"):             "at most 1000 elements",
		key(inState, `filter_type = "some"`):                        "one of all, whitelist, blacklist, none",
		key(inState, `address_filter_type = "none"`):                "one of all, whitelist, blacklist",
		key(inState, `pub_topics = [""]`):                           "1 to 1024 characters",
		key(inState, `sub_topics = [null]`):                         "is null",
		key(inState, "device_tags {\n key = \"a b\"\n}"):            "letters, digits",
		key(inState, "device_tags {\n value = \"\"\n}"):             "1 to 255 characters",
		key(inState, `addresses = ["`+strings.Repeat("1", 49)+`"]`): "at most 48",
		strings.Replace(key(inState), app, "575", 1):                "24 hexadecimal digits",
	})
}
