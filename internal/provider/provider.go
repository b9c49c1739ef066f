// Package provider holds the provider block and the list of platforms. It knows no platform's details.
package provider

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// platforms are all platforms: a further one is one more line.
var platforms = []platform.Platform{
	applivery.Platform(),
	genesys.Platform(),
	helloid.Platform(),
	losant.Platform(),
	oneaccess.Platform(),
}

var (
	_ provider.Provider                       = (*credentialsProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*credentialsProvider)(nil)
	_ provider.ProviderWithListResources      = (*credentialsProvider)(nil)
)

type credentialsProvider struct{ version string }

// New returns a constructor of the provider; the version goes into the user agent.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &credentialsProvider{version: version} }
}

func (p *credentialsProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "credentials"
	resp.Version = p.version
}

func (p *credentialsProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the credentials that SaaS platforms hold. " +
			"Their secrets can be write-only, which keeps them out of state, plans and logs.",
		Blocks: map[string]schema.Block{
			"retry": retryBlock(),
			"http":  httpBlock(),
		},
	}
	for _, described := range platforms {
		resp.Schema.Blocks[described.Name] = described.Block()
	}
}

// Configure reads the configuration. It makes no network call, and judges nothing that may turn out not to be needed: each
// platform's client provider does so when the first object of the platform is planned, read or written.
func (p *credentialsProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	shared, diags := readShared(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	shared.UserAgent = userAgent(p.version, req.TerraformVersion)

	clients := make(platform.ClientProviders, 0, len(platforms))
	for _, described := range platforms {
		settings, diags := platform.NewSettings(ctx, described, req.Config, shared)
		resp.Diagnostics.Append(diags...)
		clients = append(clients, described.ClientProvider(settings))
	}
	resp.ResourceData = clients
	resp.ListResourceData = clients
	resp.DataSourceData = clients
	resp.EphemeralResourceData = clients
}

func (p *credentialsProvider) Resources(context.Context) []func() resource.Resource {
	return collect(func(p platform.Platform) []func() resource.Resource { return p.Resources })
}

func (p *credentialsProvider) ListResources(context.Context) []func() list.ListResource {
	return collect(func(p platform.Platform) []func() list.ListResource { return p.ListResources })
}

func (p *credentialsProvider) DataSources(context.Context) []func() datasource.DataSource {
	return collect(func(p platform.Platform) []func() datasource.DataSource { return p.DataSources })
}

func (p *credentialsProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return collect(func(p platform.Platform) []func() ephemeral.EphemeralResource { return p.EphemeralResources })
}

func collect[T any](of func(platform.Platform) []T) (all []T) {
	for _, p := range platforms {
		all = append(all, of(p)...)
	}
	return all
}

// Titles returns the names of all platforms for people, for the documentation.
func Titles() []string {
	titles := make([]string, len(platforms))
	for i, p := range platforms {
		titles[i] = p.Title
	}
	return titles
}

// userAgent names the provider, its version and Terraform's, and ends with what TF_APPEND_USER_AGENT holds.
func userAgent(version, terraform string) string {
	agent := fmt.Sprintf("terraform-provider-credentials/%s Terraform/%s", version, terraform)
	if more := strings.TrimSpace(os.Getenv("TF_APPEND_USER_AGENT")); more != "" {
		agent += " " + more
	}
	return agent
}
