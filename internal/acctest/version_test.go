package acctest

import (
	"testing"

	"github.com/hashicorp/go-version"
)

func TestFeaturesThatAnEngineLacks(t *testing.T) {
	t.Parallel()
	const (
		writeOnly = "resource \"a\" \"b\" {\n  password_wo = \"x\"\n}"
		mover     = "moved {\n  from = restful_resource.a\n  to = credentials_service_credential.a\n}"
		query     = "list \"credentials_service_credential\" \"a\" {}"
		identity  = "import {\n  identity = {\n  }\n}"
		token     = "ephemeral \"credentials_tenant_access_token\" \"a\" {}"
	)
	for name, test := range map[string]struct{ product, version, config, want string }{
		"old, stored":          {"Terraform", "1.5.7", "password = \"x\"", ""},
		"old, write-only":      {"Terraform", "1.10.5", writeOnly, "Terraform 1.10.5 has no write-only arguments: 1.11 does"},
		"write-only":           {"Terraform", "1.11.0", writeOnly, ""},
		"prerelease":           {"Terraform", "1.11.0-beta1", writeOnly, ""},
		"a version only":       {"Terraform", "1.5.7", "password_wo_version = 1", ""},
		"a move":               {"Terraform", "1.8.0", mover, ""},
		"a move, OpenTofu":     {"OpenTofu", "1.9.1", mover, "OpenTofu 1.9.1 has no moves from another provider's resources: 1.10 does"},
		"an identity":          {"Terraform", "1.11.4", identity, "Terraform 1.11.4 has no import by identity: 1.12 does"},
		"a query":              {"Terraform", "1.14.1", query, ""},
		"a query, OpenTofu":    {"OpenTofu", "1.12.6", query, "OpenTofu has no list resources"},
		"ephemeral":            {"Terraform", "1.10.0", token, ""},
		"ephemeral, OpenTofu":  {"OpenTofu", "1.10.0", token, "OpenTofu 1.10.0 has no ephemeral values: 1.11 does"},
		"an ephemeral tfvar":   {"OpenTofu", "1.10.0", "variable \"a\" {\n  ephemeral = true\n}", "OpenTofu 1.10.0 has no ephemeral values: 1.11 does"},
		"a removed block, old": {"Terraform", "1.6.0", "removed {\n}", "Terraform 1.6.0 has no removed blocks: 1.7 does"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine := engineVersion{test.product, version.Must(version.NewVersion(test.version))}
			if got := engine.lacks(test.config); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
