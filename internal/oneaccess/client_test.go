package oneaccess_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

const workers = 10

// newClient is a client that fetches its tokens and waits little.
func newClient(t *testing.T, f *oneaccesstest.Fake, clientSecret string) *oneaccess.Client {
	t.Helper()
	client, err := oneaccess.NewClient(httpapi.Config{
		Platform: "oneaccess", BaseURL: f.URL, Retry: httpapi.Retry{MinWait: time.Millisecond, MaxWait: 10 * time.Millisecond},
	}, oneaccess.Credentials{ClientID: oneaccesstest.ClientID, ClientSecret: secret.New(clientSecret)})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// atOnce calls from all workers together.
func atOnce(t *testing.T, call func() error) {
	t.Helper()
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			if err := call(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestTokenIsFetchedOnceForAllWorkers(t *testing.T) {
	for name, options := range map[string]oneaccesstest.Options{
		"refused with 400 and error invalid_token": {},
		"refused with 401":                         {TokenStatus: http.StatusUnauthorized},
		"refused with 401 and a code":              {TokenStatus: http.StatusUnauthorized, TokenErrorCodes: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := oneaccesstest.NewServer(t, options)
			client := newClient(t, f, oneaccesstest.ClientSecret)
			call := func() error {
				_, err := client.GetUser(t.Context(), user)
				return err
			}
			atOnce(t, call)
			if n := f.Count(oneaccesstest.ShowAuthToken); n != 1 {
				t.Errorf("%d tokens were fetched, want 1", n)
			}
			f.Tokens.ExpireAll()
			atOnce(t, call) // a storm of refusals
			if n := f.Count(oneaccesstest.ShowAuthToken); n != 2 {
				t.Errorf("%d tokens were fetched after all had expired, want 2", n)
			}
			if n := f.Count(oneaccesstest.ShowUserByID); n > 3*workers { // who comes after the new token is not refused
				t.Errorf("%d calls were made, each of %d is repeated once at most", n, workers)
			}
		})
	}
}

// The vendor's example shows a token that is not new: a client that starts later uses it for as long as it still lives.
func TestRunningTokenIsUsedForTheLifeThatItHasLeft(t *testing.T) {
	var clock fakeapi.Clock
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{RunningTokens: true, Options: fakeapi.Options{Now: clock.Now, TokenLifetime: time.Hour}})
	first, _, err := newClient(t, f, oneaccesstest.ClientSecret).AccessToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	clock.Advance(50 * time.Minute)
	f.ResetCounts()
	client := newClient(t, f, oneaccesstest.ClientSecret)
	for range 3 {
		if _, err = client.GetUser(t.Context(), user); err != nil {
			t.Error(err)
		}
	}
	second, expires, err := client.AccessToken(t.Context())
	if err != nil || second.Reveal() != first.Reveal() || time.Until(expires) > 10*time.Minute {
		t.Errorf("the token is another one, or expires at %s, %v", expires, err)
	}
	if n := f.Count(oneaccesstest.ShowAuthToken); n != 1 {
		t.Errorf("%d tokens were fetched, want 1", n)
	}
}

func TestClientThatIsNotKnownIsNotRepeated(t *testing.T) {
	for name, options := range map[string]oneaccesstest.Options{
		"with 400": {}, "with 401": {TokenStatus: http.StatusUnauthorized}, "with a code": {TokenErrorCodes: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := oneaccesstest.NewServer(t, options)
			_, err := newClient(t, f, "wrong").GetUser(t.Context(), user)
			if err == nil || !strings.Contains(err.Error(), "Bad client credentials") || f.Count(oneaccesstest.ShowAuthToken) != 1 {
				t.Errorf("after %d token requests: %v", f.Count(oneaccesstest.ShowAuthToken), err)
			}
		})
	}
}

