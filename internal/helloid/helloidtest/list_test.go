package helloidtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

func TestListsArePagedAndFiltered(t *testing.T) {
	for _, envelope := range []string{"", "data", "pageData"} {
		f := helloidtest.NewServer(t, helloidtest.Options{ListMember: envelope})
		f.AddUser(helloidtest.User{UserName: "mikaela", ContactEmail: "m@example.com"})
		f.AddUser(helloidtest.User{UserName: "anna", LastName: "Mikelson", Disabled: true})
		f.AddUser(helloidtest.User{UserName: "ben", FirstName: "Mike", Deleted: true})
		f.AddApplication(helloidtest.Application{Name: "Github"})
		for _, tt := range []struct{ path, member, want string }{
			{"users", "userName", "Mike mikaela anna"},
			{"users?take=2", "userName", "Mike mikaela"},
			{"users?take=2&skip=2", "userName", "anna"},
			{"users?skip=3", "userName", ""},
			{"users?search=mike", "userName", "Mike anna"},
			{"users?search=mike@", "userName", "Mike"},
			{"users?search=unknown", "userName", ""},
			{"users?enabled=true", "userName", "Mike mikaela"},
			{"users?enabled=false", "userName", "anna"},
			{"users?isDeleted=true", "userName", "ben"},
			{"users?isDeleted=true&search=mike", "userName", "ben"},
			{"users?take=1", "userGUID", userGUID},
			{"applications", "name", "Github Wiki Github"},
			{"applications?take=1&skip=1", "name", "Wiki"},
			{"applications?take=2", "applicationGuid", applicationGUID + " " + helloidtest.NeighborGUID},
		} {
			t.Run(fmt.Sprintf("%s envelope=%q", tt.path, envelope), func(t *testing.T) {
				got := send(t, f, "GET", "/api/v1/"+tt.path, "")
				if names := names(t, got, tt.member, envelope); names != tt.want {
					t.Errorf("got %q, want %q", names, tt.want)
				}
			})
		}
	}
}

func TestPagesHoldOneHundredByDefault(t *testing.T) {
	for maxTake, want := range map[int]int{0: 100, 10: 10} {
		f := helloidtest.NewServer(t, helloidtest.Options{MaxTake: maxTake})
		for n := range 101 {
			f.AddApplication(helloidtest.Application{Name: fmt.Sprint("app", n)})
		}
		if got := len(strings.Fields(names(t, send(t, f, "GET", "/api/v1/applications", ""), "name", ""))); got != want {
			t.Errorf("at most %d: got %d", maxTake, got)
		}
		if got := send(t, f, "GET", "/api/v1/users?take=11", "").status; (got == 400) != (maxTake == 10) {
			t.Errorf("at most %d: take=11 has status %d", maxTake, got)
		}
	}
}

func TestOneUser(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{OtherCase: true})
	for _, name := range []string{"Mike", userGUID} {
		var got struct {
			UserGUID, UserName string
			IsEnabled          bool
			Links              []struct{ Title, Location string }
		}
		send(t, f, "GET", "/api/v1/users/"+name, "").decode(t, &got)
		if got.UserGUID != strings.ToUpper(userGUID) || got.UserName != "Mike" || !got.IsEnabled || got.Links[0].Location != "/api/v1/users/Mike" {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	f.EditUser(userGUID, func(u *helloidtest.User) { u.Deleted = true })
	if got := send(t, f, "GET", "/api/v1/users/Mike", ""); got.status != 404 {
		t.Errorf("deleted: got %d %s", got.status, got.body)
	}
}
