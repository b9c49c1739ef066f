package losanttest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// authorize checks the bearer token and that it has one of the scopes that the
// vendor's pages list for the operation, whose own scope is given.
func (f *Fake) authorize(r *http.Request, scope string) error {
	token, err := f.Tokens.Bearer(r)
	if err != nil {
		return fakeapi.Refuse(f.options.TokenStatus, "", "%v", err)
	}
	sufficient := scopesFor(scope)
	if !slices.ContainsFunc(token.Scopes, func(have string) bool { return slices.Contains(sufficient, have) }) {
		return fakeapi.Refuse(f.options.ScopeStatus, "", "the token needs one of the scopes %s", strings.Join(sufficient, ", "))
	}
	if token.Within != "" && !strings.EqualFold(token.Within, r.PathValue("applicationId")) {
		return fakeapi.Refuse(f.options.ScopeStatus, "", "the token is of another application")
	}
	return nil
}

// scopesFor lists the scopes any one of which suffices: for
// "credential.patch" itself, "credential.*", and "all" of an application, an
// organization or a user; to read, their read forms, too. A bounded token writes
// no tokens.
func scopesFor(scope string) []string {
	resource, verb, _ := strings.Cut(scope, ".")
	scopes := []string{scope, resource + ".*"}
	for _, owner := range []string{"all.Application", "all.Organization", "all.User"} {
		scopes = append(scopes, owner)
		if verb == "get" || !strings.HasPrefix(resource, "applicationApiToken") {
			scopes = append(scopes, owner+".bounded")
		}
		if verb == "get" || verb == "linkedResources" {
			scopes = append(scopes, owner+".read")
		}
	}
	return scopes
}
