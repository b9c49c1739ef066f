package oneaccess

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

const (
	pathUser           = "/api/v2/tenant/users/{user_id}"
	pathUserByUserName = "/api/v2/tenant/users/user-by-username"
)

// User is a user of the tenant.
type User struct {
	ID                string         `json:"user_id"`
	OrgID             string         `json:"org_id"`
	UserName          string         `json:"user_name"`
	Name              string         `json:"name"`
	Mobile            string         `json:"mobile"`
	Email             string         `json:"email"`
	PasswordMustBeNew bool           `json:"pwd_must_modify"`
	PasswordChangedAt lenient        `json:"pwd_change_at"`
	CreatedAt         lenient        `json:"created_at"`
	UpdatedAt         lenient        `json:"updated_at"`
	Disabled          bool           `json:"disabled"`
	Grade             int64          `json:"grade"`
	Locked            lenient        `json:"locked"`
	Extension         Extension      `json:"extension"`
	Organizations     []Organization `json:"user_org_relation_list"`
}

// Organization is how a user belongs to an organization of the tenant.
type Organization struct {
	ID       string  `json:"org_id"`
	Relation lenient `json:"relation_type"` // a number in the examples, a string in the table
}

// lenient is a text, or a number or boolean where the pages leave it open or contradict themselves.
type lenient string

// UnmarshalJSON reads any JSON value.
func (l *lenient) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) != nil {
		text = string(data)
	}
	*l = lenient(text)
	return nil
}

// UnmarshalJSON refuses an answer without an id.
func (u *User) UnmarshalJSON(data []byte) error {
	type plain User
	if err := json.Unmarshal(data, (*plain)(u)); err != nil {
		return err
	}
	if u.ID == "" {
		return errors.New("there is no user_id")
	}
	return nil
}

// GetUser reads a user by id.
func (c *Client) GetUser(ctx context.Context, id string) (*User, error) {
	var found User
	if err := c.get(ctx, pathUser, map[string]string{"user_id": id}, nil, &found); err != nil {
		return nil, err
	}
	if err := httpapi.Answers(id, found.ID); err != nil {
		return nil, err
	}
	return &found, nil
}

// GetUserByName reads a user by user name, which the API does by POST. The letter case of user names does not count, by the
// vendor's user guide.
func (c *Client) GetUserByName(ctx context.Context, userName string) (*User, error) {
	var found User
	err := c.send(ctx, httpapi.Request{
		Method: http.MethodPost, Path: pathUserByUserName, Body: map[string]string{"user_name": userName}, ReadOnly: true,
	}, &found)
	if err != nil {
		return nil, err
	}
	if !strings.EqualFold(found.UserName, userName) {
		return nil, fmt.Errorf("the answer shows another user, %q instead of %q", found.UserName, userName)
	}
	return &found, nil
}
