package losanttest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

const collection = "/applications/" + losanttest.ApplicationID + "/credentials"

// answer is what a request came to.
type answer struct {
	status int
	body   config
}

// want checks the status, and for a failure the schema "Error", and returns
// the body.
func (a answer) want(t *testing.T, status int) config {
	t.Helper()
	if a.status != status {
		t.Fatalf("got %d %v, want %d", a.status, a.body, status)
	}
	if status >= 400 {
		if a.body["type"] == "" || a.body["message"] == "" || len(a.body) != 2 {
			t.Fatalf("got the error %v", a.body)
		}
	}
	return a.body
}

// send makes a request to the collection of the default application, or to
// the credential or path that follows it.
func send(t *testing.T, f *losanttest.Fake, method, rest string, body any, edit ...func(*http.Request)) answer {
	t.Helper()
	if rest != "" && rest[0] != '?' {
		rest = "/" + rest
	}
	return sendTo(t, f.URL+collection+rest, method, body, edit...)
}

func sendTo(t *testing.T, url, method string, body any, edit ...func(*http.Request)) answer {
	t.Helper()
	var data []byte
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+losanttest.Token)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	for _, e := range edit {
		e(req)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got := answer{status: resp.StatusCode}
	if err := json.NewDecoder(resp.Body).Decode(&got.body); err != nil {
		t.Fatal(err)
	}
	return got
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// TestTheVendorsExample follows the examples of the vendor's page.
func TestTheVendorsExample(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	azure := config{"account": "my account", "accountKey": "123abc"}
	created := send(t, f, "POST", "?_links=false&_actions=false&_embedded=false",
		config{"name": "Dave", "type": "azure", "azureConfig": azure}).want(t, 201)
	id := created["id"].(string)
	for _, varying := range []string{"id", "creationDate", "lastUpdated", "_etag"} {
		if created[varying] == "" {
			t.Errorf("no %s", varying)
		}
		delete(created, varying)
	}
	want := config{
		"applicationId": losanttest.ApplicationID, "name": "Dave", "type": "azure", "enabled": true,
		"createdById": losanttest.TokenID, "createdByType": "apiToken",
		"lastUpdatedById": losanttest.TokenID, "lastUpdatedByType": "apiToken",
		"azureConfig": config{"account": "my account"}, "_type": "credential",
	}
	if diff := cmp.Diff(want, created); diff != "" {
		t.Error(diff)
	}
	patched := send(t, f, "PATCH", id, config{"enabled": false, "azureConfig": azure}).want(t, 200)
	if patched["enabled"] != false || patched["_links"] == nil || patched["_actions"] == nil {
		t.Errorf("got %v", patched)
	}
	if deleted := send(t, f, "DELETE", id, nil).want(t, 200); deleted["success"] != true {
		t.Errorf("got %v", deleted)
	}
	gone := send(t, f, "DELETE", id, nil).want(t, 404)
	if gone["type"] != "NotFound" || gone["message"] != "Credential was not found" {
		t.Errorf("got %v", gone)
	}
}

func TestNotFoundAndMalformed(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	for path, want := range map[string]int{
		"/applications/575ec8687ae143cd83dc4a98/credentials":     404,
		"/applications/nonsense/credentials":                     400,
		collection + "/575ec8687ae143cd83dc4a98":                 404,
		collection + "/575ec8687ae143cd83dc4a98/linkedResources": 404,
		collection + "/nonsense":                                 400,
		collection + "/nonsense/linkedResources":                 400,
		collection + "/":                                         404,
		"/credentials":                                           404,
		collection + "?_links=1":                                 400,
		collection + "?_actions=":                                400,
		collection + "?_embedded=no":                             400,
		collection + "?includeCustomNodes=true":                  400,

		strings.ToUpper(losanttest.ApplicationID):                                     404,
		"/applications/" + strings.ToUpper(losanttest.ApplicationID) + "/credentials": 200,
	} {
		t.Run(path, func(t *testing.T) {
			sendTo(t, f.URL+"/"+strings.TrimPrefix(path, "/"), "GET", nil).want(t, want)
		})
	}
	f.AddApplication("575ec8687ae143cd83dc4a98")
	sendTo(t, f.URL+"/applications/575ec8687ae143cd83dc4a98/credentials", "GET", nil).want(t, 200)
	sendTo(t, f.URL+collection, "PUT", nil).want(t, 405)
}

func TestHeaders(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	body := config{"name": "x", "type": "azure", "azureConfig": complete["azure"]}
	send(t, f, "GET", "", nil, header("Accept", "text/html")).want(t, 406)
	send(t, f, "GET", "", body).want(t, 400)
	send(t, f, "POST", "", body, header("Content-Type", "text/plain")).want(t, 415)
	send(t, f, "POST", "", body, header("Authorization", "")).want(t, 401)
	send(t, f, "POST", "", body, header("Authorization", "Bearer other")).want(t, 401)
	if stored := f.Credentials(losanttest.ApplicationID); len(stored) != 0 {
		t.Errorf("a refused request stored %v", stored)
	}
	f.Tokens.ExpireAll()
	send(t, f, "GET", "", nil).want(t, 401)
}

func TestScopesBoundWhatATokenMayDo(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	operations := []struct{ name, method, rest string }{
		{"list", "GET", ""},
		{"get", "GET", "%s"},
		{"usage", "GET", "%s/linkedResources"},
		{"create", "POST", ""},
		{"patch", "PATCH", "%s"},
		{"delete", "DELETE", "%s"},
	}
	for scope, allowed := range map[string]string{
		"all.Application":            "list get usage create patch delete",
		"all.Organization":           "list get usage create patch delete",
		"all.User.bounded":           "list get usage create patch delete",
		"all.Application.read":       "list get usage",
		"all.User.read":              "list get usage",
		"credential.*":               "get usage patch delete",
		"credentials.*":              "list create",
		"credentials.get":            "list",
		"credentials.post":           "create",
		"credential.get":             "get",
		"credential.patch":           "patch",
		"credential.delete":          "delete",
		"credential.linkedResources": "usage",
		"all.Device":                 "",
	} {
		f.Tokens.Allow(scope, scope)
		for _, op := range operations {
			t.Run(scope+" "+op.name, func(t *testing.T) {
				seeded := f.Seed(losanttest.ApplicationID, losanttest.Credential{Name: t.Name(), Type: "azure"})
				var body any
				switch op.method {
				case "POST":
					body = config{"name": "new " + t.Name(), "type": "azure", "azureConfig": complete["azure"]}
				case "PATCH":
					body = config{}
				}
				rest := strings.Replace(op.rest, "%s", seeded, 1)
				got := send(t, f, op.method, rest, body, header("Authorization", "Bearer "+scope))
				if permitted := slices.Contains(strings.Fields(allowed), op.name); permitted != (got.status < 300) || !permitted && got.status != 403 {
					t.Errorf("got %d %v", got.status, got.body)
				}
			})
		}
	}
}

func TestListing(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	ids := map[string]string{}
	for _, c := range []losanttest.Credential{
		{Name: "b*c", Type: "azure"},
		{Name: "a", Type: "sql"},
		{Name: "bxc", Type: "aws"},
		{Name: "B", Type: "future", Config: config{"anything": "goes"}},
	} {
		ids[c.Name] = f.Seed(losanttest.ApplicationID, c)
	}
	f.Edit(losanttest.ApplicationID, ids["a"], func(*losanttest.Credential) {})
	for query, want := range map[string]string{
		"":                                    "B bxc a b*c",
		"?sortDirection=asc":                  "b*c a bxc B",
		"?sortField=name&sortDirection=asc":   "B a b*c bxc",
		"?sortField=type&sortDirection=asc":   "bxc b*c B a",
		"?sortField=lastUpdated":              "a B bxc b*c",
		"?perPage=2&sortDirection=asc":        "b*c a",
		"?perPage=2&sortDirection=asc&page=1": "bxc B",
		"?perPage=3&page=1":                   "b*c",
		"?page=1":                             "",
		"?page=2147483647":                    "",
		"?filterField=name&filter=b*c":        "bxc b*c",
		`?filterField=name&filter=b%5C*c`:     "b*c",
		"?filterField=name&filter=*":          "B bxc a b*c",
		"?filterField=name&filter=%3F":        "B a",
		"?filterField=name&filter=b":          "",
		"?filterField=name&filter=":           "B bxc a b*c",
		"?filter=a":                           "B bxc a b*c",
		"?filterField=type&filter=a*":         "bxc b*c",
	} {
		t.Run(query, func(t *testing.T) {
			page := send(t, f, "GET", query, nil).want(t, 200)
			var names []string
			for _, item := range page["items"].([]any) {
				names = append(names, item.(config)["name"].(string))
			}
			if got := strings.Join(names, " "); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if page["count"] != float64(len(names)) || page["applicationId"] != losanttest.ApplicationID {
				t.Errorf("got %v", page)
			}
		})
	}
	for _, query := range []string{
		"?page=-1", "?page=x", "?perPage=0", "?perPage=1001", "?sortField=id", "?sortDirection=up",
		"?filterField=description", "?offset=1", "?page=0&page=1",
	} {
		send(t, f, "GET", query, nil).want(t, 400)
	}
	page := send(t, f, "GET", "?perPage=3&filterField=name&filter=b*&sortField=name", nil).want(t, 200)
	delete(page, "items")
	want := config{
		"count": 2.0, "totalCount": 2.0, "perPage": 3.0, "page": 0.0, "filterField": "name", "filter": "b*", "sortField": "name",
		"sortDirection": "desc", "applicationId": losanttest.ApplicationID, "_type": "credentials",
		"_links": page["_links"], "_actions": page["_actions"],
	}
	if diff := cmp.Diff(want, page); diff != "" {
		t.Error(diff)
	}
}

func TestANameIsUniqueInItsApplication(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	const other = "575ec8687ae143cd83dc4a98"
	f.AddApplication(other)
	body := config{"name": "Dave", "type": "azure", "azureConfig": complete["azure"]}
	dave := send(t, f, "POST", "", body).want(t, 201)["id"].(string)
	if taken := send(t, f, "POST", "", body).want(t, 400); taken["type"] != "AlreadyExists" {
		t.Errorf("got %v", taken)
	}
	sendTo(t, f.URL+"/applications/"+other+"/credentials", "POST", body).want(t, 201)
	body["name"] = "dave"
	send(t, f, "POST", "", body).want(t, 201)
	send(t, f, "PATCH", dave, config{"name": "dave"}).want(t, 400)
	send(t, f, "PATCH", dave, config{"name": "Dave"}).want(t, 200)
	if stored := f.Credentials(losanttest.ApplicationID); len(stored) != 2 {
		t.Errorf("stored %v", stored)
	}
}

func TestPatchMerges(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	created := send(t, f, "POST", "", with("sql", "db", "port", 5432)).want(t, 201)
	id := created["id"].(string)
	patched := send(t, f, "PATCH", id, config{
		"description": "text", "sqlConfig": config{"host": "other", "port": nil, "caCertificate": ""},
	}).want(t, 200)
	shown := patched["sqlConfig"].(config)
	want := config{
		"system": "pg", "host": "other", "username": "me", "caCertificate": "",
		"secureConnection": true, "disableSSLVerification": false,
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Error(diff)
	}
	stored, _ := f.Credential(losanttest.ApplicationID, id)
	if stored.Config["password"] != "sql-secret" || patched["name"] != "db" || patched["description"] != "text" {
		t.Errorf("got %v, %v", stored, patched)
	}
	if !laterThan(patched["lastUpdated"], created["lastUpdated"]) || patched["creationDate"] != created["creationDate"] {
		t.Errorf("dates went from %v to %v", created, patched)
	}
}

// laterThan compares dates in the API's form, which sorts as text.
func laterThan(a, b any) bool { return a.(string) > b.(string) }

func TestOutOfBand(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	created := send(t, f, "POST", "", config{"name": "Dave", "type": "azure", "azureConfig": complete["azure"]}).want(t, 201)
	id := created["id"].(string)
	if !f.Edit(losanttest.ApplicationID, id, func(c *losanttest.Credential) { c.Config["accountKey"] = "by hand" }) {
		t.Fatal("not edited")
	}
	edited := send(t, f, "GET", id, nil).want(t, 200)
	toTheSecond := func(date any) string { return date.(string)[:len("2006-01-02T15:04:05")] }
	if !laterThan(toTheSecond(edited["lastUpdated"]), toTheSecond(created["lastUpdated"])) {
		t.Errorf("lastUpdated went from %v to %v, which is the same to the second", created["lastUpdated"], edited["lastUpdated"])
	}
	if edited["lastUpdatedByType"] != "user" || edited["lastUpdatedById"] != losanttest.UserID || edited["createdByType"] != "apiToken" {
		t.Errorf("got %v", edited)
	}
	if patched := send(t, f, "PATCH", id, config{}).want(t, 200); laterThan(edited["lastUpdated"], patched["lastUpdated"]) {
		t.Errorf("lastUpdated went back from %v to %v", edited["lastUpdated"], patched["lastUpdated"])
	}
	if !f.Remove(losanttest.ApplicationID, id) {
		t.Error("not removed")
	}
	send(t, f, "GET", id, nil).want(t, 404)
	if _, found := f.Credential(losanttest.ApplicationID, id); found || f.Remove(losanttest.ApplicationID, id) ||
		f.Edit(losanttest.ApplicationID, id, func(*losanttest.Credential) {}) {
		t.Error("still there")
	}
}

func TestLinkedResources(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	id := f.Seed(losanttest.ApplicationID, losanttest.Credential{Name: "Dave", Type: "azure"})
	f.Link(losanttest.ApplicationID, "Dave", losanttest.Integrations, "hub")
	f.Link(losanttest.ApplicationID, "Dave", losanttest.Flows, "one")
	f.Link(losanttest.ApplicationID, "Dave", losanttest.Flows, "two")
	f.Link(losanttest.ApplicationID, "Dave", losanttest.FlowVersions, "v1")
	f.Link(losanttest.ApplicationID, "other", losanttest.Flows, "three")
	linked := func() string {
		t.Helper()
		got := send(t, f, "GET", id+"/linkedResources?includeCustomNodes=true", nil).want(t, 200)
		var names []string
		for _, kind := range []string{"integrations", "flows", "flowVersions"} {
			list := got[kind].(config)
			items := list["items"].([]any)
			if list["count"] != float64(len(items)) || list["totalCount"] != list["count"] || len(got) != 3 {
				t.Errorf("got %v", got)
			}
			for _, item := range items {
				names = append(names, fmt.Sprint(item.(config)["name"]))
			}
		}
		return strings.Join(names, " ")
	}
	if got := linked(); got != "hub one two v1" {
		t.Errorf("got %s", got)
	}
	f.Unlink(losanttest.ApplicationID, losanttest.Flows, "one")
	if got := linked(); got != "hub two v1" {
		t.Errorf("got %s", got)
	}
	send(t, f, "PATCH", id, config{"name": "David"}).want(t, 200)
	if got := linked(); got != "" {
		t.Errorf("after a rename: got %s", got)
	}
	send(t, f, "DELETE", id, nil).want(t, 200)
}
