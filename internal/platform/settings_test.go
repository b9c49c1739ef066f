package platform_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// client is what the made-up platform of these tests is entered with.
type client struct{ token, id, secret string }

// twoWays is a platform that is entered with a token or with a pair.
func twoWays() platform.Platform {
	return platform.Platform{
		Name: "acme", Title: "Acme", VariablePrefix: "ACME",
		Credentials: []platform.CredentialSet{
			{{Attribute: "token", Variable: "ACME_TOKEN"}},
			{{Attribute: "id", Variable: "ACME_ID", Public: true}, {Attribute: "secret", Variable: "ACME_SECRET"}},
		},
		Connect: platform.Connect(func(s *platform.Settings) (client, error) {
			c := s.Credentials()
			return client{c["token"].Reveal(), c["id"].Reveal(), c["secret"].Reveal()}, nil
		}),
	}
}

func TestCredentialsComeAsASet(t *testing.T) {
	unknown := tftypes.UnknownValue
	for name, test := range map[string]struct {
		block, environment map[string]any
		want               client
		err                string
	}{
		"token of the block":      {block: map[string]any{"token": "t"}, want: client{token: "t"}},
		"pair of the block":       {block: map[string]any{"id": "i", "secret": "s"}, want: client{id: "i", secret: "s"}},
		"token first":             {environment: map[string]any{"TOKEN": "t", "ID": "i", "SECRET": "s"}, want: client{token: "t"}},
		"pair of the environment": {environment: map[string]any{"ID": "i", "SECRET": "s"}, want: client{id: "i", secret: "s"}},
		"the block's pair wins over the environment's token": {
			block: map[string]any{"id": "i", "secret": "s"}, environment: map[string]any{"TOKEN": "t"}, want: client{id: "i", secret: "s"},
		},
		"half a pair": {
			block: map[string]any{"id": "i"}, environment: map[string]any{"SECRET": "s", "TOKEN": "t"},
			err: "`id` is set but `secret` is not, and the two belong together: both in the block `acme`, or both in the environment (ACME_SECRET).",
		},
		"half a pair of the environment": {environment: map[string]any{"SECRET": "s"}, err: "`secret` is set but `id` is not"},
		"nothing":                        {err: "Set `token` in the block `acme` of the provider's configuration (or in the environment: ACME_TOKEN), or `id` and `secret` in"},
		"an unknown half":                {block: map[string]any{"id": "i", "secret": unknown}, environment: map[string]any{"TOKEN": "t"}, err: "`secret` in the provider's configuration is known only after"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{"TOKEN", "ID", "SECRET"} {
				value, _ := test.environment[variable].(string)
				t.Setenv("ACME_"+variable, value)
			}
			got, diags := connect(t, test.block)
			if test.err == "" && (diags.HasError() || got != test.want) {
				t.Errorf("entered with %v, %v", got, diags)
			}
			if test.err != "" && (len(diags) == 0 || !strings.Contains(diags[0].Detail(), test.err)) {
				t.Errorf("%v, want an error that has %q", diags, test.err)
			}
		})
	}
}

// connect gives the client as a resource gets it from the provider.
func connect(t *testing.T, block map[string]any) (client, diag.Diagnostics) {
	t.Helper()
	acme := twoWays()
	of := schema.Schema{Blocks: map[string]schema.Block{acme.Name: acme.Block()}}
	blockType := of.Blocks[acme.Name].Type().TerraformType(t.Context()).(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, attribute := range blockType.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, block[name])
	}
	raw := tftypes.NewValue(of.Type().TerraformType(t.Context()), map[string]tftypes.Value{acme.Name: tftypes.NewValue(blockType, values)})
	settings, diags := platform.NewSettings(t.Context(), acme, tfsdk.Config{Schema: of, Raw: raw}, platform.Shared{})
	if diags.HasError() {
		t.Fatal(diags)
	}
	var r platform.Resource[client]
	var configured resource.ConfigureResponse
	r.Configure(t.Context(), resource.ConfigureRequest{ProviderData: platform.Sources{acme.Connect(settings)}}, &configured)
	if configured.Diagnostics.HasError() {
		t.Fatal(configured.Diagnostics)
	}
	var found diag.Diagnostics
	c, _ := r.Client(&found)
	return c, found
}
