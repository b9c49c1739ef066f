// Command idle is a provider that does nothing: its resources keep what is configured. Its cost is what any provider built
// on the framework costs, and what ours is measured against.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

func main() {
	serve := func() provider.Provider { return idle{} }
	if err := providerserver.Serve(context.Background(), serve, providerserver.ServeOpts{Address: "registry.terraform.io/bench/idle"}); err != nil {
		log.Fatal(err)
	}
}

type idle struct{}

func (idle) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "idle"
}

func (idle) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{}
}

func (idle) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (idle) DataSources(context.Context) []func() datasource.DataSource { return nil }

// small has twelve attributes, as many as a usual credential; blocks has sixteen blocks of eight arguments besides, as Losant's
// service credential.
func (idle) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return kept{name: "small"} },
		func() resource.Resource { return kept{name: "blocks", blocks: 16} },
	}
}

type kept struct {
	name   string
	blocks int
}

func (k kept) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + k.name
}

func (k kept) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = resourceschema.Schema{Attributes: arguments(12), Blocks: map[string]resourceschema.Block{}}
	for b := range k.blocks {
		resp.Schema.Blocks[fmt.Sprintf("block_%d", b)] = resourceschema.SingleNestedBlock{Attributes: arguments(8)}
	}
}

func arguments(n int) map[string]resourceschema.Attribute {
	all := map[string]resourceschema.Attribute{}
	for a := range n {
		all[fmt.Sprintf("argument_%d", a)] = resourceschema.StringAttribute{Optional: true}
	}
	return all
}

func (kept) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (kept) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (kept) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (kept) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
