package provider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/provider"
)

// canaries are texts that no argument expects. None may come back.
var canaries = []string{
	"canary, of no use",
	"http://user:canary@example.com/x?y",
	`{"canary": tru`,
	"\"canary\"",
	"-----BEGIN CANARY-----\ncanary\n-----END CANARY-----\n",
	"canary",
	strings.Repeat("canary", 10_000),
	"canary\n",
}

// frameworkTitle matches the titles of the validators that come with the framework. (Of a missing required argument, the engine
// speaks before the framework does.)
var frameworkTitle = regexp.MustCompile(`^(Invalid|Missing|Duplicate) (Attribute|Block|JSON|Map|Set|List)`)

// TestValidationQuotesNothing feeds a canary to each argument, to each element and key of a collection, and looks for it in
// what validation reports. It must also report something: silence everywhere would prove nothing.
func TestValidationQuotesNothing(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	server := provider.Server("test")()
	schema, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	reports := 0
	feed := func(what string, block *tfprotov6.Schema, validate func(*tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error)) {
		for _, canary := range canaries {
			for _, fed := range feedings(block.Block, canary) {
				of := block.ValueType()
				config, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, fed.members))
				if err != nil {
					t.Fatalf("%s: %s: %v", what, fed.path, err)
				}
				found, err := validate(&config)
				if err != nil {
					t.Errorf("%s: %s: %v", what, fed.path, err)
				}
				for _, d := range found {
					reports++
					if strings.Contains(strings.ToLower(d.Summary+d.Detail+d.Attribute.String()), "canary") { // an SDK logs the path
						t.Errorf("%s: %s: %.300s: %.300s: at %.300s", what, fed.path, d.Summary, d.Detail, d.Attribute)
					}
					if frameworkTitle.MatchString(d.Summary) {
						t.Errorf("%s: %s: the title is the framework's: %s: %.200s", what, fed.path, d.Summary, d.Detail)
					}
				}
			}
		}
	}
	feed("provider", schema.Provider, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
		resp, err := server.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{Config: config})
		return resp.Diagnostics, err
	})
	for name, block := range schema.ResourceSchemas {
		feed(name, block, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
				TypeName: name, Config: config,
				ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
			})
			return resp.Diagnostics, err
		})
	}
	for name, block := range schema.DataSourceSchemas {
		feed("data "+name, block, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		})
	}
	for name, block := range schema.EphemeralResourceSchemas {
		feed("ephemeral "+name, block, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateEphemeralResourceConfig(ctx, &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		})
	}
	lists, ok := server.(tfprotov6.ListResourceServer)
	if !ok {
		t.Fatal("the server has no list resources")
	}
	for name, block := range schema.ListResourceSchemas {
		feed("list "+name, block, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := lists.ValidateListResourceConfig(ctx, &tfprotov6.ValidateListResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		})
	}
	if reports < 500 {
		t.Errorf("only %d reports", reports)
	}
}

// feeding is a configuration that has one value.
type feeding struct {
	path    string
	members map[string]tftypes.Value
}

// feedings returns all configurations of a block that have the canary in one argument, and null in all others.
func feedings(block *tfprotov6.SchemaBlock, canary string) (all []feeding) {
	add := func(path, name string, value tftypes.Value) {
		members := emptyMembers(block)
		members[name] = value
		all = append(all, feeding{path, members})
	}
	for _, attribute := range block.Attributes {
		if attribute.Computed && !attribute.Optional {
			continue
		}
		for _, value := range valuesOf(attribute.ValueType(), canary) {
			add(attribute.Name, attribute.Name, value)
		}
	}
	for _, nested := range block.BlockTypes {
		of := nested.ValueType()
		for _, inner := range feedings(nested.Block, canary) {
			value := tftypes.NewValue(nested.Block.ValueType(), inner.members)
			if !of.Is(tftypes.Object{}) {
				value = tftypes.NewValue(of, []tftypes.Value{value})
			}
			add(nested.TypeName+"."+inner.path, nested.TypeName, value)
		}
	}
	return all
}

// emptyMembers are those of a block that is there, with nothing in it.
func emptyMembers(block *tfprotov6.SchemaBlock) map[string]tftypes.Value {
	members := map[string]tftypes.Value{}
	for _, attribute := range block.Attributes {
		members[attribute.Name] = tftypes.NewValue(attribute.ValueType(), nil)
	}
	for _, nested := range block.BlockTypes {
		of := nested.ValueType()
		members[nested.TypeName] = tftypes.NewValue(of, nil)
		if !of.Is(tftypes.Object{}) {
			members[nested.TypeName] = tftypes.NewValue(of, []tftypes.Value{})
		}
	}
	return members
}

// valuesOf returns values of a type that have the canary in them.
func valuesOf(of tftypes.Type, canary string) []tftypes.Value {
	switch of := of.(type) {
	case tftypes.Map:
		var all []tftypes.Value
		for _, inner := range valuesOf(of.ElementType, canary) {
			all = append(all, tftypes.NewValue(of, map[string]tftypes.Value{"key": inner}), tftypes.NewValue(of, map[string]tftypes.Value{canary: inner}))
		}
		if of.ElementType.Is(tftypes.String) { // a key whose value is refused
			all = append(all, tftypes.NewValue(of, map[string]tftypes.Value{canary: tftypes.NewValue(of.ElementType, "")}))
		}
		return append(all, tftypes.NewValue(of, map[string]tftypes.Value{canary: tftypes.NewValue(of.ElementType, nil)}))
	case tftypes.Set:
		return []tftypes.Value{tftypes.NewValue(of, valuesOf(of.ElementType, canary))}
	case tftypes.List:
		return []tftypes.Value{tftypes.NewValue(of, valuesOf(of.ElementType, canary))}
	case tftypes.Object:
		return nil
	}
	if of.Is(tftypes.String) {
		return []tftypes.Value{tftypes.NewValue(of, canary)}
	}
	return nil
}
