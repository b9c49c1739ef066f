package helloidtest_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

// item is a part of the answer to a write, and what of it these tests look at.
type item struct {
	LangSet        string
	CredentialSets []struct {
		CredentialSetGUID, Name string
		Credentials             []struct {
			CredentialGUID, Function, Value string
			UserEditAllowed                 bool
		}
	}
	CredCount              int
	Custom                 string
	Type, Name             string
	ApplicationGUID, Error string
}

func write(t *testing.T, f *helloidtest.Fake, body string) []item {
	t.Helper()
	got := send(t, f, "POST", tablePath, body)
	if got.status != http.StatusOK {
		t.Fatalf("got %d %s", got.status, got.body)
	}
	var items []item
	got.decode(t, &items)
	return items
}

// guids are the set's GUID and those of its credentials by function.
func guids(set helloidtest.CredentialSet) (string, map[string]string) {
	all := map[string]string{}
	for _, c := range set.Credentials {
		all[c.Function] = c.GUID
	}
	return set.GUID, all
}

// TestAnswerListsMoreThanWasWritten pins what a client must not do: take the
// first of anything.
func TestAnswerListsMoreThanWasWritten(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	f.AddApplication(helloidtest.Application{Name: "in which the user has no set"})
	f.Store(userGUID, applicationGUID, "Second", map[string]string{"UserName": "other"})
	items := write(t, f, sample)
	got := []string{}
	for _, i := range items {
		for _, set := range i.CredentialSets {
			got = append(got, i.Name+" "+i.LangSet+" "+set.Name)
		}
	}
	want := []string{"Wiki EN Default", "Github NL Second", "Github NL Default", "Github EN Second", "Github EN Default"}
	if !slices.Equal(got, want) || len(items) != 3 {
		t.Errorf("got %q in %d items, want %q", got, len(items), want)
	}
	last := items[len(items)-1]
	if last.ApplicationGUID != applicationGUID || last.Type != "PLUGIN" || last.CredCount != 3 || last.Error != "" {
		t.Errorf("got %+v", last)
	}
	if custom, err := base64.StdEncoding.DecodeString(last.Custom); err != nil || !json.Valid(custom) {
		t.Errorf("custom is %s", last.Custom)
	}
}

func TestAnswerShowsValuesInTheClear(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{OnlyChanged: true})
	items := write(t, f, sample)
	if len(items) != 1 || len(items[0].CredentialSets) != 1 || len(items[0].CredentialSets[0].Credentials) != 2 {
		t.Fatalf("got %+v", items)
	}
	shown := items[0].CredentialSets[0]
	stored := f.CredentialSets(userGUID, applicationGUID)[0]
	if shown.CredentialSetGUID != stored.GUID || shown.Name != "Default" {
		t.Errorf("shown %+v, stored %+v", shown, stored)
	}
	values := map[string]string{}
	for _, c := range shown.Credentials {
		values[c.Function] = c.Value
		if _, ids := guids(stored); c.CredentialGUID == "" || c.CredentialGUID != ids[c.Function] || !c.UserEditAllowed {
			t.Errorf("shown %+v, stored %+v", c, ids)
		}
	}
	want := map[string]string{"UserName": "Mike", "Password": "g!sg*Z_x5"}
	if !reflect.DeepEqual(values, want) || !reflect.DeepEqual(f.Values(userGUID, applicationGUID, "Default"), want) {
		t.Errorf("shown %v", values)
	}
	if shown.Credentials[0].Function != "Password" {
		t.Error("the credentials come in the order in which they were sent")
	}
}

// TestAnswerIsSpelledAsInTheSample looks at the letter case, which decoding
// into a struct would hide.
func TestAnswerIsSpelledAsInTheSample(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	got := send(t, f, "POST", tablePath, sample)
	for _, member := range []string{
		"langSet", "credentialSets", "credentials", "credentialGUID", "function", "value", "userEditAllowed",
		"credentialSetGUID", "name", "credCount", "custom", "changePwdScript", "retryCount", "options", "appOptions",
		"domainsToDetect", "urLsToDetect", "type", "url", "applicationGUID", "error", "newIcon",
	} {
		if !strings.Contains(got.body, `"`+member+`":`) {
			t.Errorf("the answer has no %s", member)
		}
	}
}

