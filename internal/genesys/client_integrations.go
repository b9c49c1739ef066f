package genesys

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// integrationsSize is a page of the list of integrations; it may be 999 at most.
const integrationsSize = 200

// Integration is an integration, as far as it matters here.
type Integration struct {
	ID   string
	Name string // may be empty
	Type string // id of its integration type
}

// errNoID means that an answer is JSON, but does not show what was asked for.
var errNoID = errors.New("there is no id in it")

// UnmarshalJSON reads the model Integration.
func (i *Integration) UnmarshalJSON(data []byte) error {
	var wire struct {
		ID              string `json:"id"`
		Name            string `json:"name"`
		IntegrationType struct {
			ID string `json:"id"`
		} `json:"integrationType"`
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	if wire.ID == "" {
		return errNoID
	}
	*i = Integration{ID: wire.ID, Name: wire.Name, Type: wire.IntegrationType.ID}
	return nil
}

// GetIntegration reads an integration. See IsGone for one that does not exist.
func (c *Client) GetIntegration(ctx context.Context, id string) (*Integration, error) {
	var found Integration
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathIntegration, Params: integrationParams(id)}, &found)
	if err == nil {
		err = httpapi.Answers(id, found.ID)
	}
	if err != nil {
		return nil, err
	}
	return &found, nil
}

// Integration returns an integration as far as it does not change. Each is asked for once.
func (c *Client) Integration(ctx context.Context, id string) (*Integration, error) {
	return c.integrations.Get(ctx, id)
}

// ListIntegrationsUsing reads which integrations use a credential.
func (c *Client) ListIntegrationsUsing(ctx context.Context, credentialID string) ([]Integration, error) {
	return httpapi.Pages(integrationID, c.integrationPages(ctx, "credentialId", credentialID))
}

// StreamIntegrations reads the integrations of a type, or of all types, page by page as they are taken.
func (c *Client) StreamIntegrations(ctx context.Context, typeID string) iter.Seq2[Integration, error] {
	return httpapi.Stream(integrationID, c.integrationPages(ctx, "integrationType", typeID))
}

func integrationID(i Integration) string { return i.ID }

// integrationPages reads a page of the integrations that a filter leaves; the empty text filters nothing.
func (c *Client) integrationPages(ctx context.Context, filter, value string) func(page int) (httpapi.Page[Integration], error) {
	return func(page int) (httpapi.Page[Integration], error) {
		number := page + 1
		query := url.Values{"pageNumber": {strconv.Itoa(number)}, "pageSize": {strconv.Itoa(integrationsSize)}}
		if value != "" {
			query.Set(filter, value)
		}
		var list struct {
			Entities  []Integration `json:"entities"`
			PageCount int           `json:"pageCount"`
			Total     int           `json:"total"`
		}
		err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathIntegrations, Query: query}, &list)
		if err == nil && list.Entities == nil { // an empty list says that there is none
			err = errors.New("the answer to the question for integrations holds no list")
		}
		return httpapi.Page[Integration]{Items: list.Entities, Total: list.Total, More: number < list.PageCount}, err
	}
}

// IntegrationType is a kind of integration and its slots for credentials.
type IntegrationType struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Slots are the places for credentials, by name.
	Slots map[string]Slot `json:"credentials"`
}

// Slot is a place for a credential in the configuration of an integration.
type Slot struct {
	Required bool   `json:"required"`
	Title    string `json:"title"`
	// CredentialTypes are the names of the types that fit.
	CredentialTypes []string `json:"credentialTypes"`
}

// UnmarshalJSON reads the model IntegrationType.
func (t *IntegrationType) UnmarshalJSON(data []byte) error {
	type plain IntegrationType
	if err := json.Unmarshal(data, (*plain)(t)); err != nil {
		return err
	}
	if t.ID == "" {
		return errNoID
	}
	return nil
}

// IntegrationType returns an integration type. Each is asked for once.
func (c *Client) IntegrationType(ctx context.Context, id string) (*IntegrationType, error) {
	return c.integrationTypes.Get(ctx, id)
}

func (c *Client) getIntegrationType(ctx context.Context, id string) (*IntegrationType, error) {
	var found IntegrationType
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathIntegrationType, Params: map[string]string{"typeId": id}}, &found)
	if err == nil {
		err = httpapi.Answers(id, found.ID)
	}
	return &found, err
}

// Config is the current configuration of an integration. What the platform has as null is empty here.
type Config struct {
	Name        string
	Notes       string
	Version     int64
	Properties  map[string]json.RawMessage
	Advanced    map[string]json.RawMessage
	Credentials map[string]string // ids of credentials by slot
}

