package genesystest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

type object = map[string]any

const (
	integrations = "/api/v2/integrations"
	credentials  = integrations + "/credentials"
	webServices  = integrations + "/" + genesystest.WebServicesID
	webConfig    = webServices + "/config/current"
	clientConfig = integrations + "/" + genesystest.ClientAppID + "/config/current"
	unknownID    = "00000000-0000-0000-0000-000000000000"
)

// answer is what a request came to.
type answer struct {
	status int
	header http.Header
	body   object
	list   []any // if the body is an array
}

// want checks the status, and for an error the shape of all of them, and
// returns the body.
func (a answer) want(t *testing.T, status int) object {
	t.Helper()
	if a.status != status {
		t.Fatalf("got %d %v %s, want %d", a.status, a.body, a.header.Get(genesystest.ReasonHeader), status)
	}
	if status < 400 {
		return a.body
	}
	context, _ := a.body["contextId"].(string)
	if context == "" || a.header.Get("ININ-Correlation-Id") != context || a.body["status"] != float64(status) ||
		a.body["code"] == "" || a.body["message"] == "" || a.body["details"] == nil || a.body["errors"] == nil {
		t.Fatalf("got the error %v with the headers %v", a.body, a.header)
	}
	return a.body
}

// send makes a request with the token that may do everything. An empty body is
// none.
func send(t *testing.T, f *genesystest.Fake, method, path, body string, edit ...func(*http.Request)) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, f.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+genesystest.Token)
	req.Header.Set("Content-Type", "application/json")
	for _, e := range edit {
		e(req)
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
	got := answer{status: resp.StatusCode, header: resp.Header}
	switch {
	case len(data) == 0:
	case data[0] == '[':
		err = json.Unmarshal(data, &got.list)
	default:
		err = json.Unmarshal(data, &got.body)
	}
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// create makes a credential of type basicAuth and returns its id.
func create(t *testing.T, f *genesystest.Fake, name string) string {
	t.Helper()
	made := send(t, f, "POST", credentials, `{"name":"`+name+`","type":{"name":"basicAuth"},"credentialFields":{"userName":"u","password":"p"}}`)
	return made.want(t, 200)["id"].(string)
}

// config is the body of a PUT with the given slots.
func config(version int, slots string) string {
	return fmt.Sprintf(`{"name":"n","version":%d,"properties":{},"advanced":{},"notes":"","credentials":%s}`, version, slots)
}

func slot(name, id string) string { return fmt.Sprintf(`{%q:{"id":%q}}`, name, id) }

// seedCredential is the body of the POST in the vendor's forum.
const seedCredential = `{
	"name": "Integration-2cefbe68-cdd8-4f21-89ab-6f3036bafd3d",
	"type": {
		"name": "basicAuth",
		"properties": {
			"password": {"type": "string", "title": "Password", "description": "The password used for authentication.", "sensitive": true, "confirm": true},
			"userName": {"type": "string", "title": "Username", "description": "The username used for authentication."}
		},
		"displayOrder": ["userName", "password"],
		"required": ["userName"]
	},
	"credentialFields": {"password": "p@ssword", "userName": "loginname"}
}`

// TestTheForumsScenario goes from the question to its answer: the flat object
// is refused as it was, then the credential is attached by its slot.
func TestTheForumsScenario(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	made := send(t, f, "POST", credentials, seedCredential).want(t, 200)
	id := made["id"].(string)
	seconds := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
	for _, date := range []string{"createdDate", "modifiedDate"} {
		if !seconds.MatchString(made[date].(string)) {
			t.Errorf("got %s %v", date, made[date])
		}
		delete(made, date)
	}
	reference := object{
		"id": id, "name": "Integration-2cefbe68-cdd8-4f21-89ab-6f3036bafd3d",
		"type": object{"name": "basicAuth"}, "selfUri": credentials + "/" + id,
	}
	if diff := cmp.Diff(reference, made); diff != "" {
		t.Error(diff)
	}

	flat := `{"id":"` + id + `","name":"x","createdDate":"2019-12-17T16:16:21Z","modifiedDate":"2019-12-17T16:16:21Z",` +
		`"type":{"name":"basicAuth"},"selfUri":"` + credentials + "/" + id + `"}`
	for _, path := range []string{webConfig, clientConfig} {
		refused := send(t, f, "PUT", path, config(3, flat))
		if !strings.HasPrefix(refused.header.Get(genesystest.ReasonHeader), "credentials.") {
			t.Errorf("got the reason %q", refused.header.Get(genesystest.ReasonHeader))
		}
		body := refused.want(t, 400)
		delete(body, "contextId")
		want := object{
			"status": 400.0, "code": "bad.request", "details": []any{}, "errors": []any{},
			"message": "The request could not be understood by the server due to malformed syntax.",
		}
		if diff := cmp.Diff(want, body); diff != "" {
			t.Error(diff)
		}
	}

	send(t, f, "PUT", webConfig, config(3, `{}`)).want(t, 200)
	attached := send(t, f, "PUT", webConfig, config(4, slot("basicAuth", id))).want(t, 200)
	want := object{
		"id": "current", "name": "n", "version": 5.0, "properties": object{}, "advanced": object{}, "notes": "",
		"credentials": object{"basicAuth": reference}, "selfUri": webConfig,
	}
	if diff := cmp.Diff(want, attached); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, send(t, f, "GET", webConfig, "").want(t, 200)); diff != "" {
		t.Error(diff)
	}
	users := send(t, f, "GET", integrations+"?credentialId="+id, "").want(t, 200)["entities"].([]any)
	if len(users) != 1 || users[0].(object)["id"] != genesystest.WebServicesID {
		t.Errorf("got %v", users)
	}
}

