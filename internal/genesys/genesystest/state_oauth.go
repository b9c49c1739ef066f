package genesystest

import (
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// oauthClientState is an OAuth client in a state, by the model OAuthClient. Those
// that the fake has from the start are in no state, and always there.
type oauthClientState struct {
	ID                         string         `json:"id"`
	Name                       string         `json:"name"`
	Description                string         `json:"description"`
	GrantType                  string         `json:"authorizedGrantType"`
	AccessTokenValiditySeconds int            `json:"accessTokenValiditySeconds"`
	RedirectURIs               []string       `json:"registeredRedirectUri"`
	Scope                      []string       `json:"scope"`
	RoleDivisions              []RoleDivision `json:"roleDivisions"`
	State                      string         `json:"state"`
	Secret                     fakeapi.Secret `json:"secret"`
	DateCreated                *time.Time     `json:"dateCreated"`
	DateModified               *time.Time     `json:"dateModified"`
	DateToDelete               *time.Time     `json:"dateToDelete,omitempty"`
	CreatedBy                  identified     `json:"createdBy"`
	ModifiedBy                 identified     `json:"modifiedBy"`
}

var storedOAuthClientSchema = fakeapi.Object("",
	fakeapi.Pattern("id", guidPattern),
	fakeapi.String("name", 1, 0).Required(),
	fakeapi.String("description", 0, 0),
	fakeapi.Enum("authorizedGrantType", grantTypes...),
	fakeapi.Integer("accessTokenValiditySeconds", 300, 38_880_000),
	fakeapi.Array("registeredRedirectUri", fakeapi.String("", 1, 0), 0, 0),
	fakeapi.Array("scope", fakeapi.String("", 1, 0), 0, 0),
	fakeapi.Array("roleDivisions", roleDivisionSchema, 0, 0),
	fakeapi.Enum("state", clientActive, clientInactive, clientDisabled, clientDeleted),
	fakeapi.String("secret", 0, 0),
	fakeapi.DateTime("dateCreated"), fakeapi.DateTime("dateModified"), fakeapi.DateTime("dateToDelete"),
	fakeapi.Object("createdBy", fakeapi.String("id", 1, 0).Required()),
	fakeapi.Object("modifiedBy", fakeapi.String("id", 1, 0).Required()),
)

// oauthClientStates are the OAuth clients of the state.
func (f *Fake) oauthClientStates() []any {
	states := []any{}
	for _, c := range f.oauthClients.All(f.Now()) {
		if isInitial(c.ID) || f.isRemoved(c) {
			continue
		}
		copied := c.clone()
		state := oauthClientState{
			ID: c.ID, Name: c.Name, Description: c.Description, GrantType: c.GrantType, State: c.State, Secret: fakeapi.Secret(c.Secret),
			AccessTokenValiditySeconds: c.AccessTokenValiditySeconds,
			RedirectURIs:               append([]string{}, c.RedirectURIs...), Scope: append([]string{}, c.Scope...),
			RoleDivisions: append([]RoleDivision{}, c.RoleDivisions...),
			DateCreated:   &copied.DateCreated, DateModified: &copied.DateModified,
			CreatedBy: identified{c.CreatedBy}, ModifiedBy: identified{c.ModifiedBy},
		}
		if !c.DateToDelete.IsZero() {
			state.DateToDelete = &copied.DateToDelete
		}
		states = append(states, state)
	}
	return states
}

func (f *Fake) loadOAuthClient(read oauthClientState) error {
	c := OAuthClient{
		ID: read.ID, Name: read.Name, Description: read.Description, GrantType: read.GrantType, State: read.State, Secret: string(read.Secret),
		AccessTokenValiditySeconds: read.AccessTokenValiditySeconds, RedirectURIs: read.RedirectURIs, Scope: read.Scope,
		RoleDivisions: read.RoleDivisions, CreatedBy: read.CreatedBy.ID, ModifiedBy: read.ModifiedBy.ID,
	}
	for to, from := range map[*time.Time]*time.Time{
		&c.DateCreated: read.DateCreated, &c.DateModified: read.DateModified, &c.DateToDelete: read.DateToDelete,
	} {
		if from != nil {
			*to = from.UTC()
		}
	}
	loaded := newOAuthClient(c, f.ObjectDate().UTC())
	if f.oauthClients.Knows(loaded.ID) {
		return fakeapi.At("id", "is taken")
	}
	f.oauthClients.Set(loaded.ID, f.Readable(), loaded)
	return nil
}

// loadInitialOAuthClients keeps the credentials that the constants name.
func (f *Fake) loadInitialOAuthClients() {
	for _, c := range initialOAuthClients() {
		f.oauthClients.Set(c.ID, f.Readable(), newOAuthClient(c, f.ObjectDate()))
	}
}

func isInitial(id string) bool { return id == ClientID || id == ReadOnlyClientID }
