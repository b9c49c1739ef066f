package losanttest_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

func load(t *testing.T, f *losanttest.Fake, text string) error {
	t.Helper()
	tree, err := fakeapi.ParseJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	commit, err := f.Load(tree)
	if err == nil {
		commit()
	}
	return err
}

// Every kind of object comes back as it was, and a token of a state authenticates for as long as the state has it.
func TestStateOfIssuedSecrets(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	empty := encodedState(t, f)
	if err := load(t, f, `{
		"applications": [{"id": "575ec8687ae143cd83dc4a97", "archiveConfig": {"mode": "all", "credentialName": "storage"}}],
		"applicationKeys": [
			{"applicationId": "575ec8687ae143cd83dc4a97", "name": "gate", "deviceIds": ["575ec8687ae143cd83dc4a01"], "status": "inactive", "secret": "s-1"},
			{"applicationId": "575ec8687ae143cd83dc4a97"}],
		"apiTokens": [{"applicationId": "575ec8687ae143cd83dc4a97", "name": "ci", "token": "my-token", "scope": ["all.Application.read"], "expirationDate": "`+
		time.Now().Add(time.Hour).Format(time.RFC3339)+`"}]}`); err != nil {
		t.Fatal(err)
	}
	keys, tokens := f.Keys(losanttest.ApplicationID), f.APITokens(losanttest.ApplicationID)
	if len(keys) != 2 || keys[0].Secret != "s-1" || keys[0].Status != "inactive" || keys[1].Secret == "" || keys[1].Values["filterType"] == nil {
		t.Errorf("keys %+v", keys)
	}
	if len(tokens) != 1 || tokens[0].Token != "my-token" || tokens[0].Status != "active" {
		t.Errorf("tokens %+v", tokens)
	}
	if _, valid := f.Tokens.Find("my-token"); !valid {
		t.Error("the token does not authenticate")
	}
	before := encodedState(t, f)
	if err := load(t, f, before); err != nil {
		t.Fatal(err)
	}
	if after := encodedState(t, f); after != before {
		t.Errorf("put back, it is\n%s\nand was\n%s", after, before)
	}
	if _, valid := f.Tokens.Find("my-token"); !valid {
		t.Error("the token does not authenticate any more")
	}
	if err := load(t, f, empty); err != nil {
		t.Fatal(err)
	}
	if _, valid := f.Tokens.Find("my-token"); valid {
		t.Error("a token that is gone still authenticates")
	}
	for text, want := range map[string]string{
		`{"applications": [{"archiveConfig": {"modus": "all"}}]}`:                              "applications[0].archiveConfig.modus: is not a known property",
		`{"apiTokens": [{"applicationId": "575ec8687ae143cd83dc4a97", "name": "n"}]}`:          "apiTokens[0].applicationId: there is no application 575ec8687ae143cd83dc4a97",
		`{"applicationKeys": [{"applicationId": "575ec8687ae143cd83dc4a97", "color": "red"}]}`: "applicationKeys[0].color: is not a known property",
	} {
		if err := load(t, f, text); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

func encodedState(t *testing.T, f *losanttest.Fake) string {
	t.Helper()
	text, err := json.Marshal(f.State())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
