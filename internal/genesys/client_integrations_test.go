package genesys_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

func TestConfigIsWrittenUnderItsVersion(t *testing.T) {
	t.Parallel()
	rename := func(c genesys.Config) genesys.Config { c.Name = "ours"; return c }
	for name, test := range map[string]struct {
		options  genesystest.Options
		trouble  fakeapi.Fault // of the PUT
		byHand   int           // how many others write between our GET and our PUT
		puts     int
		conflict bool
	}{
		"no other one":          {puts: 1},
		"another writer, 409":   {byHand: 1, puts: 2},
		"another writer, 408":   {options: genesystest.Options{VersionStatus: http.StatusRequestTimeout}, byHand: 1, puts: 2},
		"another writer, 400":   {options: genesystest.Options{VersionStatus: http.StatusBadRequest}, byHand: 1, puts: 2},
		"always another writer": {byHand: 10, puts: 3, conflict: true},
		"lost answer":           {trouble: fakeapi.Fault{Reset: true, Applied: true, Times: 1}, puts: 2},
		"lost answer, then 400": {options: genesystest.Options{VersionStatus: http.StatusBadRequest}, trouble: fakeapi.Fault{Reset: true, Applied: true, Times: 1}, puts: 2},
		"other refusals are final": {
			trouble: fakeapi.Fault{Status: http.StatusBadRequest, Body: `{"code": "bad.request", "message": "No."}`}, puts: 1, conflict: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := genesystest.NewServer(t, test.options)
			if test.trouble != (fakeapi.Fault{}) {
				f.Inject(genesystest.PutConfig, test.trouble)
			}
			others := 0
			written, err := connect(t, f).ChangeConfig(t.Context(), genesystest.WebServicesID, func(c genesys.Config) genesys.Config {
				if others < test.byHand {
					others++
					f.EditIntegration(genesystest.WebServicesID, func(i *genesystest.Integration) { i.Notes = fmt.Sprint("by hand ", others) })
				}
				return rename(c)
			})
			if (err != nil) != test.conflict || f.Count(genesystest.PutConfig) != test.puts {
				t.Fatalf("got %v after %d writes", err, f.Count(genesystest.PutConfig))
			}
			stored := webServices(t, f)
			if err == nil && (stored.Name != "ours" || written.Version != int64(stored.Version) || test.byHand == 1 && stored.Notes != "by hand 1") {
				t.Errorf("stored %+v, answered %+v", stored, written)
			}
		})
	}
}

// A configuration that comes back as it was is not written, and one that is gets back what it had, to the last digit.
func TestConfigKeepsWhatIsNotChanged(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	client := connect(t, f)
	same := func(c genesys.Config) genesys.Config { return c }
	if _, err := client.ChangeConfig(t.Context(), genesystest.ClientAppID, same); err != nil || f.Count(genesystest.PutConfig) != 0 {
		t.Errorf("got %v after %d writes", err, f.Count(genesystest.PutConfig))
	}
	long := `{"id": "current", "name": null, "version": 3, "notes": null, "credentials": null, "advanced": null, "properties": {"n": 12345678901234567890.10}}`
	f.Inject(genesystest.GetConfig, fakeapi.Fault{Status: http.StatusOK, Body: long, Times: 1})
	if _, err := client.ChangeConfig(t.Context(), genesystest.ClientAppID, func(c genesys.Config) genesys.Config { c.Notes = "ours"; return c }); err != nil {
		t.Fatal(err)
	}
	sent := f.Requests()[len(f.Requests())-1]
	if want := `{"advanced":{},"credentials":{},"name":"","notes":"ours","properties":{"n":12345678901234567890.10},"version":3}`; string(sent.Body) != want {
		t.Errorf("sent %s, want %s", sent.Body, want)
	}
}

// Who uses a credential may be more than a page.
func TestAllUsersOfACredentialAreFound(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{})
	id := seed(f, 1)[0]
	var want []string
	for i := range 201 {
		want = append(want, f.SeedIntegration(genesystest.Integration{
			Name: strconv.Itoa(i), Type: "custom-rest-actions", Credentials: map[string]string{"basicAuth": id},
		}))
	}
	found, err := connect(t, f).ListIntegrationsUsing(t.Context(), id)
	got := make([]string, len(found))
	for i, one := range found {
		got[i] = one.ID
	}
	if diff := gocmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	expectCounts(t, f, map[string]int{genesystest.ListIntegrations: 2})
}

