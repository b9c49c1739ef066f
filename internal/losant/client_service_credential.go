package losant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// codeExists is the type of the error for a name that is taken, https://docs.losant.com/rest-api/overview.
const codeExists = "AlreadyExists"

// ServiceCredential is a service credential as Losant shows it: without its secrets.
type ServiceCredential struct {
	ID                string `json:"id"`
	ApplicationID     string `json:"applicationId"`
	Name              string `json:"name"`
	Description       string `json:"description"`
	Enabled           bool   `json:"enabled"`
	Type              string `json:"type"`
	CreationDate      string `json:"creationDate"`
	LastUpdated       string `json:"lastUpdated"`
	CreatedByID       string `json:"createdById"`
	CreatedByType     string `json:"createdByType"`
	LastUpdatedByID   string `json:"lastUpdatedById"`
	LastUpdatedByType string `json:"lastUpdatedByType"`

	// Config is the type's configuration by its JSON names; nil for a type that this version does not know.
	Config map[string]any `json:"-"`
}

// UnmarshalJSON reads the common properties and the configuration of the type. It refuses an object without an id: if a
// creation is answered so, the object is looked for as if the answer had been lost.
func (s *ServiceCredential) UnmarshalJSON(data []byte) error {
	type common ServiceCredential
	if err := json.Unmarshal(data, (*common)(s)); err != nil {
		return err
	}
	if s.ID == "" {
		return errors.New("there is no id in it")
	}
	t, known := typeByName(s.Type)
	if !known {
		return nil
	}
	var properties map[string]json.RawMessage
	if err := json.Unmarshal(data, &properties); err != nil {
		return err
	}
	s.Config = map[string]any{}
	if config, ok := properties[t.configKey()]; ok {
		if err := json.Unmarshal(config, &s.Config); err != nil {
			return err
		}
	}
	return t.check(s.Config)
}

// check refuses an answer whose fields have other JSON types than documented, so that no value is lost silently.
func (t credentialType) check(config map[string]any) error {
	for _, f := range t.readable() {
		if !f.accepts(config[f.json]) {
			return fmt.Errorf("%s.%s has another type than documented", t.configKey(), f.json)
		}
	}
	return nil
}

// accepts reports whether a decoded JSON value is of the field's type. A value that is absent or null is of any.
func (f field) accepts(decoded any) bool {
	switch decoded := decoded.(type) {
	case nil:
		return true
	case string:
		return f.kind == kindText
	case bool:
		return f.kind == kindFlag
	case float64:
		return f.kind == kindNumber && decoded == float64(int64(decoded))
	case map[string]any:
		return f.kind == kindCertificateInfo && !slices.ContainsFunc(certificateInfoFields, func(inner field) bool {
			return !inner.accepts(decoded[inner.json])
		})
	}
	return false
}

func (s *ServiceCredential) id() string   { return s.ID }
func (s *ServiceCredential) name() string { return s.Name }

// matches reports whether what can be read of a service credential is what the body sets.
func (s *ServiceCredential) matches(body ServiceCredentialBody) bool {
	if body.Name != nil && s.Name != *body.Name || s.Type != body.Type ||
		body.Description != nil && s.Description != *body.Description || body.Enabled != nil && s.Enabled != *body.Enabled {
		return false
	}
	t, _ := typeByName(s.Type)
	for _, f := range t.readable() {
		if wanted, sent := body.Config[f.json]; sent && plainText(wanted) != plainText(s.Config[f.json]) {
			return false
		}
	}
	return true
}

// plainText returns a value of a configuration in a form in which the same value is equal, whether it was decoded or is
// to be encoded: what is absent is empty, and certificates differ in their line ends.
func plainText(value any) string {
	if value == nil || value == false {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(fmt.Sprint(value), "\r\n", "\n"))
}

// ServiceCredentialBody is the body of a write. What is nil is left out of it.
type ServiceCredentialBody struct {
	Name        *string
	Description *string
	Enabled     *bool
	// Type says whose configuration it is. It is sent by a creation only, since it cannot change.
	Type string
	// Config is the type's configuration by its JSON names, without the secret.
	Config map[string]any
	// Secret is the type's one secret, which becomes a part of the configuration on the wire. It may be empty.
	Secret *secret.String
}

func (b ServiceCredentialBody) isEmpty() bool {
	return b.Name == nil && b.Description == nil && b.Enabled == nil && b.Config == nil && b.Secret == nil
}

