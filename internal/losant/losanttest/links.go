package losanttest

import (
	"slices"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Kind is a kind of resource that refers to credentials.
type Kind string

// The kinds are the lists of the schema "Credential Linked Resources".
const (
	Integrations Kind = "integrations"
	Flows        Kind = "flows"
	FlowVersions Kind = "flowVersions"
)

var kinds = []Kind{Integrations, Flows, FlowVersions}

// link is a resource that refers to a credential by its name.
type link struct {
	id             string
	kind           Kind
	name           string
	credentialName string
}

// view is as much of a linked resource as the fake knows, by the schemas of
// integration, flow and flowVersion.
func (l link) view(applicationID string) map[string]any {
	item := map[string]any{"id": l.id, "applicationId": applicationID, "name": l.name}
	switch l.kind {
	case Integrations:
		item["integrationId"], item["credentialName"] = l.id, l.credentialName
	case Flows:
		item["flowId"] = l.id
	case FlowVersions:
		item["flowVersionId"], item["version"] = l.id, l.name
	}
	return item
}

func (f *Fake) linkedResources(c call) (fakeapi.Answer, error) {
	found, err := findOf(c, &c.application.credentials, "credentialId", "Credential", f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	// What the custom nodes add is not modelled; the parameter is only checked.
	if _, err := c.query.Bool("includeCustomNodes", false); err != nil {
		return fakeapi.Answer{}, err
	}
	answer := map[string]any{}
	for _, kind := range kinds {
		items := []any{}
		for _, l := range c.application.links {
			if l.kind == kind && l.credentialName == found.Name {
				items = append(items, l.view(c.application.id))
			}
		}
		answer[string(kind)] = envelope(c.application.id, items, len(items))
	}
	return fakeapi.OK(answer)
}

func (a *application) isLinked(credentialName string) bool {
	return slices.ContainsFunc(a.links, func(l link) bool { return l.credentialName == credentialName })
}

func (a *application) renameLinks(from, to string) {
	for i, l := range a.links {
		if l.credentialName == from {
			a.links[i].credentialName = to
		}
	}
}
