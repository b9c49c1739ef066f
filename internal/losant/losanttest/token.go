package losanttest

import (
	"crypto/rand"
	"net/http"
	"slices"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// APIToken is a stored API token of an application. Such a token authenticates
// against the fake, within its scope, its application, its expiry and status.
type APIToken struct {
	ID, ApplicationID string
	Stamps
	Name string
	// Description is nil if it was never set.
	Description *string
	// Status is active or inactive.
	Status string
	Scope  []string
	// ExpirationDate is zero for a token that never expires.
	ExpirationDate time.Time
	// Token is shown once.
	Token string
}

// tokenFields are those of the schema "apiTokenPatch", without defaultRole and
// orgRoles, which are of users' tokens and refused for those of applications, as
// an assumption. The POST has scope and expirationDate, too.
var tokenFields = []fakeapi.Field{text("name", 1, 255), text("description", 0, 32767).Optional(), keyStatus}

func tokenPostSchema() fakeapi.Field {
	return fakeapi.Object("", append(slices.Clone(tokenFields),
		fakeapi.Array("scope", fakeapi.Enum("", applicationScopes...), 0, 0),
		fakeapi.DateTime("expirationDate"),
	)...)
}

func tokenPatchSchema() fakeapi.Field {
	fields := slices.Clone(tokenFields)
	fields[0] = fields[0].Optional()
	return fakeapi.Object("", fields...)
}

// tokenBody is a body that was found in order; nil is what it left out.
type tokenBody struct {
	Name, Description, Status *string
	Scope                     []string
	ExpirationDate            time.Time
}

func (f *Fake) createToken(c call) (fakeapi.Answer, error) {
	var body tokenBody
	if err := fakeapi.ReadJSON(c.Request, tokenPostSchema(), &body); err != nil {
		return fakeapi.Answer{}, err
	}
	for i, scope := range body.Scope {
		if slices.Contains(body.Scope[:i], scope) {
			return fakeapi.Answer{}, fakeapi.Refuse(http.StatusBadRequest, "", "scope has the same value twice")
		}
	}
	if !body.ExpirationDate.IsZero() && !body.ExpirationDate.After(f.Now()) {
		return fakeapi.Answer{}, fakeapi.Refuse(http.StatusBadRequest, "", "expirationDate has to be in the future")
	}
	if len(body.Scope) == 0 {
		body.Scope = []string{"all.Application"} // the documented default
	}
	created := &APIToken{Status: "active", Scope: body.Scope, ExpirationDate: body.ExpirationDate}
	created.assign(body)
	f.addToken(c.application, created, f.Now(), TokenID, "apiToken")
	answer := f.viewToken(created, c.shown)
	answer["token"] = created.Token
	return fakeapi.Created(answer)
}

func (t *APIToken) assign(body tokenBody) {
	if body.Name != nil {
		t.Name = *body.Name
	}
	if body.Description != nil {
		t.Description = body.Description
	}
	if body.Status != nil {
		t.Status = *body.Status
	}
}

func (f *Fake) addToken(a *application, t *APIToken, since time.Time, authorID, authorType string) {
	t.ID, t.ApplicationID, t.Stamps = f.newID(), a.id, newStamps(f.ObjectDate(), authorID, authorType)
	t.Token = rand.Text() + rand.Text()
	f.storeToken(a, t, since)
}

// storeToken keeps a token, and lets it authenticate.
func (f *Fake) storeToken(a *application, t *APIToken, since time.Time) {
	a.tokens.Set(t.ID, since, t)
	f.honour(t)
}

// honour lets a token authenticate as far as it may.
func (f *Fake) honour(t *APIToken) {
	f.Tokens.Add(fakeapi.Token{Value: t.Token, Scopes: t.Scope, Expires: t.ExpirationDate, Within: t.ApplicationID})
	if t.Status != "active" {
		f.Tokens.Expire(t.Token)
	}
}

func (f *Fake) getToken(c call) (fakeapi.Answer, error) {
	found, err := findOf(c, &c.application.tokens, "apiTokenId", "API token", f.Readable())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return fakeapi.OK(f.viewToken(found, c.shown))
}

func (f *Fake) patchToken(c call) (fakeapi.Answer, error) {
	found, err := findOf(c, &c.application.tokens, "apiTokenId", "API token", f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	var body tokenBody
	if err := fakeapi.ReadJSON(c.Request, tokenPatchSchema(), &body); err != nil {
		return fakeapi.Answer{}, err
	}
	changed := *found
	changed.assign(body)
	changed.touch(f.ObjectDate(), time.Millisecond, TokenID, "apiToken")
	f.storeToken(c.application, &changed, f.Now())
	return fakeapi.OK(f.viewToken(&changed, c.shown))
}

func (f *Fake) deleteToken(c call) (fakeapi.Answer, error) {
	found, err := findOf(c, &c.application.tokens, "apiTokenId", "API token", f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	c.application.tokens.Set(found.ID, f.Now(), nil)
	f.Tokens.Expire(found.Token)
	return fakeapi.OK(map[string]bool{"success": true})
}

func (f *Fake) listTokens(c call) (fakeapi.Answer, error) {
	kind := tokenListing
	kind.owner = map[string]any{"ownerId": c.application.id, "ownerType": "application"}
	return list(f, c, kind, c.application.tokens.All(f.Readable()))
}

var tokenListing = listing[APIToken]{
	typeName:     "apiTokens",
	path:         "/tokens",
	sortFields:   []string{"name", "status", "id", "creationDate", "lastUpdated", "expirationDate"},
	direction:    "asc",
	filterFields: []string{"name", "status"},
	text: func(t *APIToken, field string) string {
		switch field {
		case "name":
			return t.Name
		case "status":
			return t.Status
		case "id":
			return t.ID
		case "expirationDate":
			return dateTime(t.ExpirationDate)
		}
		return t.date(field)
	},
	view: (*Fake).viewToken,
}

// viewToken is the schema "apiToken": with its creator, but not with who changed
// it last. It has the token only with Options.TokenShown.
func (f *Fake) viewToken(t *APIToken, shown hypermedia) map[string]any {
	answer := map[string]any{
		"id": t.ID, "apiTokenId": t.ID, "ownerId": t.ApplicationID, "ownerType": "application",
		"creatorId": t.CreatedByID, "creatorType": t.CreatedByType, "creatorName": "Creator " + t.CreatedByID,
		"creationDate": dateTime(t.CreationDate), "lastUpdated": dateTime(t.LastUpdated),
		"name": t.Name, "status": t.Status, "scope": t.Scope,
	}
	if t.Description != nil {
		answer["description"] = *t.Description
	}
	if !t.ExpirationDate.IsZero() {
		answer["expirationDate"] = dateTime(t.ExpirationDate)
	}
	if f.options.TokenShown {
		answer["token"] = t.Token
	}
	return shown.decorate(answer, "apiToken", "/applications/"+t.ApplicationID+"/tokens/"+t.ID)
}
