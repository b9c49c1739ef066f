package main_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// object and list are JSON.
type (
	object = map[string]any
	list   = []any
)

func decoded(t *testing.T, text []byte) (tree any) {
	t.Helper()
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return tree
}

func exampleState(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/state.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func platformNames() (names []string) {
	for _, fixture := range fakes.Fixtures {
		names = append(names, fixture.Name)
	}
	return names
}

func TestHealth(t *testing.T) {
	s := start(t)
	names := list{}
	for _, name := range platformNames() {
		names = append(names, name)
	}
	want := object{"status": "ok", "version": "1.2.3", "platforms": names}
	if got := s.get("/_mock/health"); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

// includes reports where a tree lacks something of another one.
func includes(path string, got, want any) (missing string) {
	switch want := want.(type) {
	case object:
		got, _ := got.(object)
		for key, value := range want {
			if missing := includes(path+"."+key, got[key], value); missing != "" {
				return missing
			}
		}
		return ""
	case list:
		got, _ := got.(list)
		if len(got) != len(want) {
			return fmt.Sprintf("%s has %d values, not %d", path, len(got), len(want))
		}
		for i := range want {
			if missing := includes(fmt.Sprintf("%s[%d]", path, i), got[i], want[i]); missing != "" {
				return missing
			}
		}
		return ""
	}
	if !reflect.DeepEqual(got, want) {
		return fmt.Sprintf("%s is %v, not %v", path, got, want)
	}
	return ""
}

// A state comes back as it was put, with what was left out, and its secrets on request only.
func TestState(t *testing.T) {
	s := start(t)
	masked := s.expect(http.StatusOK, http.MethodPut, "/_mock/state", exampleState(t))
	shown := s.get("/_mock/state?secrets=true")
	if missing := includes("", shown, decoded(t, []byte(exampleState(t)))); missing != "" {
		t.Error(missing)
	}
	if got := s.get("/_mock/state"); !reflect.DeepEqual(got, masked) {
		t.Errorf("PUT answered %v and GET %v", masked, got)
	}
	text, err := json.Marshal(masked)
	if err != nil {
		t.Fatal(err)
	}
	if secret := regexp.MustCompile(`"s-\d+"`).FindString(string(text)); secret != "" {
		t.Errorf("%s is shown", secret)
	}
	if got := strings.Count(string(text), "(masked)"); got != 6 {
		t.Errorf("%d secrets are masked, want 6", got)
	}
	for _, public := range []string{"harmony-1", `"userName":"bot"`, `"account":"store"`, `"title":"Dr"`, `"function":"Password"`} {
		if !strings.Contains(string(text), public) {
			t.Errorf("%s is masked", public)
		}
	}

	// What was shown can be put back, and changes nothing, dates included.
	again, err := json.Marshal(shown)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.expect(http.StatusOK, http.MethodPut, "/_mock/state?secrets=true", string(again)); !reflect.DeepEqual(got, shown) {
		t.Errorf("put back, it is\n%v\nand was\n%v", got, shown)
	}
}

// PUT replaces all that a platform which it names holds, and leaves the others. What it holds is what the platform serves.
func TestStateIsServed(t *testing.T) {
	s := start(t)
	before := s.get("/_mock/state").(object)
	after := s.expect(http.StatusOK, http.MethodPut, "/_mock/state",
		`{"losant": {"applications": [{"id": "675ec8687ae143cd83dc4a98"}], "credentials": [{"applicationId": "675ec8687ae143cd83dc4a98", "name": "storage", "type": "azure", "azureConfig": {"account": "store", "accountKey": "s-5555"}}], "flows": [{"applicationId": "675ec8687ae143cd83dc4a98", "name": "hub", "credentialName": "storage"}]}}`).(object)
	if status, _ := s.losant(http.MethodGet, credentials, ""); status != http.StatusNotFound {
		t.Errorf("the built-in application: status %d", status)
	}
	status, text := s.losant(http.MethodGet, "/applications/675ec8687ae143cd83dc4a98/credentials", "")
	if status != http.StatusOK || !strings.Contains(text, `"name":"storage"`) || strings.Contains(text, "s-5555") {
		t.Errorf("status %d: %s", status, text)
	}
	for platform := range before {
		if same := reflect.DeepEqual(before[platform], after[platform]); same != (platform != "losant") {
			t.Errorf("%s: unchanged is %t", platform, same)
		}
	}
	id := after["losant"].(object)["credentials"].(list)[0].(object)["id"].(string)
	if status, text := s.losant(http.MethodGet, "/applications/675ec8687ae143cd83dc4a98/credentials/"+id+"/linkedResources", ""); status != http.StatusOK || !strings.Contains(text, `"name":"hub"`) {
		t.Errorf("its users: status %d: %s", status, text)
	}
}

// An error says where it is and quotes no secret, and nothing changes, not even on another platform.
func TestStateIsStrict(t *testing.T) {
	s := start(t)
	before := s.get("/_mock/state?secrets=true")
	for body, want := range map[string]string{
		`{`:                              "not valid JSON: ",
		`[]`:                             "has to be an object of platforms",
		`{"azure":{}}`:                   "azure: there is no such platform; the platforms are " + strings.Join(platformNames(), ", "),
		`{"losant": {"credential": []}}`: "losant.credential: is not a known property",
		`{"losant": {"applications": [{"id": "675ec8687ae143cd83dc4a98", "title": "t"}]}}`:                                                                                                                                                  "losant.applications[0].title: is not a known property",
		`{"losant": {"applications": [{"id": "675ec8687ae143cd83dc4a98"}, {"id": "675EC8687AE143CD83DC4A98"}]}}`:                                                                                                                            "losant.applications[1].id: is taken",
		`{"losant": {"credentials": [{"applicationId": "575ec8687ae143cd83dc4a97", "name": "n", "type": "azure", "azureConfig": {"accountKey": "s3cret-s3cret"}}]}}`:                                                                        "losant.credentials[0].applicationId: there is no application 575ec8687ae143cd83dc4a97",
		`{"losant": {"applications": [{"id": "675ec8687ae143cd83dc4a98"}], "credentials": [{"applicationId": "675ec8687ae143cd83dc4a98", "name": "n", "type": "azure", "azureConfig": {"accountKey": "(masked)"}}]}}`:                       "losant.credentials[0].azureConfig.accountKey: is masked; a state with ?secrets=true has the secrets",
		`{"losant": {"applications": [{"id": "675ec8687ae143cd83dc4a98"}], "credentials": [{"applicationId": "675ec8687ae143cd83dc4a98", "name": "n", "type": "azure", "awsConfig": {}}]}}`:                                                 "losant.credentials[0].awsConfig: does not fit the type azure",
		`{"losant": {"applications": [{"id": "675ec8687ae143cd83dc4a98"}], "credentials": [{"applicationId": "675ec8687ae143cd83dc4a98", "name": "n", "type": "azure", "azureConfig": {"accountKey": "s"}}]}}`:                              "losant.credentials[0].azureConfig.accountKey: has 1 characters, outside 4 to 128",
		`{"applivery": {}, "helloid": {"credentialSets": [{"userGUID": "3b5f8a3c-7d41-4e0b-9c66-d1a2b3c4e5f7", "applicationGUID": "7c9e917d-e4b0-44e6-83aa-6f01c6ea3150", "credentials": [{"function": "Password", "value": "s3cret"}]}]}}`: "helloid.credentialSets[0].userGUID: there is no user 3b5f8a3c-7d41-4e0b-9c66-d1a2b3c4e5f7",
		`{"applivery": {"organizations": [{"id": "6f2b1c9e8d7a6b5c4d3e2f11", "slug": "example"}, {"slug": "example"}]}}`:                                                                                                                    "applivery.organizations[1].slug: is taken",
		`{"genesys": {"credentials": [{"type": {"name": "basic"}, "credentialFields": {"password": "s3cret"}}]}}`:                                                                                                                           "genesys.credentials[0].type.name: there is no credential type basic",
		`{"genesys": {"credentials": [{"type": {"name": "basicAuth"}, "credentialFields": {"userName": "a", "pass": "s3cret"}}]}}`:                                                                                                          "genesys.credentials[0].credentialFields.pass: the credential type basicAuth has no field pass",
		`{"genesys": {"integrations": [{"integrationType": {"id": "custom-rest-actions"}, "config": {"current": {"credentials": {"basicAuth": {"id": "0d9f6a1e-3c52-4b7a-8f1d-2e6c7b8a9d01"}}}}}]}}`:                                        `genesys.integrations[0].config.current.credentials.basicAuth: there is no credential "0d9f6a1e-3c52-4b7a-8f1d-2e6c7b8a9d01"`,
		`{"oneaccess": {"users": [{"user_id": "U-1", "user_name": "ada"}], "applications": [{"id": "A-1"}], "accounts": [{"application_id": "A-1", "user_id": "U-2", "password": "s3cret"}]}}`:                                              "oneaccess.accounts[0].user_id: there is no user U-2",
		`{"oneaccess": {"users": [{"user_id": "U-1", "user_name": "ada"}], "applications": [{"id": "A-1"}], "accounts": [{"application_id": "A-1", "user_id": "U-1", "extension": {"title": "Dr"}}]}}`:                                      "oneaccess.accounts[0].extension: The extended attribute does not exist.",
	} {
		answer := s.expect(http.StatusBadRequest, http.MethodPut, "/_mock/state", body).(object)
		text, _ := answer["error"].(string)
		if len(answer) != 1 || !strings.HasPrefix(text, want) || strings.Contains(text, "s3cret") {
			t.Errorf("%s:\ngot  %q\nwant %q", body, text, want)
		}
	}
	if after := s.get("/_mock/state?secrets=true"); !reflect.DeepEqual(after, before) {
		t.Errorf("something has changed: %v", after)
	}
}

func TestRequestsOfTheAPIAreChecked(t *testing.T) {
	s := start(t)
	for request, want := range map[string]int{
		"GET /_mock/":                       404,
		"GET /_mock/nothing":                404,
		"GET /nothing":                      404,
		"DELETE /_mock/health":              405,
		"POST /_mock/state":                 405,
		"GET /_mock/reset":                  405,
		"PUT /_mock/requests":               405,
		"DELETE /_mock/faults":              405,
		"GET /_mock/state?secret=true":      400,
		"GET /_mock/state?secrets=yes":      400,
		"GET /_mock/requests?platform=none": 400,
	} {
		method, path, _ := strings.Cut(request, " ")
		answer := s.expect(want, method, path, "").(object)
		if text, _ := answer["error"].(string); len(answer) != 1 || text == "" {
			t.Errorf("%s: %v", request, answer)
		}
	}
	for path, want := range map[string]string{"/_mock/state": "GET, PUT", "/_mock/reset": "POST", "/_mock/requests": "DELETE, GET"} {
		response, _ := s.call(http.MethodPatch, path, "")
		if got := response.Header.Get("Allow"); response.StatusCode != 405 || got != want {
			t.Errorf("%s: status %d, Allow %q, want %q", path, response.StatusCode, got, want)
		}
	}
	s.expect(http.StatusRequestEntityTooLarge, http.MethodPut, "/_mock/state", strings.Repeat(" ", 10<<20+1))
	s.expect(http.StatusOK, http.MethodPut, "/_mock/state", "{}"+strings.Repeat(" ", 10<<20-2))
	if answer := s.expect(http.StatusNotFound, http.MethodGet, "/_mock", "").(object); !strings.HasPrefix(answer["error"].(string), "/_mock: ") {
		t.Errorf("/_mock: %v", answer) // after a redirect it would name /_mock/
	}
	response, body := s.call(http.MethodPost, "/_mock/reset", "", "Origin", "https://elsewhere.example")
	if response.StatusCode != http.StatusForbidden || !strings.Contains(body, `"error": "/_mock/reset: POST is not allowed`) {
		t.Errorf("from a web page of another origin: status %d, %s", response.StatusCode, body)
	}
}

// The address of a platform is a path that its API does not have.
func TestAddressOfAPlatform(t *testing.T) {
	s := start(t)
	for _, path := range []string{"/losant", "/losant/"} {
		response, body := s.call(http.MethodGet, path, "")
		if want := `{"message":"there is no /","type":"NotFound"}`; response.StatusCode != http.StatusNotFound || strings.TrimSpace(body) != want {
			t.Errorf("%s: status %d, %s", path, response.StatusCode, body)
		}
	}
}

// A seed replaces the built-in objects of the platforms that it names, and a reset brings them and all else back.
func TestSeedAndReset(t *testing.T) {
	seed := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(seed, []byte("\ufeff"+`{"losant": {"applications": [{"id": "575ec8687ae143cd83dc4a97"}], "credentials": [{"applicationId": "575ec8687ae143cd83dc4a97", "name": "seeded", "type": "azure", "azureConfig": {"account": "store", "accountKey": "s-5555"}}]}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, "-seed", seed, "-losant.fault", "DELETE * status=500 times=1", "-genesys.throttle-tokens", "1")
	before, faults := s.get("/_mock/state?secrets=true"), s.get("/_mock/faults")
	if seeded := before.(object)["losant"].(object)["credentials"].(list); len(seeded) != 1 || seeded[0].(object)["name"] != "seeded" {
		t.Errorf("seeded is %v", seeded)
	}
	if users := before.(object)["helloid"].(object)["users"].(list); len(users) == 0 {
		t.Error("a platform that the seed does not name has lost its built-in objects")
	}
	change := func() {
		if status, text := s.losant(http.MethodPost, credentials, `{"name": "made", "type": "azure", "azureConfig": {"account": "a", "accountKey": "s-5555"}}`); status != http.StatusCreated {
			t.Fatalf("status %d: %s", status, text)
		}
	}
	change()
	s.expect(http.StatusOK, http.MethodPut, "/_mock/faults", `{"losant": [{"expire-token": true, "times": 1}]}`)
	for _, want := range []int{http.StatusUnauthorized, http.StatusUnauthorized} {
		if status, _ := s.losant(http.MethodGet, credentials, ""); status != want {
			t.Errorf("status %d, want %d", status, want)
		}
	}
	if got := s.expect(http.StatusOK, http.MethodPost, "/_mock/reset?secrets=true", ""); !reflect.DeepEqual(got, before) {
		t.Errorf("after the reset it is\n%v\nand was\n%v", got, before)
	}
	if got := s.get("/_mock/faults"); !reflect.DeepEqual(got, faults) {
		t.Errorf("faults are %v, and were %v", got, faults)
	}
	if got := s.get("/_mock/requests").(object)["requests"].(list); len(got) != 0 {
		t.Errorf("it remembers %d requests", len(got))
	}
	change() // its token is valid again
}

func TestRequests(t *testing.T) {
	s := start(t, "-v", "-losant.fault", "PATCH * reset latency=20ms")
	s.losant(http.MethodGet, credentials+"?perPage=5", "")
	s.losant(http.MethodPost, credentials, `{"name": "made", "type": "azure", "azureConfig": {"account": "a", "accountKey": "my-s3cret"}}`)
	s.call(http.MethodGet, "/helloid/api/v1/users", "")
	s.call(http.MethodGet, "/losant/a%0Ab", "")
	if request, err := http.NewRequest(http.MethodPatch, s.environment["LOSANT_BASE_URL"]+credentials+"/575ec8687ae143cd83dc4a97", strings.NewReader("{}")); err != nil {
		t.Fatal(err)
	} else if _, err := s.client.Do(request); err == nil {
		t.Fatal("the connection was not reset")
	}

	all := s.get("/_mock/requests").(object)["requests"].(list)
	type row struct{ platform, method, path, query, route string }
	want := []row{
		{"losant", "GET", credentials, "perPage=5", "GET /applications/{applicationId}/credentials"},
		{"losant", "POST", credentials, "", "POST /applications/{applicationId}/credentials"},
		{"helloid", "GET", "/api/v1/users", "", "GET /api/v1/users"},
		{"losant", "GET", "/a\nb", "", ""},
		{"losant", "PATCH", credentials + "/575ec8687ae143cd83dc4a97", "", "PATCH /applications/{applicationId}/credentials/{credentialId}"},
	}
	statuses := []float64{200, 201, 401, 404, 0}
	if len(all) != len(want) {
		t.Fatalf("%d requests: %v", len(all), all)
	}
	for i, r := range all {
		r := r.(object)
		if got := (row{r["platform"].(string), r["method"].(string), r["path"].(string), r["query"].(string), r["route"].(string)}); got != want[i] || r["status"] != statuses[i] {
			t.Errorf("request %d: %v, want %v with status %v", i, r, want[i], statuses[i])
		}
		if _, err := time.Parse("2006-01-02T15:04:05.000Z", r["time"].(string)); err != nil || len(r) != 8 {
			t.Errorf("request %d: %v", i, r)
		}
	}
	for i := 0; i < 100 && all[4].(object)["duration_ms"] == 0.0; i++ { // it ends after its connection
		time.Sleep(time.Millisecond)
		all = s.get("/_mock/requests").(object)["requests"].(list)
	}
	if took := all[4].(object)["duration_ms"].(float64); took < 20 || took > 10_000 {
		t.Errorf("the slow one took %v ms", took)
	}
	if got := s.get("/_mock/requests?platform=helloid").(object)["requests"].(list); len(got) != 1 {
		t.Errorf("of HelloID: %v", got)
	}
	if answer := s.expect(http.StatusNoContent, http.MethodDelete, "/_mock/requests", ""); answer != nil {
		t.Errorf("answered %v", answer)
	}
	if got := s.get("/_mock/requests").(object)["requests"].(list); len(got) != 0 {
		t.Errorf("it remembers %v", got)
	}

	s.end(syscall.SIGTERM)
	lines := strings.Split(strings.TrimSpace(s.stderr.String()), "\n")
	pattern := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [A-Z]+ /(losant|helloid)/\S+ \d+ \d+ms$`)
	if len(lines) != 5 || slices.ContainsFunc(lines, func(line string) bool { return !pattern.MatchString(line) }) {
		t.Errorf("the log is %q", lines)
	}
	if strings.Contains(s.stderr.String(), "s3cret") || strings.Contains(s.stderr.String(), "lo-8c2f6b17e4d09a53") {
		t.Errorf("a secret is in the log: %s", s.stderr.String())
	}
}

func TestFaults(t *testing.T) {
	s := start(t)
	none := object{}
	for _, name := range platformNames() {
		none[name] = list{}
	}
	if got := s.get("/_mock/faults"); !reflect.DeepEqual(got, none) {
		t.Errorf("at first %v", got)
	}
	body := `{"losant": [{"method": "GET", "status": 503, "retry-after": "2s", "times": 1, "struck": 7}, {"latency": "1ms", "probability": 0.5, "seed": 3, "body": "", "route": "*"}]}`
	want := list{
		object{"method": "GET", "route": "*", "status": 503.0, "retry-after": "2s", "times": 1.0, "struck": 0.0},
		object{"method": "*", "route": "*", "latency": "1ms", "probability": 0.5, "seed": 3.0, "struck": 0.0},
	}
	if got := s.expect(http.StatusOK, http.MethodPut, "/_mock/faults", body).(object)["losant"]; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, status := range []int{503, 200} {
		if got, text := s.losant(http.MethodGet, credentials, ""); got != status {
			t.Errorf("status %d, want %d: %s", got, status, text)
		}
	}
	if struck := s.get("/_mock/faults").(object)["losant"].(list)[0].(object)["struck"]; struck != 1.0 {
		t.Errorf("it has struck %v times", struck)
	}
	before := s.get("/_mock/faults")
	for body, want := range map[string]string{
		`{"losant": {}}`:  "losant: has to be an array",
		`{"losant": [7]}`: "losant[0]: has to be an object",
		`{"none": []}`:    "none: there is no such platform",
		`{"losant": [], "helloid": [{"status": "503"}]}`:     "helloid[0].status: has to be a number",
		`{"losant": [{"status": 500}, {"statsu": 500}]}`:     "losant[1].statsu: is no setting; the settings are method, route, body, after, applied",
		`{"losant": [{"status": 500, "retry-after": 2}]}`:    `losant[0].retry-after: has to be a duration such as "2s"`,
		`{"losant": [{"reset": 1}]}`:                         "losant[0].reset: has to be true or false",
		`{"losant": [{"times": 1}]}`:                         "losant[0]: fault",
		`{"losant": [{"route": "/nowhere", "status": 500}]}`: "losant[0]: fault \"* /nowhere status=500\" hits no route; the routes are: DELETE /applications/",
		`{"losant": [{"method": 1, "status": 500}]}`:         "losant[0].method: has to be a string",
	} {
		answer := s.expect(http.StatusBadRequest, http.MethodPut, "/_mock/faults", body).(object)
		if text, _ := answer["error"].(string); !strings.HasPrefix(text, want) {
			t.Errorf("%s:\ngot  %q\nwant %q", body, text, want)
		}
	}
	if after := s.get("/_mock/faults"); !reflect.DeepEqual(after, before) {
		t.Errorf("something has changed: %v", after)
	}
	if got := s.expect(http.StatusOK, http.MethodPut, "/_mock/faults", `{"losant": []}`); !reflect.DeepEqual(got, none) {
		t.Errorf("at last %v", got)
	}
}

// A fault of a flag is the same as one of the API.
func TestFaultsOfFlags(t *testing.T) {
	s := start(t, "-helloid.fault", "POST /api/v1/enduser/{userGuid}/credential status=503 retry-after=2s retry-after-date times=2 applied")
	want := list{object{"method": "POST", "route": "/api/v1/enduser/{userGuid}/credential", "status": 503.0, "retry-after": "2s", "retry-after-date": true, "times": 2.0, "applied": true, "struck": 0.0}}
	got := s.get("/_mock/faults")
	if !reflect.DeepEqual(got.(object)["helloid"], want) {
		t.Errorf("got %v", got)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if again := s.expect(http.StatusOK, http.MethodPut, "/_mock/faults", string(text)); !reflect.DeepEqual(again, got) {
		t.Errorf("put back, they are %v, and were %v", again, got)
	}
}

// Read-only credentials read and list, and a write is refused as for a missing permission.
func TestReadOnlyCredentials(t *testing.T) {
	s := start(t)
	token := "Bearer " + s.environment["READONLY_LOSANT_API_TOKEN"]
	for method, want := range map[string]int{http.MethodGet: http.StatusOK, http.MethodPost: http.StatusForbidden} {
		body := ""
		if method == http.MethodPost {
			body = `{"name": "made", "type": "azure", "azureConfig": {"account": "a", "accountKey": "my-s3cret"}}`
		}
		response, text := s.call(method, "/losant"+credentials, body, "Authorization", token, "Accept", "application/json", "Content-Type", "application/json")
		if response.StatusCode != want {
			t.Errorf("%s: status %d, want %d: %s", method, response.StatusCode, want, text)
		}
	}
}
