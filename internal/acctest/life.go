package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// life is that of one object of a resource type, with what a state file holds of it.
type life struct {
	*engine
	typeName string
	schema   *tfprotov6.SchemaBlock
	of       tftypes.Type // of the state
	identify tftypes.Type // the identity's type

	state    tftypes.Value
	identity *tfprotov6.ResourceIdentityData
	private  []byte
}

func newLife(e *engine, typeName string) *life {
	schema := e.schema.ResourceSchemas[typeName]
	l := &life{engine: e, typeName: typeName, schema: schema.Block, of: schema.ValueType(), identify: e.identities[typeName].ValueType()}
	l.state = tftypes.NewValue(l.of, nil)
	return l
}

// create applies a first configuration. What the platform has made then must be in the state, unless the platform denies it.
func (l *life) create(given map[string]any) bool {
	l.Helper()
	if l.made == nil {
		return l.apply(given)
	}
	before := l.made()
	ok := l.apply(given)
	if l.state.IsNull() && l.made() > before && !l.refused {
		l.Errorf("an object is left behind: %q", l.errors)
	}
	return ok
}

// apply plans a configuration and applies the plan.
func (l *life) apply(given map[string]any) bool {
	l.Helper()
	config := value(l.of, given)
	l.validate(config)
	plan, ok := l.plan(config)
	if ok && len(plan.RequiresReplace) > 0 {
		if ok = l.destroy(); ok {
			plan, ok = l.plan(config)
		}
	}
	return ok && l.carryOut(config, plan)
}

func (l *life) validate(config tftypes.Value) {
	l.Helper()
	if l.trusted {
		return
	}
	validated, err := l.ValidateResourceConfig(l.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: l.typeName, Config: l.encode(l.of, config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		l.Fatal(err)
	}
	l.check(validated.Diagnostics)
}

func (l *life) destroy() bool {
	l.Helper()
	nothing := tftypes.NewValue(l.of, nil)
	plan, ok := l.plan(nothing)
	return ok && l.carryOut(nothing, plan)
}

func (l *life) plan(config tftypes.Value) (*tfprotov6.PlanResourceChangeResponse, bool) {
	l.Helper()
	plan, err := l.PlanResourceChange(l.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: l.typeName, PriorState: l.encode(l.of, l.state), PriorPrivate: l.private, PriorIdentity: l.identity,
		Config: l.encode(l.of, config), ProposedNewState: l.encode(l.of, proposed(l.schema, l.state, config)),
	})
	if err != nil {
		l.Fatal(err)
	}
	if !l.accept(plan.Diagnostics) {
		return nil, false
	}
	if where := misplanned(l.schema, l.typeName, l.state, config, l.decode(l.of, plan.PlannedState)); where != "" {
		l.Errorf("an invalid plan: %s", where)
	}
	return plan, true
}

func (l *life) carryOut(config tftypes.Value, plan *tfprotov6.PlanResourceChangeResponse) bool {
	l.Helper()
	planned := l.decode(l.of, plan.PlannedState)
	if planned.Equal(l.state) {
		return true // there is nothing to do
	}
	applied, err := l.ApplyResourceChange(l.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: l.typeName, PriorState: l.encode(l.of, l.state), Config: l.encode(l.of, config),
		PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity,
	})
	if err != nil {
		l.Fatal(err)
	}
	ok := l.accept(applied.Diagnostics)
	l.take(applied.NewState, applied.NewIdentity, applied.Private)
	if !ok {
		return false
	}
	if where := incompatible(l.typeName, planned, l.state); where != "" {
		l.Errorf("an inconsistent result: %s", where)
	}
	return true
}

// read is false if the object is gone.
func (l *life) read() bool {
	l.Helper()
	l.told.start()
	read, err := l.ReadResource(l.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: l.typeName, CurrentState: l.encode(l.of, l.state), CurrentIdentity: l.identity, Private: l.private,
	})
	if err != nil {
		l.Fatal(err)
	}
	if !l.accept(read.Diagnostics) {
		return false
	}
	before := l.state
	l.take(read.NewState, read.NewIdentity, read.Private)
	if l.told.nothing() && !l.state.Equal(before) {
		l.Errorf("an answer that tells nothing has changed the state from %s to %s", before, l.state)
	}
	if l.state.IsNull() {
		l.expectIdentity() // else Terraform 1.11 ends in "Missing Resource Identity After Read"
	}
	return !l.state.IsNull()
}

// readWithoutIdentity reads as an engine does that keeps no identities, such as Terraform 1.11.
func (l *life) readWithoutIdentity() bool {
	l.Helper()
	l.identity = nil
	return l.read()
}

// adopt forgets the object and imports it by its identity.
func (l *life) adopt() bool {
	l.Helper()
	imported, err := l.ImportResourceState(l.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: l.typeName, Identity: l.identity})
	if err != nil {
		l.Fatal(err)
	}
	if !l.accept(imported.Diagnostics) {
		return false
	}
	object := imported.ImportedResources[0]
	l.take(object.State, object.Identity, object.Private)
	return true
}

// take keeps what the provider returned, if that can be kept.
func (l *life) take(state *tfprotov6.DynamicValue, identity *tfprotov6.ResourceIdentityData, private []byte) {
	l.Helper()
	l.state, l.identity, l.private = l.known(l.of, state), identity, private
	if l.state.IsNull() {
		return
	}
	if where := revealed(l.schema, l.typeName, l.state); where != "" {
		l.Errorf("it is write-only: %s", where)
	}
	l.expectIdentity()
}

func (l *life) expectIdentity() {
	l.Helper()
	if l.identity == nil || l.identity.IdentityData == nil {
		l.Fatal("there is no identity")
	}
	identity := l.known(l.identify, l.identity.IdentityData)
	if identity.IsNull() {
		l.Errorf("the identity is null")
	}
	for name, part := range membersOf(identity) {
		if part.IsNull() {
			l.Errorf("%s of the identity is null", name)
		}
	}
}