// Users are found by name with a POST, which is repeated like any read.
func TestLostAnswerToALookupIsAskedForAgain(t *testing.T) {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
	f.Inject(oneaccesstest.ShowUserByUserName, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
	found, err := newClient(t, f, oneaccesstest.ClientSecret).GetUserByName(t.Context(), oneaccesstest.UserName)
	if err != nil || found.ID != user {
		t.Errorf("found %+v, %v", found, err)
	}
}

func TestGivenTokenIsNotRenewed(t *testing.T) {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
	client, err := oneaccess.NewClient(httpapi.Config{Platform: "oneaccess", BaseURL: f.URL},
		oneaccess.Credentials{AccessToken: secret.New(oneaccesstest.AccessToken)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.GetUser(t.Context(), user); err != nil {
		t.Error(err)
	}
	f.Tokens.ExpireAll()
	f.ResetCounts()
	if _, err := client.GetUser(t.Context(), user); httpapi.CodeOf(err) != "invalid_token" || len(f.Requests()) != 1 {
		t.Errorf("after %d requests: %v", len(f.Requests()), err)
	}
}

// A password may be a part of a code. The code is masked where it is shown, and still recognised.
func TestAPasswordLikeACodeHidesNoMeaning(t *testing.T) {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
	client := newClient(t, f, oneaccesstest.ClientSecret)
	body := oneaccess.AccountBody{AccountName: "Test02", Password: secret.New("0001")}
	id, err := client.CreateAccount(t.Context(), app, user, body)
	if err != nil {
		t.Fatal(err)
	}
	if err = client.DeleteAccount(t.Context(), app, id); err != nil {
		t.Fatal(err)
	}
	_, err = client.GetAccount(t.Context(), app, id)
	if !oneaccess.IsGone(err) || strings.Contains(err.Error(), "0001") {
		t.Errorf("got %v", err)
	}
}

// Every documented code, in the answer to every operation: what does it mean?
func TestEveryErrorCodeIsUnderstood(t *testing.T) {
	gone := []string{oneaccesstest.AccountNotFound, oneaccesstest.ApplicationNotFound}
	for _, code := range oneaccesstest.Codes() {
		f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
		id := f.AddAccount(oneaccesstest.Account{ApplicationID: app, UserID: user, AccountName: "Test02"})
		client := newClient(t, f, oneaccesstest.ClientSecret)
		for _, route := range []string{
			oneaccesstest.CreateAppAccount, oneaccesstest.ShowAppAccountByID, oneaccesstest.UpdateAppAccount, oneaccesstest.DeleteAppAccount, oneaccesstest.ShowAppOrgByID,
		} {
			f.Inject(route, oneaccesstest.Refusing(code))
		}
		_, created := client.CreateAccount(t.Context(), app, user, oneaccess.AccountBody{AccountName: "Test02"})
		_, read := client.GetAccount(t.Context(), app, id)
		updated := client.UpdateAccount(t.Context(), app, id, oneaccess.AccountBody{Name: "Example"})
		deleted := client.DeleteAccount(t.Context(), app, id)
		orgCode, lookedUp := client.GetOrgCode(t.Context(), app, oneaccesstest.OrgID)

		isGone := slices.Contains(gone, code)
		if oneaccess.IsGone(read) != isGone {
			t.Errorf("%s: IsGone is %t", code, oneaccess.IsGone(read))
		}
		if (deleted == nil) != isGone {
			t.Errorf("%s: the deletion ended with %v", code, deleted)
		}
		duplicate := fmt.Sprintf("%T", created) == "*create.DuplicateError"
		if duplicate != (code == oneaccesstest.AccountExists) {
			t.Errorf("%s: the creation ended with %v", code, created)
		}
		if noOrg := orgCode == "" && lookedUp == nil; noOrg != (code == oneaccesstest.OrganizationNotFound) {
			t.Errorf("%s: the organization is %q, %v", code, orgCode, lookedUp)
		}
		for _, err := range []error{created, read, updated} {
			if err == nil || !strings.Contains(err.Error(), code) {
				t.Errorf("%s is not in the error %v", code, err)
			}
		}
		if n := len(f.Accounts(app)); n != 1 {
			t.Errorf("%s: %d accounts", code, n)
		}
	}
}

// What a tenant's own rules refuse is no lost answer, and no duplicate.
func TestRulesOfATenantAreShown(t *testing.T) {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{AccountNameRule: regexp.MustCompile("^[a-z]+$"), PasswordRule: regexp.MustCompile("[0-9]")})
	client := newClient(t, f, oneaccesstest.ClientSecret)
	for want, body := range map[string]oneaccess.AccountBody{
		oneaccesstest.AccountNameInvalid: {AccountName: "Test02"},
		"policy":                         {AccountName: "ada", Password: secret.New("of-ada")},
	} {
		if id, err := client.CreateAccount(t.Context(), app, user, body); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %q, %v, want %q", id, err, want)
		}
	}
	if n := f.Count(oneaccesstest.CreateAppAccount); n != 2 || len(f.Accounts(app)) != 0 {
		t.Errorf("%d creations, stored %v", n, f.Accounts(app))
	}
}

// An older account that is renamed to the new account's name during the creation is not adopted.
func TestRenamedAccountIsNotAdopted(t *testing.T) {
	f := oneaccesstest.New(oneaccesstest.Options{})
	older := f.AddAccount(oneaccesstest.Account{ApplicationID: app, UserID: user, AccountName: "older"})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			f.EditAccount(app, older, func(a *oneaccesstest.Account) { a.AccountName = "alice" })
			panic(http.ErrAbortHandler)
		}
		f.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := oneaccess.NewClient(httpapi.Config{
		Platform: "oneaccess", BaseURL: server.URL, Retry: httpapi.Retry{MinWait: time.Millisecond, MaxWait: 10 * time.Millisecond},
	}, oneaccess.Credentials{AccessToken: secret.New(oneaccesstest.AccessToken)})
	if err != nil {
		t.Fatal(err)
	}
	body := oneaccess.AccountBody{AccountName: "alice", Password: secret.New("of alice")}
	if id, err := client.CreateAccount(t.Context(), app, user, body); err == nil || f.Accounts(app)[0].Password != "" {
		t.Errorf("got %q, %v; stored %+v", id, err, f.Accounts(app))
	}
}

