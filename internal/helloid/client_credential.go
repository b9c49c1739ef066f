package helloid

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// CredentialSet names a set of credentials that a user has for an application.
type CredentialSet struct {
	UserGUID        string
	ApplicationGUID string
	Name            string
}

// GUIDs are what HelloID calls a credential set and the credentials in it. An answer need not show them.
type GUIDs struct {
	Set         string
	Credentials map[string]string // by function, in HelloID's letter case
}

// Of returns the GUID of the credential for a function, whatever its letter case.
func (g GUIDs) Of(function string) (string, bool) {
	for name, guid := range g.Credentials {
		if strings.EqualFold(name, function) {
			return guid, true
		}
	}
	return "", false
}

// credential is an entry of a write. Its fields are the API's, as is the letter case.
type credential struct {
	Function        string
	Value           string
	UserEditAllowed bool // the page says that it must always be true
}

// PostCredentials writes all values of a credential set, by function. It is assumed that a repeat changes nothing, since it
// writes the same values again. Whether functions that are left out keep their values is not documented.
func (c *Client) PostCredentials(ctx context.Context, set CredentialSet, values map[string]secret.String) (GUIDs, error) {
	entries := []credential{}
	for _, function := range slices.Sorted(maps.Keys(values)) {
		entries = append(entries, credential{Function: function, Value: values[function].Reveal(), UserEditAllowed: true})
	}
	written := configurations{of: set}
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodPost, Path: c.credentialPath, Params: map[string]string{"user_guid": set.UserGUID},
		Body: map[string]any{
			"ApplicationGUID": set.ApplicationGUID, "CredSetName": set.Name, "Credentials": entries,
		},
		Secrets:    slices.Collect(maps.Values(values)),
		Repeatable: true,
	}, &written)
	if httpapi.StatusOf(err) == http.StatusNotFound {
		return GUIDs{}, httpapi.Advise(err, "If the user exists, the path may be the reason, of which HelloID's page has two: "+
			"set credential_path in the provider's helloid block to the other one.")
	}
	return written.guids(), err
}

// DeleteCredentialSet deletes what a user has for an application. The call names no set, so all of them may go. See IsGone
// for what does not exist.
func (c *Client) DeleteCredentialSet(ctx context.Context, userGUID, applicationGUID string) error {
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodDelete, Path: pathCredentialSet,
		Params: map[string]string{"user": userGUID, "application": applicationGUID},
	}, nil)
	return c.confirm(ctx, err)
}

// configurations is the answer to a write: an item for each application and language, perhaps of all applications of the
// user. The values come back in clear, and are decoded into nothing.
type configurations struct {
	of    CredentialSet
	items []configuration
}

type configuration struct {
	ApplicationGUID string
	Error           string
	CredentialSets  []struct {
		CredentialSetGUID string
		Name              string
		Credentials       []struct{ CredentialGUID, Function string }
	}
}

// UnmarshalJSON implements json.Unmarshaler.
func (c *configurations) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, &c.items) }

// Failure implements httpapi.FailedAnswer. An error under another application's GUID is not ours.
func (c *configurations) Failure() (httpapi.Reported, bool) {
	for _, item := range c.items {
		if item.Error != "" && (item.ApplicationGUID == "" || c.concerns(item)) {
			return httpapi.Reported{Message: item.Error}, true
		}
	}
	return httpapi.Reported{}, false
}

// guids looks the written set up by its application and name, since the order is not documented.
func (c *configurations) guids() GUIDs {
	for _, item := range c.items {
		for _, set := range item.CredentialSets {
			if !c.concerns(item) || !strings.EqualFold(set.Name, c.of.Name) {
				continue
			}
			found := GUIDs{Set: set.CredentialSetGUID, Credentials: map[string]string{}}
			for _, one := range set.Credentials {
				found.Credentials[one.Function] = one.CredentialGUID
			}
			return found
		}
	}
	return GUIDs{}
}

func (c *configurations) concerns(item configuration) bool {
	return strings.EqualFold(item.ApplicationGUID, c.of.ApplicationGUID)
}
