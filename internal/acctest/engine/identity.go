package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// ImportByIdentity imports an object by its identity and reads it, as engines from Terraform 1.12 on do, and returns the
// texts among the attributes of its state. The platform is reached at the URL.
func ImportByIdentity(t *testing.T, platform fakeapi.Fixture, url, typeName string, identity map[string]string) map[string]string {
	t.Helper()
	s := newServer(t, map[string]any{platform.Name: block(platform, url)})
	identityType := s.identities[typeName].ValueType()
	wanted := s.encode(identityType, value(identityType, anything(identity)))
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
	if diff := cmp.Diff(identity, texts(s.decode(identityType, read.NewIdentity.IdentityData))); diff != "" {
		t.Errorf("other identity than imported (-want +got):\n%s", diff)
	}
	return texts(s.decode(s.schema.ResourceSchemas[typeName].ValueType(), read.NewState))
}

func anything(texts map[string]string) map[string]any {
	all := map[string]any{}
	for name, text := range texts {
		all[name] = text
	}
	return all
}

// texts returns the texts among the attributes of an object.
func texts(object tftypes.Value) map[string]string {
	all := map[string]string{}
	for name, attribute := range membersOf(object) {
		var text string
		if attribute.Type().Is(tftypes.String) && !attribute.IsNull() && attribute.As(&text) == nil {
			all[name] = text
		}
	}
	return all
}
