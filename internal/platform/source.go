package platform

import (
	"errors"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// Source gives the client of one platform. The provider hands the sources of all platforms to every resource, which picks
// its own by the type of client.
type Source interface {
	// check says whether the platform's settings are complete, without regard to what is not known yet.
	check() diag.Diagnostics
}

// Connect makes a platform's source from a function that reads the platform's settings and builds its client. The function
// runs once, when the first object of the platform is planned, read or written, so that a platform that nothing uses
// needs no settings. It makes no network call.
func Connect[C any](build func(*Settings) (C, error)) func(*Settings) Source {
	return func(s *Settings) Source {
		return &clientSource[C]{resolve: sync.OnceValue(func() resolved[C] {
			client, err := build(s)
			missing := s.missing
			if err != nil && !s.missing.HasError() && !s.unknown.HasError() {
				missing.Append(buildError(s, err))
			}
			return resolved[C]{client: client, missing: missing, unknown: s.unknown}
		})}
	}
}

type clientSource[C any] struct{ resolve func() resolved[C] }

// resolved is a client, or what stands in its way.
type resolved[C any] struct {
	client  C
	missing diag.Diagnostics
	unknown diag.Diagnostics
}

func (s *clientSource[C]) check() diag.Diagnostics { return s.resolve().missing }

// known tells whether every setting has a value by now.
func (s *clientSource[C]) known() bool { return !s.resolve().unknown.HasError() }

func (s *clientSource[C]) client() (C, diag.Diagnostics) {
	r := s.resolve()
	var diags diag.Diagnostics
	diags.Append(r.missing...)
	diags.Append(r.unknown...)
	return r.client, diags
}

// buildError names the attribute that a client could not be built with. The base URL may be made of several.
func buildError(s *Settings, err error) diag.Diagnostic {
	summary := fmt.Sprintf("%s cannot be reached with this configuration", s.platform.Title)
	if config, ok := errors.AsType[*httpapi.ConfigError](err); ok && config.Field != attributeBaseURL {
		return diag.NewAttributeErrorDiagnostic(path.Root("http").AtName(config.Field), summary, err.Error())
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(s.platform.Name), summary, err.Error())
}
