//go:build unix

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
)

// oauthGuide are the files that the guide "Hand an OAuth client's secret to an integration" shows.
const oauthGuide = "../../examples/guides/oauth-clients"

// newOAuthGuide makes an example with a folder of the guide.
func newOAuthGuide(t *testing.T, folder string) *example {
	t.Helper()
	t.Parallel()
	e := newExample(t, false)
	if err := os.CopyFS(filepath.Join(e.folder, "guide"), os.DirFS(filepath.Join(oauthGuide, folder))); err != nil {
		t.Fatal(err)
	}
	e.environment = append(e.environment, "TF_VAR_role_id=0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26")
	return e
}

// edit replaces a text in a file of the guide.
func (e *example) edit(file, from, to string) {
	e.t.Helper()
	text, err := os.ReadFile(filepath.Join(e.folder, file))
	if err != nil || !strings.Contains(string(text), from) {
		e.t.Fatalf("%q is not in %s, %v", from, file, err)
	}
	e.write(file, strings.Replace(string(text), from, to, 1), 0o600)
}

// handedOver returns the secret of the only OAuth client, once the credential holds it and the id.
func (e *example) handedOver() string {
	e.t.Helper()
	genesys := e.server.get("/_mock/state?secrets=true").(object)["genesys"].(object)
	clients, credentials := genesys["oauthClients"].(list), genesys["credentials"].(list)
	client, secret := clients[0].(object), clients[0].(object)["secret"].(string)
	for _, c := range credentials {
		fields, _ := c.(object)["credentialFields"].(object)
		if len(clients) == 1 && fields["clientId"] == client["id"] && fields["clientSecret"] == secret {
			return secret
		}
	}
	e.t.Errorf("no credential has the id and the secret of the OAuth client: %v", credentials)
	return secret
}

func TestAccGuideStoresTheSecretOfAnOAuthClient(t *testing.T) {
	e := newOAuthGuide(t, "stored")
	e.run("-chdir=guide", "apply", "-auto-approve")
	first := e.handedOver()
	e.run("-chdir=guide", "plan", "-detailed-exitcode")
	e.edit("guide/main.tf", `"1"`, `"2"`)
	e.run("-chdir=guide", "apply", "-auto-approve")
	if second := e.handedOver(); second == first {
		t.Error("no other secret was issued")
	}
	e.run("-chdir=guide", "plan", "-detailed-exitcode")
	state, err := os.ReadFile(filepath.Join(e.folder, "guide/terraform.tfstate"))
	if err != nil || strings.Count(string(state), e.handedOver()) != 1 {
		t.Errorf("the secret is in the state not just once: %v", err)
	}
	e.run("-chdir=guide", "destroy", "-auto-approve")
}

func TestAccGuideEncryptsTheSecretOfAnOAuthClient(t *testing.T) {
	e := newOAuthGuide(t, "encrypted")
	if output, err := exec.Command("go", "build", "-o", filepath.Join(e.folder, "age"), "./testdata/age").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	e.write("guide/key.txt", "# created by a test\n"+key.String()+"\n", 0o600)
	e.environment = append(e.environment, "TF_VAR_public_key="+key.Recipient().String())
	apply := func() string {
		t.Helper()
		command := exec.Command("sh", "./apply")
		command.Dir, command.Env = filepath.Join(e.folder, "guide"), e.environment
		output, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, output)
		}
		return string(output)
	}
	secrets := []string{}
	shown := apply()
	secrets = append(secrets, e.handedOver())
	if again := apply(); strings.Count(again, "0 added, 0 changed, 0 destroyed") != 2 {
		t.Errorf("the second run changes something: %s", again)
	}
	e.edit("guide/client/main.tf", `"1"`, `"2"`)
	shown += apply()
	if secrets = append(secrets, e.handedOver()); secrets[0] == secrets[1] {
		t.Error("no other secret was issued")
	}
	for _, folder := range []string{"client", "integration"} {
		state, err := os.ReadFile(filepath.Join(e.folder, "guide", folder, "terraform.tfstate"))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if strings.Contains(string(state)+shown, secret) {
				t.Errorf("the secret is in the state of %s, or was printed", folder)
			}
		}
	}
}
