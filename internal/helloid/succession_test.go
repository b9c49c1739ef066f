package helloid_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

// A dependent hands its create_before_destroy down: the new one is written first, and HelloID deletes by what both have in
// common.
func TestAccDeletionLeavesWhatItsSuccessorWrote(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	dependent := acctest.Dependent(address)
	c.Configure(provider(f), credential(), dependent)
	c.Apply()
	f.ResetCounts()
	acctest.Contains(t, c.Apply("-replace="+address), left, "Another resource manages", "nothing is sent", "1 destroyed")
	expectRequests(t, f, 1, 0)
	expectStored(t, f, "Default", login("Mike", "g!sg*Z_x5"))
	c.PlanNothing()

	t.Log("Another set of the same user and application: the deletion would hit both.")
	c.Configure(provider(f), credential(`cred_set_name = "Other"`), dependent)
	acctest.Contains(t, c.Apply(), left)
	expectRequests(t, f, 1, 0)
	expectStored(t, f, "Other", login("Mike", "g!sg*Z_x5"))
}

// A label that is renamed without a moved block: the engine deletes and creates side by side.
func TestAccRenamedLabelKeepsItsObject(t *testing.T) {
	slowRead := fakeapi.Fault{Latency: 300 * time.Millisecond} // of a creation: the deletion begins first
	late := fakeapi.Fault{Status: http.StatusGatewayTimeout, Gateway: true, AppliedAfter: 3 * time.Second, Times: 1}
	for name, faults := range map[string]map[string]fakeapi.Fault{
		"side by side":               {},
		"deletion comes last":        {helloidtest.GetUser: slowRead, helloidtest.DeleteCredentialSet: {Latency: time.Second}},
		"deletion takes effect late": {helloidtest.GetUser: slowRead, helloidtest.DeleteCredentialSet: late},
		"write comes last":           {helloidtest.UpdateCredential: {Latency: time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			f := helloidtest.NewServer(t, helloidtest.Options{})
			c := acctest.NewCLI(t)
			c.Configure(provider(f), credential())
			c.Apply()
			for route, fault := range faults {
				f.Inject(route, fault)
			}
			begun := time.Now()
			c.Configure(provider(f), acctest.Relabelled(credential(), "renamed"))
			acctest.Contains(t, c.Apply(), "1 added", "1 destroyed")
			time.Sleep(time.Until(begun.Add(faults[helloidtest.DeleteCredentialSet].AppliedAfter * 2)))
			expectStored(t, f, "Default", login("Mike", "g!sg*Z_x5"))
			c.PlanNothing()
		})
	}
}

// A deletion that has failed may take effect while the next run writes, such as a retry in CI.
func TestAccDeletionThatFailedLeavesWhatTheNextRunWrites(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential())
	c.Apply()
	const late = 3 * time.Second
	f.Inject(helloidtest.DeleteCredentialSet, fakeapi.Fault{Status: http.StatusInternalServerError, AppliedAfter: late, Times: 1})
	begun := time.Now()
	c.Fail("apply", "-auto-approve", "-replace="+address)
	c.Apply("-replace=" + address)
	time.Sleep(time.Until(begun.Add(2 * late)))
	expectStored(t, f, "Default", login("Mike", "g!sg*Z_x5"))
	c.PlanNothing()
}

