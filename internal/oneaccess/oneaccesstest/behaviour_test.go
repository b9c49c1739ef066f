package oneaccesstest_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

var noBlanks = regexp.MustCompile(`^\S+$`)

func wantAccounts(t *testing.T, f *oneaccesstest.Fake, want []oneaccesstest.Account) {
	t.Helper()
	if got := f.Accounts(oneaccesstest.ApplicationID); !reflect.DeepEqual(got, want) {
		t.Errorf("the accounts are now %+v, want %+v", got, want)
	}
}

func wantBody(t *testing.T, a answer, want map[string]any) {
	t.Helper()
	if a.Status != 200 || !reflect.DeepEqual(a.Body, want) {
		t.Errorf("answered %v, want 200 %v", a, want)
	}
}

func stored(t *testing.T, f *oneaccesstest.Fake, id string) oneaccesstest.Account {
	t.Helper()
	account, ok := f.Account(oneaccesstest.ApplicationID, id)
	if !ok {
		t.Fatalf("there is no account %q", id)
	}
	return account
}

func TestLifeOfAnAccount(t *testing.T) {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
	id := create(t, f, ofUser(`"account_name":"Test01","password":"secret-1","extension":{"title":"eng","level":3}`))
	one := accounts + "/" + id
	shown := map[string]any{
		"id": id, "account_name": "Test01", "account_type": "BASIC_ACCOUNT", "name": "Zhang San", "disabled": false,
		"org_id": nil, "extension": map[string]any{"title": "eng", "level": 3.0},
	}
	wantBody(t, send(t, f, "GET", one, ""), shown)

	update := send(t, f, "PUT", one, `{"account_name":"Test02","name":"Example","org_code":"10000","disabled":false,"extension":{"remote":true}}`)
	wantBody(t, update, map[string]any{"account_id": id})
	shown["account_name"], shown["name"], shown["org_id"] = "Test02", "Example", oneaccesstest.OrgID
	shown["extension"] = map[string]any{"remote": true}
	wantBody(t, send(t, f, "GET", one, ""), shown)
	if got := stored(t, f, id); got.Password != "secret-1" || got.UserID != oneaccesstest.UserID || got.OrgCode != oneaccesstest.OrgCode {
		t.Errorf("stored is %+v", got)
	}

	wantBody(t, send(t, f, "PUT", one+"/disable", ""), map[string]any{"account_id": id})
	shown["disabled"] = true
	wantBody(t, send(t, f, "GET", one, ""), shown)
	wantBody(t, send(t, f, "PUT", one+"/enable", ""), map[string]any{"account_id": id})
	shown["disabled"] = false
	wantBody(t, send(t, f, "GET", one, ""), shown)

	if a := send(t, f, "DELETE", one, ""); a.Status != 204 || a.Body != nil {
		t.Errorf("the delete answered %v", a)
	}
	if a := send(t, f, "DELETE", one, ""); a.Status != 400 || a.code() != "APP_ACCOUNT.0001" {
		t.Errorf("the second delete answered %v", a)
	}
	if !f.Saw("secret-1") || f.Count(oneaccesstest.CreateAppAccount) != 1 || f.Count(oneaccesstest.ShowAppAccountByID) != 4 {
		t.Error("the record of the requests is wrong")
	}
}

func TestBlankAccountNameIsTheUserName(t *testing.T) {
	for path, body := range map[string]string{
		basic:   ofUser(`"account_name":""`),
		forUser: `{"account_name":""}`,
	} {
		f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
		id, _ := send(t, f, "POST", path, body).Body["account_id"].(string)
		if name := stored(t, f, id).AccountName; name != oneaccesstest.UserName {
			t.Errorf("%s made an account named %q", path, name)
		}
	}
}

