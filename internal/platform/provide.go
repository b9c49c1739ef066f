package platform

import (
	"errors"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// ClientProvider provides the client of one platform. The provider hands those of all platforms to every resource, which
// picks its own by the type of client.
type ClientProvider interface{ isClientProvider() }

// ClientProviders are those of all platforms: what the provider passes to Configure.
type ClientProviders []ClientProvider

// lazyClient builds the client of type C when it is first called, or returns what stands in its way.
type lazyClient[C any] func() built[C]

func (lazyClient[C]) isClientProvider() {}

type built[C any] struct {
	client  C
	missing diag.Diagnostics // that the settings are incomplete or wrong
	unknown diag.Diagnostics // that some setting is not known yet
	checks  bool             // whether planned creations are checked
	run     *Run
}

func (b built[C]) usable() bool { return !b.missing.HasError() && !b.unknown.HasError() }

// ProvideClient makes a platform's client provider from a function that reads the platform's settings and builds its
// client. The function runs once, when the first object of the platform is planned, read or written, so that a platform
// that nothing uses needs no settings. It makes no network call.
func ProvideClient[C any](build func(*Settings) (C, error)) func(*Settings) ClientProvider {
	return func(s *Settings) ClientProvider {
		return lazyClient[C](sync.OnceValue(func() built[C] {
			client, err := build(s)
			if lister, lists := any(client).(lister); lists && err == nil && !s.block.Bool(attributeBatchReads, true) {
				lister.ReadOneByOne()
			}
			checks := s.block.Bool(attributeCheckOnPlan, true)
			b := built[C]{client: client, missing: s.missing, unknown: s.unknown, checks: checks, run: &Run{}}
			if err != nil && b.usable() { // else the error is but a consequence
				b.missing.Append(buildError(s, err))
			}
			return b
		}))
	}
}

// lister is a client that reads many objects by listing them.
type lister interface {
	// ReadOneByOne turns list-backed reads off.
	ReadOneByOne()
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

// UsesClient is embedded by what calls the client of type C.
type UsesClient[C any] struct{ lazy lazyClient[C] }

// FindClient picks the provider of the client from what Configure was passed, which is nil before the provider is
// configured.
func (u *UsesClient[C]) FindClient(providerData any, diags *diag.Diagnostics) {
	if providerData == nil {
		return
	}
	providers, _ := providerData.(ClientProviders)
	for _, p := range providers {
		if found, ok := p.(lazyClient[C]); ok {
			u.lazy = found
			return
		}
	}
	diags.AddError("Bug in the provider", fmt.Sprintf("No platform offers a client of type %T.", *new(C)))
}

// Client returns the platform's client. If the platform is not configured, or not known yet, that is an error in diags and
// ok is false.
func (u *UsesClient[C]) Client(diags *diag.Diagnostics) (client C, ok bool) {
	client, ok = u.PlanClient(diags)
	diags.Append(u.lazy().unknown...)
	return client, ok
}

// PlanClient is Client for plan-time checks: an incomplete configuration is an error, but one that is not known yet only
// means that the check cannot be made.
func (u *UsesClient[C]) PlanClient(diags *diag.Diagnostics) (client C, ok bool) {
	b := u.lazy()
	diags.Append(b.missing...)
	return b.client, b.usable()
}

// ChecksCreations reports whether a planned creation is to be checked.
func (u *UsesClient[C]) ChecksCreations() bool {
	b := u.lazy()
	return b.usable() && b.checks
}

// Run returns what the platform's resources share.
func (u *UsesClient[C]) Run() *Run { return u.lazy().run }
