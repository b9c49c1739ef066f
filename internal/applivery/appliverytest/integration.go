package appliverytest

import (
	"crypto/rand"
	"net/http"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Integration is what the fake stores for an organization, secrets included.
type Integration struct {
	// Username and Password are made by Applivery; Harmony Mobile logs in to it
	// with them.
	Username, Password string
	// Token, PortalAccountID and GWAddress are what a PUT sets and a DELETE
	// empties.
	Token, PortalAccountID, GWAddress string
}

// members is the data of an answer.
func (i Integration) members() map[string]string {
	return map[string]string{
		"username":        i.Username,
		"password":        i.Password,
		"token":           i.Token,
		"portalAccountId": i.PortalAccountID,
		"gwAddress":       i.GWAddress,
	}
}

func (i Integration) isBlank() bool {
	return i.Token == "" && i.PortalAccountID == "" && i.GWAddress == ""
}

func (f *Fake) update(r *http.Request) (fakeapi.Answer, error) {
	if _, err := fakeapi.Query(r); err != nil {
		return fakeapi.Answer{}, err
	}
	var in struct{ Token, PortalAccountID, GWAddress string }
	if err := fakeapi.ReadJSON(r, f.schema(), &in); err != nil {
		return fakeapi.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	o, err := f.addressed(r)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	fresh := f.options.NewPasswordOnPut
	if o.integration == nil {
		if f.options.MustBeOpened {
			return fakeapi.Answer{}, notFound()
		}
		o.integration = newIntegration()
		fresh = true
	}
	if fresh {
		o.integration.Password = f.newPassword()
	}
	o.integration.Token = in.Token
	o.integration.PortalAccountID = in.PortalAccountID
	o.integration.GWAddress = in.GWAddress
	return f.answer(*o.integration, fresh)
}

func (f *Fake) schema() fakeapi.Field {
	least := 1
	if f.options.AllowEmpty {
		least = 0
	}
	return fakeapi.Object("",
		fakeapi.String("token", least, 128).Required(),
		fakeapi.String("portalAccountId", least, 256).Required(),
		fakeapi.String("gwAddress", least, 128).Required(),
	)
}

func (f *Fake) reset(r *http.Request) (fakeapi.Answer, error) {
	if err := bare(r); err != nil {
		return fakeapi.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	o, err := f.addressed(r)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	if o.integration == nil || f.options.BlankNotFound && o.integration.isBlank() {
		return fakeapi.Answer{}, notFound()
	}
	*o.integration = Integration{Username: o.integration.Username, Password: f.newPassword()}
	return f.answer(*o.integration, true)
}

// answer is the envelope of both operations. fresh: the request made
// the password.
func (f *Fake) answer(i Integration, fresh bool) (fakeapi.Answer, error) {
	data := i.members()
	for _, name := range f.options.Masked {
		data[name] = Mask
	}
	for _, name := range f.options.Omitted {
		delete(data, name)
	}
	if f.options.PasswordOnce && !fresh {
		delete(data, "password")
	}
	return succeeded(data)
}

// addressed finds the organization of the request's path.
func (f *Fake) addressed(r *http.Request) (*organization, error) {
	name, err := fakeapi.PathValue(r, "organizationId", organizationPattern)
	if err != nil {
		return nil, err
	}
	if o := f.find(name); o != nil {
		return o, nil
	}
	return nil, notFound()
}

func notFound() *fakeapi.Refusal {
	return fakeapi.Refuse(http.StatusNotFound, codeNotFound, "Entity not found")
}

func newIntegration() *Integration {
	return &Integration{Username: "harmony-" + strings.ToLower(rand.Text())}
}

func (f *Fake) newPassword() string {
	password := rand.Text()
	f.passwords = append(f.passwords, password)
	return password
}