func TestPages(t *testing.T) {
	fill := func(options oneaccesstest.Options) *oneaccesstest.Fake {
		f := oneaccesstest.NewServer(t, options)
		for i := range 25 {
			f.AddAccount(oneaccesstest.Account{
				ID: fmt.Sprintf("B%d", i), ApplicationID: oneaccesstest.ApplicationID,
				UserID: oneaccesstest.UserID, AccountName: fmt.Sprintf("name%d", i),
			})
		}
		f.AddAccount(oneaccesstest.Account{ID: "P", ApplicationID: oneaccesstest.ApplicationID, Type: oneaccesstest.PublicAccount, AccountName: "p"})
		return f
	}
	cases := map[string]struct {
		options oneaccesstest.Options
		query   string
		rows    int
		first   any
		total   float64
	}{
		"first page":       {query: "?offset=0&limit=10", rows: 10, first: "B0", total: 26},
		"offset is a page": {query: "?offset=1&limit=10", rows: 10, first: "B10", total: 26},
		"last page":        {query: "?offset=2&limit=10", rows: 6, first: "B20", total: 26},
		"past the end":     {query: "?offset=3&limit=10", rows: 0, total: 26},
		"a large page":     {query: "?offset=0&limit=100", rows: 26, first: "B0", total: 26},
		"of a type":        {query: "?offset=0&limit=100&account_type=PUBLIC_ACCOUNT", rows: 1, first: "P", total: 1},
		"of another type":  {query: "?offset=2&limit=10&account_type=BASIC_ACCOUNT", rows: 5, first: "B20", total: 25},
		"newest first":     {options: oneaccesstest.Options{NewestFirst: true}, query: "?offset=0&limit=10", rows: 10, first: "P", total: 26},
		"wrong total":      {options: oneaccesstest.Options{TotalAlwaysOne: true}, query: "?offset=0&limit=10", rows: 10, first: "B0", total: 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			a := send(t, fill(c.options), "GET", accounts+c.query, "")
			rows, ok := a.Body["accounts"].([]any)
			if !ok || len(rows) != c.rows || a.Body["total"] != c.total {
				t.Fatalf("answered %v, want %d rows of %v", a, c.rows, c.total)
			}
			if c.rows == 0 {
				return
			}
			if row, ok := rows[0].(map[string]any); !ok || row["id"] != c.first || len(row) != 7 {
				t.Errorf("the first row is %v, want all 7 members of %v", rows[0], c.first)
			}
		})
	}
}

func TestAccountsOfAUser(t *testing.T) {
	f := seeded(t, oneaccesstest.Options{})
	other := f.AddApplication(oneaccesstest.Application{})
	second := f.AddAccount(oneaccesstest.Account{ApplicationID: other, UserID: oneaccesstest.UserID, AccountName: "Test01"})
	wantBody(t, send(t, f, "GET", user+"/accounts", ""), map[string]any{"total": 2.0, "accounts": []any{
		map[string]any{
			"id": "A1", "application_id": oneaccesstest.ApplicationID, "account_name": "Test01",
			"account_type": "BASIC_ACCOUNT", "name": "One", "extension": map[string]any{"title": "eng"},
		},
		map[string]any{
			"id": second, "application_id": other, "account_name": "Test01",
			"account_type": "BASIC_ACCOUNT", "name": nil, "extension": map[string]any{},
		},
	}})
}

func TestUsersAndOrganizations(t *testing.T) {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
	id := f.AddUser(oneaccesstest.User{UserName: "lisi", OrgID: "T2"})
	for path, body := range map[string]string{users + "/" + id: "", byName: `{"user_name":"lisi"}`} {
		method := map[bool]string{true: "GET", false: "POST"}[body == ""]
		a := send(t, f, method, path, body)
		if a.Status != 200 || a.Body["user_id"] != id || a.Body["user_name"] != "lisi" || len(a.Body) != 15 {
			t.Errorf("%s answered %v, want all 15 members of %q", path, a, id)
		}
	}
	for orgID, total := range map[string]float64{"": 2, "T2": 1, "nope": 0} {
		a := send(t, f, "GET", users+"?org_id="+orgID+"&offset=0&limit=10", "")
		if rows, ok := a.Body["users"].([]any); !ok || a.Body["total"] != total || float64(len(rows)) != total {
			t.Errorf("the users of organization %q are %v, want %v", orgID, a, total)
		}
	}

	child := f.AddOrganization(oneaccesstest.ApplicationID, oneaccesstest.Organization{Code: "10001", Name: "Sales", ParentID: oneaccesstest.OrgID})
	root := map[string]any{"org_id": oneaccesstest.OrgID, "org_code": "10000", "name": "Headquarters", "parent_id": nil}
	branch := map[string]any{"org_id": child, "org_code": "10001", "name": "Sales", "parent_id": oneaccesstest.OrgID}
	wantBody(t, send(t, f, "GET", orgs+"/"+oneaccesstest.OrgID, ""), root)
	wantBody(t, send(t, f, "GET", orgs+"?offset=0&limit=100", ""), map[string]any{"total": 2.0, "organizations": []any{root, branch}})
}

