package genesys

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// listingSize is the largest page of the listing.
const listingSize = 200

// Credential is an integration credential. Lists and answers to writes have the dates, a GET has the readable fields.
type Credential struct {
	ID           string
	Name         string // may be empty
	Type         string
	CreatedDate  string // RFC 3339
	ModifiedDate string // RFC 3339
	// Fields are those that are neither left out nor masked.
	Fields map[string]string
}

// UnmarshalJSON reads the models Credential and CredentialInfo. It refuses an object without an id: if a creation is answered
// so, the object is looked for as if the answer had been lost.
func (c *Credential) UnmarshalJSON(data []byte) error {
	var wire struct {
		ID               string                `json:"id"`
		Name             string                `json:"name"`
		Type             struct{ Name string } `json:"type"`
		CreatedDate      string                `json:"createdDate"`
		ModifiedDate     string                `json:"modifiedDate"`
		CredentialFields map[string]*string    `json:"credentialFields"`
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	if wire.ID == "" {
		return errNoID
	}
	*c = Credential{ID: wire.ID, Name: wire.Name, Type: wire.Type.Name, CreatedDate: wire.CreatedDate, ModifiedDate: wire.ModifiedDate}
	for field, value := range wire.CredentialFields {
		if value == nil || masked(*value) {
			continue
		}
		if c.Fields == nil {
			c.Fields = map[string]string{}
		}
		c.Fields[field] = *value
	}
	return nil
}

// masked reports whether a value stands for one that is not shown. In which form the platform hides a value is not
// documented.
func masked(value string) bool {
	return value != "" && strings.Trim(value, "*•●") == ""
}

// CredentialBody is the body of a write, which is that of the whole credential.
type CredentialBody struct {
	Name   string
	Type   string
	Fields map[string]secret.String
}

func (b CredentialBody) wire() (body map[string]any, secrets []secret.String) {
	body = map[string]any{"name": b.Name, "type": map[string]string{"name": b.Type}}
	if len(b.Fields) == 0 {
		return body, nil
	}
	fields := map[string]string{}
	for field, value := range b.Fields {
		fields[field] = value.Reveal()
		secrets = append(secrets, value)
	}
	body["credentialFields"] = fields
	return body, secrets
}

// Lookup says how [Client.LookupCredential] finds a credential.
type Lookup struct {
	// Own answers with the name and the type of a credential that this client has made, since reads may lag behind writes.
	Own bool
	// Fields reports whether what the listing shows of the credential has to be completed by the fields that may be read.
	// Nil: it need not.
	Fields func(listed *Credential) bool
}

// LookupCredential finds a credential in the listing, which many calls share and which has the dates. One that is not
// there is looked for by a GET, which has the fields. See IsGone for one that does not exist.
func (c *Client) LookupCredential(ctx context.Context, id string, how Lookup) (*Credential, error) {
	known, _ := c.made.Load(id)
	if made, ok := known.(*Credential); ok && how.Own {
		return made, nil
	}
	found, listed, err := c.listing().Get(ctx, id)
	if err != nil || !listed || how.Fields == nil || !how.Fields(found) {
		return found, err
	}
	shown, err := c.GetCredential(ctx, id)
	if err != nil {
		return nil, err
	}
	whole := *found // which others read too
	whole.Fields = shown.Fields
	return &whole, nil
}

// GetCredential reads a credential with the fields that may be read, but without its dates.
func (c *Client) GetCredential(ctx context.Context, id string) (*Credential, error) {
	var found Credential
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathCredential, Params: credentialParams(id)}, &found)
	if err == nil {
		err = httpapi.Answers(id, found.ID)
	}
	if err != nil {
		return nil, err
	}
	return &found, nil
}

// ListCredentials reads all pages of the listing.
func (c *Client) ListCredentials(ctx context.Context) (all []*Credential, err error) {
	for found, err := range c.StreamCredentials(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, found)
	}
	return all, nil
}

