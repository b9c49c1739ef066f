package losant

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// Usage lists what refers to a service credential.
type Usage struct {
	Integrations []LinkedResource
	Flows        []LinkedResource
	FlowVersions []LinkedResource
}

// LinkedResource is an integration, a workflow or a workflow version that refers to a service credential, by its name.
type LinkedResource struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Version string `json:"version"` // workflow versions only, where it is what they are called
}

// Label is what the resource is called.
func (l LinkedResource) Label() string { return cmp.Or(l.Name, l.Version) }

// names lists everything that refers to the service credential, for people.
func (u Usage) names() []string {
	var names []string
	for _, linked := range []struct {
		kind string
		all  []LinkedResource
	}{{"integration", u.Integrations}, {"workflow", u.Flows}, {"workflow version", u.FlowVersions}} {
		for _, one := range linked.all {
			names = append(names, fmt.Sprintf("%s %q (%s)", linked.kind, one.Label(), one.ID))
		}
	}
	return names
}

// GetUsage reads what refers to a service credential; custom nodes of workflows are looked into if customNodes is set.
func (c *Client) GetUsage(ctx context.Context, applicationID, id string, customNodes bool) (Usage, error) {
	type list struct {
		Items []LinkedResource `json:"items"`
	}
	var linked struct {
		Integrations list `json:"integrations"`
		Flows        list `json:"flows"`
		FlowVersions list `json:"flowVersions"`
	}
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodGet, Path: pathLinked, Params: map[string]string{"applicationId": applicationID, "id": id},
		Query: plain(url.Values{"includeCustomNodes": {strconv.FormatBool(customNodes)}}),
	}, &linked)
	if err == nil && (linked.Integrations.Items == nil || linked.Flows.Items == nil || linked.FlowVersions.Items == nil) {
		err = errNoList
	}
	return Usage{linked.Integrations.Items, linked.Flows.Items, linked.FlowVersions.Items}, err
}

// GetArchiveUsers reads which settings of an application refer to a service credential by its name. They are not among what
// linkedResources lists.
func (c *Client) GetArchiveUsers(ctx context.Context, applicationID, name string) ([]string, error) {
	var application struct {
		ID      string `json:"id"`
		Archive struct {
			CredentialName string `json:"credentialName"`
			Export         struct {
				CredentialName string `json:"credentialName"`
			} `json:"applicationExportOptions"`
		} `json:"archiveConfig"`
	}
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodGet, Path: pathApplication, Params: map[string]string{"applicationId": applicationID}, Query: plain(nil),
	}, &application)
	if httpapi.StatusOf(err) == http.StatusForbidden {
		err = httpapi.Advise(err, "The application's archive may refer to the service credential: give the token the scope application.get.")
	}
	if err == nil {
		err = httpapi.Answers(applicationID, application.ID)
	}
	if err != nil {
		return nil, err
	}
	var users []string
	if application.Archive.CredentialName == name {
		users = append(users, "the archive of the application")
	}
	if application.Archive.Export.CredentialName == name {
		users = append(users, "the export of the application to its archive")
	}
	return users, nil
}
