package engine

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// ways are how a benchmark gives a secret. What is write-only and has no version costs a digest in each plan.
var ways = map[string]acctest.Way{"stored": acctest.Stored, "digest": acctest.WriteOnly, "version": acctest.Versioned}

// BenchmarkPlan plans one object that does not change, through the protocol.
func BenchmarkPlan(b *testing.B) {
	eachSample(b, func(b *testing.B, o *Object, config map[string]any) {
		b.Helper()
		given := value(o.of, config)
		for b.Loop() {
			if plan, ok := o.plan(given); !ok || !o.decode(o.of, plan.PlannedState).Equal(o.state) {
				b.Fatalf("the plan changes something: %q", o.errors)
			}
		}
	})
}

// BenchmarkRead reads one object, through the protocol; the fake's part is in it.
func BenchmarkRead(b *testing.B) {
	eachSample(b, func(b *testing.B, o *Object, _ map[string]any) {
		b.Helper()
		for b.Loop() {
			if !o.read() {
				b.Fatalf("it is gone: %q", o.errors)
			}
		}
	})
}

// eachSample creates an object of each resource and measures what is done with it.
func eachSample(b *testing.B, measure func(*testing.B, *Object, map[string]any)) {
	b.Helper()
	for _, fixture := range fakes.Fixtures {
		tenant := fixture.Start(b, fakeapi.Options{})
		for _, sample := range tenant.Resources {
			for name, way := range ways {
				if sample.Secret == "" && way != acctest.Stored {
					continue
				}
				b.Run(strings.Trim(sample.Type+"/"+sample.Variant, "/")+"/"+name, func(b *testing.B) {
					b.ReportAllocs()
					e := &Engine{server: newServer(b, Scenario{Platform: fixture}.config(tenant.URL)), platform: &Tamperer{}}
					e.anew = slices.Contains([]string{"applivery", "helloid"}, fixture.Name) // in one run, one object has one resource
					o := newObject(e, "credentials_"+sample.Type)
					config := parse(b, o.of, sample.Arguments(name, "note", acctest.Give(sample, way, `"secret"`, `"1"`, `"other"`)))
					if !o.apply(config) || !o.read() {
						b.Fatalf("it cannot be created: %q", e.errors)
					}
					measure(b, o, config)
					o.destroy()
				})
			}
		}
	}
}

// parse returns the arguments of a sample by name.
func parse(b *testing.B, of tftypes.Type, arguments string) map[string]any {
	b.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(arguments), "sample.tf", hcl.InitialPos)
	if diags.HasErrors() {
		b.Fatal(diags)
	}
	body := file.Body.(*hclsyntax.Body)
	all := attributes(b, body.Attributes)
	for _, block := range body.Blocks {
		given := attributes(b, block.Body.Attributes)
		if of.(tftypes.Object).AttributeTypes[block.Type].Is(tftypes.Set{}) {
			others, _ := all[block.Type].([]any)
			all[block.Type] = append(others, given)
		} else {
			all[block.Type] = given
		}
	}
	return all
}

func attributes(b *testing.B, given hclsyntax.Attributes) map[string]any {
	b.Helper()
	all := map[string]any{}
	for name, attribute := range given {
		value, diags := attribute.Expr.Value(nil)
		if diags.HasErrors() {
			b.Fatal(diags)
		}
		all[name] = plain(value)
	}
	return all
}

func plain(v cty.Value) any {
	switch {
	case v.Type() == cty.String:
		return v.AsString()
	case v.Type() == cty.Bool:
		return v.True()
	case v.Type() == cty.Number:
		return new(big.Float).Copy(v.AsBigFloat())
	case v.Type().IsTupleType():
		elements := []any{}
		for _, element := range v.AsValueSlice() {
			elements = append(elements, plain(element))
		}
		return elements
	}
	elements := map[string]any{}
	for name, element := range v.AsValueMap() {
		elements[name] = plain(element)
	}
	return elements
}
