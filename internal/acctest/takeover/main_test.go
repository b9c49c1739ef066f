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

// standIn is a provider of that name without any resource. A moved block takes the state of one to another provider, so nothing
// else is asked of it.
type standIn string

func (s standIn) Metadata(_ context.Context, _ framework.MetadataRequest, resp *framework.MetadataResponse) {
	resp.TypeName = string(s)
}

func (standIn) Schema(context.Context, framework.SchemaRequest, *framework.SchemaResponse) {}

func (standIn) Configure(context.Context, framework.ConfigureRequest, *framework.ConfigureResponse) {}

func (standIn) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (standIn) Resources(context.Context) []func() resource.Resource { return nil }
