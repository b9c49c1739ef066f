package helloid_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

// Nothing can be read, so a write that may or may not have taken effect is repeated, whatever is configured by then.
func TestAccFailedWriteIsRepeated(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	stored := func(password string) string { return credential(`credentials = { Password = "` + password + `" }`) }
	c.Configure(provider(f), stored("one"))
	c.Apply()
	f.ResetCounts()
	f.Inject(helloidtest.UpdateCredential, fakeapi.Fault{Status: 500, Applied: true})
	c.Configure(provider(f), stored("two"))
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "Cannot update "+object, "The request may still have taken effect")
	expectRequests(t, f, 1, 0)
	f.ClearFaults()
	c.Configure(provider(f), stored("one"))
	c.Apply()
	expectRequests(t, f, 1, 0)
	expectStored(t, f, "Default", map[string]string{"Password": "one"})
	c.PlanNothing()
}

func TestAccReplacementThatStopsHalfWayLeavesNothing(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential())
	c.Apply()
	f.Inject(helloidtest.UpdateCredential, fakeapi.Fault{Status: 500})
	acctest.Contains(t, c.Fail("apply", "-auto-approve", "-replace="+address), "Cannot write "+object)
	expectStored(t, f, "Default", nil)
	f.ClearFaults()
	acctest.Contains(t, c.Apply(), "1 added, 0 changed, 0 destroyed")
	expectStored(t, f, "Default", login("Mike", "g!sg*Z_x5"))
}

// The vendor's page has two paths, and the wrong one is never tried behind the user's back.
func TestAccPathIsTheUsersChoice(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{CurlPath: true})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential())
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "HelloID: POST", "404 Not Found", "1 attempt. If the user exists, the path may be the reason", "set credential_path")
	if n := f.Count(helloidtest.UpdateCredential); n > 1 || len(f.Requests()) != f.Count(helloidtest.GetUser)+1 {
		t.Errorf("%d requests, want one write", len(f.Requests()))
	}
	const other = "/api/v1/endusers/{user_guid}/credentials"
	c.Configure(provider(f, `credential_path = "`+other+`"`), credential())
	c.Apply()
	c.Configure(provider(f), credential(values("other")))
	c.Setenv("HELLOID_CREDENTIAL_PATH=" + other)
	c.Apply()
	expectStored(t, f, "Default", login("Mike", "other"))
}

// An error inside of an answer may repeat what was sent.
func TestAccErrorInsideAnAnswerShowsNoSecret(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	name, password := acctest.Canary("name"), acctest.Canary("password")
	c := acctest.NewCLI(t)
	c.Trace()
	c.Configure(provider(f), credential(`credentials_wo = { UserName = "`+name+`", Password = "`+password+`" }`))
	f.Inject(helloidtest.UpdateCredential, fakeapi.Fault{
		Status: 200, Times: 1,
		Body: `[{"applicationGUID": "` + app + `", "error": "` + password + ` of ` + name + ` is refused", "credentialSets": [{"name": "Default", "credentials": [{"value": "` + password + `"}]}]}]`,
	})
	acctest.Contains(t, c.Fail("apply", "-auto-approve"), "answered 200 OK: (secret) of (secret) is refused")
	c.ExpectNotShown(name, password)
}
