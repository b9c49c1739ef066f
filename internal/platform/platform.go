// Package platform is what a platform is, how it is configured, and how a resource gets its client.
package platform

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// Platform describes one platform to the provider.
type Platform struct {
	// Name is the name of the platform's block in the provider's configuration.
	Name string
	// Title is the platform's name for people.
	Title string
	// VariablePrefix starts the names of the environment variables that all platforms have, such as <prefix>_BASE_URL.
	VariablePrefix string
	// Credentials are the ways to authenticate, the preferred one first.
	Credentials []CredentialSet
	// Attributes are the block's attributes beyond the credentials and those that every platform has.
	Attributes map[string]schema.Attribute
	// Limit is the platform's documented limit, or a considerate one where none is documented.
	Limit httpapi.Limit
	// Lists reports that objects are read by listings where that costs fewer requests, which the block can turn off.
	Lists bool
	// ListingNote says what only a listing shows, as a sentence in markdown; may be empty.
	ListingNote string
	// ClientProvider is what ProvideClient makes.
	ClientProvider func(*Settings) ClientProvider

	Resources          []func() resource.Resource
	ListResources      []func() list.ListResource
	DataSources        []func() datasource.DataSource
	EphemeralResources []func() ephemeral.EphemeralResource
}

// CredentialSet is one way to authenticate: a token, or a pair. Its members come together, all from the block or all from
// the environment.
type CredentialSet []Credential

// Credential is one member of a CredentialSet.
type Credential struct {
	// Attribute is its name in the platform's block.
	Attribute string
	// Variable is the environment variable that stands in for it.
	Variable string
	// Public is true for what may be shown, such as a client id.
	Public bool
	// Description is a sentence in markdown.
	Description string
}
