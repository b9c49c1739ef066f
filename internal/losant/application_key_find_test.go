package losant_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

func TestAccApplicationKeysAreFound(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	one := f.SeedKey(app, object{"name": "gateway", "deviceTags": []any{object{"key": "a", "value": "b"}}, "pubTopics": []any{"x"}})
	f.SeedKey(app, object{"name": "twice"})
	f.SeedKey(app, object{"name": "twice"})
	f.SeedKey(app, nil)
	find := func(arguments string) string {
		return fmt.Sprintf("data \"credentials_application_key\" \"it\" {\n application_id = %q\n %s\n}\n", app, arguments)
	}
	c := acctest.NewCLI(t)
	for _, by := range []string{fmt.Sprintf("id = %q", one.ID), `name = "gateway"`} {
		c.Configure(provider(f), find(by))
		c.Apply()
		for name, want := range map[string]any{"id": one.ID, "key": one.Key, "name": "gateway", "status": "active", "filter_type": "none"} {
			if got := c.Attribute("data.credentials_application_key.it", name); got != want {
				t.Errorf("%s is %v, want %v", name, got, want)
			}
		}
	}
	for by, want := range map[string]string{
		`name = "none"`:                   "There is no access key named",
		`name = "twice"`:                  "There is more than one access key named",
		`id = "575ec8687ae143cd83dc4a97"`: "was not found",
		"":                                "`id` or `name`",
		`name = ""`:                       "1 to 255 characters",
		`id = "575"`:                      "24 hexadecimal digits",
	} {
		c.Configure(provider(f), find(by))
		acctest.Contains(t, c.Fail("plan"), want)
	}
	c.Configure(provider(f), fmt.Sprintf(`data "credentials_application_keys" "all" {
 application_id = %[1]q
}
data "credentials_application_keys" "some" {
 application_id = %[1]q
 filter_field = "name"
 filter = "tw*"
}
output "counts" {
 value = [length(data.credentials_application_keys.all.application_keys), length(data.credentials_application_keys.some.application_keys)]
}
`, app))
	acctest.Contains(t, c.Apply(), "counts = [ 4, 2, ]")
	acctest.Lacks(t, c.State(), one.Secret)
}

func TestApplicationKeysAreListed(t *testing.T) {
	t.Parallel()
	f := losanttest.NewServer(t, losanttest.Options{})
	one := f.SeedKey(app, object{"name": "gateway", "deviceIds": []any{losanttest.UserID}})
	other := f.SeedKey(app, nil)
	q := query(f, nil)
	q.Type = "credentials_application_key"
	q.IncludeResource = true
	all := engine.List(t.Context(), t, q, nil)
	if names(all) != "gateway, "+other.Key || all[0].Identity["id"] != one.ID || all[0].Identity["application_id"] != app {
		t.Fatalf("got %+v", all)
	}
	for name, want := range map[string]string{"id": one.ID, "key": one.Key, "status": "active"} {
		if got := all[0].Resource[name]; !got.Equal(tftypes.NewValue(tftypes.String, want)) {
			t.Errorf("%s is %s", name, got)
		}
	}
	if got := all[0].Resource["secret"]; !got.IsNull() {
		t.Errorf("the secret is %s", got)
	}
}