// wire returns the body of a PATCH, and the secrets in it.
func (b ServiceCredentialBody) wire() (body map[string]any, secrets []secret.String) {
	body = map[string]any{}
	if b.Name != nil {
		body["name"] = *b.Name
	}
	if b.Description != nil {
		body["description"] = *b.Description
	}
	if b.Enabled != nil {
		body["enabled"] = *b.Enabled
	}
	t, known := typeByName(b.Type)
	if !known || b.Config == nil && b.Secret == nil {
		return body, nil
	}
	config := map[string]any{}
	maps.Copy(config, b.Config)
	if b.Secret != nil {
		config[t.secret().json] = b.Secret.Reveal()
		secrets = append(secrets, *b.Secret)
	}
	body[t.configKey()] = config
	return body, secrets
}

// CreateServiceCredential creates a service credential exactly once, although the answer may be lost: names are unique in
// an application, so a lost one is found again. A name that is taken is a *create.DuplicateError. With an error, the result is
// not nil if the object exists.
func (c *Client) CreateServiceCredential(ctx context.Context, applicationID string, body ServiceCredentialBody) (*ServiceCredential, error) {
	var name string
	if body.Name != nil {
		name = *body.Name
	}
	defer c.credentials.reads.Of(applicationID).Drop()
	created, err := c.credentials.creations.Of(applicationID).Create(ctx, create.Creation[*ServiceCredential]{
		Key: name,
		Post: func(ctx context.Context) (*ServiceCredential, error) {
			wire, secrets := body.wire()
			wire["type"] = body.Type
			var made ServiceCredential
			if err := c.api.Do(ctx, c.credentials.post(applicationID, wire, secrets...), &made); err != nil {
				return nil, err
			}
			return &made, nil
		},
		List:     c.credentials.namesakes(applicationID, name),
		Matches:  func(_ context.Context, found *ServiceCredential) (bool, error) { return found.matches(body), nil },
		Excludes: func(found *ServiceCredential) bool { return found.Name == name },
		Adopt: func(ctx context.Context, found *ServiceCredential) (*ServiceCredential, error) {
			return c.UpdateServiceCredential(ctx, applicationID, found.ID, body)
		},
	})
	if created != nil || !refused(err) {
		return created, err
	}
	named, findErr := c.credentials.named(ctx, applicationID, name)
	switch {
	case findErr == nil && len(named) > 0:
		err = &create.DuplicateError{ID: named[0].ID, Err: err}
	case findErr == nil && httpapi.CodeOf(err) == codeExists:
		err = &create.DuplicateError{Err: httpapi.Advise(err, "It is not listed any more: it may have been deleted meanwhile. Apply again")}
	}
	return nil, err
}

// LookBeforeCreate returns the ids of the service credentials that a new one of this name would meet; "": the name is not
// known yet. The first look in an application asks for the name, from the second on all share the listing of a refresh. What
// it shows serves [Client.CreateServiceCredential].
func (c *Client) LookBeforeCreate(ctx context.Context, applicationID, name string) (taken []string, err error) {
	return c.credentials.look(ctx, applicationID, name)
}

// refused reports whether Losant refused a body. Which status and type a taken name gets is not documented, so the name is
// looked up after any refusal.
func refused(err error) bool {
	switch httpapi.StatusOf(err) {
	case http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity:
		return true
	}
	return false
}

// GetServiceCredential reads one service credential. See IsGone for one that does not exist.
func (c *Client) GetServiceCredential(ctx context.Context, applicationID, id string) (*ServiceCredential, error) {
	return c.credentials.get(ctx, applicationID, id)
}

// ReadServiceCredential reads a service credential for a refresh: from the second read in an application on, all share a
// listing. It may be older than the call, but not than our last write. See IsGone for one that does not exist.
func (c *Client) ReadServiceCredential(ctx context.Context, applicationID, id string) (*ServiceCredential, error) {
	return c.credentials.read(ctx, applicationID, id)
}

// UpdateServiceCredential changes what the body holds; Losant is assumed to merge inside a type's configuration, since the
// schema of a PATCH requires nothing there.
func (c *Client) UpdateServiceCredential(ctx context.Context, applicationID, id string, body ServiceCredentialBody) (*ServiceCredential, error) {
	wire, secrets := body.wire()
	updated, err := c.credentials.patch(ctx, applicationID, id, wire, secrets...)
	if httpapi.CodeOf(err) == codeExists {
		err = httpapi.Advise(err, "If the service credential with this name is renamed or destroyed in the same run, apply again. Two can swap their names only by way of a third name.")
	}
	return updated, err
}

// DeleteServiceCredential deletes a service credential; one that is gone already is a success.
func (c *Client) DeleteServiceCredential(ctx context.Context, applicationID, id string) error {
	return c.credentials.delete(ctx, applicationID, id)
}

// ListServiceCredentials reads all pages, the oldest first, which keeps the pages stable.
func (c *Client) ListServiceCredentials(ctx context.Context, applicationID string, filter Filter) ([]*ServiceCredential, error) {
	return c.credentials.list(ctx, applicationID, filter)
}