func TestAssumptionsOnReading(t *testing.T) {
	bare := map[string]any{"id": "O1", "account_name": "orphan", "account_type": "ORPHAN_ACCOUNT", "disabled": false}
	with := func(more map[string]any) map[string]any {
		for key, value := range bare {
			more[key] = value
		}
		return more
	}
	for name, c := range map[string]struct {
		options oneaccesstest.Options
		want    map[string]any
	}{
		"mixed":  {oneaccesstest.Options{}, with(map[string]any{"name": nil, "org_id": nil, "extension": map[string]any{}})},
		"null":   {oneaccesstest.Options{Unset: oneaccesstest.UnsetNull}, with(map[string]any{"name": nil, "org_id": nil, "roles": nil, "extension": nil})},
		"empty":  {oneaccesstest.Options{Unset: oneaccesstest.UnsetEmpty}, with(map[string]any{"name": "", "org_id": "", "roles": []any{}, "extension": map[string]any{}})},
		"absent": {oneaccesstest.Options{Unset: oneaccesstest.UnsetAbsent}, bare},
		"all attributes": {
			oneaccesstest.Options{Unset: oneaccesstest.UnsetAbsent, AllAttributes: true},
			with(map[string]any{"extension": map[string]any{"title": nil, "level": nil, "remote": nil}}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			wantBody(t, send(t, seeded(t, c.options), "GET", accounts+"/O1", ""), c.want)
		})
	}
}

