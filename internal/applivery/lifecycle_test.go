package applivery_test

import (
	"testing"

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
				Config: provider(f) + integration(),
				Check: acctest.Check(func() {
					expectRequests(t, f, 1, 0)
					expectStored(t, f, "t0ken", "portal", "eu-gw.locsec.net")
					before = stored(t, f)
				}),
			},
			{
				Config: provider(f) + integration(),
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
				Config: provider(f) + integration(`gw_address = "gw.locsec.net"`, "token_wo = \"other\"\n token_wo_version = 1"),
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

// Every part of the login is optional in every answer.
func TestAccLoginIsWhatAnswersHaveShown(t *testing.T) {
	for name, test := range map[string]struct {
		options  appliverytest.Options
		argument string
		username bool
		password string // which of all passwords the state has after two writes
	}{
		"always shown":   {username: true, password: "first"},
		"made anew":      {options: appliverytest.Options{NewPasswordOnPut: true}, username: true, password: "last"},
		"shown once":     {options: appliverytest.Options{PasswordOnce: true}, username: true, password: "first"},
		"never shown":    {options: appliverytest.Options{Omitted: []string{"username", "password", "token"}}},
		"masked":         {options: appliverytest.Options{Masked: []string{"password", "token"}}, username: true},
		"not to be kept": {argument: "store_login = false"},
	} {
		t.Run(name, func(t *testing.T) {
			f := appliverytest.NewServer(t, test.options)
			acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
				{Config: provider(f) + integration(test.argument)},
				{
					Config: provider(f) + integration(test.argument, `gw_address = "gw.locsec.net"`),
					Check: func(s *terraform.State) error {
						made := f.Passwords()
						wanted := map[string]string{"first": made[0], "last": made[len(made)-1]}[test.password]
						checks := []tftest.TestCheckFunc{same("password", wanted)}
						if test.username {
							checks = append(checks, same("username", stored(t, f).Username))
						} else {
							checks = append(checks, same("username", ""))
						}
						return tftest.ComposeAggregateTestCheckFunc(checks...)(s)
					},
				},
			}})
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

func TestAccLoginComesAndGoesWithStoreLogin(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	acctest.Test(t, tftest.TestCase{Steps: []tftest.TestStep{
		{Config: provider(f) + integration()},
		{
			PreConfig: f.ResetCounts,
			Config:    provider(f) + integration("store_login = false"),
			Check: tftest.ComposeAggregateTestCheckFunc(same("username", ""), same("password", ""),
				acctest.Check(func() { expectRequests(t, f, 0, 0) })),
		},
		{
			Config: provider(f) + integration("store_login = true"),
			Check: func(s *terraform.State) error {
				expectRequests(t, f, 1, 0)
				return tftest.ComposeAggregateTestCheckFunc(same("username", stored(t, f).Username), same("password", stored(t, f).Password))(s)
			},
		},
	}})
}
