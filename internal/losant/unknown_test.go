package losant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// late is a value that is known only when the plan is applied.
const late = "terraform_data.late.output"

func known(late string) string {
	return fmt.Sprintf("resource \"terraform_data\" \"late\" {\n  input = %s\n}\n", late)
}

// The engine validates a module without its variables: then every dynamic block is there, with values that are unknown.
func TestAccTypeIsChosenByAModule(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), `variable "kind" {}`, chosen("var.kind"))
	c.Validate()
	for _, step := range []struct{ kind, done string }{
		{"azure", "1 added, 0 changed, 0 destroyed"}, {"git", "1 added, 0 changed, 1 destroyed"},
	} {
		acctest.Contains(t, c.Apply("-var=kind="+step.kind), step.done)
		if got := stored(t, f, "chosen"); got.Type != step.kind {
			t.Errorf("the type is %s, want %s", got.Type, step.kind)
		}
	}
	c.PlanNothing("-var=kind=git")
	acctest.Contains(t, c.Fail("plan", "-var=kind=none"), "Missing type block")

	t.Log("The engine does not apply a plan that leaves it open which blocks there are.")
	c.Configure(provider(f), known(`"azure"`), chosen(late))
	acctest.Contains(t, c.Fail("plan"), "Service credential type is unknown at plan time", "azure, sendgrid, snowflake, git")
}

// chosen is a service credential whose type is what the expression says.
func chosen(kind string) string {
	var blocks []string
	for _, s := range []sample{sampleOf("azure"), sampleOf("sendgrid"), sampleOf("snowflake"), sampleOf("git")} {
		arguments := strings.TrimPrefix(s.created+", "+s.writeOnly(firstSecret), ", ")
		blocks = append(blocks, fmt.Sprintf("dynamic %q {\n for_each = %s == %q ? [1] : []\n content {\n %s\n }\n }",
			s.block, kind, s.block, strings.ReplaceAll(arguments, ", ", "\n ")))
	}
	return resource("chosen", blocks...)
}

// Whatever an unknown value turns out to be, it is what the plan has announced.
func TestAccValuesAreKnownLate(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	for _, step := range []struct{ values, done string }{
		{`{ generate = "false", site = "x" }`, "3 added, 0 changed, 0 destroyed"},
		{`{ generate = "true", site = "" }`, "1 added, 2 changed, 1 destroyed"}, // the site cannot be cleared
		{`{ generate = "false", site = "y" }`, "0 added, 3 changed, 0 destroyed"},
	} {
		c.Configure(provider(f), known(step.values),
			sampleOf("git").with(`type = "ssh-key", clone_url = "git@a:b", generate_private_key = `+late+`.generate`),
			sampleOf("datadog").with(`secret_value_wo = "secret", site = `+late+`.site == "" ? null : `+late+`.site`))
		acctest.Contains(t, c.Apply(), step.done)
		c.PlanNothing()
	}
}
