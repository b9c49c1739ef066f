package helloid_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

// The company becomes part of the host that the key is sent to, so it is checked wherever it comes from.
func TestAccSettingsAreChecked(t *testing.T) {
	const (
		company = "must be the part of your HelloID address before .helloid.com"
		path    = "must be a path that starts with a slash and contains {user_guid} exactly once"
	)
	c := acctest.NewCLI(t, "HELLOID_API_KEY=key", "HELLOID_API_SECRET=secret")
	for argument, want := range map[string]string{
		`company = "evil.example/"`:                    company,
		`company = "acme.helloid.com"`:                 company,
		`company = "-acme"`:                            company,
		`company = ""`:                                 company,
		`credential_path = "no/{user_guid}"`:           path,
		`credential_path = "/api/{user}"`:              path,
		`credential_path = "/{user_guid}/{user_guid}"`: path,
		`credential_path = "/{user_guid}?a=b"`:         path,
		`api_key = "k"`:                                "`api_key` is set but `api_secret` is not",
	} {
		c.Configure(acctest.Provider("helloid", argument), credential())
		acctest.Contains(t, c.Fail("plan"), want)
	}

	c.Configure(credential())
	acctest.Contains(t, c.Fail("plan"), "Set `company` in the block `helloid`", "HELLOID_COMPANY")
	c.Setenv("HELLOID_COMPANY=evil.example/")
	acctest.Contains(t, c.Fail("plan"), "company (or the environment variable HELLOID_COMPANY) "+company)
	c.Setenv("HELLOID_COMPANY=acme", "HELLOID_CREDENTIAL_PATH=/api/v1")
	acctest.Contains(t, c.Fail("plan"), "credential_path (or the environment variable HELLOID_CREDENTIAL_PATH) "+path)
	c.Setenv("HELLOID_CREDENTIAL_PATH=")
	acctest.Contains(t, c.Fail("plan"), "Cannot plan credential set", "acme.helloid.com") // which is the right host, out of reach here
}

func TestAccNothingIsNeededUntilItIsUsed(t *testing.T) {
	c := acctest.NewCLI(t)
	c.Configure("output \"nothing\" {\n  value = 1\n}\n")
	c.Apply()
	c.Configure(credential())
	acctest.Contains(t, c.Fail("plan"), "HelloID is not configured", "`api_key` and `api_secret` in the block `helloid`", "HELLOID_API_KEY and HELLOID_API_SECRET")
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c.Setenv("HELLOID_BASE_URL="+f.URL, "HELLOID_API_KEY="+helloidtest.Key, "HELLOID_API_SECRET="+helloidtest.Secret)
	c.Plan()
	expectRequests(t, f, 0, 0)
}
