package platform

import (
	"errors"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// Source gives the client of one platform. The provider hands the sources of all platforms to every resource, which picks
// its own by the type of client.
type Source interface{ isSource() }

// source gives the client of type C, or what stands in its way.
type source[C any] func() resolved[C]

func (source[C]) isSource() {}

type resolved[C any] struct {
	client  C
	missing diag.Diagnostics // that the settings are incomplete or wrong
	unknown diag.Diagnostics // that some setting is not known yet
}

func (r resolved[C]) usable() bool { return !r.missing.HasError() && !r.unknown.HasError() }

// Connect makes a platform's source from a function that reads the platform's settings and builds its client. The function
// runs once, when the first object of the platform is planned, read or written, so that a platform that nothing uses
// needs no settings. It makes no network call.
func Connect[C any](build func(*Settings) (C, error)) func(*Settings) Source {
	return func(s *Settings) Source {
		return source[C](sync.OnceValue(func() resolved[C] {
			client, err := build(s)
			r := resolved[C]{client: client, missing: s.missing, unknown: s.unknown}
			if err != nil && r.usable() { // else the error is but a consequence
				r.missing.Append(buildError(s, err))
			}
			return r
		}))
	}
}

// buildError names the attribute that a client could not be built with, in words: it is not one of the object that the
// engine shows the error at. The base URL may be made of several.
func buildError(s *Settings, err error) diag.Diagnostic {
	block := s.platform.Name
	if config, ok := errors.AsType[*httpapi.ConfigError](err); ok && config.Field != attributeBaseURL {
		block = "http"
	}
	return diag.NewErrorDiagnostic(fmt.Sprintf("%s cannot be reached with this configuration", s.platform.Title),
		fmt.Sprintf("In the block `%s` of the provider's configuration: %s.", block, err))
}
