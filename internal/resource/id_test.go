package resource_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var setID = resource.ID{
	{Attribute: "user", Pattern: regexp.MustCompile(`^[a-f]+$`)},
	{Attribute: "application"},
	{Attribute: "set"},
}

// imports are the ways to ask for an import: by id, or by identity. The values of an identity stand apart.
var imports = map[string]struct {
	id       string
	identity []string
	want     []string
	fault    string
}{
	"id":                           {id: "abc/app/Default", want: []string{"abc", "app", "Default"}},
	"id, slashes at the end":       {id: "abc/app/a/b/", want: []string{"abc", "app", "a/b/"}},
	"id, URL-encoded":              {id: "abc%2Fapp%2FMy%20set", want: []string{"abc", "app", "My set"}},
	"id, percent sign":             {id: "abc/app/100%25", want: []string{"abc", "app", "100%25"}},
	"id, part missing":             {id: "abc/app", fault: `"abc/app" has only 2 of 3 parts`},
	"id, part empty":               {id: "abc//Default", fault: "application must not be empty"},
	"id, last part empty":          {id: "abc/app/", fault: "set must not be empty"},
	"id, pattern":                  {id: "xyz/app/Default", fault: `user is "xyz", which does not match ^[a-f]+$`},
	"identity":                     {identity: []string{"abc", "app", "a/b"}, want: []string{"abc", "app", "a/b"}},
	"identity, pattern":            {identity: []string{"xyz", "app", "Default"}, fault: "does not match"},
	"identity, part empty":         {identity: []string{"abc", "", "Default"}, fault: "application must not be empty"},
	"identity, slash in a part":    {identity: []string{"abc", "app/x", "Default"}, fault: `application is "app/x", but must not contain a slash`},
	"identity, slash in the first": {identity: []string{"abc/x", "app", "Default"}, fault: "user is"},
}

func TestImport(t *testing.T) {
	t.Parallel()
	for name, test := range imports {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp := framework.ImportStateResponse{State: emptyState(t), Identity: identity(t)}
			setID.Import(t.Context(), framework.ImportStateRequest{ID: test.id, Identity: identity(t, test.identity...)}, &resp)
			if test.fault != "" {
				if d := resp.Diagnostics.Errors(); len(d) != 1 || !strings.Contains(d[0].Detail(), test.fault) ||
					!strings.HasSuffix(d[0].Detail(), "The import id has the form <user>/<application>/<set>.") {
					t.Errorf("got %v, want %q", d, test.fault)
				}
				return
			}
			if resp.Diagnostics.HasError() {
				t.Fatal(resp.Diagnostics)
			}
			var inState, inIdentity []string
			for _, part := range setID {
				inState = append(inState, text(t, resp.State, part.Attribute))
				inIdentity = append(inIdentity, text(t, resp.Identity, part.Attribute))
			}
			if !slices.Equal(inState, test.want) || !slices.Equal(inIdentity, test.want) {
				t.Errorf("got %q and the identity %q, want %q", inState, inIdentity, test.want)
			}
		})
	}
}

func TestImportIDsWithTooManyPartsAreRefused(t *testing.T) {
	t.Parallel()
	word := regexp.MustCompile(`^[^/]+$`)
	two := resource.ID{{Attribute: "application_id", Pattern: word}, {Attribute: "account_id", Pattern: word}}
	if _, err := two.Parse("a/b/c"); err == nil || err.Error() != `"a/b/c" has 3 parts instead of 2` {
		t.Errorf("got %v", err)
	}
	if _, err := (resource.ID{{Attribute: "id", Pattern: word}}).Parse("a/b"); err == nil || err.Error() != `"a/b" has 2 parts instead of 1` {
		t.Errorf("got %v", err)
	}
}

func TestIdentify(t *testing.T) {
	t.Parallel()
	const guid = "2b5f8a3c-7d41-4e0b-9c66-d1a2b3c4e5f6"
	upper := strings.ToUpper(guid)
	for name, test := range map[string]struct{ before, state, want []string }{
		"none yet":         {state: []string{guid, "app", "Default"}, want: []string{guid, "app", "Default"}},
		"another spelling": {before: []string{upper, "app", "Default"}, state: []string{guid, "app", "Default"}, want: []string{upper, "app", "Default"}},
		"other names":      {before: []string{guid, "app", "Default"}, state: []string{guid, "App", "default"}, want: []string{guid, "App", "default"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, found := emptyState(t), identity(t, test.before...)
			for i, part := range setID {
				state.SetAttribute(t.Context(), path.Root(part.Attribute), test.state[i])
			}
			if diags := setID.Identify(t.Context(), state, found); diags.HasError() {
				t.Fatal(diags)
			}
			for i, part := range setID {
				if got := text(t, found, part.Attribute); got != test.want[i] {
					t.Errorf("%s is %q, want %q", part.Attribute, got, test.want[i])
				}
			}
		})
	}
}

func emptyState(t *testing.T) tfsdk.State {
	t.Helper()
	attributes := map[string]schema.Attribute{}
	for _, part := range setID {
		attributes[part.Attribute] = schema.StringAttribute{Required: true}
	}
	s := schema.Schema{Attributes: attributes}
	return tfsdk.State{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(t.Context()), nil)}
}

// identity holds the values of its parts; no values: it is null.
func identity(t *testing.T, values ...string) *tfsdk.ResourceIdentity {
	t.Helper()
	s := setID.Schema()
	empty := &tfsdk.ResourceIdentity{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(t.Context()), nil)}
	for i, value := range values {
		empty.SetAttribute(t.Context(), path.Root(setID[i].Attribute), value)
	}
	return empty
}

// text reads a string from a state or an identity.
func text(t *testing.T, from getter, attribute string) (value string) {
	t.Helper()
	if diags := from.GetAttribute(t.Context(), path.Root(attribute), &value); diags.HasError() {
		t.Fatal(diags)
	}
	return value
}

type getter interface {
	GetAttribute(ctx context.Context, p path.Path, target any) diag.Diagnostics
}
