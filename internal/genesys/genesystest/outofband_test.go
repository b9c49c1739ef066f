package genesystest_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

func TestCredentialsOutOfBand(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	born := time.Date(2019, 12, 17, 16, 16, 21, 0, time.UTC)
	id := f.SeedCredential(genesystest.Credential{Name: "a", Type: "basicAuth", Fields: map[string]string{"userName": "u", "password": "p"}, Created: born})
	second := f.SeedCredential(genesystest.Credential{Type: "userDefined"})
	all := f.Credentials()
	if len(all) != 2 || all[0].ID != id || all[1].ID != second || !all[0].Modified.Equal(born) || all[1].Created.IsZero() {
		t.Errorf("got %v", all)
	}
	edited := f.EditCredential(id, func(c *genesystest.Credential) { c.Fields["password"] = "q" })
	if after, _ := f.Credential(id); !edited || after.Fields["password"] != "q" || after.Modified.Before(born.Add(time.Second)) || !after.Created.Equal(born) {
		t.Errorf("got %v", after)
	}
	if all[0].Fields["password"] != "p" {
		t.Error("what was returned before has changed")
	}
	now, _ := f.Credential(second)
	f.EditCredential(second, func(*genesystest.Credential) {})
	if later, _ := f.Credential(second); later.Modified.Sub(now.Modified) < time.Second {
		t.Errorf("an edit moved the date from %v to %v only", now.Modified, later.Modified)
	}
	send(t, f, "PUT", webConfig, config(3, slot("basicAuth", id))).want(t, 200)
	if !f.RemoveCredential(id) || f.RemoveCredential(id) || f.EditCredential(id, func(*genesystest.Credential) {}) {
		t.Error("a credential that is in use was not removed, or more than once")
	}
	if _, ok := f.Credential(id); ok {
		t.Error("a removed credential is there")
	}
	send(t, f, "PUT", webConfig, config(4, slot("basicAuth", id))).want(t, 400)
}

func TestIntegrationsOutOfBand(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	edited := f.EditIntegration(genesystest.ClientAppID, func(i *genesystest.Integration) { i.Properties["displayType"] = "widget" })
	got := send(t, f, "GET", clientConfig, "").want(t, 200)
	if !edited || got["version"] != 4.0 || got["properties"].(object)["displayType"] != "widget" || got["properties"].(object)["sandbox"] == nil {
		t.Errorf("got %v", got)
	}
	send(t, f, "PUT", clientConfig, config(3, `{}`)).want(t, 409)
	stored, _ := f.Integration(genesystest.ClientAppID)
	if diff := cmp.Diff("TEST Integration with Credentials", stored.Name); diff != "" {
		t.Error(diff)
	}
	if !f.RemoveIntegration(genesystest.ClientAppID) || f.RemoveIntegration(genesystest.ClientAppID) {
		t.Error("an integration was not removed, or more than once")
	}
	if _, ok := f.Integration(genesystest.ClientAppID); ok || f.EditIntegration(genesystest.ClientAppID, func(*genesystest.Integration) {}) {
		t.Error("a removed integration is there")
	}
	defer func() {
		if recover() == nil {
			t.Error("seeded an id twice")
		}
	}()
	f.SeedIntegration(genesystest.Integration{ID: genesystest.WebServicesID, Type: "audiohook"})
}
