package oneaccesstest

import (
	"cmp"
	"maps"
	"slices"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// accountBody is the body of a create or an update; nil stands for what was
// left out.
type accountBody struct {
	UserID      string         `json:"user_id"`
	AccountName *string        `json:"account_name"`
	Name        *string        `json:"name"`
	OrgCode     *string        `json:"org_code"`
	Password    *string        `json:"password"`
	Disabled    *bool          `json:"disabled"`
	Extension   map[string]any `json:"extension"`
}

// emptiable is a text that may be empty, and the refusal of an empty one.
type emptiable struct {
	text    **string
	refusal *fakeapi.Refusal
}

func (in *accountBody) emptiables() []emptiable {
	return []emptiable{
		{&in.AccountName, refuse(AccountNameEmpty)},
		{&in.Name, refuse(NameEmpty)},
		{&in.OrgCode, refuse(OrganizationNotFound)},
		{&in.Password, invalid("the password is empty")},
	}
}

func (e emptiable) isEmpty() bool { return *e.text != nil && **e.text == "" }

// dropEmpty makes empty texts ones that were left out.
func (in *accountBody) dropEmpty() {
	for _, e := range in.emptiables() {
		*e.text = unlessEmpty(*e.text)
	}
}

// unlessEmpty makes an empty text one that was left out.
func unlessEmpty(text *string) *string {
	if text != nil && *text == "" {
		return nil
	}
	return text
}

func (in *accountBody) refuseEmpty() error {
	for _, e := range in.emptiables() {
		if e.isEmpty() {
			return e.refusal
		}
	}
	return nil
}

var (
	accountName  = fakeapi.String("account_name", 0, 0)
	updateFields = []fakeapi.Field{
		accountName,
		fakeapi.String("name", 0, 0),
		fakeapi.String("org_code", 0, 0),
		fakeapi.String("password", 0, 0),
		fakeapi.Boolean("disabled"),
		fakeapi.Map("extension", fakeapi.Any("")),
	}
	createFields = append([]fakeapi.Field{fakeapi.String("user_id", 1, 0).Required()}, updateFields...)
)

// read reads a body of the given members, of which the required ones are never
// null.
func (f *Fake) read(c call, fields ...fakeapi.Field) (*accountBody, error) {
	if f.options.AcceptNull {
		fields = slices.Clone(fields)
		for i, field := range fields {
			if !field.IsRequired() {
				fields[i] = field.OrNull()
			}
		}
	}
	in := &accountBody{}
	return in, fakeapi.ReadJSON(c.Request, fakeapi.Object("", fields...), in)
}

func (f *Fake) createAccount(c call, a *application) (fakeapi.Answer, error) {
	in, err := f.read(c, createFields...)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	account, err := f.create(a, in)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return fakeapi.Answer{Status: f.options.CreateStatus, Body: idOf(account)}, nil
}

func (f *Fake) createAccountForUser(c call, a *application) (fakeapi.Answer, error) {
	in, err := f.read(c, accountName)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	in.UserID = c.PathValue("user_id")
	account, err := f.create(a, in)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return fakeapi.OK(idOf(account))
}

func (f *Fake) updateAccount(c call, a *application, account *Account) (fakeapi.Answer, error) {
	in, err := f.read(c, updateFields...)
	if err != nil {
		return fakeapi.Answer{}, err
	}
	if in.AccountName == nil && !f.options.OptionalAccountName {
		return fakeapi.Answer{}, refuse(AccountNameEmpty)
	}
	switch f.options.EmptyUpdate {
	case RefuseEmptyNames:
		in.OrgCode, in.Password = unlessEmpty(in.OrgCode), unlessEmpty(in.Password)
		if err := in.refuseEmpty(); err != nil {
			return fakeapi.Answer{}, err
		}
	case RefuseEmpty:
		if err := in.refuseEmpty(); err != nil {
			return fakeapi.Answer{}, err
		}
	case KeepEmpty:
		in.dropEmpty()
	case ClearEmpty:
	}
	changed := account.clone()
	if f.options.FullUpdate {
		changed.AccountName, changed.Name, changed.OrgCode = "", "", ""
		changed.Disabled, changed.Extension = false, map[string]any{}
	}
	if !f.options.MergeExtension && in.Extension != nil {
		changed.Extension = map[string]any{}
	}
	if err := f.assign(a, changed, in); err != nil {
		return fakeapi.Answer{}, err
	}
	a.accounts.Set(account.ID, f.Now(), changed)
	return fakeapi.Answer{Status: f.options.UpdateStatus, Body: idOf(account)}, nil
}

func (f *Fake) enableAccount(_ call, a *application, account *Account) (fakeapi.Answer, error) {
	return f.setDisabled(a, account, false)
}

func (f *Fake) disableAccount(_ call, a *application, account *Account) (fakeapi.Answer, error) {
	return f.setDisabled(a, account, true)
}

func (f *Fake) setDisabled(a *application, account *Account, disabled bool) (fakeapi.Answer, error) {
	changed := account.clone()
	changed.Disabled = disabled
	a.accounts.Set(account.ID, f.Now(), changed)
	return fakeapi.OK(idOf(account))
}

func (f *Fake) deleteAccount(_ call, a *application, account *Account) (fakeapi.Answer, error) {
	a.accounts.Set(account.ID, f.Now(), nil)
	return fakeapi.NoContent()
}

// idOf is all that a write answers.
func idOf(account *Account) map[string]string {
	return map[string]string{"account_id": account.ID}
}

func (f *Fake) create(a *application, in *accountBody) (*Account, error) {
	user, err := f.findUser(in.UserID)
	if err != nil {
		return nil, err
	}
	in.dropEmpty()
	account := &Account{
		ID:            f.newID(),
		ApplicationID: a.ID,
		UserID:        user.ID,
		Type:          BasicAccount,
		AccountName:   user.UserName,
		Extension:     map[string]any{},
	}
	if !f.options.NameLeftUnset {
		account.Name = user.Name
	}
	if err := f.assign(a, account, in); err != nil {
		return nil, err
	}
	a.accounts.Set(account.ID, f.Now(), account)
	return account, nil
}

// assign writes what was sent onto an account, if all of it is in order.
func (f *Fake) assign(a *application, account *Account, in *accountBody) error {
	account.AccountName = sent(in.AccountName, account.AccountName)
	account.Name = sent(in.Name, account.Name)
	account.OrgCode = sent(in.OrgCode, account.OrgCode)
	account.Password = sent(in.Password, account.Password)
	account.Disabled = sent(in.Disabled, account.Disabled)
	maps.Copy(account.Extension, in.Extension)
	return cmp.Or(
		f.checkAccountName(a, account),
		checkOrganization(a, sent(in.OrgCode, "")),
		checkExtension(a, in.Extension),
		f.checkPassword(sent(in.Password, "")),
	)
}

// sent is what was sent, or else the value that there was.
func sent[T any](value *T, before T) T {
	if value == nil {
		return before
	}
	return *value
}

func (f *Fake) checkAccountName(a *application, account *Account) error {
	if account.AccountName == "" {
		return refuse(AccountNameEmpty)
	}
	if rule := f.options.AccountNameRule; rule != nil && !rule.MatchString(account.AccountName) {
		return refuse(AccountNameInvalid)
	}
	for _, other := range a.accounts.All(f.Now()) {
		sameUser := f.options.OneAccountPerUser && other.UserID == account.UserID
		if other.ID != account.ID && (sameUser || other.AccountName == account.AccountName) {
			return refuse(AccountExists)
		}
	}
	return nil
}

func checkOrganization(a *application, code string) error {
	switch {
	case code == "":
		return nil
	case !a.Organizations:
		return refuse(OrganizationsSwitchedOff)
	case a.organizationID(code) == "":
		return refuse(OrganizationNotFound)
	}
	return nil
}

func checkExtension(a *application, extension map[string]any) error {
	for name, value := range extension {
		kind, ok := a.Attributes[name]
		if !ok {
			return refuse(AttributeNotFound)
		}
		if !kind.accepts(value) {
			return invalid("the attribute %q is of another type", name)
		}
	}
	return nil
}

func (f *Fake) checkPassword(password string) error {
	if rule := f.options.PasswordRule; rule != nil && password != "" && !rule.MatchString(password) {
		return invalid("the password breaks the policy")
	}
	return nil
}
