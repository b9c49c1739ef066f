package resource

import (
	"slices"
	"testing"
)

func TestMatchPath(t *testing.T) {
	t.Parallel()
	const credential, key = "/api/v2/integrations/credentials/{credentialId}", "/applications/{applicationId}/keys/{keyId}"
	for name, test := range map[string]struct {
		template, path string
		want           []string // nil: no match
	}{
		"whole":                                   {credential, "/api/v2/integrations/credentials/1", []string{"1"}},
		"the base URL holds the version":          {credential, "/integrations/credentials/1", []string{"1"}},
		"the base URL holds all but the last":     {credential, "credentials/1/", []string{"1"}},
		"the base URL holds that, too":            {credential, "/1", nil},
		"a proxy's path before it":                {credential, "/eu/genesys/api/v2/integrations/credentials/1", []string{"1"}},
		"a URL":                                   {credential, "https://api.example.com/api/v2/integrations/credentials/1", []string{"1"}},
		"something else before the last":          {credential, "/other/credentials/1", nil},
		"another list":                            {credential, "/api/v2/integrations/types/1", nil},
		"below the object":                        {credential, "/api/v2/integrations/credentials/1/usage", nil},
		"the list":                                {credential, "/api/v2/integrations/credentials", nil},
		"two parts":                               {key, "/applications/1/keys/2", []string{"1", "2"}},
		"the second part only":                    {key, "/keys/2", nil},
		"the first part without its list":         {key, "1/keys/2", nil},
		"encoded":                                 {key, "/applications/a%2Fb/keys/c%20d", []string{"a/b", "c d"}},
		"what is no encoding":                     {key, "/applications/100%/keys/2", []string{"100%", "2"}},
		"letter case":                             {key, "/Applications/Ab/Keys/Cd", []string{"Ab", "Cd"}},
		"a parameter in the middle":               {"/api/v2/integrations/{id}/config/current", "/integrations/1/config/current", []string{"1"}},
		"a parameter in the middle, and no more":  {"/api/v2/integrations/{id}/config/current", "/integrations/1", nil},
		"empty":                                   {credential, "", nil},
		"a slash at the end of template and path": {"/v1/organizations/{id}/mdm/", "/v1/organizations/1/mdm/", []string{"1"}},
	} {
		if got, ok := matchPath(test.template, test.path); ok != (test.want != nil) || ok && !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, %t", name, got, ok)
		}
	}
}

func TestPathsOfARestAPIObject(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		state movedState
		want  []string
	}{
		"path":                       {movedState{ID: "1", Path: "/things"}, []string{"/things/1"}},
		"path that ends in a slash":  {movedState{ID: "1", Path: "/things/"}, []string{"/things/1"}},
		"path with its place":        {movedState{ID: "1", Path: "/things/{id}/config?full=true"}, []string{"/things/1/config"}},
		"path with a query":          {movedState{ID: "1", Path: "/things?full=true"}, []string{"/things/1"}},
		"read_path":                  {movedState{ID: "1", Path: "/new", ReadPath: "/things/{id}?full=true"}, []string{"/things/1"}},
		"read_path that is searched": {movedState{ID: "1", Path: "/things", ReadPath: "/search"}, []string{"/search", "/things/1"}},
		"read_path with the id":      {movedState{ID: "1", ReadPath: "/things/1"}, []string{"/things/1"}},
		"no path":                    {movedState{ID: "1"}, nil},
		"no id":                      {movedState{Path: "/things"}, nil},
	} {
		if got := test.state.paths(true); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
