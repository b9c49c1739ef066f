package genesys

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// The grant types of an OAuth client, by the model OAuthClientRequest of the vendor's JavaScript SDK.
const (
	grantCode              = "CODE"
	grantImplicit          = "TOKEN"
	grantSAML              = "SAML2-BEARER"
	grantPassword          = "PASSWORD"
	grantClientCredentials = "CLIENT-CREDENTIALS" //nolint:gosec // a grant type, not a credential
)

// The states of an OAuth client. Those that are disabled were so by Genesys' support; deleted is one that reads may still show,
// by the vendor's Terraform provider.
const (
	stateActive   = "active"
	stateInactive = "inactive"
	stateDeleted  = "deleted"
)

// OAuthClientBody is what a write sets, which is all that can be set.
type OAuthClientBody struct {
	Name        string
	Description string
	GrantType   string
	// AccessTokenValiditySeconds is 300 to 172800, or up to 38880000 of clients for SCIM only, by the vendor's help "Create an
	// OAuth client".
	AccessTokenValiditySeconds int64
	RedirectURIs               []string
	Scopes                     []string
	Roles                      []RoleDivision
	State                      string
}

// RoleDivision grants a role in a division, or in all of them with "*".
type RoleDivision struct {
	RoleID     string `json:"roleId"`
	DivisionID string `json:"divisionId"`
}

// sorted returns the body with its sets in a fixed order. The letter case of ids does not count.
func (b OAuthClientBody) sorted() OAuthClientBody {
	b.RedirectURIs, b.Scopes = slices.Sorted(slices.Values(b.RedirectURIs)), slices.Sorted(slices.Values(b.Scopes))
	roles := make([]RoleDivision, len(b.Roles))
	for i, role := range b.Roles {
		roles[i] = RoleDivision{strings.ToLower(role.RoleID), strings.ToLower(role.DivisionID)}
	}
	slices.SortFunc(roles, func(a, b RoleDivision) int {
		return cmp.Or(cmp.Compare(a.RoleID, b.RoleID), cmp.Compare(a.DivisionID, b.DivisionID))
	})
	b.Roles = roles
	return b
}

// same reports whether two bodies set the same.
func (b OAuthClientBody) same(other OAuthClientBody) bool {
	return reflect.DeepEqual(b.sorted(), other.sorted())
}

func (b OAuthClientBody) wire() map[string]any {
	return map[string]any{
		"name": b.Name, "description": b.Description, "authorizedGrantType": b.GrantType,
		"accessTokenValiditySeconds": b.AccessTokenValiditySeconds,
		"registeredRedirectUri":      append([]string{}, b.RedirectURIs...),
		"scope":                      append([]string{}, b.Scopes...),
		"roleDivisions":              append([]RoleDivision{}, b.Roles...),
		"state":                      b.State,
	}
}

// OAuthClient is an OAuth client.
type OAuthClient struct {
	OAuthClientBody
	ID string
	// Secret is in the answer to the request that had it made, and in no other, by the vendor's page "OAuth client secret no
	// longer visible after creation".
	Secret                                  secret.String
	DateCreated, DateModified, DateToDelete string // RFC 3339; may be empty
	CreatedByID, ModifiedByID               string // of users or OAuth clients; may be empty
}

// UnmarshalJSON reads the model OAuthClient. It refuses an object without an id.
func (o *OAuthClient) UnmarshalJSON(data []byte) error {
	var wire struct {
		ID                         string         `json:"id"`
		Name                       string         `json:"name"`
		Description                string         `json:"description"`
		AuthorizedGrantType        string         `json:"authorizedGrantType"`
		AccessTokenValiditySeconds int64          `json:"accessTokenValiditySeconds"`
		RegisteredRedirectURI      []string       `json:"registeredRedirectUri"`
		Scope                      []string       `json:"scope"`
		RoleDivisions              []RoleDivision `json:"roleDivisions"`
		State                      string         `json:"state"`
		Secret                     string         `json:"secret"`
		DateCreated                string         `json:"dateCreated"`
		DateModified               string         `json:"dateModified"`
		DateToDelete               string         `json:"dateToDelete"`
		CreatedBy, ModifiedBy      struct{ ID string }
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	if wire.ID == "" {
		return errNoID
	}
	if wire.AuthorizedGrantType == "SAML2BEARER" { // as the vendor's Terraform provider spells it, too
		wire.AuthorizedGrantType = grantSAML
	}
	*o = OAuthClient{
		OAuthClientBody: OAuthClientBody{
			Name: wire.Name, Description: wire.Description, GrantType: wire.AuthorizedGrantType,
			AccessTokenValiditySeconds: wire.AccessTokenValiditySeconds,
			RedirectURIs:               wire.RegisteredRedirectURI, Scopes: wire.Scope, Roles: wire.RoleDivisions,
			State: cmp.Or(wire.State, stateActive),
		},
		ID: wire.ID, Secret: secret.New(wire.Secret),
		DateCreated: wire.DateCreated, DateModified: wire.DateModified, DateToDelete: wire.DateToDelete,
		CreatedByID: wire.CreatedBy.ID, ModifiedByID: wire.ModifiedBy.ID,
	}
	return nil
}

// Secrets implements httpapi.SecretAnswer.
func (o *OAuthClient) Secrets() []secret.String { return []secret.String{o.Secret} }
