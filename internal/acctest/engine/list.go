package engine

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Query is a list block, as `terraform query` evaluates it from Terraform 1.14 on.
type Query struct {
	Platform        fakeapi.Fixture
	URL             string // by which the platform is reached
	Type            string
	Arguments       map[string]any
	Limit           int64
	IncludeResource bool
}

// Listed is a result of a query.
type Listed struct {
	Name     string
	Identity map[string]string
	Resource map[string]tftypes.Value // what of it is not null
	Errors   []string
	Warnings []string
}

// List evaluates a list block. Each result is passed to seen as it comes; nil: to none.
func List(ctx context.Context, t *testing.T, query Query, seen func(Listed)) []Listed {
	t.Helper()
	s := newServer(t, map[string]any{query.Platform.Name: block(query.Platform, query.URL)}) //nolint:contextcheck // a provider is there for longer than one query
	lister, ok := s.ProviderServer.(tfprotov6.ListResourceServer)
	if !ok {
		t.Fatal("the provider lists nothing")
	}
	configType := s.schema.ListResourceSchemas[query.Type].ValueType()
	config := s.encode(configType, value(configType, query.Arguments))
	validated, err := lister.ValidateListResourceConfig(ctx, &tfprotov6.ValidateListResourceConfigRequest{TypeName: query.Type, Config: config})
	if err != nil {
		t.Fatal(err)
	}
	s.check(validated.Diagnostics)
	stream, err := lister.ListResource(ctx, &tfprotov6.ListResourceRequest{
		TypeName: query.Type, Config: config, IncludeResource: query.IncludeResource, Limit: query.Limit,
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []Listed
	for result := range stream.Results {
		listed := s.listed(query.Type, result)
		all = append(all, listed)
		if seen != nil {
			seen(listed)
		}
	}
	return all
}

func (s *server) listed(typeName string, result tfprotov6.ListResourceResult) Listed {
	s.Helper()
	listed := Listed{Name: result.DisplayName}
	for _, d := range result.Diagnostics {
		text := d.Summary + ": " + d.Detail
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			listed.Errors = append(listed.Errors, text)
		} else {
			listed.Warnings = append(listed.Warnings, text)
		}
	}
	if result.Identity != nil {
		listed.Identity = texts(s.decode(s.identities[typeName].ValueType(), result.Identity.IdentityData))
	}
	if result.Resource != nil {
		listed.Resource = map[string]tftypes.Value{}
		for name, attribute := range membersOf(s.decode(s.schema.ResourceSchemas[typeName].ValueType(), result.Resource)) {
			if !attribute.IsNull() {
				listed.Resource[name] = attribute
			}
		}
	}
	return listed
}
