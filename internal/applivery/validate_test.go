package applivery_test

import (
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
)

func TestAccValidateTellsWhatIsWrong(t *testing.T) {
	cases := map[string]string{
		integration(`organization_id = "` + appliverytest.OrganizationID + `"`): "",
		integration(`organization_id = "a-B"`):                                  "",
		integration(`organization_id = "ab"`):                                   "`organization_id` must be 24 hexadecimal digits, or a slug",
		integration(`organization_id = "a_b"`):                                  "`organization_id`",
		integration(`gw_address = "anything"`, abandon):                         "",
		integration(`destroy_behavior = "reset"`):                               "",
		integration(`destroy_behavior = "delete"`):                              "`destroy_behavior` must be one of",
		integration(`token_wo = null`):                                          "`token` or `token_wo` must be set",
		integration("token_wo = \"a\"\n  token = \"b\""):                        "`token` and `token_wo` cannot be set together",
		integration("token = \"b\"\n  token_wo_version = 1"):                    "`token_wo_version` needs `token_wo` beside it",
		integration("password = \"chosen\""):                                    "Read-Only Attribute",
	}
	for argument, most := range map[string]int{"token": 128, "token_wo": 128, "portal_account_id": 256, "gw_address": 128} {
		for length, want := range map[int]string{0: "`" + argument + "`", 1: "", most: "", most + 1: "`" + argument + "`"} {
			cases[integration(argument+` = "`+strings.Repeat("é", length)+`"`)] = want
		}
	}
	acctest.NewCLI(t).ValidateEach(cases)
}
