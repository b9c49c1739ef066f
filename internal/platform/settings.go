package platform

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// Shared is what all platforms take from the provider's block.
type Shared struct {
	UserAgent string
	Retry     httpapi.Retry
	Transport httpapi.Transport
	// Unknown are errors about values of the retry and http blocks that are not known yet.
	Unknown diag.Diagnostics
}

// Settings are one platform's settings: its block, and the environment where the block is silent. What is missing or not
// known yet is collected on the way, for the client provider to report.
type Settings struct {
	platform Platform
	block    Values
	shared   Shared
	missing  diag.Diagnostics
	unknown  diag.Diagnostics
	// credentialsFrom is where Credentials has found them.
	credentialsFrom string
}

// NewSettings reads a platform's block of the provider's configuration.
func NewSettings(ctx context.Context, p Platform, config tfsdk.Config, shared Shared) (*Settings, diag.Diagnostics) {
	s := &Settings{platform: p, shared: shared, unknown: slices.Clone(shared.Unknown)} // each platform adds its own
	var diags diag.Diagnostics
	s.block, diags = ReadBlock(ctx, config, p.Name, &s.unknown)
	return s, diags
}

// String returns an attribute of the block, or else the environment variable; "" if neither is set.
func (s *Settings) String(attribute, variable string) string {
	return s.clean(cmp.Or(s.block.Text(attribute), os.Getenv(variable)), attribute, variable)
}

// clean returns a value without the white space around it, as it comes with a value that is read from a file. A control
// character inside is an error: no request can carry it.
func (s *Settings) clean(value, attribute, variable string) string {
	value = strings.TrimSpace(value)
	if strings.ContainsFunc(value, unicode.IsControl) {
		s.fail(fmt.Sprintf("`%s` in the block `%s` of the provider's configuration (or the environment variable %s) contains a line break or another control character.",
			attribute, s.platform.Name, variable))
	}
	return value
}

// Required is String for a setting that the platform cannot do without.
func (s *Settings) Required(attribute, variable string) string {
	value := s.String(attribute, variable)
	if value == "" && !s.block.isUnknown(attribute) {
		s.fail(fmt.Sprintf("Set `%s` in the block `%s` of the provider's configuration, or the environment variable %s.", attribute, s.platform.Name, variable))
	}
	return value
}

// BaseURL returns the base URL if one is configured; else the platform's own is to be used. One that is not known yet is
// configured, but empty.
func (s *Settings) BaseURL() (url string, configured bool) {
	return s.URL(attributeBaseURL, s.platform.variableBaseURL())
}

// URL returns a further URL of the platform, with the same rules as BaseURL.
func (s *Settings) URL(attribute, variable string) (url string, configured bool) {
	value := s.String(attribute, variable)
	switch {
	case s.block.isUnknown(attribute):
		return "", true
	case value == "":
		return "", false
	}
	if err := checkURL(value); err != nil {
		s.fail(fmt.Sprintf("`%s` (or the environment variable %s) %s.", attribute, variable, err))
	}
	return value, true
}

// Credentials returns the members of the one credential set in use, by attribute. A set in the block wins as a whole over
// the environment, where the platform's first set wins.
func (s *Settings) Credentials() map[string]secret.String {
	inBlock := func(c Credential) string { return s.block.Text(c.Attribute) }
	for _, set := range s.platform.Credentials {
		if s.anyUnknown(set) {
			for _, c := range set {
				inBlock(c) // which notes what is not known
			}
			return nil
		}
	}
	for _, source := range []credentialSource{
		{inBlock, Credential.quotedAttribute, fmt.Sprintf(" in the block `%s` of the provider's configuration", s.platform.Name)},
		{func(c Credential) string { return os.Getenv(c.Variable) }, Credential.variable, " in the environment"},
	} {
		for _, set := range s.platform.Credentials {
			if found, absent := s.collect(set, source); len(found) > 0 {
				s.requireAll(found, absent)
				s.credentialsFrom = source.describe(set)
				return found
			}
		}
	}
	s.fail("Set " + strings.Join(describeSets(s.platform), ", or ") + "." + emptyVariable(slices.Concat(s.platform.Credentials...)))
	return nil
}

// emptyVariable is a sentence about a variable that is set to nothing, as a pipeline does with a secret that it does not have;
// "" if there is none.
func emptyVariable(of []Credential) string {
	for _, c := range of {
		if value, isSet := os.LookupEnv(c.Variable); isSet && strings.TrimSpace(value) == "" {
			return fmt.Sprintf(" %s is empty: is the variable of the pipeline set?", c.Variable)
		}
	}
	return ""
}

// credentialSource is the block or the environment.
type credentialSource struct {
	value func(Credential) string
	name  func(Credential) string
	where string // follows the names, for people
}

func (c credentialSource) describe(set CredentialSet) string {
	var names []string
	for _, one := range set {
		names = append(names, c.name(one))
	}
	return strings.Join(names, " and ") + c.where
}

func (c Credential) quotedAttribute() string { return "`" + c.Attribute + "`" }

func (c Credential) variable() string { return c.Variable }

func (s *Settings) anyUnknown(set CredentialSet) bool {
	for _, c := range set {
		if s.block.isUnknown(c.Attribute) {
			return true
		}
	}
	return false
}

func (s *Settings) collect(set CredentialSet, source credentialSource) (found map[string]secret.String, absent []Credential) {
	found = map[string]secret.String{}
	for _, c := range set {
		if value := s.clean(source.value(c), c.Attribute, c.Variable); value != "" {
			found[c.Attribute] = secret.New(value)
		} else {
			absent = append(absent, c)
		}
	}
	return found, absent
}

// requireAll refuses half a pair. The other half is not looked for elsewhere: two halves of different origin are more
// likely a mistake than an intention.
func (s *Settings) requireAll(found map[string]secret.String, absent []Credential) {
	for _, c := range absent {
		for present := range found {
			s.fail(fmt.Sprintf("`%s` is set but `%s` is not, and the two belong together: both in the block `%s`, or both in the environment (%s).%s",
				present, c.Attribute, s.platform.Name, c.Variable, emptyVariable(absent)))
		}
	}
}

func describeSets(p Platform) []string {
	var sets []string
	for _, set := range p.Credentials {
		var attributes, variables []string
		for _, c := range set {
			attributes = append(attributes, "`"+c.Attribute+"`")
			variables = append(variables, c.Variable)
		}
		sets = append(sets, fmt.Sprintf("%s in the block `%s` of the provider's configuration (or in the environment: %s)",
			strings.Join(attributes, " and "), p.Name, strings.Join(variables, " and ")))
	}
	return sets
}

// HTTP is the configuration of the platform's http client; the platform adds how it authenticates and how it reports errors.
// It is asked for after Credentials.
func (s *Settings) HTTP(baseURL string) httpapi.Config {
	limit := s.platform.Limit
	if rate := s.block.Float64(attributeRequestsPerSecond); rate != 0 {
		limit.PerSecond, limit.Burst = rate, 0
	}
	limit.Concurrency = cmp.Or(int(s.block.Int64(attributeMaxConcurrency)), limit.Concurrency)
	return httpapi.Config{
		Platform:  s.platform.Name,
		Title:     s.platform.Title,
		BaseURL:   baseURL,
		UserAgent: s.shared.UserAgent,
		Retry:     s.shared.Retry,
		Transport: s.shared.Transport,
		Limit:     limit,

		CredentialsFrom: s.credentialsFrom,
	}
}

func (s *Settings) fail(detail string) {
	s.missing.AddError(s.platform.Title+" is not configured", detail)
}
