package helloidtest

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// User is an end user.
type User struct {
	// ID and GUID are made by AddUser, GUID only if it is empty.
	ID   int
	GUID string
	// UserName and, if there is one, SID (of Active Directory) name the user in
	// paths, too.
	UserName, SID                     string
	FirstName, LastName, ContactEmail string
	Disabled, Deleted                 bool
}

// userByGUID, like the other finders, takes a GUID in either letter case and
// returns nil if there is none.
func (f *Fake) userByGUID(guid string) *User {
	return find(f.users, func(u *User) bool { return strings.EqualFold(u.GUID, guid) })
}

// findUser takes whatever article 115002969234 takes for a user.
func (f *Fake) findUser(name string) *User {
	return find(f.users, func(u *User) bool {
		return strings.EqualFold(u.GUID, name) || f.sameName(u.UserName, name) ||
			strconv.Itoa(u.ID) == name || u.SID != "" && u.SID == name
	})
}

// isServed reports whether the credentials of the user can be written.
func (f *Fake) isServed(u *User) bool {
	return !u.Deleted && (!u.Disabled || !f.options.RefuseDisabled)
}

// getUser takes a user name or a GUID. It finds no deleted user, as an
// assumption.
func (f *Fake) getUser(c call) (fakeapi.Answer, error) {
	name := c.PathValue("user")
	user := find(f.users, func(u *User) bool {
		return !u.Deleted && (strings.EqualFold(u.GUID, name) || f.sameName(u.UserName, name))
	})
	if user == nil {
		return fakeapi.Answer{}, fakeapi.Refuse(http.StatusNotFound, "", "User not found")
	}
	return fakeapi.OK(f.viewUser(user))
}

// listUsers lists in the order in which the users were made. That search takes
// no account of letter case, and that isDeleted=true lists deleted users only,
// are assumptions.
func (f *Fake) listUsers(c call) (fakeapi.Answer, error) {
	enabled, err := c.query.Bool("enabled", true)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	deleted, err := c.query.Bool("isDeleted", false)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	rows := []any{}
	for _, u := range f.users {
		if u.Deleted == deleted && (!c.query.Has("enabled") || u.Disabled != enabled) && u.contains(c.query.Get("search")) {
			rows = append(rows, f.viewUser(u))
		}
	}
	return f.page(c, rows)
}

func (u *User) contains(text string) bool {
	return slices.ContainsFunc([]string{u.FirstName, u.LastName, u.UserName, u.ContactEmail}, func(value string) bool {
		return strings.Contains(strings.ToLower(value), strings.ToLower(text))
	})
}

func (f *Fake) viewUser(u *User) map[string]any {
	return map[string]any{
		"id":           u.ID,
		"userGUID":     f.shownGUID(u.GUID),
		"userName":     u.UserName,
		"firstName":    u.FirstName,
		"lastName":     u.LastName,
		"contactEmail": u.ContactEmail,
		"isEnabled":    !u.Disabled,
		"isDeleted":    u.Deleted,
		"lastLogin":    nil,
		"source":       "Local",
		"links": []link{
			{"self by name", "/api/v1/users/" + u.UserName},
			{"self by GUID", "/api/v1/users/" + f.shownGUID(u.GUID)},
		},
	}
}

type link struct {
	Title    string `json:"title"`
	Location string `json:"location"`
}

// list answers with rows in the form of Options.ListMember.
func (f *Fake) list(rows []any) (fakeapi.Answer, error) {
	if member := f.options.ListMember; member != "" {
		return fakeapi.OK(map[string]any{member: rows})
	}
	return fakeapi.OK(rows)
}

// page answers with a page of a list.
func (f *Fake) page(c call, rows []any) (fakeapi.Answer, error) {
	take, err := c.query.Int("take", min(100, f.options.MaxTake), 1, f.options.MaxTake)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	skip, err := c.query.Int("skip", 0, 0, math.MaxInt32)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	rows = fakeapi.Page(f.options.Options, rows, skip, take)
	return f.list(rows)
}
