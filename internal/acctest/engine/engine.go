// Package engine is a miniature of Terraform in the test's own process, for fuzzing: it does what Terraform does with a provider,
// thousands of times a minute, and reports what Terraform would call a bug of the provider.
package engine

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Engine is the provider with its configuration, as one scenario uses it.
type Engine struct {
	*server
	platform *Tamperer
	secrets  []string   // of the provider's block: they must be in no diagnostic
	sent     []string   // secrets of objects: neither, but the platform can only repeat what it has been sent
	stored   func() int // how many objects the platform has; nil: they are not counted
	anew     bool       // the provider begins another run with each plan
	trusted  bool       // the configurations are known to be valid
	denied   bool       // the platform denies what it has done
	errors   []string   // that the provider has reported
}

// accept checks diagnostics, and reports whether there is no error among them.
func (e *Engine) accept(diagnostics []*tfprotov6.Diagnostic) bool {
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
		for _, secret := range e.secrets {
			if strings.Contains(text, secret) {
				e.Errorf("the secret %q is shown: %s", secret, text)
			}
		}
		for _, secret := range e.sent {
			if strings.Contains(text, secret) && e.platform.received(secret) {
				e.Errorf("the secret %q is shown: %s", secret, text)
			}
		}
	}
	return ok
}

// known decodes what the provider returned, where all must be known.
func (e *Engine) known(of tftypes.Type, returned *tfprotov6.DynamicValue) tftypes.Value {
	e.Helper()
	v := e.decode(of, returned)
	if !v.IsFullyKnown() {
		e.Errorf("it is not wholly known: %s", v)
	}
	return v
}

// expectResult wants either an error or a result that is based on an answer of the platform.
func (e *Engine) expectResult(diagnostics []*tfprotov6.Diagnostic, of tftypes.Type, result *tfprotov6.DynamicValue) {
	e.Helper()
	switch {
	case !e.accept(diagnostics):
	case e.known(of, result).IsNull():
		e.Errorf("neither a result nor an error")
	case e.platform.knowsNothing():
		e.Errorf("an empty answer has led to %s", e.decode(of, result))
	}
}

// incompatible returns where a value is not what was planned, as in Terraform's "Provider produced inconsistent result after
// apply"; empty: nowhere. What was unknown in the plan may be anything.
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
