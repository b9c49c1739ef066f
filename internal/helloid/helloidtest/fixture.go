package helloidtest

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Fixture is HelloID as tests and the mock server meet it.
var Fixture = fakeapi.Fixture{
	Name:        "helloid",
	Title:       "HelloID",
	URLVariable: "HELLOID_BASE_URL",
	Credentials: []fakeapi.Credential{
		{Argument: "api_key", Variable: "HELLOID_API_KEY", Value: Key, ReadOnly: ReadOnlyKey},
		{Argument: "api_secret", Variable: "HELLOID_API_SECRET", Value: Secret, ReadOnly: ReadOnlySecret},
	},
	OtherVariables: []string{"HELLOID_COMPANY", "HELLOID_CREDENTIAL_PATH"},
	Gone:           fakeapi.Refusal{Status: http.StatusNotFound},
	Configure: func() (fakeapi.Configurable, func() *fakeapi.Tenant) {
		options := new(Options)
		return options, func() *fakeapi.Tenant { return New(*options).tenant() }
	},
}

// siblingPassword is a secret that no sample manages, of another set than
// NeighborPassword.
const siblingPassword = "sibling-passw0rd-2f7e"

func (f *Fake) tenant() *fakeapi.Tenant {
	return &fakeapi.Tenant{
		ListResources: []fakeapi.Reader{
			{Type: "automation_variable", Arguments: func() string { f.shownVariable(); return "" }},
		},
		Server:    f.Server,
		Store:     f,
		Shown:     []string{siblingPassword, NeighborPassword},
		Resources: []fakeapi.Resource{f.credentialSample(), f.variableSample()},
		DataSources: []fakeapi.Reader{
			{Type: "enduser", Arguments: func() string { return fmt.Sprintf("user_guid = %q", UserGUID) }},
			{Type: "enduser", Variant: "by name", Arguments: func() string { return fmt.Sprintf("user_name = %q", UserName) }},
			{Type: "enduser_application", Arguments: func() string { return fmt.Sprintf("name = %q", ApplicationName) }},
			{Type: "automation_variable", Arguments: func() string { return fmt.Sprintf("name = %q", f.shownVariable()) }},
			{Type: "automation_variables", Arguments: func() string { f.shownVariable(); return "" }},
		},
	}
}

// credentialSample has an application for each object, because the sets of an
// application are deleted together. It has no argument for the note, which
// stands in a comment.
func (f *Fake) credentialSample() fakeapi.Resource {
	applications := map[string]string{} // GUIDs by the objects' names
	return fakeapi.Resource{
		Type: "enduser_credential", Secret: "credentials", Key: "password", Other: "userName",
		Arguments: func(name, note, given string) string {
			if applications[name] == "" {
				applications[name] = f.AddApplication(Application{Name: name}).GUID
				f.Store(UserGUID, ApplicationGUID, "Default", map[string]string{"Password": siblingPassword})
			}
			return fmt.Sprintf("user_guid = %q\napplication_guid = %q\n# %s\n%s", UserGUID, applications[name], note, given)
		},
		Objects: func() (all []fakeapi.Stored) {
			for name, guid := range applications {
				for _, set := range f.CredentialSets(UserGUID, guid) {
					id := strings.Join([]string{UserGUID, guid, set.Name}, "/")
					all = append(all, fakeapi.Stored{Name: name, ID: id, ImportID: id, Secret: f.Values(UserGUID, guid, set.Name)["password"]})
				}
			}
			return all
		},
		Edit: func(name string) {
			f.Store(UserGUID, applications[name], "Default", map[string]string{"password": "by hand"})
		},
		Remove: func(name string) { f.Clear(UserGUID, applications[name], "Default") },
		Create: UpdateCredential, Update: UpdateCredential, Delete: DeleteCredentialSet,
	}
}

// shownVariable is a variable that no sample manages.
func (f *Fake) shownVariable() string {
	const name = "read by a data source"
	if _, ok := f.Variable(name); !ok {
		f.AddVariable(Variable{Name: name, Value: siblingPassword, Secret: true})
	}
	return name
}

// variableSample has no argument for the note, which stands in a comment. A
// destroyed variable is blank, and no object any more.
func (f *Fake) variableSample() fakeapi.Resource {
	names := map[string]bool{}
	return fakeapi.Resource{
		Type: "automation_variable", Secret: "value",
		Arguments: func(name, note, given string) string {
			names[name] = true
			return fmt.Sprintf("name = %q\n# %s\n%s", name, note, given)
		},
		Objects: func() (all []fakeapi.Stored) {
			for _, v := range f.Variables() {
				if names[v.Name] && (v.Secret || v.Value != "") {
					all = append(all, fakeapi.Stored{Name: v.Name, ID: v.Name, ImportID: v.Name, Secret: v.Value})
				}
			}
			return all
		},
		Edit:   func(name string) { f.EditVariable(name, func(v *Variable) { v.Value = "by hand" }) },
		Remove: f.RemoveVariable,
		Create: CreateVariableWithoutSlash, Read: GetVariable, Update: UpdateVariable, Delete: UpdateVariable,
		Posts: true, Unique: true,
	}
}
