package takeover_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// What the engine generates from an import block holds no secret and nothing that is computed. Once the secrets are filled in,
// and what the platform does not show, it is valid and plans the import in place; after that, nothing.
func TestAccGeneratedConfiguration(t *testing.T) {
	samples(t, func(t *testing.T, fixture fakeapi.Fixture, tenant *fakeapi.Tenant, r fakeapi.Resource) {
		t.Helper()
		before, after := acctest.Canary("before"), acctest.Canary("after")
		c := newCLI(t, fixture, tenant, r, before, "first")
		c.Configure(provider(fixture, tenant), fmt.Sprintf("import {\n  to = credentials_%s.taken\n  id = %q\n}\n", r.Type, r.Object("first").ImportID))
		output, _ := c.Run("plan", "-generate-config-out="+generated) // which fails where a secret is required, but writes the file
		if r.Secret != "" {
			expectUnknownSecret(t, r, output)
		}
		text := c.File(generated)
		for _, secret := range append(r.Object("first").Made, before) {
			if strings.Contains(text, secret) {
				t.Errorf("a secret is in\n%s", text)
			}
		}
		filled := fill(text, block(r, "taken", "first", after))
		if filled == text {
			t.Errorf("there is nothing to fill in:\n%s", text)
		}
		c.AddFile(generated, filled)
		applied := c.Apply()
		acctest.Contains(t, applied, "1 to import, 0 to add, 1 to change, 0 to destroy")
		expectUnknownSecret(t, r, applied)
		acctest.Lacks(t, c.PlanNothing(), unknownSecret)
		if r.Secret != "" && r.Object("first").Secret != after {
			t.Errorf("the secret that was filled in has not arrived, but %q", r.Object("first").Secret)
		}
	})
}

const unknownSecret = "The secret is not known"

// expectUnknownSecret checks that a plan which takes an object over says that its secret does not come along, if it has one.
func expectUnknownSecret(t *testing.T, r fakeapi.Resource, plan string) {
	t.Helper()
	switch {
	case r.Secret != "" && r.Within == "":
		acctest.Contains(t, plan, unknownSecret, fmt.Sprintf("Configure `%[1]s_wo` or `%[1]s`: the first apply writes it", r.Secret))
	case r.Secret != "":
		acctest.Contains(t, plan, unknownSecret, "secret", "the first apply writes it")
	case len(r.Objects()[0].Made) > 0:
		acctest.Contains(t, plan, unknownSecret, "A change of `rotate` has another one issued")
	}
}

const generated = "generated.tf"

var (
	open     = regexp.MustCompile(`(?m)^(\s*(\w+)\s*=) null\b.*$`)
	argument = regexp.MustCompile(`(?m)^\s*(\w+)\s*= (.+)$`)
)

// fill sets the arguments that a generated configuration leaves open to those of another block.
func fill(config, from string) string {
	values := map[string]string{}
	for _, found := range argument.FindAllStringSubmatch(from, -1) {
		values[found[1]] = found[2]
	}
	return open.ReplaceAllStringFunc(config, func(line string) string {
		parts := open.FindStringSubmatch(line)
		if value, ok := values[parts[2]]; ok {
			return parts[1] + " " + value
		}
		return line
	})
}

// samples runs a test for each sample of each type; unless at full size, for the first one.
func samples(t *testing.T, do func(t *testing.T, fixture fakeapi.Fixture, tenant *fakeapi.Tenant, r fakeapi.Resource)) {
	t.Helper()
	for _, fixture := range fakes.Fixtures {
		_, build := fixture.Configure()
		done := ""
		for n, sample := range build().Resources {
			if sample.Type == done && !acctest.Full() {
				continue
			}
			done = sample.Type
			t.Run(sample.Type+" "+sample.Variant, func(t *testing.T) {
				tenant := fixture.Start(t, fakeapi.Options{})
				do(t, fixture, tenant, tenant.Resources[n])
			})
		}
	}
}
