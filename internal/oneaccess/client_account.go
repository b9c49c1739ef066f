package oneaccess

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// BasicAccount is the type of an account that belongs to a user, the only one that the API makes.
const BasicAccount = "BASIC_ACCOUNT"

// The types of accounts that the API shows, but neither makes nor, as far as is documented, changes.
const (
	OrphanAccount = "ORPHAN_ACCOUNT" // belongs to no user
	PublicAccount = "PUBLIC_ACCOUNT" // is shared by users
)

// Account is what a list of a user's accounts shows of one.
type Account struct {
	ID            string    `json:"id"`
	ApplicationID string    `json:"application_id"`
	AccountName   string    `json:"account_name"`
	Type          string    `json:"account_type"`
	Name          string    `json:"name"`
	Extension     Extension `json:"extension"`
}

// AccountDetail is an account as its application shows it: without its user, the code of its organization, and its password.
type AccountDetail struct {
	Account
	Disabled bool   `json:"disabled"`
	OrgID    string `json:"org_id"`
	Roles    []Role `json:"roles"`
}

// Role is a role of an account in its application.
type Role struct {
	ID         string      `json:"role_id"    tfsdk:"id"`
	Code       string      `json:"role_code"  tfsdk:"code"`
	Name       string      `json:"role_name"  tfsdk:"name"`
	Privileges []Privilege `json:"privileges" tfsdk:"privileges"`
}

// Privilege is what a role permits.
type Privilege struct {
	ID            string         `json:"privilege_id"   tfsdk:"id"`
	Code          string         `json:"privilege_code" tfsdk:"code"`
	Name          string         `json:"privilege_name" tfsdk:"name"`
	ResourceItems []ResourceItem `json:"resource_items" tfsdk:"resource_items"`
}

// ResourceItem is what a privilege is about.
type ResourceItem struct {
	ID       string `json:"item_id"       tfsdk:"id"`
	Code     string `json:"item_code"     tfsdk:"code"`
	Name     string `json:"item_name"     tfsdk:"name"`
	ParentID string `json:"item_parentid" tfsdk:"parent_id"`
}

// Extension holds extended attributes by name, each as it is written in JSON. One that is shown as null is not set.
type Extension map[string]json.RawMessage

// UnmarshalJSON reads a JSON object, or null.
func (e *Extension) UnmarshalJSON(data []byte) error {
	var attributes map[string]json.RawMessage
	if err := json.Unmarshal(data, &attributes); err != nil {
		return err
	}
	maps.DeleteFunc(attributes, func(_ string, value json.RawMessage) bool { return string(value) == "null" })
	*e = attributes
	return nil
}

// AccountBody is what a write sets. An empty text, secret or object and a nil are left out: a new account then gets its
// default, and an existing one is assumed to keep what it has.
type AccountBody struct {
	AccountName string        `json:"account_name,omitempty"`
	Name        string        `json:"name,omitempty"`
	OrgCode     string        `json:"org_code,omitempty"`
	Disabled    *bool         `json:"disabled,omitempty"`
	Extension   Extension     `json:"extension,omitempty"`
	Password    secret.String `json:"-"`
}

func (b AccountBody) isEmpty() bool { return reflect.ValueOf(b).IsZero() }

// wireBody is an AccountBody on the wire.
type wireBody struct {
	UserID string `json:"user_id,omitempty"`
	AccountBody
	Password string `json:"password,omitempty"`
}

// matches reports whether what is shown of an account is what the body sets.
func (a Account) matches(body AccountBody) bool {
	if a.Type != BasicAccount || !isNamed(body.AccountName)(a) || body.Name != "" && body.Name != a.Name {
		return false
	}
	for attribute, wanted := range body.Extension {
		if shown, ok := a.Extension[attribute]; ok && !sameJSON(shown, wanted) {
			return false
		}
	}
	return true
}

// sameJSON reports whether two texts are the same value.
func sameJSON(a, b json.RawMessage) bool {
	var left, right any
	return json.Unmarshal(a, &left) == nil && json.Unmarshal(b, &right) == nil && reflect.DeepEqual(left, right)
}

// written is the answer to a write.
type written struct {
	AccountID string `json:"account_id"`
}

// UnmarshalJSON refuses an answer without an id. The account is looked for then, as if the answer had been lost.
func (w *written) UnmarshalJSON(data []byte) error {
	type plain written
	if err := json.Unmarshal(data, (*plain)(w)); err != nil {
		return err
	}
	if w.AccountID == "" {
		return errors.New("there is no account_id")
	}
	return nil
}

func accountID(a Account) string { return a.ID }

// isNamed reports whether an account has that name; with no name, any has.
func isNamed(name string) func(Account) bool {
	return func(a Account) bool { return name == "" || a.AccountName == name }
}
