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
		credential(`user_guid = "mike"`):                                          "Attribute user_guid must be a GUID",
		credential(`user_guid = "{` + user + `}"`):                                "Attribute user_guid must be a GUID",
		credential(`application_guid = "Github"`):                                 "Attribute application_guid must be a GUID",
		credential(`cred_set_name = "a/b c"`):                                     "",
		credential(`cred_set_name = ""`):                                          "Attribute cred_set_name",
		credential(abandon):                                                       "",
		credential(`destroy_behavior = "reset"`):                                  "Attribute destroy_behavior value must be one of",
		credential(`credentials_wo = null`):                                       "Attribute credentials or credentials_wo must be set",
		credential(`credentials_wo = {}`):                                         "Attribute credentials or credentials_wo must be set",
		credential(`credentials = {}`):                                            "Attribute credentials or credentials_wo must be set",
		credential("credentials = {}\n credentials_wo = {}"):                      "Attribute credentials or credentials_wo must be set",
		credential("credentials = {}\n credentials_wo = { a = 1 }"):               "",
		credential(`credentials = { UserName = "" }`):                             `Attribute credentials["UserName"]`,
		credential(`credentials_wo = { Password = null }`):                        "Null Map Value",
		credential(`credentials = { "" = "a" }`):                                  `Attribute credentials`,
		credential("credentials = { a = 1 }\n credentials_wo = { a = 1 }"):        "Secret set twice",
		credential("credentials = { a = 1 }\n credentials_wo_version = 1"):        `"credentials_wo" must be specified`,
		credential("credentials = { a = 1 }\n credentials_wo = { A = \"typo\" }"): "a and A are the same function",
		credential(`user_edit_allowed = false`):                                   `"user_edit_allowed" is not expected here`,

		lookup("credentials_enduser", `user_name = "Mike"`):                             "",
		lookup("credentials_enduser", `user_guid = "`+user+`"`):                         "",
		lookup("credentials_enduser", `user_guid = "Mike"`):                             "Attribute user_guid must be a GUID",
		lookup("credentials_enduser", ``):                                               "Exactly one of these attributes must be configured",
		lookup("credentials_enduser", "user_name = \"Mike\"\n user_guid = \""+user+`"`): "Exactly one of these attributes must be configured",
		lookup("credentials_enduser", `user_name = ""`):                                 "Attribute user_name",
		lookup("credentials_enduser_application", `name = "Github"`):                    "",
		lookup("credentials_enduser_application", `name = ""`):                          "Attribute name",
		lookup("credentials_enduser_application", ``):                                   `"name" is required`,
	})
}
