package engine

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/provider"
)

// server is the provider in process, spoken to without an engine.
type server struct {
	testing.TB
	tfprotov6.ProviderServer
	*schemas
	config map[string]any // of the provider
}

// schemas are the same for every server.
type schemas struct {
	schema     *tfprotov6.GetProviderSchemaResponse
	identities map[string]*tfprotov6.ResourceIdentitySchema
}

var readSchemas = sync.OnceValues(func() (*schemas, error) {
	ctx, provided := context.Background(), provider.Server("test")()
	schema, err := provided.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	identities, err := provided.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	return &schemas{schema, identities.IdentitySchemas}, err
})

// newServer makes a provider with the given configuration, by the names of its blocks.
func newServer(t testing.TB, config map[string]any) *server {
	t.Helper()
	known, err := readSchemas()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t, provider.Server("test")(), known, config}
	s.begin()
	return s
}

// begin begins another run: an engine starts the provider anew for each plan, and what the provider remembers of a run ends.
func (s *server) begin() {
	s.Helper()
	configType := s.schema.Provider.ValueType()
	configured, err := s.ConfigureProvider(s.Context(), &tfprotov6.ConfigureProviderRequest{Config: s.encode(configType, value(configType, s.config))})
	if err != nil {
		s.Fatal(err)
	}
	s.check(configured.Diagnostics)
}

func (s *server) check(diagnostics []*tfprotov6.Diagnostic) {
	s.Helper()
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			s.Fatalf("%s: %s", d.Summary, d.Detail)
		}
	}
}

func (s *server) encode(of tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	s.Helper()
	encoded, err := tfprotov6.NewDynamicValue(of, v)
	if err != nil {
		s.Fatal(err)
	}
	return &encoded
}

func (s *server) decode(of tftypes.Type, encoded *tfprotov6.DynamicValue) tftypes.Value {
	s.Helper()
	decoded, err := encoded.Unmarshal(of)
	if err != nil {
		s.Fatal(err)
	}
	return decoded
}

// value returns a value of the type. What an object is not given is null. It panics on attributes that the type does not have.
func value(of tftypes.Type, given any) tftypes.Value {
	members, isMap := given.(map[string]any)
	switch of := of.(type) {
	case tftypes.Object:
		if !isMap {
			break
		}
		all := map[string]tftypes.Value{}
		for name, attribute := range of.AttributeTypes {
			all[name] = value(attribute, members[name])
		}
		for name := range members {
			if _, known := all[name]; !known {
				panic(fmt.Sprintf("there is no attribute %s", name))
			}
		}
		return tftypes.NewValue(of, all)
	case tftypes.Map:
		if !isMap {
			break
		}
		all := map[string]tftypes.Value{}
		for name, member := range members {
			all[name] = value(of.ElementType, member)
		}
		return tftypes.NewValue(of, all)
	case tftypes.Set:
		elements, isList := given.([]any)
		if isBlock := of.ElementType.Is(tftypes.Object{}); !isList && (!isBlock || given != nil) { // without any block, a set is empty
			break
		}
		all := []tftypes.Value{}
		for _, element := range elements {
			all = append(all, value(of.ElementType, element))
		}
		return tftypes.NewValue(of, all)
	}
	return tftypes.NewValue(of, given)
}

// membersOf returns the attributes of an object, or the elements of a map; nil if it is null, unknown, or neither.
func membersOf(v tftypes.Value) map[string]tftypes.Value {
	var members map[string]tftypes.Value
	if v.IsNull() || !v.IsKnown() || v.As(&members) != nil {
		return nil
	}
	return maps.Clone(members) // the value's own is shared
}
