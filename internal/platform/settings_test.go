package platform_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// client is what the platform example is reached with.
type client struct {
	credentials map[string]string
	config      httpapi.Config
}

// example is a platform that takes a token or a pair, at a host in a region.
var example = platform.Platform{
	Name: "example", Title: "Example", VariablePrefix: "EXAMPLE",
	Credentials: []platform.CredentialSet{
		{{Attribute: "token", Variable: "EXAMPLE_TOKEN"}},
		{{Attribute: "id", Variable: "EXAMPLE_ID", Public: true}, {Attribute: "secret", Variable: "EXAMPLE_SECRET"}},
	},
	Attributes: map[string]schema.Attribute{"region": schema.StringAttribute{Optional: true}},
	Limit:      httpapi.Limit{PerSecond: 2, Burst: 100, Concurrency: 5},
	ClientProvider: platform.ProvideClient(func(s *platform.Settings) (*client, error) {
		c := &client{credentials: map[string]string{}}
		for name, value := range s.Credentials() {
			c.credentials[name] = value.Reveal()
		}
		base, configured := s.BaseURL()
		if !configured {
			base = "https://" + s.Required("region", "EXAMPLE_REGION") + ".example.com"
		}
		c.config = s.HTTP(base)
		_, err := httpapi.New(c.config)
		return c, err
	}),
}

// block holds the values of the platform's block: strings, numbers and unknown.
type block map[string]any

const unknown = tftypes.UnknownValue

