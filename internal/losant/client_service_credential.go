package losant

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

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

func (s *ServiceCredential) id() string { return s.ID }

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
