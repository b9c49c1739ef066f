// Package acctest holds what the acceptance tests of all platforms share: the provider in process, canary secrets, and
// checks that read as sentences.
package acctest

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/provider"
)

// Factories serve the provider in process.
func Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"credentials": func() (tfprotov6.ProviderServer, error) { return provider.Server("test")(), nil },
	}
}

// Test runs a test case against a real engine, in parallel with others. The test is skipped without TF_ACC, and if the engine
// lacks a feature that a configuration uses.
func Test(t *testing.T, c resource.TestCase) {
	t.Helper()
	if c.ProtoV6ProviderFactories == nil {
		c.ProtoV6ProviderFactories = Factories()
	}
	if os.Getenv("TF_ACC") != "" {
		for _, step := range c.Steps {
			config := step.Config
			if step.ImportStateKind == resource.ImportBlockWithResourceIdentity { // the framework writes the block
				config += "\nidentity = {"
			}
			SkipIfLacking(t, config)
		}
	}
	resource.ParallelTest(t, c)
}

// Check is a check that reports with the test itself.
func Check(do func()) resource.TestCheckFunc {
	return func(*terraform.State) error { do(); return nil }
}

// Decode decodes a JSON object.
func Decode[T string | []byte](t *testing.T, text T) map[string]any {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return object
}

// Full reports whether TEST_SIZE is "full", as `make test-full` has it.
func Full() bool { return os.Getenv("TEST_SIZE") == "full" }

// Sized returns the small number, or the full one at full size.
func Sized(small, full int) int {
	if Full() {
		return full
	}
	return small
}

// Canary makes a secret neither end of which appears anywhere else, so that finding one is a leak.
func Canary(purpose string) string { return rand.Text() + "-" + purpose + "-" + rand.Text() }

// Provider is a provider block with the given arguments of one platform's block, and a retry block for tests, which wait
// little.
func Provider(platform string, arguments ...string) string {
	return fmt.Sprintf("provider \"credentials\" {\n  %s {\n    %s\n  }\n  retry {\n    min_wait = \"1ms\"\n    max_wait = \"20ms\"\n  }\n}\n",
		platform, strings.Join(arguments, "\n    "))
}

// Budget is a provider block by Provider, with this max_elapsed.
func Budget(provider, maxElapsed string) string {
	return strings.Replace(provider, "retry {", fmt.Sprintf("retry {\n    max_elapsed = %q", maxElapsed), 1)
}

// ImportID returns the import id of a resource from the named attributes of its state.
func ImportID(address string, attributes ...string) resource.ImportStateIdFunc {
	return func(s *terraform.State) (string, error) {
		found, ok := s.RootModule().Resources[address]
		if !ok {
			return "", fmt.Errorf("%s is not in the state", address)
		}
		parts := make([]string, len(attributes))
		for i, attribute := range attributes {
			parts[i] = found.Primary.Attributes[attribute]
		}
		return strings.Join(parts, "/"), nil
	}
}