func TestWritesReplaceTheSet(t *testing.T) {
	for _, tt := range []struct {
		name           string
		options        helloidtest.Options
		want           map[string]string
		sameSet        bool
		sameCredential bool
	}{
		{"default", helloidtest.Options{}, map[string]string{"username": "Anna", "Pin": "1"}, true, true},
		{"keep unnamed", helloidtest.Options{KeepUnnamed: true}, map[string]string{"username": "Anna", "Pin": "1", "Password": "g!sg*Z_x5"}, true, true},
		{"fresh GUIDs", helloidtest.Options{FreshGUID: true}, map[string]string{"username": "Anna", "Pin": "1"}, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := helloidtest.NewServer(t, tt.options)
			write(t, f, sample)
			setBefore, before := guids(f.CredentialSets(userGUID, applicationGUID)[0])
			write(t, f, body("Default", "username", "Anna", "Pin", "1"))
			setAfter, after := guids(f.CredentialSets(userGUID, applicationGUID)[0])
			if got := f.Values(userGUID, applicationGUID, "Default"); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("stored %v, want %v", got, tt.want)
			}
			if (setBefore == setAfter) != tt.sameSet || (before["UserName"] == after["username"]) != tt.sameCredential || after["Pin"] == "" {
				t.Errorf("GUIDs %s %v before and %s %v after", setBefore, before, setAfter, after)
			}
		})
	}
}

func TestOtherCase(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{OtherCase: true, OnlyChanged: true})
	got := write(t, f, sample)[0]
	set := got.CredentialSets[0]
	if got.ApplicationGUID != strings.ToUpper(applicationGUID) || set.Name != "default" || set.Credentials[0].Function != "password" ||
		set.CredentialSetGUID != strings.ToUpper(f.CredentialSets(userGUID, applicationGUID)[0].GUID) ||
		set.Credentials[0].Value != "g!sg*Z_x5" {
		t.Errorf("got %+v", got)
	}
}

func TestWritesThatTheApplicationRefuses(t *testing.T) {
	for name, options := range map[string]helloidtest.Options{
		"default":   {},
		"not found": {UnknownStatus: 404},
		"in band":   {InBandErrors: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := helloidtest.NewServer(t, options)
			write(t, f, sample)
			stored := f.CredentialSets(userGUID, applicationGUID)
			f.EditApplication(applicationGUID, func(a *helloidtest.Application) { a.Type = "SAML" })
			for _, guid := range []string{applicationGUID, unknownGUID} {
				changed := strings.NewReplacer(applicationGUID, guid, "Mike", "Anna").Replace(sample)
				if !options.InBandErrors {
					if got := send(t, f, "POST", tablePath, changed); got.status != max(400, options.UnknownStatus) {
						t.Errorf("%s: got %d %s", guid, got.status, got.body)
					}
					continue
				}
				for _, i := range write(t, f, changed) {
					if (i.Error != "") != (i.ApplicationGUID == guid) {
						t.Errorf("%s: got %+v", guid, i)
					}
				}
			}
			if after := f.CredentialSets(userGUID, applicationGUID); !reflect.DeepEqual(after, stored) {
				t.Errorf("stored %+v before and %+v after", stored, after)
			}
			f.EditApplication(applicationGUID, func(a *helloidtest.Application) { a.Type = "FORM" })
			write(t, f, sample)
		})
	}
}

func TestOptionsOfWrites(t *testing.T) {
	t.Run("update only", func(t *testing.T) {
		f := helloidtest.NewServer(t, helloidtest.Options{UpdateOnly: true})
		if got := send(t, f, "POST", tablePath, sample); got.status != 400 || f.CredentialSets(userGUID, applicationGUID) != nil {
			t.Errorf("got %d %s", got.status, got.body)
		}
		f.Store(userGUID, applicationGUID, "Default", nil)
		write(t, f, sample)
	})
	t.Run("allow empty", func(t *testing.T) {
		f := helloidtest.NewServer(t, helloidtest.Options{AllowEmpty: true})
		write(t, f, body("Default", "UserName", ""))
		write(t, f, body("Default"))
	})
	t.Run("fold names", func(t *testing.T) {
		f := helloidtest.NewServer(t, helloidtest.Options{FoldNames: true})
		write(t, f, sample)
		write(t, f, body("DEFAULT", "UserName", "Anna"))
		if sets := f.CredentialSets(userGUID, applicationGUID); len(sets) != 1 {
			t.Errorf("stored %+v", sets)
		}
		if got := send(t, f, "DELETE", "/api/v1/credentialset/MIKE/github", ""); got.status != 200 {
			t.Errorf("got %d %s", got.status, got.body)
		}
	})
}