// The vendor's release notes know the list as an array and, before 250.0.0, as an object with entities.
func TestCredentialTypesAreReadInBothForms(t *testing.T) {
	t.Parallel()
	const array = `[{"name": "basicAuth", "properties": {"password": {"sensitive": true}}}]`
	for body, fails := range map[string]bool{
		array: false, `{"entities": ` + array + `, "total": 1}`: false,
		`{}`: true, `null`: true, `{"entities": null}`: true, `[{"name": ""}]`: true, `"basicAuth"`: true,
	} {
		f := genesystest.NewServer(t, genesystest.Options{})
		f.Inject(genesystest.ListCredentialTypes, fakeapi.Fault{Status: http.StatusOK, Body: body})
		types, err := connect(t, f).CredentialTypes(t.Context())
		if fails != (err != nil) || !fails && (len(types) != 1 || !types[0].Properties["password"].Sensitive) {
			t.Errorf("%s: %+v, %v", body, types, err)
		}
	}
}

// An organization may have types that no page documents.
func TestTypesAreTheOrganizationsOwn(t *testing.T) {
	t.Parallel()
	f := genesystest.NewServer(t, genesystest.Options{
		CredentialTypes:  []genesystest.CredentialType{{Name: "own", Properties: map[string]genesystest.CredentialField{"pin": {Sensitive: true}}}},
		IntegrationTypes: []genesystest.IntegrationType{{ID: "theirs", Credentials: map[string]genesystest.CredentialSpecification{"place": {CredentialTypes: []string{"own"}}}}},
	})
	client := connect(t, f)
	types, err := client.CredentialTypes(t.Context())
	if err != nil || len(types) != 1 || types[0].Name != "own" || !types[0].Properties["pin"].Sensitive {
		t.Errorf("got %+v, %v", types, err)
	}
	if kind, err := client.IntegrationType(t.Context(), "theirs"); err != nil || kind.Slots["place"].CredentialTypes[0] != "own" {
		t.Errorf("got %+v, %v", kind, err)
	}
}

// What does not change is asked for once, even if it cannot be had.
func TestTypesAreFetchedOnce(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, http.StatusInternalServerError} {
		f := genesystest.NewServer(t, genesystest.Options{})
		if status != 0 {
			f.Inject(genesystest.ListCredentialTypes, fakeapi.Fault{Status: http.StatusInternalServerError})
			f.Inject(genesystest.GetIntegrationType, fakeapi.Fault{Status: http.StatusInternalServerError})
		}
		client := connect(t, f)
		for range 3 {
			_, first := client.CredentialTypes(t.Context())
			_, second := client.IntegrationType(t.Context(), "custom-rest-actions")
			if err := cmp.Or(first, second); (err != nil) != (status != 0) {
				t.Errorf("got %v", err)
			}
		}
		expectCounts(t, f, map[string]int{genesystest.ListCredentialTypes: 1, genesystest.GetIntegrationType: 1})
	}
}

// A cancelled caller ends only its own wait, and no caller waits for a type that another has requested.
func TestCancelledCallersLeaveTypesToTheOthers(t *testing.T) {
	t.Parallel()
	const slow, other = "custom-rest-actions", "audiohook"
	for route, test := range map[string]struct {
		get   func(context.Context, *genesys.Client) error
		calls int
	}{
		genesystest.ListCredentialTypes: {func(ctx context.Context, client *genesys.Client) error {
			_, err := client.CredentialTypes(ctx)
			return err
		}, 1},
		genesystest.GetIntegrationType: {func(ctx context.Context, client *genesys.Client) error {
			_, err := client.IntegrationType(ctx, slow)
			return err
		}, 2}, // the other one included
	} {
		t.Run(route, func(t *testing.T) {
			t.Parallel()
			f := genesystest.New(genesystest.Options{})
			asked, release := make(chan struct{}, 1), make(chan struct{})
			f.URL = fakeapi.Start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if last := path.Base(r.URL.Path); last == "types" || last == slow {
					asked <- struct{}{}
					<-release
				}
				f.ServeHTTP(w, r)
			}))
			client := connect(t, f)
			first, cancel := context.WithCancel(t.Context())
			failed := make(chan error)
			go func() { failed <- test.get(first, client) }()
			<-asked
			if _, err := client.IntegrationType(t.Context(), other); err != nil {
				t.Errorf("another type: %v", err)
			}
			cancel()
			if err := <-failed; !errors.Is(err, context.Canceled) {
				t.Errorf("the first caller got %v", err)
			}
			if err := test.get(first, client); !errors.Is(err, context.Canceled) {
				t.Errorf("a later caller that is cancelled got %v", err)
			}
			close(release)
			if err := test.get(t.Context(), client); err != nil || f.Count(route) != test.calls {
				t.Errorf("a later caller got %v after %d requests", err, f.Count(route))
			}
		})
	}
}
