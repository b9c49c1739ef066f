package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
)

// Every example of the documentation is a valid configuration, on its own or, for an import, with its resource.
func TestAccExamplesAreValid(t *testing.T) {
	for _, pattern := range []string{"provider/provider.tf", "resources/*/resource.tf", "data-sources/*/data-source.tf", "ephemeral-resources/*/ephemeral-resource.tf"} {
		files, err := filepath.Glob(filepath.Join("../../examples", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			t.Run(strings.TrimPrefix(filepath.Dir(file), "../../examples/"), func(t *testing.T) {
				c := acctest.NewCLI(t)
				c.Configure(example(t, file), example(t, filepath.Join(filepath.Dir(file), "import-by-string-id.tf")))
				c.Validate()
			})
		}
	}
}

// example reads a file; "" if there is none.
func example(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}
