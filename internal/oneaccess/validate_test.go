package oneaccess_test

import (
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
)

// Offline and without a provider block.
func TestAccValidateTellsWhatIsWrong(t *testing.T) {
	for config, want := range map[string]string{
		account():                                                             "",
		account(`extension = "{}"`):                                           "",
		account(`account_name = ""`):                                          "account_name",
		account(`name = ""`):                                                  "name",
		account(`org_code = ""`):                                              "org_code",
		account(`user_id = ""`):                                               "user_id",
		account(`application_id = ""`):                                        "application_id",
		account(`application_id = "a/b"`):                                     "`application_id` must be an id without a slash",
		account(`password = ""`):                                              "password",
		account(`password_wo = ""`):                                           "password_wo",
		account(`password = "a"`, `password_wo = "a"`):                        "`password` and `password_wo` cannot be set together",
		account(`password = "a"`, `password_wo_version = "1"`):                "`password_wo_version` needs `password_wo` beside it",
		account(`extension = "{"`):                                            "extension",
		account(`extension = "[]"`):                                           "must be a JSON object",
		account(`extension = "null"`):                                         "must be a JSON object",
		account(`extension = jsonencode({ title = null })`):                   "OneAccess documents no way to clear an extended attribute",
		account(`disabled = "perhaps"`):                                       "disabled",
		strings.Replace(account(), "user_id", "# user_id", 1):                 `The argument "user_id" is required`,
		strings.Replace(account(), "application_id", "#", 1):                  `The argument "application_id" is required`,
		`data "credentials_application_account" "a" { application_id = "a" }`: "Set either `account_id` or `account_name`",
		`data "credentials_application_accounts" "a" {}`:                      "Set either `application_id` or `user_id`",
		`data "credentials_application_accounts" "a" {
			user_id = "a"
			account_type = "BASIC_ACCOUNT"
		}`: "`account_type` needs `application_id` beside it",
		`data "credentials_application_accounts" "a" {
			application_id = "a"
			account_type = "OTHER_ACCOUNT"
		}`: "`account_type` must be one of",
		`data "credentials_tenant_user" "a" {}`:                                                      "Set either `user_id` or `user_name`",
		acctest.Provider("oneaccess", `domain_name = "https://abc.huaweioneaccess.com"`) + account(): "`oneaccess.domain_name` must be a host name such as",
		acctest.Provider("oneaccess", `domain_name = "abc.huaweioneaccess.com/"`) + account():        "`oneaccess.domain_name` must be a host name such as",
		acctest.Provider("oneaccess", `domain_name = "x.betatest.example.com:8443"`) + account():     "",
		acctest.Provider("oneaccess", `base_url = "http://abc.huaweioneaccess.com"`) + account():     "must use https",
		acctest.Provider("oneaccess", `access_token = "a"`, `client_id = "b"`) + account():           "cannot be set together",
	} {
		t.Run("", func(t *testing.T) {
			c := acctest.NewCLI(t)
			c.Configure(config)
			if want == "" {
				if output, status := c.Run("validate"); status != 0 {
					t.Errorf("should be valid: %s", output)
				}
				return
			}
			acctest.Contains(t, c.Fail("validate"), want)
		})
	}
}
