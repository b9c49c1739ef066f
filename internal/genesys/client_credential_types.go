package genesys

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// CredentialType is a kind of credential and its fields.
type CredentialType struct {
	Name         string                     `json:"name"`
	Properties   map[string]CredentialField `json:"properties"`
	DisplayOrder []string                   `json:"displayOrder"`
	Required     []string                   `json:"required"`
}

// CredentialField describes one field of a credential type.
type CredentialField struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Sensitive   bool   `json:"sensitive"`
}

// FreeForm reports whether the type takes any fields: userDefined and userDefinedOAuth do, by the vendor's help. One that
// declares no fields is assumed to do so too, lest its credentials could have none.
func (t CredentialType) FreeForm() bool {
	return strings.HasPrefix(t.Name, "userDefined") || len(t.Properties) == 0
}

// CredentialTypes returns all types of credentials. They are asked for once.
func (c *Client) CredentialTypes(ctx context.Context) ([]CredentialType, error) {
	return c.credentialTypes.Get(ctx)
}

func (c *Client) listCredentialTypes(ctx context.Context) ([]CredentialType, error) {
	var list credentialTypes
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathCredentialsTypes}, &list)
	return list, err
}

// credentialTypes is the list of types: an array, by the release notes of the vendor's JavaScript SDK since 250.0.0, and an
// object with the array in entities before that.
type credentialTypes []CredentialType

// UnmarshalJSON reads both forms. It refuses an answer without a list, and a type without a name.
func (l *credentialTypes) UnmarshalJSON(data []byte) error {
	list := struct{ Entities []CredentialType }{}
	into := any(&list)
	if bytes.HasPrefix(data, []byte("[")) {
		into = &list.Entities
	}
	if err := json.Unmarshal(data, into); err != nil {
		return err
	}
	if list.Entities == nil || slices.ContainsFunc(list.Entities, func(t CredentialType) bool { return t.Name == "" }) {
		return errors.New("there are no credential types in it, or one without a name")
	}
	*l = list.Entities
	return nil
}