func TestUsersWhoCannotBeWritten(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options helloidtest.Options
		edit    func(*helloidtest.User)
		status  int
	}{
		{"deleted", helloidtest.Options{}, func(u *helloidtest.User) { u.Deleted = true }, 400},
		{"disabled", helloidtest.Options{}, func(u *helloidtest.User) { u.Disabled = true }, 200},
		{"disabled, refused", helloidtest.Options{RefuseDisabled: true}, func(u *helloidtest.User) { u.Disabled = true }, 400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := helloidtest.NewServer(t, tt.options)
			f.Store(userGUID, applicationGUID, "Default", map[string]string{"UserName": "Mike"})
			f.EditUser(userGUID, tt.edit)
			if got := send(t, f, "POST", tablePath, sample); got.status != tt.status {
				t.Errorf("write: got %d %s, want %d", got.status, got.body, tt.status)
			}
			if got := send(t, f, "DELETE", setPath, ""); got.status != tt.status {
				t.Errorf("delete: got %d %s, want %d", got.status, got.body, tt.status)
			}
		})
	}
}

func TestDeleteTakesAllSets(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options helloidtest.Options
		left    int
		again   int
	}{
		{"default", helloidtest.Options{}, 0, 404},
		{"status", helloidtest.Options{NoSetStatus: 400}, 0, 400},
		{"only Default", helloidtest.Options{DeleteOnlyDefault: true}, 1, 404},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := helloidtest.NewServer(t, tt.options)
			write(t, f, sample)
			write(t, f, body("Second", "UserName", "other"))
			got := send(t, f, "DELETE", setPath, "")
			if left := len(f.CredentialSets(userGUID, applicationGUID)); got.status != 200 || got.body != "" || left != tt.left {
				t.Errorf("got %d %q, and %d sets are left", got.status, got.body, left)
			}
			if again := send(t, f, "DELETE", setPath, ""); again.status != tt.again {
				t.Errorf("again: got %d", again.status)
			}
			if f.Values(userGUID, helloidtest.NeighborGUID, "Default")["Password"] != helloidtest.NeighborPassword {
				t.Error("the set for another application is gone")
			}
		})
	}
}

func TestEveryNameOfUserAndApplicationDeletes(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	user := f.AddUser(helloidtest.User{UserName: `acme\anna b`, SID: "S-1-5-21-7"})
	application := f.AddApplication(helloidtest.Application{Name: "Payroll/HR"})
	for _, u := range []string{user.GUID, `acme%5Canna%20b`, "S-1-5-21-7", strconv.Itoa(user.ID)} {
		for _, a := range []string{application.GUID, "Payroll%2FHR", strconv.Itoa(application.ID)} {
			f.Store(user.GUID, application.GUID, "Default", map[string]string{"UserName": "anna"})
			path := strings.NewReplacer("{u}", u, "{a}", a).Replace("/api/v1/credentialset/{u}/{a}")
			if got := send(t, f, "DELETE", path, ""); got.status != 200 || f.CredentialSets(user.GUID, application.GUID) != nil {
				t.Errorf("%s: got %d %s", path, got.status, got.body)
			}
		}
	}
}

func TestEditsOutOfBand(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	write(t, f, sample)
	f.Store(strings.ToUpper(userGUID), applicationGUID, "Default", map[string]string{"UserName": "typed"})
	if got := f.Values(userGUID, applicationGUID, "Default"); !reflect.DeepEqual(got, map[string]string{"UserName": "typed"}) {
		t.Errorf("stored %v", got)
	}
	if !f.Clear(userGUID, applicationGUID, "Default") || f.Clear(userGUID, applicationGUID, "Default") || f.Values(userGUID, applicationGUID, "Default") != nil {
		t.Error("the set was not cleared once")
	}
	write(t, f, sample)
	f.RemoveApplication(applicationGUID)
	if got := send(t, f, "POST", tablePath, sample); got.status != 400 {
		t.Errorf("application removed: got %d", got.status)
	}
	f.AddApplication(helloidtest.Application{GUID: applicationGUID})
	if sets := f.CredentialSets(userGUID, applicationGUID); sets != nil {
		t.Errorf("the sets outlived their application: %+v", sets)
	}
}