func TestCredentialLife(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	id := create(t, f, "a")
	path := credentials + "/" + id
	got := send(t, f, "GET", path, "").want(t, 200)
	want := object{
		"id": id, "name": "a", "type": object{"name": "basicAuth"},
		"credentialFields": object{"userName": "u"}, "selfUri": path,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	put := send(t, f, "PUT", path, `{"type":"basicAuth","credentialFields":{"userName":"v"}}`).want(t, 200)
	if put["name"] != nil || put["modifiedDate"] == nil {
		t.Errorf("got %v", put)
	}
	stored, _ := f.Credential(id)
	if diff := cmp.Diff(map[string]string{"userName": "v"}, stored.Fields); diff != "" {
		t.Error(diff)
	}
	if deleted := send(t, f, "DELETE", path, ""); deleted.want(t, 204) != nil {
		t.Errorf("got %v", deleted.body)
	}
	send(t, f, "DELETE", path, "").want(t, 404)
	send(t, f, "GET", path, "").want(t, 404)
	send(t, f, "PUT", path, `{"type":"basicAuth","credentialFields":{"userName":"v"}}`).want(t, 404)
}

func TestIntegrationLife(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	for body, want := range map[string]int{
		`{"integrationType":{"id":"audiohook"}}`:        200,
		`{"name":"","integrationType":{"id":"x"}}`:      400,
		`{"integrationType":{"id":"nonsense"}}`:         400,
		`{"integrationType":"audiohook"}`:               400,
		`{"name":"n"}`:                                  400,
		`{"integrationType":{"id":"audiohook"},"x":""}`: 400,
	} {
		t.Run(body, func(t *testing.T) { send(t, f, "POST", integrations, body).want(t, want) })
	}
	made := send(t, f, "POST", integrations, `{"name":"n","integrationType":{"id":"custom-rest-actions"}}`).want(t, 200)
	path := integrations + "/" + made["id"].(string)
	if made["name"] != "n" || made["intendedState"] != "DISABLED" || made["config"].(object)["current"].(object)["version"] != 1.0 {
		t.Errorf("got %v", made)
	}
	send(t, f, "PATCH", path, `{"intendedState":"ON"}`).want(t, 400)
	send(t, f, "PATCH", path, `{}`).want(t, 400)
	for _, state := range []string{"DELETED", "RESTORED"} {
		if got := send(t, f, "PATCH", path, `{"intendedState":"`+state+`"}`).want(t, 200); got["intendedState"] != state {
			t.Errorf("got %v", got)
		}
	}
	patched := send(t, f, "PATCH", path, `{"intendedState":"ENABLED"}`).want(t, 200)
	if diff := cmp.Diff(object{"code": "ACTIVE"}, patched["reportedState"]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(patched, send(t, f, "GET", path, "").want(t, 200)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(patched, send(t, f, "DELETE", path, "").want(t, 200)); diff != "" {
		t.Error(diff)
	}
	send(t, f, "GET", path, "").want(t, 404)
	send(t, f, "PATCH", path, `{"intendedState":"ENABLED"}`).want(t, 404)
	send(t, f, "DELETE", path, "").want(t, 404)
}

func TestDocumentedTypesAreListed(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	list := send(t, f, "GET", credentials+"/types", "").list
	var names []string
	for _, each := range list {
		names = append(names, each.(object)["name"].(string))
	}
	want := []string{"basicAuth", "userDefined", "userDefinedOAuth", "pureCloudOAuthClient", "audioHook", "callJourney", "applePayCertificate"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Fatal(diff)
	}
	f = genesystest.NewServer(t, genesystest.Options{TypesEnvelope: true})
	if diff := cmp.Diff(list, send(t, f, "GET", credentials+"/types", "").want(t, 200)["entities"]); diff != "" {
		t.Error(diff)
	}
	var seed struct{ Type object }
	if err := json.Unmarshal([]byte(seedCredential), &seed); err != nil {
		t.Fatal(err)
	}
	seed.Type["id"] = "basicAuth"
	if diff := cmp.Diff(seed.Type, list[0]); diff != "" {
		t.Error(diff)
	}
	send(t, f, "GET", credentials+"/types/basicAuth", "").want(t, 404)

	got := send(t, f, "GET", integrations+"/types/custom-rest-actions", "").want(t, 200)
	slots := object{"basicAuth": object{
		"required": false, "title": "Credentials", "credentialTypes": []any{"basicAuth", "userDefined", "userDefinedOAuth"},
	}}
	if diff := cmp.Diff(slots, got["credentials"]); diff != "" {
		t.Error(diff)
	}
	send(t, f, "GET", integrations+"/types/nonsense", "").want(t, 404)
	all := send(t, f, "GET", integrations+"/types?pageSize=3&pageNumber=2", "").want(t, 200)
	if entities := all["entities"].([]any); len(entities) != 1 || entities[0].(object)["selfUri"] != integrations+"/types/embedded-client-app" {
		t.Errorf("got %v", all)
	}
}

func TestUnknownPathsAndParameters(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	for request, want := range map[string]int{
		"GET /api/v2/nonsense":                                 404,
		"GET " + webServices + "/":                             404,
		"GET " + webServices + "/config":                       404,
		"PATCH " + credentials + "/" + unknownID:               405,
		"DELETE " + webConfig:                                  405,
		"GET " + webServices + "?expand=x":                     400,
		"GET " + credentials + "/listing?pageNumber=1":         400,
		"GET " + credentials + "?after=x":                      400,
		"GET " + credentials + "/types?pageSize=1":             400,
		"GET " + integrations + "?sortBy=name":                 400,
		"GET " + integrations + "?pageSize=1000":               400,
		"GET " + integrations + "?pageNumber=0":                400,
		"GET " + integrations + "?reportedState=ON":            400,
		"GET " + integrations + "?ids=" + ids(101):             400,
		"GET " + integrations + "?credentialId=a&credentialId": 400,
	} {
		t.Run(request, func(t *testing.T) {
			method, path, _ := strings.Cut(request, " ")
			send(t, f, method, path, "").want(t, want)
		})
	}
	send(t, f, "GET", webServices, "{}").want(t, 400)
	send(t, f, "POST", credentials, seedCredential, header("Content-Type", "text/plain")).want(t, 415)
}

func ids(n int) string { return strings.TrimSuffix(strings.Repeat(unknownID+",", n), ",") }
