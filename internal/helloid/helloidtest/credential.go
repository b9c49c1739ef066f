package helloidtest

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// written is the body of UpdateCredential.
type written struct {
	ApplicationGUID string
	CredSetName     string
	Credentials     []struct {
		Function        string
		Value           string
		UserEditAllowed bool
	}
}

func (f *Fake) updateCredential(c call) (fakeapi.Answer, error) {
	guid, err := fakeapi.PathValue(c.Request, "userGuid", guidPattern)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	in, err := f.readWritten(c.Request)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	user := f.userByGUID(guid)
	if user == nil || !f.isServed(user) {
		return fakeapi.Answer{}, f.unknown("the user does not exist")
	}
	application := f.applicationByGUID(in.ApplicationGUID)
	switch {
	case application == nil:
		return f.refused(user, &Application{GUID: in.ApplicationGUID, Languages: []string{"EN"}}, "the application does not exist")
	case !application.hasCredentials():
		return f.refused(user, application, "the application has no credentials")
	}
	set, existed := f.takeSet(user, application, in.CredSetName)
	if !existed && f.options.UpdateOnly {
		return fakeapi.Answer{}, fakeapi.Refuse(http.StatusBadRequest, "", "the user has no such credential set")
	}
	f.assign(set, in)
	f.sets = append(f.sets, set)
	return fakeapi.OK(f.configurations(user, application, ""))
}

// readWritten reads the body strictly. That every function is there once is an
// assumption: which of two values would count is not documented.
func (f *Fake) readWritten(r *http.Request) (written, error) {
	least := 1
	if f.options.AllowEmpty {
		least = 0
	}
	credential := fakeapi.Object("",
		fakeapi.String("Function", 1, 0).Required(),
		fakeapi.String("Value", least, 0).Required(),
		fakeapi.Boolean("UserEditAllowed").Required(),
	)
	schema := fakeapi.Object("",
		fakeapi.Pattern("ApplicationGUID", guidPattern).Required(),
		fakeapi.String("CredSetName", 1, 0).Required(),
		fakeapi.Array("Credentials", credential, least, 0).Required(),
	)
	var in written
	if err := fakeapi.ReadJSON(r, schema, &in); err != nil {
		return in, err
	}
	seen := map[string]bool{}
	for _, c := range in.Credentials {
		function := strings.ToLower(c.Function)
		if !c.UserEditAllowed {
			return in, fakeapi.Refuse(http.StatusBadRequest, "", "UserEditAllowed has to be true")
		}
		if seen[function] {
			return in, fakeapi.Refuse(http.StatusBadRequest, "", "a function is there twice")
		}
		seen[function] = true
	}
	return in, nil
}

// assign writes a body that was found in order onto a set.
func (f *Fake) assign(set *CredentialSet, in written) {
	before := set.Credentials
	set.Credentials = nil
	if f.options.FreshGUID {
		set.GUID = f.newGUID()
	}
	for _, c := range in.Credentials {
		credential := Credential{Function: c.Function, Value: c.Value}
		if i := slices.IndexFunc(before, credential.isNamesake); i >= 0 {
			credential.GUID = before[i].GUID
			before = slices.Delete(before, i, i+1)
		}
		if credential.GUID == "" || f.options.FreshGUID {
			credential.GUID = f.newGUID()
		}
		set.Credentials = append(set.Credentials, credential)
	}
	if f.options.KeepUnnamed {
		set.Credentials = append(set.Credentials, before...)
	}
}

// refused answers a write that fails on account of the application.
func (f *Fake) refused(user *User, application *Application, problem string) (fakeapi.Answer, error) {
	if f.options.InBandErrors {
		return fakeapi.OK(f.configurations(user, application, problem))
	}
	return fakeapi.Answer{}, f.unknown(problem)
}

func (f *Fake) unknown(problem string) *fakeapi.Refusal {
	return fakeapi.Refuse(f.options.UnknownStatus, "", "%s", problem)
}

// configurations is the answer to a write: an item for each application and
// language in which the user has credential sets. What was written comes last,
// so that no client can do with the first.
func (f *Fake) configurations(user *User, changed *Application, problem string) []map[string]any {
	languages, sets := changed.Languages, f.setsOf(user, changed)
	if f.options.OnlyChanged {
		return f.items(changed, languages[:1], sets[max(0, len(sets)-1):], problem)
	}
	var items []map[string]any
	for _, a := range f.applications {
		if others := f.setsOf(user, a); a != changed && len(others) > 0 {
			items = append(items, f.items(a, a.Languages, others, "")...)
		}
	}
	return append(items, f.items(changed, languages, sets, problem)...)
}

// items are those of one application, with the members of the sample in article
// 115003023593. The meaning of most is not documented; their values are the
// sample's.
func (f *Fake) items(a *Application, languages []string, sets []*CredentialSet, problem string) []map[string]any {
	shown, count := []map[string]any{}, 0
	for _, set := range sets {
		shown = append(shown, f.viewSet(set))
		count += len(set.Credentials)
	}
	var items []map[string]any
	for _, language := range languages {
		items = append(items, map[string]any{
			"langSet":         language,
			"credentialSets":  shown,
			"credCount":       count,
			"custom":          formMap("username", "password"),
			"changePwdScript": formMap("password", "newpassword", "confirmpassword"),
			"retryCount":      1,
			"options":         3,
			"appOptions":      0,
			"domainsToDetect": "",
			"urLsToDetect":    "",
			"type":            a.Type,
			"url":             a.URL,
			"name":            a.Name,
			"applicationGUID": f.shownGUID(a.GUID),
			"error":           problem,
			"newIcon":         a.icon(),
		})
	}
	return items
}

// viewSet shows all values in the clear, and the credentials in another order
// than they were sent, since none is documented.
func (f *Fake) viewSet(set *CredentialSet) map[string]any {
	credentials := []map[string]any{}
	for _, c := range slices.Backward(set.Credentials) {
		credentials = append(credentials, map[string]any{
			"credentialGUID":  f.shownGUID(c.GUID),
			"function":        f.shownName(c.Function),
			"value":           c.Value,
			"userEditAllowed": true,
		})
	}
	return map[string]any{
		"credentials":       credentials,
		"credentialSetGUID": f.shownGUID(set.GUID),
		"name":              f.shownName(set.Name),
	}
}

// formMap is a form-fill map as the sample has it, in base64.
func formMap(types ...string) string {
	fields := make([]string, len(types))
	for i, t := range types {
		fields[i] = `{"key":"` + t + `_field","type":"` + t + `"}`
	}
	return base64.StdEncoding.EncodeToString([]byte(`{"fields":[` + strings.Join(fields, ",") + `]}`))
}
