package appliverytest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

const (
	organizations = "/v1/organizations/"
	entra         = `{"entraId":{"tenantId":"contoso","clientId":"app","clientSecret":"s3cret"}}`
)

// configuration makes a request about the MDM configuration of an organization
// and returns the status and the whole answer.
func configuration(t *testing.T, f *appliverytest.Fake, method, organization, body string, token ...string) (int, map[string]any) {
	t.Helper()
	url := f.URL + organizations + organization + "/mdm/configurations"
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+append(token, appliverytest.Token)[0])
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	if err := json.Unmarshal(data, &answer); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return resp.StatusCode, answer
}

func TestAnMDMConfigurationIsCreatedReplacedAndRead(t *testing.T) {
	f := appliverytest.NewServer(t, appliverytest.Options{})
	if status, _ := configuration(t, f, "GET", "acme", ""); status != 404 {
		t.Errorf("got %d where there is none", status)
	}
	status, made := configuration(t, f, "PUT", "acme", entra)
	stored, _ := f.MDMConfiguration("acme")
	want := map[string]any{"status": true, "data": map[string]any{
		"id": stored.ID, "organizationId": appliverytest.OrganizationID,
		"entraId": map[string]any{"tenantId": "contoso", "clientId": "app"},
	}}
	if diff := cmp.Diff(want, made); status != 200 || diff != "" || len(stored.ID) != 24 || stored.ClientSecret != "s3cret" {
		t.Errorf("got %d, stored %+v: %s", status, stored, diff)
	}
	for _, name := range []string{"acme", appliverytest.OrganizationID} {
		if _, read := configuration(t, f, "GET", name, "", appliverytest.ReadOnlyToken); !cmp.Equal(read, made) {
			t.Errorf("got %v", read)
		}
	}
	configuration(t, f, "PUT", appliverytest.OrganizationID, strings.ReplaceAll(entra, "contoso", "fabrikam"))
	if replaced, _ := f.MDMConfiguration("acme"); replaced.ID != stored.ID || replaced.TenantID != "fabrikam" {
		t.Errorf("got %+v", replaced)
	}
	f.RemoveMDMConfiguration("acme")
	if status, _ := configuration(t, f, "GET", "acme", ""); status != 404 {
		t.Errorf("got %d after it was removed", status)
	}
}

func TestMDMConfigurationsAreAcceptedAsDocumented(t *testing.T) {
	x := func(n int) string { return strings.Repeat("é", n) }
	body := func(tenant, client, secret string) string {
		data, _ := json.Marshal(map[string]any{"entraId": map[string]string{"tenantId": tenant, "clientId": client, "clientSecret": secret}})
		return string(data)
	}
	f := appliverytest.NewServer(t, appliverytest.Options{})
	for sent, want := range map[string]int{
		body(x(256), x(256), x(256)): 200,
		body(x(257), "c", "s"):       400,
		body("t", x(257), "s"):       400,
		body("t", "c", x(257)):       400,
		body("", "c", "s"):           400,
		body("t", "", "s"):           400,
		body("t", "c", ""):           400,
		`{}`:                         400,
		`{"entraId":null}`:           400,
		`{"entraId":{"tenantId":"t","clientId":"c"}}`:                                 400,
		`{"entraId":{"tenantId":"t","clientId":"c","clientSecret":"s","more":1}}`:     400,
		`{"entraId":{"tenantId":"t","clientId":"c","clientSecret":"s"},"settings":1}`: 400,
	} {
		if status, got := configuration(t, f, "PUT", "acme", sent); status != want {
			t.Errorf("%.60s: got %d %v", sent, status, got)
		}
	}
	for name, try := range map[string]func() int{
		"a token that only reads": func() int { s, _ := configuration(t, f, "PUT", "acme", entra, appliverytest.ReadOnlyToken); return s },
		"an unknown token":        func() int { s, _ := configuration(t, f, "GET", "acme", "", "unknown"); return s },
	} {
		if status := try(); status != 401 {
			t.Errorf("%s: got %d", name, status)
		}
	}
	if status, _ := configuration(t, f, "PUT", "unknown", entra); status != 404 {
		t.Errorf("got %d for an unknown organization", status)
	}
	if status, _ := configuration(t, f, "DELETE", "acme", ""); status != 405 {
		t.Errorf("no deletion is documented: got %d", status)
	}
}

func TestAssumptionsOnMDMConfigurations(t *testing.T) {
	for echo, want := range map[appliverytest.Echo]any{
		appliverytest.EchoAbsent: nil, appliverytest.EchoClear: "s3cret", appliverytest.EchoMasked: appliverytest.Mask,
	} {
		f := appliverytest.NewServer(t, appliverytest.Options{MDMEcho: echo})
		configuration(t, f, "PUT", "acme", entra)
		_, read := configuration(t, f, "GET", "acme", "")
		if got := read["data"].(map[string]any)["entraId"].(map[string]any)["clientSecret"]; got != want {
			t.Errorf("%v: got %v", echo, got)
		}
	}
	f := appliverytest.NewServer(t, appliverytest.Options{MDMMissingNull: true, Options: fakeapi.Options{VisibleAfter: time.Hour}})
	configuration(t, f, "PUT", "acme", entra)
	if status, got := configuration(t, f, "GET", "acme", ""); status != 200 || got["data"] != nil {
		t.Errorf("got %d %v, want null while it lags", status, got)
	}
	f.EditMDMConfiguration("acme", func(c *appliverytest.MDMConfiguration) { c.ClientID = "by hand" })
	if _, got := configuration(t, f, "GET", "acme", ""); got["data"].(map[string]any)["entraId"].(map[string]any)["clientId"] != "by hand" {
		t.Errorf("got %v", got)
	}
}