// StreamCredentials reads the listing, page by page as they are taken. The error is the last that it yields.
func (c *Client) StreamCredentials(ctx context.Context) iter.Seq2[*Credential, error] {
	size := []string{strconv.Itoa(listingSize)}
	all := listing[Credential]{
		path: pathCredentialsList, query: url.Values{"pageSize": size}, id: credentialID,
		// A page that is full, but names no next one, may be followed by another: then the last id is the cursor, as in the
		// vendor's Terraform provider.
		after: func(count int, last string) url.Values {
			if count < listingSize {
				return nil
			}
			return url.Values{"pageSize": size, "after": {last}}
		},
	}
	return func(yield func(*Credential, error) bool) {
		err := all.each(ctx, c, func(found []*Credential, _ int) bool {
			for _, one := range found {
				if !yield(one, nil) {
					return false
				}
			}
			return true
		})
		if err != nil {
			yield(nil, err)
		}
	}
}

// CreateCredential creates a credential exactly once, although the answer may be lost. With an error, the result is not nil
// if the object exists.
func (c *Client) CreateCredential(ctx context.Context, body CredentialBody) (*Credential, error) {
	created, err := c.creations.Create(ctx, create.Creation[*Credential]{
		Key: fmt.Sprintf("%q %q", body.Type, body.Name),
		Post: func(ctx context.Context) (*Credential, error) {
			return c.write(ctx, httpapi.Request{Method: http.MethodPost, Path: pathCredentials}, body)
		},
		Matches: func(ctx context.Context, found *Credential) (bool, error) { return c.matches(ctx, found, body) },
		Adopt: func(ctx context.Context, found *Credential) (*Credential, error) {
			return c.UpdateCredential(ctx, found.ID, body)
		},
	})
	if created != nil {
		c.made.Store(created.ID, &Credential{ID: created.ID, Name: body.Name, Type: body.Type})
	}
	return created, err
}

// matches reports whether what can be read of a credential is what the body sets. One that is listed already, but cannot
// be read yet, has nothing that says otherwise.
func (c *Client) matches(ctx context.Context, listed *Credential, body CredentialBody) (bool, error) {
	if listed.Name != body.Name || listed.Type != body.Type {
		return false, nil
	}
	shown, err := c.GetCredential(ctx, listed.ID)
	if IsGone(err) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	for field, value := range shown.Fields {
		// Assumption: Genesys Cloud adds no field by itself. If it does, the error of the creation has the import command.
		if value != "" && value != body.Fields[field].Reveal() {
			return false, nil
		}
	}
	return true, nil
}

// UpdateCredential replaces a credential. Fields that the body does not hold are assumed to be lost.
func (c *Client) UpdateCredential(ctx context.Context, id string, body CredentialBody) (*Credential, error) {
	updated, err := c.write(ctx, httpapi.Request{Method: http.MethodPut, Path: pathCredential, Params: credentialParams(id)}, body)
	if err == nil {
		err = httpapi.Answers(id, updated.ID)
	}
	if err != nil {
		return nil, err
	}
	return updated, nil
}

// DeleteCredential deletes a credential; one that is gone already is a success.
func (c *Client) DeleteCredential(ctx context.Context, id string) error {
	defer c.listing().Drop()
	defer c.made.Delete(id)
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodDelete, Path: pathCredential, Params: credentialParams(id)}, nil)
	if IsGone(err) {
		return nil
	}
	return err
}

// IsInUse reports whether err may be the refusal to delete a credential that is still in use. Which status that has is not
// documented.
func IsInUse(err error) bool {
	status := httpapi.StatusOf(err)
	return status == http.StatusConflict || status == http.StatusBadRequest
}

func (c *Client) write(ctx context.Context, r httpapi.Request, body CredentialBody) (*Credential, error) {
	defer c.listing().Drop()
	wire, secrets := body.wire()
	r.Body, r.Secrets = wire, secrets
	var written Credential
	if err := c.api.Do(ctx, r, &written); err != nil {
		return nil, err
	}
	return &written, nil
}

func credentialParams(id string) map[string]string { return map[string]string{"credentialId": id} }
