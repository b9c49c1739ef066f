package losanttest

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Credential is a stored service credential, with its secrets.
type Credential struct {
	ID, ApplicationID string
	Stamps
	Name, Type string
	// Description is nil if it was never set.
	Description *string
	Enabled     bool
	// Config is the object of the type, as it was sent and with what the server
	// made. Numbers that came by the API are float64.
	Config map[string]any
}

func (c *Credential) clone() *Credential {
	copied := *c
	copied.Config = maps.Clone(c.Config)
	return &copied
}

func (f *Fake) create(c call) (fakeapi.Answer, error) {
	var body map[string]any
	if err := fakeapi.ReadJSON(c.Request, postSchema, &body); err != nil {
		return fakeapi.Answer{}, err
	}
	created := &Credential{ApplicationID: c.application.id, Type: fmt.Sprint(body["type"]), Enabled: true, Config: map[string]any{}}
	if err := f.checkConfigs(created.Type, body, true); err != nil {
		return fakeapi.Answer{}, err
	}
	if err := f.assign(c.application, created, body); err != nil {
		return fakeapi.Answer{}, err
	}
	f.add(c.application, created, f.Now(), TokenID, "apiToken")
	return fakeapi.Created(f.view(created, c.shown))
}

func (f *Fake) get(c call) (fakeapi.Answer, error) {
	found, err := findOf(c, &c.application.credentials, "credentialId", "Credential", f.Readable())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return fakeapi.OK(f.view(found, c.shown))
}

func (f *Fake) patch(c call) (fakeapi.Answer, error) {
	found, err := findOf(c, &c.application.credentials, "credentialId", "Credential", f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	if err := f.checkIfMatch(c, found); err != nil {
		return fakeapi.Answer{}, err
	}
	var body map[string]any
	if err := fakeapi.ReadJSON(c.Request, patchSchema, &body); err != nil {
		return fakeapi.Answer{}, err
	}
	if err := f.checkConfigs(found.Type, body, false); err != nil {
		return fakeapi.Answer{}, err
	}
	changed := found.clone()
	if err := f.assign(c.application, changed, body); err != nil {
		return fakeapi.Answer{}, err
	}
	if !f.options.StillWhenUnchanged || !reflect.DeepEqual(found, changed) {
		changed.touch(f.ObjectDate(), time.Millisecond, TokenID, "apiToken")
	}
	if f.options.LinksFollowRename {
		c.application.renameLinks(found.Name, changed.Name)
	}
	c.application.credentials.Set(found.ID, f.Now(), changed)
	return fakeapi.OK(f.view(changed, c.shown))
}

func (f *Fake) delete(c call) (fakeapi.Answer, error) {
	found, err := findOf(c, &c.application.credentials, "credentialId", "Credential", f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	if err := f.checkIfMatch(c, found); err != nil {
		return fakeapi.Answer{}, err
	}
	if status := f.options.LinkedDeleteStatus; status != 0 && c.application.isLinked(found.Name) {
		return fakeapi.Answer{}, fakeapi.Refuse(status, "InUse", "Credential is in use")
	}
	c.application.credentials.Set(found.ID, f.Now(), nil)
	return fakeapi.OK(map[string]bool{"success": true})
}

func (f *Fake) checkIfMatch(c call, found *Credential) error {
	if want := c.Header.Get("If-Match"); f.options.CheckIfMatch && want != "" && want != etag(found) {
		return fakeapi.Refuse(http.StatusPreconditionFailed, "", "the credential is not at version %s", want)
	}
	return nil
}

// checkConfigs asks that a body has the configuration of its own type only,
// and in a POST that it is there and complete.
func (f *Fake) checkConfigs(typeName string, body map[string]any, post bool) error {
	own := configKey(typeName)
	config, present := body[own].(map[string]any)
	if !f.options.AllowMismatch {
		for key := range body {
			if strings.HasSuffix(key, "Config") && key != own {
				return fakeapi.Refuse(http.StatusBadRequest, "", "%s does not fit the type %s", key, typeName)
			}
		}
		if post && !present {
			return fakeapi.Refuse(http.StatusBadRequest, "", "%s is required for the type %s", own, typeName)
		}
	}
	if incomplete := findType(typeName).incomplete; post && present && incomplete != nil {
		if missing := incomplete(config); missing != "" {
			return fakeapi.Refuse(http.StatusBadRequest, "", "%s %s", own, missing)
		}
	}
	if config["generatePrivateKey"] == true && !post && f.options.RefuseGenerateInPatch {
		return fakeapi.Refuse(http.StatusBadRequest, "", "%s.generatePrivateKey is only for new credentials", own)
	}
	return nil
}

// assign writes a body that was found in order onto a credential.
func (f *Fake) assign(application *application, c *Credential, body map[string]any) error {
	if name, ok := body["name"].(string); ok {
		if f.hasOther(application, c.ID, name) {
			return fakeapi.Refuse(f.options.DuplicateNameStatus, "AlreadyExists", "A credential of that name already exists")
		}
		c.Name = name
	}
	if description, ok := body["description"].(string); ok {
		c.Description = &description
	}
	if enabled, ok := body["enabled"].(bool); ok {
		c.Enabled = enabled
	}
	if config, ok := body[configKey(c.Type)].(map[string]any); ok {
		f.assignConfig(c, config)
	}
	return nil
}

func (f *Fake) assignConfig(c *Credential, config map[string]any) {
	if f.options.ReplaceConfig {
		c.Config = map[string]any{}
	}
	known := findType(c.Type)
	for key, value := range config {
		switch {
		case known.roleOf(key) == asked:
		case value == nil:
			delete(c.Config, key)
		default:
			c.Config[key] = value
		}
	}
	if config["generatePrivateKey"] == true {
		c.Config[privateKeyField(c.Type)] = newPrivateKey()
	}
	f.derive(c)
}

func (f *Fake) sameName(a, b string) bool {
	return a == b || f.options.FoldNames && strings.EqualFold(a, b)
}

// hasOther reports whether a credential other than id has the name.
func (f *Fake) hasOther(a *application, id, name string) bool {
	return slices.ContainsFunc(a.credentials.All(f.Now()), func(c *Credential) bool {
		return c.ID != id && f.sameName(c.Name, name)
	})
}

// add stores a new credential that can be read since the given time.
func (f *Fake) add(application *application, c *Credential, since time.Time, authorID, authorType string) {
	c.ID, c.Stamps = f.newID(), newStamps(f.ObjectDate(), authorID, authorType)
	application.credentials.Set(c.ID, since, c)
}
