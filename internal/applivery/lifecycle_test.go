package applivery_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
)

func TestAccIntegrationIsWrittenWholeAndReset(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	apply := func(summary string, writes, resets int, arguments ...string) (output string) {
		t.Helper()
		c.Configure(provider(f), integration(arguments...))
		output = c.Apply()
		acctest.Contains(t, output, summary)
		expectRequests(t, f, writes, resets)
		c.PlanNothing()
		return strings.Join(strings.Fields(output), " ")
	}
	apply("1 added", 1, 0, stores)
	expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
	made := stored(t, f)
	for attribute, want := range map[string]any{"id": org, "username": made.Username, "password": made.Password, "token": nil, "token_wo": nil} {
		if got := c.Attribute(address, attribute); got != want {
			t.Errorf("%s is %v, want %v", attribute, got, want)
		}
	}

	output := apply("0 added, 1 changed, 0 destroyed", 1, 0, stores, `gw_address = "gw.locsec.net"`, "token_wo = \"other\"\n token_wo_version = 1")
	acctest.Contains(t, output, "~ password = (sensitive value)")
	expectStored(t, f, "other", "portal", "gw.locsec.net")

	t.Log("The whole goes, also under an unchanged version.")
	apply("0 added, 1 changed, 0 destroyed", 1, 0, `portal_account_id = "p2"`, `gw_address = "gw.locsec.net"`, "token_wo = \"newer\"\n token_wo_version = 1")
	expectStored(t, f, "newer", "p2", "gw.locsec.net")

	apply("1 added, 0 changed, 1 destroyed", 1, 1, byID, `token = "kept"`)
	expectStored(t, f, "kept", "portal", "eu-gw.locsec.net")

	made = stored(t, f)
	c.Apply("-destroy")
	expectRequests(t, f, 0, 1)
	expectStored(t, f, "", "", "")
	if now := stored(t, f); now.Username != made.Username || now.Password == made.Password {
		t.Errorf("the login is %+v, was %+v", now, made)
	}
}

// stores keeps the password in the state.
const stores = "store_login = true"

// Every part of the login is optional in every answer.
func TestAccLoginIsWhatAnswersHaveShown(t *testing.T) {
	for name, test := range map[string]struct {
		options  appliverytest.Options
		argument string
		username bool
		password string // which of all passwords the state has after two writes
	}{
		"always shown":   {argument: stores, username: true, password: "first"},
		"made anew":      {options: appliverytest.Options{NewPasswordOnPut: true, Slash: appliverytest.SlashAdded}, argument: stores, username: true, password: "last"},
		"shown once":     {options: appliverytest.Options{PasswordOnce: true, BlankNotFound: true}, argument: stores, username: true, password: "first"},
		"never shown":    {options: appliverytest.Options{Omitted: []string{"username", "password", "token"}}, argument: stores},
		"masked":         {options: appliverytest.Options{Masked: []string{"password", "token"}, Slash: appliverytest.SlashRequired, AllowEmpty: true}, argument: stores, username: true},
		"not to be kept": {argument: "", username: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := appliverytest.NewServer(t, test.options)
			c := acctest.NewCLI(t)
			for _, gateway := range []string{"eu-gw.locsec.net", "gw.locsec.net"} {
				c.Configure(provider(f), integration(test.argument, fmt.Sprintf("gw_address = %q", gateway)))
				c.Apply()
			}
			c.PlanNothing()
			made := f.Passwords()
			password := map[string]any{"first": made[0], "last": made[len(made)-1]}[test.password]
			var username any
			if test.username {
				username = stored(t, f).Username
			}
			if got := c.Attribute(address, "password"); got != password {
				t.Errorf("password is %v, want %v", got, password)
			}
			if got := c.Attribute(address, "username"); got != username {
				t.Errorf("username is %v, want %v", got, username)
			}
			c.Apply("-destroy")
		})
	}
}

func TestAccPasswordComesAndGoesWithStoreLogin(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	c := acctest.NewCLI(t)
	for _, step := range []struct {
		argument string
		requests int
		shown    bool
	}{{"", 1, false}, {stores, 1, true}, {"store_login = false", 0, false}} {
		c.Configure(provider(f), integration(step.argument))
		c.Apply()
		expectRequests(t, f, step.requests, 0)
		var password any
		if step.shown {
			password = stored(t, f).Password
		}
		if got := c.Attribute(address, "password"); got != password || c.Attribute(address, "username") != stored(t, f).Username {
			t.Errorf("%s: the password is %v, want %v, or the username is not shown", step.argument, got, password)
		}
		if c.Attribute(address, "encrypted_password") != nil {
			t.Errorf("%s: there is an encrypted password", step.argument)
		}
		c.PlanNothing()
	}
}

func TestAccPasswordIsEncrypted(t *testing.T) {
	for name, options := range map[string]appliverytest.Options{"always shown": {}, "shown once": {PasswordOnce: true}} {
		t.Run(name, func(t *testing.T) {
			f := appliverytest.NewServer(t, options)
			c := acctest.NewCLI(t)
			key, err := age.GenerateX25519Identity()
			if err != nil {
				t.Fatal(err)
			}
			to := fmt.Sprintf("encrypt_to = [%q]", key.Recipient())
			expect := func(requests int) {
				t.Helper()
				expectRequests(t, f, requests, 0)
				state := c.State()
				acctest.Lacks(t, state, stored(t, f).Password)
				_, after, _ := strings.Cut(state, `"encrypted_password": "`)
				file, _, _ := strings.Cut(after, `"`)
				plain, err := age.Decrypt(armor.NewReader(strings.NewReader(strings.ReplaceAll(file, `\n`, "\n"))), key)
				if err != nil {
					t.Fatal(err)
				}
				password, err := io.ReadAll(plain)
				if err != nil || string(password) != stored(t, f).Password {
					t.Errorf("the file holds %q, %v", password, err)
				}
			}
			c.Configure(provider(f), integration(stores))
			acctest.Lacks(t, c.Apply(), "password is not kept")
			f.ResetCounts()
			c.Configure(provider(f), integration(to))
			acctest.Contains(t, c.Apply(), "Older states keep the plain text")
			expect(0)
			c.PlanNothing()
			c.Configure(provider(f), integration(fmt.Sprintf("encrypt_to = [%q]", " "+key.Recipient().String())))
			c.Apply() // another spelling of the same key
			expect(0)
			c.Apply("-destroy")
			f.ResetCounts()

			c.Configure(provider(f), integration())
			acctest.Contains(t, c.Apply(), "The password is not kept")
			f.ResetCounts()
			c.Configure(provider(f), integration(to))
			if applied := c.Apply(); options.PasswordOnce {
				acctest.Contains(t, applied, "Applivery's answer does not show the password")
			} else {
				expect(1)
			}
			c.PlanNothing()

			c.Configure(provider(f), integration(to, stores))
			acctest.Contains(t, c.Fail("validate"), "cannot be set together")
		})
	}
}
