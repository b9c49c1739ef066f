package losant

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

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

// accepts tells whether a decoded JSON value is of the field's type. A value that is absent or null is of any.
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

// created is the date of creation; zero if Losant gave none that can be read.
func (s *ServiceCredential) created() time.Time {
	created, err := time.Parse(time.RFC3339, s.CreationDate)
	if err != nil {
		return time.Time{}
	}
	return created
}

// Body is the body of a write by its JSON names. Its values are JSON values, secret.String for secrets, and one map of such
// values, the type's configuration.
type Body map[string]any

func (b Body) text(property string) string {
	text, _ := b[property].(string)
	return text
}

// patch is the body without what a PATCH does not take.
func (b Body) patch() Body {
	patch := maps.Clone(b)
	delete(patch, "type")
	return patch
}

// reveal gives what goes on the wire, and the secrets in it.
func (b Body) reveal() (wire map[string]any, secrets []secret.String) {
	wire = make(map[string]any, len(b))
	for key, value := range b {
		switch value := value.(type) {
		case secret.String:
			wire[key] = value.Reveal()
			secrets = append(secrets, value)
		case map[string]any:
			inner, more := Body(value).reveal()
			wire[key] = inner
			secrets = append(secrets, more...)
		default:
			wire[key] = value
		}
	}
	return wire, secrets
}
