package losanttest

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// keyState is an access key; a key or secret that is left out is a new one.
type keyState struct {
	ID            string         `json:"id"`
	ApplicationID string         `json:"applicationId"`
	Key           string         `json:"key"`
	Secret        fakeapi.Secret `json:"secret"`
	Status        string         `json:"status"`
	stampsState
	// Values are the members that a body may set.
	Values map[string]any `json:"-"`
}

// MarshalJSON puts the values at the end.
func (k keyState) MarshalJSON() ([]byte, error) {
	type plain keyState
	return inline(plain(k), k.Values)
}

// UnmarshalJSON takes for values what has no place of its own.
func (k *keyState) UnmarshalJSON(text []byte) error {
	type plain keyState
	if err := json.Unmarshal(text, (*plain)(k)); err != nil {
		return err
	}
	if err := json.Unmarshal(text, &k.Values); err != nil {
		return err
	}
	settable := slices.Concat(keyFields, fixedKeyFields)
	maps.DeleteFunc(k.Values, func(name string, _ any) bool {
		return !slices.ContainsFunc(settable, func(f fakeapi.Field) bool { return f.Name() == name })
	})
	return nil
}

// apiTokenState is an API token; a token that is left out is a new one.
type apiTokenState struct {
	ID             string         `json:"id"`
	ApplicationID  string         `json:"applicationId"`
	Name           string         `json:"name"`
	Description    *string        `json:"description,omitempty"`
	Token          fakeapi.Secret `json:"token"`
	Status         string         `json:"status"`
	Scope          []string       `json:"scope"`
	ExpirationDate time.Time      `json:"expirationDate,omitzero"`
	stampsState
}

func storedKeySchema() fakeapi.Field {
	return fakeapi.Object("", append(slices.Concat(keyPostSchema().Members(), stampsFields), keyStatus,
		fakeapi.Pattern("id", objectID),
		fakeapi.String("applicationId", 1, 0).Required(),
		fakeapi.String("key", 1, 0),
		fakeapi.String("secret", 1, 0),
	)...)
}

func storedTokenSchema() fakeapi.Field {
	return fakeapi.Object("", append(slices.Concat(tokenPostSchema().Members(), stampsFields),
		fakeapi.Pattern("id", objectID),
		fakeapi.String("applicationId", 1, 0).Required(),
		fakeapi.String("token", 1, 0),
	)...)
}

func (k *Key) state() keyState {
	return keyState{
		ID: k.ID, ApplicationID: k.ApplicationID, Key: k.Key, Secret: fakeapi.Secret(k.Secret), Status: k.Status,
		stampsState: k.Stamps.state(), Values: maps.Clone(k.Values),
	}
}

func (t *APIToken) state() apiTokenState {
	return apiTokenState{
		ID: t.ID, ApplicationID: t.ApplicationID, Name: t.Name, Description: t.Description, Token: fakeapi.Secret(t.Token), Status: t.Status,
		Scope: slices.Clone(t.Scope), ExpirationDate: t.ExpirationDate, stampsState: t.Stamps.state(),
	}
}

func (f *Fake) loadKey(read keyState) error {
	a, err := f.findParent(read.ApplicationID)
	if err != nil {
		return err
	}
	k := &Key{
		ID: strings.ToLower(cmp.Or(read.ID, f.newID())), ApplicationID: a.id, Stamps: read.stamps(f.ObjectDate()),
		Key: read.Key, Secret: string(read.Secret), Status: read.Status, Values: read.Values,
	}
	f.complete(k)
	if f.knows(k.ID) {
		return fakeapi.At("id", "is taken")
	}
	if slices.ContainsFunc(a.keys.All(f.Now()), func(other *Key) bool { return other.Key == k.Key }) {
		return fakeapi.At("key", "is taken")
	}
	a.keys.Set(k.ID, f.Readable(), k)
	return nil
}

func (f *Fake) loadToken(read apiTokenState) error {
	a, err := f.findParent(read.ApplicationID)
	if err != nil {
		return err
	}
	t := &APIToken{
		ID: strings.ToLower(cmp.Or(read.ID, f.newID())), ApplicationID: a.id, Stamps: read.stamps(f.ObjectDate()),
		Name: read.Name, Description: read.Description, Status: cmp.Or(read.Status, "active"), Scope: read.Scope,
		ExpirationDate: read.ExpirationDate.UTC(), Token: cmp.Or(string(read.Token), rand.Text()+rand.Text()),
	}
	if len(t.Scope) == 0 {
		t.Scope = []string{"all.Application"}
	}
	if f.knows(t.ID) {
		return fakeapi.At("id", "is taken")
	}
	taken := false
	f.eachToken(func(other *APIToken) { taken = taken || other.Token == t.Token })
	if taken {
		return fakeapi.At("token", "is taken")
	}
	a.tokens.Set(t.ID, f.Readable(), t)
	return nil
}

// eachToken hands over the tokens of all applications.
func (f *Fake) eachToken(use func(*APIToken)) {
	for _, a := range f.applications {
		for _, t := range a.tokens.All(f.Now()) {
			use(t)
		}
	}
}
