package acctest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/provider"
)

// server is the provider in process, spoken to without an engine.
type server struct {
	*testing.T
	tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
}

// ImportByIdentity imports an object by its identity and reads it, as engines from Terraform 1.12 on do, and returns the
// texts among the attributes of its state. settings are arguments of the given platform's block.
func ImportByIdentity(t *testing.T, platform string, settings map[string]string, typeName string, identity map[string]string) map[string]string {
	t.Helper()
	s := newServer(t, platform, settings)
	schemas, err := s.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identityType := schemas.IdentitySchemas[typeName].ValueType()
	wanted := s.encode(identityType, texts(identity))
	imported, err := s.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: typeName, Identity: &tfprotov6.ResourceIdentityData{IdentityData: wanted},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.check(imported.Diagnostics)
	object := imported.ImportedResources[0]
	read, err := s.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: typeName, CurrentState: object.State, Private: object.Private, CurrentIdentity: object.Identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.check(read.Diagnostics)
	if diff := cmp.Diff(identity, s.decode(identityType, read.NewIdentity.IdentityData)); diff != "" {
		t.Errorf("other identity than imported (-want +got):\n%s", diff)
	}
	return s.decode(s.schema.ResourceSchemas[typeName].ValueType(), read.NewState)
}

func newServer(t *testing.T, platform string, settings map[string]string) *server {
	t.Helper()
	provided, err := providerserver.NewProtocol6WithError(provider.New("test")())()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{T: t, ProviderServer: provided}
	if s.schema, err = s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		t.Fatal(err)
	}
	configType := s.schema.Provider.ValueType()
	block := attributeTypes(configType)[platform]
	config := s.encode(configType, map[string]tftypes.Value{platform: complete(block, texts(settings))})
	configured, err := s.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: config})
	if err != nil {
		t.Fatal(err)
	}
	s.check(configured.Diagnostics)
	return s
}

func (s *server) check(diagnostics []*tfprotov6.Diagnostic) {
	s.Helper()
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			s.Fatalf("%s: %s", d.Summary, d.Detail)
		}
	}
}

func texts(values map[string]string) map[string]tftypes.Value {
	all := map[string]tftypes.Value{}
	for name, value := range values {
		all[name] = tftypes.NewValue(tftypes.String, value)
	}
	return all
}

// complete makes an object of the type; what is not given is null.
func complete(of tftypes.Type, given map[string]tftypes.Value) tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, attribute := range attributeTypes(of) {
		value, ok := given[name]
		if !ok {
			value = tftypes.NewValue(attribute, nil)
		}
		values[name] = value
	}
	return tftypes.NewValue(of, values)
}

func attributeTypes(of tftypes.Type) map[string]tftypes.Type {
	object, _ := of.(tftypes.Object)
	return object.AttributeTypes
}

func (s *server) encode(of tftypes.Type, given map[string]tftypes.Value) *tfprotov6.DynamicValue {
	s.Helper()
	encoded, err := tfprotov6.NewDynamicValue(of, complete(of, given))
	if err != nil {
		s.Fatal(err)
	}
	return &encoded
}

// decode gives the texts among the attributes of an object.
func (s *server) decode(of tftypes.Type, encoded *tfprotov6.DynamicValue) map[string]string {
	s.Helper()
	value, err := encoded.Unmarshal(of)
	if err != nil {
		s.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		s.Fatal(err)
	}
	all := map[string]string{}
	for name, attribute := range attributes {
		var text string
		if attribute.Type().Is(tftypes.String) && !attribute.IsNull() && attribute.As(&text) == nil {
			all[name] = text
		}
	}
	return all
}
