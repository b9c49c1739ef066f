package genesystest

import (
	"cmp"
	"crypto/rand"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// OAuthClient is a stored OAuth client, with its secret.
type OAuthClient struct {
	// ID is a UUID.
	ID, Name, Description string
	// GrantType is CODE, TOKEN, SAML2-BEARER, PASSWORD or CLIENT-CREDENTIALS.
	GrantType string
	// Secret is shown when it is made; a client of the grant type TOKEN has none.
	Secret string
	// State is active, inactive or disabled; deleted is one that is only shown any
	// more.
	State                      string
	AccessTokenValiditySeconds int
	RedirectURIs, Scope        []string
	RoleDivisions              []RoleDivision
	// DateToDelete is zero but for a deactivated client that waits for its removal.
	DateCreated, DateModified, DateToDelete time.Time
	// CreatedBy and ModifiedBy are the ids of users or clients.
	CreatedBy, ModifiedBy string

	scopes []string // what its tokens may do in the fake
}

// RoleDivision grants a role in a division, or in all of them with "*".
type RoleDivision struct {
	RoleID     string `json:"roleId"`
	DivisionID string `json:"divisionId"`
}

const (
	clientCredentials = "CLIENT-CREDENTIALS"
	implicit          = "TOKEN"

	clientActive   = "active"
	clientInactive = "inactive"
	clientDisabled = "disabled"
	clientDeleted  = "deleted"
)

// Clients that are older than the first are not removed at once: they are
// deactivated for the second, in which they can be restored, by the vendor's page
// "View, edit, delete, or restore OAuth clients".
const (
	removedAtOnce = 30 * 24 * time.Hour
	restorable    = 7 * 24 * time.Hour
)

func (c *OAuthClient) clone() *OAuthClient {
	copied := *c
	copied.RedirectURIs, copied.Scope = slices.Clone(c.RedirectURIs), slices.Clone(c.Scope)
	copied.RoleDivisions = slices.Clone(c.RoleDivisions)
	return &copied
}

// oauthClientBody is the model OAuthClientRequest. roleIds, which is deprecated,
// and dateToDelete are accepted and ignored.
type oauthClientBody struct {
	Name                       string
	Description                string
	AuthorizedGrantType        string
	AccessTokenValiditySeconds int
	RegisteredRedirectURI      []string
	Scope                      []string
	RoleDivisions              []RoleDivision
	State                      string
}

// grantTypes are those of the model; the last but one is a second spelling that
// the vendor's Terraform provider takes.
var grantTypes = []string{"CODE", implicit, "SAML2-BEARER", "PASSWORD", "SAML2BEARER", clientCredentials}

// roleDivisionSchema: that role and division ids are UUIDs is an assumption.
var roleDivisionSchema = fakeapi.Object("",
	fakeapi.Pattern("roleId", guidPattern).Required(),
	fakeapi.Either("divisionId", fakeapi.Enum("", "*"), fakeapi.Pattern("", guidPattern)).Required(),
)

var oauthClientSchema = fakeapi.Object("",
	fakeapi.String("name", 1, 0).Required(),
	fakeapi.String("description", 0, 0),
	fakeapi.Enum("authorizedGrantType", grantTypes...).Required(),
	fakeapi.Integer("accessTokenValiditySeconds", 300, 38_880_000),
	fakeapi.Array("registeredRedirectUri", fakeapi.String("", 1, 0), 0, 0),
	fakeapi.Array("scope", fakeapi.String("", 1, 0), 0, 0),
	fakeapi.Array("roleIds", fakeapi.Pattern("", guidPattern), 0, 0),
	fakeapi.Array("roleDivisions", roleDivisionSchema, 0, 0),
	fakeapi.Enum("state", clientActive, clientInactive, clientDisabled),
	fakeapi.DateTime("dateToDelete"),
)

// readOAuthClient reads a body onto a client. It replaces all that a body may
// set; what it leaves out gets its default.
func readOAuthClient(r *http.Request, c *OAuthClient) error {
	var body oauthClientBody
	if err := readJSON(r, oauthClientSchema, &body); err != nil {
		return err
	}
	switch {
	case body.AuthorizedGrantType == clientCredentials && len(body.RoleDivisions) == 0:
		return invalid("roleDivisions", "an OAuth client of the grant type %s needs roles", clientCredentials)
	case body.AuthorizedGrantType != clientCredentials && len(body.Scope) == 0:
		return invalid("scope", "an OAuth client of the grant type %s needs a scope", body.AuthorizedGrantType)
	}
	c.Name, c.Description, c.GrantType = body.Name, body.Description, body.AuthorizedGrantType
	c.AccessTokenValiditySeconds = cmp.Or(body.AccessTokenValiditySeconds, 86400)
	c.RedirectURIs, c.Scope, c.RoleDivisions = body.RegisteredRedirectURI, body.Scope, body.RoleDivisions
	c.State = cmp.Or(body.State, clientActive)
	return nil
}

func (f *Fake) createOAuthClient(c call) (fakeapi.Answer, error) {
	created := &OAuthClient{}
	if err := readOAuthClient(c.Request, created); err != nil {
		return fakeapi.Answer{}, err
	}
	if created.GrantType == implicit && f.options.RefuseImplicitGrant {
		return fakeapi.Answer{}, invalid("authorizedGrantType", "the grant type %s is no longer available for new clients", implicit)
	}
	created = newOAuthClient(*created, f.ObjectDate())
	f.oauthClients.Set(created.ID, f.Now(), created)
	return fakeapi.Answer{Status: f.options.CreateStatus, Body: created.view(true)}, nil
}

// newOAuthClient fills what is empty.
func newOAuthClient(c OAuthClient, now time.Time) *OAuthClient {
	created := c.clone()
	created.ID = cmp.Or(c.ID, newID())
	created.State = cmp.Or(c.State, clientActive)
	created.GrantType = cmp.Or(c.GrantType, clientCredentials)
	created.AccessTokenValiditySeconds = cmp.Or(c.AccessTokenValiditySeconds, 86400)
	created.CreatedBy = cmp.Or(c.CreatedBy, ClientID)
	created.ModifiedBy = cmp.Or(c.ModifiedBy, created.CreatedBy)
	if created.Secret == "" && created.GrantType != implicit {
		created.Secret = newSecret()
	}
	if c.DateCreated.IsZero() {
		created.DateCreated = now
	}
	if c.DateModified.IsZero() {
		created.DateModified = created.DateCreated
	}
	if created.scopes == nil {
		created.scopes = []string{ScopeAll, ScopeOAuth}
	}
	return created
}

func newSecret() string { return rand.Text() + rand.Text()[:17] }

func (f *Fake) getOAuthClient(c call) (fakeapi.Answer, error) {
	found, err := f.findOAuthClient(c, f.Readable())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return fakeapi.OK(found.view(false))
}

// putOAuthClient never touches the secret. Whether it restores a client that
// waits for its removal is documented for the portal; that a PUT of active does
// is an assumption.
func (f *Fake) putOAuthClient(c call) (fakeapi.Answer, error) {
	found, err := f.writableOAuthClient(c)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	changed := found.clone()
	if err := readOAuthClient(c.Request, changed); err != nil {
		return fakeapi.Answer{}, err
	}
	if changed.State == clientActive {
		changed.DateToDelete = time.Time{}
	}
	changed.DateModified, changed.ModifiedBy = f.ObjectDate(), ClientID
	f.oauthClients.Set(changed.ID, f.Now(), changed)
	return fakeapi.OK(changed.view(false))
}

// createOAuthClientSecret makes the old secret void at once. That it moves
// dateModified is an assumption.
func (f *Fake) createOAuthClientSecret(c call) (fakeapi.Answer, error) {
	if err := fakeapi.NoBody(c.Request); err != nil {
		return fakeapi.Answer{}, err
	}
	found, err := f.writableOAuthClient(c)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	if found.GrantType == implicit {
		return fakeapi.Answer{}, invalid("authorizedGrantType", "an OAuth client of the grant type %s has no secret", implicit)
	}
	changed := found.clone()
	changed.Secret = newSecret()
	if !f.options.SecretKeepsDate {
		changed.DateModified, changed.ModifiedBy = f.ObjectDate(), ClientID
	}
	f.oauthClients.Set(changed.ID, f.Now(), changed)
	return fakeapi.OK(changed.view(true))
}

// deleteOAuthClient wants the client inactive first, by the vendor's sample
// application (purecloud-premium-app, pull request 19).
func (f *Fake) deleteOAuthClient(c call) (fakeapi.Answer, error) {
	found, err := f.writableOAuthClient(c)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	if found.State == clientActive {
		return fakeapi.Answer{}, fakeapi.Refuse(f.options.OAuthDeleteActiveStatus, "", "the OAuth client has to be inactive before it is deleted")
	}
	gone := found.clone()
	switch {
	case f.Now().Sub(found.DateCreated) > removedAtOnce:
		gone.State, gone.DateToDelete = clientInactive, f.ObjectDate().Add(restorable)
	case f.options.OAuthDeletedShown:
		gone.State = clientDeleted
	default:
		gone = nil
	}
	f.oauthClients.Set(found.ID, f.Now(), gone)
	return fakeapi.Answer{Status: f.options.DeleteStatus}, nil
}

// findOAuthClient finds the client that the path names as it was at a time.
func (f *Fake) findOAuthClient(c call, at time.Time) (*OAuthClient, error) {
	id := c.PathValue("clientId")
	if found := f.oauthClients.At(id, at); found != nil && !f.isRemoved(found) {
		return found, nil
	}
	return nil, notFound("OAuth client", id)
}

// writableOAuthClient does not find one that is only shown as deleted.
func (f *Fake) writableOAuthClient(c call) (*OAuthClient, error) {
	found, err := f.findOAuthClient(c, f.Now())
	if err == nil && found.State == clientDeleted {
		return nil, notFound("OAuth client", found.ID)
	}
	return found, err
}

// isRemoved reports whether the client's time to be restored is over.
func (f *Fake) isRemoved(c *OAuthClient) bool {
	return !c.DateToDelete.IsZero() && !f.ObjectDate().Before(c.DateToDelete)
}

// listOAuthClients has no parameters, by the operation's documentation, although
// its envelope is that of pages; see Options.OAuthPageSize.
func (f *Fake) listOAuthClients(c call) (fakeapi.Answer, error) {
	all := slices.DeleteFunc(f.oauthClients.All(f.Readable()), f.isRemoved)
	if !c.query.Has("pageSize") {
		c.query.Set("pageSize", strconv.Itoa(cmp.Or(f.options.OAuthPageSize, 999)))
	}
	return page(f, c, all, func(c *OAuthClient) any { return c.view(false) })
}

// view is the model OAuthClient. A secret is only in the answer to the request
// that made it, by the vendor's page "OAuth client secret no longer visible after
// creation".
func (c *OAuthClient) view(withSecret bool) map[string]any {
	user := func(id string) any { return map[string]any{"id": id, "selfUri": "/api/v2/users/" + id} }
	answer := map[string]any{
		"id":                         c.ID,
		"name":                       c.Name,
		"description":                c.Description,
		"authorizedGrantType":        c.GrantType,
		"accessTokenValiditySeconds": c.AccessTokenValiditySeconds,
		"registeredRedirectUri":      append([]string{}, c.RedirectURIs...),
		"scope":                      append([]string{}, c.Scope...),
		"roleDivisions":              append([]RoleDivision{}, c.RoleDivisions...),
		"state":                      c.State,
		"dateCreated":                c.DateCreated.UTC().Format(milliseconds),
		"dateModified":               c.DateModified.UTC().Format(milliseconds),
		"createdBy":                  user(c.CreatedBy),
		"modifiedBy":                 user(c.ModifiedBy),
		"selfUri":                    oauthClients + "/" + c.ID,
	}
	if !c.DateToDelete.IsZero() {
		answer["dateToDelete"] = c.DateToDelete.UTC().Format(milliseconds)
	}
	if withSecret && c.Secret != "" {
		answer["secret"] = c.Secret
	}
	return answer
}

// getHomeDivision is the division that objects belong to by default.
func (f *Fake) getHomeDivision(call) (fakeapi.Answer, error) {
	return fakeapi.OK(map[string]any{
		"id": HomeDivisionID, "name": "Home", "description": "Home Division", "homeDivision": true,
		"selfUri": "/api/v2/authorization/divisions/" + HomeDivisionID,
	})
}

// listOAuthScopes has an excerpt: the list of the platform is not stored.
func (f *Fake) listOAuthScopes(call) (fakeapi.Answer, error) {
	var scopes []any
	for _, id := range []string{"integrations", "integrations:readonly", "oauth", "oauth:readonly", "users", "users:readonly"} {
		scopes = append(scopes, map[string]any{"id": id, "description": "The scope " + id + "."})
	}
	return fakeapi.OK(map[string]any{"entities": scopes, "total": len(scopes)})
}

// The methods that follow act behind the API's back. What they change can be
// read at once.

// OAuthClient returns a stored OAuth client with its secret; false if there is
// none of that id, or it is deleted.
func (f *Fake) OAuthClient(id string) (OAuthClient, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.oauthClients.At(id, f.Now())
	if found == nil || found.State == clientDeleted || f.isRemoved(found) {
		return OAuthClient{}, false
	}
	return *found.clone(), true
}

// OAuthClients returns all stored OAuth clients but those that the fake has from
// the start and deleted ones, the oldest first.
func (f *Fake) OAuthClients() []OAuthClient {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []OAuthClient
	for _, c := range f.oauthClients.All(f.Now()) {
		if !isInitial(c.ID) && c.State != clientDeleted && !f.isRemoved(c) {
			all = append(all, *c.clone())
		}
	}
	return all
}

// SeedOAuthClient stores an OAuth client as if a user had made it, and returns
// its id. What is empty is made, or gets its default.
func (f *Fake) SeedOAuthClient(c OAuthClient) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	seeded := newOAuthClient(c, f.ObjectDate())
	mustBeNew(&f.oauthClients, seeded.ID)
	f.oauthClients.Set(seeded.ID, f.Readable(), seeded)
	return seeded.ID
}

// EditOAuthClient changes an OAuth client as a user would: its date moves by at
// least a second. It reports whether there is one. The change must not call the
// fake.
func (f *Fake) EditOAuthClient(id string, change func(*OAuthClient)) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.oauthClients.At(id, f.Now())
	if found == nil {
		return false
	}
	changed := found.clone()
	changed.DateModified = f.ObjectDate()
	if earliest := found.DateModified.Add(time.Second); changed.DateModified.Before(earliest) {
		changed.DateModified = earliest
	}
	change(changed)
	f.oauthClients.Set(changed.ID, f.Readable(), changed)
	return true
}

// RemoveOAuthClient deletes an OAuth client for good, whatever its state, and
// reports whether it was there.
func (f *Fake) RemoveOAuthClient(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.oauthClients.Remove(id, f.Now(), f.Readable())
}

// oauthPageParameters are those of nextUri, if there are pages.
func (f *Fake) oauthPageParameters() []string {
	if f.options.OAuthPageSize == 0 && !f.options.EndlessPages {
		return nil
	}
	return pageParameters
}
