package provider

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/redact"
)

// Server returns a constructor of the provider's server. The version goes into the user agent.
func Server(version string) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		inner, _ := providerserver.NewProtocol6(New(version)())().(protocol) // the framework's server has all methods
		return &server{protocol: inner, schema: sync.OnceValue(func() *tfprotov6.GetProviderSchemaResponse {
			schema, _ := inner.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
			return schema
		})}
	}
}

type protocol interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// server makes the secrets of each operation known where messages are masked: those of configuration, plan and state, which
// a request need not carry. They are read when the first message is masked.
type server struct {
	protocol
	schema func() *tfprotov6.GetProviderSchemaResponse
}

// PlanResourceChange implements tfprotov6.ResourceServer.
func (s *server) PlanResourceChange(ctx context.Context, r *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return s.protocol.PlanResourceChange(s.knowing(ctx, resources, r.TypeName, r.Config, r.PriorState, r.ProposedNewState), r)
}

// ApplyResourceChange implements tfprotov6.ResourceServer.
func (s *server) ApplyResourceChange(ctx context.Context, r *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return s.protocol.ApplyResourceChange(s.knowing(ctx, resources, r.TypeName, r.Config, r.PriorState, r.PlannedState), r)
}

// ReadResource implements tfprotov6.ResourceServer.
func (s *server) ReadResource(ctx context.Context, r *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return s.protocol.ReadResource(s.knowing(ctx, resources, r.TypeName, r.CurrentState), r)
}

// ReadDataSource implements tfprotov6.DataSourceServer.
func (s *server) ReadDataSource(ctx context.Context, r *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return s.protocol.ReadDataSource(s.knowing(ctx, dataSources, r.TypeName, r.Config), r)
}

// OpenEphemeralResource implements tfprotov6.EphemeralResourceServer.
func (s *server) OpenEphemeralResource(ctx context.Context, r *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return s.protocol.OpenEphemeralResource(s.knowing(ctx, ephemeralResources, r.TypeName, r.Config), r)
}

// The kinds of objects whose schemas differ.
func resources(s *tfprotov6.GetProviderSchemaResponse) map[string]*tfprotov6.Schema {
	return s.ResourceSchemas
}

func dataSources(s *tfprotov6.GetProviderSchemaResponse) map[string]*tfprotov6.Schema {
	return s.DataSourceSchemas
}

func ephemeralResources(s *tfprotov6.GetProviderSchemaResponse) map[string]*tfprotov6.Schema {
	return s.EphemeralResourceSchemas
}

// knowing returns a context that knows the secrets in the values.
func (s *server) knowing(
	ctx context.Context, kind func(*tfprotov6.GetProviderSchemaResponse) map[string]*tfprotov6.Schema, typeName string, values ...*tfprotov6.DynamicValue,
) context.Context {
	return redact.With(ctx, func() []string {
		schema := s.schema()
		if schema == nil || kind(schema)[typeName] == nil {
			return nil
		}
		var found []string
		for _, value := range values {
			found = append(found, secretsIn(value, kind(schema)[typeName])...)
		}
		return found
	})
}