// noNotes stands for empty notes in what the platform keeps, as the vendor's Terraform provider has found.
const noNotes = "node_dynamodb_empty_string"

type credentialReference struct {
	ID string `json:"id"`
}

// UnmarshalJSON reads the model IntegrationConfiguration. It refuses one without a version: if that was taken for an empty
// configuration, the next write would wipe what there is.
func (c *Config) UnmarshalJSON(data []byte) error {
	var wire struct {
		Name        string                         `json:"name"`
		Notes       string                         `json:"notes"`
		Version     *int64                         `json:"version"`
		Properties  map[string]json.RawMessage     `json:"properties"`
		Advanced    map[string]json.RawMessage     `json:"advanced"`
		Credentials map[string]credentialReference `json:"credentials"`
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	if wire.Version == nil {
		return errors.New("there is no version in it")
	}
	*c = Config{Name: wire.Name, Notes: wire.Notes, Version: *wire.Version, Properties: wire.Properties, Advanced: wire.Advanced, Credentials: map[string]string{}}
	if c.Notes == noNotes {
		c.Notes = ""
	}
	for slot, reference := range wire.Credentials {
		if reference.ID != "" { // else the slot is empty
			c.Credentials[slot] = reference.ID
		}
	}
	return nil
}

// wire is the body of a PUT, which has all that the model requires: a slot's name leads to a reference to a credential.
func (c Config) wire() map[string]any {
	slots := map[string]credentialReference{}
	for slot, id := range c.Credentials {
		slots[slot] = credentialReference{ID: id}
	}
	return map[string]any{
		"name": c.Name, "notes": c.Notes, "version": c.Version,
		"properties": orEmpty(c.Properties), "advanced": orEmpty(c.Advanced), "credentials": slots,
	}
}

func orEmpty(object map[string]json.RawMessage) map[string]json.RawMessage {
	if object == nil {
		return map[string]json.RawMessage{}
	}
	return object
}

// same reports whether two configurations say the same, however it is written.
func (c Config) same(other Config) bool {
	return reflect.DeepEqual(c.meaning(), other.meaning())
}

func (c Config) meaning() any {
	encoded, err := json.Marshal(c.wire())
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(strings.NewReader(string(encoded)))
	decoder.UseNumber()
	var meaning any
	if err := decoder.Decode(&meaning); err != nil {
		return err
	}
	return meaning
}

// GetConfig reads the current configuration of an integration. See IsGone for an integration that does not exist.
func (c *Client) GetConfig(ctx context.Context, integrationID string) (*Config, error) {
	return c.exchangeConfig(ctx, httpapi.Request{Method: http.MethodGet, Path: pathConfig, Params: integrationParams(integrationID)})
}

// ChangeConfig changes the current configuration of an integration, under its version: if another writer came in between,
// it reads again and changes what is there then. A configuration that already is as change wants it is not written, be it
// because an earlier answer was lost.
func (c *Client) ChangeConfig(ctx context.Context, integrationID string, change func(Config) Config) (*Config, error) {
	var result *Config
	err := c.api.Repeat(ctx, func(ctx context.Context) (again bool, err error) {
		current, err := c.GetConfig(ctx, integrationID)
		if err != nil {
			return false, err
		}
		wanted := change(*current)
		if wanted.same(*current) {
			result = current
			return false, nil
		}
		result, err = c.exchangeConfig(ctx, httpapi.Request{
			Method: http.MethodPut, Path: pathConfig, Params: integrationParams(integrationID), Body: wanted.wire(),
		})
		return isVersionConflict(err), err
	})
	if err != nil {
		return nil, err
	}
	return result, nil
}

func (c *Client) exchangeConfig(ctx context.Context, r httpapi.Request) (*Config, error) {
	var found Config
	if err := c.api.Do(ctx, r, &found); err != nil {
		return nil, err
	}
	return &found, nil
}

var versionMismatch = regexp.MustCompile(`(?i)\bversion\b.*\b(match|current)`)

// isVersionConflict reports whether a PUT was refused because the configuration has another version by now. The vendor's
// Terraform provider takes 409 and 408 for that, and a 400 that says so; no code is documented.
func isVersionConflict(err error) bool {
	switch httpapi.StatusOf(err) {
	case http.StatusConflict, http.StatusRequestTimeout:
		return true
	case http.StatusBadRequest:
		return versionMismatch.MatchString(httpapi.MessageOf(err))
	}
	return false
}

func integrationParams(id string) map[string]string { return map[string]string{"integrationId": id} }