func TestAllPagesAreRead(t *testing.T) {
	const total = 250
	for name, options := range map[string]oneaccesstest.Options{
		"in order": {}, "newest first": {NewestFirst: true}, "with a wrong total": {TotalAlwaysOne: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := oneaccesstest.NewServer(t, options)
			for i := range total {
				f.AddAccount(oneaccesstest.Account{ApplicationID: app, UserID: user, AccountName: fmt.Sprint("account", i)})
			}
			f.AddAccount(oneaccesstest.Account{ApplicationID: app, AccountName: "public", Type: oneaccesstest.PublicAccount})
			all, err := newClient(t, f, oneaccesstest.ClientSecret).ListAccounts(t.Context(), app, oneaccess.BasicAccount)
			names := map[string]bool{}
			for _, a := range all {
				names[a.AccountName] = true
			}
			if err != nil || len(all) != total || len(names) != total || f.Count(oneaccesstest.ListAppAccounts) != 3 {
				t.Errorf("%d accounts, %d names, %d pages: %v", len(all), len(names), f.Count(oneaccesstest.ListAppAccounts), err)
			}
		})
	}
}

// A server that does not turn the page would go on for ever.
func TestPagesThatRepeatAreAnError(t *testing.T) {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
	page := `{"total": 999, "accounts": [{"id": "a"}]}`
	f.Inject(oneaccesstest.ListAppAccounts, fakeapi.Fault{Status: http.StatusOK, Body: page})
	all, err := newClient(t, f, oneaccesstest.ClientSecret).ListAccounts(t.Context(), app, "")
	if err == nil || !strings.Contains(err.Error(), "does not end") || f.Count(oneaccesstest.ListAppAccounts) != 2 {
		t.Errorf("%d accounts after %d pages: %v", len(all), f.Count(oneaccesstest.ListAppAccounts), err)
	}
}