// configure returns a resource of the platform as the provider configures it.
func configure(t *testing.T, b block) *platform.UsesClient[*client] {
	t.Helper()
	s := schema.Schema{Blocks: map[string]schema.Block{"example": example.Block()}}
	whole := s.Type().TerraformType(t.Context()).(tftypes.Object)
	held := whole.AttributeTypes["example"].(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, of := range held.AttributeTypes {
		values[name] = tftypes.NewValue(of, b[name])
	}
	raw := tftypes.NewValue(whole, map[string]tftypes.Value{"example": tftypes.NewValue(held, values)})
	settings, diags := platform.NewSettings(t.Context(), example, tfsdk.Config{Schema: s, Raw: raw}, platform.Shared{})
	r := &platform.UsesClient[*client]{}
	r.FindClient(platform.ClientProviders{example.ClientProvider(settings)}, &diags)
	if diags.HasError() {
		t.Fatal(diags)
	}
	return r
}

func TestCredentials(t *testing.T) {
	pair := map[string]string{"id": "i", "secret": "s"}
	for name, test := range map[string]struct {
		block       block
		environment map[string]string
		want        map[string]string
		fault       string
	}{
		"token":                          {block: block{"token": "t"}, want: map[string]string{"token": "t"}},
		"pair":                           {block: block{"id": "i", "secret": "s"}, want: pair},
		"token, environment":             {environment: map[string]string{"EXAMPLE_TOKEN": "t"}, want: map[string]string{"token": "t"}},
		"pair, environment":              {environment: map[string]string{"EXAMPLE_ID": "i", "EXAMPLE_SECRET": "s"}, want: pair},
		"pair over the environment":      {block: block{"id": "i", "secret": "s"}, environment: map[string]string{"EXAMPLE_TOKEN": "t"}, want: pair},
		"token first in the environment": {environment: map[string]string{"EXAMPLE_TOKEN": "t", "EXAMPLE_ID": "i"}, want: map[string]string{"token": "t"}},
		"half a pair":                    {block: block{"id": "i"}, fault: "`id` is set but `secret` is not"},
		"half a pair, environment":       {environment: map[string]string{"EXAMPLE_SECRET": "s"}, fault: "(EXAMPLE_ID)"},
		"halves of different origin":     {block: block{"id": "i"}, environment: map[string]string{"EXAMPLE_SECRET": "s"}, fault: "`id` is set but `secret` is not"},
		"half a pair over a token":       {block: block{"id": "i"}, environment: map[string]string{"EXAMPLE_TOKEN": "t"}, fault: "`id` is set but `secret` is not"},
		"none": {fault: "Set `token` in the block `example` of the provider's configuration (or in the environment: EXAMPLE_TOKEN), " +
			"or `id` and `secret` in the block `example` of the provider's configuration (or in the environment: EXAMPLE_ID and EXAMPLE_SECRET)."},
		"an empty variable":              {environment: map[string]string{"EXAMPLE_TOKEN": " "}, fault: "(or in the environment: EXAMPLE_ID and EXAMPLE_SECRET). EXAMPLE_TOKEN is empty: is the variable of the pipeline set?"},
		"an empty variable beside a set": {environment: map[string]string{"EXAMPLE_ID": "i", "EXAMPLE_SECRET": ""}, fault: "(EXAMPLE_SECRET). EXAMPLE_SECRET is empty: is the variable of the pipeline set?"},
		"not known yet":                  {block: block{"token": unknown}, environment: map[string]string{"EXAMPLE_TOKEN": "t"}, fault: "`example.token` is needed now, but its value is only known after"},
		"half not known yet":             {block: block{"id": "i", "secret": unknown}, fault: "`example.secret` is needed now, but its value is only known after"},
	} {
		t.Run(name, func(t *testing.T) {
			for variable, value := range test.environment {
				t.Setenv(variable, value)
			}
			test.block = with(test.block, "region", "eu")
			var diags diag.Diagnostics
			c, ok := configure(t, test.block).Client(&diags)
			if ok != (test.fault == "") || !faulty(diags, test.fault) {
				t.Fatalf("got %v, want %q", diags, test.fault)
			}
			if ok && !maps.Equal(c.credentials, test.want) {
				t.Errorf("got %v, want %v", c.credentials, test.want)
			}
		})
	}
}

// White space around a value comes with a file that it is read from. What else no request can carry is an error.
func TestValuesAreCleaned(t *testing.T) {
	for name, test := range map[string]struct {
		block       block
		environment map[string]string
		want, from  string
		fault       string
	}{
		"a line end":              {block: block{"token": "t\r\n"}, want: "t", from: "`token` in the block `example` of the provider's configuration"},
		"blanks, environment":     {environment: map[string]string{"EXAMPLE_TOKEN": " t\n"}, want: "t", from: "EXAMPLE_TOKEN in the environment"},
		"nothing else":            {block: block{"token": "\n"}, fault: "Set `token`"},
		"a line break inside":     {block: block{"token": "t\nt"}, fault: "`token` in the block `example` of the provider's configuration (or the environment variable EXAMPLE_TOKEN) contains a line break"},
		"a control character":     {environment: map[string]string{"EXAMPLE_TOKEN": "t\x7ft"}, fault: "EXAMPLE_TOKEN) contains"},
		"in another setting":      {block: block{"token": "t", "region": "e\tu"}, fault: "EXAMPLE_REGION) contains"},
		"around a pair's members": {block: block{"id": "i\n", "secret": "s\n"}, from: "`id` and `secret` in the block `example` of the provider's configuration"},
	} {
		t.Run(name, func(t *testing.T) {
			for variable, value := range test.environment {
				t.Setenv(variable, value)
			}
			if test.block["region"] == nil {
				test.block = with(test.block, "region", "eu\n")
			}
			var diags diag.Diagnostics
			c, ok := configure(t, test.block).Client(&diags)
			if ok != (test.fault == "") || !faulty(diags, test.fault) {
				t.Fatalf("got %v, want %q", diags, test.fault)
			}
			if ok && (c.credentials["token"] != test.want || c.config.CredentialsFrom != test.from || c.config.BaseURL != "https://eu.example.com") {
				t.Errorf("got %v from %q at %s", c.credentials, c.config.CredentialsFrom, c.config.BaseURL)
			}
		})
	}
}

func TestAddress(t *testing.T) {
	for name, test := range map[string]struct {
		block       block
		environment map[string]string
		want        string
		fault       string
	}{
		"own":                        {block: block{"region": "eu"}, want: "https://eu.example.com"},
		"own, environment":           {environment: map[string]string{"EXAMPLE_REGION": "us"}, want: "https://us.example.com"},
		"block over the environment": {block: block{"region": "eu"}, environment: map[string]string{"EXAMPLE_REGION": "us"}, want: "https://eu.example.com"},
		"needs no region":            {block: block{"base_url": "http://localhost:1"}, want: "http://localhost:1"},
		"base URL, environment":      {environment: map[string]string{"EXAMPLE_BASE_URL": "http://localhost:1"}, want: "http://localhost:1"},
		"no region":                  {fault: "Set `region` in the block `example` of the provider's configuration, or the environment variable EXAMPLE_REGION."},
		"region not known yet":       {block: block{"region": unknown}, fault: "`example.region` is needed now, but its value is only known after"},
		"base URL not known yet":     {block: block{"base_url": unknown}, fault: "`example.base_url` is needed now, but its value is only known after"},
		"in clear, environment":      {environment: map[string]string{"EXAMPLE_BASE_URL": "http://example.com"}, fault: "`base_url` (or the environment variable EXAMPLE_BASE_URL) must use https"},
		"own, unusable":              {block: block{"region": "e u"}, fault: "base_url: "},
	} {
		t.Run(name, func(t *testing.T) {
			for variable, value := range test.environment {
				t.Setenv(variable, value)
			}
			var diags diag.Diagnostics
			c, ok := configure(t, with(test.block, "token", "t")).Client(&diags)
			if ok != (test.fault == "") || !faulty(diags, test.fault) {
				t.Fatalf("got %v, want %q", diags, test.fault)
			}
			if !ok {
				if placed, ok := diags.Errors()[0].(diag.DiagnosticWithPath); ok {
					t.Errorf("the error is at %s, but the object it is reported for is none of the provider's blocks", placed.Path())
				}
			} else if c.config.BaseURL != test.want {
				t.Errorf("got %s, want %s", c.config.BaseURL, test.want)
			}
		})
	}
}

func TestPlanNeedsWhatIsMissingButNotWhatIsUnknown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		block block
		ok    bool
		fault string
	}{
		"complete":            {block: block{"token": "t", "region": "eu"}, ok: true},
		"missing":             {block: block{"region": "eu"}, fault: "Set `token`"},
		"unknown":             {block: block{"token": unknown, "region": "eu"}},
		"unknown and missing": {block: block{"token": unknown}, fault: "Set `region`"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			if _, ok := configure(t, test.block).PlanClient(&diags); ok != test.ok || !faulty(diags, test.fault) {
				t.Errorf("got %v and %v, want %v and %q", ok, diags, test.ok, test.fault)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		block block
		want  httpapi.Limit
	}{
		"own":         {nil, example.Limit},
		"rate":        {block{"requests_per_second": 0.5}, httpapi.Limit{PerSecond: 0.5, Concurrency: 5}}, // without the burst of the own rate
		"concurrency": {block{"max_concurrency": 1}, httpapi.Limit{PerSecond: 2, Burst: 100, Concurrency: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			c, ok := configure(t, with(with(test.block, "token", "t"), "region", "eu")).Client(&diags)
			if !ok || c.config.Limit != test.want {
				t.Errorf("got %+v and %v, want %+v", c.config.Limit, diags, test.want)
			}
		})
	}
}

// with returns the block with a value for name, unless it has one.
func with(b block, name string, value any) block {
	more := block{name: value}
	maps.Copy(more, b)
	return more
}

// faulty reports whether there is exactly one error, with the text; none if the text is empty.
func faulty(diags diag.Diagnostics, text string) bool {
	faults := diags.Errors()
	if text == "" {
		return len(faults) == 0
	}
	return len(faults) == 1 && strings.Contains(faults[0].Detail(), text)
}