// TestAssumptionsOnUpdates changes account A1, which has a name, an
// organization, a password and a title.
func TestAssumptionsOnUpdates(t *testing.T) {
	type account = oneaccesstest.Account
	for name, c := range map[string]struct {
		options oneaccesstest.Options
		body    string
		want    func(*account) // nil: refused
	}{
		"what is left out stays":       {oneaccesstest.Options{}, `{"disabled":true}`, func(a *account) { a.Disabled = true }},
		"full update":                  {oneaccesstest.Options{FullUpdate: true}, `{"account_name":"x"}`, func(a *account) { a.AccountName, a.Name, a.OrgCode, a.Extension = "x", "", "", map[string]any{} }},
		"full update without the name": {oneaccesstest.Options{FullUpdate: true}, `{"name":"x"}`, nil},
		"extension is replaced":        {oneaccesstest.Options{}, `{"extension":{"level":1}}`, func(a *account) { a.Extension = map[string]any{"level": 1.0} }},
		"extension is emptied":         {oneaccesstest.Options{}, `{"extension":{}}`, func(a *account) { a.Extension = map[string]any{} }},
		"extension is merged":          {oneaccesstest.Options{MergeExtension: true}, `{"extension":{"level":1}}`, func(a *account) { a.Extension = map[string]any{"title": "eng", "level": 1.0} }},
		"empty keeps":                  {oneaccesstest.Options{EmptyUpdate: oneaccesstest.KeepEmpty}, `{"account_name":"","name":"","org_code":"","password":""}`, func(*account) {}},
		"empty clears":                 {oneaccesstest.Options{EmptyUpdate: oneaccesstest.ClearEmpty}, `{"name":"","org_code":"","password":""}`, func(a *account) { a.Name, a.OrgCode, a.Password = "", "", "" }},
		"empty clears no account name": {oneaccesstest.Options{EmptyUpdate: oneaccesstest.ClearEmpty}, `{"account_name":""}`, nil},
		"empty organization is kept":   {oneaccesstest.Options{}, `{"org_code":"","password":""}`, func(*account) {}},
		"empty name":                   {oneaccesstest.Options{}, `{"name":""}`, nil},
		"empty organization":           {oneaccesstest.Options{EmptyUpdate: oneaccesstest.RefuseEmpty}, `{"org_code":""}`, nil},
		"empty password":               {oneaccesstest.Options{EmptyUpdate: oneaccesstest.RefuseEmpty}, `{"password":""}`, nil},
		"null is left out":             {oneaccesstest.Options{AcceptNull: true}, `{"name":null,"password":null,"disabled":null,"extension":null}`, func(*account) {}},
		"password in the policy":       {oneaccesstest.Options{PasswordRule: noBlanks}, `{"password":"good"}`, func(a *account) { a.Password = "good" }},
		"password against the policy":  {oneaccesstest.Options{PasswordRule: noBlanks}, `{"password":"no good"}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c.options.OptionalAccountName = true
			f := seeded(t, c.options)
			want := f.Accounts(oneaccesstest.ApplicationID)
			status := 400
			if c.want != nil {
				c.want(&want[0])
				status = 200
			}
			if a := send(t, f, "PUT", accounts+"/A1", c.body); a.Status != status {
				t.Errorf("answered %v, want %d", a, status)
			}
			wantAccounts(t, f, want)
		})
	}
}

func TestOtherAssumptions(t *testing.T) {
	for name, c := range map[string]struct {
		options            oneaccesstest.Options
		method, path, body string
		status             int
		code               string
	}{
		"one account a user":       {oneaccesstest.Options{OneAccountPerUser: true}, "POST", basic, ofUser(`"account_name":"second"`), 400, "APP_ACCOUNT.0002"},
		"orphan is writable":       {oneaccesstest.Options{AnyTypeWritable: true}, "PUT", accounts + "/O1", `{"account_name":"orphan","name":"n"}`, 200, ""},
		"no account name":          {oneaccesstest.Options{OptionalAccountName: true}, "PUT", accounts + "/A1", `{"name":"n"}`, 200, ""},
		"a blank before a code":    {oneaccesstest.Options{BlankCodes: true}, "GET", accounts + "/nope", "", 400, " APP_ACCOUNT.0001"},
		"another create status":    {oneaccesstest.Options{CreateStatus: 200}, "POST", basic, ofUser(""), 200, ""},
		"another update status":    {oneaccesstest.Options{UpdateStatus: 201}, "PUT", accounts + "/A1", `{"account_name":"Test01"}`, 201, ""},
		"exact case of user names": {oneaccesstest.Options{ExactUserNames: true}, "POST", byName, `{"user_name":"ZhangSan"}`, 400, "USER.0001"},
		"orphan is deletable":      {oneaccesstest.Options{AnyTypeWritable: true}, "DELETE", accounts + "/O1", "", 204, ""},
		"another user code":        {oneaccesstest.Options{UserNotFoundCode: "USER.0404"}, "GET", users + "/nope", "", 400, "USER.0404"},
		"another missing status":   {oneaccesstest.Options{Permissions: []string{"account_read"}, PermissionStatus: 400}, "DELETE", accounts + "/A1", "", 400, none},
		"rate limit of the kit":    {oneaccesstest.Options{Options: fakeapi.Options{Faults: []fakeapi.Fault{{Status: 429}}}}, "GET", user, "", 429, none},
		"null is no user":          {oneaccesstest.Options{AcceptNull: true}, "POST", basic, `{"user_id":null}`, 400, none},
		"null is no account name":  {oneaccesstest.Options{AcceptNull: true}, "POST", basic, ofUser(`"account_name":null`), 201, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if a := send(t, seeded(t, c.options), c.method, c.path, c.body); a.Status != c.status || a.code() != c.code {
				t.Errorf("answered %v, want %d %s", a, c.status, c.code)
			}
		})
	}

	f := oneaccesstest.NewServer(t, oneaccesstest.Options{NameLeftUnset: true})
	if name := stored(t, f, create(t, f, ofUser(""))).Name; name != "" {
		t.Errorf("a new account got the name %q", name)
	}
}

func TestConcurrentCreatesOfOneName(t *testing.T) {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
	var made atomic.Int32
	t.Run("at once", func(t *testing.T) {
		for i := range 8 {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				switch a := send(t, f, "POST", basic, ofUser(`"account_name":"a"`)); {
				case a.Status == 201:
					made.Add(1)
				case a.code() != "APP_ACCOUNT.0002":
					t.Errorf("answered %v", a)
				}
				send(t, f, "GET", accounts+"?offset=0&limit=10", "")
			})
		}
	})
	if made.Load() != 1 {
		t.Errorf("%d of the creates succeeded, want 1", made.Load())
	}
}

func TestPortal(t *testing.T) {
	f := seeded(t, oneaccesstest.Options{})
	f.EditAccount(oneaccesstest.ApplicationID, "A1", func(a *oneaccesstest.Account) {
		a.Name = "edited"
		a.Roles = []oneaccesstest.Role{{ID: "R1", Code: "admin", Name: "Administrator"}}
	})
	a := send(t, f, "GET", accounts+"/A1", "")
	if roles, ok := a.Body["roles"].([]any); a.Body["name"] != "edited" || !ok || len(roles) != 1 {
		t.Errorf("after the edit: %v", a)
	}

	f.DisableUser(oneaccesstest.UserID)
	if !stored(t, f, "A1").Disabled || stored(t, f, "O1").Disabled {
		t.Error("a disabled user has to take along the accounts of that user only")
	}
	f.RemoveUser(oneaccesstest.UserID)
	if left := f.Accounts(oneaccesstest.ApplicationID); len(left) != 1 || left[0].ID != "O1" {
		t.Errorf("after the removal of the user there are %v", left)
	}
	f.RemoveAccount(oneaccesstest.ApplicationID, "O1")
	if a := send(t, f, "GET", accounts+"/O1", ""); a.code() != "APP_ACCOUNT.0001" {
		t.Errorf("a removed account is answered %v", a)
	}

	defer func() {
		if recover() == nil {
			t.Error("a misspelled id has to panic")
		}
	}()
	f.RemoveAccount(oneaccesstest.ApplicationID, "nope")
}

func TestReadsLagBehindWrites(t *testing.T) {
	var clock fakeapi.Clock
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{Options: fakeapi.Options{Now: clock.Now, VisibleAfter: time.Minute}})
	f.Tokens.Allow(oneaccesstest.AccessToken)
	id := create(t, f, ofUser(`"account_name":"ada"`))
	shows := func(name string, code string) {
		t.Helper()
		listed := 0.0
		if code == "" {
			listed = 1
		}
		if a := send(t, f, "GET", accounts+"/"+id, ""); a.code() != code || code == "" && a.Body["account_name"] != name {
			t.Errorf("got %v, want %s%s", a, name, code)
		}
		for _, path := range []string{user + "/accounts", accounts + "?offset=0&limit=10"} {
			if a := send(t, f, "GET", path, ""); a.Body["total"] != listed {
				t.Errorf("%s: got %v", path, a)
			}
		}
	}
	wait := func() { clock.Advance(2 * time.Minute) }
	shows("", oneaccesstest.AccountNotFound)
	if a := send(t, f, "POST", basic, ofUser(`"account_name":"ada"`)); a.code() != oneaccesstest.AccountExists {
		t.Errorf("got %v", a)
	}
	wait()
	shows("ada", "")
	if a := send(t, f, "PUT", accounts+"/"+id, `{"account_name":"eve"}`); a.Status >= 300 {
		t.Errorf("got %v", a)
	}
	shows("ada", "")
	wait()
	shows("eve", "")
	if a := send(t, f, "DELETE", accounts+"/"+id, ""); a.Status != 204 {
		t.Errorf("got %v", a)
	}
	shows("eve", "")
	wait()
	shows("", oneaccesstest.AccountNotFound)
}

func TestEndlessPages(t *testing.T) {
	f := seeded(t, oneaccesstest.Options{Options: fakeapi.Options{EndlessPages: true}})
	a := send(t, f, "GET", accounts+"?offset=9&limit=10", "")
	if rows, _ := a.Body["accounts"].([]any); len(rows) != 10 || a.Body["total"].(float64) < 1e9 {
		t.Errorf("got %v", a)
	}
}
