package oneaccess_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

// The environment alone leads to the tenant; the plan of a creation reports what is missing or wrong, before any request.
func TestAccEnvironmentAloneLeadsToTheTenant(t *testing.T) {
	f := newFake(t, oneaccesstest.Options{})
	client := []string{"ONEACCESS_CLIENT_ID=" + oneaccesstest.ClientID, "ONEACCESS_CLIENT_SECRET=" + oneaccesstest.ClientSecret}
	for name, test := range map[string]struct {
		environment []string
		want        []string // in the plan's error; nil: it is applied
	}{
		"a client": {environment: append(client, "ONEACCESS_BASE_URL="+f.URL)},
		"a token":  {environment: []string{"ONEACCESS_ACCESS_TOKEN=" + oneaccesstest.AccessToken, "ONEACCESS_BASE_URL=" + f.URL}},
		"nothing":  {want: []string{"`access_token`", "`client_id` and `client_secret`", "`domain_name`", "ONEACCESS_DOMAIN_NAME"}},
		"half a pair": {
			environment: []string{client[0], "ONEACCESS_DOMAIN_NAME=abc.huaweioneaccess.com"},
			want:        []string{"`client_id` is set but `client_secret` is not"},
		},
		"no domain name": {environment: client, want: []string{"Set `domain_name` in the block `oneaccess`"}},
		"a URL for a domain name": {
			environment: append(client, "ONEACCESS_DOMAIN_NAME=https://abc.huaweioneaccess.com"),
			want:        []string{`domain_name (or the environment variable ONEACCESS_DOMAIN_NAME) must be a host name`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := acctest.NewCLI(t, test.environment...)
			c.Configure(account("account_name = \"" + name + "\""))
			if test.want == nil {
				c.Apply()
				return
			}
			acctest.Contains(t, c.Fail("plan"), test.want...)
		})
	}
}
