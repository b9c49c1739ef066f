package losanttest

import (
	"cmp"
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Key is a stored access key of devices, with its secret.
type Key struct {
	ID, ApplicationID string
	Stamps
	// Key is the user name at the broker; Secret is shown once.
	Key, Secret string
	// Status is active or inactive.
	Status string
	// Values are the members that a body may set, by their names, as they were
	// sent; what was never set, or taken away, is not there.
	Values map[string]any
}

// keyFields are the members of the schema "applicationKeyPatch" but for status.
// Those of "applicationKeyPost" that it does not have are fixedKeyFields.
var (
	keyFields = []fakeapi.Field{
		text("name", 1, 255),
		text("description", 0, 32767).Optional(),
		fakeapi.Enum("filterType", "all", "whitelist", "blacklist", "none"),
		fakeapi.Array("pubTopics", fakeapi.String("", 1, 1024), 0, 0),
		fakeapi.Array("subTopics", fakeapi.String("", 1, 1024), 0, 0),
		fakeapi.Enum("addressFilterType", "all", "whitelist", "blacklist"),
		fakeapi.Array("addresses", fakeapi.String("", 0, 48), 0, 100),
	}
	fixedKeyFields = []fakeapi.Field{
		fakeapi.Array("deviceIds", fakeapi.Pattern("", objectID), 0, 1000),
		fakeapi.Array("deviceTags", fakeapi.Object("",
			fakeapi.Pattern("key", tagKey),
			fakeapi.String("value", 1, 255),
		), 0, 100),
	}
	keyStatus = fakeapi.Enum("status", "active", "inactive")
)

func keyPostSchema() fakeapi.Field {
	fields := slices.Concat(keyFields, fixedKeyFields)
	fields[0] = fields[0].Optional()
	return fakeapi.Object("", fields...)
}

// keyPatchSchema takes null for the name, which takes it away.
func keyPatchSchema() fakeapi.Field {
	fields := append(slices.Clone(keyFields), keyStatus)
	fields[0] = fields[0].Optional().OrNull()
	return fakeapi.Object("", fields...)
}

// createKey makes an active key, as the vendor's page on access keys says; a
// body without members makes one for all devices.
func (f *Fake) createKey(c call) (fakeapi.Answer, error) {
	created := &Key{Values: map[string]any{}}
	if err := fakeapi.ReadJSON(c.Request, keyPostSchema(), &created.Values); err != nil {
		return fakeapi.Answer{}, err
	}
	f.addKey(c.application, created, f.Now(), TokenID, "apiToken")
	answer := f.viewKey(created, c.shown)
	answer["secret"] = created.Secret
	return fakeapi.Created(answer)
}

func (f *Fake) addKey(a *application, k *Key, since time.Time, authorID, authorType string) {
	k.ID, k.ApplicationID, k.Stamps = f.newID(), a.id, newStamps(f.ObjectDate(), authorID, authorType)
	f.complete(k)
	a.keys.Set(k.ID, since, k)
}

// complete makes what Losant makes, and sets what has a default.
func (f *Fake) complete(k *Key) {
	k.Key = cmp.Or(k.Key, strings.ToLower(rand.Text()))
	k.Secret = cmp.Or(k.Secret, rand.Text()+rand.Text())
	k.Status = cmp.Or(k.Status, "active")
	for name, value := range map[string]any{"filterType": f.options.KeyFilterType, "pubTopics": []any{}, "subTopics": []any{}} {
		if _, set := k.Values[name]; !set {
			k.Values[name] = value
		}
	}
}

func (f *Fake) getKey(c call) (fakeapi.Answer, error) {
	found, err := findOf(c, &c.application.keys, "applicationKeyId", "Application key", f.Readable())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return fakeapi.OK(f.viewKey(found, c.shown))
}

func (f *Fake) patchKey(c call) (fakeapi.Answer, error) {
	found, err := findOf(c, &c.application.keys, "applicationKeyId", "Application key", f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	var body map[string]any
	if err := fakeapi.ReadJSON(c.Request, keyPatchSchema(), &body); err != nil {
		return fakeapi.Answer{}, err
	}
	changed := found.clone()
	for name, value := range body {
		switch {
		case name == "status":
			changed.Status, _ = value.(string)
		case value == nil:
			delete(changed.Values, name)
		default:
			changed.Values[name] = value
		}
	}
	changed.touch(f.ObjectDate(), time.Millisecond, TokenID, "apiToken")
	c.application.keys.Set(found.ID, f.Now(), changed)
	return fakeapi.OK(f.viewKey(changed, c.shown))
}

func (f *Fake) deleteKey(c call) (fakeapi.Answer, error) {
	found, err := findOf(c, &c.application.keys, "applicationKeyId", "Application key", f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	c.application.keys.Set(found.ID, f.Now(), nil)
	return fakeapi.OK(map[string]bool{"success": true})
}

func (f *Fake) listKeys(c call) (fakeapi.Answer, error) {
	return list(f, c, keyListing, c.application.keys.All(f.Readable()))
}

// keyListing has no advanced query: what the parameter query takes is not
// modelled, so it is refused.
var keyListing = listing[Key]{
	typeName:     "applicationKeys",
	path:         "/keys",
	sortFields:   []string{"creationDate", "key", "status", "id", "lastUpdated", "name"},
	direction:    "desc",
	filterFields: []string{"key", "status", "name"},
	text: func(k *Key, field string) string {
		switch field {
		case "key":
			return k.Key
		case "status":
			return k.Status
		case "id":
			return k.ID
		case "name":
			name, _ := k.Values["name"].(string)
			return name
		}
		return k.date(field)
	},
	view: (*Fake).viewKey,
}

// viewKey is the schema "applicationKey": without the secret.
func (f *Fake) viewKey(k *Key, shown hypermedia) map[string]any {
	answer := map[string]any{
		"id": k.ID, "applicationKeyId": k.ID, "applicationId": k.ApplicationID, "key": k.Key, "status": k.Status,
	}
	for name, value := range k.Values {
		answer[name] = value
	}
	k.addTo(answer)
	return shown.decorate(answer, "applicationKey", "/applications/"+k.ApplicationID+"/keys/"+k.ID)
}

// findOf finds the object that the path names as it was at a time.
func findOf[T any](c call, all *fakeapi.History[T], parameter, title string, at time.Time) (*T, error) {
	id, err := fakeapi.PathValue(c.Request, parameter, objectID)
	if err != nil {
		return nil, err
	}
	if found := all.At(strings.ToLower(id), at); found != nil {
		return found, nil
	}
	return nil, fakeapi.Refuse(http.StatusNotFound, "NotFound", "%s was not found", title)
}
