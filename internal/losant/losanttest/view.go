package losanttest

import (
	"fmt"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// hypermediaParameters are accepted by every operation.
var hypermediaParameters = []string{"_links", "_actions", "_embedded"}

// hypermedia says which of the keys that are in no schema an answer has.
type hypermedia struct{ links, actions bool }

// readHypermedia: all are shown unless switched off. Nothing that the fake
// serves embeds other resources, so _embedded is only checked.
func readHypermedia(query fakeapi.Parameters) (hypermedia, error) {
	links, err := query.Bool("_links", true)
	if err != nil {
		return hypermedia{}, err
	}
	actions, err := query.Bool("_actions", true)
	if err != nil {
		return hypermedia{}, err
	}
	_, err = query.Bool("_embedded", true)
	return hypermedia{links, actions}, err
}

// decorate adds the hypermedia keys to an answer.
func (h hypermedia) decorate(answer map[string]any, typeName, path string) map[string]any {
	answer["_type"] = typeName
	if h.links {
		answer["_links"] = map[string]any{"self": map[string]any{"href": path}}
	}
	if h.actions {
		answer["_actions"] = map[string]any{"get": map[string]any{"method": "GET", "href": path}}
	}
	return answer
}

// view is the schema "Credential": without the secrets.
func (f *Fake) view(c *Credential, shown hypermedia) map[string]any {
	answer := map[string]any{
		"id":              c.ID,
		"applicationId":   c.ApplicationID,
		"name":            c.Name,
		"type":            c.Type,
		"enabled":         c.Enabled,
		configKey(c.Type): publicConfig(c),
		"_etag":           etag(c),
	}
	c.addTo(answer)
	if c.Description != nil {
		answer["description"] = *c.Description
	}
	return shown.decorate(answer, "credential", fmt.Sprintf("/applications/%s/credentials/%s", c.ApplicationID, c.ID))
}

func publicConfig(c *Credential) map[string]any {
	known := findType(c.Type)
	public := map[string]any{}
	for key, value := range c.Config {
		if known.roleOf(key) != secret {
			public[key] = value
		}
	}
	return public
}

// etag names one version of a credential.
func etag(c *Credential) string {
	return fmt.Sprintf("%q", fmt.Sprintf("%s-%x", c.ID, c.LastUpdated.UnixMilli()))
}