// A sister product prints a blank before its codes.
func TestBlanksAroundACodeDoNotCount(t *testing.T) {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
	f.Inject(oneaccesstest.ShowAppAccountByID, fakeapi.Fault{
		Status: http.StatusBadRequest, Body: `{"error_code": " ` + oneaccesstest.AccountNotFound + ` ", "error_msg": "The account does not exist."}`,
	})
	if _, err := newClient(t, f, oneaccesstest.ClientSecret).GetAccount(t.Context(), app, "a"); !oneaccess.IsGone(err) {
		t.Errorf("got %v", err)
	}
}

// An account without organization, attributes and roles, in the forms of a sister product's examples and of the options.
func TestWhatAnAccountDoesNotHaveIsReadInAllForms(t *testing.T) {
	const common = `"id": "a", "account_name": "ada", "account_type": "BASIC_ACCOUNT", "disabled": false`
	for _, body := range []string{
		`{` + common + `, "org_id": null, "extension": {}, "attr_manager_id": null}`,
		`{` + common + `, "org_id": null, "extension": null, "roles": null}`,
		`{` + common + `, "org_id": "", "extension": {}, "roles": []}`,
		`{` + common + `}`,
	} {
		f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
		f.Inject(oneaccesstest.ShowAppAccountByID, fakeapi.Fault{Status: http.StatusOK, Body: body})
		found, err := newClient(t, f, oneaccesstest.ClientSecret).GetAccount(t.Context(), app, "a")
		if err != nil || found.AccountName != "ada" || found.OrgID != "" || len(found.Extension)+len(found.Roles) != 0 {
			t.Errorf("%s: %+v, %v", body, found, err)
		}
	}
}

// Create and update are answered 201 or 200, and every update carries the account's name.
func TestEveryUpdateCarriesTheAccountName(t *testing.T) {
	for _, status := range []int{http.StatusOK, http.StatusCreated} {
		f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
		id := f.AddAccount(oneaccesstest.Account{ApplicationID: app, UserID: user, AccountName: "ada"})
		f.Inject(oneaccesstest.CreateAppAccount, fakeapi.Fault{Status: status, Body: `{"account_id": "new"}`})
		f.Inject(oneaccesstest.UpdateAppAccount, fakeapi.Fault{Status: status, Body: `{"account_id": "` + id + `"}`})
		client := newClient(t, f, oneaccesstest.ClientSecret)
		if made, err := client.CreateAccount(t.Context(), app, user, oneaccess.AccountBody{AccountName: "new"}); err != nil || made != "new" {
			t.Errorf("%d: made %q, %v", status, made, err)
		}
		for _, body := range []oneaccess.AccountBody{{Name: "Ada"}, {AccountName: "ada", Password: secret.New("of ada")}} {
			if err := client.UpdateAccount(t.Context(), app, id, body); err != nil {
				t.Errorf("%d: %v", status, err)
			}
		}
		for _, sent := range f.RequestsOn(oneaccesstest.UpdateAppAccount) {
			if !strings.Contains(string(sent.Body), `"account_name":"ada"`) {
				t.Errorf("%d: sent %s", status, sent.Body)
			}
		}
	}
}

