package applivery

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// pathConfigurations is the path of both operations, which their pages print without a slash at the end:
// https://docs.applivery.com/en/api/uem/configurations. No way to delete is documented.
const pathConfigurations = "/v1/organizations/{organizationId}/mdm/configurations"

// EntraID are credentials of Microsoft Entra ID, with which Applivery asks Microsoft Graph whether devices are compliant.
type EntraID struct {
	TenantID, ClientID string // up to 256 characters each
	// ClientSecret is sent only. Whether answers show it is not documented; nothing that they show is taken for it.
	ClientSecret secret.String
}

// MDMConfiguration is the MDM configuration of an organization, which has one at most.
type MDMConfiguration struct {
	ID      string // 24 hexadecimal digits. Whether a PUT keeps it is not documented.
	EntraID EntraID
}

// errNoConfiguration means that an organization has no MDM configuration: Applivery says so with null data.
var errNoConfiguration = errors.New("the organization has no MDM configuration")

// HasNoMDMConfiguration reports whether an error of [Client.GetMDMConfiguration] is Applivery's own word that there is none. How
// it says so is not documented: as "Entity not found", which may mean the organization, or with null data.
func HasNoMDMConfiguration(err error) bool { return IsGone(err) || errors.Is(err, errNoConfiguration) }

// GetMDMConfiguration reads the MDM configuration of an organization, without the secret. The organization's id in the answer is
// not looked at: it has 24 hexadecimal digits where the organization is named by its slug, too.
func (c *Client) GetMDMConfiguration(ctx context.Context, organizationID string) (MDMConfiguration, error) {
	var read configurationAnswer
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodGet, Path: pathConfigurations, Params: map[string]string{"organizationId": organizationID},
	}, &read)
	found := read.Data.configuration()
	switch {
	case err != nil:
		return MDMConfiguration{}, explainConfiguration(err)
	case read.Data.isNull:
		return MDMConfiguration{}, errNoConfiguration
	case found.ID == "" || found.EntraID.TenantID == "" || found.EntraID.ClientID == "":
		return MDMConfiguration{}, errors.New("the answer does not have the documented form: id, tenantId or clientId is missing")
	}
	return found, nil
}

// FindMDMConfiguration is [Client.GetMDMConfiguration] for what may not exist yet. Before anything is written, another server's
// 404 counts as well, if Applivery shows the organization.
func (c *Client) FindMDMConfiguration(ctx context.Context, organizationID string) (found MDMConfiguration, exists bool, err error) {
	found, err = c.GetMDMConfiguration(ctx, organizationID)
	exists = err == nil
	if HasNoMDMConfiguration(err) {
		return found, false, nil
	}
	if httpapi.StatusOf(err) == http.StatusNotFound {
		if _, unknown := c.Organization(ctx, organizationID); unknown == nil {
			return found, false, nil
		}
	}
	return found, exists, err
}

// PutMDMConfiguration creates or replaces the MDM configuration of an organization. The page of the answer is cut off in what is
// known of it: an id that it does not show is empty.
func (c *Client) PutMDMConfiguration(ctx context.Context, organizationID string, credentials EntraID) (MDMConfiguration, error) {
	var written configurationAnswer
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodPut, Path: pathConfigurations, Params: map[string]string{"organizationId": organizationID},
		Body: map[string]any{"entraId": map[string]string{
			"tenantId": credentials.TenantID, "clientId": credentials.ClientID, "clientSecret": credentials.ClientSecret.Reveal(),
		}},
		Secrets: []secret.String{credentials.ClientSecret},
	}, &written)
	return written.Data.configuration(), explainConfiguration(err)
}

// explainConfiguration says what Applivery's "Entity not found" leaves open.
func explainConfiguration(err error) error {
	return explain(err, "There is no such organization, or it has no MDM configuration: Applivery says the same of both.")
}

// KnowMDMConfiguration notes that a state of this run has the MDM configuration of that id; an empty one is none.
func (c *Client) KnowMDMConfiguration(id string) { c.known.Store(strings.ToLower(id), true) }

// KnowsMDMConfiguration reports whether a state of this run has it.
func (c *Client) KnowsMDMConfiguration(id string) bool {
	_, known := c.known.Load(strings.ToLower(id))
	return known && id != ""
}

// Settling is for how long reads may lag behind writes.
func (c *Client) Settling() time.Duration { return c.api.Settling() }

// configurationAnswer is the answer to a read, and by inference also that to a write.
type configurationAnswer struct {
	envelope
	Data configurationData `json:"data"`
}

// Secrets implements httpapi.SecretAnswer: each answer may hold the secret.
func (a configurationAnswer) Secrets() []secret.String {
	return []secret.String{secret.New(shown(a.Data.EntraID.ClientSecret))}
}

// configurationData is what an answer shows of a configuration.
type configurationData struct {
	shownConfiguration
	isNull bool
}

type shownConfiguration struct {
	ID      string `json:"id"`
	EntraID struct {
		TenantID     string `json:"tenantId"`
		ClientID     string `json:"clientId"`
		ClientSecret string `json:"clientSecret"`
	} `json:"entraId"`
}

// UnmarshalJSON implements json.Unmarshaler. It distinguishes null data from missing data.
func (d *configurationData) UnmarshalJSON(data []byte) error {
	d.isNull = string(data) == "null"
	return json.Unmarshal(data, &d.shownConfiguration)
}

func (d configurationData) configuration() MDMConfiguration {
	return MDMConfiguration{ID: d.ID, EntraID: EntraID{TenantID: d.EntraID.TenantID, ClientID: d.EntraID.ClientID}}
}
