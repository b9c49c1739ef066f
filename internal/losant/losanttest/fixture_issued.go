package losanttest

import (
	"fmt"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// samplePublicKey is what the secrets of samples are encrypted to. Its private
// key is thrown away.
const samplePublicKey = "age17t2pypjlnas9d6xkrhmcxclqzvytvrxxfwhzetajpl3sn3twkpusgvhexn"

// shownKey is an access key that no sample manages.
func (f *Fake) shownKey() string {
	const name = "read by a data source"
	for _, k := range f.Keys(ApplicationID) {
		if k.Values["name"] == name {
			return k.ID
		}
	}
	return f.SeedKey(ApplicationID, map[string]any{"name": name, "deviceTags": []any{map[string]any{"key": "a"}}}).ID
}

// keySample has the note as its description.
func (f *Fake) keySample() fakeapi.Resource {
	const prefix = "sample "
	sample := fakeapi.Resource{
		Type: "application_key",
		Arguments: func(name, note, _ string) string {
			return fmt.Sprintf("application_id = %q\nname = %q\ndescription = %q\nencrypt_to = [%q]", ApplicationID, prefix+name, note, samplePublicKey)
		},
		Objects: func() (all []fakeapi.Stored) {
			for _, k := range f.Keys(ApplicationID) {
				text, _ := k.Values["name"].(string)
				if name, ok := strings.CutPrefix(text, prefix); ok {
					note, _ := k.Values["description"].(string)
					all = append(all, fakeapi.Stored{Name: name, ID: k.ID, ImportID: ApplicationID + "/" + k.ID, Secret: note, Made: []string{k.Secret}})
				}
			}
			return all
		},
		Create: CreateKey, Read: GetKey, Update: PatchKey, Delete: DeleteKey,
		Posts: true,
	}
	sample.Edit = func(name string) {
		f.EditKey(ApplicationID, sample.Object(name).ID, func(k *Key) { k.Values["description"] = "by hand" })
	}
	sample.Remove = func(name string) { f.RemoveKey(ApplicationID, sample.Object(name).ID) }
	return sample
}

// shownToken is an API token that no sample manages.
func (f *Fake) shownToken() string {
	const name = "read by a data source"
	for _, t := range f.APITokens(ApplicationID) {
		if t.Name == name {
			return t.ID
		}
	}
	return f.SeedAPIToken(ApplicationID, APIToken{Name: name}).ID
}

// tokenSample has the note as its description.
func (f *Fake) tokenSample() fakeapi.Resource {
	const prefix = "sample "
	sample := fakeapi.Resource{
		Type: "application_api_token",
		Arguments: func(name, note, _ string) string {
			return fmt.Sprintf("application_id = %q\nname = %q\ndescription = %q\nscope = [\"devices.get\"]\nencrypt_to = [%q]", ApplicationID, prefix+name, note, samplePublicKey)
		},
		Objects: func() (all []fakeapi.Stored) {
			for _, t := range f.APITokens(ApplicationID) {
				if name, ok := strings.CutPrefix(t.Name, prefix); ok {
					note := ""
					if t.Description != nil {
						note = *t.Description
					}
					all = append(all, fakeapi.Stored{Name: name, ID: t.ID, ImportID: ApplicationID + "/" + t.ID, Secret: note, Made: []string{t.Token}})
				}
			}
			return all
		},
		Create: CreateToken, Read: GetToken, Update: PatchToken, Delete: DeleteToken,
		Posts: true,
	}
	sample.Edit = func(name string) {
		f.EditAPIToken(ApplicationID, sample.Object(name).ID, func(t *APIToken) { note := "by hand"; t.Description = &note })
	}
	sample.Remove = func(name string) { f.RemoveAPIToken(ApplicationID, sample.Object(name).ID) }
	return sample
}
