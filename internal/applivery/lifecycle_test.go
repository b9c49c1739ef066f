package applivery_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
	tftest "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
)

func action(want plancheck.ResourceActionType) tftest.ConfigPlanChecks {
	return tftest.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, want)}}
}

// The engine checks after every step that another plan, with and without a refresh, is empty.
func TestAccIntegrationIsWrittenWholeAndReset(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	var before appliverytest.Integration
	acctest.Test(t, tftest.TestCase{
		CheckDestroy: func(*terraform.State) error {
			expectRequests(t, f, 0, 1)
			expectStored(t, f, "", "", "")
			if now := stored(t, f); now.Username != before.Username || now.Password == before.Password {
				t.Errorf("the login is %+v, was %+v", now, before)
			}
			return nil
		},
		Steps: []tftest.TestStep{
			{
				Config: provider(f) + integration("store_login = true"),
				Check: acctest.Check(func() {
					expectRequests(t, f, 1, 0)
					expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
					before = stored(t, f)
				}),
			},
			{
				Config: provider(f) + integration("store_login = true"),
				Check: func(s *terraform.State) error {
					return tftest.ComposeAggregateTestCheckFunc(
						tftest.TestCheckResourceAttr(address, "id", org),
						tftest.TestCheckResourceAttr(address, "username", before.Username),
						tftest.TestCheckResourceAttr(address, "password", before.Password),
						tftest.TestCheckNoResourceAttr(address, "token"),
						tftest.TestCheckNoResourceAttr(address, "token_wo"),
					)(s)
				},
			},
			{
				Config: provider(f) + integration("store_login = true", `gw_address = "gw.locsec.net"`, "token_wo = \"other\"\n token_wo_version = 1"),
				ConfigPlanChecks: tftest.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("password")),
				}},
				Check: acctest.Check(func() {
					expectRequests(t, f, 1, 0)
					expectStored(t, f, "other", "portal", "gw.locsec.net")
				}),
			},
			{ // the whole goes, also under an unchanged version
				Config:           provider(f) + integration(`portal_account_id = "p2"`, `gw_address = "gw.locsec.net"`, "token_wo = \"newer\"\n token_wo_version = 1"),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				Check: acctest.Check(func() {
					expectRequests(t, f, 1, 0)
					expectStored(t, f, "newer", "p2", "gw.locsec.net")
				}),
			},
			{
				Config:           provider(f) + integration(`organization_id = "`+appliverytest.OrganizationID+`"`, `token = "kept"`),
				ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate),
				Check: acctest.Check(func() {
					expectRequests(t, f, 1, 1)
					expectStored(t, f, "kept", "portal", "eu-gw.locsec.net")
					before = stored(t, f)
				}),
			},
		},
	})
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
		})
	}
}

// same checks an attribute; "" is null.
func same(attribute, want string) tftest.TestCheckFunc {
	if want == "" {
		return tftest.TestCheckNoResourceAttr(address, attribute)
	}
	return tftest.TestCheckResourceAttr(address, attribute, want)
}

func TestAccPasswordComesAndGoesWithStoreLogin(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	shows := func(requests int, password func() string) tftest.TestCheckFunc {
		return func(s *terraform.State) error {
			expectRequests(t, f, requests, 0)
			return tftest.ComposeAggregateTestCheckFunc(same("username", stored(t, f).Username), same("password", password()), same("encrypted_password", ""))(s)
		}
	}
	none, made := func() string { return "" }, func() string { return stored(t, f).Password }
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
		{Config: provider(f) + integration(), Check: shows(1, none)},
		{Config: provider(f) + integration(stores), Check: shows(1, made)},
		{Config: provider(f) + integration("store_login = false"), Check: shows(0, none)},
	}})
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
