package losant

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// pathKeys is the collection of access keys, https://docs.losant.com/rest-api/application-keys. Their schemas are
// applicationKey, applicationKeyPost and applicationKeyPatch of the vendor's client losant-rest-js, API 1.30.0.
const pathKeys = "/applications/{applicationId}/keys"

// ApplicationKey is an access key of devices as Losant shows it: without its secret, which the answer to its creation alone
// has. "Losant does not store key secrets and they cannot be recovered or regenerated if lost"
// (https://docs.losant.com/applications/access-keys).
type ApplicationKey struct {
	ApplicationKeySettings
	ID                string `json:"id"`
	ApplicationID     string `json:"applicationId"`
	Key               string `json:"key"` // the user name at the MQTT broker, no secret
	Status            string `json:"status"`
	CreationDate      string `json:"creationDate"`
	LastUpdated       string `json:"lastUpdated"`
	CreatedByID       string `json:"createdById"`
	CreatedByType     string `json:"createdByType"`
	LastUpdatedByID   string `json:"lastUpdatedById"`
	LastUpdatedByType string `json:"lastUpdatedByType"`
}

// ApplicationKeySettings is the body of a creation: nothing is required, and a new key is always active. Which devices it is
// for cannot be changed later.
type ApplicationKeySettings struct {
	Name              string      `json:"name,omitempty"`
	Description       string      `json:"description,omitempty"`
	DeviceIDs         []string    `json:"deviceIds,omitempty"`
	DeviceTags        []DeviceTag `json:"deviceTags,omitempty"`
	FilterType        string      `json:"filterType,omitempty"`
	PubTopics         []string    `json:"pubTopics,omitempty"`
	SubTopics         []string    `json:"subTopics,omitempty"`
	AddressFilterType string      `json:"addressFilterType,omitempty"`
	Addresses         []string    `json:"addresses,omitempty"`
}

// DeviceTag is a tag of devices. Neither part is required, and neither may be empty.
type DeviceTag struct {
	Key   string `json:"key,omitempty"`
	Value string `json:"value,omitempty"`
}

// UnmarshalJSON refuses an object without an id: if a creation is answered so, the object is looked for as if the answer had
// been lost.
func (k *ApplicationKey) UnmarshalJSON(data []byte) error {
	type plain ApplicationKey
	if err := json.Unmarshal(data, (*plain)(k)); err != nil {
		return err
	}
	if k.ID == "" {
		return errors.New("there is no id in it")
	}
	return nil
}

func (k *ApplicationKey) id() string   { return k.ID }
func (k *ApplicationKey) name() string { return k.Name }

// matches reports whether what can be read of a key is what the body sets. A filter that is not sent is Losant's choice.
func (k *ApplicationKey) matches(body ApplicationKeySettings) bool {
	return k.Name == body.Name && k.Description == body.Description && k.Status == "active" &&
		sameTexts(lower(k.DeviceIDs), lower(body.DeviceIDs)) && sameTags(k.DeviceTags, body.DeviceTags) &&
		(body.FilterType == "" || k.FilterType == body.FilterType) &&
		(body.AddressFilterType == "" || k.AddressFilterType == body.AddressFilterType) &&
		sameTexts(k.PubTopics, body.PubTopics) && sameTexts(k.SubTopics, body.SubTopics) && sameTexts(k.Addresses, body.Addresses)
}

// sameTexts reports whether two lists hold the same texts, whatever their order.
func sameTexts(a, b []string) bool { return slices.Equal(sorted(a), sorted(b)) }

// sorted returns the texts in order, each once.
func sorted(texts []string) []string { return slices.Compact(slices.Sorted(slices.Values(texts))) }

func lower(texts []string) []string {
	folded := make([]string, len(texts))
	for i, text := range texts {
		folded[i] = strings.ToLower(text)
	}
	return folded
}

func sameTags(a, b []DeviceTag) bool {
	key := func(t DeviceTag) string { return t.Key + "=" + t.Value } // a key has no "="
	texts := func(tags []DeviceTag) (texts []string) {
		for _, tag := range tags {
			texts = append(texts, key(tag))
		}
		return texts
	}
	return sameTexts(texts(a), texts(b))
}

// LookAtApplicationKeys lists what access keys there are, so that the creation of one of the name need not; "": it has none, or
// it is not known yet. Names may repeat, so none is in the way.
func (c *Client) LookAtApplicationKeys(ctx context.Context, applicationID, name string) error {
	_, err := c.keys.look(ctx, applicationID, name)
	return err
}

// CreateApplicationKey makes an access key exactly once, and returns its secret. If the answer is lost, so is the secret: see
// *create.LostError and *create.AmbiguousError.
func (c *Client) CreateApplicationKey(ctx context.Context, applicationID string, body ApplicationKeySettings) (*ApplicationKey, secret.String, error) {
	return c.keys.issue(ctx, applicationID, body.Name, "secret", body, func(found *ApplicationKey) bool { return found.matches(body) })
}

// ReadApplicationKey reads an access key for a refresh: from the second read in an application on, all share a listing.
func (c *Client) ReadApplicationKey(ctx context.Context, applicationID, id string) (*ApplicationKey, error) {
	return c.keys.read(ctx, applicationID, id)
}

// UpdateApplicationKey changes the members that the body has: those of ApplicationKeySettings but for the devices, and
// status. A null takes the name away.
func (c *Client) UpdateApplicationKey(ctx context.Context, applicationID, id string, body map[string]any) (*ApplicationKey, error) {
	return c.keys.patch(ctx, applicationID, id, body)
}

// DeleteApplicationKey deletes an access key; one that is gone already is a success.
func (c *Client) DeleteApplicationKey(ctx context.Context, applicationID, id string) error {
	return c.keys.delete(ctx, applicationID, id)
}

// ListApplicationKeys reads all pages, the oldest first. A filter is by "key", "status" or "name".
func (c *Client) ListApplicationKeys(ctx context.Context, applicationID string, filter Filter) ([]*ApplicationKey, error) {
	return c.keys.list(ctx, applicationID, filter)
}
