package engine

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Step is one thing that is done with a platform, to its end or to the first error.
type Step func(*Engine)

// Resource creates a resource, changes it, imports it, applies the changed configuration to it, and destroys it. After each of
// these it is read.
func Resource(name string, created, changed map[string]any) Step {
	return func(e *Engine) {
		o := newObject(e, "credentials_"+name)
		if o.create(created) && o.readWithoutIdentity() && o.apply(changed) && o.read() && o.importAgain() && o.read() {
			o.apply(changed)
		}
		if !o.state.IsNull() { // an error is no reason to keep it
			o.destroy()
		}
	}
}

// DataSource reads a data source.
func DataSource(name string, config map[string]any) Step {
	name = "credentials_" + name
	return func(e *Engine) {
		of := e.schema.DataSourceSchemas[name].ValueType()
		given := e.encode(of, value(of, config))
		if !e.trusted {
			validated, err := e.ValidateDataResourceConfig(e.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: given})
			if err != nil {
				e.Fatal(err)
			}
			e.check(validated.Diagnostics)
		}
		read, err := e.ReadDataSource(e.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: given})
		if err != nil {
			e.Fatal(err)
		}
		e.expectResult(read.Diagnostics, of, read.State)
	}
}

// EphemeralResource opens an ephemeral resource, and closes it.
func EphemeralResource(name string, config map[string]any) Step {
	name = "credentials_" + name
	return func(e *Engine) {
		of := e.schema.EphemeralResourceSchemas[name].ValueType()
		opened, err := e.OpenEphemeralResource(e.Context(), &tfprotov6.OpenEphemeralResourceRequest{
			TypeName: name, Config: e.encode(of, value(of, config)),
		})
		if err != nil {
			e.Fatal(err)
		}
		e.expectResult(opened.Diagnostics, of, opened.Result)
		closed, err := e.CloseEphemeralResource(e.Context(), &tfprotov6.CloseEphemeralResourceRequest{TypeName: name, Private: opened.Private})
		if err != nil {
			e.Fatal(err)
		}
		e.accept(closed.Diagnostics)
	}
}

// InUse imports a resource that is in use, and tries to destroy it, which must be refused: an answer without content does not say
// that nothing uses it.
func InUse(name string, identity map[string]any) Step {
	return func(e *Engine) {
		o := newObject(e, "credentials_"+name)
		o.identity = &tfprotov6.ResourceIdentityData{IdentityData: e.encode(o.identityType, value(o.identityType, identity))}
		if !o.importAgain() || !o.read() {
			return
		}
		e.platform.watch()
		destroyed := o.destroy()
		switch {
		case destroyed && (!e.trusted || e.platform.saidNothing()):
			e.Errorf("it is destroyed although it is in use")
		case !destroyed && !e.trusted:
			e.errors = nil // as it should be
		}
	}
}
