// Command docs prepares in a folder what tfplugindocs makes the documentation of: the provider's schema, in the format of
// `terraform providers schema -json`, and the templates with the platforms' titles. The provider is asked in process, so the
// documentation needs no engine and does not depend on the version of one.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/provider"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: docs TEMPLATES FOLDER")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, templates, folder string) error {
	if err := os.MkdirAll(folder, 0o750); err != nil { //nolint:gosec // the folder that the caller names
		return err
	}
	schema, err := readSchema(ctx)
	if err != nil {
		return err
	}
	encoded, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "schema.json"), encoded, 0o600); err != nil { //nolint:gosec // the folder that the caller names
		return err
	}
	return copyTemplates(templates, filepath.Join(folder, "templates"))
}

// titles stands in a template for the titles of all platforms, with commas between them.
const titles = "PLATFORM_TITLES"

func copyTemplates(from, to string) error {
	if err := os.RemoveAll(to); err != nil { //nolint:gosec // below the folder that the caller names
		return err
	}
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error { //nolint:gosec // the folder that the caller names
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path) //nolint:gosec // a template of this repository
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil { //nolint:gosec // below the folder that the caller names
			return err
		}
		filled := strings.ReplaceAll(string(text), titles, strings.Join(provider.Titles(), ","))
		return os.WriteFile(target, []byte(filled), 0o600) //nolint:gosec // below the folder that the caller names
	})
}

func readSchema(ctx context.Context) (tfjson.ProviderSchemas, error) {
	var none tfjson.ProviderSchemas
	server, err := providerserver.NewProtocol6WithError(provider.New("dev")())()
	if err != nil {
		return none, err
	}
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return none, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return none, err
	}
	for _, d := range append(schemas.Diagnostics, identities.Diagnostics...) {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return none, fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return document(schemas, identities), nil
}
