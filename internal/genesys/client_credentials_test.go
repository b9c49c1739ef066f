package genesys_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// seed stores that many credentials, and returns their ids.
func seed(f *genesystest.Fake, n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = f.SeedCredential(genesystest.Credential{Name: fmt.Sprint("credential ", i), Type: "basicAuth", Fields: map[string]string{"userName": "u"}})
	}
	return ids
}

func TestListingLosesNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stored, pages int
		omit          bool
	}{
		"none":                   {0, 1, false},
		"one page":               {199, 1, false},
		"one full page":          {200, 2, false}, // only the next page shows whether it is the last
		"three pages":            {450, 3, false},
		"three pages by last id": {450, 3, true},
		"full pages by last id":  {400, 3, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := genesystest.NewServer(t, genesystest.Options{OmitNextURI: test.omit})
			ids := seed(f, test.stored)
			all, err := connect(t, f).ListCredentials(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := make([]string, len(all))
			for i, one := range all {
				got[i] = one.ID
			}
			if pages := f.Count(genesystest.ListCredentials); !slices.Equal(got, ids) || pages != test.pages {
				t.Errorf("%d credentials by %d requests, want %d by %d", len(got), pages, test.stored, test.pages)
			}
		})
	}
}

// A listing that leads back to an earlier page would never end.
func TestListingThatDoesNotEndIsAnError(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{EndlessPages: true}})
	seed(f, 450)
	if all, err := connect(t, f).ListCredentials(t.Context()); err == nil || !strings.Contains(err.Error(), "does not end") {
		t.Errorf("got %d credentials and %v by %d requests", len(all), err, f.Count(genesystest.ListCredentials))
	}
}

// A listing whose last page is followed by itself ends.
func TestListingEndsOnAPageWithoutNews(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	page := `{"entities": [{"id": "a", "name": null, "type": {"name": "basicAuth"}, "more": 1}], "nextUri": "https://elsewhere.example/circle?after=a"}`
	f.Inject(genesystest.ListCredentials, fakeapi.Fault{Status: http.StatusOK, Body: page})
	all, err := connect(t, f).ListCredentials(t.Context())
	if err != nil || len(all) != 1 || all[0].Type != "basicAuth" || f.Count(genesystest.ListCredentials) != 2 {
		t.Errorf("got %v and %v by %d requests", all, err, f.Count(genesystest.ListCredentials))
	}
}

// A page may be empty, or hold a null, and the listing still goes on.
func TestListingGoesOnAfterAPageWithHoles(t *testing.T) {
	t.Parallel()
	pages := []string{
		`{"entities": [], "nextUri": "/api/v2/integrations/credentials/listing?after=1"}`,
		`{"entities": [` + strings.Repeat(`{"id": "a"}, `, 199) + `null]}`,
		`{"entities": [{"id": "b"}]}`,
	}
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(pages[min(asked, 2)]))
		asked++
	}))
	t.Cleanup(server.Close)
	client, err := genesys.NewClient(httpapi.Config{Platform: "genesys", BaseURL: server.URL}, genesys.Credentials{AccessToken: secret.New("access-token")})
	if err != nil {
		t.Fatal(err)
	}
	all, err := client.ListCredentials(t.Context())
	if err != nil || len(all) != 2 || all[1].ID != "b" || asked != len(pages) {
		t.Errorf("got %v and %v by %d requests", all, err, asked)
	}
}

func TestFiftyReadersShareOneListing(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	ids, client := seed(f, 50), connect(t, f)
	read := func() {
		var readers sync.WaitGroup
		for _, id := range ids {
			readers.Go(func() {
				if found, err := client.LookupCredential(t.Context(), id, genesys.Lookup{}); err != nil || found.ModifiedDate == "" {
					t.Errorf("found %+v, %v", found, err)
				}
			})
		}
		readers.Wait()
	}
	read()
	expectCounts(t, f, map[string]int{genesystest.ListCredentials: 1})

	t.Log("Every write makes the next reader list again.")
	body := genesys.CredentialBody{Name: "n", Type: "basicAuth", Fields: map[string]secret.String{"userName": secret.New("u")}}
	created, err := client.CreateCredential(t.Context(), body)
	if err != nil {
		t.Fatal(err)
	}
	read()
	if _, err := client.UpdateCredential(t.Context(), created.ID, body); err != nil {
		t.Fatal(err)
	}
	read()
	if err := client.DeleteCredential(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	read()
	expectCounts(t, f, map[string]int{
		genesystest.ListCredentials: 3, genesystest.CreateCredential: 1, genesystest.PutCredential: 1, genesystest.DeleteCredential: 1,
	})

	t.Log("What the listing does not have is confirmed to be gone, and deleting it is a success.")
	if _, err := client.LookupCredential(t.Context(), created.ID, genesys.Lookup{}); !genesys.IsGone(err) {
		t.Errorf("got %v", err)
	}
	if err := client.DeleteCredential(t.Context(), created.ID); err != nil {
		t.Error(err)
	}
}

// What is hidden is never read as a value, in whichever form it is hidden.
func TestRedactedFieldsAreNotRead(t *testing.T) {
	t.Parallel()
	for _, form := range []genesystest.Redaction{genesystest.Absent, genesystest.Null, genesystest.Masked} {
		f := genesystest.NewServer(t, genesystest.Options{Redaction: form})
		id := f.SeedCredential(genesystest.Credential{Name: "n", Type: "basicAuth", Fields: map[string]string{"userName": "u", "password": "p"}})
		found, err := connect(t, f).GetCredential(t.Context(), id)
		if err != nil || !maps.Equal(found.Fields, map[string]string{"userName": "u"}) {
			t.Errorf("redacted %q: found %+v, %v", form, found, err)
		}
	}
}
