package losant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
)

// limits are the lengths that the vendor's schemas admit, in characters.
var limits = []struct {
	block, argument string
	least, most     int
}{
	{"aws", "access_key_id", 16, 128},
	{"aws", "secret_access_key", 4, 128},
	{"aws", "region", 1, 128},
	{"azure", "account", 0, 128},
	{"azure", "account_key", 4, 128},
	{"gcp", "key_json", 1, 8192},
	{"http", "uri_match", 8, 1024},
	{"http", "public_value", 0, 8196},
	{"http", "secret_value", 0, 8196},
	{"sendgrid", "api_key", 4, 128},
	{"twilio", "account_sid", 4, 128},
	{"twilio", "api_key_sid", 4, 128},
	{"twilio", "api_key_secret", 4, 128},
	{"loggly", "customer_token", 1, 128},
	{"jwt", "issuer", 0, 1024},
	{"jwt", "secret", 1, 4096},
	{"whatsapp", "access_token", 1, 1024},
	{"whatsapp", "from_number_id", 1, 128},
	{"sql", "host", 1, 256},
	{"sql", "username", 1, 256},
	{"sql", "password", 1, 256},
	{"sql", "ca_certificate", 0, 8196},
	{"mongodb", "connection_uri", 1, 2048},
	{"mailgun", "api_key", 4, 128},
	{"snowflake", "host", 1, 128},
	{"snowflake", "username", 1, 128},
	{"snowflake", "private_key", 0, 8196},
	{"git", "clone_url", 5, 1024},
	{"git", "username", 0, 128},
	{"git", "committer_name", 0, 128},
	{"git", "committer_email", 0, 128},
	{"git", "secret_value", 0, 8196},
	{"datadog", "secret_value", 0, 256},
	{"datadog", "site", 1, 128},
	{"certificate_key_pair", "certificate", 0, 8192},
	{"certificate_key_pair", "private_key", 0, 8196},
}

func TestAccValidateTellsWhatIsWrong(t *testing.T) {
	cases := wrong()
	for _, l := range limits {
		s := sampleOf(l.block)
		where := l.block + "." + l.argument
		for length, wanted := range map[int]string{l.least - 1: where, l.least: "", l.most: "", l.most + 1: where} {
			if length >= 0 {
				cases[s.with(assign(s.created+", "+s.writeOnly(firstSecret), l.argument, characters(length)))] = wanted
			}
		}
		if l.argument == s.secret {
			cases[s.with(assign(s.created, l.argument+"_wo", characters(l.most+1)))] = where + "_wo"
		}
	}
	acctest.NewCLI(t).ValidateEach(cases)
}