// What a replacement that failed halfway has left behind is taken out of the state, and what has replaced it stays.
func TestAccSuccessorOutlivesAFailure(t *testing.T) {
	// then fails when the credential is replaced, before its old one is destroyed.
	then := func(command string) string {
		return fmt.Sprintf("resource \"terraform_data\" \"then\" {\n triggers_replace = %s.secret_written_at\n provisioner \"local-exec\" {\n command = %q\n }\n"+
			"lifecycle {\n create_before_destroy = true\n }\n}\n", address, command)
	}
	for name, test := range map[string]struct {
		before, failing string
		arguments       []string
	}{
		"renamed label":  {credential(), acctest.Relabelled(credential(), "renamed"), nil},
		"deposed object": {credential() + then("true"), credential() + then("false"), []string{"-replace=" + address}},
	} {
		t.Run(name, func(t *testing.T) {
			f := helloidtest.NewServer(t, helloidtest.Options{})
			c := acctest.NewCLI(t)
			c.Configure(provider(f), test.before)
			c.Apply()
			f.Inject(helloidtest.DeleteCredentialSet, fakeapi.Fault{Status: http.StatusConflict})
			c.Configure(provider(f), test.failing)
			c.Fail(append([]string{"apply", "-auto-approve"}, test.arguments...)...)
			f.ClearFaults()
			c.Configure(provider(f), strings.Replace(test.failing, "false", "true", 1))
			acctest.Contains(t, c.Apply(), "Another resource keeps the "+object)
			expectStored(t, f, "Default", login("Mike", "g!sg*Z_x5"))
			c.PlanNothing()
			c.Apply("-destroy")
			expectStored(t, f, "Default", nil)
		})
	}
}

// The deletion of one set would take the others of the same user and application.
func TestAccDeletionLeavesOtherSets(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	other := acctest.Relabelled(credential(`cred_set_name = "Other"`), "other")
	c.Configure(provider(f), credential(), other)
	c.Apply()
	keeps := func(output string) {
		t.Helper()
		acctest.Contains(t, output, "is left as it is", "Another resource manages what it would delete")
		expectStored(t, f, "Other", login("Mike", "g!sg*Z_x5"))
	}
	keeps(c.Apply("-replace=" + address))
	c.Configure(provider(f), credential(`cred_set_name = "Third"`), other)
	output := c.Apply()
	acctest.Contains(t, output, "Another resource keeps the "+object)
	keeps(output)
	expectStored(t, f, "Third", login("Mike", "g!sg*Z_x5"))
	c.PlanNothing()

	t.Log("One at a time, the engine plans the destruction before it knows of the other set.")
	c.Configure(provider(f), other)
	if output, status := c.Run("apply", "-auto-approve", "-parallelism=1"); status != 0 {
		acctest.Contains(t, output, "Another resource manages the ", "destroy_behavior")
		keeps(c.Apply())
	}
	expectStored(t, f, "Other", login("Mike", "g!sg*Z_x5"))
	c.PlanNothing()

	t.Log("What is abandoned is kept, too.")
	c.Configure(provider(f), credential(), acctest.Relabelled(credential(`cred_set_name = "Other"`, abandon), "other"))
	c.Apply()
	keeps(c.Apply("-destroy"))
}

// Two resources for one object, which neither can see.
func TestAccTwoResourcesForOneObjectAreRefused(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential(), acctest.Relabelled(credential(`user_guid = "`+strings.ToUpper(user)+`"`), "again"))
	acctest.Contains(t, c.Fail("plan"), "Two resources for one object", "creates the credential set", "Take one of them out of the configuration")
	expectRequests(t, f, 0, 0)

	t.Log("Another set of the same user and application is another object.")
	c.Configure(provider(f), credential(), acctest.Relabelled(credential(`cred_set_name = "Other"`), "again"))
	c.Plan()

	t.Log("Two that exist.")
	imports := ""
	for _, label := range []string{"this", "again"} {
		imports += "import {\n  to = credentials_enduser_credential." + label + "\n  id = \"" + user + "/" + app + "/Default\"\n}\n"
	}
	c.Configure(provider(f), imports, credential(), acctest.Relabelled(credential(), "again"))
	acctest.Contains(t, c.Fail("plan"), "Two resources for one object", "Another resource of the state manages", "terraform state rm")

	t.Log("One that is kept, and one that is destroyed.")
	for _, label := range []string{"this", "again"} {
		c.Configure(provider(f), acctest.Relabelled(credential(), label))
		if output, status := c.Run("import", "credentials_enduser_credential."+label, user+"/"+app+"/Default"); status != 0 {
			t.Fatal(output)
		}
	}
	acctest.Contains(t, c.Plan(), "Another resource keeps the "+object, "That stays as it is")
	c.Plan("-destroy")
}
