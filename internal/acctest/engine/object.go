package engine

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
)

// Object is an object of a resource type, with what a state file holds of it.
type Object struct {
	*Engine
	typeName     string
	schema       *tfprotov6.SchemaBlock
	of           tftypes.Type // of the state
	identityType tftypes.Type

	state    tftypes.Value
	identity *tfprotov6.ResourceIdentityData
	private  []byte
}

func newObject(e *Engine, typeName string) *Object {
	schema := e.schema.ResourceSchemas[typeName]
	o := &Object{Engine: e, typeName: typeName, schema: schema.Block, of: schema.ValueType(), identityType: e.identities[typeName].ValueType()}
	o.state = tftypes.NewValue(o.of, nil)
	return o
}

// create applies a first configuration. What the platform has made then must be in the state, unless the platform denies it.
func (o *Object) create(given map[string]any) bool {
	o.Helper()
	if o.stored == nil {
		return o.apply(given)
	}
	before := o.stored()
	ok := o.apply(given)
	if o.state.IsNull() && o.stored() > before && !o.denied {
		o.Errorf("an object is left behind: %q", o.errors)
	}
	return ok
}

// apply plans a configuration and applies the plan.
func (o *Object) apply(given map[string]any) bool {
	o.Helper()
	config := value(o.of, given)
	o.validate(config)
	plan, ok := o.plan(config)
	if ok && len(plan.RequiresReplace) > 0 {
		if ok = o.destroy(); ok {
			plan, ok = o.plan(config)
		}
	}
	return ok && o.carryOut(config, plan)
}

func (o *Object) validate(config tftypes.Value) {
	o.Helper()
	if o.trusted {
		return
	}
	validated, err := o.ValidateResourceConfig(o.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: o.typeName, Config: o.encode(o.of, config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		o.Fatal(err)
	}
	o.check(validated.Diagnostics)
}

func (o *Object) destroy() bool {
	o.Helper()
	nothing := tftypes.NewValue(o.of, nil)
	plan, ok := o.plan(nothing)
	return ok && o.carryOut(nothing, plan)
}

// beginRun begins another run of the provider, if the scenario does: of the runs before, it knows the state only.
func (o *Object) beginRun(config tftypes.Value) {
	o.Helper()
	if o.anew {
		o.begin()
		o.platform.beginRun(o.state.String() + config.String())
	}
}

func (o *Object) plan(config tftypes.Value) (*tfprotov6.PlanResourceChangeResponse, bool) {
	o.Helper()
	o.beginRun(config)
	plan, err := o.PlanResourceChange(o.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: o.typeName, PriorState: o.encode(o.of, o.state), PriorPrivate: o.private, PriorIdentity: o.identity,
		Config: o.encode(o.of, config), ProposedNewState: o.encode(o.of, proposed(o.schema, o.state, config)),
	})
	if err != nil {
		o.Fatal(err)
	}
	if !o.accept(plan.Diagnostics) {
		return nil, false
	}
	if where := misplanned(o.schema, o.typeName, o.state, config, o.decode(o.of, plan.PlannedState)); where != "" {
		o.Errorf("an invalid plan: %s", where)
	}
	return plan, true
}

func (o *Object) carryOut(config tftypes.Value, plan *tfprotov6.PlanResourceChangeResponse) bool {
	o.Helper()
	planned := o.decode(o.of, plan.PlannedState)
	if planned.Equal(o.state) {
		return true // there is nothing to do
	}
	applied, err := o.ApplyResourceChange(o.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: o.typeName, PriorState: o.encode(o.of, o.state), Config: o.encode(o.of, config),
		PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity,
	})
	if err != nil {
		o.Fatal(err)
	}
	ok := o.accept(applied.Diagnostics)
	o.take(applied.NewState, applied.NewIdentity, applied.Private)
	if !ok {
		return false
	}
	if where := incompatible(o.typeName, planned, o.state); where != "" {
		o.Errorf("an inconsistent result: %s", where)
	}
	return true
}

// read reports whether the object still exists.
func (o *Object) read() bool {
	o.Helper()
	o.beginRun(o.state)
	o.platform.watch()
	read, err := o.ReadResource(o.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: o.typeName, CurrentState: o.encode(o.of, o.state), CurrentIdentity: o.identity, Private: acctest.Settled(o.private),
	})
	if err != nil {
		o.Fatal(err)
	}
	if !o.accept(read.Diagnostics) {
		return false
	}
	before := o.state
	o.take(read.NewState, read.NewIdentity, read.Private)
	if o.platform.knowsNothing() && !o.state.Equal(before) {
		o.Errorf("an empty answer has changed the state from %s to %s", before, o.state)
	}
	if o.state.IsNull() {
		o.expectIdentity() // else Terraform 1.11 ends in "Missing Resource Identity After Read"
	}
	return !o.state.IsNull()
}

// readWithoutIdentity reads as an engine does that keeps no identities, such as Terraform 1.11.
func (o *Object) readWithoutIdentity() bool {
	o.Helper()
	o.identity = nil
	return o.read()
}

// importAgain forgets the object and imports it by its identity.
func (o *Object) importAgain() bool {
	o.Helper()
	imported, err := o.ImportResourceState(o.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: o.typeName, Identity: o.identity})
	if err != nil {
		o.Fatal(err)
	}
	if !o.accept(imported.Diagnostics) {
		return false
	}
	object := imported.ImportedResources[0]
	o.take(object.State, object.Identity, object.Private)
	return true
}

// take keeps what the provider returned, if that can be kept.
func (o *Object) take(state *tfprotov6.DynamicValue, identity *tfprotov6.ResourceIdentityData, private []byte) {
	o.Helper()
	o.state, o.identity, o.private = o.known(o.of, state), identity, private
	if o.state.IsNull() {
		return
	}
	if where := revealed(o.schema, o.typeName, o.state); where != "" {
		o.Errorf("it is write-only: %s", where)
	}
	o.expectIdentity()
}

func (o *Object) expectIdentity() {
	o.Helper()
	if o.identity == nil || o.identity.IdentityData == nil {
		o.Fatal("there is no identity")
	}
	identity := o.known(o.identityType, o.identity.IdentityData)
	if identity.IsNull() {
		o.Errorf("the identity is null")
	}
	for name, part := range membersOf(identity) {
		if part.IsNull() {
			o.Errorf("%s of the identity is null", name)
		}
	}
}
