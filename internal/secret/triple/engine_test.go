package triple_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const accountType = "test_account"

// spec is a configuration: strings, maps of them, and unknown. What it leaves out is null.
type spec map[string]any

const unknown = tftypes.UnknownValue

// engine calls a provider in process as Terraform does, for one object.
type engine struct {
	*testing.T

	server     tfprotov6.ProviderServer
	objectType tftypes.Object
	state      tftypes.Value
	private    []byte
}

func newEngine(t *testing.T, p *platform) *engine {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(p)()
	if err != nil {
		t.Fatal(err)
	}
	var schema resource.SchemaResponse
	(&accountResource{platform: p}).Schema(t.Context(), resource.SchemaRequest{}, &schema)
	objectType := schema.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	return &engine{T: t, server: server, objectType: objectType, state: tftypes.NewValue(objectType, nil)}
}

func build(of tftypes.Type, v any) tftypes.Value {
	switch v := v.(type) {
	case spec:
		values := make(map[string]tftypes.Value)
		switch of := of.(type) {
		case tftypes.Object:
			for name, attributeType := range of.AttributeTypes {
				values[name] = build(attributeType, v[name])
			}
		case tftypes.Map:
			for name, element := range v {
				values[name] = build(of.ElementType, element)
			}
		}
		return tftypes.NewValue(of, values)
	default:
		return tftypes.NewValue(of, v)
	}
}

// configured returns config as an object; its name is "x" unless it says otherwise.
func (e *engine) configured(config spec) tftypes.Value {
	named := spec{"name": "x"}
	maps.Copy(named, config)
	return build(e.objectType, named)
}

func (e *engine) attributes(object tftypes.Value) map[string]tftypes.Value {
	attributes := make(map[string]tftypes.Value)
	if !object.IsNull() {
		if err := object.As(&attributes); err != nil {
			e.Fatal(err)
		}
	}
	return attributes
}

func (e *engine) dynamic(v tftypes.Value) *tfprotov6.DynamicValue {
	d, err := tfprotov6.NewDynamicValue(e.objectType, v)
	if err != nil {
		e.Fatal(err)
	}
	return &d
}

func (e *engine) object(d *tfprotov6.DynamicValue) tftypes.Value {
	v, err := d.Unmarshal(e.objectType)
	if err != nil {
		e.Fatal(err)
	}
	return v
}

func (e *engine) check(diagnostics []*tfprotov6.Diagnostic, err error) {
	e.Helper()
	if err != nil {
		e.Fatal(err)
	}
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			e.Fatalf("%s: %s", d.Summary, d.Detail)
		}
	}
}

// plan returns the planned object. Like Terraform, it proposes the prior value of computed attributes.
func (e *engine) plan(config spec) *tfprotov6.PlanResourceChangeResponse {
	e.Helper()
	configured := e.configured(config)
	proposed, prior := e.attributes(configured), e.attributes(e.state)
	for _, computed := range []string{"id", "updated", "updated_by", "secret_written_at", "changed_outside_at"} {
		if v, ok := prior[computed]; ok {
			proposed[computed] = v
		}
	}
	resp, err := e.server.PlanResourceChange(e.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: accountType, PriorPrivate: e.private, PriorState: e.dynamic(e.state),
		ProposedNewState: e.dynamic(tftypes.NewValue(e.objectType, proposed)), Config: e.dynamic(configured),
	})
	e.check(resp.Diagnostics, err)
	return resp
}

// expectNoChange plans config, and wants nothing to do.
func (e *engine) expectNoChange(config spec) {
	e.Helper()
	changes, err := e.object(e.plan(config).PlannedState).Diff(e.state)
	if err != nil {
		e.Fatal(err)
	}
	for _, change := range changes {
		if len(change.Path.Steps()) > 0 {
			e.Errorf("the plan changes %s", change)
		}
	}
}

// apply plans config again, as Terraform does once everything is known, and applies that.
func (e *engine) apply(config spec) {
	e.Helper()
	e.check(e.tryToApply(config), nil)
}

// tryToApply returns what the provider says of an apply.
func (e *engine) tryToApply(config spec) []*tfprotov6.Diagnostic {
	e.Helper()
	return e.tryToApplyIgnoring(config, config)
}

// tryToApplyIgnoring is tryToApply where ignore_changes keeps a part of the configuration out of the plan.
func (e *engine) tryToApplyIgnoring(seen, config spec) []*tfprotov6.Diagnostic {
	e.Helper()
	planned := e.plan(seen)
	resp, err := e.server.ApplyResourceChange(e.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: accountType, PriorState: e.dynamic(e.state), PlannedState: planned.PlannedState,
		PlannedPrivate: planned.PlannedPrivate, Config: e.dynamic(e.configured(config)),
	})
	e.check(nil, err)
	e.state, e.private = e.object(resp.NewState), resp.Private
	return resp.Diagnostics
}

func (e *engine) refresh() {
	e.Helper()
	resp, err := e.server.ReadResource(e.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: accountType, CurrentState: e.dynamic(e.state), Private: e.private,
	})
	e.check(resp.Diagnostics, err)
	e.state, e.private = e.object(resp.NewState), resp.Private
}

// set changes one attribute of the state.
func (e *engine) set(name, value string) {
	attributes := maps.Clone(e.attributes(e.state))
	attributes[name] = tftypes.NewValue(tftypes.String, value)
	e.state = tftypes.NewValue(e.objectType, attributes)
}

// get returns an attribute of the state; empty if it is null.
func (e *engine) get(name string) string {
	var value *string
	if err := e.attributes(e.state)[name].As(&value); err != nil {
		e.Fatal(err)
	}
	if value == nil {
		return ""
	}
	return *value
}
