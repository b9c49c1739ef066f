package genesys_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// regions are the public regions of Genesys Cloud with their domains.
var regions = map[string]string{
	"us-east-1": "mypurecloud.com", "us-east-2": "use2.us-gov-pure.cloud", "us-west-2": "usw2.pure.cloud",
	"ca-central-1": "cac1.pure.cloud", "mx-central-1": "mxc1.pure.cloud", "sa-east-1": "sae1.pure.cloud",
	"eu-west-1": "mypurecloud.ie", "eu-west-2": "euw2.pure.cloud",
	"eu-central-1": "mypurecloud.de", "eu-central-2": "euc2.pure.cloud", "eusc-de-east-1": "edee1.eusc-pure.cloud",
	"ap-northeast-1": "mypurecloud.jp", "ap-northeast-2": "apne2.pure.cloud", "ap-northeast-3": "apne3.pure.cloud",
	"ap-south-1": "aps1.pure.cloud", "ap-southeast-1": "apse1.pure.cloud", "ap-southeast-2": "mypurecloud.com.au",
	"me-central-1": "mec1.pure.cloud",
}

// gateway is a proxy that lets nothing through, and remembers which hosts were asked for.
type gateway struct {
	*httptest.Server
	mu    sync.Mutex
	hosts []string
}

func newGateway(t *testing.T) *gateway {
	t.Helper()
	g := &gateway{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.hosts = append(g.hosts, r.Host)
		w.WriteHeader(http.StatusForbidden)
	}))
	t.Cleanup(g.Close)
	return g
}

// asked returns the hosts that were asked for since the last call.
func (g *gateway) asked() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	defer func() { g.hosts = nil }()
	return g.hosts
}

// block holds values of the provider's genesys block.
type block map[string]any

// client returns the client that the provider makes of a block.
func (b block) client(t *testing.T, proxy string) (*genesys.Client, diag.Diagnostics) {
	t.Helper()
	described := genesys.Platform()
	s := schema.Schema{Blocks: map[string]schema.Block{described.Name: described.Block()}}
	whole := s.Type().TerraformType(t.Context()).(tftypes.Object)
	held := whole.AttributeTypes[described.Name].(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, of := range held.AttributeTypes {
		values[name] = tftypes.NewValue(of, b[name])
	}
	raw := tftypes.NewValue(whole, map[string]tftypes.Value{described.Name: tftypes.NewValue(held, values)})
	settings, diags := platform.NewSettings(t.Context(), described, tfsdk.Config{Schema: s, Raw: raw}, platform.Shared{
		Retry: httpapi.Retry{MaxAttempts: 1}, Transport: httpapi.Transport{ProxyURL: proxy},
	})
	r := &platform.UsesClient[*genesys.Client]{}
	r.FindClient(platform.ClientProviders{described.ClientProvider(settings)}, &diags)
	client, _ := r.Client(&diags)
	return client, diags
}

func TestRegionsLeadToTheirHosts(t *testing.T) {
	type hosts struct {
		block       block
		environment map[string]string
		want        []string
	}
	ireland := []string{"login.mypurecloud.ie:443", "api.mypurecloud.ie:443"}
	tests := map[string]hosts{
		"environment":            {nil, map[string]string{"GENESYSCLOUD_REGION": "eu-west-1"}, ireland},
		"base URL":               {block{"base_url": "https://here.example"}, nil, []string{"here.example:443", "here.example:443"}},
		"base URL over a region": {block{"base_url": "https://here.example", "region": "eu-west-1"}, nil, []string{"here.example:443", "here.example:443"}},
		"login URL":              {block{"region": "eu-west-1", "login_url": "https://in.example"}, nil, []string{"in.example:443", "api.mypurecloud.ie:443"}},
		"login URL, environment": {
			block{"base_url": "https://here.example"},
			map[string]string{"GENESYSCLOUD_LOGIN_URL": "https://in.example"},
			[]string{"in.example:443", "here.example:443"},
		},
	}
	for region, domain := range regions {
		tests[region] = hosts{block{"region": region}, nil, []string{"login." + domain + ":443", "api." + domain + ":443"}}
		tests[domain] = hosts{block{"region": domain}, nil, tests[region].want}
	}
	if len(regions) != 18 {
		t.Errorf("%d regions, want 18", len(regions))
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for variable, value := range test.environment {
				t.Setenv(variable, value)
			}
			proxy := newGateway(t)
			pair := block{"client_id": "id", "client_secret": "secret"}
			given := block{"access_token": "token"}
			for name, value := range test.block {
				pair[name], given[name] = value, value
			}
			for _, b := range []block{pair, given} {
				client, diags := b.client(t, proxy.URL)
				if diags.HasError() {
					t.Fatal(diags)
				}
				if _, err := client.ListCredentials(t.Context()); err == nil {
					t.Error("the gateway was passed")
				}
			}
			if hosts := proxy.asked(); !slices.Equal(hosts, test.want) {
				t.Errorf("asked for %v, want %v", hosts, test.want)
			}
		})
	}
}