// User names differ in letter case only by accident; another user's name is another user.
func TestUserNamesAreComparedWithoutLetterCase(t *testing.T) {
	for name, fails := range map[string]bool{"Ada": false, "ADA": false, "grace": true} {
		f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
		f.Inject(oneaccesstest.ShowUserByUserName, fakeapi.Fault{Status: http.StatusOK, Body: `{"user_id": "u", "user_name": "` + name + `"}`})
		if _, err := newClient(t, f, oneaccesstest.ClientSecret).GetUserByName(t.Context(), "ada"); fails != (err != nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnotherObjectInAnAnswerIsAnError(t *testing.T) {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
	id := f.AddAccount(oneaccesstest.Account{ApplicationID: app, UserID: user, AccountName: "ada"})
	client := newClient(t, f, oneaccesstest.ClientSecret)
	for _, route := range []string{oneaccesstest.ShowAppAccountByID, oneaccesstest.UpdateAppAccount, oneaccesstest.ShowUserByID} {
		f.Inject(route, fakeapi.Fault{OtherID: true})
	}
	_, read := client.GetAccount(t.Context(), app, id)
	updated := client.UpdateAccount(t.Context(), app, id, oneaccess.AccountBody{AccountName: "ada", Name: "Ada"})
	_, owner := client.GetUser(t.Context(), user)
	for _, err := range []error{read, updated, owner} {
		if err == nil || !strings.Contains(err.Error(), "shows another object") {
			t.Errorf("got %v", err)
		}
	}
}

// With the limits that the provider keeps by default, a refresh of a thousand accounts is twelve requests, and two of very
// many are read by themselves.
func TestRefreshCostsPages(t *testing.T) {
	for name, test := range map[string]struct{ stored, read, gets, pages int }{
		"a thousand":       {1000, 1000, 1, 11}, // whether a full page is the last, the next one says
		"two of very many": {2100, 2, 2, 1},
		"one":              {1, 1, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
			var ids []string
			for i := range test.stored {
				ids = append(ids, f.AddAccount(oneaccesstest.Account{ApplicationID: app, UserID: user, AccountName: fmt.Sprint("account", i)}))
			}
			client, err := oneaccess.NewClient(httpapi.Config{Platform: "oneaccess", BaseURL: f.URL, Limit: oneaccess.Platform().Limit},
				oneaccess.Credentials{AccessToken: secret.New(oneaccesstest.AccessToken)})
			if err != nil {
				t.Fatal(err)
			}
			begun := time.Now()
			for _, id := range ids[test.stored-test.read:] {
				if found, err := client.ReadAccount(t.Context(), app, id); err != nil || found.ID != id || found.ApplicationID != app {
					t.Fatalf("%+v, %v", found, err)
				}
			}
			if gets, pages := f.Count(oneaccesstest.ShowAppAccountByID), f.Count(oneaccesstest.ListAppAccounts); gets != test.gets || pages != test.pages {
				t.Errorf("%d gets and %d pages, want %d and %d", gets, pages, test.gets, test.pages)
			}
			if took := time.Since(begun); took > 5*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

func TestWritesDropWhatWasListed(t *testing.T) {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{})
	var ids []string
	for i := range 3 {
		ids = append(ids, f.AddAccount(oneaccesstest.Account{ApplicationID: app, UserID: user, AccountName: fmt.Sprint("account", i)}))
	}
	client := newClient(t, f, oneaccesstest.ClientSecret)
	for _, id := range ids {
		if _, err := client.ReadAccount(t.Context(), app, id); err != nil {
			t.Fatal(err)
		}
	}
	if err := client.UpdateAccount(t.Context(), app, ids[1], oneaccess.AccountBody{AccountName: "account1", Name: "renamed"}); err != nil {
		t.Fatal(err)
	}
	if found, err := client.ReadAccount(t.Context(), app, ids[1]); err != nil || found.Name != "renamed" {
		t.Errorf("read %+v, %v", found, err)
	}
	if err := client.DeleteAccount(t.Context(), app, ids[2]); err != nil {
		t.Fatal(err)
	}
	if _, err := client.ReadAccount(t.Context(), app, ids[2]); !oneaccess.IsGone(err) {
		t.Errorf("read %v after the deletion", err)
	}
}
