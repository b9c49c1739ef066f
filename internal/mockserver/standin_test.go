package main_test

import (
	"context"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// secretStore stands in for the provider of a secret store, which tests cannot install. The arguments are those of its
// documentation; what it returns names the store and the version that was asked for.
type secretStore struct {
	provider.Provider // nothing is configured

	name, source string
	ephemeral    ephemeralSecret
}

// ephemeralSecret is the ephemeral resource of a store that returns a secret.
type ephemeralSecret struct {
	typeName string
	required []string
	version  string // the argument; "": it has none
	number   bool   // whether the version is a number
	returns  string // the attribute with the secret
	isMap    bool   // whether it is a map with the key "password"
	store    string
}

// stores are the stores of the guide "Rotate secrets", by the names of their programs.
var stores = map[string]secretStore{
	"terraform-provider-vault": {name: "vault", source: "hashicorp/vault", ephemeral: ephemeralSecret{
		typeName: "vault_kv_secret_v2", required: []string{"mount", "name"}, version: "version", number: true, returns: "data", isMap: true, store: "vault",
	}},
	"terraform-provider-aws": {name: "aws", source: "hashicorp/aws", ephemeral: ephemeralSecret{
		typeName: "aws_secretsmanager_secret_version", required: []string{"secret_id"}, version: "version_id", returns: "secret_string", store: "aws",
	}},
	"terraform-provider-onepassword": {name: "onepassword", source: "1Password/onepassword", ephemeral: ephemeralSecret{
		typeName: "onepassword_item", required: []string{"vault", "title"}, returns: "password", store: "onepassword",
	}},
}

// serveStandIn serves the store by whose name this program was started. It returns false if there is none.
func serveStandIn() bool {
	store, ok := stores[filepath.Base(os.Args[0])]
	if !ok {
		return false
	}
	options := providerserver.ServeOpts{Address: "registry.terraform.io/" + store.source}
	if err := providerserver.Serve(context.Background(), func() provider.Provider { return store }, options); err != nil {
		panic(err)
	}
	return true
}

func (s secretStore) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = s.name
}

func (secretStore) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (secretStore) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (secretStore) Resources(context.Context) []func() resource.Resource       { return nil }
func (secretStore) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (s secretStore) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return s.ephemeral }}
}

func (s ephemeralSecret) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = s.typeName
}

func (s ephemeralSecret) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.Attributes = map[string]schema.Attribute{}
	for _, name := range s.required {
		resp.Schema.Attributes[name] = schema.StringAttribute{Required: true}
	}
	switch {
	case s.number:
		resp.Schema.Attributes[s.version] = schema.Int64Attribute{Optional: true}
	case s.version != "":
		resp.Schema.Attributes[s.version] = schema.StringAttribute{Optional: true}
	}
	if s.isMap {
		resp.Schema.Attributes[s.returns] = schema.MapAttribute{Computed: true, Sensitive: true, ElementType: types.StringType}
	} else {
		resp.Schema.Attributes[s.returns] = schema.StringAttribute{Computed: true, Sensitive: true}
	}
}

func (s ephemeralSecret) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	secret := s.store
	switch {
	case s.number:
		var version types.Int64
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(s.version), &version)...)
		secret += ", version " + version.String()
	case s.version != "":
		var version types.String
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(s.version), &version)...)
		secret += ", version " + version.ValueString()
	}
	var value any = secret
	if s.isMap {
		value = map[string]string{"password": secret}
	}
	resp.Diagnostics.Append(resp.Result.SetAttribute(ctx, path.Root(s.returns), value)...)
}