func TestUnusableSettings(t *testing.T) {
	for want, test := range map[string]struct {
		block       block
		environment map[string]string
	}{
		`"atlantis" is no region of Genesys Cloud. It must be one of ap-northeast-1 (mypurecloud.jp), `: {environment: map[string]string{"GENESYSCLOUD_REGION": "atlantis"}},
		"Set `region` in the block `genesys`":                                  {},
		"`login_url` (or the environment variable GENESYSCLOUD_LOGIN_URL) ":    {block{"region": "eu-west-1"}, map[string]string{"GENESYSCLOUD_LOGIN_URL": "http://in.example"}},
		"`genesys.login_url` is needed now, but its value is only known after": {block: block{"region": "eu-west-1", "login_url": tftypes.UnknownValue}},
		"`genesys.region` is needed now, but its value is only known after":    {block: block{"region": tftypes.UnknownValue}},
	} {
		t.Run(want, func(t *testing.T) {
			for variable, value := range test.environment {
				t.Setenv(variable, value)
			}
			b := block{"access_token": "token"}
			for name, value := range test.block {
				b[name] = value
			}
			_, diags := b.client(t, "")
			if errors := diags.Errors(); len(errors) != 1 || !strings.Contains(errors[0].Detail(), want) {
				t.Errorf("got %v", diags)
			}
		})
	}
}

// No 60 seconds can hold more requests than Genesys allows a token: a burst, and what the rate lets through after it.
func TestRateKeepsWithinTheLimitOfAToken(t *testing.T) {
	t.Parallel()
	limit := genesys.Platform().Limit
	if most := float64(limit.Burst) + 60*limit.PerSecond; limit.PerSecond <= 0 || most > genesystest.RequestsPerMinute {
		t.Errorf("%+v lets %v requests through in a minute", limit, most)
	}
}

// TestAccValidateTellsWhatIsWrong has the engine validate everything at once, offline.
func TestAccValidateTellsWhatIsWrong(t *testing.T) {
	c := acctest.NewCLI(t)
	c.Configure(acctest.Provider("genesys", `region = "eu-west-9"`, `login_url = "http://in.example"`, `access_token = "t"`, `client_id = "i"`, `client_secret = "s"`),
		credential("any", "userDefined"))
	acctest.Contains(t, c.Fail("validate"),
		"`genesys.region` must be a region of Genesys Cloud, by its name or its domain: ap-northeast-1 (mypurecloud.jp), ",
		"genesys.login_url must use https", "`genesys.client_id` and `genesys.access_token` cannot be set together")
	const short = "is empty: is the variable of the pipeline set?"
	c.ValidateEach(map[string]string{
		credential("a", "basicAuth", `name = ""`): "`name` " + short,
		credential("a", ""):                       "`type` " + short,
		credential("a", "basicAuth", `fields = { password = "p" }`, `fields_wo = { password = "p" }`):                 "A key of `fields_wo` is also in `fields`",
		credential("a", "basicAuth", `fields = { password = "p" }`, `fields_wo_version = "1"`):                        "`fields_wo_version` needs `fields_wo` beside it",
		credential("a", "basicAuth", `fields = { password = null }`):                                                  "An element of `fields` is null",
		credential("a", "basicAuth", `fields_wo = { password = null }`):                                               "An element of `fields_wo` is null",
		credential("a", "basicAuth", `fields = { userName = "" }`, `fields_wo = { a = "" }`, `fields_wo_version = 1`): "",
		credential("a", "basicAuth", `fields = { "" = "x" }`):                                                         "An element of `fields` " + short,
		credential("a", "basicAuth", `fields_wo = { "" = "x" }`):                                                      "An element of `fields_wo` " + short,
		credential("a", "basicAuth", `modified_date = "now"`):                                                         "Read-Only",
		integrationConfig("a", ""):                                                 "`integration_id` " + short,
		integrationConfig("a", "i", `name = ""`):                                   "`name` " + short,
		integrationConfig("a", "i", `notes = ""`):                                  "",
		integrationConfig("a", "i", `properties = jsonencode([1])`):                "`properties` must be a JSON object. Use jsonencode",
		integrationConfig("a", "i", `advanced = jsonencode(null)`):                 "`advanced` must be a JSON object",
		integrationConfig("a", "i", `advanced = "text"`):                           "`advanced` must be a JSON object",
		integrationConfig("a", "i", `properties = "{}"`, `advanced = "{\"a\":1}"`): "",
		integrationConfig("a", "i", `credentials = { basicAuth = "" }`):            "An element of `credentials` " + short,
		integrationConfig("a", "i", `credentials = { "" = "id" }`):                 "An element of `credentials` " + short,
		integrationConfig("a", "i", `credentials = { basicAuth = null }`):          "is null",
		integrationConfig("a", "i", `credentials = {}`):                            "",
		integrationConfig("a", "i", `credentials { basicAuth = "id" }`):            "Blocks of type",
		data("credential", "a", ""):                                                "Set either `id` or `name`",
		data("credential", "a", "id = \"i\"\n name = \"n\""):                       "Set either `id` or `name`",
		data("credential", "a", `id = ""`):                                         "`id` " + short,
		data("type", "a", `type_id = ""`):                                          "`type_id` " + short,
		data("credential_types", "a", ""):                                          "",
	})
}
