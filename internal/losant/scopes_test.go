package losant

import "testing"

// The enumeration of API 1.30.0 has 322 scopes for applications.
func TestKnownScopes(t *testing.T) {
	t.Parallel()
	if len(knownScopes) != 322 {
		t.Errorf("got %d scopes", len(knownScopes))
	}
	for scope := range knownScopes {
		if !scopeForm.MatchString(scope) {
			t.Errorf("%s is not of the form of scopes", scope)
		}
	}
}
