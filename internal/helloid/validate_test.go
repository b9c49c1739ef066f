package helloid_test

import (
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
)

func TestAccValidateTellsWhatIsWrong(t *testing.T) {
	lookup := func(kind, arguments string) string { return "data \"" + kind + "\" \"this\" {\n" + arguments + "\n}\n" }
	acctest.NewCLI(t).ValidateEach(map[string]string{
		credential(`user_guid = "` + strings.ToUpper(user) + `"`):                 "",
		credential(`user_guid = "mike"`):                                          "`user_guid` must be a GUID",
		credential(`user_guid = "{` + user + `}"`):                                "`user_guid` must be a GUID",
		credential(`application_guid = "Github"`):                                 "`application_guid` must be a GUID",
		credential(`cred_set_name = "a/b c"`):                                     "",
		credential(`cred_set_name = ""`):                                          "`cred_set_name`",
		credential(abandon):                                                       "",
		credential(`destroy_behavior = "reset"`):                                  "`destroy_behavior` must be one of",
		credential(`credentials_wo = null`):                                       "`credentials` or `credentials_wo` must be set",
		credential(`credentials_wo = {}`):                                         "`credentials` or `credentials_wo` must be set",
		credential(`credentials = {}`):                                            "`credentials` or `credentials_wo` must be set",
		credential("credentials = {}\n credentials_wo = {}"):                      "`credentials` or `credentials_wo` must be set",
		credential("credentials = {}\n credentials_wo = { a = 1 }"):               "",
		credential(`credentials = { UserName = "" }`):                             "An element of `credentials` is empty",
		credential(`credentials_wo = { Password = null }`):                        "An element of `credentials_wo` is null",
		credential(`credentials = { "" = "a" }`):                                  "`credentials`",
		credential("credentials = { a = 1 }\n credentials_wo = { a = 1 }"):        "Secret set twice",
		credential("credentials = { a = 1 }\n credentials_wo_version = 1"):        "`credentials_wo_version` needs `credentials_wo`",
		credential("credentials = { a = 1 }\n credentials_wo = { A = \"typo\" }"): "differ in letter case only",
		credential(`user_edit_allowed = false`):                                   `"user_edit_allowed" is not expected here`,

		lookup("credentials_enduser", `user_name = "Mike"`):                             "",
		lookup("credentials_enduser", `user_guid = "`+user+`"`):                         "",
		lookup("credentials_enduser", `user_guid = "Mike"`):                             "`user_guid` must be a GUID",
		lookup("credentials_enduser", ``):                                               "Set either `user_guid` or `user_name`",
		lookup("credentials_enduser", "user_name = \"Mike\"\n user_guid = \""+user+`"`): "Set either `user_guid` or `user_name`",
		lookup("credentials_enduser", `user_name = ""`):                                 "`user_name`",
		lookup("credentials_enduser_application", `name = "Github"`):                    "",
		lookup("credentials_enduser_application", `name = ""`):                          "`name`",
		lookup("credentials_enduser_application", ``):                                   `"name" is required`,
	})
}

func TestAccValidateWarnsOfAMisspeltFunction(t *testing.T) {
	c := acctest.NewCLI(t)
	for functions, want := range map[string]string{
		`{ UserName = "a", Passwrd = "b" }`:            `almost "Password"`,
		`{ Usernam = "a", password = "b" }`:            `almost "UserName"`,
		`{ username = "a", PASSWORD = "b" }`:           "",
		`{ UserName = "a", NewPassword = "b" }`:        "",
		`{ UserName = "a", Password = "b", Pin = "c"}`: "",
	} {
		c.Configure(acctest.Provider("helloid"), credential("credentials_wo = "+functions))
		found, _ := c.Run("validate")
		if want == "" {
			acctest.Lacks(t, found, "misspelt")
		} else {
			acctest.Contains(t, found, "Warning: Function that may be misspelt", want)
			acctest.Lacks(t, found, "Passwrd", "Usernam ")
		}
	}
}
