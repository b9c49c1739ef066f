package oneaccesstest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// User is a user of the tenant, as the page ShowUserById has it.
type User struct {
	ID                 string         `json:"user_id"`
	OrgID              string         `json:"org_id"`
	UserName           string         `json:"user_name"`
	Name               string         `json:"name"`
	Mobile             string         `json:"mobile"`
	Email              string         `json:"email"`
	MustChangePassword bool           `json:"pwd_must_modify"`
	PasswordChangedAt  string         `json:"pwd_change_at"`
	CreatedAt          string         `json:"created_at"`
	UpdatedAt          string         `json:"updated_at"`
	Disabled           bool           `json:"disabled"`
	Grade              int            `json:"grade"`
	Locked             string         `json:"locked"`
	Extension          map[string]any `json:"extension"`
	Relations          []UserRelation `json:"user_org_relation_list"`
}

// UserRelation is how a user belongs to an organization of the tenant.
type UserRelation struct {
	OrgID string `json:"org_id"`
	// Type is 0 for a member and 1 for an affiliate: a number in the vendor's
	// example, although the table calls it a string.
	Type int `json:"relation_type"`
}

func (f *Fake) findUser(id string) (*User, error) {
	return f.userWhere(func(u *User) bool { return u.ID == id })
}

func (f *Fake) userWhere(is func(*User) bool) (*User, error) {
	i := slices.IndexFunc(f.users, is)
	if i < 0 {
		return nil, fakeapi.Refuse(http.StatusBadRequest, f.options.UserNotFoundCode, "The user does not exist.")
	}
	return f.users[i], nil
}

func (f *Fake) showUser(_ call, user *User) (fakeapi.Answer, error) { return fakeapi.OK(*user) }

var userNameSchema = fakeapi.Object("", fakeapi.String("user_name", 1, 0).Required())

func (f *Fake) showUserByUserName(c call) (fakeapi.Answer, error) {
	var in struct {
		UserName string `json:"user_name"`
	}
	if err := fakeapi.ReadJSON(c.Request, userNameSchema, &in); err != nil {
		return fakeapi.Answer{}, err
	}
	user, err := f.userWhere(func(u *User) bool {
		return u.UserName == in.UserName || !f.options.ExactUserNames && strings.EqualFold(u.UserName, in.UserName)
	})
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return fakeapi.OK(*user)
}

// listUsers requires org_id, which may be empty for all users.
func (f *Fake) listUsers(c call) (fakeapi.Answer, error) {
	if !c.query.Has("org_id") {
		return fakeapi.Answer{}, invalid(`query parameter "org_id" is required`)
	}
	orgID := c.query.Get("org_id")
	var users []User
	for _, u := range f.users {
		if orgID == "" || u.OrgID == orgID {
			users = append(users, *u)
		}
	}
	return page(f, c, "users", users)
}
