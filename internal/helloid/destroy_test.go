package helloid_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

const (
	abandon  = `destroy_behavior = "abandon"`
	object   = `credential set "Default" of user ` + user + ` for application ` + app
	siblings = "Destroying the " + object + " has a side effect"
	left     = "The " + object + " is left as it is"
)

func TestAccDeletionWarnsOfSiblings(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	f.Store(user, app, "Work", login("mike", "sibling"))
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential())
	acctest.Lacks(t, c.Apply(), siblings)
	acctest.Contains(t, c.Plan("-destroy"), siblings, `apply destroy_behavior = "abandon" first`)
	c.Configure(provider(f), credential(`cred_set_name = "Other"`))
	acctest.Contains(t, c.Plan(), siblings)
	t.Log("A name that is not known yet may be another.")
	c.Configure(provider(f), "resource \"terraform_data\" \"name\" {\n  input = \"Other\"\n}\n", credential(`cred_set_name = terraform_data.name.output`))
	acctest.Contains(t, c.Plan(), siblings)
	c.Configure(provider(f))
	acctest.Contains(t, c.Apply(), siblings, "1 destroyed")
	expectStored(t, f, "Default", nil)
	expectStored(t, f, "Work", nil)
}

func TestAccAbandonSendsNothing(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential())
	c.Apply()
	f.ResetCounts()
	// A user who has left: nothing can be written or deleted any more.
	f.EditUser(user, func(u *helloidtest.User) { u.Deleted = true })
	acctest.Contains(t, c.Fail("destroy", "-auto-approve"), "Cannot delete "+object, "400 Bad Request: the user does not exist", `apply destroy_behavior = "abandon" first`)
	f.ResetCounts()
	c.Configure(provider(f), credential(abandon))
	acctest.Contains(t, c.Apply(), "1 changed")
	c.Configure(provider(f, "check_on_plan = false"), credential(abandon, `cred_set_name = "Other"`))
	acctest.Contains(t, c.Plan(), left)
	c.Configure(`provider "credentials" {}`)
	output := c.Apply()
	acctest.Contains(t, output, left, "1 destroyed")
	acctest.Lacks(t, output, siblings)
	expectRequests(t, f, 0, 0)
	expectStored(t, f, "Default", login("Mike", "g!sg*Z_x5"))
}

func TestAccNothingToDeleteIsEnough(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential())
	c.Apply()
	f.Clear(user, app, "Default")
	c.Configure(provider(f))
	acctest.Contains(t, c.Apply(), "There was nothing to delete", "404 Not Found", "1 destroyed")
}