// wrong are configurations with what must be wrong about them.
func wrong() map[string]string {
	azure, aws, snowflake, git, http := sampleOf("azure"), sampleOf("aws"), sampleOf("snowflake"), sampleOf("git"), sampleOf("http")
	cases := map[string]string{
		resource("none"): "Set exactly one of these blocks: aws, azure,",
		resource("two", `azure { account_key = "secret" }`, `sendgrid { api_key = "secret" }`):    "Keep one of these blocks: azure, sendgrid.",
		resource("twice", `azure { account_key = "secret" }`, `azure { account_key = "secret" }`): `Duplicate azure block`,
		azure.with(`acount = "typo", account_key_wo = "secret"`):                                  `"acount" is not expected here`,
		azure.with(`account = "a"`):                                                                             "`azure.account_key` or `azure.account_key_wo` must be set",
		azure.with(`account_key = "secret", account_key_wo = "secret"`):                                         "`azure.account_key` and `azure.account_key_wo` cannot be set together",
		azure.with(`account_key = "secret", account_key_wo_version = "1"`):                                      "`azure.account_key_wo_version` needs `azure.account_key_wo` beside it",
		azure.with(`account_key_wo = "secret"`, `name = ""`):                                                    "`name`",
		azure.with(`account_key_wo = "secret"`, `name = "`+strings.Repeat("n", 256)+`"`):                        "`name`",
		azure.with(`account_key_wo = "secret"`, "description = "+characters(32768)):                             "`description`",
		strings.Replace(azure.first(), app, app[1:], 1):                                                         "`application_id` must be 24 hexadecimal digits",
		strings.Replace(azure.first(), app, "g"+app[1:], 1):                                                     "`application_id` must be 24 hexadecimal digits",
		sampleOf("jwt").with(`algorithm = "none", secret_wo = "s"`):                                             "`jwt.algorithm`",
		http.with(`uri_match = "https://a.example", auth_method = "digest", secret_value_wo = ""`):              "`http.auth_method`",
		sampleOf("sql").with(`system = "oracle", host = "h", username = "u", password_wo = "p"`):                "`sql.system`",
		sampleOf("sql").with(`system = "pg", host = "h", username = "u", password_wo = "p", port = 0`):          "`sql.port`",
		sampleOf("sql").with(`system = "pg", host = "h", username = "u", password_wo = "p", port = 65536`):      "`sql.port`",
		git.with(`type = "http", clone_url = "https://a.example"`):                                              "`git.type`",
		git.with(`type = "ssh-key", clone_url = "git@a:b", secret_value_wo = "k", generate_private_key = true`): "Either give the key in `secret_value`",
		snowflake.with(snowflake.created):                                                                       "needs `private_key`, `private_key_wo` or `generate_private_key = true`",
		snowflake.with(snowflake.created + `, generate_private_key = false`):                                    "needs `private_key`, `private_key_wo` or `generate_private_key = true`",
		snowflake.with(snowflake.created + `, generate_private_key = true, private_key = "k"`):                  "Either give the key in `private_key`",
		aws.with(`secret_access_key_wo = "secret"`):                                                             "aws needs `access_key_id`",
		// What belongs together without being required.
		snowflake.with(snowflake.created + `, generate_private_key = true`):                            "",
		git.with(`type = "ssh-key", clone_url = "git@a:b"`):                                            "",
		http.with(`uri_match = "https://a.example", auth_method = "queryParam", secret_value_wo = ""`): "",
	}
	// Every argument that a POST requires, the secrets included.
	for block, required := range map[string]string{
		"aws": "access_key_id region secret_access_key", "azure": "account_key", "gcp": "key_json", "http": "uri_match auth_method secret_value",
		"sendgrid": "api_key", "twilio": "account_sid api_key_sid api_key_secret", "loggly": "customer_token", "jwt": "algorithm secret",
		"whatsapp": "access_token from_number_id", "sql": "system host username password", "mongodb": "connection_uri", "mailgun": "api_key",
		"snowflake": "host username", "git": "type clone_url", "datadog": "secret_value", "certificate_key_pair": "certificate private_key",
	} {
		s := sampleOf(block)
		for argument := range strings.FieldsSeq(required) {
			wanted := fmt.Sprintf("needs `%s`", argument)
			if argument == s.secret {
				wanted = fmt.Sprintf("`%s.%s` or `%s.%s_wo` must be set", block, argument, block, argument)
			}
			cases[s.with(without(s.created+", "+s.writeOnly(firstSecret), argument))] = wanted
		}
	}
	return cases
}

// assign sets an argument among others, in the notation of samples. The write-only form of a secret gives way.
func assign(arguments, name, value string) string {
	return without(arguments, name) + fmt.Sprintf(", %s = %s", name, value)
}

// characters is an expression for a text of that many characters, of two bytes each. Written out, they would slow the
// engine down.
func characters(n int) string {
	if n == 0 {
		return `""`
	}
	return fmt.Sprintf(`replace(format("%%0%dd",0),"0","é")`, n)
}

func without(arguments, name string) string {
	var kept []string
	for argument := range strings.SplitSeq(arguments, ", ") {
		if key, _, _ := strings.Cut(argument, " "); key != name && key != name+"_wo" {
			kept = append(kept, argument)
		}
	}
	return strings.Join(kept, ", ")
}
