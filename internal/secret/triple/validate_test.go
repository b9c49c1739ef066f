package triple_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func TestConfigurationsAreValidated(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config spec
		errors []string // attribute paths
	}{
		"nothing set":           {spec{}, nil},
		"stored":                {spec{"token": "a", "fields": spec{"u": "a"}, "box": spec{"key": "a"}}, nil},
		"write-only":            {spec{"token_wo": "a", "fields_wo": spec{"u": "a"}, "box": spec{"key_wo": "a"}}, nil},
		"versions":              {spec{"token_wo": "a", "token_wo_version": "1", "box": spec{"key_wo": "a", "key_wo_version": "1"}}, nil},
		"maps merged":           {spec{"fields": spec{"u": "a"}, "fields_wo": spec{"v": "b"}}, nil},
		"all unknown":           {spec{"token": unknown, "token_wo": unknown, "token_wo_version": unknown, "fields": unknown, "fields_wo": unknown}, nil},
		"stored unknown":        {spec{"token": unknown, "token_wo": "a", "box": spec{"key": unknown}}, nil},
		"write-only unknown":    {spec{"token_wo": unknown, "token_wo_version": "1", "box": spec{"key_wo": unknown}}, nil},
		"map element unknown":   {spec{"fields": spec{"u": unknown}, "fields_wo": spec{"v": unknown}}, nil},
		"one map unknown":       {spec{"fields": unknown, "fields_wo": spec{"v": "b"}}, nil},
		"block unknown":         {spec{"box": unknown}, nil},
		"both":                  {spec{"token": "a", "token_wo": "b"}, []string{"token"}},
		"both in a block":       {spec{"box": spec{"key": "a", "key_wo": "b"}}, []string{"box.key"}},
		"required in a block":   {spec{"box": spec{}}, []string{"box.key"}},
		"version alone":         {spec{"token_wo_version": "1"}, []string{"token_wo_version"}},
		"version with stored":   {spec{"token": "a", "token_wo_version": "1"}, []string{"token_wo_version"}},
		"version of a map":      {spec{"fields": spec{"u": "a"}, "fields_wo_version": "1"}, []string{"fields_wo_version"}},
		"key in both maps":      {spec{"fields": spec{"u": "a", "v": "b"}, "fields_wo": spec{"v": unknown}}, []string{"fields_wo"}},
		"null element":          {spec{"fields": spec{"u": nil}}, []string{"fields"}},
		"null write-only value": {spec{"fields_wo": spec{"u": nil}}, []string{"fields_wo"}},
		"limit":                 {spec{"token": "forbidden"}, []string{"token"}},
		"limit, write-only":     {spec{"token_wo": "forbidden"}, []string{"token_wo"}},
		"limit of map values":   {spec{"fields": spec{"u": "forbidden"}, "fields_wo": spec{"v": "forbidden"}}, []string{"fields", "fields_wo"}},
		"limit of map keys":     {spec{"fields": spec{"muchtoolong": "a"}}, []string{"fields"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, newPlatform())
			resp, err := e.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
				TypeName: accountType, Config: e.dynamic(e.configured(test.config)),
				ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
			})
			if err != nil {
				t.Fatal(err)
			}
			var paths []string
			for _, d := range resp.Diagnostics {
				if d.Severity == tfprotov6.DiagnosticSeverityWarning {
					continue
				}
				paths = append(paths, readable(d.Attribute.String()))
				if strings.Contains(d.Summary+d.Detail, `got: "forbidden"`) {
					t.Errorf("the message quotes the secret: %s: %s", d.Summary, d.Detail)
				}
			}
			slices.Sort(paths)
			if !slices.Equal(paths, test.errors) {
				t.Errorf("errors at %q, want %q: %v", paths, test.errors, resp.Diagnostics)
			}
		})
	}
}

// A stored secret warns of its write-only alternative, if the engine has that.
func TestStoredSecretsWarn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config spec
		old    bool // the engine knows no write-only arguments
		warned []string
	}{
		"nothing":         {config: spec{}},
		"stored":          {config: spec{"token": "a"}, warned: []string{"token"}},
		"unknown":         {config: spec{"token": unknown}, warned: []string{"token"}},
		"in a block":      {config: spec{"box": spec{"key": "a"}}, warned: []string{"box.key"}},
		"write-only":      {config: spec{"token_wo": "a", "fields_wo": spec{"pw": "a"}, "box": spec{"key_wo": "a"}}},
		"no secret key":   {config: spec{"fields": spec{"user": "a"}, "fields_wo": spec{"pw": "a"}}},
		"secret key":      {config: spec{"fields": spec{"user": "a", "pw": "b"}}, warned: []string{"fields"}},
		"an older engine": {config: spec{"token": "a", "fields": spec{"pw": "b"}}, old: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, newPlatform())
			resp, err := e.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
				TypeName: accountType, Config: e.dynamic(e.configured(test.config)),
				ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: !test.old},
			})
			e.check(resp.Diagnostics, err)
			var warned []string
			for _, d := range resp.Diagnostics {
				warned = append(warned, readable(d.Attribute.String()))
				if d.Summary != "Secret kept in the state" || !strings.Contains(d.Detail, "_wo, which is not") {
					t.Errorf("%s: %s", d.Summary, d.Detail)
				}
			}
			if !slices.Equal(warned, test.warned) {
				t.Errorf("warned at %q, want %q", warned, test.warned)
			}
		})
	}
}

// With an engine before 1.11, a write-only argument is an error that names the stored one.
func TestWriteOnlyNeedsANewEngine(t *testing.T) {
	t.Parallel()
	for argument, config := range map[string]spec{
		"token":   {"token_wo": "a"},
		"fields":  {"fields_wo": spec{"pw": "a"}},
		"box.key": {"box": spec{"key_wo": "a"}},
	} {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, newPlatform())
			resp, err := e.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
				TypeName: accountType, Config: e.dynamic(e.configured(config)),
				ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{},
			})
			if err != nil {
				t.Fatal(err)
			}
			want := argument + "_wo needs Terraform or OpenTofu 1.11 or newer. With an older version use " + argument + ","
			if !slices.ContainsFunc(resp.Diagnostics, func(d *tfprotov6.Diagnostic) bool { return strings.Contains(d.Detail, want) }) {
				t.Errorf("%q is not in %v", want, resp.Diagnostics)
			}
		})
	}
}

// readable turns the engine's notation of a path into one like box.key.
var readable = strings.NewReplacer(`AttributeName("`, "", `ElementKeyString("`, "", `")`, "").Replace
