package acctest

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// engine has the provider do what Terraform would, and reports what Terraform would blame the provider for.
type engine struct {
	*server
	trusted bool     // the configurations are known to be valid
	secret  string   // is to be in no diagnostic
	secrets []string // neither, but the platform can only repeat what it has been sent
	errors  []string // that the provider has reported

	told    *meddler
	made    func() int // how many objects the platform has; nil: nobody counts
	refused bool       // the platform denies what it has done
}

// accept looks through diagnostics. It is false if there is an error among them.
func (e *engine) accept(diagnostics []*tfprotov6.Diagnostic) bool {
	e.Helper()
	ok := true
	for _, d := range diagnostics {
		text := d.Summary + ": " + d.Detail
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			e.errors, ok = append(e.errors, text), false
		}
		// The framework's own words for what only a bug can lead to.
		if strings.Contains(text, "provider developer") {
			e.Errorf("a bug: %s", text)
		}
		for _, secret := range append([]string{e.secret}, e.secrets...) {
			if strings.Contains(text, secret) && (secret == e.secret || e.told.knows(secret)) {
				e.Errorf("the secret %q is shown: %s", secret, text)
			}
		}
	}
	return ok
}

// known decodes what the provider returned, where all must be known.
func (e *engine) known(of tftypes.Type, returned *tfprotov6.DynamicValue) tftypes.Value {
	e.Helper()
	v := e.decode(of, returned)
	if !v.IsFullyKnown() {
		e.Errorf("it is not wholly known: %s", v)
	}
	return v
}

// Chapter is one thing that is done with a platform, from the beginning to the end, or to the first error.
type Chapter func(*engine)

// Resource creates a resource, changes it, imports it, adopts it by the changed configuration, and destroys it. After each
// step it is read.
func Resource(name string, created, changed map[string]any) Chapter {
	return func(e *engine) {
		l := newLife(e, "credentials_"+name)
		if l.create(created) && l.readWithoutIdentity() && l.apply(changed) && l.read() && l.adopt() && l.read() {
			l.apply(changed)
		}
		if !l.state.IsNull() { // an error is no reason to keep it
			l.destroy()
		}
	}
}

// DataSource reads a data source.
func DataSource(name string, config map[string]any) Chapter {
	name = "credentials_" + name
	return func(e *engine) {
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

// InUse imports a resource that is in use, and tries to destroy it, which must be refused: a platform that does not tell is not
// one that says "nobody".
func InUse(name string, identity map[string]any) Chapter {
	return func(e *engine) {
		l := newLife(e, "credentials_"+name)
		l.identity = &tfprotov6.ResourceIdentityData{IdentityData: e.encode(l.identify, value(l.identify, identity))}
		if !l.adopt() || !l.read() {
			return
		}
		l.told.start()
		destroyed := l.destroy()
		switch {
		case destroyed && (!l.trusted || l.told.nothing()):
			l.Errorf("it is destroyed although it is in use")
		case !destroyed && !l.trusted:
			l.errors = nil // as it should be
		}
	}
}

// EphemeralResource opens an ephemeral resource without arguments.
func EphemeralResource(name string) Chapter {
	name = "credentials_" + name
	return func(e *engine) {
		of := e.schema.EphemeralResourceSchemas[name].ValueType()
		opened, err := e.OpenEphemeralResource(e.Context(), &tfprotov6.OpenEphemeralResourceRequest{
			TypeName: name, Config: e.encode(of, value(of, map[string]any{})),
		})
		if err != nil {
			e.Fatal(err)
		}
		e.expectResult(opened.Diagnostics, of, opened.Result)
	}
}

// expectResult wants either an error or something that the platform has told.
func (e *engine) expectResult(diagnostics []*tfprotov6.Diagnostic, of tftypes.Type, result *tfprotov6.DynamicValue) {
	e.Helper()
	switch {
	case !e.accept(diagnostics):
	case e.known(of, result).IsNull():
		e.Errorf("neither a result nor an error")
	case e.told.nothing():
		e.Errorf("an answer that tells nothing has led to %s", e.decode(of, result))
	}
}

// incompatible tells where a value is not what was planned, in the way of Terraform's "Provider produced inconsistent result
// after apply"; empty: nowhere. What was unknown in the plan may be anything.
func incompatible(at string, planned, actual tftypes.Value) string {
	members, became := membersOf(planned), membersOf(actual)
	switch {
	case !planned.IsKnown():
		return ""
	case members == nil || became == nil || len(members) != len(became): // a text, a null, or of another size
		if planned.Equal(actual) {
			return ""
		}
		return fmt.Sprintf("%s was planned as %s and is %s", at, planned, actual)
	}
	for name, member := range members {
		if where := incompatible(at+"."+name, member, became[name]); where != "" {
			return where
		}
	}
	return ""
}
