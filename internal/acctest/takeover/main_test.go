package takeover_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
)

// others are the providers from which objects are taken over.
var others = []string{"mastercard/restapi", "magodo/restful", "mypurecloud/genesyscloud"}

// TestMain serves, under the name of another provider, one that stands in for it: an engine starts the provider of whatever is
// in the state.
func TestMain(m *testing.M) {
	name := strings.TrimPrefix(filepath.Base(os.Args[0]), "terraform-provider-")
	isOther := slices.ContainsFunc(others, func(address string) bool { return filepath.Base(address) == name })
	if os.Getenv("TF_PLUGIN_MAGIC_COOKIE") == "" || !isOther {
		acctest.Main(m)
		return
	}
	err := providerserver.Serve(context.Background(), func() framework.Provider { return standIn(name) }, providerserver.ServeOpts{Address: "registry.terraform.io/other/" + name})
	if err != nil {
		panic(err)
	}
}

// standIn is a provider of that name. A moved block takes the state of a resource to another provider, so of its resources it has
// only the one that a guide keeps.
type standIn string

func (s standIn) Metadata(_ context.Context, _ framework.MetadataRequest, resp *framework.MetadataResponse) {
	resp.TypeName = string(s)
}

func (standIn) Schema(context.Context, framework.SchemaRequest, *framework.SchemaResponse) {}

func (standIn) Configure(context.Context, framework.ConfigureRequest, *framework.ConfigureResponse) {}

func (standIn) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (s standIn) Resources(context.Context) []func() resource.Resource {
	if s != "genesyscloud" {
		return nil
	}
	return []func() resource.Resource{func() resource.Resource { return genesyscloudIntegration{} }}
}

// genesyscloudIntegration has what a guide uses of the other provider's resource. It writes nothing, and finds what is in the
// state as it is there.
type genesyscloudIntegration struct{}

func (genesyscloudIntegration) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "genesyscloud_integration"
}

func (genesyscloudIntegration) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		Attributes: map[string]schema.Attribute{
			"id":               schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
			"integration_type": schema.StringAttribute{Required: true},
			"intended_state":   schema.StringAttribute{Optional: true},
		},
		Blocks: map[string]schema.Block{"config": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{"credentials": schema.MapAttribute{ElementType: types.StringType, Optional: true}},
		}}},
	}
}

func (genesyscloudIntegration) Create(_ context.Context, _ resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics.AddError("The guide does not create an integration", "")
}

func (genesyscloudIntegration) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (genesyscloudIntegration) Update(_ context.Context, _ resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.AddError("The guide does not change an integration", "")
}

func (genesyscloudIntegration) Delete(_ context.Context, _ resource.DeleteRequest, resp *resource.DeleteResponse) {
	resp.Diagnostics.AddError("The guide does not delete an integration", "")
}
